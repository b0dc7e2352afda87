/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Probabilities that were given for plans, against whether the plans were reached.
 */

#include "config.h"

#include "hd-forecast-book.h"

#include "hd-forecast-codec.h"
#include "hd-store-forecasts.h"

#include <math.h>

typedef struct
{
  HdForecastCalibration *calibration;
  double squares;
  guint n_reached;
} Tally;

/* The whole of `year` as `newest` knows it; NAN when a period of it is not known. */
static double
total_of_year (const HdForecastEntry *newest, int year)
{
  double total = 0;
  HdPeriod whole = hd_period_containing (hd_day_from_ymd (year, 7, 1), HD_GRAIN_YEAR,
                                         newest->first.month_start_day);
  guint n_periods = 0;

  for (guint place = 0; place < newest->n_values; place++)
    if (hd_period_contains (whole, hd_period_shift (newest->first, (int)place)))
      {
        total += newest->values[place];
        n_periods++;
      }
  return n_periods == MAX (newest->season, 1) ? total : NAN;
}

static void
count (Tally *tally, const HdForecastBookPlan *plan, double total)
{
  HdForecastCalibration *calibration = tally->calibration;
  double share = plan->probability_pct / 100;
  gboolean is_reached = total >= plan->amount;
  guint bin
      = (guint)MIN (share * HD_FORECAST_CALIBRATION_N_BINS, HD_FORECAST_CALIBRATION_N_BINS - 1);

  calibration->n++;
  calibration->bins[bin].n++;
  calibration->bins[bin].mean_pct += plan->probability_pct;
  calibration->bins[bin].reached_pct += is_reached ? 100 : 0;
  tally->n_reached += is_reached;
  tally->squares += (share - is_reached) * (share - is_reached);
}

static void
count_page (Tally *tally, const HdStoreForecast *page)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);

  hd_forecast_codec_unpack_list (page->newest, entries);
  hd_forecast_codec_unpack_list (page->older, entries);
  for (guint index = 0; index < entries->len; index++)
    {
      const HdForecastEntry *said = g_ptr_array_index (entries, index);

      for (guint place = 0; place < said->n_plans; place++)
        {
          const HdForecastBookPlan *plan = &said->plans[place];
          double total = total_of_year (g_ptr_array_index (entries, 0), plan->year);

          /* Said when the year was over already, it was no forecast. */
          if (isfinite (total) && isfinite (plan->probability_pct)
              && plan->known_to < hd_day_from_ymd (plan->year, 12, 31))
            count (tally, plan, total);
        }
    }
}

HdForecastCalibration *
hd_forecast_book_calibrate (HdStore *store, const char *kpi, GError **error)
{
  g_autoptr (GPtrArray) pages = hd_store_list_forecasts (store, kpi, HD_GRAIN_MONTH, error);
  HdForecastCalibration *calibration;
  Tally tally = { 0 };
  double base_rate;

  if (pages == NULL)
    return NULL;
  calibration = tally.calibration = g_new0 (HdForecastCalibration, 1);
  for (guint index = 0; index < pages->len; index++)
    count_page (&tally, g_ptr_array_index (pages, index));
  for (guint bin = 0; bin < HD_FORECAST_CALIBRATION_N_BINS; bin++)
    {
      calibration->bins[bin].mean_pct /= calibration->bins[bin].n; /* NAN where there are none */
      calibration->bins[bin].reached_pct /= calibration->bins[bin].n;
    }
  base_rate = (double)tally.n_reached / calibration->n;
  calibration->brier = tally.squares / calibration->n;
  calibration->base_rate_brier = base_rate * (1 - base_rate);
  return calibration;
}
