/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the days known of a month say about the month, and about those after it.
 *
 * The paths are a sample of what was believed before the month began, the days known are an observation of
 * it: the update is that of the ensemble square-root filter (Whitaker and Hamill 2002), in logs where all
 * amounts are positive. It is deterministic, and the spread shrinks as the days pass.
 */

#include "config.h"

#include "hd-nowcast.h"

#include <math.h>

typedef struct
{
  gboolean is_log;
  double mean, variance; /* of the month under way over the paths, transformed */
} Belief;

static double
transform (const Belief *belief, double amount)
{
  return belief->is_log ? log (amount) : amount;
}

static double *
cell_at (HdNowcastPaths *paths, guint path, guint ahead)
{
  return &paths->paths[(gsize)path * paths->n_ahead + ahead];
}

static Belief
measure (HdNowcastPaths *paths, double so_far)
{
  Belief belief = { .is_log = so_far > 0 };

  for (guint ahead = 0; ahead < paths->n_ahead; ahead++)
    belief.is_log &= paths->mean[ahead] > 0;
  for (gsize cell = 0; cell < (gsize)paths->n_paths * paths->n_ahead; cell++)
    belief.is_log &= paths->paths[cell] > 0;
  for (guint path = 0; path < paths->n_paths; path++)
    {
      double away = transform (&belief, *cell_at (paths, path, 0)) - belief.mean;

      belief.mean += away / (path + 1);
      belief.variance += away * (transform (&belief, *cell_at (paths, path, 0)) - belief.mean);
    }
  belief.variance /= MAX (paths->n_paths, 1);
  return belief;
}

/* By how much month `ahead` moves when the month under way moves by one. */
static double
slope (HdNowcastPaths *paths, const Belief *belief, guint ahead)
{
  double covariance = 0, mean = 0;

  for (guint path = 0; path < paths->n_paths; path++)
    mean += transform (belief, *cell_at (paths, path, ahead)) / paths->n_paths;
  for (guint path = 0; path < paths->n_paths; path++)
    covariance += (transform (belief, *cell_at (paths, path, ahead)) - mean)
                  * (transform (belief, *cell_at (paths, path, 0)) - belief->mean) / paths->n_paths;
  return belief->variance > 0 ? covariance / belief->variance : 0;
}

static double
moved (const Belief *belief, double amount, double by)
{
  return belief->is_log ? amount * exp (by) : amount + by;
}

void
hd_nowcast_condition (HdNowcastPaths *paths, double so_far, HdMonthProgress progress)
{
  double seen = so_far / progress.share, noise, gain, shrink, shift;
  g_autofree double *slopes = g_new (double, paths->n_ahead);
  Belief belief;

  if (isnan (so_far) || !(progress.share > 0) || !isfinite (seen) || paths->n_paths == 0)
    return;
  belief = measure (paths, so_far);
  noise = belief.is_log ? progress.log_error : progress.log_error * fabs (seen);
  if (!(belief.variance + noise * noise > 0))
    return;
  gain = belief.variance / (belief.variance + noise * noise);
  shrink = sqrt (1 - gain);
  shift = gain * (transform (&belief, seen) - belief.mean);
  for (guint ahead = 0; ahead < paths->n_ahead; ahead++)
    slopes[ahead] = slope (paths, &belief, ahead);

  for (guint path = 0; path < paths->n_paths; path++)
    {
      double away = transform (&belief, *cell_at (paths, path, 0)) - belief.mean;

      for (guint ahead = 0; ahead < paths->n_ahead; ahead++)
        *cell_at (paths, path, ahead) = moved (&belief, *cell_at (paths, path, ahead),
                                               slopes[ahead] * (shift - (1 - shrink) * away));
      *cell_at (paths, path, 0) = MAX (*cell_at (paths, path, 0), so_far);
    }
  for (guint ahead = 0; ahead < paths->n_ahead; ahead++)
    paths->mean[ahead] = moved (&belief, paths->mean[ahead], slopes[ahead] * shift);
  paths->mean[0] = MAX (paths->mean[0], so_far);
}
