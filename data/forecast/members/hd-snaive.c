/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "snaive": last year's season again; "naive", the last value, where there is no season.
 *
 * It is the rival that every other member has to beat, and the last resort when none can be fitted.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-random.h"

#include <math.h>

typedef struct
{
  guint season;
  double spread; /* of the change from one season to the next */
  double last[]; /* [season] the newest known value of each phase, the next step's first */
} HdSnaiveModel;

/* The newest known value one or more whole seasons before `place`; the newest of all when there is none. */
static double
newest_of_phase (const HdForecastInput *input, guint place)
{
  for (guint back = input->season; back <= place; back += input->season)
    if (place - back < input->n_values && !isnan (input->values[place - back]))
      return input->values[place - back];
  for (guint newest = input->n_values; newest-- > 0;)
    if (!isnan (input->values[newest]))
      return input->values[newest];
  return NAN;
}

static double
spread_of_changes (const HdForecastInput *input, guint lag, guint *n_changes)
{
  double sum_squares = 0;

  *n_changes = 0;
  for (guint place = lag; place < input->n_values; place++)
    {
      double change = input->values[place] - input->values[place - lag];

      if (isnan (change))
        continue;
      sum_squares += change * change;
      (*n_changes)++;
    }
  return *n_changes > 0 ? sqrt (sum_squares / *n_changes) : NAN;
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  gboolean has_season = input->season > 1 && input->n_values > input->season;
  guint season = has_season ? input->season : 1, n_changes;
  HdSnaiveModel *model = g_malloc (sizeof *model + sizeof (double) * season);
  HdForecastInput seen = *input;

  seen.season = model->season = season;
  for (guint phase = 0; phase < season; phase++)
    model->last[phase] = newest_of_phase (&seen, input->n_values + phase);

  model->spread = spread_of_changes (&seen, season, &n_changes);
  if (n_changes < 3 && season > 1)
    {
      double neighbours = spread_of_changes (&seen, 1, &n_changes);

      /* Changes between neighbours hold the season too: wide, as so short a series deserves. */
      if (n_changes > 0 && !(model->spread > neighbours))
        model->spread = neighbours;
    }
  /* One value says nothing of how far the next may lie: as far as the value is big. */
  if (isnan (model->spread))
    model->spread = fabs (model->last[0]);
  return model;
}

static const char *
describe (gconstpointer model)
{
  return ((const HdSnaiveModel *)model)->season > 1 ? "snaive" : "naive";
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdSnaiveModel *model = data;

  for (guint step = 0; step < horizon; step++)
    mean[step] = model->last[step % model->season];
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdSnaiveModel *model = data;
  HdRandom random = hd_random_new (seed);

  for (guint path = 0; path < n_paths; path++)
    {
      double *drawn = paths + (gsize)path * horizon;
      HdRandom before = random;
      gboolean is_twin = path % 2 == 1;

      /* A random walk of its own for each phase of the season. */
      for (guint step = 0; step < horizon; step++)
        {
          double from = step < model->season ? model->last[step] : drawn[step - model->season];

          drawn[step] = from + (is_twin ? -1 : 1) * model->spread * hd_random_normal (&random);
        }
      if (!is_twin && path + 1 < n_paths)
        random = before;
    }
}

const HdForecastMember hd_snaive_member = {
  .id = "snaive",
  .min_values = 1,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = g_free,
};
