/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs of days that may overlap, cut into intervals that do not.
 */

#pragma once

#include "hd-cube-scan.h"

G_BEGIN_DECLS

typedef struct
{
  HdDay first; /* of `of_day` */
  guint n_days;
  gint32 *of_day; /* [day - first] → interval, -1: none */
  guint n_intervals;
  gboolean is_direct; /* interval i is range i */
  GArray *range_of; /* (element-type {guint interval, guint range}); NULL when direct */
} HdCubeIntervals;

HdCubeIntervals *hd_cube_intervals_new (const HdCubeRange *ranges, guint n_ranges);
void hd_cube_intervals_free (HdCubeIntervals *intervals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeIntervals, hd_cube_intervals_free)
/* Adds the pieces up to ranges; keys have the interval, then the range, as their highest part. */
HdCubeCells *hd_cube_intervals_fold (const HdCubeIntervals *intervals,
                                     const HdCubeCells *pieces,
                                     guint64 n_keys,
                                     gboolean is_real);

/* The interval of `day`, -1 when it is in none. */
static inline gint32
hd_cube_intervals_find (const HdCubeIntervals *intervals, HdDay day)
{
  guint offset = (guint)(day - intervals->first);

  return offset < intervals->n_days ? intervals->of_day[offset] : -1;
}

G_END_DECLS
