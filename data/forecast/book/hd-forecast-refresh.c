/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every KPI of every unit of both maps forecast again, and written into the book.
 *
 * A worker takes a KPI at a time; the calling thread tells of the progress and writes what is ready in the
 * catalogue's order, so that the book comes out the same however many workers there are.
 */

#include "config.h"

#include "hd-forecast-refresh.h"

#include "hd-forecast-refresh-kpi.h"

/* Pages that are gathered before a transaction: some megabytes. */
#define PAGES_A_TRANSACTION 2000
#define PROGRESS_INTERVAL_US 100000

typedef struct
{
  const HdForecastRefreshOptions *options;
  GArray *kpis; /* (element-type HdForecastRefreshKpi) in the catalogue's order */
  GAsyncQueue *finished; /* (element-type HdForecastRefreshKpi), borrowed */
  gboolean *is_finished; /* [kpis->len] */
  guint n_finished, n_written;
  HdForecastRefreshResult *result;
  const HdKpi *last;
} Refresh;

static void
work_cb (gpointer data, gpointer user_data)
{
  hd_forecast_refresh_kpi_run (data);
  g_async_queue_push (user_data, data);
}

static gboolean
is_wanted (const HdForecastRefreshOptions *options, const HdKpi *kpi)
{
  return hd_forecast_series_has_future (kpi)
         && (options->kpis == NULL || g_strv_contains (options->kpis, kpi->id));
}

static GArray *
list_kpis (const HdForecastRefreshOptions *options,
           const HdStructures *structures,
           guint64 generation,
           GCancellable *cancellable)
{
  GArray *kpis = g_array_new (FALSE, TRUE, sizeof (HdForecastRefreshKpi));

  g_array_set_clear_func (kpis, (GDestroyNotify)hd_forecast_refresh_kpi_clear);
  for (guint index = 0; index < hd_catalog_get_n_kpis (options->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (options->catalog, index);
      HdForecastRefreshKpi one = {
        .options = options,
        .source = { options->engine, options->catalog, structures, 0, cancellable },
        .kpi = kpi,
        .generation = generation,
        .cancellable = cancellable,
      };

      if (is_wanted (options, kpi))
        g_array_append_val (kpis, one);
    }
  return kpis;
}

static void
count (HdForecastRefreshResult *sum, const HdForecastRefreshResult *one)
{
  sum->n_without_data += one->n_without_data;
  sum->n_series += one->n_series;
  sum->n_made += one->n_made;
  sum->n_unchanged += one->n_unchanged;
  sum->n_shown += one->n_shown;
  sum->n_light += one->n_light;
  sum->query_s += one->query_s;
  sum->forecast_s += one->forecast_s;
}

/* Writes the KPIs that stand ready next in order, when they are enough or with `all`. */
static gboolean
write_ready (Refresh *self, gboolean all, GError **error)
{
  g_autoptr (GArray) batches = g_array_new (FALSE, TRUE, sizeof (HdStoreForecastBatch));
  guint end = self->n_written, n_pages = 0;

  for (; end < self->kpis->len && self->is_finished[end]; end++)
    {
      const HdForecastRefreshKpi *kpi = &g_array_index (self->kpis, HdForecastRefreshKpi, end);
      HdStoreForecastBatch batch = { kpi->kpi->id, kpi->generation, self->options->now,
                                     kpi->pages,   kpi->gone,       kpi->derived };

      if (kpi->error != NULL)
        break;
      n_pages += kpi->pages->len;
      g_array_append_val (batches, batch);
    }
  if (batches->len == 0 || (n_pages < PAGES_A_TRANSACTION && !all))
    return TRUE;
  if (!hd_store_put_forecasts (self->options->store, (HdStoreForecastBatch *)batches->data,
                               batches->len, error))
    return FALSE;
  for (; self->n_written < end; self->n_written++)
    {
      HdForecastRefreshKpi *kpi
          = &g_array_index (self->kpis, HdForecastRefreshKpi, self->n_written);

      count (self->result, &kpi->counts);
      g_ptr_array_set_size (kpi->pages, 0);
      g_ptr_array_set_size (kpi->gone, 0);
      g_ptr_array_set_size (kpi->derived, 0);
    }
  return TRUE;
}

static void
tell (const Refresh *self)
{
  guint n_series = 0;

  if (self->options->progress == NULL)
    return;
  for (guint index = 0; index < self->kpis->len; index++)
    if (self->is_finished[index])
      n_series += g_array_index (self->kpis, HdForecastRefreshKpi, index).counts.n_series;
  self->options->progress ((double)self->n_finished / MAX (self->kpis->len, 1), self->last,
                           n_series, self->options->user_data);
}

/* Until all are finished or one has failed. */
static gboolean
follow (Refresh *self, GError **error)
{
  while (self->n_finished < self->kpis->len)
    {
      HdForecastRefreshKpi *kpi = g_async_queue_timeout_pop (self->finished, PROGRESS_INTERVAL_US);

      if (kpi != NULL)
        {
          self->is_finished[kpi - (HdForecastRefreshKpi *)self->kpis->data] = TRUE;
          self->n_finished++;
          self->last = kpi->kpi;
          if (kpi->error != NULL)
            {
              g_propagate_error (error, g_error_copy (kpi->error));
              return FALSE;
            }
        }
      if (!write_ready (self, FALSE, error))
        return FALSE;
      tell (self);
    }
  return TRUE;
}

static gboolean
run (Refresh *self, GCancellable *cancellable, GError **error)
{
  guint n_threads
      = self->options->n_threads > 0 ? self->options->n_threads : MAX (g_get_num_processors (), 1);
  GThreadPool *pool = g_thread_pool_new (work_cb, self->finished, (int)n_threads, FALSE, error);
  gboolean is_ok;

  if (pool == NULL)
    return FALSE;
  for (guint index = 0; index < self->kpis->len; index++)
    g_thread_pool_push (pool, &g_array_index (self->kpis, HdForecastRefreshKpi, index), NULL);
  is_ok = follow (self, error);
  /* Those under way see the cancellation within a series; after another failure they are waited for. */
  g_thread_pool_free (pool, !is_ok, TRUE);
  if (!is_ok)
    {
      write_ready (self, TRUE, NULL);
      return FALSE;
    }
  return write_ready (self, TRUE, error)
         && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* All KPIs were done, none left out by the caller: the book is as fresh as the figures were. */
static gboolean
sign (const HdForecastRefreshOptions *options, guint64 generation, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  HdStoreForecastBatch batch
      = { .kpi = "", .generation = generation, .refreshed_at = options->now, .pages = none };

  return hd_store_put_forecasts (options->store, &batch, 1, error);
}

gboolean
hd_forecast_refresh_run (const HdForecastRefreshOptions *options,
                         HdForecastRefreshResult *result,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (HdStructures) structures = options->structures != NULL
                                            ? hd_structures_ref (options->structures)
                                            : hd_store_get_structures (options->store, error);
  g_autoptr (GArray) kpis = NULL;
  g_autoptr (GAsyncQueue) finished = g_async_queue_new ();
  g_autofree gboolean *is_finished = NULL;
  HdForecastRefreshResult own = { 0 };
  gint64 started_us = g_get_monotonic_time ();
  Refresh self = { .options = options, .finished = finished };
  guint64 generation;
  gboolean is_ok;

  if (structures == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "%s: nothing was synced yet",
                     hd_store_get_dir (options->store));
      return FALSE;
    }
  generation = hd_store_get_generation (options->store);
  kpis = list_kpis (options, structures, generation, cancellable);
  is_finished = g_new0 (gboolean, kpis->len + 1);
  self.kpis = kpis;
  self.is_finished = is_finished;
  self.result = result != NULL ? result : &own;
  *self.result = (HdForecastRefreshResult){ .n_kpis = kpis->len };
  is_ok = run (&self, cancellable, error);
  if (is_ok && options->kpis == NULL)
    is_ok = sign (options, generation, error);
  self.result->elapsed_s = (double)(g_get_monotonic_time () - started_us) / G_USEC_PER_SEC;
  return is_ok;
}
