/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters: labels in a column, moved apart as little as possible.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many middles `least` apart fit from `top` to `bottom`. */
guint hd_spread_capacity (double least, double top, double bottom);
/* Moves the `n` middles in `ys`, ascending, to where no two are nearer than `least` and all lie from `top`
 * to `bottom`, with the least sum of squared moves; their order stays. More than hd_spread_capacity() are
 * a mistake of the caller's: they stay at `least` from `top` on. */
void hd_spread (double *ys, guint n, double least, double top, double bottom);

G_END_DECLS
