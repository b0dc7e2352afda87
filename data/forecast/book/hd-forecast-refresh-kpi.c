/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One KPI of a refresh: its series asked for, forecast, reconciled, scored and packed.
 */

#include "config.h"

#include "hd-forecast-refresh-kpi.h"

#include <math.h>

#include "hd-forecast-codec.h"
#include "hd-forecast-coherence.h"
#include "hd-forecast-refresh-outlook.h"

/* Outcomes that were said in earnest, before they may overrule the back-test. */
#define LEAST_OUTCOMES 6
/* Those made with light effort keep a year of monthly entries, the others two. */
#define KEPT_OF_LIGHT 13
/* Of a unit that closed the page is kept so long after the last that it knew. */
#define KEPT_OF_CLOSED_S (G_GINT64_CONSTANT (5) * 365 * 24 * 3600)

/* One series under way. */
typedef struct
{
  const HdForecastSeries *series;
  const HdStoreForecast *before; /* (nullable): its page as it is */
  HdForecastEntry *entry; /* (nullable): nothing is known of it */
  HdForecast *forecast; /* (nullable): not run */
} Work;

static void
work_clear (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->entry, hd_forecast_entry_unref);
  g_clear_pointer (&work->forecast, hd_forecast_free);
}

/* The region of an office by the newest map, whose profile it may borrow; the nation for others. */
static const HdForecastSeries *
find_parent (const HdForecastRefreshKpi *self,
             const HdForecastSeriesSet *set,
             const HdForecastSeries *series)
{
  HdHierarchy *map = hd_forecast_series_newest_map (self->source.structures);
  HdCode code, parent;
  g_autofree char *scope = NULL;
  HdForecastSeries *found = NULL;

  if (series->role == HD_FORECAST_ROLE_WHOLE)
    return NULL;
  if (map != NULL && series->role == HD_FORECAST_ROLE_LEAF)
    {
      code = hd_code_list_find (hd_hierarchy_get_list (map), series->code, -1);
      parent = code != HD_CODE_NONE && hd_hierarchy_has (map, code)
                   ? hd_hierarchy_parent_of (map, code)
                   : HD_CODE_NONE;
      if (parent != HD_CODE_NONE)
        {
          scope = g_strdup_printf ("unit=%s",
                                   hd_code_list_get (hd_hierarchy_get_list (map), parent)->id);
          found = hd_forecast_series_find (set, scope);
        }
    }
  return found != NULL ? found : hd_forecast_series_find (set, "");
}

/* In full for the nation and the regions in force; offices, and departments of an old map, are many and
 * looked at less. */
static HdForecastEffort
effort_for (const HdForecastRefreshKpi *self, const HdForecastSeries *series)
{
  HdHierarchy *map = hd_forecast_series_newest_map (self->source.structures);
  HdCode code;

  if (series->role == HD_FORECAST_ROLE_WHOLE)
    return HD_FORECAST_EFFORT_FULL;
  if (series->role == HD_FORECAST_ROLE_LEAF || map == NULL)
    return HD_FORECAST_EFFORT_LIGHT;
  code = hd_code_list_find (hd_hierarchy_get_list (map), series->code, -1);
  return code != HD_CODE_NONE && hd_hierarchy_has (map, code) ? HD_FORECAST_EFFORT_FULL
                                                              : HD_FORECAST_EFFORT_LIGHT;
}

static gboolean
is_unchanged (const HdForecastRefreshKpi *self, const Work *work)
{
  return !self->options->full && work->before != NULL
         && g_str_equal (work->before->hash, work->entry->inputs_hash);
}

static GArray *
begin_all (const HdForecastRefreshKpi *self,
           const HdForecastSeriesSet *set,
           GHashTable *pages_before)
{
  GArray *works = g_array_new (FALSE, TRUE, sizeof (Work));

  g_array_set_clear_func (works, work_clear);
  for (guint index = 0; index < set->series->len; index++)
    {
      Work work = { .series = g_ptr_array_index (set->series, index) };

      work.before = g_hash_table_lookup (pages_before, work.series->scope);
      work.entry = hd_forecast_series_begin_entry (
          set, work.series, find_parent (self, set, work.series), effort_for (self, work.series));
      if (work.entry != NULL)
        work.entry->made_at = self->options->now;
      g_array_append_val (works, work);
    }
  return works;
}

/* A figure that cannot be forecast is left out; what is wrong with it is for the log. */
static void
run_one (HdForecastRefreshKpi *self, const HdForecastSeriesSet *set, Work *work)
{
  g_autoptr (HdCalendarEffect) effect = NULL;
  g_autoptr (GError) error = NULL;

  work->forecast = hd_forecast_series_run (work->entry, set->calendar, 0, &effect, &error);
  if (work->forecast == NULL)
    {
      g_debug ("no forecast of %s %s: %s", work->entry->kpi, work->entry->scope, error->message);
      return;
    }
  hd_forecast_series_finish_entry (work->entry, work->forecast, effect);
  /* The nation's is looked at first, and has twelve outcomes from the first day. */
  if (work->series->role == HD_FORECAST_ROLE_WHOLE)
    hd_forecast_series_replay (work->entry, set->calendar);
}

static gboolean
run_all (HdForecastRefreshKpi *self, const HdForecastSeriesSet *set, GArray *works)
{
  gboolean is_coherent = hd_forecast_series_is_additive (set->kpi) && set->series->len > 1;
  guint n_changed = 0, n_known = 0;

  for (guint index = 0; index < works->len; index++)
    {
      const Work *work = &g_array_index (works, Work, index);

      n_known += work->entry != NULL;
      n_changed += work->entry != NULL && !is_unchanged (self, work);
    }
  self->counts.n_series = n_known;
  for (guint index = 0; index < works->len; index++)
    {
      Work *work = &g_array_index (works, Work, index);

      /* A sum's forecast leans on all of its parts: one change, and all are made again. */
      if (work->entry == NULL || (is_coherent ? n_changed == 0 : is_unchanged (self, work)))
        continue;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
        return FALSE;
      run_one (self, set, work);
    }
  self->counts.n_unchanged = n_known;
  return is_coherent && n_changed > 0;
}

/* What was said before, newest first, the page's newest among it; as much as is kept. */
static GPtrArray *
read_older (const Work *work)
{
  guint kept
      = work->entry->effort == HD_FORECAST_EFFORT_LIGHT ? KEPT_OF_LIGHT : HD_FORECAST_BOOK_KEPT;
  GPtrArray *older = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);

  if (work->before == NULL)
    return older;
  hd_forecast_codec_unpack_list (work->before->newest, older);
  hd_forecast_codec_unpack_list (work->before->older, older);
  /* Made again from the same figures, by another program perhaps: what was said first stays. */
  if (older->len > 0
      && g_str_equal (((HdForecastEntry *)g_ptr_array_index (older, 0))->inputs_hash,
                      work->entry->inputs_hash))
    g_ptr_array_remove_index (older, 0);
  if (older->len > kept - 1)
    g_ptr_array_set_size (older, (int)kept - 1);
  /* The parts are the newest entry's only. */
  for (guint index = 0; index < older->len; index++)
    hd_forecast_entry_drop_parts (g_ptr_array_index (older, index));
  return older;
}

static void
overrule_by_score (HdForecastEntry *entry, GPtrArray *older)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new ();
  g_autoptr (HdForecastScore) score = NULL;
  guint n_live = 0;
  double error = 0, rival_error = 0;

  if (entry->verdict != HD_FORECAST_SHOWN || older->len < LEAST_OUTCOMES)
    return;
  g_ptr_array_add (page, entry);
  for (guint index = 0; index < older->len; index++)
    g_ptr_array_add (page, g_ptr_array_index (older, index));
  score = hd_forecast_score_page (page);
  for (guint index = 0; index < score->outcomes->len; index++)
    {
      const HdForecastOutcome *outcome = &g_array_index (score->outcomes, HdForecastOutcome, index);

      if (outcome->is_replay)
        continue;
      n_live++;
      error += fabs (outcome->mean - outcome->actual);
      rival_error += fabs (outcome->rival - outcome->actual);
    }
  if (n_live >= LEAST_OUTCOMES && error > rival_error)
    entry->verdict = HD_FORECAST_HIDDEN_SCORE;
}

static void
pack (HdForecastRefreshKpi *self, Work *work)
{
  g_autoptr (GPtrArray) older = read_older (work);
  HdStoreForecast *page = g_new0 (HdStoreForecast, 1);

  overrule_by_score (work->entry, older);
  page->kpi = g_strdup (self->kpi->id);
  page->scope = g_strdup (work->entry->scope);
  page->grain = (int)work->entry->first.grain;
  page->hash = g_strdup (work->entry->inputs_hash);
  page->vintage = work->entry->vintage;
  page->is_shown = hd_forecast_entry_is_shown (work->entry);
  page->newest = hd_forecast_codec_pack (work->entry);
  page->older = hd_forecast_codec_pack_list (older);
  g_ptr_array_add (self->pages, page);
  self->counts.n_made++;
  self->counts.n_unchanged--;
  self->counts.n_shown += page->is_shown;
  self->counts.n_light += work->entry->effort == HD_FORECAST_EFFORT_LIGHT;
}

static void
take_plans (HdForecastEntry *entry, const HdKpiOutlook *outlook)
{
  if (outlook == NULL)
    return;
  entry->plans = g_new0 (HdForecastBookPlan, HD_KPI_OUTLOOK_N_PLANS);
  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    if (!isnan (outlook->plans[plan]))
      entry->plans[entry->n_plans++] = (HdForecastBookPlan){
        .plan = g_strdup (hd_kpi_outlook_plans[plan].id),
        .year = outlook->year,
        .known_to = outlook->known_to,
        .amount = outlook->plans[plan],
        .known = outlook->outlook->known,
        .expected = outlook->outlook->year_mean,
        .probability_pct = outlook->outlook->plans[plan].probability_pct,
      };
}

/* (transfer full): the pages of before by scope. */
static GHashTable *
read_pages (const HdForecastRefreshKpi *self, HdGrain grain, GError **error)
{
  g_autoptr (GPtrArray) pages
      = hd_store_list_forecasts (self->options->store, self->kpi->id, (int)grain, error);
  GHashTable *by_scope;

  if (pages == NULL)
    return NULL;
  by_scope = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                    (GDestroyNotify)hd_store_forecast_free);
  g_ptr_array_set_free_func (pages, NULL);
  for (guint index = 0; index < pages->len; index++)
    {
      HdStoreForecast *page = g_ptr_array_index (pages, index);

      g_hash_table_insert (by_scope, page->scope, page);
    }
  return by_scope;
}

static void
make_coherent (const HdForecastRefreshKpi *self, const HdForecastSeriesSet *set, GArray *works)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new (), forecasts = g_ptr_array_new ();

  for (guint index = 0; index < works->len; index++)
    {
      const Work *work = &g_array_index (works, Work, index);

      g_ptr_array_add (entries, work->forecast != NULL ? work->entry : NULL);
      g_ptr_array_add (forecasts, work->forecast);
    }
  hd_forecast_coherence_apply (set, self->source.structures, entries, forecasts);
}

/* Pages that no series stands for any more, after a while. Takes them out of `pages_before`. */
static void
find_gone (HdForecastRefreshKpi *self, GHashTable *pages_before, GArray *works)
{
  GHashTableIter iter;
  gpointer page;

  for (guint index = 0; index < works->len; index++)
    if (g_array_index (works, Work, index).entry != NULL)
      g_hash_table_remove (pages_before, g_array_index (works, Work, index).series->scope);
  g_hash_table_iter_init (&iter, pages_before);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    if (((HdStoreForecast *)page)->vintage < self->options->now - KEPT_OF_CLOSED_S)
      {
        g_hash_table_iter_steal (&iter);
        g_ptr_array_add (self->gone, page);
      }
}

void
hd_forecast_refresh_kpi_run (HdForecastRefreshKpi *self)
{
  gint64 started_us = g_get_monotonic_time (), asked_us;
  g_autoptr (HdForecastSeriesSet) set = NULL;
  g_autoptr (GHashTable) pages_before = NULL;
  g_autoptr (GHashTable) outlooks = NULL;
  g_autoptr (GArray) works = NULL;

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_forecast_free);
  self->derived = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_derived_free);
  self->gone = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_forecast_free);
  set = hd_forecast_series_load_units (&self->source, self->kpi, &self->error);
  asked_us = g_get_monotonic_time ();
  self->counts.query_s = (double)(asked_us - started_us) / G_USEC_PER_SEC;
  if (set == NULL && g_error_matches (self->error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA))
    {
      g_clear_error (&self->error);
      self->counts.n_without_data = 1;
    }
  pages_before = set != NULL ? read_pages (self, set->first.grain, &self->error) : NULL;
  if (pages_before == NULL)
    return;
  works = begin_all (self, set, pages_before);
  if (run_all (self, set, works))
    make_coherent (self, set, works);
  if (self->error == NULL && hd_kpi_outlook_has_plans (self->kpi))
    outlooks = hd_forecast_refresh_outlooks (self, set);
  for (guint index = 0; index < works->len && self->error == NULL; index++)
    if (g_array_index (works, Work, index).forecast != NULL)
      {
        Work *work = &g_array_index (works, Work, index);

        if (outlooks != NULL)
          take_plans (work->entry, g_hash_table_lookup (outlooks, work->entry->scope));
        pack (self, work);
      }
  find_gone (self, pages_before, works);
  self->counts.forecast_s = (double)(g_get_monotonic_time () - asked_us) / G_USEC_PER_SEC;
}

void
hd_forecast_refresh_kpi_clear (HdForecastRefreshKpi *self)
{
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->derived, g_ptr_array_unref);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  g_clear_error (&self->error);
}
