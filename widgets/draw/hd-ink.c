/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ink: put down by layouts, drawn here, the same on screen, PNG, SVG and PDF.
 *
 * CAIRO_ANTIALIAS_FAST is not used, though it is faster: Cairo 1.16 writes past its spans when such
 * an outline meets a clip that is no rectangle, and a card with round corners is one.
 */

#include "config.h"

#include "hd-layout.h"

#include <math.h>

#define HATCH_GAP_PX 5

static guint
append (HdChartLayout *layout, HdInk ink)
{
  g_array_append_val (layout->inks, ink);
  return layout->inks->len - 1;
}

static HdInk *
last (HdChartLayout *layout)
{
  return &g_array_index (layout->inks, HdInk, layout->inks->len - 1);
}

guint
hd_ink_rect (HdChartLayout *layout, HdRole role, HdStyle style, HdRect rect)
{
  return append (
      layout,
      (HdInk){ .kind = HD_INK_RECT, .role = role, .style = style, .rect = rect, .width = 1.2 });
}

guint
hd_ink_path (HdChartLayout *layout, HdRole role, HdStyle style, double width)
{
  return append (layout, (HdInk){ .kind = HD_INK_PATH,
                                  .role = role,
                                  .style = style,
                                  .width = width,
                                  .first_point = layout->points->len });
}

void
hd_ink_path_to (HdChartLayout *layout, double x, double y)
{
  HdPoint point = { x, y };

  g_array_append_val (layout->points, point);
  last (layout)->n_points++;
}

void
hd_ink_path_lift (HdChartLayout *layout)
{
  hd_ink_path_to (layout, NAN, NAN);
}

void
hd_ink_path_close (HdChartLayout *layout)
{
  last (layout)->is_closed = TRUE;
}

guint
hd_ink_line (HdChartLayout *layout,
             HdRole role,
             HdStyle style,
             double width,
             HdPoint from,
             HdPoint to)
{
  guint ink = hd_ink_path (layout, role, style, width);

  hd_ink_path_to (layout, from.x, from.y);
  hd_ink_path_to (layout, to.x, to.y);
  return ink;
}

guint
hd_ink_rule (HdChartLayout *layout, HdRole role, HdPoint from, HdPoint to)
{
  if (from.y == to.y)
    from.y = to.y = floor (from.y) + 0.5;
  else
    from.x = to.x = floor (from.x) + 0.5;
  return hd_ink_line (layout, role, HD_STYLE_STROKE, 0, from, to);
}

guint
hd_ink_glyph (HdChartLayout *layout, HdRole role, HdGlyph glyph, HdPoint at, double size)
{
  return append (layout, (HdInk){ .kind = HD_INK_GLYPH,
                                  .role = role,
                                  .glyph = glyph,
                                  .width = size,
                                  .rect = { at.x, at.y, 0, 0 } });
}

guint
hd_ink_again (HdChartLayout *layout, guint ink, HdRole role, HdStyle style, double width)
{
  HdInk again = *hd_ink_get (layout, ink);

  again.role = role;
  again.style = style;
  again.width = width;
  return append (layout, again);
}

HdInk *
hd_ink_get (HdChartLayout *layout, guint ink)
{
  return &g_array_index (layout->inks, HdInk, ink);
}

/* Stale ink is greyer and paler; words stay as dark as they are. */
static HdColour
shown_colour (const HdChartLayout *layout, const HdPalette *palette, HdRole role)
{
  HdColour colour = palette->colours[role];
  double grey = 0.3 * colour.red + 0.59 * colour.green + 0.11 * colour.blue;

  if (!layout->is_muted || role == HD_ROLE_CARD || role == HD_ROLE_TEXT || role == HD_ROLE_TEXT_DIM)
    return colour;
  colour = hd_colour_mix (colour, (HdColour){ grey, grey, grey }, 0.85);
  return hd_colour_mix (colour, palette->colours[HD_ROLE_CARD], 0.35);
}

static void
set_role (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, HdRole role)
{
  HdColour colour = shown_colour (layout, palette, role);

  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
}

/* 45° lines inside the current clip, on one lattice for the whole chart. */
static void
hatch_extents (cairo_t *cr, double gap, double width, gboolean is_backward)
{
  double left, top, right, bottom, first;

  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  first = floor ((left - bottom) / gap) * gap;
  if (is_backward)
    first = floor ((left + top) / gap) * gap;
  cairo_new_path (cr);
  for (double offset = first; offset < (is_backward ? right + bottom : right - top) + gap;
       offset += gap)
    {
      if (is_backward)
        {
          cairo_move_to (cr, offset - top, top);
          cairo_line_to (cr, offset - bottom, bottom);
        }
      else
        {
          cairo_move_to (cr, offset + top, top);
          cairo_line_to (cr, offset + bottom, bottom);
        }
    }
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

/* Without colour, on paper or in high contrast, these roles are still told apart: how dense, and which way. Steps from
 * nothing to most are bare, then ever denser, the fourth in both directions, the last full. */
static double
print_hatch_gap (HdRole role, gboolean *is_backward)
{
  *is_backward = role == HD_ROLE_MAP_4 || role == HD_ROLE_MAP_5 || role == HD_ROLE_BETTER
                 || role == HD_ROLE_LANE_GREEN || role == HD_ROLE_PART_4;
  switch (role)
    {
    case HD_ROLE_MAP_1:
    case HD_ROLE_MAP_5:
    case HD_ROLE_WORSE:
    case HD_ROLE_PART_5:
      return 3;
    case HD_ROLE_MAP_2:
    case HD_ROLE_MAP_4:
    case HD_ROLE_LANE_RED:
    case HD_ROLE_PART_2:
    case HD_ROLE_PART_4:
    case HD_ROLE_HEAT_4:
      return 6;
    case HD_ROLE_HEAT_2:
      return 7;
    case HD_ROLE_HEAT_3:
      return 4;
    default:
      return 0;
    }
}

/* The card shows through, but for the steps from nothing to most: there lines add to what the fill says. */
static HdRole
print_hatch_role (HdRole fill)
{
  return fill >= HD_ROLE_HEAT_1 && fill <= HD_ROLE_HEAT_5 ? HD_ROLE_TEXT : HD_ROLE_CARD;
}

static void
fill_path (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  gboolean is_backward;
  double gap = palette->hatch_areas ? print_hatch_gap (ink->role, &is_backward) : 0;

  set_role (cr, layout, palette, ink->role);
  if (gap <= 0)
    {
      cairo_fill (cr);
      return;
    }
  cairo_fill_preserve (cr);
  cairo_save (cr);
  cairo_clip (cr);
  set_role (cr, layout, palette, print_hatch_role (ink->role));
  hatch_extents (cr, gap, 0.8, is_backward);
  if (ink->role == HD_ROLE_HEAT_4)
    hatch_extents (cr, gap, 0.8, TRUE);
  cairo_restore (cr);
}

static void
hatch_path (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  cairo_path_t *path = cairo_copy_path (cr);

  cairo_save (cr);
  if (ink->style == HD_STYLE_HATCH)
    {
      set_role (cr, layout, palette, HD_ROLE_CARD);
      cairo_fill_preserve (cr);
    }
  cairo_clip (cr);
  set_role (cr, layout, palette, ink->role);
  hatch_extents (cr, HATCH_GAP_PX, 1.6, TRUE);
  cairo_restore (cr);
  if (ink->style == HD_STYLE_HATCH)
    {
      cairo_append_path (cr, path);
      cairo_set_line_width (cr, 1 * palette->line_scale);
      set_role (cr, layout, palette, ink->role);
      cairo_stroke (cr);
    }
  cairo_path_destroy (path);
}

static double
line_width (const HdPalette *palette, const HdInk *ink)
{
  return ink->width > 0 ? ink->width * palette->line_scale : palette->hairline;
}

/* How far beside its path an ink may colour a pixel. */
static double
edge_of (const HdPalette *palette, const HdInk *ink)
{
  return line_width (palette, ink) + 2;
}

static void
stroke_path (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  static const double dashes[] = { 5, 3 };

  /* Bevel joins: mitres of a jagged line cost three times as much and spike. */
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_width (cr, line_width (palette, ink));
  if (ink->style == HD_STYLE_DASH)
    cairo_set_dash (cr, dashes, 2, 0);
  set_role (cr, layout, palette, ink->role);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A hollow bar's outline lies inside its rectangle, so that its length is its value. */
static void
draw_hollow (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  double width = ink->width * palette->line_scale;
  HdInk inner = *ink;

  inner.rect = hd_rect_inset (ink->rect, width / 2);
  hd_ink_trace (cr, layout, &inner);
  set_role (cr, layout, palette, HD_ROLE_CARD);
  cairo_fill_preserve (cr);
  stroke_path (cr, layout, palette, ink);
}

static void
draw_glyph (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  double half = ink->width / 2;
  double x = ink->rect.x;
  double y = ink->rect.y;
  double sign = ink->glyph == HD_GLYPH_DOWN ? -1 : 1;

  cairo_new_path (cr);
  switch (ink->glyph)
    {
    case HD_GLYPH_UP:
    case HD_GLYPH_DOWN:
      cairo_move_to (cr, x, y - sign * half * 0.9);
      cairo_line_to (cr, x + half, y + sign * half * 0.8);
      cairo_line_to (cr, x - half, y + sign * half * 0.8);
      cairo_close_path (cr);
      break;
    case HD_GLYPH_SQUARE:
      cairo_rectangle (cr, x - half * 0.8, y - half * 0.8, half * 1.6, half * 1.6);
      break;
    case HD_GLYPH_DIAMOND:
      cairo_move_to (cr, x, y - half);
      cairo_line_to (cr, x + half, y);
      cairo_line_to (cr, x, y + half);
      cairo_line_to (cr, x - half, y);
      cairo_close_path (cr);
      break;
    case HD_GLYPH_RING:
    case HD_GLYPH_DOT:
    default:
      cairo_arc (cr, x, y, half, 0, 2 * G_PI);
      break;
    }
  set_role (cr, layout, palette, ink->glyph == HD_GLYPH_RING ? HD_ROLE_CARD : ink->role);
  cairo_fill_preserve (cr);
  set_role (cr, layout, palette, ink->role);
  cairo_set_line_width (cr, ink->glyph == HD_GLYPH_RING ? 1.4 : 0.01);
  cairo_stroke (cr);
}

/* What is written in: upon a mark whichever of two inks reads better, and of a stale chart no pale one. */
static HdColour
text_colour (const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  HdColour ground = shown_colour (layout, palette, ink->role);
  HdColour dark = palette->colours[HD_ROLE_ON_LIGHT];
  HdColour light = palette->colours[HD_ROLE_ON_DARK];

  if (!ink->is_on_mark)
    return palette
        ->colours[layout->is_muted && ink->role != HD_ROLE_TEXT ? HD_ROLE_TEXT_DIM : ink->role];
  return hd_colour_contrast (light, ground) >= hd_colour_contrast (dark, ground) ? light : dark;
}

static void
draw_text (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink)
{
  HdColour colour = text_colour (layout, palette, ink);

  if (!layout->options.show_text)
    return;
  /* Nobody reads words through hatching. */
  if (ink->is_on_mark && palette->hatch_areas)
    {
      set_role (cr, layout, palette, ink->role);
      cairo_rectangle (cr, ink->rect.x - 2, ink->rect.y, ink->rect.width + 4, ink->rect.height);
      cairo_fill (cr);
    }
  cairo_move_to (cr, ink->rect.x - ink->width, ink->rect.y);
  if (ink->has_halo)
    {
      HdColour halo = shown_colour (layout, palette, ink->is_on_mark ? ink->role : HD_ROLE_CARD);

      cairo_save (cr);
      pango_cairo_layout_path (cr, ink->text);
      cairo_set_source_rgba (cr, halo.red, halo.green, halo.blue, 0.85);
      cairo_set_line_width (cr, 3);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
      cairo_stroke (cr);
      cairo_restore (cr);
      cairo_move_to (cr, ink->rect.x - ink->width, ink->rect.y);
    }
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  pango_cairo_show_layout (cr, ink->text);
  cairo_new_path (cr);
}

/* `seen` (nullable): all of it. */
static void
draw_area (cairo_t *cr,
           const HdChartLayout *layout,
           const HdPalette *palette,
           const HdInk *ink,
           const HdRect *seen)
{
  cairo_new_path (cr);
  if (ink->style == HD_STYLE_HOLLOW && ink->kind == HD_INK_RECT)
    {
      draw_hollow (cr, layout, palette, ink);
      return;
    }
  /* Dashes are counted along the whole path. */
  if (seen != NULL && ink->kind == HD_INK_PATH && ink->style != HD_STYLE_DASH)
    hd_ink_trace_seen (cr, layout, ink, hd_rect_inset (*seen, -edge_of (palette, ink)));
  else
    hd_ink_trace (cr, layout, ink);
  switch (ink->style)
    {
    case HD_STYLE_FILL:
      cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
      fill_path (cr, layout, palette, ink);
      break;
    case HD_STYLE_HATCH:
    case HD_STYLE_HATCH_BARE:
      hatch_path (cr, layout, palette, ink);
      break;
    case HD_STYLE_HOLLOW:
    case HD_STYLE_STROKE:
    case HD_STYLE_DASH:
    default:
      stroke_path (cr, layout, palette, ink);
      break;
    }
}

static void
draw (cairo_t *cr,
      const HdChartLayout *layout,
      const HdPalette *palette,
      const HdInk *ink,
      const HdRect *seen)
{
  switch (ink->kind)
    {
    case HD_INK_GLYPH:
      draw_glyph (cr, layout, palette, ink);
      break;
    case HD_INK_TEXT:
      draw_text (cr, layout, palette, ink);
      break;
    case HD_INK_RECT:
    case HD_INK_PATH:
    default:
      draw_area (cr, layout, palette, ink, seen);
      break;
    }
}

void
hd_ink_draw_one (cairo_t *cr,
                 const HdChartLayout *layout,
                 const HdPalette *palette,
                 const HdInk *ink)
{
  draw (cr, layout, palette, ink, NULL);
}

void
hd_ink_draw_seen (cairo_t *cr,
                  const HdChartLayout *layout,
                  const HdPalette *palette,
                  const HdInk *ink,
                  HdRect seen)
{
  draw (cr, layout, palette, ink, &seen);
}

void
hd_ink_draw_all (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  for (guint ink = 0; ink < layout->inks->len; ink++)
    hd_ink_draw_one (cr, layout, palette, &g_array_index (layout->inks, HdInk, ink));
}
