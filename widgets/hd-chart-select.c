/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A period chosen on the time axis of a chart, by dragging or with Shift and the arrows.
 *
 * The span is one of whole categories. While it is being chosen the charts linked to this one show it too.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hd-chart-link.h"
#include "hd-chart-private.h"

#define BAND_ALPHA 0.16

/* Whether it is a period that has been, not one of a forecast. */
static gboolean
is_known (const HdChartSpec *spec, int category)
{
  return (guint)category < spec->n_categories && spec->categories[category].code != NULL
         && g_str_has_prefix (spec->categories[category].code, "time=");
}

gboolean
hd_chart_can_select (HdChart *self)
{
  const HdChartSpec *spec = self->spec;

  if (spec == NULL || self->is_decoration || spec->map != NULL || spec->n_categories < 2)
    return FALSE;
  for (guint index = 0; index < spec->n_categories; index++)
    if (is_known (spec, (int)index))
      return TRUE;
  return FALSE;
}

/* Where the marks of a category stand; NAN: it has none. */
static double
category_x (HdChart *self, int category)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);
  double left = NAN, right = NAN;

  for (guint index = 0; layout != NULL && index < hd_chart_layout_get_n_marks (layout); index++)
    {
      const HdMark *mark = hd_chart_layout_get_mark (layout, index);

      if (mark->category == category && mark->rect.width > 0)
        {
          left = fmin (left, mark->x);
          right = fmax (right, mark->x);
        }
    }
  return (left + right) / 2;
}

int
hd_chart_category_at (HdChart *self, double x)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);
  double nearest = INFINITY;
  int found = -1;

  for (guint index = 0; layout != NULL && index < hd_chart_layout_get_n_marks (layout); index++)
    {
      const HdMark *mark = hd_chart_layout_get_mark (layout, index);

      if (mark->category >= 0 && fabs (mark->x - x) < nearest
          && is_known (self->spec, mark->category))
        {
          nearest = fabs (mark->x - x);
          found = mark->category;
        }
    }
  return found;
}

static void
tell_link (HdChart *self)
{
  if (self->link == NULL)
    return;
  if (self->select_from < 0)
    hd_chart_link_brush (self->link, self, 0, -1);
  else
    hd_chart_link_brush (self->link, self,
                         self->spec->categories[MIN (self->select_from, self->select_to)].day,
                         self->spec->categories[MAX (self->select_from, self->select_to)].day);
}

void
hd_chart_select (HdChart *self, int from, int to)
{
  if (from < 0 || to < 0 || (self->select_from == from && self->select_to == to))
    return;
  self->select_from = from;
  self->select_to = to;
  tell_link (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
hd_chart_clear_selection (HdChart *self)
{
  if (self->select_from < 0)
    return;
  self->select_from = self->select_to = -1;
  tell_link (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
hd_chart_apply_selection (HdChart *self)
{
  int first = MIN (self->select_from, self->select_to);
  int last = MAX (self->select_from, self->select_to);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (first < 0)
    return FALSE;
  from = g_strdup (self->spec->categories[first].code + strlen ("time="));
  to = g_strdup (self->spec->categories[last].code + strlen ("time="));
  hd_chart_clear_selection (self);
  g_signal_emit_by_name (self, "period-chosen", from, to);
  return TRUE;
}

void
hd_chart_extend_selection (HdChart *self, int step)
{
  const HdMark *mark = hd_chart_find_mark (self, self->cursor);
  int anchor = self->select_from;
  int target, moved;

  if (!hd_chart_can_select (self))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  if (anchor < 0)
    anchor = mark != NULL && is_known (self->spec, mark->category)
                 ? mark->category
                 : hd_chart_category_at (self, G_MAXINT16);
  target = CLAMP ((self->select_to >= 0 ? self->select_to : anchor) + step, 0,
                  (int)self->spec->n_categories - 1);
  if (!is_known (self->spec, target))
    return;
  hd_chart_select (self, anchor, target);
  /* The focus goes with the end that moves, so that it is read aloud. */
  moved = hd_chart_layout_find_mark (self->layout, mark != NULL ? mark->series : 0, target);
  if (moved >= 0)
    hd_chart_focus_mark (self, moved);
}

/* The categories to show as chosen: our own, or those within what a linked chart has. */
static gboolean
find_span (HdChart *self, int *first, int *last)
{
  gint32 first_day, last_day;

  *first = MIN (self->select_from, self->select_to);
  *last = MAX (self->select_from, self->select_to);
  if (*first >= 0)
    return TRUE;
  if (self->link == NULL || !hd_chart_can_select (self)
      || !hd_chart_link_get_brush (self->link, &first_day, &last_day))
    return FALSE;
  for (guint index = 0; index < self->spec->n_categories; index++)
    {
      gint32 day = self->spec->categories[index].day;

      if (day == HD_CHART_LINK_NO_DAY || day < first_day || day > last_day)
        continue;
      *first = *first < 0 ? (int)index : *first;
      *last = (int)index;
    }
  return *first >= 0;
}

void
hd_chart_draw_selection (HdChart *self, cairo_t *cr, const HdPalette *palette)
{
  HdColour colour = palette->colours[HD_ROLE_FOCUS];
  HdRect plot = hd_chart_layout_get_plot (self->layout);
  int first, last;
  double left, right, step;

  if (!find_span (self, &first, &last))
    return;
  left = category_x (self, first);
  right = category_x (self, last);
  if (isnan (left) || isnan (right))
    return;
  /* Half a step to each side: the whole of the first and of the last period. */
  step = last > first ? (right - left) / (last - first)
                      : plot.width / MAX (self->spec->n_categories, 1);
  left = MAX (left - step / 2, plot.x);
  right = MIN (right + step / 2, plot.x + plot.width);
  cairo_rectangle (cr, left, plot.y, right - left, plot.height);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, BAND_ALPHA);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, floor (left) + 0.5, plot.y);
  cairo_line_to (cr, floor (left) + 0.5, plot.y + plot.height);
  cairo_move_to (cr, floor (right) - 0.5, plot.y);
  cairo_line_to (cr, floor (right) - 0.5, plot.y + plot.height);
  cairo_stroke (cr);
}
