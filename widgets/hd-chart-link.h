/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is pointed at in one chart of a screen, for the others to show it too.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_CHART_LINK (hd_chart_link_get_type ())
G_DECLARE_FINAL_TYPE (HdChartLink, hd_chart_link, HD, CHART_LINK, GObject)

/* "No day": what is pointed at lies on no time axis. */
#define HD_CHART_LINK_NO_DAY G_MININT32

/* ::changed (gpointer source): something else is pointed at, by `source`. */
HdChartLink *hd_chart_link_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* `code` is a filter, "unit=KV02"; NULL with HD_CHART_LINK_NO_DAY: nothing. */
void hd_chart_link_point (HdChartLink *self, gconstpointer source, const char *code, gint32 day);
/* The span being dragged over, days since 1970-01-01; last before first: none. */
void
hd_chart_link_brush (HdChartLink *self, gconstpointer source, gint32 first_day, gint32 last_day);

gconstpointer hd_chart_link_get_source (HdChartLink *self);
const char *hd_chart_link_get_code (HdChartLink *self); /* (nullable) */
gint32 hd_chart_link_get_day (HdChartLink *self);
/* FALSE: nothing is being dragged over. */
gboolean hd_chart_link_get_brush (HdChartLink *self, gint32 *first_day, gint32 *last_day);

G_END_DECLS
