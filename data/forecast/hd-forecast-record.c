/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a forecast says of itself: its record, its members, each cell of its back-test.
 */

#include "config.h"

#include "hd-forecast-record.h"

#include "hd-calibration.h"

#include <math.h>

static const HdMemberWeights rival = { .of = { [HD_FORECAST_RIVAL] = 1 } };

static double
widest_level (const HdForecast *forecast)
{
  double widest = 0;

  for (guint level = 0; level < forecast->n_levels; level++)
    widest = MAX (widest, forecast->levels[level]);
  return widest > 0 ? widest : 95;
}

static void
fill_summary (HdForecast *forecast, const HdForecastEvidence *evidence)
{
  HdForecastRecord *record = &forecast->record;
  const HdBacktest *backtest = evidence->backtest;
  const HdMemberWeights *weights = &evidence->combination->weights;
  guint season = evidence->input->season;

  record->n_origins = backtest->n_origins;
  record->mase = hd_backtest_mase (backtest, weights);
  record->rival_mase = hd_backtest_mase (backtest, &rival);
  record->coverage_pct = hd_calibration_coverage (backtest, weights, season,
                                                  hd_calibration_width (forecast->backtest_level));
  record->interval_factor = hd_calibration_factor (backtest, weights, season, -1);
  record->beats_rival = record->mase < record->rival_mase;
}

static void
fill_members (HdForecast *forecast, const HdForecastEvidence *evidence)
{
  forecast->n_members = hd_forecast_n_members;
  forecast->members = g_new0 (HdForecastMemberRecord, forecast->n_members);
  for (guint index = 0; index < forecast->n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index].member;
      gconstpointer model = evidence->combination->models[index];
      HdMemberWeights alone = { 0 };

      alone.of[index] = 1;
      forecast->members[index] = (HdForecastMemberRecord){
        .id = member->id,
        .name = g_strdup (model != NULL ? member->describe (model) : member->id),
        .state = evidence->combination->states[index],
        .weight = evidence->combination->weights.of[index],
        .mase = hd_backtest_mase (evidence->backtest, &alone),
      };
    }
}

static HdForecastBacktestPoint
find_point (const HdForecastEvidence *evidence, guint origin, guint step, double width)
{
  const HdBacktest *backtest = evidence->backtest;
  const HdForecastInput *input = evidence->input;
  HdBacktestCell cell = hd_backtest_cell (backtest, &evidence->combination->weights, origin, step);
  HdBacktestCell other = hd_backtest_cell (backtest, &rival, origin, step);
  double half = hd_calibration_stretch (width, step) * cell.spread;

  return (HdForecastBacktestPoint){
    .origin = evidence->n_before + backtest->known[origin],
    .step = step + 1,
    .actual = evidence->unit * backtest->actual[(gsize)origin * backtest->horizon + step],
    .mean = evidence->unit * hd_forecast_bounded (input, cell.mean),
    .lower = evidence->unit * hd_forecast_bounded (input, cell.mean - half),
    .upper = evidence->unit * hd_forecast_bounded (input, cell.mean + half),
    .rival = evidence->unit * hd_forecast_bounded (input, other.mean),
  };
}

static void
fill_backtest (HdForecast *forecast, const HdForecastEvidence *evidence)
{
  const HdBacktest *backtest = evidence->backtest;
  double width = hd_calibration_width (forecast->backtest_level);
  HdForecastBacktestPoint *point;

  forecast->n_backtest = backtest->n_origins * backtest->horizon;
  point = forecast->backtest = g_new (HdForecastBacktestPoint, forecast->n_backtest);
  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      double factor = hd_calibration_factor (backtest, &evidence->combination->weights,
                                             evidence->input->season, (int)origin);

      for (guint step = 0; step < backtest->horizon; step++)
        *point++ = find_point (evidence, origin, step, width * factor);
    }
}

/* From the newest origin to the oldest: those of one number are of one time in series of any length. */
static void
fill_errors (HdForecast *forecast, const HdForecastEvidence *evidence)
{
  const HdBacktest *backtest = evidence->backtest;
  double *error;

  forecast->backtest_horizon = backtest->horizon;
  forecast->backtest_stride = backtest->stride;
  error = forecast->errors = g_new (double, (gsize)backtest->n_origins * backtest->horizon + 1);
  for (guint origin = backtest->n_origins; origin-- > 0;)
    for (guint step = 0; step < backtest->horizon; step++)
      {
        double mean
            = hd_backtest_cell (backtest, &evidence->combination->weights, origin, step).mean;

        *error++
            = evidence->unit * (backtest->actual[(gsize)origin * backtest->horizon + step] - mean);
      }
}

void
hd_forecast_fill_record (HdForecast *forecast, const HdForecastEvidence *evidence)
{
  forecast->backtest_level = widest_level (forecast);
  fill_summary (forecast, evidence);
  fill_members (forecast, evidence);
  fill_backtest (forecast, evidence);
  fill_errors (forecast, evidence);
}
