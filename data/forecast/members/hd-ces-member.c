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
  guint n_values; /* that it was fitted to */
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

  model->n_values = n_values;
  model->adjust = hd_season_adjust_find (values, n_values, input->season);
  for (guint place = 0; place < n_values; place++)
    adjusted[place] = hd_season_adjust_remove (&model->adjust, values[place], place);
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
  for (guint step = 0; step < horizon; step++)
    mean[step] = hd_season_adjust_restore (&model->adjust, mean[step], model->n_values + step);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdCesModel *model = data;
  g_autofree double *scratch = g_new (double, model->adjust.period);
  HdRandom random = hd_random_new (seed);

  for (guint path = 0; path < n_paths; path++)
    {
      double *drawn = paths + (gsize)path * horizon;
      HdRandom before = random;
      double mirror = path % 2 == 1 ? -1 : 1;

      hd_ces_draw_path (&model->ces, mirror, &random, horizon, drawn);
      hd_season_adjust_restore_path (&model->adjust, mirror, &random, horizon, scratch, drawn);
      if (mirror > 0 && path + 1 < n_paths)
        random = before;
    }
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
