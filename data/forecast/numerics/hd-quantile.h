/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of plain arrays.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ascending; no NAN among them. */
void hd_sort_doubles (double *values, gsize n_values);
/* `share` 0 to 1, straight lines between neighbours (R's type 7). At least one value. */
double hd_quantile_of_sorted (const double *sorted, gsize n_values, double share);
/* The same of values in any order, which it reorders: quicker than sorting for a handful of shares. */
double hd_quantile_select (double *values, gsize n_values, double share);

G_END_DECLS
