/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a history to an entry of the book: the window, the bounds, a cold start, and what is said.
 */

#include "config.h"

#include "hd-forecast-codec.h"
#include "hd-forecast-series.h"

#include <math.h>

/* Origins of the back-test for leaves: half of what a series in full has by itself. */
#define LIGHT_ORIGINS 2
/* Below this many known seasons a season cannot be told from chance: the parent's is borrowed. */
#define SEASONS_OF_ITS_OWN 2
/* What the profile of a parent may be off by at least, as a share of the level: a few months that happen to
 * agree with it prove nothing. */
#define LEAST_PROFILE_SPREAD 0.10

/* The normal distribution's bounds at the book's levels. */
static const double level_bounds[HD_FORECAST_BOOK_N_LEVELS] = { 0.674490, 1.281552, 1.959964 };

static guint
count_known (const double *values, guint n_values)
{
  guint n_known = 0;

  for (guint place = 0; place < n_values; place++)
    n_known += !isnan (values[place]);
  return n_known;
}

static guint
find_first (const double *values, guint n_values)
{
  guint first = 0;

  while (first < n_values && isnan (values[first]))
    first++;
  return first;
}

static gboolean
is_forgotten (const HdForecastSeriesSet *set, const double *values)
{
  guint recent = MIN (set->n_values, SEASONS_OF_ITS_OWN * MAX (set->season, 2));

  return count_known (values + set->n_values - recent, recent) == 0;
}

/* Differences and growth may fall below zero whatever their past was; a share may not pass 100 %. */
static void
set_bounds (HdForecastEntry *entry, const HdKpi *kpi)
{
  double lowest = INFINITY, highest = -INFINITY;
  gboolean may_be_negative = FALSE, is_share = g_strcmp0 (entry->unit, "%") == 0;

  for (guint index = 0; index < kpi->numerator->len; index++)
    {
      const HdKpiTerm *term = g_ptr_array_index (kpi->numerator, index);

      may_be_negative |= term->sign < 0;
    }
  for (guint index = 0; kpi->denominator != NULL && index < kpi->denominator->len; index++)
    {
      const HdKpiTerm *term = g_ptr_array_index (kpi->denominator, index);

      is_share &= term->shift_years == 0 && !term->is_annual && !term->trailing_12;
    }
  for (guint place = 0; place < entry->n_values; place++)
    {
      lowest = fmin (lowest, entry->values[place]);
      highest = fmax (highest, entry->values[place]);
    }
  entry->is_non_negative = !may_be_negative && lowest >= 0;
  entry->upper_bound = is_share && highest <= 100 ? 100 : INFINITY;
}

/* Puts the parent's course before the series' own, at the series' own level: sums by their ratio, other
 * figures by their difference, over the periods that both know. */
static gboolean
borrow (HdForecastEntry *entry,
        const HdForecastSeriesSet *set,
        const HdForecastSeries *series,
        const HdForecastSeries *parent)
{
  guint first_own = find_first (series->values, set->n_values);
  gboolean is_scaled = hd_forecast_series_is_additive (set->kpi);
  double own = 0, parents = 0, squares = 0, level, ratio;
  guint n_common = 0;

  for (guint place = first_own; place < set->n_values; place++)
    if (!isnan (series->values[place]) && !isnan (parent->values[place]))
      {
        own += series->values[place];
        parents += parent->values[place];
        n_common++;
      }
  if (n_common == 0 || (is_scaled && !(parents > 0)))
    return FALSE;
  level = (own - parents) / n_common;
  ratio = is_scaled ? own / parents : 1;
  for (guint place = 0; place < set->n_values; place++)
    {
      double profile = ratio * parent->values[place] + (is_scaled ? 0 : level);

      if (place < first_own)
        entry->values[place] = profile;
      else if (!isnan (series->values[place]) && !isnan (profile))
        squares += (series->values[place] - profile) * (series->values[place] - profile);
    }
  entry->n_borrowed = first_own;
  entry->borrowed_spread
      = fmax (sqrt (squares / n_common), LEAST_PROFILE_SPREAD * fabs (own) / n_common)
        * sqrt (1 + 1.0 / n_common);
  entry->cold_start = g_strdup (parent->scope);
  return TRUE;
}

/* Drops what is missing at the front. */
static void
trim_front (HdForecastEntry *entry)
{
  guint first = find_first (entry->values, entry->n_values);

  entry->n_values -= first;
  entry->n_borrowed -= MIN (entry->n_borrowed, first);
  memmove (entry->values, entry->values + first, entry->n_values * sizeof *entry->values);
  entry->first = hd_period_shift (entry->first, (int)first);
}

HdForecastEntry *
hd_forecast_series_begin_entry (const HdForecastSeriesSet *set,
                                const HdForecastSeries *series,
                                const HdForecastSeries *parent,
                                HdForecastEffort effort)
{
  guint own_needed = SEASONS_OF_ITS_OWN * set->season;
  g_autofree char *name = g_strdup_printf ("%s %s", set->kpi->id, series->scope);
  HdForecastEntry *entry;

  if (is_forgotten (set, series->values))
    return NULL;
  entry = hd_forecast_entry_new ();
  entry->kpi = g_strdup (set->kpi->id);
  entry->scope = g_strdup (series->scope);
  entry->unit = g_strdup (set->unit);
  entry->is_integer = set->is_integer;
  entry->vintage = set->vintage;
  entry->first = set->first;
  entry->last = set->last;
  entry->n_values = set->n_values;
  entry->values = g_memdup2 (series->values, sizeof (double) * (set->n_values + 1));
  entry->season = set->season;
  entry->horizon = set->horizon;
  entry->effort = effort;
  entry->n_origins = effort == HD_FORECAST_EFFORT_LIGHT ? LIGHT_ORIGINS : 0;
  entry->seed = g_str_hash (name);
  entry->program = g_strdup (HD_VERSION);
  if (parent != NULL && set->season > 1 && count_known (series->values, set->n_values) < own_needed
      && count_known (parent->values, set->n_values) >= own_needed)
    borrow (entry, set, series, parent);
  trim_front (entry);
  set_bounds (entry, set->kpi);
  entry->inputs_hash = hd_forecast_codec_hash_inputs (entry);
  return entry;
}

static HdForecastInput
input_of (const HdForecastEntry *entry)
{
  return (HdForecastInput){
    .values = entry->values,
    .n_values = entry->n_values,
    .season = entry->season,
    .horizon = entry->horizon,
    .levels = hd_forecast_book_levels,
    .n_levels = HD_FORECAST_BOOK_N_LEVELS,
    .seed = entry->seed,
    .is_non_negative = entry->is_non_negative,
    .upper_bound = entry->upper_bound,
    .n_origins = entry->n_origins,
    .is_brief = entry->effort == HD_FORECAST_EFFORT_LIGHT,
    .with_parts = entry->effort == HD_FORECAST_EFFORT_FULL,
  };
}

HdForecast *
hd_forecast_series_run (const HdForecastEntry *entry,
                        const HdCalendar *calendar,
                        guint n_paths,
                        HdCalendarEffect **effect,
                        GError **error)
{
  const HdCalendarFrame frame = { calendar, entry->first };
  HdForecastInput input = input_of (entry);

  input.n_paths = n_paths;
  return hd_forecast_run_with_calendar (&input, &frame, effect, error);
}

HdForecast *
hd_forecast_entry_reproduce (const HdForecastEntry *entry,
                             const HdCalendar *calendar,
                             guint n_paths,
                             GError **error)
{
  return hd_forecast_series_run (entry, calendar, n_paths, NULL, error);
}

/* The profile may be wrong for this unit: that doubt is added to the model's own. */
static void
widen (HdForecastEntry *entry)
{
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    for (guint step = 0; step < entry->horizon; step++)
      {
        double *lower = &entry->lower[level][step], *upper = &entry->upper[level][step];
        double doubt = level_bounds[level] * entry->borrowed_spread;

        *lower = entry->mean[step] - hypot (entry->mean[step] - *lower, doubt);
        *upper = entry->mean[step] + hypot (*upper - entry->mean[step], doubt);
        if (entry->is_non_negative)
          *lower = fmax (*lower, 0);
        *upper = fmin (*upper, entry->upper_bound);
      }
}

static HdForecastVerdict
judge (const HdForecastEntry *entry)
{
  /* Borrowed figures are no record of this unit's. */
  if (entry->record.n_origins == 0 || entry->cold_start != NULL)
    return HD_FORECAST_UNPROVEN;
  return entry->record.beats_rival ? HD_FORECAST_SHOWN : HD_FORECAST_HIDDEN_RIVAL;
}

static void
take_members (HdForecastEntry *entry, const HdForecast *forecast)
{
  entry->n_members = MIN (forecast->n_members, HD_FORECAST_BOOK_MAX_MEMBERS);
  entry->members = g_new0 (HdForecastBookMember, entry->n_members + 1);
  for (guint index = 0; index < entry->n_members; index++)
    {
      const HdForecastMemberRecord *member = &forecast->members[index];

      entry->members[index] = (HdForecastBookMember){ g_strdup (member->name), member->state,
                                                      member->weight, member->mase };
    }
}

/* What would have been said one step ahead, of the unit's own figures only. */
static void
take_replays (HdForecastEntry *entry, const HdForecast *forecast)
{
  g_autoptr (GArray) replays = g_array_new (FALSE, TRUE, sizeof (HdForecastOutcome));

  for (guint index = 0; index < forecast->n_backtest; index++)
    {
      const HdForecastBacktestPoint *point = &forecast->backtest[index];
      HdForecastOutcome replay = {
        .period = hd_period_shift (entry->first, (int)point->origin),
        .step = 1,
        .made_at = entry->made_at,
        .is_replay = TRUE,
        .mean = point->mean,
        .rival = point->rival,
        .actual = point->actual,
      };

      if (point->step != 1 || point->origin < entry->n_borrowed || isnan (point->actual))
        continue;
      for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
        {
          gboolean is_known = hd_forecast_book_levels[level] == forecast->backtest_level;

          replay.lower[level] = is_known ? point->lower : NAN;
          replay.upper[level] = is_known ? point->upper : NAN;
        }
      g_array_append_val (replays, replay);
    }
  if (replays->len > HD_FORECAST_BOOK_SCORED)
    g_array_remove_range (replays, 0, replays->len - HD_FORECAST_BOOK_SCORED);
  g_clear_pointer (&entry->replays, g_free);
  entry->n_replays = replays->len;
  entry->replays = (HdForecastOutcome *)g_array_free (g_steal_pointer (&replays), FALSE);
}

static void
take_calendar (HdForecastEntry *entry, const HdCalendarEffect *effect)
{
  if (effect == NULL || !effect->is_on || effect->n_values != entry->n_values)
    return;
  entry->has_calendar = TRUE;
  entry->calendar_pull = effect->largest_pull;
  entry->calendar_gain_pct = 100 * (1 - effect->adjusted_error / effect->plain_error);
  if (entry->parts == NULL)
    return;
  entry->parts->calendar = g_new (double, entry->n_values + 1);
  for (guint place = 0; place < entry->n_values; place++)
    entry->parts->calendar[place] = hd_calendar_effect_amount (effect, place, entry->values[place]);
}

static void
take_parts (HdForecastEntry *entry, const HdForecast *forecast)
{
  const HdForecastParts *parts = forecast->parts;
  gsize size = sizeof (double) * entry->n_values;

  if (parts == NULL || parts->n_values != entry->n_values)
    return;
  entry->parts = g_new0 (HdForecastBookParts, 1);
  entry->parts->level = g_memdup2 (parts->level, size);
  entry->parts->trend = g_memdup2 (parts->trend, size);
  entry->parts->season = g_memdup2 (parts->season, size);
  entry->parts->remainder = g_memdup2 (parts->remainder, size);
}

void
hd_forecast_series_finish_entry (HdForecastEntry *entry,
                                 const HdForecast *forecast,
                                 const HdCalendarEffect *effect)
{
  gsize size = sizeof (double) * entry->horizon;

  entry->mean = g_memdup2 (forecast->mean, size);
  entry->base_mean = entry->mean;
  entry->rival = g_memdup2 (forecast->rival, size);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      entry->lower[level] = g_memdup2 (forecast->lower + (gsize)level * entry->horizon, size);
      entry->upper[level] = g_memdup2 (forecast->upper + (gsize)level * entry->horizon, size);
    }
  entry->method = g_strdup (forecast->method);
  entry->record = forecast->record;
  take_members (entry, forecast);
  take_replays (entry, forecast);
  take_parts (entry, forecast);
  take_calendar (entry, effect);
  if (entry->cold_start != NULL)
    widen (entry);
  entry->verdict = judge (entry);
}

void
hd_forecast_series_replay (HdForecastEntry *entry, const HdCalendar *calendar)
{
  const HdCalendarFrame frame = { calendar, entry->first };
  HdForecastInput input = input_of (entry);
  g_autoptr (HdForecast) forecast = NULL;

  input.horizon = 1;
  input.n_origins = HD_FORECAST_BOOK_SCORED;
  input.with_parts = FALSE;
  forecast = hd_forecast_run_with_calendar (&input, &frame, NULL, NULL);
  if (forecast != NULL)
    take_replays (entry, forecast);
}
