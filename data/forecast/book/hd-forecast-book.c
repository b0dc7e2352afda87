/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The book of forecasts: pages looked up and read.
 */

#include "config.h"

#include "hd-forecast-book.h"

#include "hd-forecast-codec.h"
#include "hd-store-forecasts.h"

static int
compare_filters (gconstpointer a, gconstpointer b)
{
  const HdFilter *first = *(const HdFilter *const *)a, *second = *(const HdFilter *const *)b;

  return g_strcmp0 (first->dimension, second->dimension);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

char *
hd_forecast_scope_of_query (const HdQuery *query)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) filters = g_ptr_array_new ();

  for (guint index = 0; index < query->filters->len; index++)
    g_ptr_array_add (filters, g_ptr_array_index (query->filters, index));
  g_ptr_array_sort (filters, compare_filters);
  for (guint index = 0; index < filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (filters, index);
      guint n_codes = g_strv_length (filter->codes);
      g_autofree const char **codes = g_memdup2 (filter->codes, (n_codes + 1) * sizeof *codes);
      g_autofree char *joined = NULL;

      qsort (codes, n_codes, sizeof *codes, compare_texts);
      joined = g_strjoinv ("+", (char **)codes);
      g_string_append_printf (text, "%s%s=%s", index > 0 ? " " : "", filter->dimension, joined);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GPtrArray *
new_entries (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);
}

/* (transfer full) (nullable): the newest that was known at `as_of`. */
static HdForecastEntry *
pick (const HdStoreForecast *page, gint64 as_of)
{
  g_autoptr (GPtrArray) older = NULL;
  g_autoptr (HdForecastEntry) newest = hd_forecast_codec_unpack (page->newest);

  if (newest != NULL)
    newest->is_stale = page->is_stale;
  if (newest == NULL || as_of == 0 || newest->vintage <= as_of)
    return g_steal_pointer (&newest);
  older = new_entries ();
  hd_forecast_codec_unpack_list (page->older, older);
  for (guint index = 0; index < older->len; index++)
    {
      HdForecastEntry *entry = g_ptr_array_index (older, index);

      if (entry->vintage <= as_of)
        return hd_forecast_entry_ref (entry);
    }
  return NULL;
}

HdForecastEntry *
hd_forecast_book_lookup (HdStore *store,
                         const char *kpi,
                         const char *scope,
                         HdGrain grain,
                         gint64 as_of,
                         GError **error)
{
  g_autoptr (HdStoreForecast) page = hd_store_get_forecast (store, kpi, scope, grain, error);

  return page != NULL ? pick (page, as_of) : NULL;
}

GPtrArray *
hd_forecast_book_read_page (HdStore *store,
                            const char *kpi,
                            const char *scope,
                            HdGrain grain,
                            GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdStoreForecast) page = hd_store_get_forecast (store, kpi, scope, grain, &problem);
  g_autoptr (GPtrArray) entries = new_entries ();
  HdForecastEntry *newest;

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  newest = page != NULL ? hd_forecast_codec_unpack (page->newest) : NULL;
  if (newest == NULL)
    return g_steal_pointer (&entries);
  newest->is_stale = page->is_stale;
  g_ptr_array_add (entries, newest);
  hd_forecast_codec_unpack_list (page->older, entries);
  return g_steal_pointer (&entries);
}

GPtrArray *
hd_forecast_book_read_kpi (HdStore *store, const char *kpi, HdGrain grain, GError **error)
{
  g_autoptr (GPtrArray) pages = hd_store_list_forecasts (store, kpi, grain, error);
  g_autoptr (GPtrArray) entries = new_entries ();

  if (pages == NULL)
    return NULL;
  for (guint index = 0; index < pages->len; index++)
    {
      HdForecastEntry *entry = pick (g_ptr_array_index (pages, index), 0);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

gboolean
hd_forecast_book_get_status (HdStore *store, HdForecastBookStatus *status, GError **error)
{
  HdStoreForecastStatus found;

  if (!hd_store_get_forecast_status (store, &found, error))
    return FALSE;
  *status = (HdForecastBookStatus){
    .n_series = found.n_pages,
    .n_shown = found.n_shown,
    .refreshed_at = found.refreshed_at,
    .is_fresh = found.is_fresh,
    .n_bytes = found.n_bytes,
  };
  return TRUE;
}
