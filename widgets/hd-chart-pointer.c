/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pointer and touch on a chart: what is pointed at (here and in the charts linked to it), clicks, menus.
 */

#include "config.h"

#include <math.h>

#include "hd-chart-link.h"
#include "hd-chart-private.h"

/* A press that moves less is a click. */
#define DRAG_THRESHOLD_PX 8.0

static int
hit (HdChart *self, double x, double y)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);

  return layout != NULL ? hd_chart_hit (layout, x, y) : -1;
}

static gint32
day_of (const HdChartSpec *spec, const HdMark *mark)
{
  gboolean is_category
      = spec->map == NULL && mark->category >= 0 && (guint)mark->category < spec->n_categories;

  return is_category ? spec->categories[mark->category].day : HD_CHART_LINK_NO_DAY;
}

void
hd_chart_set_hover (HdChart *self, int mark)
{
  const HdMark *info = hd_chart_find_mark (self, mark);
  gboolean drills = info != NULL && info->code != NULL && info->code[0] != '\0';

  if (self->hover == mark)
    return;
  self->hover = mark;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), drills ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->link == NULL)
    return;
  if (info != NULL)
    {
      gint32 day = day_of (self->spec, info);
      /* A moment is found by its day: the same month has other codes in other charts. */
      g_autofree char *code
          = day == HD_CHART_LINK_NO_DAY ? hd_chart_get_mark_code (self, info) : NULL;

      hd_chart_link_point (self->link, self, code, day);
    }
  else
    hd_chart_link_point (self->link, self, NULL, HD_CHART_LINK_NO_DAY);
}

/* The last category that begins on or before `day`; -1: it lies outside. */
static int
category_of_day (const HdChartSpec *spec, gint32 day)
{
  int found = -1;
  gint32 step;

  if (spec->n_categories < 2)
    return -1;
  for (guint index = 0; index < spec->n_categories; index++)
    {
      if (spec->categories[index].day == HD_CHART_LINK_NO_DAY)
        return -1;
      if (spec->categories[index].day <= day)
        found = (int)index;
    }
  /* The last period is about as long as the one before it. */
  step
      = spec->categories[spec->n_categories - 1].day - spec->categories[spec->n_categories - 2].day;
  if (found == (int)spec->n_categories - 1 && day >= spec->categories[found].day + step)
    return -1;
  return found;
}

/* The mark of what another chart points at: what is actual before what it is compared with. */
static int
find_linked (HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);
  const char *code = hd_chart_link_get_code (self->link);
  gint32 day = hd_chart_link_get_day (self->link);
  int category = -1, found = -1;

  if (layout == NULL || hd_chart_link_get_source (self->link) == self
      || (code == NULL && day == HD_CHART_LINK_NO_DAY))
    return -1;
  if (day != HD_CHART_LINK_NO_DAY)
    category = self->spec->map == NULL ? category_of_day (self->spec, day) : -1;
  if (day != HD_CHART_LINK_NO_DAY && category < 0)
    return -1;
  for (guint index = 0; index < hd_chart_layout_get_n_marks (layout); index++)
    {
      const HdMark *mark = hd_chart_layout_get_mark (layout, index);
      g_autofree char *own = category < 0 ? hd_chart_get_mark_code (self, mark) : NULL;
      gboolean is_same = category >= 0 ? mark->category == category : g_strcmp0 (own, code) == 0;

      if (!is_same || isnan (mark->value))
        continue;
      if (mark->series < 0 || (guint)mark->series >= self->spec->n_series
          || self->spec->series[mark->series].notation == HD_NOTATION_ACTUAL)
        return (int)index;
      if (found < 0)
        found = (int)index;
    }
  return found;
}

void
hd_chart_update_linked (HdChart *self)
{
  int linked = self->link != NULL ? find_linked (self) : -1;

  if (linked != self->linked)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->linked = linked;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, HdChart *self)
{
  hd_chart_set_hover (self, hit (self, x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller, HdChart *self)
{
  hd_chart_set_hover (self, -1);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, HdChart *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  int mark = hit (self, x, y);

  if (button != GDK_BUTTON_PRIMARY || mark < 0)
    return;
  if (gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK)
    hd_chart_emit_command (self, "compare", mark);
  else
    hd_chart_activate_mark (self, mark);
}

static void
open_menu_at (HdChart *self, double x, double y)
{
  self->cursor = hit (self, x, y);
  hd_chart_popup_menu (self, x, y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, HdChart *self)
{
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY)
    open_menu_at (self, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, HdChart *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

/* Dragging along a time axis. Until it moves along the axis the press may still be a click, or a swipe of
 * the page. */

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, HdChart *self)
{
  self->is_dragging = FALSE;
  if (!hd_chart_can_select (self))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, HdChart *self)
{
  double x, y;

  if (!self->is_dragging && fabs (dx) < DRAG_THRESHOLD_PX)
    {
      if (fabs (dy) >= DRAG_THRESHOLD_PX)
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (!self->is_dragging)
    {
      self->is_dragging = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  hd_chart_select (self, hd_chart_category_at (self, x), hd_chart_category_at (self, x + dx));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, HdChart *self)
{
  if (!self->is_dragging)
    return;
  self->is_dragging = FALSE;
  hd_chart_apply_selection (self);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, HdChart *self)
{
  if (self->is_dragging)
    hd_chart_clear_selection (self);
  self->is_dragging = FALSE;
}

void
hd_chart_init_pointer (HdChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
