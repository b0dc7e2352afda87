/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which way of reconciling a structure has earned: all of them on rolling origins.
 */

#pragma once

#include "hd-reconcile.h"

G_BEGIN_DECLS

#define HD_RECONCILE_N_FORMS (2 * HD_RECONCILE_N_WEIGHTS)

typedef struct
{
  HdSummation *sums;
  const double *base; /* [series * horizon + step]; NAN all along where a node has none */
  guint horizon;
  /* Actual less forecast of the base forecasts at rolling origins, as the forecasts hand them out:
   * [(series * n_origins + origin) * n_steps + step], NAN where not known. */
  const double *errors;
  guint n_origins, n_steps; /* n_errors = n_origins * n_steps */
  guint stride; /* steps from an origin to the next */
  const double
      *scales; /* [series] mean change from season to season; NAN leaves a series out of scores */
} HdReconcileCase;

/* A case with the arrays that it reads. Filled by whoever has the forecasts. */
typedef struct
{
  HdReconcileCase of;
  double *base, *errors, *scales; /* (owned) (nullable) */
} HdReconcileData;

void hd_reconcile_data_clear (HdReconcileData *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdReconcileData, hd_reconcile_data_clear)

typedef struct
{
  guint n_levels;
  double *base; /* [level] mean absolute scaled error of the base forecasts; NAN without origins */
  double *
      scores; /* [form * n_levels + level] the same, reconciled, by weights that knew nothing of it */
  double relative[HD_RECONCILE_N_FORMS]; /* geometric mean over levels of score / base */
  HdReconcileForm chosen;
} HdReconcileChoice;

HdReconcileForm hd_reconcile_form_at (guint index); /* of HD_RECONCILE_N_FORMS */
guint hd_reconcile_form_index (HdReconcileForm form);
/* A coherent answer needs one form for the whole structure. It is the one whose errors are least over the
 * levels (each level counts once) on windows that its weights knew nothing of. WLS that keeps the top is the
 * one to beat, clearly; and a form that moves the top must have made it better than its base forecast, on
 * enough windows. Without any window it is WLS that keeps the top. */
HdReconcileChoice *hd_reconcile_choice_new (const HdReconcileCase *of) G_GNUC_WARN_UNUSED_RESULT;
void hd_reconcile_choice_free (HdReconcileChoice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdReconcileChoice, hd_reconcile_choice_free)

/* The projection of `form` with weights from all errors of `of`; NULL as hd_reconciler_new(). */
HdReconciler *hd_reconcile_case_fit (const HdReconcileCase *of,
                                     HdReconcileForm form) G_GNUC_WARN_UNUSED_RESULT;
/* How the base forecasts' errors go together, as the simulated paths should: shrunk less than for weights,
 * where a wrong correlation costs more than a missing one. */
HdErrorCovariance *
hd_reconcile_case_dependence (const HdReconcileCase *of) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
