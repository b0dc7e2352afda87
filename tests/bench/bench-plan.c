/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the probability of reaching a plan is, by the months known, beside the base rate.
 *
 * Usage: bench-plan RESOURCES [MONTHS.csv PLANS.csv]. Vietnamese exports, imports and imports by item are yearly totals whose
 * "plan" is last year's total × 1.08; the revenue of customs has its real plans (the months between its
 * published year-to-date figures are a model's). Years are replayed month by month; what is recalibrated
 * is always judged on years left out. The two files are the sample's offices, of which every tenth is taken:
 *   haidang query revenue.collected --by unit,time --grain month --from 2017 --to 2025 --csv
 *   haidang query plan.amount --by unit,time --grain year --from 2017 --to 2025 --csv
 */

#include "config.h"

#include "hd-catalog.h"
#include "hd-plan-replay.h"
#include "monthly-series.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define GROWTH 1.08

static const guint shown_months[] = { 0, 3, 6, 9, 11 };
static const char *const skills[] = { "untested", "none", "proven" };

/* From the first January. */
static HdPlanHistory
history_of (const MonthlySeries *series, const HdCalendar *calendar, guint group)
{
  guint skipped = (guint)((12 - series->first_month % 12) % 12);

  return (HdPlanHistory){ .calendar = calendar,
                          .first_year = (series->first_month + 11) / 12,
                          .months = (const double *)(gpointer)series->values->data + skipped,
                          .n_months = series->values->len - skipped,
                          .group = group };
}

static void
replay_growth (const MonthlySeries *series, const HdCalendar *calendar, guint group, GArray *cases)
{
  HdPlanHistory history = history_of (series, calendar, group);
  g_autoptr (GArray) plans = g_array_new (FALSE, FALSE, sizeof (HdPlanOfYear));

  for (int year = history.first_year + 1; 12 * (year - history.first_year) < (int)history.n_months;
       year++)
    {
      HdPlanOfYear plan = { year, 0 };

      for (int month = 0; month < 12; month++)
        plan.amount += GROWTH * history.months[12 * (year - 1 - history.first_year) + month];
      g_array_append_val (plans, plan);
    }
  history.plans = (const HdPlanOfYear *)(gpointer)plans->data;
  history.n_plans = plans->len;
  hd_plan_replay (&history, NULL, cases);
}

static void
print_calibration (const char *title, const GArray *cases, double seconds)
{
  g_autofree HdPlanCalibration *calibration
      = hd_plan_calibration_new ((const HdPlanCase *)(gpointer)cases->data, cases->len);

  g_print ("%s: %u years, %u cases, base rate %.0f %%, %.1f s\n", title, calibration->n_years,
           calibration->n_cases, calibration->base_rate_pct, seconds);
  g_print ("  %6s %6s %9s %12s %9s %10s\n", "months", "n", "paths", "recalibrated", "base rate",
           "skill");
  for (guint place = 0; place < G_N_ELEMENTS (shown_months); place++)
    {
      const HdPlanMonth *month = &calibration->months[shown_months[place]];

      g_print ("  %6u %6u %9.3f %12.3f %9.3f %10s\n", shown_months[place], month->n_cases,
               month->raw_brier, month->brier, month->base_brier, skills[month->skill]);
    }
  g_print ("  said  ");
  for (guint bin = 0; bin < HD_PLAN_N_BINS; bin++)
    g_print (" %5.0f", calibration->bins[bin].predicted_pct);
  g_print ("\n  came  ");
  for (guint bin = 0; bin < HD_PLAN_N_BINS; bin++)
    g_print (" %5.0f", calibration->bins[bin].happened_pct);
  g_print ("\n  n     ");
  for (guint bin = 0; bin < HD_PLAN_N_BINS; bin++)
    g_print (" %5u", calibration->bins[bin].n_cases);
  g_print ("\n");
}

static void
measure_growth (const char *title,
                const HdCalendar *calendar,
                const MonthlyFile *files,
                guint n_files)
{
  g_autoptr (GPtrArray) set = g_ptr_array_new_with_free_func ((GDestroyNotify)monthly_series_free);
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  clock_t started = clock ();

  for (guint file = 0; file < n_files; file++)
    monthly_series_read (&files[file], set);
  for (guint place = 0; place < set->len; place++)
    replay_growth (g_ptr_array_index (set, place), calendar, place, cases);
  print_calibration (title, cases, (double)(clock () - started) / CLOCKS_PER_SEC);
}

/* `amounts` are a year apart. */
static void
replay_plans (const MonthlySeries *months,
              const MonthlySeries *amounts,
              const HdCalendar *calendar,
              guint group,
              GArray *cases)
{
  HdPlanHistory history = history_of (months, calendar, group);
  g_autoptr (GArray) plans = g_array_new (FALSE, FALSE, sizeof (HdPlanOfYear));

  for (guint row = 0; row < amounts->values->len; row++)
    {
      HdPlanOfYear plan = { (amounts->first_month + (int)row) / 12,
                            g_array_index (amounts->values, double, row) };

      if (plan.amount > 0)
        g_array_append_val (plans, plan);
    }
  history.plans = (const HdPlanOfYear *)(gpointer)plans->data;
  history.n_plans = plans->len;
  hd_plan_replay (&history, NULL, cases);
}

/* Series of the two files go together by their id, or by their place where the files have none. */
static void
measure_plans (const char *title,
               const HdCalendar *calendar,
               const MonthlyFile *month_file,
               const MonthlyFile *plan_file,
               guint stride)
{
  g_autoptr (GPtrArray) months
      = g_ptr_array_new_with_free_func ((GDestroyNotify)monthly_series_free);
  g_autoptr (GPtrArray) plans
      = g_ptr_array_new_with_free_func ((GDestroyNotify)monthly_series_free);
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  clock_t started = clock ();

  if (!monthly_series_read (month_file, months) || !monthly_series_read (plan_file, plans))
    return;
  for (guint place = 0; place < months->len; place += stride)
    for (guint other = 0; other < plans->len; other++)
      {
        const MonthlySeries *series = g_ptr_array_index (months, place);
        const MonthlySeries *amounts = g_ptr_array_index (plans, other);

        if (month_file->id_column == NULL || g_str_equal (series->id, amounts->id))
          replay_plans (series, amounts, calendar, place, cases);
      }
  print_calibration (title, cases, (double)(clock () - started) / CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_autoptr (HdCatalog) catalog = hd_catalog_load (NULL);
  const char *folder = argc > 1 ? argv[1] : "resources";
  g_autofree char *central = g_build_filename (folder, "central", NULL);
  g_autofree char *items
      = g_build_filename (central, "real/vietnam_imports_by_item_monthly.csv", NULL);
  g_autofree char *totals
      = g_build_filename (central, "real/vietnam_trade_first_and_revised_monthly.csv", NULL);
  g_autofree char *months = g_build_filename (central, "published/revenue_monthly_model.csv", NULL);
  g_autofree char *years = g_build_filename (central, "published/revenue_annual.csv", NULL);
  const MonthlyFile trade[] = {
    { totals, NULL, "date", "exports_revised_musd", "exports_first_estimate_musd" },
    { totals, NULL, "date", "imports_revised_musd", "imports_first_estimate_musd" },
  };
  const MonthlyFile revenue = { months, NULL, "month", "revenue_bn_vnd", NULL };
  const MonthlyFile targets = { years, NULL, "year", "target_bn_vnd", NULL };
  const MonthlyFile by_item = { items, "item", "date", "value_musd", NULL };

  if (catalog == NULL)
    return 1;
  measure_growth ("Exports and imports", hd_catalog_get_calendar (catalog), trade, 2);
  measure_growth ("Imports by item", hd_catalog_get_calendar (catalog), &by_item, 1);
  measure_plans ("Customs revenue, real plans", hd_catalog_get_calendar (catalog), &revenue,
                 &targets, 1);
  if (argc > 3)
    {
      const MonthlyFile of_offices = { argv[2], "unit", "time", "revenue.collected", NULL };
      const MonthlyFile office_plans = { argv[3], "unit", "time", "plan.amount", NULL };

      measure_plans ("Sample's offices", hd_catalog_get_calendar (catalog), &of_offices,
                     &office_plans, 10);
    }
  return 0;
}
