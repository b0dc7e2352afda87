/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is out of the ordinary in the last months, in many series at once, with the reason.
 */

#include "config.h"

#include "hd-present-anomalies.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hd-forecast-series.h"
#include "hd-present-ask.h"
#include "hd-present-names.h"
#include "hd-present-outlook.h"
#include "hd-present-runs.h"

/* Whole months of which alarms are given; the ones before are learned from. */
#define N_WATCHED 3
#define FALSE_DISCOVERY_RATE 0.05
#define LEVEL_PCT 95
/* A month: of what is rarer, an interval around a mean says nothing. */
#define LEAST_COUNT 20

/* What is watched, and how it is split: "+" by the units below the scope. */
static const struct
{
  const char *kpi, *by, *page;
} watched[] = {
  { "revenue.collected", "+", "revenue" },
  { "debt.overdue", "+", "revenue" },
  { "clearance.declarations", "+", "clearance" },
  { "violations.cases", "+", "violations" },
  { "nsw.dossiers", "ministry", "single-window" },
  { "exchange.messages", "exchange_partner", "single-window" },
  { "system.incidents", "system", "systems" },
};

/* All series that are judged together. */
typedef struct
{
  const HdPresent *present;
  GPtrArray *sets; /* (element-type HdForecastSeriesSet) */
  GPtrArray *frames; /* (element-type HdFrame): of the same places, for the names */
  GArray *rows; /* (element-type guint): of the same places, in `watched` */
  GArray *series; /* (element-type HdAnomalySeries) */
  GArray *places; /* (element-type Place): of each series */
  GPtrArray *effects; /* (element-type HdCalendarEffect): whose factors the series borrow */
} Watch;

typedef struct
{
  guint set, member;
} Place;

static void
anomaly_free (HdPresentAnomaly *self)
{
  g_free (self->about);
  g_free (self->part);
  g_free (self->period);
  g_free (self->actual_text);
  g_free (self->expected_text);
  g_free (self->difference);
  g_free (self->reason);
  g_free (self->filter);
  g_free (self->link);
  g_free (self);
}

static void
watch_init (Watch *self, const HdPresent *present)
{
  self->present = present;
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_series_set_free);
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_frame_unref);
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->series = g_array_new (FALSE, TRUE, sizeof (HdAnomalySeries));
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->effects = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_calendar_effect_free);
}

static void
watch_clear (Watch *self)
{
  g_ptr_array_unref (self->sets);
  g_ptr_array_unref (self->frames);
  g_array_unref (self->rows);
  g_array_unref (self->series);
  g_array_unref (self->places);
  g_ptr_array_unref (self->effects);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

/* Months of `kpi`, of every part below the scope or of the whole; NULL where it has none here. */
static HdFrame *
ask_months (const HdPresent *present, const HdKpi *kpi, const char *by, GError **error)
{
  g_autofree char *step
      = g_str_equal (by, "+") ? hd_present_next_step (present, kpi) : g_strdup (by);
  g_autofree char *groups
      = step != NULL && (g_str_has_prefix (step, "unit:") || !g_str_equal (by, "+"))
            ? g_strconcat ("time,", step, NULL)
            : g_strdup ("time");
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, kpi->id, groups, error);

  if (query == NULL || !hd_query_set_grain (query, "month", error))
    return NULL;
  query->has_from = query->has_to = FALSE;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

/* Tết and working days move months up and down every year: that is expected of them. */
static const double *
find_factors (Watch *self, const HdForecastSeriesSet *set, const HdForecastSeries *series)
{
  const HdForecastInput input = {
    .values = series->values,
    .n_values = set->n_values,
    .season = set->season,
    .horizon = 1,
    .is_non_negative = TRUE,
  };
  const HdCalendarFrame frame = { set->calendar, set->first };
  HdCalendarEffect *effect = hd_calendar_effect_estimate (&input, &frame);

  g_ptr_array_add (self->effects, effect);
  return effect->is_on && effect->is_multiplicative ? effect->past : NULL;
}

static gboolean
is_too_rare (const HdForecastSeriesSet *set, const HdForecastSeries *series)
{
  double sum = 0;
  guint n_known = 0;

  for (guint index = 0; index < set->n_values; index++)
    if (isfinite (series->values[index]))
      {
        sum += series->values[index];
        n_known++;
      }
  return n_known == 0 || (set->is_integer && sum < (double)LEAST_COUNT * n_known);
}

static void
take_set (Watch *self, HdForecastSeriesSet *set, HdFrame *frame, guint row)
{
  guint place = self->sets->len;

  g_ptr_array_add (self->sets, set);
  g_ptr_array_add (self->frames, hd_frame_ref (frame));
  g_array_append_val (self->rows, row);
  for (guint member = 0; member < set->series->len; member++)
    {
      const HdForecastSeries *series = g_ptr_array_index (set->series, member);
      const Place at = { place, member };
      HdAnomalySeries judged
          = { .values = series->values, .n_values = set->n_values, .season = set->season };

      if (is_too_rare (set, series))
        continue;
      judged.factors = find_factors (self, set, series);
      g_array_append_val (self->series, judged);
      g_array_append_val (self->places, at);
    }
}

/* What cannot be asked here (a figure without units in a unit) is not watched here. */
static gboolean
watch (Watch *self, guint row, GError **error)
{
  const HdPresent *present = self->present;
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, watched[row].kpi);
  const HdForecastSource source = {
    .engine = present->engine,
    .catalog = present->catalog,
    .structures = present->structures,
    .as_of = present->scope->as_of,
    .cancellable = present->cancellable,
  };
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdQuery) query = NULL;
  HdForecastSeriesSet *set = NULL;

  if (kpi == NULL || hd_scope_get_left_out (present->scope, kpi) != NULL)
    return TRUE;
  frame = ask_months (present, kpi, watched[row].by, NULL);
  query = frame != NULL ? hd_query_parse (hd_frame_get_query (frame), NULL) : NULL;
  if (query != NULL)
    set = hd_forecast_series_from_frame (&source, kpi, query, frame, NULL);
  if (set != NULL)
    take_set (self, set, frame, row);
  return !g_cancellable_set_error_if_cancelled (present->cancellable, error);
}

/* The first row of the part's in its frame, whose name it has; -1: the whole. */
static int
row_of_code (const HdFrame *frame, const char *code)
{
  guint column = hd_frame_get_n_columns (frame) - 2;

  for (guint row = 0; code != NULL && row < hd_frame_get_n_rows (frame); row++)
    if (g_strcmp0 (hd_frame_get_code (frame, row, column), code) == 0)
      return (int)row;
  return -1;
}

static char *
reason_of (const HdPresent *present, const HdAnomaly *found, const char *period)
{
  HdNumberFormat percent = hd_present_percent_format (present);
  g_autofree char *level = NULL;

  percent.decimals = 0;
  level = hd_number_format (&percent, LEVEL_PCT);
  switch (found->kind)
    {
    case HD_ANOMALY_LEVEL_SHIFT:
      /* Translators: %s is a month. */
      return g_strdup_printf (_ ("on another level since %s"), period);
    case HD_ANOMALY_MISSING_REPORT:
      return g_strdup (_ ("no report, though one was due"));
    case HD_ANOMALY_POINT:
    default:
      /* Translators: %s is a percentage: the level of the interval. */
      return g_strdup_printf (_ ("outside the interval of %s of what was expected"), level);
    }
}

static void
set_figures (HdPresentAnomaly *self, const HdPresent *present, const HdAnomaly *found)
{
  double largest = fmax (fabs (found->upper), isnan (found->actual) ? 0 : fabs (found->actual));
  HdNumberFormat format = hd_present_format (present, self->kpi, largest);
  HdNumberFormat plain = format;
  g_autofree char *expected = hd_number_format_full (&format, found->expected);
  g_autofree char *lower = hd_number_format (&plain, found->lower);
  g_autofree char *upper = hd_number_format (&plain, found->upper);
  double difference = found->actual - found->expected;

  self->actual = found->actual;
  self->expected = found->expected;
  self->lower = found->lower;
  self->upper = found->upper;
  self->actual_text = hd_number_format_full (&format, found->actual);
  self->expected_text = g_strdup_printf ("%s (%s–%s)", expected, lower, upper);
  self->sign = (difference > 0) - (difference < 0);
  self->status = isnan (difference) ? HD_STATUS_NEUTRAL : hd_present_status (self->kpi, difference);
  self->difference = isnan (difference)
                         ? g_strdup (_ ("no data"))
                         : hd_present_difference_text (present, self->kpi, difference);
}

/* The screen of the figure, looked at there and then. */
static char *
link_of (const HdPresent *present, const char *page, const char *filter)
{
  g_autoptr (HdScope) there = hd_scope_with_page (present->scope, page);
  g_autoptr (HdScope) scope
      = filter != NULL ? hd_scope_with_drill (there, filter, NULL) : hd_scope_ref (there);

  return scope != NULL ? hd_scope_to_string (scope) : hd_scope_to_string (there);
}

static HdPresentAnomaly *
tell (const Watch *watch, const HdAnomaly *found)
{
  const HdPresent *present = watch->present;
  const Place *place = &g_array_index (watch->places, Place, found->series);
  const HdForecastSeriesSet *set = g_ptr_array_index (watch->sets, place->set);
  const HdForecastSeries *series = g_ptr_array_index (set->series, place->member);
  const HdFrame *frame = g_ptr_array_index (watch->frames, place->set);
  guint row = g_array_index (watch->rows, guint, place->set);
  int part = row_of_code (frame, series->code);
  HdPresentAnomaly *self = g_new0 (HdPresentAnomaly, 1);

  self->kind = found->kind;
  self->kpi = set->kpi;
  self->period = hd_present_period (hd_period_shift (set->first, (int)found->period));
  if (part >= 0)
    {
      guint column = hd_frame_get_n_columns (frame) - 2;

      self->part = hd_present_cell_name (frame, (guint)part, column, present->lang);
      self->filter = hd_present_filter_code (frame, (guint)part, column);
    }
  self->about = self->part != NULL ? g_strdup_printf ("%s · %s", self->part, self->period)
                                   : g_strdup (self->period);
  self->reason = reason_of (present, found, self->period);
  self->link = link_of (present, watched[row].page, self->filter);
  set_figures (self, present, found);
  return self;
}

static int
compare_sureness (gconstpointer a, gconstpointer b)
{
  const HdAnomaly *left = a, *right = b;

  if (left->q_value != right->q_value)
    return left->q_value < right->q_value ? -1 : 1;
  if (left->p_value != right->p_value)
    return left->p_value < right->p_value ? -1 : 1;
  return left->series != right->series ? (left->series < right->series ? -1 : 1)
                                       : (int)left->period - (int)right->period;
}

/* Figures stay together, in the order of the surest sign of each. */
static void
add_beside_its_like (GPtrArray *told, HdPresentAnomaly *one)
{
  guint place = told->len;

  while (place > 0 && ((HdPresentAnomaly *)g_ptr_array_index (told, place - 1))->kpi != one->kpi)
    place--;
  g_ptr_array_insert (told, place > 0 ? (int)place : -1, one);
}

/* One alarm for each cause: a month outside its interval is not told again as a new level. */
static GPtrArray *
tell_all (const Watch *watch, GArray *found)
{
  GPtrArray *told = g_ptr_array_new_with_free_func ((GDestroyNotify)anomaly_free);
  g_autofree gboolean *is_told = g_new0 (gboolean, MAX (watch->series->len, 1));

  g_array_sort (found, compare_sureness);
  for (guint index = 0; index < found->len; index++)
    {
      const HdAnomaly *one = &g_array_index (found, HdAnomaly, index);

      if (is_told[one->series])
        continue;
      is_told[one->series] = TRUE;
      add_beside_its_like (told, tell (watch, one));
    }
  return told;
}

static GPtrArray *
find (const HdPresent *present, const char *prefix, GError **error)
{
  const HdAnomalyOptions options = { .n_watched = N_WATCHED,
                                     .false_discovery_rate = FALSE_DISCOVERY_RATE,
                                     .level_pct = LEVEL_PCT };
  g_auto (Watch) self = { 0 };
  g_autoptr (GArray) found = NULL;
  gint64 begun_us = g_get_monotonic_time (), asked_us;

  watch_init (&self, present);
  for (guint row = 0; row < G_N_ELEMENTS (watched); row++)
    if ((prefix == NULL || g_str_has_prefix (watched[row].kpi, prefix))
        && !watch (&self, row, error))
      return NULL;
  asked_us = g_get_monotonic_time ();
  found = hd_anomaly_find ((const HdAnomalySeries *)self.series->data, self.series->len, &options,
                           present->cancellable, error);
  g_debug ("anomalies: %u series, asked in %.0f ms, judged in %.0f ms", self.series->len,
           (double)(asked_us - begun_us) / 1000,
           (double)(g_get_monotonic_time () - asked_us) / 1000);
  return found != NULL ? tell_all (&self, found) : NULL;
}

/* The morning and the evidence ask the same; the answer holds until there are other figures. */
static GMutex lock;
static char *kept_key;
static GPtrArray *kept;

static char *
key_of (const HdPresent *present, const char *prefix)
{
  g_autoptr (HdScope) place = hd_scope_with_page (present->scope, "");
  g_autofree char *scope = hd_scope_to_string (place);

  return g_strdup_printf ("%p %s %" G_GUINT64_FORMAT " %s %s %.0f %s", (gpointer)present->engine,
                          present->store != NULL ? hd_store_get_dir (present->store) : "",
                          present->store != NULL ? hd_store_get_generation (present->store) : 0,
                          present->lang, prefix != NULL ? prefix : "", present->money_unit, scope);
}

static GPtrArray *
look_up (const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return g_strcmp0 (key, kept_key) == 0 ? g_ptr_array_ref (kept) : NULL;
}

GPtrArray *
hd_present_anomalies (const HdPresent *present, const char *prefix, GError **error)
{
  g_autofree char *key = key_of (present, prefix);
  GPtrArray *found = look_up (key);

  if (found != NULL || hd_present_put_off (present, error))
    return found;
  found = find (present, prefix, error);
  if (found != NULL)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

      g_clear_pointer (&kept, g_ptr_array_unref);
      g_free (kept_key);
      kept = g_ptr_array_ref (found);
      kept_key = g_steal_pointer (&key);
    }
  return found;
}
