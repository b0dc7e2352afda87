/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdChart share: the widget itself, and its keys and actions.
 */

#pragma once

#include "hd-chart.h"
#include "hd-painter.h"

G_BEGIN_DECLS

struct _HdChart
{
  GtkWidget parent_instance;

  HdChartSpec *spec;
  HdChartLayout *layout;
  GskRenderNode *node;
  int layout_width, layout_height;
  gboolean is_decoration;

  GPtrArray *items; /* (element-type HdChartMark) children */
  guint next_item; /* of the roving ones */
  gboolean are_items_stale;
  int hover; /* mark, or -1 */
  int cursor;
  GtkWidget *menu; /* (nullable) popover, made when first asked for */
};

/* The layout for the present size; NULL when there is nothing to lay out. */
HdChartLayout *hd_chart_ensure_layout (HdChart *self);
int hd_chart_get_n_marks (HdChart *self);

/* hd-chart-actions.c */
void hd_chart_popup_menu (HdChart *self, double x, double y);
void hd_chart_class_add_actions (HdChartClass *klass);

G_END_DECLS
