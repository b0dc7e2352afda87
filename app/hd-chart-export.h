/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart as a file: PNG, SVG, PDF by the same painter as the screen, or its numbers as CSV.
 */

#pragma once

#include <gio/gio.h>

#include "hd-chart-spec.h"

G_BEGIN_DECLS

/* The ending of `path` decides the format. */
gboolean hd_chart_export (HdChartSpec *spec, const char *path, GError **error);

G_END_DECLS
