/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the days known of a month say about the month, and about those after it.
 */

#pragma once

#include "hd-month-progress.h"

G_BEGIN_DECLS

typedef struct
{
  double
      *paths; /* [path * n_ahead + ahead] whole-month amounts; `ahead` 0 is the month under way */
  double *mean; /* [n_ahead] */
  guint n_paths, n_ahead;
} HdNowcastPaths;

/* Moves paths and mean to what is known by now: the month under way tends to `so_far` ÷ share the surer that
 * is beside the paths' own spread, and is never less than `so_far`; later months move with it as far as
 * they go together in the paths. Nothing moves when `so_far` is NAN or no share is expected yet. */
void hd_nowcast_condition (HdNowcastPaths *paths, double so_far, HdMonthProgress progress);

G_END_DECLS
