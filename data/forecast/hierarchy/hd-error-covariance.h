/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the errors of many series go together, from few of them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The covariance matrix is never written out. Shrunk towards its diagonal it is a diagonal and as many
 * products of vectors as there are errors:
 *   W = S (lambda I + (1 - lambda) X X' / n) S,  S the standard deviations, X the standardised errors.
 * Errors are not centred: a bias is an error too. */
typedef struct
{
  guint n_series, n_errors;
  double *variance; /* [series] */
  double *standard; /* X [series * n_errors + error]; 0 where the error is not known */
  double shrinkage; /* lambda, 0 to 1 */
} HdErrorCovariance;

/* `errors` [series * n_errors + error], NAN where not known; errors of one number are of one time.
 * A series with too few known errors is given the
 * middle relative variance of the others at its `sizes` [series], its usual amount.
 * lambda is Schäfer and Strimmer's (2005, eq. 8 and target D), from sums alone: O(series * errors^2). It
 * supposes independent errors; those of windows that overlap are worth fewer, `n_independent`. */
HdErrorCovariance *hd_error_covariance_new (const double *errors,
                                            guint n_series,
                                            guint n_errors,
                                            double n_independent,
                                            const double *sizes) G_GNUC_WARN_UNUSED_RESULT;
void hd_error_covariance_free (HdErrorCovariance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdErrorCovariance, hd_error_covariance_free)

G_END_DECLS
