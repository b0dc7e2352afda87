/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart as a file: PNG, SVG, PDF by the same painter as the screen, or its numbers as CSV or XLSX.
 */

#pragma once

#include "hd-chart-spec.h"
#include "hd-palette.h"

G_BEGIN_DECLS

typedef enum
{
  HD_EXPORT_PNG, /* with two pixels for each logical one */
  HD_EXPORT_SVG,
  HD_EXPORT_PDF,
  HD_EXPORT_CSV,
  HD_EXPORT_XLSX,
  HD_EXPORT_N_FORMATS
} HdExportFormat;

typedef struct
{
  HdExportFormat format;
  HdScheme scheme; /* of pictures */
  double width, height; /* of pictures, logical px */
} HdChartExport;

/* ".png" …; static. */
const char *hd_chart_export_suffix (HdExportFormat format);
gboolean
hd_chart_export (HdChartSpec *spec, const char *path, const HdChartExport *options, GError **error);

G_END_DECLS
