/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "ces": complex exponential smoothing of the seasonally adjusted series.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-ces.h"
#include "hd-season-adjust.h"

/* Beyond this the far past neither moves the weights nor is worth its time. */
#define MAX_VALUES 1200

typedef struct
{
  HdSeasonAdjust adjust;
  HdCes ces;
} HdCesModel;

static void
model_free (gpointer data)
{
  HdCesModel *model = data;

  hd_season_adjust_clear (&model->adjust);
  g_free (model);
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  guint n_values = MIN (input->n_values, MAX (MAX_VALUES, 4 * input->season));
  const double *values = input->values + (input->n_values - n_values);
  g_autofree double *adjusted = g_new (double, n_values);
  HdCesModel *model = g_new0 (HdCesModel, 1);

  model->adjust = hd_season_adjust_find (values, n_values, input->season);
  hd_season_adjust_remove_all (&model->adjust, values, n_values, adjusted);
  if (!hd_ces_fit (adjusted, n_values, &model->ces))
    {
      model_free (model);
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                   "complex smoothing: cannot be fitted to %u values", n_values);
      return NULL;
    }
  return model;
}

static const char *
describe (gconstpointer data)
{
  const HdCesModel *model = data;
  static const char *const names[] = { "ces(N)", "ces(A)", "ces(M)" };

  return names[model->adjust.kind];
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdCesModel *model = data;

  hd_ces_predict (&model->ces, horizon, mean);
  hd_season_adjust_restore_ahead (&model->adjust, horizon, mean);
}

static void
draw_path (gconstpointer data, double mirror, HdRandom *random, guint horizon, double *path)
{
  const HdCesModel *model = data;

  hd_ces_draw_path (&model->ces, mirror, random, horizon, path);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdCesModel *model = data;

  hd_season_adjust_simulate (&model->adjust, draw_path, model, horizon, n_paths, seed, paths);
}

static gboolean
spread (gconstpointer data, guint horizon, double *spread)
{
  const HdCesModel *model = data;
  g_autofree double *mean = g_new (double, horizon);

  hd_ces_predict (&model->ces, horizon, mean);
  hd_ces_spread (&model->ces, horizon, spread);
  hd_season_adjust_restore_spread (&model->adjust, mean, horizon, spread);
  return TRUE;
}

const HdForecastMember hd_ces_member = {
  .id = "ces",
  .min_values = 8,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
  .spread = spread,
};
