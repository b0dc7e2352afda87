/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the treemap: rectangles whose areas are values, as near to squares as the order allows.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

/* Fills `rects` with the places of `n` values above zero, which together fill `area`. Descending values
 * give the squarest rectangles; any order is kept. */
void hd_squarify (const double *values, guint n, HdRect area, HdRect *rects);

G_END_DECLS
