/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts that add up: the projection of base forecasts onto what a structure allows.
 */

#pragma once

#include "hd-error-covariance.h"
#include "hd-summation.h"

G_BEGIN_DECLS

typedef enum
{
  HD_RECONCILE_BOTTOM_UP, /* leaves are believed, nodes are their sums */
  HD_RECONCILE_WLS, /* every series by the variance of its errors */
  HD_RECONCILE_MINT, /* by the shrunk covariance of all errors (Wickramasuriya et al. 2019) */
  HD_RECONCILE_N_WEIGHTS,
} HdReconcileWeights;

typedef struct
{
  HdReconcileWeights weights;
  gboolean keeps_top; /* the top's base forecast stays as it is, the others give way to it */
} HdReconcileForm;

/* "bottom-up", "wls", "mint", and "… keeping the top" */
const char *hd_reconcile_form_get_name (HdReconcileForm form);

/* A projection, factorised; immutable, for any thread. */
typedef struct _HdReconciler HdReconciler;

/* `is_known` (nullable) [series]: FALSE for a node that has no base forecast of its own; it is then the
 * sum of its leaves. Leaves all have one (0 where nothing was ever seen). NULL when the weights cannot be
 * factorised, which takes errors that are not finite. */
HdReconciler *hd_reconciler_new (HdSummation *sums,
                                 HdReconcileForm form,
                                 const HdErrorCovariance *errors,
                                 const gboolean *is_known) G_GNUC_WARN_UNUSED_RESULT;
void hd_reconciler_free (HdReconciler *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdReconciler, hd_reconciler_free)

/* In place, `values` [series * n_columns + column], columns apart from each other (a step, or a step of a
 * path, or errors of the base forecasts, which turn into errors of the reconciled ones). With
 * `is_non_negative` no leaf stays below zero: those that would are set to zero and the rest reconciled
 * again. Nodes are then exact sums of leaves. */
void hd_reconciler_apply (const HdReconciler *self,
                          double *values,
                          guint n_columns,
                          gboolean is_non_negative);

G_END_DECLS
