/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words round numbers: units, periods, captions, in the reader's language.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* The format in which values of `kpi` as large as `max_abs` read best. */
HdNumberFormat hd_present_format (const HdPresent *present, const HdKpi *kpi, double max_abs);
/* The same for a column, by its greatest value. */
HdNumberFormat hd_present_column_format (const HdPresent *present,
                                         const HdKpi *kpi,
                                         const HdFrame *frame,
                                         guint column);
HdNumberFormat hd_present_percent_format (const HdPresent *present);

/* "năm 2026", "tháng 9/2026", "quý 3/2026", "21/11/2026", "01/01–21/11/2026"; a reporting month says its
 * days: "kỳ 15/10–14/11/2026". (transfer full) */
char *hd_present_period (HdPeriod period);
/* The same as short as an axis allows: "9", "T9/26", "2026", "21/11". (transfer full) */
char *hd_present_period_short (HdPeriod period);
/* "22/11 06:12" in Vietnam's time. (transfer full) */
char *hd_present_moment (gint64 unix_s);
/* The same without the year, for captions. (transfer full) */
char *hd_present_moment_short (gint64 unix_s);
/* "3 giờ trước". (transfer full) */
char *hd_present_age (gint64 seconds);

/* The name of `code` in the code list of `dimension`, wherever a dataset has it; the code itself else. */
const char *
hd_present_code_name (const HdPresent *present, const char *dimension, const char *code);
/* The names of the units whose rows alone are here. (transfer full) (nullable): NULL, all are. */
char *hd_present_view (const HdPresent *present);
/* As a word within a title; an abbreviation ("HS", "VNACCS") keeps its capitals. (transfer full) */
char *hd_present_lower_first (const char *name);
/* What a dimension is called, in whichever dataset has it, as a word within a sentence. (transfer full) */
char *hd_present_any_dimension_name (const HdPresent *present, const char *dimension);
/* "not split by tax": said of a figure that a step of the scope cannot narrow. (transfer full) */
char *hd_present_left_out (const HdPresent *present, const char *dimension);
/* Where the scope is: "toàn quốc", or the names of its filters joined. (transfer full) */
char *hd_present_place (const HdPresent *present);
/* "số liệu 22/11 06:12": when the figures were extracted. (transfer full) */
char *hd_present_extracted (gint64 vintage);
/* unit of measure · place · period · vintage, as under every chart, but what is said already (see HdPresent). `unit`
 * nullable. (transfer full) */
char *hd_present_caption (const HdPresent *present, const char *unit, const HdFrame *frame);
/* The same where another period is shown than the frame's. (transfer full) */
char *hd_present_caption_over (const HdPresent *present,
                               const char *unit,
                               const HdFrame *frame,
                               HdPeriod shown);
/* The same of what no frame has. `period` nullable, `vintage` 0: not said. (transfer full) */
char *hd_present_caption_of (const HdPresent *present,
                             const char *unit,
                             const char *place,
                             const char *period,
                             gint64 vintage);
/* What a change of this sign means for the KPI. */
HdPointStatus hd_present_status (const HdKpi *kpi, double change);
/* Words for painters, translated once. (transfer none) */
const HdChartWords *hd_present_words (void);

G_END_DECLS
