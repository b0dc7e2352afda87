/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simulated paths of many series, drawn apart, made to belong to the same futures.
 *
 * Each series has innovations x, white from step to step, correlated from series to series as the errors
 * are: x = sqrt (1 - |a|^2) e + a' w, with w drawn once for all and a the series' standardised errors times
 * sqrt ((1 - lambda) / n). A series turns its innovations into its own course by z = K x, K K' being the
 * correlation of its normal scores from step to step. The ranks of z at a step are the order wanted.
 */

#include "config.h"

#include "hd-joint-paths.h"

#include "hd-random.h"
#include "hd-rank.h"

#include <math.h>

typedef struct
{
  double *paths;
  guint n_paths, horizon;
  const HdErrorCovariance *errors;
  guint64 seed;
  double *common; /* w [(path * horizon + step) * n_errors + error] */
  double *scores; /* normal scores of ranks, ascending [rank] */
} Work;

/* One series at work. */
typedef struct
{
  double *sorted; /* [step * n_paths + rank] its values */
  double *scores; /* [path * horizon + step] their normal scores */
  double *draws; /* [path * horizon + step] innovations, then z */
  HdRanked *spare;
  guint *order;
} Room;

/* Quantile of the standard normal, by bisection: once a rank, not once a path. */
static double
normal_quantile (double share)
{
  double low = -10, high = 10;

  for (guint round = 0; round < 50; round++)
    {
      double middle = (low + high) / 2;

      if (0.5 * erfc (-middle / G_SQRT2) < share)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Takes the values of each step in their order, and gives each path its score. */
static void
rank_values (const Work *work, const double *paths, Room *room)
{
  guint horizon = work->horizon;

  for (guint step = 0; step < horizon; step++)
    {
      hd_rank_doubles (paths + step, horizon, work->n_paths, room->spare, room->order);
      for (guint rank = 0; rank < work->n_paths; rank++)
        {
          gsize place = (gsize)room->order[rank] * horizon + step;

          room->sorted[step * work->n_paths + rank] = paths[place];
          room->scores[place] = work->scores[rank];
        }
    }
}

/* Lower triangle K [step * horizon + before] with K K' the correlation of the paths' normal scores. What
 * hangs on earlier steps altogether has no innovation of its own: 0 on the diagonal. */
static double *
find_course (const Work *work, const double *scores)
{
  guint horizon = work->horizon;
  double *course = g_new0 (double, (gsize)horizon *horizon);

  for (guint path = 0; path < work->n_paths; path++)
    for (guint row = 0; row < horizon; row++)
      for (guint column = 0; column <= row; column++)
        course[row * horizon + column]
            += scores[(gsize)path * horizon + row] * scores[(gsize)path * horizon + column];
  for (guint row = 0; row < horizon; row++)
    for (guint column = 0; column <= row; column++)
      {
        double sum = course[row * horizon + column] / work->n_paths;
        double pivot = course[column * horizon + column];

        for (guint before = 0; before < column; before++)
          sum -= course[row * horizon + before] * course[column * horizon + before];
        if (row == column)
          course[row * horizon + column] = sum > 1e-9 ? sqrt (sum) : 0;
        else
          course[row * horizon + column] = pivot > 0 ? sum / pivot : 0;
      }
  return course;
}

/* z of one series, [path * horizon + step]. */
static void
draw_order (const Work *work, guint series, const double *course, double *order)
{
  guint n = work->errors->n_errors, horizon = work->horizon;
  const double *standard = work->errors->standard + (gsize)series * n;
  double weight = n > 0 ? sqrt ((1 - work->errors->shrinkage) / n) : 0, explained = 0, own;
  HdRandom random = hd_random_new (work->seed + 0x100000001 * (series + 1));

  for (guint error = 0; error < n; error++)
    explained += weight * weight * standard[error] * standard[error];
  own = sqrt (MAX (1 - explained, 0));
  for (gsize place = 0; place < (gsize)work->n_paths * horizon; place++)
    {
      const double *common = work->common + place * n;
      double together = 0;

      for (guint error = 0; error < n; error++)
        together += standard[error] * common[error];
      order[place] = own * hd_random_normal (&random) + weight * together;
    }
  for (guint path = 0; path < work->n_paths; path++)
    for (guint step = horizon; step-- > 0;)
      {
        double *at = order + (gsize)path * horizon, sum = 0;

        for (guint before = 0; before <= step; before++)
          sum += course[step * horizon + before] * at[before];
        at[step] = sum;
      }
}

static void
arrange_series (gpointer data, gpointer user_data)
{
  const Work *work = user_data;
  guint series = GPOINTER_TO_UINT (data) - 1, horizon = work->horizon, n_paths = work->n_paths;
  double *paths = work->paths + (gsize)series * n_paths * horizon;
  g_autofree double *numbers = g_new (double, (gsize)3 * n_paths * horizon);
  g_autofree HdRanked *spare = g_new (HdRanked, (gsize)2 * n_paths);
  g_autofree guint *order = g_new (guint, n_paths);
  g_autofree double *course = NULL;
  Room room = { numbers, numbers + (gsize)n_paths * horizon, numbers + (gsize)2 * n_paths * horizon,
                spare, order };

  rank_values (work, paths, &room);
  course = find_course (work, room.scores);
  draw_order (work, series, course, room.draws);
  for (guint step = 0; step < horizon; step++)
    {
      hd_rank_doubles (room.draws + step, horizon, n_paths, spare, order);
      for (guint rank = 0; rank < n_paths; rank++)
        paths[(gsize)order[rank] * horizon + step] = room.sorted[step * n_paths + rank];
    }
}

void
hd_joint_paths_arrange (double *paths,
                        guint n_paths,
                        guint horizon,
                        const HdErrorCovariance *errors,
                        guint64 seed)
{
  gsize n_draws = (gsize)n_paths * horizon * errors->n_errors;
  g_autofree double *common = g_new (double, n_draws + 1);
  g_autofree double *scores = g_new (double, n_paths + 1);
  Work work = { paths, n_paths, horizon, errors, seed, common, scores };
  HdRandom random = hd_random_new (seed);
  GThreadPool *pool;

  for (gsize draw = 0; draw < n_draws; draw++)
    common[draw] = hd_random_normal (&random);
  for (guint rank = 0; rank < n_paths; rank++)
    scores[rank] = normal_quantile ((rank + 0.5) / n_paths);
  pool = g_thread_pool_new (arrange_series, &work, (int)g_get_num_processors (), FALSE, NULL);
  for (guint series = 0; series < errors->n_series; series++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (series + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}
