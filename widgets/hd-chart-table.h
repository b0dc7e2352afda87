/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers behind a chart as a list that a screen reader can walk, made from the same spec.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"

G_BEGIN_DECLS

/* A GtkListBox: a head row, then one named row a category. Beyond HD_CHART_TABLE_MAX_ROWS the rest is
 * told in one last row `more` ("%u more; export them"), as a list of thousands helps nobody. */
#define HD_CHART_TABLE_MAX_ROWS 400

GtkWidget *hd_chart_table_new (HdChartSpec *spec, const char *more) G_GNUC_WARN_UNUSED_RESULT;
/* The same as CSV, raw numbers with a point, missing empty. (transfer full) */
char *hd_chart_table_to_csv (const HdChartSpec *spec);

G_END_DECLS
