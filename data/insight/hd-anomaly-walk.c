/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A walk along one series: what was expected of each value, and how far it was missed.
 *
 * The model is fitted anew every few values and in between goes on from value to value. A value far out
 * is not learned from; after a level shift the past is moved to the new level, so that one event is one
 * alarm and not one for every value after it.
 */

#include "config.h"

#include "hd-anomaly-walk.h"

#include "hd-quantile.h"
#include "hd-season-adjust.h"
#include "hd-theta.h"

#include <math.h>
#include <string.h>

#define MIN_VALUES 10
#define MAX_WINDOW 400
#define MAX_FITS 80
/* How often a forecast has to have missed before its misses say how far is far. */
#define MIN_ERRORS 6
#define MAX_ERRORS 300
#define SHIFT_RUN HD_ANOMALY_SHIFT_RUN
#define SHIFT_MIN_KNOWN 3
#define SHIFT_PATHS 128
/* Beyond these a value is not learned from, and a shift is taken for one: high, since a wrong guess only
 * costs a little of the model. */
#define OUTLIER_SCORE 4.0
#define SHIFT_SCORE 4.5
/* What forecasts of this kind usually miss by, in units of their own claim, and how many errors that
 * is worth. */
#define USUAL_SCALE 1.15
#define USUAL_WEIGHT 8.0
/* A median absolute error is this share of a normal standard deviation; errors are cut off at WINSOR of
 * them, which leaves WINSORED of the variance. */
#define MEDIAN_SHARE 0.6744898
#define WINSOR 2.5
#define WINSORED 0.97757
/* A phase of the season has a spread of its own when its variance is this much of the others', counted
 * as if it had been seen PHASE_WEIGHT times more with theirs: less is noise, and would make tails of it. */
#define WIDE_PHASE 2.0
#define PHASE_WEIGHT 2.0
#define PHASE_WINSOR 6.0

typedef struct
{
  const HdAnomalySeries *series;
  double *values; /* outliers taken out, the past moved to today's level */
  double *claims; /* [n_values] errors in units of the model's own spread; NAN: none */
  HdAnomalyStep *steps;
  guint season;
  guint window_start, fitted_at; /* the model knows the values between, and those up to now */
  gboolean is_fitted;
  HdSeasonAdjust adjust;
  HdTheta theta;
  double
      median_spreads[SHIFT_RUN + 1]; /* of the median of so many errors, in units of theta.spread */
  double scale; /* of claims, all phases together */
  double *phase_scales; /* [season] against that */
  guint n_errors;
} Walk;

static double
factor_of (const HdAnomalySeries *series, guint place)
{
  return series->factors != NULL ? series->factors[place] : 1;
}

static double
median_of (double *values, guint n_values)
{
  hd_sort_doubles (values, n_values);
  return hd_quantile_of_sorted (values, n_values, 0.5);
}

/* The claims of the newest errors, far ones cut off. */
static void
measure_scale (Walk *walk, guint place)
{
  double sizes[MAX_ERRORS], sorted[MAX_ERRORS], limit, squares = 0;
  guint phases[MAX_ERRORS], n_errors = 0;
  g_autofree double *phase_squares = g_new0 (double, walk->season);
  g_autofree double *phase_counts = g_new0 (double, walk->season);

  for (guint back = place; back-- > 0 && n_errors < MAX_ERRORS;)
    if (!isnan (walk->claims[back]))
      {
        phases[n_errors] = back % walk->season;
        sizes[n_errors] = sorted[n_errors] = fabs (walk->claims[back]);
        n_errors++;
      }
  walk->n_errors = n_errors;
  if (n_errors == 0)
    return;
  limit = WINSOR * median_of (sorted, n_errors) / MEDIAN_SHARE;
  for (guint index = 0; index < n_errors; index++)
    squares += pow (fmin (sizes[index], limit), 2) / WINSORED;
  walk->scale
      = sqrt ((squares + USUAL_WEIGHT * USUAL_SCALE * USUAL_SCALE) / (n_errors + USUAL_WEIGHT));
  for (guint index = 0; index < n_errors; index++)
    {
      phase_squares[phases[index]] += pow (fmin (sizes[index] / walk->scale, PHASE_WINSOR), 2);
      phase_counts[phases[index]]++;
    }
  for (guint phase = 0; phase < walk->season; phase++)
    {
      double variance
          = (PHASE_WEIGHT + phase_squares[phase]) / (PHASE_WEIGHT + phase_counts[phase]);

      walk->phase_scales[phase] = variance > WIDE_PHASE ? sqrt (variance) : 1;
    }
}

/* How far the median of a run of errors spreads, errors further ahead being tied to those before. */
static void
measure_median_spread (Walk *walk)
{
  double mean[SHIFT_RUN], path[SHIFT_RUN], sorted[SHIFT_RUN], squares[SHIFT_RUN + 1] = { 0 };
  HdRandom random = hd_random_new (walk->fitted_at);

  hd_theta_predict (&walk->theta, SHIFT_RUN, mean);
  for (guint draw = 0; draw < SHIFT_PATHS; draw++)
    {
      hd_theta_draw_path (&walk->theta, 1, &random, SHIFT_RUN, path);
      for (guint step = 0; step < SHIFT_RUN; step++)
        path[step] -= mean[step];
      for (guint n_known = SHIFT_MIN_KNOWN; n_known <= SHIFT_RUN; n_known++)
        {
          memcpy (sorted, path, sizeof path);
          squares[n_known] += pow (median_of (sorted, n_known), 2);
        }
    }
  for (guint n_known = SHIFT_MIN_KNOWN; n_known <= SHIFT_RUN; n_known++)
    walk->median_spreads[n_known] = sqrt (squares[n_known] / SHIFT_PATHS) / walk->theta.spread;
}

static void
refit (Walk *walk, guint place)
{
  guint n_window = MIN (place, MAX (MAX_WINDOW, 4 * walk->season));
  const double *window = walk->values + place - n_window;
  g_autofree double *adjusted = g_new (double, n_window);
  guint n_known = 0;

  walk->window_start = place - n_window;
  walk->fitted_at = place;
  walk->is_fitted = FALSE;
  hd_season_adjust_clear (&walk->adjust);
  for (guint index = 0; index < n_window; index++)
    n_known += !isnan (window[index]);
  if (n_known < MIN_VALUES)
    return;
  walk->adjust = hd_season_adjust_find (window, n_window, walk->season);
  for (guint index = 0; index < n_window; index++)
    adjusted[index] = hd_season_adjust_remove (&walk->adjust, window[index], index);
  if (!hd_theta_fit (adjusted, n_window, &walk->theta) || !(walk->theta.spread > 0))
    return;
  walk->is_fitted = TRUE;
  measure_median_spread (walk);
  measure_scale (walk, place);
}

/* The standard deviation that the model claims for the value at `place`, when the level is `level`. */
static double
claimed_spread (const Walk *walk, double level, guint place)
{
  guint at = place - walk->window_start;

  if (walk->adjust.kind == HD_ETS_SEASON_MULTIPLICATIVE)
    return hypot (walk->theta.spread * hd_season_adjust_index (&walk->adjust, at),
                  walk->adjust.error * level);
  return hypot (walk->theta.spread, walk->adjust.error);
}

/* The median of the next errors of the adjusted series, and how many it is of; NAN when too few are
 * known. */
static double
shift_at (const Walk *walk, guint place, guint *n_shown)
{
  double errors[SHIFT_RUN];
  HdTheta ahead = walk->theta;
  guint n_known = 0;

  for (guint step = 0; step < SHIFT_RUN && place + step < walk->series->n_values; step++)
    {
      double level = hd_theta_expect (&ahead), value = walk->values[place + step];

      hd_theta_advance (&ahead, level);
      if (!isnan (value))
        errors[n_known++]
            = hd_season_adjust_remove (&walk->adjust, value, place + step - walk->window_start)
              - level;
    }
  *n_shown = n_known;
  return n_known >= SHIFT_MIN_KNOWN ? median_of (errors, n_known) : NAN;
}

/* Moves everything before `place` to the level after it. */
static void
move_past (Walk *walk, guint place, double level, double shift)
{
  gboolean is_ratio = walk->adjust.kind == HD_ETS_SEASON_MULTIPLICATIVE;
  double factor = is_ratio && level + shift > 0.01 * level ? 1 + shift / level : 1;

  for (guint before = 0; before < place; before++)
    walk->values[before]
        = factor != 1 ? walk->values[before] * factor : walk->values[before] + shift;
}

static void
take_step (Walk *walk, guint place)
{
  HdAnomalyStep *step = &walk->steps[place];
  double level = hd_theta_expect (&walk->theta), value = walk->values[place], claimed, shift;
  guint at = place - walk->window_start, n_shown;

  claimed = claimed_spread (walk, level, place);
  step->expected = hd_season_adjust_restore (&walk->adjust, level, at);
  step->spread = claimed * walk->scale * walk->phase_scales[place % walk->season];
  step->n_errors = walk->n_errors;
  step->shift = shift = shift_at (walk, place, &n_shown);
  if (!isnan (value))
    walk->claims[place] = (value - step->expected) / claimed;
  if (walk->n_errors >= MIN_ERRORS)
    {
      step->score = (value - step->expected) / step->spread;
      if (n_shown >= SHIFT_MIN_KNOWN)
        step->shift_score
            = shift / (walk->theta.spread * walk->median_spreads[n_shown] * walk->scale);
    }
  if (fabs (step->shift_score) > SHIFT_SCORE && step->score * shift > 0
      && fabs (step->score) > OUTLIER_SCORE / 2)
    {
      step->is_after_shift = TRUE;
      move_past (walk, place, level, shift);
      refit (walk, place);
      walk->claims[place] = NAN;
      if (!walk->is_fitted)
        return;
    }
  else if (fabs (step->score) > OUTLIER_SCORE)
    {
      walk->values[place] = NAN;
    }
  hd_theta_advance (&walk->theta, hd_season_adjust_remove (&walk->adjust, walk->values[place],
                                                           place - walk->window_start));
}

HdAnomalyStep *
hd_anomaly_walk (const HdAnomalySeries *series)
{
  guint n_values = series->n_values, season = MAX (series->season, 1);
  guint first = MAX (season > 1 ? 2 * season : 0, MIN_VALUES), stride = n_values / MAX_FITS + 1;
  g_autofree double *values = g_memdup2 (series->values, sizeof *values * n_values);
  g_autofree double *claims = g_new (double, n_values);
  g_autofree double *phase_scales = g_new (double, season);
  g_autofree HdAnomalyStep *steps = NULL;
  Walk walk = { .series = series,
                .values = values,
                .claims = claims,
                .season = season,
                .phase_scales = phase_scales,
                .scale = USUAL_SCALE };

  /* Unlike a forecast, a walk needs no whole seasons: what it cannot know yet shows in its errors. */
  if (n_values < 2 * season)
    first = MIN_VALUES;
  if (n_values <= first)
    return NULL;
  steps = walk.steps = g_new (HdAnomalyStep, n_values);
  for (guint place = 0; place < n_values; place++)
    {
      values[place] /= factor_of (series, place);
      steps[place] = (HdAnomalyStep){ NAN, NAN, NAN, 0, NAN, NAN, FALSE };
      claims[place] = NAN;
      if (isinf (values[place]))
        values[place] = NAN;
    }
  for (guint phase = 0; phase < season; phase++)
    phase_scales[phase] = 1;
  walk.adjust.period = 1;
  for (guint place = first; place < n_values; place++)
    {
      if (!walk.is_fitted || place - walk.fitted_at >= stride)
        refit (&walk, place);
      if (walk.is_fitted)
        take_step (&walk, place);
    }
  hd_season_adjust_clear (&walk.adjust);
  for (guint place = 0; place < n_values; place++)
    {
      steps[place].expected *= factor_of (series, place);
      steps[place].spread *= factor_of (series, place);
    }
  return g_steal_pointer (&steps);
}
