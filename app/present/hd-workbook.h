/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The briefing as a workbook: every indicator and the tables behind the charts, numbers as numbers.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* Written whole or not at all. HD_BRIEFING_ERROR_IO. */
gboolean hd_workbook_write (const HdPresent *present, const char *path, GError **error);

/* The numbers of one chart on one sheet, unscaled. */
gboolean hd_workbook_write_chart (const HdChartSpec *spec, const char *path, GError **error);

G_END_DECLS
