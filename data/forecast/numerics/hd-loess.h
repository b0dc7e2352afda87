/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locally weighted regression of evenly spaced values: the smoother of STL.
 *
 * Cleveland, Cleveland, McRae, Terpenning: STL, a seasonal-trend decomposition procedure based on loess.
 * Journal of Official Statistics 6 (1990), whose published program the arithmetic follows.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint window; /* q: how many neighbours count; may be more than there are values */
  gboolean is_line; /* degree 1; else the local mean, degree 0 */
  guint jump; /* computed at every jump-th place, straight lines between */
} HdLoess;

/* The fit at `place` (0 is the first value; may lie outside) to the values from `first` to `last`.
 * `weights` (nullable) are the values' own. `scratch` [n_values]. FALSE when no value has a weight. */
gboolean hd_loess_fit_at (const HdLoess *loess,
                          const double *values,
                          guint n_values,
                          const double *weights,
                          double place,
                          guint first,
                          guint last,
                          double *scratch,
                          double *fitted);
/* The whole smooth course [n_values]. `scratch` [n_values]. */
void hd_loess_smooth (const HdLoess *loess,
                      const double *values,
                      guint n_values,
                      const double *weights,
                      double *scratch,
                      double *smoothed);

G_END_DECLS
