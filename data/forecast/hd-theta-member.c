/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "theta": the dynamic optimised theta model of the seasonally adjusted series.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-season-adjust.h"
#include "hd-theta.h"

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
  for (guint place = 0; place < n_values; place++)
    adjusted[place] = hd_season_adjust_remove (&model->adjust, values[place], place);
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
restore_season (const HdThetaModel *model, guint horizon, double *values)
{
  for (guint step = 0; step < horizon; step++)
    values[step] = hd_season_adjust_restore (&model->adjust, values[step], model->n_values + step);
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdThetaModel *model = data;

  hd_theta_predict (&model->theta, horizon, mean);
  restore_season (model, horizon, mean);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdThetaModel *model = data;
  HdRandom random = hd_random_new (seed);

  for (guint path = 0; path < n_paths; path++)
    {
      double *drawn = paths + (gsize)path * horizon;
      HdRandom before = random;
      gboolean is_twin = path % 2 == 1;

      hd_theta_draw_path (&model->theta, is_twin ? -1 : 1, &random, horizon, drawn);
      restore_season (model, horizon, drawn);
      if (!is_twin && path + 1 < n_paths)
        random = before;
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
};
