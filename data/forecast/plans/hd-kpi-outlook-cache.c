/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the year's outlook of a KPI is found: in memory, in the store, or made once for all who ask.
 */

#include "config.h"

#include "hd-kpi-outlook.h"

#include <math.h>

/* A person looks at a handful of places; beyond this all are forgotten. */
#define MAX_KEPT 256

/* One answer, or the place where those wait who asked while another makes it. */
typedef struct
{
  HdKpiOutlook *outlook; /* (nullable): under way, or it failed */
  gboolean is_under_way;
} Slot;

static GMutex lock;
static GCond finished;
static GHashTable *slots; /* (key utf8) (value Slot) */

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_clear_pointer (&slot->outlook, hd_kpi_outlook_unref);
  g_free (slot);
}

/* The same question of the same figures. */
static char *
key_of (HdEngine *engine,
        HdStore *store,
        guint64 generation,
        const HdKpi *kpi,
        const HdQuery *query)
{
  g_autofree char *text = hd_query_to_string (query);

  return g_strdup_printf ("%p\n%s\n%" G_GUINT64_FORMAT "\n%s\n%s", (gpointer)engine,
                          hd_store_get_dir (store), generation, kpi->id, text);
}

/* Every month there is up to the end that the query asks for, and the moment it asks of. */
static HdQuery *
months_query (const HdKpi *kpi, const HdQuery *query, GError **error)
{
  g_autoptr (HdQuery) months = hd_query_edit (query);

  if (!hd_query_set_by (months, "time", error) || !hd_query_set_grain (months, "month", error)
      || !hd_query_set_compare (months, "none", error))
    return NULL;
  months->has_from = FALSE;
  /* Without `from` a query would begin with the year of `to`. */
  if (months->has_to && !hd_query_set_from (months, "1990", error))
    return NULL;
  hd_query_set_top (months, 0);
  g_strfreev (months->kpis);
  months->kpis = g_new0 (char *, 2);
  months->kpis[0] = g_strdup (kpi->id);
  return g_steal_pointer (&months);
}

/* A plan is set for units, not for taxes or goods: narrower than a unit there is none. */
static double
ask_plan (const HdForecastSource *source, const HdQuery *months, int year, const char *kpi)
{
  g_autofree char *text = g_strdup_printf ("%d", year);
  g_autoptr (HdQuery) query = hd_query_edit (months);
  g_autoptr (HdFrame) frame = NULL;

  for (guint index = 0; index < months->filters->len; index++)
    if (!g_str_equal (((HdFilter *)g_ptr_array_index (months->filters, index))->dimension, "unit"))
      return NAN;
  g_strfreev (query->kpis);
  query->kpis = g_new0 (char *, 2);
  query->kpis[0] = g_strdup (kpi);
  g_ptr_array_set_size (query->groups, 0);
  query->has_grain = FALSE;
  if (!hd_query_set_from (query, text, NULL) || !hd_query_set_to (query, text, NULL))
    return NAN;
  frame = hd_engine_query (source->engine, query, source->cancellable, NULL);
  return frame != NULL && hd_frame_get_n_rows (frame) == 1 ? hd_frame_get_double (frame, 0, 0)
                                                           : NAN;
}

static HdKpiOutlook *
make (const HdForecastSource *source,
      HdStore *store,
      const HdKpi *kpi,
      const HdQuery *query,
      GError **error)
{
  g_autoptr (HdQuery) months = months_query (kpi, query, error);
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdForecastSeriesSet) set = NULL;
  g_autoptr (HdOutlookFrame) common = NULL;
  double plans[HD_KPI_OUTLOOK_N_PLANS];
  int year;

  if (months == NULL)
    return NULL;
  frame = hd_engine_query (source->engine, months, source->cancellable, error);
  if (frame == NULL)
    return NULL;
  if (hd_frame_get_n_rows (frame) == 0)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "no figures of “%s” here",
                   kpi->id);
      return NULL;
    }
  set = hd_forecast_series_from_frame (source, kpi, months, frame, error);
  if (set == NULL)
    return NULL;
  hd_day_to_ymd (set->known_to, &year, NULL, NULL);
  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    plans[plan] = ask_plan (source, months, year, hd_kpi_outlook_plans[plan].kpi);
  common = hd_outlook_frame_new (source, store, kpi);
  return hd_kpi_outlook_make (common, set, g_ptr_array_index (set->series, 0), plans, error);
}

/* The store has those of whole scopes as of now; a moment or an end of its own is asked for rarely. */
static gboolean
is_kept (const HdQuery *query)
{
  return query->as_of == 0 && !query->has_to;
}

static HdKpiOutlook *
look_up (HdStore *store, const char *key)
{
  g_autoptr (GBytes) bytes = hd_store_get_derived (store, key, FALSE, NULL);

  return bytes != NULL ? hd_kpi_outlook_unpack (bytes) : NULL;
}

static HdKpiOutlook *
find_or_make (const HdForecastSource *source,
              HdStore *store,
              guint64 generation,
              const HdKpi *kpi,
              const HdQuery *query,
              GError **error)
{
  g_autofree char *scope = hd_forecast_scope_of_query (query);
  g_autofree char *key = hd_kpi_outlook_key (kpi->id, scope);
  HdKpiOutlook *outlook = is_kept (query) ? look_up (store, key) : NULL;

  if (outlook != NULL)
    return outlook;
  outlook = make (source, store, kpi, query, error);
  if (outlook != NULL && is_kept (query))
    {
      g_autoptr (GBytes) bytes = hd_kpi_outlook_pack (outlook);

      /* Where the store may not be written the next process makes it again. */
      hd_store_put_derived (store, key, generation, bytes, NULL);
    }
  return outlook;
}

/* With the lock held: the slot to wait at or take from; NULL when the caller is the one to fill it. */
static HdKpiOutlook *
wait_for (const char *key, gboolean *is_ours)
{
  Slot *slot;

  *is_ours = FALSE;
  if (slots == NULL)
    slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, slot_free);
  while ((slot = g_hash_table_lookup (slots, key)) != NULL && slot->is_under_way)
    g_cond_wait (&finished, &lock);
  if (slot != NULL)
    return hd_kpi_outlook_ref (slot->outlook);
  if (g_hash_table_size (slots) >= MAX_KEPT)
    {
      GHashTableIter iter;

      g_hash_table_iter_init (&iter, slots);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&slot))
        if (!slot->is_under_way)
          g_hash_table_iter_remove (&iter);
    }
  slot = g_new0 (Slot, 1);
  slot->is_under_way = TRUE;
  g_hash_table_insert (slots, g_strdup (key), slot);
  *is_ours = TRUE;
  return NULL;
}

HdKpiOutlook *
hd_kpi_outlook_get (const HdForecastSource *source,
                    HdStore *store,
                    const HdKpi *kpi,
                    const HdQuery *query,
                    GError **error)
{
  g_autofree char *key = NULL;
  guint64 generation;
  HdKpiOutlook *outlook;
  gboolean is_ours;

  if (store == NULL)
    return make (source, NULL, kpi, query, error);
  generation = hd_store_get_generation (store);
  key = key_of (source->engine, store, generation, kpi, query);
  g_mutex_lock (&lock);
  outlook = wait_for (key, &is_ours);
  g_mutex_unlock (&lock);
  if (!is_ours)
    return outlook;
  outlook = find_or_make (source, store, generation, kpi, query, error);
  g_mutex_lock (&lock);
  if (outlook != NULL)
    {
      Slot *slot = g_hash_table_lookup (slots, key);

      slot->outlook = hd_kpi_outlook_ref (outlook);
      slot->is_under_way = FALSE;
    }
  else
    g_hash_table_remove (slots, key); /* the next one who asks tries again */
  g_cond_broadcast (&finished);
  g_mutex_unlock (&lock);
  return outlook;
}

HdKpiOutlook *
hd_kpi_outlook_find (const HdForecastSource *source,
                     HdStore *store,
                     const HdKpi *kpi,
                     const HdQuery *query)
{
  g_autofree char *scope = hd_forecast_scope_of_query (query);
  g_autofree char *stored_key = hd_kpi_outlook_key (kpi->id, scope);
  g_autofree char *key
      = key_of (source->engine, store, hd_store_get_generation (store), kpi, query);
  HdKpiOutlook *outlook = NULL;
  Slot *slot;

  g_mutex_lock (&lock);
  slot = slots != NULL ? g_hash_table_lookup (slots, key) : NULL;
  if (slot != NULL && !slot->is_under_way)
    outlook = hd_kpi_outlook_ref (slot->outlook);
  g_mutex_unlock (&lock);
  return outlook != NULL || !is_kept (query) ? outlook : look_up (store, stored_key);
}
