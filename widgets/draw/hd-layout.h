/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters only: what a layout is made of, and the tools to make one.
 *
 * A painter's layout() puts down ink (rectangles, paths, glyphs, text, all by role) and marks.
 * Drawing is then the same for every kind, and a test can count ink without a surface.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

typedef enum
{
  HD_INK_RECT,
  HD_INK_PATH,
  HD_INK_GLYPH,
  HD_INK_TEXT,
} HdInkKind;

typedef enum
{
  HD_STYLE_FILL,
  HD_STYLE_HATCH, /* 45° lines over the card, with an outline */
  HD_STYLE_HATCH_BARE, /* the lines alone */
  HD_STYLE_HOLLOW, /* an outline over the card */
  HD_STYLE_STROKE,
  HD_STYLE_DASH, /* stroked 5 3 */
} HdStyle;

typedef enum
{
  HD_GLYPH_UP, /* ▲ */
  HD_GLYPH_DOWN, /* ▼ */
  HD_GLYPH_SQUARE, /* ■ */
  HD_GLYPH_DIAMOND, /* ◆ */
  HD_GLYPH_DOT,
  HD_GLYPH_RING, /* a dot that is not over yet */
} HdGlyph;

typedef struct
{
  HdInkKind kind;
  HdStyle style;
  HdRole role;
  HdGlyph glyph;
  double width; /* of a stroke; of a glyph */
  double radius; /* corners of a rectangle */
  gboolean has_halo; /* text on a map */
  gboolean is_on_mark; /* text upon ink of `role`: drawn in what contrasts with it */
  gboolean is_closed;
  HdRect rect; /* of a rectangle or a text; a glyph's centre is its x, y */
  guint first_point, n_points; /* of a path; a NAN point lifts the pen */
  PangoLayout *text; /* (nullable) */
} HdInk;

typedef struct
{
  double x, y;
} HdPoint;

typedef struct
{
  double min, max; /* domain */
  double start, end; /* px of min and of max */
} HdScale;

struct _HdChartLayout
{
  HdChartSpec *spec;
  const HdPainter *painter;
  HdLayoutOptions options;
  PangoContext *context;
  HdTextCache *texts; /* of the options, or own_texts; NULL without a context */
  HdTextCache *own_texts; /* (nullable) */
  double width, height;
  HdRect plot;
  HdScale value_scale; /* where the painter has one */
  HdScale day_scale;
  double point_inset; /* points of a line stand this far inside the plot's ends */
  gboolean has_crosshair; /* overlay: a vertical line at the hovered mark */
  gboolean has_map; /* overlay: outlines of shapes */
  guint n_title_inks; /* the first inks: outside a map's frame */
  guint n_ground_inks, n_frame_inks; /* map: the inks before its legend; before its names */
  HdScale lon_scale, lat_scale;
  gboolean is_muted; /* stale ink is paler */
  GArray *marks; /* (element-type HdMark) */
  GArray *inks; /* (element-type HdInk) */
  GArray *points; /* (element-type HdPoint) */
  GArray *taken; /* (element-type HdRect): boxes that text must not touch */
  GArray *mark_inks; /* (element-type int): the outline of each mark; map only */
};

/* A layout on which nothing lies yet. `context` is nullable where there will be no text. */
HdChartLayout *hd_layout_new (HdChartSpec *spec,
                              PangoContext *context,
                              double width,
                              double height,
                              const HdLayoutOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* Scales. */
/* Where point `index` of `n_points` evenly spread ones stands. */
double hd_layout_point_x (const HdChartLayout *layout, guint index, guint n_points);
double hd_scale_px (const HdScale *scale, double value);
double hd_scale_value (const HdScale *scale, double px);

/* Ink. All return its index. */
guint hd_ink_rect (HdChartLayout *layout, HdRole role, HdStyle style, HdRect rect);
guint hd_ink_line (HdChartLayout *layout,
                   HdRole role,
                   HdStyle style,
                   double width,
                   HdPoint from,
                   HdPoint to);
/* A horizontal or vertical hairline on whole pixels. */
guint hd_ink_rule (HdChartLayout *layout, HdRole role, HdPoint from, HdPoint to);
guint hd_ink_path (HdChartLayout *layout, HdRole role, HdStyle style, double width);
void hd_ink_path_to (HdChartLayout *layout, double x, double y);
void hd_ink_path_lift (HdChartLayout *layout);
void hd_ink_path_close (HdChartLayout *layout);
guint hd_ink_glyph (HdChartLayout *layout, HdRole role, HdGlyph glyph, HdPoint at, double size);
HdInk *hd_ink_get (HdChartLayout *layout, guint ink);
/* The same path or rectangle once more, drawn otherwise. */
guint hd_ink_again (HdChartLayout *layout, guint ink, HdRole role, HdStyle style, double width);
void hd_ink_draw_all (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);
void hd_ink_draw_one (cairo_t *cr,
                      const HdChartLayout *layout,
                      const HdPalette *palette,
                      const HdInk *ink);
/* The same within `seen`, which `cr` is clipped to: no time goes into what of a long path lies outside. */
void hd_ink_draw_seen (cairo_t *cr,
                       const HdChartLayout *layout,
                       const HdPalette *palette,
                       const HdInk *ink,
                       HdRect seen);
/* The trace of a path or rectangle alone, for clips and rings. */
void hd_ink_trace (cairo_t *cr, const HdChartLayout *layout, const HdInk *ink);
/* The trace of a path that encloses the same part of `seen`, and passes it in the same places, with fewer points. */
void hd_ink_trace_seen (cairo_t *cr, const HdChartLayout *layout, const HdInk *ink, HdRect seen);

/* Text. */
typedef enum
{
  HD_TEXT_LABEL,
  HD_TEXT_SMALL,
  HD_TEXT_BOLD,
  HD_TEXT_TITLE,
  HD_TEXT_HEADLINE,
  HD_TEXT_ITALIC,
} HdTextStyle;

/* `max_width` > 0 ellipsises there. (transfer full) */
PangoLayout *
hd_text_new (const HdChartLayout *layout, HdTextStyle style, const char *text, double max_width);
/* Wrapped at words to at most `max_lines` lines, centred; the last is ellipsised. */
PangoLayout *hd_text_new_wrapped (const HdChartLayout *layout,
                                  HdTextStyle style,
                                  const char *text,
                                  double max_width,
                                  int max_lines);
double hd_text_width (PangoLayout *text);
double hd_text_height (PangoLayout *text);
/* The width and height that `text` would have. */
double hd_text_measure (const HdChartLayout *layout, HdTextStyle style, const char *text);
double hd_text_line_height (const HdChartLayout *layout, HdTextStyle style);
/* The box of `text` anchored at x, y: 0 left or top, 0.5 middle, 1 right or bottom. */
HdRect hd_text_box (PangoLayout *text, double x, double y, double anchor_x, double anchor_y);
/* Puts the text there whatever it meets, but inside the canvas. Takes `text`. */
guint hd_text_put (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect box);
/* Puts it only where it is wholly visible and touches no other text. Takes `text`. */
gboolean hd_text_try (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect box);
/* Puts it in the middle of a mark filled with `role`, when it fits there. Takes `text`. */
gboolean hd_text_try_on (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect mark);
/* As hd_text_put(), from a string. */
guint hd_label (HdChartLayout *layout,
                HdTextStyle style,
                HdRole role,
                const char *text,
                HdPoint at,
                double anchor_x,
                double anchor_y);
gboolean hd_layout_is_free (const HdChartLayout *layout, HdRect box);
void hd_layout_take (HdChartLayout *layout, HdRect box);

/* Marks. `code` may be NULL. */
HdMark *hd_mark_add (HdChartLayout *layout, HdRect rect, int series, int category);

/* Roles and glyphs. */
HdRole hd_role_of_notation (const HdSeries *series);
HdRole hd_role_of_status (HdPointStatus status, HdRole otherwise);
/* The glyph for a judged change of that sign. */
HdGlyph hd_glyph_of_change (HdPointStatus status, double change);
/* The role of a bar: its notation, then its status where the series judges. */
HdRole hd_role_of_point (const HdChartSpec *spec, guint series, guint category);
/* Fill, hollow or hatched, as notation and flags say. */
HdStyle hd_style_of_point (const HdChartSpec *spec, guint series, guint category);

/* Notes pinned to marks, once these are there; a line draws its own (hd-annotations.c). */
void hd_annotations_draw (HdChartLayout *layout);

/* The lighter edge of a bar whose value may yet be revised. */
void hd_ink_provisional (HdChartLayout *layout, HdRect bar);
/* "no data" in the middle of the plot. */
void hd_layout_say_missing (HdChartLayout *layout);
HdRect hd_rect_inset (HdRect rect, double by);
gboolean hd_rect_overlaps (HdRect a, HdRect b);
gboolean hd_rect_contains (HdRect rect, double x, double y);

/* hit() for most kinds: the mark under the pointer, else the nearest within reach. */
int hd_hit_nearest (const HdChartLayout *layout, double x, double y);
/* The mark whose x is nearest, then whose y is: for lines and columns. */
int hd_hit_column (const HdChartLayout *layout, double x, double y);

G_END_DECLS
