/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "theta": the dynamic optimised theta model of the seasonally adjusted series.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-season-adjust.h"
#include "hd-theta.h"

#include <math.h>

/* Beyond this the far past bends the line more than it helps. */
#define MAX_VALUES 2000

typedef struct
{
  HdSeasonAdjust adjust;
  HdTheta theta;
  guint n_values; /* that the season was counted from */
} HdThetaModel;

static void
model_free (gpointer data)
{
  HdThetaModel *model = data;

  hd_season_adjust_clear (&model->adjust);
  g_free (model);
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  guint n_values = MIN (input->n_values, MAX (MAX_VALUES, 4 * input->season));
  const double *values = input->values + (input->n_values - n_values);
  g_autofree double *adjusted = g_new (double, n_values);
  HdThetaModel *model = g_new0 (HdThetaModel, 1);

  model->n_values = n_values;
  model->adjust = hd_season_adjust_find (values, n_values, input->season);
  hd_season_adjust_remove_all (&model->adjust, values, n_values, adjusted);
  if (!hd_theta_fit (adjusted, n_values, &model->theta))
    {
      model_free (model);
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                   "theta: %u values are too few", n_values);
      return NULL;
    }
  return model;
}

static const char *
describe (gconstpointer data)
{
  const HdThetaModel *model = data;
  static const char *const names[] = { "theta(N)", "theta(A)", "theta(M)" };

  return names[model->adjust.kind];
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdThetaModel *model = data;

  hd_theta_predict (&model->theta, horizon, mean);
  hd_season_adjust_restore_ahead (&model->adjust, horizon, mean);
}

static void
draw_path (gconstpointer data, double mirror, HdRandom *random, guint horizon, double *path)
{
  const HdThetaModel *model = data;

  hd_theta_draw_path (&model->theta, mirror, random, horizon, path);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdThetaModel *model = data;

  hd_season_adjust_simulate (&model->adjust, draw_path, model, horizon, n_paths, seed, paths);
}

/* Errors echo alike wherever they begin but for the line, which moves too little to matter here. */
static gboolean
spread (gconstpointer data, guint horizon, double *spread)
{
  const HdThetaModel *model = data;
  g_autofree double *mean = g_new (double, horizon);
  g_autofree double *nudged_mean = g_new (double, horizon);
  HdTheta nudged = model->theta;
  double echoes = 1;

  hd_theta_predict (&model->theta, horizon, mean);
  hd_theta_advance (&nudged, mean[0] + 1);
  hd_theta_predict (&nudged, horizon, nudged_mean);
  for (guint step = 0; step < horizon; step++)
    {
      if (step > 0)
        echoes += pow (nudged_mean[step - 1] - mean[step], 2);
      spread[step] = model->theta.spread * sqrt (echoes);
    }
  hd_season_adjust_restore_spread (&model->adjust, mean, horizon, spread);
  return TRUE;
}

/* The level is what the model expected of the adjusted series, so that the remainder is what it missed. */
static void
parts (gconstpointer data, const HdForecastInput *input, HdForecastParts *parts)
{
  const HdThetaModel *model = data;
  guint first = input->n_values - model->n_values;
  HdTheta theta = hd_theta_rewind (&model->theta);

  for (guint place = 0; place < model->n_values; place++)
    {
      double value = input->values[first + place], level = hd_theta_expect (&theta);
      HdTheta unmoved = theta;

      hd_theta_advance (&unmoved, level);
      parts->level[first + place] = level;
      parts->trend[first + place] = hd_theta_expect (&unmoved) - level;
      parts->season[first + place]
          = hd_season_adjust_restore (&model->adjust, level, place) - level;
      parts->remainder[first + place] = value - level - parts->season[first + place];
      hd_theta_advance (&theta, hd_season_adjust_remove (&model->adjust, value, place));
    }
}

const HdForecastMember hd_theta_member = {
  .id = "theta",
  .min_values = 4,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
  .spread = spread,
  .parts = parts,
};
