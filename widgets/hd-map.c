/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map on the screen: a chart of kind MAP that can be moved and enlarged.
 *
 * Keys: those of HdChart, and + − to enlarge and reduce, 0 for the whole country.
 * Pointer: drag moves, the wheel with Ctrl or a pinch enlarges about the pointer, a click drills.
 * CSS: widget.hd-map.
 * Accessibility: the chart within is the LIST; this is only its frame.
 */

#include "config.h"

#include "hd-map.h"

#include "hd-chart.h"
#include "hd-widgets.h"

#define ZOOM_STEP 1.4
#define MAX_ZOOM 40.0
#define DRAG_THRESHOLD_PX 6

struct _HdMap
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *chart;
  HdChartSpec *spec; /* as given; the chart has a copy with our view */
  HdMapView view;
  HdMapView drag_start;
  double pinch_start;
  guint update_id; /* one new picture a frame, however many events */
};

G_DEFINE_FINAL_TYPE (HdMap, hd_map, GTK_TYPE_WIDGET)

static void
show_view (HdMap *self)
{
  g_autoptr (HdChartSpec) shown = NULL;
  HdMapSpec *map;

  if (self->spec == NULL || self->spec->map == NULL)
    {
      hd_chart_set_spec (HD_CHART (self->chart), self->spec);
      return;
    }
  shown = hd_chart_spec_new (HD_CHART_MAP, self->spec->title, self->spec->caption);
  hd_chart_spec_set_format (shown, self->spec->format);
  hd_chart_spec_set_change_format (shown, self->spec->change_format);
  shown->is_stale = self->spec->is_stale;
  map = hd_map_spec_copy (self->spec->map);
  map->view = self->view;
  hd_chart_spec_take_map (shown, map);
  hd_chart_set_spec (HD_CHART (self->chart), shown);
}

static gboolean
update_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HdMap *self = HD_MAP (widget);

  self->update_id = 0;
  show_view (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (HdMap *self)
{
  if (self->update_id == 0)
    self->update_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), update_cb, NULL, NULL);
}

static void
zoom_in_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hd_map_zoom (HD_MAP (widget), ZOOM_STEP, gtk_widget_get_width (widget) / 2.0,
               gtk_widget_get_height (widget) / 2.0);
}

static void
zoom_out_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hd_map_zoom (HD_MAP (widget), 1 / ZOOM_STEP, gtk_widget_get_width (widget) / 2.0,
               gtk_widget_get_height (widget) / 2.0);
}

static void
fit_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hd_map_fit (HD_MAP (widget));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, HdMap *self)
{
  self->drag_start = self->view;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, HdMap *self)
{
  if (ABS (dx) + ABS (dy) < DRAG_THRESHOLD_PX)
    return;
  /* A drag is not a click: the chart within must not drill when the button is let go. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->view.shift_x = self->drag_start.shift_x + dx;
  self->view.shift_y = self->drag_start.shift_y + dy;
  queue_update (self);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, HdMap *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkEvent *event = gtk_event_controller_get_current_event (base);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  /* Without Ctrl the wheel scrolls the page. */
  if (!(gtk_event_controller_get_current_event_state (base) & GDK_CONTROL_MASK))
    return FALSE;
  if (event != NULL && gdk_event_get_position (event, &x, &y))
    {
      GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
      double native_x, native_y;

      gtk_native_get_surface_transform (native, &native_x, &native_y);
      gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - native_x,
                                        y - native_y, &x, &y);
    }
  hd_map_zoom (self, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, x, y);
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, HdMap *self)
{
  self->pinch_start = self->view.zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, HdMap *self)
{
  double x = 0, y = 0;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  hd_map_zoom (self, self->pinch_start * scale / self->view.zoom, x, y);
}

static void
hd_map_dispose (GObject *object)
{
  HdMap *self = HD_MAP (object);

  if (self->update_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->update_id);
      self->update_id = 0;
    }
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), HD_TYPE_MAP);

  G_OBJECT_CLASS (hd_map_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_plus, "map.zoom-in" },
    { GDK_KEY_equal, "map.zoom-in" },
    { GDK_KEY_KP_Add, "map.zoom-in" },
    { GDK_KEY_minus, "map.zoom-out" },
    { GDK_KEY_KP_Subtract, "map.zoom-out" },
    { GDK_KEY_0, "map.fit" },
    { GDK_KEY_KP_0, "map.fit" },
  };

  for (guint index = 0; index < G_N_ELEMENTS (keys); index++)
    gtk_widget_class_add_binding_action (widget_class, keys[index].key, 0, keys[index].action,
                                         NULL);
}

static void
hd_map_class_init (HdMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_map_dispose;

  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HdMap, overlay);
  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "map.fit", NULL, fit_action);
  add_keys (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_map_init (HdMap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->view.zoom = 1;
  self->chart = hd_chart_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->chart);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->chart, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (self->chart, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (self->chart, scroll);
}

GtkWidget *
hd_map_new (void)
{
  return g_object_new (HD_TYPE_MAP, NULL);
}

GtkWidget *
hd_map_get_chart (HdMap *self)
{
  g_return_val_if_fail (HD_IS_MAP (self), NULL);

  return self->chart;
}

void
hd_map_set_spec (HdMap *self, HdChartSpec *spec)
{
  g_return_if_fail (HD_IS_MAP (self));

  if (self->spec == spec)
    return;
  if (spec != NULL)
    hd_chart_spec_ref (spec);
  /* Other units, another place to look at. */
  if (self->spec == NULL || spec == NULL || self->spec->map == NULL || spec->map == NULL
      || self->spec->map->units != spec->map->units)
    self->view = spec != NULL && spec->map != NULL && spec->map->view.zoom > 0
                     ? spec->map->view
                     : (HdMapView){ .zoom = 1 };
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  self->spec = spec;
  show_view (self);
}

double
hd_map_get_zoom (HdMap *self)
{
  g_return_val_if_fail (HD_IS_MAP (self), 1);

  return self->view.zoom;
}

void
hd_map_zoom (HdMap *self, double factor, double x, double y)
{
  double zoom = CLAMP (self->view.zoom * factor, 1, MAX_ZOOM);
  double applied = zoom / self->view.zoom;
  double centre_x = gtk_widget_get_width (self->chart) / 2.0;
  double centre_y = gtk_widget_get_height (self->chart) / 2.0;

  g_return_if_fail (HD_IS_MAP (self));

  /* What lies under the point stays there. */
  self->view.shift_x = (x - centre_x) - applied * (x - centre_x - self->view.shift_x);
  self->view.shift_y = (y - centre_y) - applied * (y - centre_y - self->view.shift_y);
  self->view.zoom = zoom;
  if (zoom <= 1)
    self->view.shift_x = self->view.shift_y = 0;
  queue_update (self);
}

void
hd_map_fit (HdMap *self)
{
  g_return_if_fail (HD_IS_MAP (self));

  self->view = (HdMapView){ .zoom = 1 };
  queue_update (self);
}
