/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast around the calendar's effect: taken out of the history, put back on all that is said.
 */

#include "config.h"

#include "hd-calendar-effect.h"

#include "hd-random.h"

#include <math.h>

#define DOUBT_SEED 0x7e7 /* apart from the forecast's own draws */

/* The effect on value `row`, or on step `row` − n_values. */
static double
effect_at (const HdCalendarEffect *effect, guint row)
{
  return row < effect->n_values ? effect->past[row] : effect->future[row - effect->n_values];
}

static double
put_back (const HdForecastInput *input, const HdCalendarEffect *effect, guint row, double value)
{
  double pull = effect_at (effect, row);

  if (isnan (value))
    return NAN;
  value = effect->is_multiplicative ? value * pull : value + pull;
  if (input->is_non_negative && value < 0)
    value = 0;
  return input->upper_bound > 0 ? MIN (value, input->upper_bound) : value;
}

/* `cells` hold n_cells steps, horizon after horizon. */
static void
put_back_steps (double *cells,
                gsize n_cells,
                const HdForecastInput *input,
                const HdCalendarEffect *effect)
{
  for (gsize cell = 0; cell < n_cells; cell++)
    cells[cell] = put_back (input, effect, effect->n_values + cell % input->horizon, cells[cell]);
}

/* The newest value known at `origin` a whole number of seasons before `row`; NAN when there is none. */
static double
last_season (const HdForecastInput *input, guint origin, guint row)
{
  guint season = input->season;

  for (guint back = season; back <= row; back += season)
    if (row - back < origin && !isnan (input->values[row - back]))
      return input->values[row - back];
  return NAN;
}

/* The back-test of the adjusted history, told in the caller's figures. The effect is that of the whole
 * history: its own test out of sample is plain_error beside adjusted_error. */
static void
put_back_backtest (HdForecast *forecast,
                   const HdForecastInput *input,
                   const HdCalendarEffect *effect)
{
  guint horizon = forecast->backtest_horizon;

  for (guint index = 0; index < forecast->n_backtest; index++)
    {
      HdForecastBacktestPoint *point = &forecast->backtest[index];
      guint row = point->origin + point->step - 1;
      double rival = last_season (input, point->origin, row);

      point->actual = input->values[row];
      point->mean = put_back (input, effect, row, point->mean);
      point->lower = put_back (input, effect, row, point->lower);
      point->upper = put_back (input, effect, row, point->upper);
      point->rival = isnan (rival) ? put_back (input, effect, row, point->rival) : rival;
    }
  if (effect->is_multiplicative)
    {
      for (guint cell = 0; cell < forecast->record.n_origins * horizon; cell++)
        forecast->errors[cell]
            *= effect->past[input->n_values - horizon - cell / horizon * forecast->backtest_stride
                            + cell % horizon];
      forecast->step_spread *= effect->future[0];
    }
}

/* Last year's season as it was, not as it would have been with this year's calendar. */
static void
restore_rival (HdForecast *forecast, const HdForecastInput *input)
{
  for (guint step = 0; step < forecast->horizon; step++)
    {
      double last = last_season (input, input->n_values, input->n_values + step);

      if (!isnan (last))
        forecast->rival[step] = last;
    }
}

/* Each path has one draw a term for all of its steps. */
static void
doubt_paths (HdForecast *forecast, const HdForecastInput *input, const HdCalendarEffect *effect)
{
  HdRandom random = hd_random_new (input->seed ^ DOUBT_SEED);

  for (guint path = 0; path < forecast->n_paths; path++)
    for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
      {
        double draw = effect->has_term[term] ? hd_random_normal (&random) : 0;

        for (guint step = 0; step < forecast->horizon && effect->has_term[term]; step++)
          {
            double *cell = &forecast->paths[(gsize)path * forecast->horizon + step];
            double moved = draw * effect->doubt[term][step];

            *cell = effect->is_multiplicative ? *cell * exp (moved) : *cell + moved;
          }
      }
}

/* The standard normal's two-sided bound, by bisection. */
static double
normal_bound (double level_pct)
{
  double low = 0, high = 10;

  for (guint round = 0; round < 60; round++)
    {
      double middle = (low + high) / 2;

      if (erf (middle / G_SQRT2) < level_pct / 100)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* As the paths are: independent of the forecast's own error. */
static void
doubt_bounds (HdForecast *forecast, const HdCalendarEffect *effect)
{
  for (guint level = 0; level < forecast->n_levels; level++)
    {
      double width = normal_bound (forecast->levels[level]);

      for (guint step = 0; step < forecast->horizon; step++)
        {
          double *lower = &forecast->lower[level * forecast->horizon + step];
          double *upper = &forecast->upper[level * forecast->horizon + step];
          double mean = forecast->mean[step], doubt = 0;

          for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
            if (effect->has_term[term])
              doubt = hypot (doubt, width * effect->doubt[term][step]);
          doubt *= effect->is_multiplicative ? fabs (mean) : 1;
          *lower = mean - hypot (mean - *lower, doubt);
          *upper = mean + hypot (*upper - mean, doubt);
        }
    }
}

static void
put_back_all (HdForecast *forecast, const HdForecastInput *input, const HdCalendarEffect *effect)
{
  gsize horizon = forecast->horizon;

  /* Before the effect itself: bounded amounts are bounded last, and a factor scales the doubt too. */
  doubt_bounds (forecast, effect);
  if (forecast->paths != NULL)
    doubt_paths (forecast, input, effect);
  put_back_steps (forecast->mean, horizon, input, effect);
  put_back_steps (forecast->lower, horizon * forecast->n_levels, input, effect);
  put_back_steps (forecast->upper, horizon * forecast->n_levels, input, effect);
  if (forecast->paths != NULL)
    put_back_steps (forecast->paths, horizon * forecast->n_paths, input, effect);
  put_back_backtest (forecast, input, effect);
  restore_rival (forecast, input);
}

/* "… × Tết(−0.31)": the largest pull of recent years. */
static void
describe (HdForecast *forecast, const HdCalendarEffect *effect)
{
  g_autofree char *plain = forecast->method;

  forecast->method
      = g_strdup_printf ("%s %s Tết(%s%.2f)", plain, effect->is_multiplicative ? "×" : "+",
                         effect->largest_pull < 0 ? "−" : "+", fabs (effect->largest_pull));
}

double
hd_calendar_effect_amount (const HdCalendarEffect *effect, guint row, double value)
{
  double pull = effect_at (effect, row);

  return effect->is_multiplicative ? value - value / pull : pull;
}

HdForecast *
hd_forecast_run_with_calendar (const HdForecastInput *input,
                               const HdCalendarFrame *frame,
                               HdCalendarEffect **effect_out,
                               GError **error)
{
  g_autoptr (HdCalendarEffect) effect = hd_calendar_effect_estimate (input, frame);
  g_autofree double *adjusted = NULL;
  HdForecastInput asked = *input;
  HdForecast *forecast;

  if (effect->is_on)
    {
      adjusted = g_new (double, input->n_values);
      for (guint row = 0; row < input->n_values; row++)
        adjusted[row] = effect->is_multiplicative ? input->values[row] / effect->past[row]
                                                  : input->values[row] - effect->past[row];
      asked.values = adjusted;
    }
  forecast = hd_forecast_run (&asked, error);
  if (forecast != NULL && effect->is_on)
    {
      put_back_all (forecast, input, effect);
      describe (forecast, effect);
    }
  if (effect_out != NULL)
    *effect_out = g_steal_pointer (&effect);
  return forecast;
}
