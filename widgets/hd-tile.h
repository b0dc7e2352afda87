/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A headline number: name, value and unit, change, plan, age, a sparkline and a bullet bar.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"

G_BEGIN_DECLS

/* Borrowed by hd_tile_set_content(). All but name, value and sentence are nullable. */
typedef struct
{
  const char *code; /* what ::activated tells: a KPI or a chart */
  const char *name; /* "Thu ngân sách, lũy kế" */
  const char *value; /* "398,6" */
  const char *unit; /* "nghìn tỷ đ" */
  const char *change; /* "4,1 % cùng kỳ", without glyph */
  int change_sign; /* which way the figure went: the glyph's shape */
  HdPointStatus change_status; /* whether that is good: the glyph's colour */
  const char *plan; /* "88,2 % dự toán" */
  const char *outlook; /* "cả năm 457,4 · đạt dự toán 96 %" */
  const char *age; /* "06:12 hôm nay" */
  const char *sentence; /* all of it, for a screen reader */
  gboolean is_stale;
  HdChartSpec *spark;
  HdChartSpec *bullet;
} HdTileContent;

#define HD_TYPE_TILE (hd_tile_get_type ())
G_DECLARE_FINAL_TYPE (HdTile, hd_tile, HD, TILE, GtkWidget)

/* ::activated (const char *code) */
GtkWidget *hd_tile_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_tile_set_content (HdTile *self, const HdTileContent *content);

G_END_DECLS
