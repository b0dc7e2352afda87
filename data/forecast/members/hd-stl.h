/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STL: a series taken apart into trend, season and remainder by loess.
 *
 * Cleveland, Cleveland, McRae, Terpenning: STL, a seasonal-trend decomposition procedure based on loess.
 * Journal of Official Statistics 6 (1990). The same numbers as the authors' program (and R's stl()).
 */

#pragma once

#include "hd-loess.h"

G_BEGIN_DECLS

typedef struct
{
  guint period; /* at least 2 */
  HdLoess season; /* over the values of one phase */
  HdLoess low_pass;
  HdLoess trend;
  guint n_inner;
  guint n_outer; /* robustness iterations; 0: not robust */
  gboolean is_periodic; /* each phase has one index for all time */
} HdStlOptions;

/* The defaults of R's stl(): `season_window` odd, at least 7 by the authors' advice; 0 is periodic. */
HdStlOptions hd_stl_options (guint period, guint n_values, guint season_window, gboolean is_robust);

/* Takes `values`, which have no gaps and two whole periods, apart; what is left over is the remainder. */
void hd_stl (const HdStlOptions *options,
             const double *values,
             guint n_values,
             double *trend,
             double *season);

/* Several seasons, as Bandara, Hyndman and Bergmeir (MSTL, 2021): `periods` ascending, each shorter than
 * half of the values; `seasons` is [n_periods * n_values]. */
void hd_mstl (const guint *periods,
              guint n_periods,
              const double *values,
              guint n_values,
              gboolean is_robust,
              double *trend,
              double *seasons);

G_END_DECLS
