/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of chart kinds, and the four things that can be done with any of them.
 *
 * layout() decides where everything lies, once for a size; draw(), hit(), the keyboard, the
 * screen reader and the tests all read that same layout. The order of marks is the order in
 * which arrow keys walk them.
 */

#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include "hd-chart-spec.h"
#include "hd-palette.h"
#include "hd-text-cache.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} HdRect;

/* One thing that can be pointed at, focused, read aloud and drilled. */
typedef struct
{
  HdRect rect; /* px; a point has a small one round it */
  double x, y; /* where a crosshair, a ring or a callout attaches */
  int series; /* -1: of the category as a whole */
  int category; /* map: the shape, or n_units + the point, or n_units + n_points + the flow */
  double value; /* NAN: missing */
  HdPointFlags flags;
  const char *code; /* nullable; borrowed from the spec: what a drill filters by */
} HdMark;

typedef struct _HdChartLayout HdChartLayout;

/* Options that are not part of what is shown. NULL takes the defaults of hd_layout_options_init(). */
typedef struct
{
  double font_px; /* size of a label, already scaled for the reader; 11.5 */
  gboolean show_title; /* title and caption above the plot; FALSE where a card has its own */
  gboolean show_text; /* FALSE for pixel tests */
  const HdChartWords *words; /* NULL is English */
  HdMapView view; /* map: where to look instead of at the spec's own view; zoom 0: there */
  HdTextCache
      *texts; /* (nullable): what the chart's layouts, one after the other, have in common */
} HdLayoutOptions;

void hd_layout_options_init (HdLayoutOptions *options);

/* Never NULL, whatever the spec or the size. Keeps a reference to `spec`. */
HdChartLayout *hd_chart_layout_new (HdChartSpec *spec,
                                    PangoContext *context,
                                    double width,
                                    double height,
                                    const HdLayoutOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void hd_chart_layout_free (HdChartLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdChartLayout, hd_chart_layout_free)

HdChartSpec *hd_chart_layout_get_spec (const HdChartLayout *layout);
guint hd_chart_layout_get_n_marks (const HdChartLayout *layout);
const HdMark *hd_chart_layout_get_mark (const HdChartLayout *layout, guint mark);
/* The mark of that series and category; -1: none. */
int hd_chart_layout_find_mark (const HdChartLayout *layout, int series, int category);
/* The area of the data, without axes and labels. */
HdRect hd_chart_layout_get_plot (const HdChartLayout *layout);

/* Draws at the origin of `cr`. The background is the caller's, but for maps. */
void hd_chart_draw (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);
/* Whether drawing it again costs more than copying a picture of it: long lines. */
gboolean hd_chart_is_heavy (const HdChartLayout *layout);
/* What hd_chart_draw() would draw, at `density` device pixels a pixel, to be painted at 0, 0.
 * (transfer full) */
cairo_surface_t *hd_chart_make_picture (const HdChartLayout *layout,
                                        const HdPalette *palette,
                                        double density) G_GNUC_WARN_UNUSED_RESULT;
/* The mark at or near the point; -1: none. */
int hd_chart_hit (const HdChartLayout *layout, double x, double y);
/* Drawn over the chart, never cached with it: crosshair and exact figure; focus ring. -1: none. */
void hd_chart_draw_overlay (cairo_t *cr,
                            const HdChartLayout *layout,
                            const HdPalette *palette,
                            int hover_mark,
                            int focus_mark);

/* What that may paint, on whole px. */
HdRect hd_chart_overlay_extents (const HdChartLayout *layout, int hover_mark, int focus_mark);

/* A summary for a screen reader: what, range, extremes, plan. (transfer full), never empty. */
char *hd_chart_describe (const HdChartSpec *spec, const HdChartWords *words);
/* One mark in words: "Tháng 11: 6,4 nghìn tỷ, 21/30 ngày". (transfer full) */
char *hd_chart_describe_mark (const HdChartLayout *layout, guint mark, const HdChartWords *words);

/* The height at which a chart of that width needs no scrolling and wastes nothing: rows × row
 * height for bars, a good proportion for others. */
double hd_chart_natural_height (const HdChartSpec *spec, double width, double font_px);

/* A context for files and tests: the default font map and the house's sans family.
 * Widgets use gtk_widget_get_pango_context() instead. (transfer full) */
PangoContext *hd_chart_create_pango_context (void) G_GNUC_WARN_UNUSED_RESULT;

/* One row of the table. */
typedef struct
{
  HdChartKind kind;
  const char *name; /* "line": used by the command line and in tests */
  void (*layout) (HdChartLayout *layout);
  void (*draw) (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);
  int (*hit) (const HdChartLayout *layout, double x, double y);
  void (*describe) (const HdChartSpec *spec, const HdChartWords *words, GString *text);
  double (*natural_height) (const HdChartSpec *spec, double width, double font_px);
} HdPainter;

const HdPainter *hd_painter_get (HdChartKind kind);
/* NULL: no such name. */
const HdPainter *hd_painter_find (const char *name);

G_END_DECLS
