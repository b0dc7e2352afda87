/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows the pointer and the focus: drawn over a chart that itself stays cached.
 */

#include "config.h"

#include "hd-layout.h"

#include <math.h>

#define PAD_X_PX 7
#define PAD_Y_PX 3
#define RING_PX 2
#define DOT_PX 4

static void
set_role (cairo_t *cr, const HdPalette *palette, HdRole role)
{
  HdColour colour = palette->colours[role];

  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
}

/* The outline of a map's unit; FALSE when the mark has none. */
static gboolean
trace_shape (cairo_t *cr, const HdChartLayout *layout, int mark)
{
  int ink = -1;

  if (mark < (int)layout->mark_inks->len)
    ink = g_array_index (layout->mark_inks, int, mark);
  if (ink < 0)
    return FALSE;
  cairo_new_path (cr);
  hd_ink_trace (cr, layout, &g_array_index (layout->inks, HdInk, ink));
  return TRUE;
}

static void
draw_outline (cairo_t *cr,
              const HdChartLayout *layout,
              const HdPalette *palette,
              int mark,
              double width)
{
  HdRect rect = hd_rect_inset (hd_chart_layout_get_mark (layout, (guint)mark)->rect, -RING_PX);

  cairo_save (cr);
  if (layout->has_map)
    {
      HdRect frame = layout->plot;

      cairo_rectangle (cr, frame.x, frame.y, frame.width, frame.height);
      cairo_clip (cr);
    }
  if (!trace_shape (cr, layout, mark))
    {
      HdInk ring = { .kind = HD_INK_RECT, .rect = rect, .radius = 3 };

      cairo_new_path (cr);
      hd_ink_trace (cr, layout, &ring);
    }
  set_role (cr, palette, HD_ROLE_FOCUS);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_crosshair (cairo_t *cr,
                const HdChartLayout *layout,
                const HdPalette *palette,
                const HdMark *mark)
{
  double x = floor (mark->x) + 0.5;

  set_role (cr, palette, HD_ROLE_AXIS);
  cairo_set_line_width (cr, palette->hairline);
  cairo_move_to (cr, x, layout->plot.y);
  cairo_line_to (cr, x, layout->plot.y + layout->plot.height);
  cairo_stroke (cr);
  set_role (cr, palette, HD_ROLE_FOCUS);
  cairo_arc (cr, mark->x, mark->y, DOT_PX, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* One line with the exact figure, above the mark, or below where there is no room. (transfer full) */
static PangoLayout *
place_callout (const HdChartLayout *layout, int index, HdRect *box)
{
  const HdMark *mark = hd_chart_layout_get_mark (layout, (guint)index);
  g_autofree char *words = hd_chart_describe_mark (layout, (guint)index, layout->options.words);
  PangoLayout *text
      = hd_text_new (layout, HD_TEXT_BOLD, words, MAX (layout->width - 2 * PAD_X_PX - 2, 20));
  double anchor = layout->has_map || layout->has_crosshair ? mark->y : mark->rect.y;

  *box
      = (HdRect){ 0, 0, hd_text_width (text) + 2 * PAD_X_PX, hd_text_height (text) + 2 * PAD_Y_PX };
  box->x = CLAMP (mark->x - box->width / 2, 1, MAX (layout->width - box->width - 1, 1));
  box->y = anchor - box->height - 8;
  if (box->y < 1)
    box->y = MIN (mark->rect.y + mark->rect.height + 8, layout->height - box->height - 1);
  box->y = MAX (box->y, 1);
  return text;
}

static void
draw_callout (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette, int index)
{
  HdInk card = { .kind = HD_INK_RECT, .radius = 5 };
  g_autoptr (PangoLayout) text = place_callout (layout, index, &card.rect);

  cairo_new_path (cr);
  hd_ink_trace (cr, layout, &card);
  set_role (cr, palette, HD_ROLE_CARD);
  cairo_fill_preserve (cr);
  set_role (cr, palette, HD_ROLE_AXIS);
  cairo_set_line_width (cr, palette->hairline);
  cairo_stroke (cr);
  set_role (cr, palette, HD_ROLE_TEXT);
  cairo_move_to (cr, card.rect.x + PAD_X_PX, card.rect.y + PAD_Y_PX);
  pango_cairo_show_layout (cr, text);
  cairo_new_path (cr);
}

static HdRect
rect_union (HdRect a, HdRect b)
{
  double right = MAX (a.x + a.width, b.x + b.width);
  double bottom = MAX (a.y + a.height, b.y + b.height);
  double x = MIN (a.x, b.x);
  double y = MIN (a.y, b.y);

  return (HdRect){ x, y, right - x, bottom - y };
}

/* The line through the plot and the dot on it. */
static HdRect
crosshair_extents (const HdChartLayout *layout, const HdMark *mark)
{
  HdRect line = { mark->x - 2, layout->plot.y, 4, layout->plot.height };
  HdRect dot = { mark->x - DOT_PX - 1, mark->y - DOT_PX - 1, 2 * DOT_PX + 2, 2 * DOT_PX + 2 };

  return rect_union (line, dot);
}

HdRect
hd_chart_overlay_extents (const HdChartLayout *layout, int hover_mark, int focus_mark)
{
  HdRect canvas = { 0, 0, layout->width, layout->height };
  int n_marks = (int)layout->marks->len;
  const int marks[] = { hover_mark, focus_mark };
  HdRect extents = { 0 };
  gboolean has_callout = FALSE;
  double right, bottom;

  for (guint index = 0; index < G_N_ELEMENTS (marks); index++)
    {
      g_autoptr (PangoLayout) text = NULL;
      HdRect box, outline;

      if (marks[index] < 0 || marks[index] >= n_marks)
        continue;
      outline = hd_rect_inset (hd_chart_layout_get_mark (layout, (guint)marks[index])->rect,
                               -2 * RING_PX - 2);
      if (index == 0 && layout->has_crosshair)
        outline = crosshair_extents (layout, hd_chart_layout_get_mark (layout, (guint)hover_mark));
      extents = extents.width > 0 ? rect_union (extents, outline) : outline;
      if (has_callout)
        continue;
      has_callout = TRUE;
      text = place_callout (layout, marks[index], &box);
      extents = rect_union (extents, hd_rect_inset (box, -2));
    }
  right = MIN (ceil (extents.x + extents.width), canvas.width);
  bottom = MIN (ceil (extents.y + extents.height), canvas.height);
  extents.x = MAX (floor (extents.x), 0);
  extents.y = MAX (floor (extents.y), 0);
  extents.width = MAX (right - extents.x, 0);
  extents.height = MAX (bottom - extents.y, 0);
  return extents;
}

void
hd_chart_draw_overlay (cairo_t *cr,
                       const HdChartLayout *layout,
                       const HdPalette *palette,
                       int hover_mark,
                       int focus_mark)
{
  int n_marks = (int)layout->marks->len;

  cairo_save (cr);
  if (hover_mark >= 0 && hover_mark < n_marks)
    {
      if (layout->has_crosshair)
        draw_crosshair (cr, layout, palette, hd_chart_layout_get_mark (layout, (guint)hover_mark));
      else
        draw_outline (cr, layout, palette, hover_mark, 1.2);
    }
  if (focus_mark >= 0 && focus_mark < n_marks)
    draw_outline (cr, layout, palette, focus_mark, 2.4);
  if (hover_mark >= 0 && hover_mark < n_marks)
    draw_callout (cr, layout, palette, hover_mark);
  else if (focus_mark >= 0 && focus_mark < n_marks)
    draw_callout (cr, layout, palette, focus_mark);
  cairo_restore (cr);
}
