/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of plain numbers, found without comparing them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills `order` [n_values] with the places of values[place * stride] from the smallest to the largest,
 * equal ones by place. A radix sort of the bits, some eight times as fast as qsort() on a few hundred.
 * No NAN among them. `spare` [n_values * 2] is scratch room. */
typedef struct
{
  guint64 bits;
  guint place;
} HdRanked;
void
hd_rank_doubles (const double *values, gsize stride, guint n_values, HdRanked *spare, guint *order);

G_END_DECLS
