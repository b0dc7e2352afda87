/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outline of an ink: as it is, or only what of it can be seen from a part of the picture.
 */

#include "config.h"

#include "hd-layout.h"

#include <math.h>

static void
round_rect (cairo_t *cr, HdRect rect, double radius)
{
  radius = MIN (radius, MIN (rect.width, rect.height) / 2);
  if (radius <= 0)
    {
      cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, rect.x + rect.width - radius, rect.y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, rect.x + rect.width - radius, rect.y + rect.height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, rect.x + radius, rect.y + rect.height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, rect.x + radius, rect.y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* A walk along a path that leaves out points which nobody sees. */
typedef struct
{
  cairo_t *cr;
  HdRect seen;
  guint beyond; /* the sides of `seen` that all points since the last one drawn lie beyond */
  const HdPoint *skipped; /* (nullable): the last of these, if it is not drawn */
  gboolean is_down, is_closed;
} Trace;

enum
{
  BEYOND_LEFT = 1 << 0,
  BEYOND_RIGHT = 1 << 1,
  BEYOND_TOP = 1 << 2,
  BEYOND_BOTTOM = 1 << 3,
};

static guint
sides_beyond (const HdRect *seen, const HdPoint *point)
{
  guint sides = 0;

  if (point->x < seen->x)
    sides |= BEYOND_LEFT;
  else if (point->x > seen->x + seen->width)
    sides |= BEYOND_RIGHT;
  if (point->y < seen->y)
    sides |= BEYOND_TOP;
  else if (point->y > seen->y + seen->height)
    sides |= BEYOND_BOTTOM;
  return sides;
}

static void
draw_skipped (Trace *self)
{
  if (self->skipped == NULL)
    return;
  cairo_line_to (self->cr, self->skipped->x, self->skipped->y);
  self->beyond = sides_beyond (&self->seen, self->skipped);
  self->skipped = NULL;
}

static void
lift (Trace *self)
{
  draw_skipped (self);
  if (self->is_down && self->is_closed)
    cairo_close_path (self->cr);
  self->is_down = FALSE;
}

/* What lies beyond one and the same side from a point to a later one is beyond it on the straight way too: the points
 * between change neither what is enclosed nor what is stroked on this side. */
static void
add (Trace *self, const HdPoint *point)
{
  guint sides = sides_beyond (&self->seen, point);

  if (!self->is_down)
    {
      cairo_move_to (self->cr, point->x, point->y);
      self->beyond = sides;
      self->is_down = TRUE;
      return;
    }
  if ((self->beyond & sides) == 0)
    draw_skipped (self);
  self->beyond &= sides;
  if (self->beyond != 0)
    self->skipped = point;
  else
    {
      cairo_line_to (self->cr, point->x, point->y);
      self->beyond = sides;
    }
}

void
hd_ink_trace_seen (cairo_t *cr, const HdChartLayout *layout, const HdInk *ink, HdRect seen)
{
  const HdPoint *points = (const HdPoint *)layout->points->data + ink->first_point;
  Trace trace = { .cr = cr, .seen = seen, .is_closed = ink->is_closed };

  for (guint point = 0; point < ink->n_points; point++)
    if (isnan (points[point].x))
      lift (&trace);
    else
      add (&trace, &points[point]);
  lift (&trace);
}

void
hd_ink_trace (cairo_t *cr, const HdChartLayout *layout, const HdInk *ink)
{
  const HdRect everything = { -G_MAXDOUBLE / 2, -G_MAXDOUBLE / 2, G_MAXDOUBLE, G_MAXDOUBLE };

  if (ink->kind == HD_INK_RECT)
    round_rect (cr, ink->rect, ink->radius);
  else
    hd_ink_trace_seen (cr, layout, ink, everything);
}
