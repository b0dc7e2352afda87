/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdChart share.
 */

#pragma once

#include "hd-chart.h"
#include "hd-map-tiles.h"
#include "hd-painter.h"

G_BEGIN_DECLS

struct _HdChart
{
  GtkWidget parent_instance;

  HdChartSpec *spec;
  HdChartLayout *layout;
  GskRenderNode *node;
  HdTextCache *texts; /* (nullable): of its layouts */
  int layout_width, layout_height;
  gboolean is_decoration;
  char *dimension; /* (nullable): of bare codes */

  /* Of a map. */
  HdMapView view; /* zoom 0: the spec's own */
  double stretch, pan_x, pan_y; /* its picture is drawn so many times as large, and so far aside */
  HdMapTiles *tiles; /* (nullable) */
  cairo_surface_t *names; /* (nullable) */

  GPtrArray *items; /* (element-type HdChartMark) children */
  guint next_item; /* of the roving ones */
  gboolean are_items_stale;
  int hover; /* mark, or -1 */
  int cursor;

  HdChartLink *link; /* (nullable) */
  int linked; /* the mark that another chart points at, or -1 */
  gboolean is_brushed; /* another chart's period is shown here */

  /* A span of categories being chosen; -1: none. */
  int select_from, select_to;
  gboolean is_dragging;

  GMenuModel *places; /* (nullable): where a mark can be opened */
  GtkWidget *menu; /* (nullable) popover, while it is open */
  guint menu_id; /* 0: it is not about to go */
};

/* The layout for the present size; NULL when there is nothing to lay out. */
HdChartLayout *hd_chart_ensure_layout (HdChart *self);
int hd_chart_get_n_marks (HdChart *self);
/* (nullable): that mark, when there is one of that number now. */
const HdMark *hd_chart_find_mark (HdChart *self, int mark);
/* "unit=KV02" of a mark: a filter, whatever the chart calls it. (nullable) (transfer full) */
char *hd_chart_get_mark_code (HdChart *self, const HdMark *mark);
void hd_chart_emit_command (HdChart *self, const char *command, int mark);

void hd_chart_drop_layout (HdChart *self);

/* hd-chart-picture.c */
void hd_chart_snapshot_picture (HdChart *self, GtkSnapshot *snapshot, const HdPalette *palette);
graphene_rect_t hd_chart_overlay_bounds (HdChart *self, int hover, int focus);
void hd_chart_drop_picture (HdChart *self);
/* The widget is not seen: what is painted again quickly goes. */
void hd_chart_rest_picture (HdChart *self);
void hd_chart_dispose_picture (HdChart *self);

/* hd-chart-items.c: the children that screen readers and the focus see. */
void hd_chart_update_items (HdChart *self);
void hd_chart_drop_items (HdChart *self);
void hd_chart_focus_mark (HdChart *self, int mark);
gboolean hd_chart_has_focus (HdChart *self);

/* hd-chart-pointer.c */
void hd_chart_init_pointer (HdChart *self);
void hd_chart_set_hover (HdChart *self, int mark);
void hd_chart_update_linked (HdChart *self);

/* hd-chart-select.c: choosing a period on a time axis. */
gboolean hd_chart_can_select (HdChart *self);
void hd_chart_select (HdChart *self, int from, int to);
void hd_chart_clear_selection (HdChart *self);
/* FALSE when nothing is chosen. */
gboolean hd_chart_apply_selection (HdChart *self);
int hd_chart_category_at (HdChart *self, double x);
void hd_chart_draw_selection (HdChart *self, cairo_t *cr, const HdPalette *palette);

/* hd-chart-actions.c */
void hd_chart_popup_menu (HdChart *self, double x, double y);
void hd_chart_class_add_actions (HdChartClass *klass);

G_END_DECLS
