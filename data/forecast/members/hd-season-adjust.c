/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The series without its season, for members whose own model knows none.
 */

#include "config.h"

#include "hd-season-adjust.h"

#include "hd-ets-start.h"

#include <math.h>

/* Series arrive scaled to about 1: below this a value is nothing, and not to be divided by. */
#define SMALLEST_POSITIVE 1e-6
/* A month that is always nearly nothing may not divide by nothing. */
#define SMALLEST_RATIO 1e-2
/* The forgetting that suits most series of M1, NN3 and Tourism, and by how much deviance another one has
 * to be better for each factor e that it lies away: few seasons are a noisy judge. */
#define USUAL_FORGETTING 0.8
#define FORGETTING_PENALTY 3.0
/* An index needs this many seasons behind it before its error judges the forgetting. */
#define SEASONS_BEFORE_JUDGING 2

typedef struct
{
  guint period;
  guint n_values;
  double neutral; /* 1 for ratios, 0 for differences */
  double *raw; /* [n_values] ratio or difference; NAN where not known */
} Detrended;

/* Weighted sums of the raw indices of one phase. */
typedef struct
{
  double value, weight;
} Tally;

/* `around` is the centred mean of one whole season; an even season takes half of both its ends. Rolls
 * on, so that long seasons cost no more. */
static gboolean
detrend (const double *values, const double *bridged, Detrended *detrended)
{
  guint period = detrended->period, half = period / 2, n_values = detrended->n_values;
  gboolean is_ratio = detrended->neutral == 1;
  double sum = 0;

  for (guint place = 0; place < n_values; place++)
    detrended->raw[place] = NAN;
  for (guint place = 0; place < 2 * half; place++)
    sum += bridged[place];
  for (guint place = half; place + half < n_values; place++)
    {
      double entering = bridged[place + half], leaving = bridged[place - half], around;

      sum += entering;
      around = (period % 2 == 0 ? sum - (entering + leaving) / 2 : sum) / period;
      sum -= leaving;
      if (is_ratio && around < SMALLEST_POSITIVE)
        return FALSE;
      if (!isnan (values[place]))
        detrended->raw[place] = is_ratio ? values[place] / around : values[place] - around;
    }
  return TRUE;
}

static inline void
tally (Tally *phase, double raw, double forgetting)
{
  gboolean is_known = !isnan (raw);

  phase->value = forgetting * phase->value + (is_known ? raw : 0);
  phase->weight = forgetting * phase->weight + is_known;
}

/* How well each index is foretold by the ones before it: deviance, up to a constant. */
static double
forgetting_deviance (const Detrended *detrended, double forgetting)
{
  g_autofree Tally *phases = g_new0 (Tally, detrended->period);
  guint first = detrended->period / 2 + SEASONS_BEFORE_JUDGING * detrended->period, n_errors = 0;
  double sum_squares = 0;

  for (guint place = 0; place < detrended->n_values; place++)
    {
      Tally *phase = &phases[place % detrended->period];
      double error = detrended->raw[place] - phase->value / phase->weight;

      if (place >= first && isfinite (error))
        {
          sum_squares += error * error;
          n_errors++;
        }
      tally (phase, detrended->raw[place], forgetting);
    }
  return n_errors > 0 ? n_errors * log (fmax (sum_squares / n_errors, 1e-30)) : 0;
}

static double
choose_forgetting (const Detrended *detrended)
{
  static const double candidates[] = { 0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5 };
  double best = USUAL_FORGETTING, best_deviance = INFINITY;

  for (guint index = 0; index < G_N_ELEMENTS (candidates); index++)
    {
      double away = fabs (log ((1 - candidates[index]) / (1 - USUAL_FORGETTING)));
      double deviance
          = forgetting_deviance (detrended, candidates[index]) + FORGETTING_PENALTY * away;

      if (deviance < best_deviance)
        {
          best_deviance = deviance;
          best = candidates[index];
        }
    }
  return best;
}

static double
index_of (const Detrended *detrended, Tally tally)
{
  double index = tally.weight > 0 ? tally.value / tally.weight : detrended->neutral;

  return detrended->neutral == 1 ? fmax (index, SMALLEST_RATIO) : index;
}

/* Each value's index from the seasons before and after it; the next season's from those before. */
static void
smooth_indices (const Detrended *detrended, HdSeasonAdjust *adjust)
{
  guint period = detrended->period, n_values = detrended->n_values;
  g_autofree Tally *before = g_new0 (Tally, n_values);
  g_autofree Tally *after = g_new0 (Tally, period);
  double *next = adjust->indices + n_values, middle = 0;

  for (guint place = 0; place < n_values; place++)
    {
      if (place >= period)
        before[place] = before[place - period];
      tally (&before[place], detrended->raw[place], adjust->forgetting);
    }
  for (guint ahead = 0; ahead < period; ahead++)
    {
      next[ahead] = index_of (detrended, before[n_values - period + ahead]);
      middle += next[ahead] / period;
    }
  for (guint ahead = 0; ahead < period; ahead++)
    next[ahead] = detrended->neutral == 1 ? next[ahead] / middle : next[ahead] - middle;

  for (guint place = n_values; place-- > 0;)
    {
      Tally *later = &after[place % period];
      Tally both = before[place];

      both.value += adjust->forgetting * later->value;
      both.weight += adjust->forgetting * later->weight;
      adjust->indices[place] = index_of (detrended, both);
      tally (later, detrended->raw[place], adjust->forgetting);
    }
}

/* James and Stein's estimate, for seasons proposed by Miller and Williams (International Journal of
 * Forecasting 19, 2003): the variance between indices that is only the noise of their estimates is taken
 * off. */
static void
shrink_indices (const Detrended *detrended, HdSeasonAdjust *adjust)
{
  guint period = detrended->period, n_values = detrended->n_values;
  const double *next = adjust->indices + n_values;
  double squares = 0, between = 0, weights = 0, squared_weights = 0, n_effective, noise;

  for (guint place = 0; place < n_values; place++)
    {
      guint ahead = (place + period - n_values % period) % period;
      double weight = pow (adjust->forgetting, (n_values - 1 - place) / period);
      double error = detrended->raw[place] - next[ahead];

      if (isnan (error))
        continue;
      squares += weight * error * error;
      weights += weight;
      squared_weights += weight * weight;
    }
  for (guint ahead = 0; ahead < period; ahead++)
    between += pow (next[ahead] - detrended->neutral, 2) / (period - 1);
  n_effective = weights > 0 ? weights * weights / squared_weights : 0;
  /* When each index was hardly seen twice there is no telling: half. */
  adjust->shrinkage = between > 0 ? 0.5 : 0;
  adjust->error = sqrt (between) / 2;
  if (n_effective > 1.2 * period)
    {
      noise = squares / weights * period / (n_effective - period);
      adjust->shrinkage = between > noise ? 1 - noise / between : 0;
      adjust->error = sqrt (noise * adjust->shrinkage);
    }
  for (guint place = 0; place < n_values + period; place++)
    adjust->indices[place]
        = detrended->neutral + adjust->shrinkage * (adjust->indices[place] - detrended->neutral);
}

HdSeasonAdjust
hd_season_adjust_find (const double *values, guint n_values, guint period)
{
  HdSeasonAdjust adjust = { .period = 1 };
  g_autofree double *bridged = NULL, *raw = NULL;
  Detrended detrended = { .period = period, .n_values = n_values, .neutral = 1 };

  if (period < 2 || n_values < 2 * period)
    return adjust;
  bridged = g_new (double, n_values);
  detrended.raw = raw = g_new (double, n_values);
  hd_time_series_bridge_gaps (values, n_values, bridged);
  for (guint place = 0; place < n_values; place++)
    if (bridged[place] < SMALLEST_POSITIVE)
      detrended.neutral = 0;
  if (!detrend (values, bridged, &detrended))
    return adjust;

  adjust.kind = detrended.neutral == 1 ? HD_ETS_SEASON_MULTIPLICATIVE : HD_ETS_SEASON_ADDITIVE;
  adjust.period = period;
  adjust.n_values = n_values;
  adjust.indices = g_new (double, n_values + period);
  adjust.forgetting = choose_forgetting (&detrended);
  smooth_indices (&detrended, &adjust);
  shrink_indices (&detrended, &adjust);
  if (adjust.shrinkage == 0)
    hd_season_adjust_clear (&adjust);
  return adjust;
}

void
hd_season_adjust_clear (HdSeasonAdjust *adjust)
{
  g_free (adjust->indices);
  *adjust = (HdSeasonAdjust){ .period = 1 };
}

double
hd_season_adjust_index (const HdSeasonAdjust *adjust, guint place)
{
  if (adjust->kind == HD_ETS_SEASON_NONE)
    return 0;
  if (place < adjust->n_values)
    return adjust->indices[place];
  return adjust->indices[adjust->n_values + (place - adjust->n_values) % adjust->period];
}

double
hd_season_adjust_remove (const HdSeasonAdjust *adjust, double value, guint place)
{
  if (adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE)
    return value / hd_season_adjust_index (adjust, place);
  return value - hd_season_adjust_index (adjust, place);
}

double
hd_season_adjust_restore (const HdSeasonAdjust *adjust, double value, guint place)
{
  if (adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE)
    return value * hd_season_adjust_index (adjust, place);
  return value + hd_season_adjust_index (adjust, place);
}

void
hd_season_adjust_remove_all (const HdSeasonAdjust *adjust,
                             const double *values,
                             guint n_values,
                             double *adjusted)
{
  for (guint place = 0; place < n_values; place++)
    adjusted[place] = hd_season_adjust_remove (adjust, values[place], place);
}

void
hd_season_adjust_restore_ahead (const HdSeasonAdjust *adjust, guint horizon, double *mean)
{
  for (guint step = 0; step < horizon; step++)
    mean[step] = hd_season_adjust_restore (adjust, mean[step], adjust->n_values + step);
}

/* Puts the season back on one path; `scratch` [period]. */
static void
restore_path (const HdSeasonAdjust *adjust,
              double mirror,
              HdRandom *random,
              guint horizon,
              double *scratch,
              double *path)
{
  gboolean is_ratio = adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE;

  for (guint phase = 0; phase < MIN (adjust->period, horizon); phase++)
    scratch[phase] = adjust->error > 0 ? mirror * adjust->error * hd_random_normal (random) : 0;
  for (guint step = 0; step < horizon; step++)
    {
      double off = scratch[step % adjust->period] * (is_ratio ? path[step] : 1);

      path[step] = hd_season_adjust_restore (adjust, path[step], adjust->n_values + step) + off;
    }
}

void
hd_season_adjust_simulate (const HdSeasonAdjust *adjust,
                           HdDrawPath draw,
                           gconstpointer model,
                           guint horizon,
                           guint n_paths,
                           guint64 seed,
                           double *paths)
{
  g_autofree double *scratch = g_new (double, adjust->period);
  HdRandom random = hd_random_new (seed);

  for (guint path = 0; path < n_paths; path++)
    {
      double *drawn = paths + (gsize)path * horizon;
      HdRandom before = random;
      double mirror = path % 2 == 1 ? -1 : 1;

      draw (model, mirror, &random, horizon, drawn);
      restore_path (adjust, mirror, &random, horizon, scratch, drawn);
      if (mirror > 0 && path + 1 < n_paths)
        random = before;
    }
}

void
hd_season_adjust_restore_spread (const HdSeasonAdjust *adjust,
                                 const double *adjusted_mean,
                                 guint horizon,
                                 double *spread)
{
  gboolean is_ratio = adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE;

  for (guint step = 0; step < horizon; step++)
    {
      double index = is_ratio ? hd_season_adjust_index (adjust, adjust->n_values + step) : 1;

      spread[step]
          = hypot (spread[step] * index, adjust->error * (is_ratio ? adjusted_mean[step] : 1));
    }
}
