/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "croston": rare counts, by Croston's method as corrected or by TSB, whichever missed less.
 *
 * Paths draw whether a demand comes and then one of the sizes that came before, on today's scale, so they
 * are zeros and counts as the series itself and never negative.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-croston.h"
#include "hd-random.h"

#include <math.h>
#include <string.h>

/* With fewer zeros than this share the other members do better. */
#define MIN_ZERO_SHARE 0.3
#define MIN_DEMANDS 3
#define MAX_VALUES 5000

typedef struct
{
  HdCroston state; /* after the last value */
  guint n_sizes;
  double sizes[]; /* of demands against what was then smoothed; mean 1 */
} HdCrostonModel;

static double
sum_of_squares (const double *values, guint n_values, HdCroston state)
{
  double sum = 0;

  for (guint place = 0; place < n_values; place++)
    {
      double error = values[place] - hd_croston_expect (&state);

      if (!isnan (error) && !isnan (state.size))
        sum += error * error;
      hd_croston_advance (&state, values[place]);
    }
  return sum;
}

static HdCroston
choose (const double *values, guint n_values)
{
  static const double weights[] = { 0.02, 0.05, 0.1, 0.15, 0.2, 0.3 };
  HdCroston best = hd_croston_new (HD_CROSTON_TSB, 0.1, 0.1);
  double least = INFINITY;

  for (guint size = 0; size < G_N_ELEMENTS (weights); size++)
    for (guint pace = 0; pace < G_N_ELEMENTS (weights); pace++)
      for (guint kind = HD_CROSTON_SBA; kind <= HD_CROSTON_TSB; kind++)
        {
          HdCroston tried = hd_croston_new (kind, weights[size], weights[pace]);
          double sum = sum_of_squares (values, n_values, tried);

          if (sum < least)
            {
              least = sum;
              best = tried;
            }
        }
  return best;
}

static gboolean
is_intermittent (const double *values, guint n_values, guint *n_demands)
{
  guint n_known = 0;

  *n_demands = 0;
  for (guint place = 0; place < n_values; place++)
    {
      if (isnan (values[place]))
        continue;
      if (values[place] < 0)
        return FALSE;
      n_known++;
      *n_demands += values[place] > 0;
    }
  return *n_demands >= MIN_DEMANDS && n_known - *n_demands >= MIN_ZERO_SHARE * n_known;
}

/* Runs the chosen state over the values and notes how large each demand was for its time. */
static void
run (HdCrostonModel *model, const double *values, guint n_values)
{
  double mean = 0;

  for (guint place = 0; place < n_values; place++)
    {
      if (values[place] > 0 && !isnan (model->state.size))
        model->sizes[model->n_sizes++] = values[place] / model->state.size;
      hd_croston_advance (&model->state, values[place]);
    }
  for (guint index = 0; index < model->n_sizes; index++)
    mean += model->sizes[index] / model->n_sizes;
  for (guint index = 0; index < model->n_sizes; index++)
    model->sizes[index] /= mean;
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  guint n_values = MIN (input->n_values, MAX_VALUES), n_demands;
  const double *values = input->values + (input->n_values - n_values);
  HdCrostonModel *model;

  if (!is_intermittent (values, n_values, &n_demands))
    {
      g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                           "Croston: not a series of rare counts");
      return NULL;
    }
  model = g_malloc0 (sizeof *model + sizeof (double) * n_demands);
  model->state = choose (values, n_values);
  run (model, values, n_values);
  return model;
}

static const char *
describe (gconstpointer data)
{
  return ((const HdCrostonModel *)data)->state.kind == HD_CROSTON_SBA ? "croston(SBA)" : "tsb";
}

/* Both models foretell the same for every step. */
static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdCrostonModel *model = data;

  for (guint step = 0; step < horizon; step++)
    mean[step] = hd_croston_expect (&model->state);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdCrostonModel *model = data;
  HdRandom random = hd_random_new (seed);

  for (guint path = 0; path < n_paths; path++)
    {
      double *drawn = paths + (gsize)path * horizon;
      HdCroston state = model->state;

      for (guint step = 0; step < horizon; step++)
        {
          gboolean is_demand = hd_random_uniform (&random) < hd_croston_chance (&state);
          guint index = (guint)(hd_random_uniform (&random) * model->n_sizes);

          drawn[step] = is_demand ? hd_croston_size (&state) * model->sizes[index] : 0;
          hd_croston_advance (&state, drawn[step]);
        }
    }
}

const HdForecastMember hd_croston_member = {
  .id = "croston",
  .min_values = 8,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = g_free,
};
