/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is out of the ordinary in the last months, in many series at once, with the reason.
 */

#pragma once

#include "hd-anomaly.h"
#include "hd-present.h"

G_BEGIN_DECLS

/* Strings are owned. */
typedef struct
{
  HdAnomalyKind kind;
  const HdKpi *kpi; /* the catalogue's */
  HdPointStatus status; /* what being so much higher or lower means for the KPI */
  int sign;
  double actual, expected, lower, upper; /* as hd-anomaly.h has them */
  char *about; /* "Khu vực VII · tháng 10/2026", or the period alone of the whole */
  char *part; /* (nullable): "Khu vực VII" */
  char *period; /* "tháng 10/2026" */
  char *actual_text, *expected_text; /* the second with its interval */
  char *difference; /* actual less expected */
  char *reason; /* "ngoài khoảng dự kiến 95 %" */
  char *filter; /* (nullable): "unit=KV07" */
  char *link; /* the state code that shows it */
} HdPresentAnomaly;

/* Whole months, the last three of each series; the share of false alarms is held at a twentieth. KPIs whose id
 * begins with `prefix` (nullable). The surest first; one for each KPI and part. Where present->put_off says that
 * there is no time, only what is known already: NULL and G_IO_ERROR_PENDING else. Immutable.
 * (transfer full) (element-type HdPresentAnomaly) */
GPtrArray *hd_present_anomalies (const HdPresent *present,
                                 const char *prefix,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
