/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Tết and working days bring to the forecasts of Vietnamese trade, month by month.
 *
 * Usage: bench-calendar RESOURCES [SHARED-DATA]. Rolling origins: at each of the last seven years' months
 * the next three are forecast from what was known, without and with the calendar. Retail is only measured
 * where the second folder is.
 */

#include "config.h"

#include "hd-calendar-effect.h"
#include "hd-catalog.h"
#include "hd-quantile.h"
#include "monthly-series.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#define N_YEARS 7
#define N_STEPS 3
#define MIN_TRAINING 48

typedef struct
{
  double plain, adjusted; /* absolute errors in per cent of what came */
  double plain_scaled, adjusted_scaled; /* and in units of the mean yearly change (MASE) */
  guint month; /* 0: January */
  int year;
  gboolean is_on;
  /* February's log error less January's of the same forecast, absolute: what the year's own level does to
   * both cancels, what the calendar does to each stays. NAN for other months. */
  double plain_shape, adjusted_shape;
} Case;

typedef gboolean (*YearFunc) (int year);

/* Trade broke in February 2020 (China closed) and in the slump of early 2023, and boomed early in 2021. */
static gboolean
is_shocked (int year)
{
  return year == 2020 || year == 2021 || year == 2023;
}

static gboolean
is_calm (int year)
{
  return !is_shocked (year);
}

typedef struct
{
  const char *name;
  guint months; /* bit m: month m counts */
  gboolean only_on; /* series and origins where the calendar was on */
  YearFunc holds; /* (nullable): of some years only */
} View;

static const View views[] = {
  { "January–March", 0x7, FALSE, NULL },      { "January", 0x1, FALSE, NULL },
  { "February", 0x2, FALSE, NULL },           { "March", 0x4, FALSE, NULL },
  { "April–December", 0xff8, FALSE, NULL },   { "where on: Jan–Mar", 0x7, TRUE, NULL },
  { "          February", 0x2, TRUE, NULL },  { "  of 2020, 21, 23", 0x2, TRUE, is_shocked },
  { "  of other years", 0x2, TRUE, is_calm },
};

static double
yearly_scale (const double *values, guint n_values)
{
  double sum = 0;
  guint n_changes = 0;

  for (guint place = 12; place < n_values; place++)
    if (!isnan (values[place] - values[place - 12]))
      {
        sum += fabs (values[place] - values[place - 12]);
        n_changes++;
      }
  return sum / n_changes;
}

static HdPeriod
month_at (int month)
{
  return hd_period_containing (hd_day_from_ymd (month / 12, month % 12 + 1, 1), HD_GRAIN_MONTH,
                               HD_MONTH_START_CIVIL);
}

static void
measure_origin (const HdCalendar *calendar,
                const MonthlySeries *series,
                guint n_known,
                GArray *cases)
{
  const double *values = (const double *)(gpointer)series->values->data;
  HdCalendarFrame frame = { calendar, month_at (series->first_month) };
  HdForecastInput input = { .values = values,
                            .n_values = n_known,
                            .season = 12,
                            .horizon = N_STEPS,
                            .is_non_negative = TRUE,
                            .upper_bound = INFINITY,
                            .seed = 1 };
  g_autoptr (HdCalendarEffect) effect = NULL;
  g_autoptr (HdForecast) plain = hd_forecast_run (&input, NULL);
  g_autoptr (HdForecast) adjusted = hd_forecast_run_with_calendar (&input, &frame, &effect, NULL);
  double scale = yearly_scale (values, n_known);

  for (guint step = 0; step < N_STEPS && n_known + step < series->values->len; step++)
    {
      double actual = values[n_known + step];
      int month = series->first_month + (int)(n_known + step);
      Case found = { .month = (guint)month % 12,
                     .year = month / 12,
                     .is_on = effect->is_on,
                     .plain_shape = NAN,
                     .adjusted_shape = NAN };

      if (!(actual > 0))
        continue;
      found.plain = 100 * fabs (plain->mean[step] / actual - 1);
      found.adjusted = 100 * fabs (adjusted->mean[step] / actual - 1);
      found.plain_scaled = fabs (plain->mean[step] - actual) / scale;
      found.adjusted_scaled = fabs (adjusted->mean[step] - actual) / scale;
      if (found.month == 1 && step > 0)
        {
          double turn = log (actual / values[n_known + step - 1]);

          found.plain_shape = fabs (log (plain->mean[step] / plain->mean[step - 1]) - turn);
          found.adjusted_shape
              = fabs (log (adjusted->mean[step] / adjusted->mean[step - 1]) - turn);
        }
      g_array_append_val (cases, found);
    }
}

static gboolean
is_seen (const View *view, const Case *found)
{
  return (view->months >> found->month & 1) && (!view->only_on || found->is_on)
         && (view->holds == NULL || view->holds (found->year));
}

static double
median_of (GArray *cases, const View *view, gsize offset)
{
  g_autofree double *sorted = g_new (double, cases->len + 1);
  guint n_sorted = 0;

  for (guint place = 0; place < cases->len; place++)
    {
      const Case *found = &g_array_index (cases, Case, place);

      if (is_seen (view, found))
        sorted[n_sorted++] = G_STRUCT_MEMBER (double, found, offset);
    }
  hd_sort_doubles (sorted, n_sorted);
  return n_sorted > 0 ? hd_quantile_of_sorted (sorted, n_sorted, 0.5) : NAN;
}

static void
print_view (GArray *cases, const View *view)
{
  Case sum = { 0 };
  guint n_cases = 0, n_on = 0, n_better = 0;

  for (guint place = 0; place < cases->len; place++)
    {
      const Case *found = &g_array_index (cases, Case, place);

      if (!is_seen (view, found))
        continue;
      n_cases++;
      n_on += found->is_on;
      n_better += found->adjusted < found->plain;
      sum.plain += found->plain;
      sum.adjusted += found->adjusted;
      sum.plain_scaled += found->plain_scaled;
      sum.adjusted_scaled += found->adjusted_scaled;
    }
  if (n_cases == 0)
    return;
  g_print ("  %-19s %5u %6.2f %6.2f %7.2f %6.2f %7.3f %6.3f %5.0f %6.0f\n", view->name, n_cases,
           sum.plain / n_cases, sum.adjusted / n_cases,
           median_of (cases, view, G_STRUCT_OFFSET (Case, plain)),
           median_of (cases, view, G_STRUCT_OFFSET (Case, adjusted)), sum.plain_scaled / n_cases,
           sum.adjusted_scaled / n_cases, 100.0 * n_on / n_cases,
           n_on > 0 ? 100.0 * n_better / n_on : 0);
}

static void
print_shape (GArray *cases, const char *name, YearFunc holds)
{
  double plain = 0, adjusted = 0;
  guint n_cases = 0;

  for (guint place = 0; place < cases->len; place++)
    {
      const Case *found = &g_array_index (cases, Case, place);

      if (!found->is_on || isnan (found->plain_shape) || (holds != NULL && !holds (found->year)))
        continue;
      n_cases++;
      plain += 100 * found->plain_shape;
      adjusted += 100 * found->adjusted_shape;
    }
  if (n_cases > 0)
    g_print ("  %-19s %5u %6.2f %6.2f\n", name, n_cases, plain / n_cases, adjusted / n_cases);
}

static void
print_effect (const HdCalendar *calendar, const MonthlySeries *series)
{
  HdCalendarFrame frame = { calendar, month_at (series->first_month) };
  HdForecastInput input = { .values = (const double *)(gpointer)series->values->data,
                            .n_values = series->values->len,
                            .season = 12,
                            .is_non_negative = TRUE };
  g_autoptr (HdCalendarEffect) effect = hd_calendar_effect_estimate (&input, &frame);

  g_print ("    %s: %s, error %.4f -> %.4f", series->id, effect->is_on ? "on" : "off",
           effect->plain_error, effect->adjusted_error);
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    if (effect->has_term[term])
      g_print ("  term %u %+.2f±%.2f", term, effect->coefficient[term],
               effect->standard_error[term]);
  g_print ("\n");
}

static void
measure_set (const HdCalendar *calendar, const char *title, GPtrArray *set, gboolean is_verbose)
{
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (Case));
  clock_t started = clock ();

  for (guint place = 0; place < set->len; place++)
    {
      const MonthlySeries *series = g_ptr_array_index (set, place);
      guint n_values = series->values->len;
      guint first = MAX (MIN_TRAINING, n_values > 12 * N_YEARS ? n_values - 12 * N_YEARS : 0);

      for (guint n_known = first; n_known < n_values; n_known++)
        measure_origin (calendar, series, n_known, cases);
      if (is_verbose)
        print_effect (calendar, series);
    }
  g_print ("%s: %u series, %.1f s\n", title, set->len,
           (double)(clock () - started) / CLOCKS_PER_SEC);
  g_print ("  %-19s %5s %6s %6s %7s %6s %7s %6s %5s %6s\n", "months", "n", "MAPE", "with", "median",
           "with", "MASE", "with", "on %", "won %");
  for (guint view = 0; view < G_N_ELEMENTS (views); view++)
    print_view (cases, &views[view]);
  g_print ("  where on, error of February less error of January, log %%\n");
  print_shape (cases, "all", NULL);
  print_shape (cases, "  of 2020, 21, 23", is_shocked);
  print_shape (cases, "  of other years", is_calm);
}

int
main (int argc, char **argv)
{
  g_autoptr (HdCatalog) catalog = hd_catalog_load (NULL);
  const HdCalendar *calendar;
  const char *folder = argc > 1 ? argv[1] : "resources", *shared = argc > 2 ? argv[2] : NULL;
  gboolean is_verbose = argc > 3;
  g_autofree char *items
      = g_build_filename (folder, "central/real/vietnam_imports_by_item_monthly.csv", NULL);
  g_autofree char *totals
      = g_build_filename (folder, "central/real/vietnam_trade_first_and_revised_monthly.csv", NULL);
  g_autofree char *retail = g_build_filename (shared != NULL ? shared : "",
                                              "forecast/vietnam_retail_monthly.csv", NULL);
  const struct
  {
    const char *title;
    MonthlyFile file;
  } sets[] = {
    { "Exports", { totals, NULL, "date", "exports_revised_musd", "exports_first_estimate_musd" } },
    { "Imports", { totals, NULL, "date", "imports_revised_musd", "imports_first_estimate_musd" } },
    { "Imports by item", { items, "item", "date", "value_musd", NULL } },
    { "Retail", { retail, "item", "date", "value_bnvnd", NULL } },
  };

  setlocale (LC_CTYPE, "");
  if (catalog == NULL)
    return 1;
  calendar = hd_catalog_get_calendar (catalog);
  for (guint index = 0; index < G_N_ELEMENTS (sets); index++)
    {
      g_autoptr (GPtrArray) set
          = g_ptr_array_new_with_free_func ((GDestroyNotify)monthly_series_free);

      if (monthly_series_read (&sets[index].file, set))
        measure_set (calendar, sets[index].title, set, is_verbose);
      else
        g_print ("%s: not measured, no %s\n", sets[index].title, sets[index].file.path);
    }
  return 0;
}
