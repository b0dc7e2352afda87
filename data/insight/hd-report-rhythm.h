/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a series usually reports, and how unusual it is that a report has not come.
 */

#pragma once

#include "hd-anomaly.h"

G_BEGIN_DECLS

/* What all series of a family have in common. */
typedef struct
{
  double n_due; /* reports that were due by their own series' rhythm */
  double n_missed;
} HdReportRecord;

/* The rhythm: every period, every third (quarters among months), every season, …: `cycle` periods, of
 * which those with `is_due` report. */
typedef struct
{
  guint cycle;
  gboolean *is_due; /* [cycle] by place modulo cycle */
  HdReportRecord record; /* of the periods that were learned from */
} HdReportRhythm;

/* Learns from the first `n_learned` values. */
HdReportRhythm hd_report_rhythm_find (const HdAnomalySeries *series, guint n_learned);
void hd_report_rhythm_clear (HdReportRhythm *rhythm);

/* The chance that the report of `period`, which is missing, is missing still (waited for as long as it
 * was, when that is known), when nothing is the matter; NAN when it was not due. `family` is the record of
 * all series, which a series with a short record of its own leans on. */
double hd_report_rhythm_p_value (const HdReportRhythm *rhythm,
                                 const HdAnomalySeries *series,
                                 guint n_learned,
                                 guint period,
                                 const HdReportRecord *family);

G_END_DECLS
