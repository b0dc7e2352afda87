/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights and first states of one form of exponential smoothing, by maximum likelihood.
 */

#pragma once

#include "hd-ets-kernel.h"
#include "hd-least-squares.h"

G_BEGIN_DECLS

/* One series, prepared once for all its forms. */
typedef struct
{
  const double *values; /* NAN is missing */
  double *bridged; /* the same without gaps */
  guint n_values, n_known, period;
  gboolean is_positive; /* relative errors and ratios have a meaning */
  double *seasons[3]; /* [HdEtsSeason][period] first season indices; NULL where there are none */
  HdLanes *scratch;
} HdEtsSeries;

void hd_ets_series_init (HdEtsSeries *series, const double *values, guint n_values, guint period);
void hd_ets_series_clear (HdEtsSeries *series);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdEtsSeries, hd_ets_series_clear)

typedef struct
{
  HdEtsForm form;
  HdEtsWeights weights;
  HdEtsState start; /* its season [period] is owned by the estimate's owner */
  double deviance; /* -2 log likelihood, up to a constant that all forms of a series share */
  double information; /* AICc */
} HdEtsEstimate;

/* Estimates `estimate->form`, whose season has room for the period. `warm` (nullable) is an estimate of the
 * same form to begin at. FALSE when the form does not suit the series or has too few values. */
gboolean hd_ets_estimate (HdEtsSeries *series, const HdEtsEstimate *warm, HdEtsEstimate *estimate);
/* AICc of Hyndman and others (2008, sec. 5.6.2): all weights, first states and the variance count.
 * INFINITY when there are too few values. */
double hd_ets_information (const HdEtsForm *form, guint period, guint n_known, double deviance);

guint hd_ets_count_weights (const HdEtsForm *form);

G_END_DECLS
