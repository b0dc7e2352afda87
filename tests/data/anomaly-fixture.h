/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Families of synthetic monthly series with a season, Tết and planted anomalies, for tests and the bench.
 */

#pragma once

#include "hd-anomaly.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_series, n_values, n_watched;
  gboolean knows_tet; /* the detector is told what Tết does */
  gboolean has_heavy_tails; /* noise by Student's t with 5 degrees; else normal */
  double spikes_pct; /* of watched values */
  double spike_size; /* in standard deviations of the noise */
  double shifts_pct; /* of series, one each, at least four values before the end */
  double shift_size;
  double missing_pct; /* of watched values, where the rest always reports */
} HdAnomalyPlan;

typedef struct
{
  HdAnomalySeries *series; /* [n_series] */
  guint8 *truth; /* [series * n_values + place]: 0, or 1 + HdAnomalyKind */
  double *factors; /* [n_values] what Tết does */
  guint n_series, n_values;
} HdAnomalyFamily;

HdAnomalyFamily *hd_anomaly_family_new (const HdAnomalyPlan *plan, guint64 seed);
void hd_anomaly_family_free (HdAnomalyFamily *family);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdAnomalyFamily, hd_anomaly_family_free)

typedef struct
{
  guint n_planted, n_found, n_right; /* of found; a shift found up to two values off is right */
} HdAnomalyTally;

/* Of one kind. An alarm of the other kind on a planted anomaly is not false, nor is it right. */
HdAnomalyTally
hd_anomaly_family_tally (const HdAnomalyFamily *family, const GArray *found, HdAnomalyKind kind);

G_END_DECLS
