/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels moved apart: an isotonic regression.
 *
 * With z = y - index × least, "no two nearer than least" is "z never falls", and the nearest such z is found
 * by pooling neighbours that fall (Barlow et al. 1972, pool adjacent violators); bounds on z are then a
 * plain clamp (Robertson, Wright and Dykstra 1988, 1.2).
 */

#include "config.h"

#include "hd-spread.h"

#include <math.h>

typedef struct
{
  double mean;
  guint n;
} Pool;

guint
hd_spread_capacity (double least, double top, double bottom)
{
  if (!(bottom >= top))
    return 0;
  if (!(least > 0))
    return G_MAXUINT;
  return (guint)MIN (floor ((bottom - top) / least + 1e-9) + 1, 1e9);
}

void
hd_spread (double *ys, guint n, double least, double top, double bottom)
{
  g_autofree Pool *pools = g_new (Pool, MAX (n, 1));
  double highest = bottom - least * (MAX (n, 1) - 1.0);
  guint n_pools = 0;
  guint at = 0;

  for (guint index = 0; index < n; index++)
    {
      Pool pool = { ys[index] - least * index, 1 };

      for (; n_pools > 0 && pools[n_pools - 1].mean > pool.mean; n_pools--)
        {
          const Pool *before = &pools[n_pools - 1];

          pool.mean = (pool.mean * pool.n + before->mean * before->n) / (pool.n + before->n);
          pool.n += before->n;
        }
      pools[n_pools++] = pool;
    }
  for (guint pool = 0; pool < n_pools; pool++)
    for (guint member = 0; member < pools[pool].n; member++, at++)
      ys[at] = MAX (MIN (pools[pool].mean, highest), top) + least * at;
}
