/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map on the screen: a chart of kind MAP that can be moved and enlarged.
 *
 * Keys: those of HdChart, but the arrows go to what lies on that side; Shift with them moves the map;
 * + − enlarge and reduce, 0 shows the whole country, Backspace or Alt+Up looks at what lies round.
 * Pointer: drag moves, the wheel (with Ctrl where the page scrolls) or a pinch enlarges about the pointer, a
 * click drills.
 * CSS: widget.hd-map.
 * Accessibility: the chart within is the LIST; this is only its frame.
 */

#include "config.h"

#include "hd-map.h"

#include <math.h>

#include "hd-chart.h"
#include "hd-map-ground.h"
#include "hd-map-walk.h"
#include "hd-widgets.h"

#define ZOOM_STEP 1.4
#define MAX_ZOOM 40.0
#define DRAG_THRESHOLD_PX 6
#define KEY_STEP_PX 80
/* How long after the last move all is put anew. */
#define SETTLE_MS 120
/* A unit that the keyboard comes to stands at least so far inside the frame. */
#define INSIDE_PX 60

struct _HdMap
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *out_button;
  GtkWidget *chart;
  HdChartSpec *spec;
  HdMapView view;
  HdMapView laid; /* the view of the picture that is there */
  double drag_x, drag_y; /* of the drag that is going on */
  double pinch_start;
  gboolean takes_wheel;
  guint settle_id;
  char *wanted; /* (nullable): the unit to be looked at once there is a frame */
  guint look_id;
};

G_DEFINE_FINAL_TYPE (HdMap, hd_map, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The middle of the frame stays on the map. */
static double
clamp_shift (double shift, double zoom, int size)
{
  double most = zoom * size / 2;

  return CLAMP (shift, -most, most);
}

/* Lays out anew where the map was moved to. */
static void
settle (HdMap *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->laid = self->view;
  hd_chart_set_view (HD_CHART (self->chart), &self->view);
}

static gboolean
settle_cb (gpointer user_data)
{
  HdMap *self = user_data;

  self->settle_id = 0;
  settle (self);
  return G_SOURCE_REMOVE;
}

/* Shows the picture that is there where it now belongs, and a better one when the hand rests. */
static void
preview (HdMap *self)
{
  double width = gtk_widget_get_width (self->chart);
  double height = gtk_widget_get_height (self->chart);
  double stretch = self->view.zoom / self->laid.zoom;
  double dx = self->view.shift_x - self->laid.shift_x * stretch + (1 - stretch) * width / 2;
  double dy = self->view.shift_y - self->laid.shift_y * stretch + (1 - stretch) * height / 2;

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (stretch == 1 && (fabs (dx) > width / 2 || fabs (dy) > height / 2))
    {
      settle (self);
      return;
    }
  hd_chart_preview (HD_CHART (self->chart), stretch, round (dx), round (dy));
  self->settle_id = g_timeout_add (SETTLE_MS, settle_cb, self);
}

static void
move_to (HdMap *self, double shift_x, double shift_y)
{
  int width = gtk_widget_get_width (self->chart);
  int height = gtk_widget_get_height (self->chart);

  self->view.shift_x = round (clamp_shift (shift_x, self->view.zoom, width));
  self->view.shift_y = round (clamp_shift (shift_y, self->view.zoom, height));
}

void
hd_map_pan (HdMap *self, double dx, double dy)
{
  g_return_if_fail (HD_IS_MAP (self));

  move_to (self, self->view.shift_x + dx, self->view.shift_y + dy);
  preview (self);
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
out_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_OUT], 0);
}

static void
pan_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  int x, y;

  g_variant_get (parameter, "(ii)", &x, &y);
  hd_map_pan (HD_MAP (widget), x * KEY_STEP_PX, y * KEY_STEP_PX);
}

/* A focus that cannot be seen is none. */
static void
show_mark (HdMap *self, int index)
{
  HdChartLayout *layout = hd_chart_get_layout (HD_CHART (self->chart));
  const HdMark *mark = hd_chart_layout_get_mark (layout, (guint)index);
  double width = gtk_widget_get_width (self->chart);
  double height = gtk_widget_get_height (self->chart);
  double inside_x = MIN (INSIDE_PX, width / 3);
  double inside_y = MIN (INSIDE_PX, height / 3);
  double dx = CLAMP (mark->x, inside_x, width - inside_x) - mark->x;
  double dy = CLAMP (mark->y, inside_y, height - inside_y) - mark->y;

  if (dx == 0 && dy == 0)
    return;
  self->view.shift_x += round (dx);
  self->view.shift_y += round (dy);
  settle (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        HdMap *self)
{
  static const struct
  {
    guint key, keypad;
    HdMapDirection direction;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, HD_MAP_WEST },
    { GDK_KEY_Right, GDK_KEY_KP_Right, HD_MAP_EAST },
    { GDK_KEY_Up, GDK_KEY_KP_Up, HD_MAP_NORTH },
    { GDK_KEY_Down, GDK_KEY_KP_Down, HD_MAP_SOUTH },
  };

  if (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  for (guint arrow = 0; arrow < G_N_ELEMENTS (arrows); arrow++)
    if (key == arrows[arrow].key || key == arrows[arrow].keypad)
      {
        hd_map_walk_to (self, arrows[arrow].direction);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, HdMap *self)
{
  self->drag_x = self->view.shift_x;
  self->drag_y = self->view.shift_y;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, HdMap *self)
{
  if (ABS (dx) + ABS (dy) < DRAG_THRESHOLD_PX)
    return;
  /* A drag is not a click: the chart within must not drill when the button is let go. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  move_to (self, self->drag_x + dx, self->drag_y + dy);
  preview (self);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, HdMap *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkEvent *event = gtk_event_controller_get_current_event (base);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  if (!self->takes_wheel
      && !(gtk_event_controller_get_current_event_state (base) & GDK_CONTROL_MASK))
    return FALSE;
  if (event != NULL && gdk_event_get_position (event, &x, &y))
    {
      GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
      double native_x, native_y;

      gtk_native_get_surface_transform (native, &native_x, &native_y);
      gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - native_x,
                                        y - native_y, &x, &y);
    }
  hd_map_zoom (self, pow (ZOOM_STEP, -CLAMP (dy, -2, 2)), x, y);
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
  double x = gtk_widget_get_width (self->chart) / 2.0;
  double y = gtk_widget_get_height (self->chart) / 2.0;

  if (gtk_gesture_is_active (GTK_GESTURE (gesture)))
    gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  hd_map_zoom (self, self->pinch_start * scale / self->view.zoom, x, y);
}

static void
hd_map_dispose (GObject *object)
{
  HdMap *self = HD_MAP (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->look_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->look_id);
  self->look_id = 0;
  g_clear_pointer (&self->wanted, g_free);
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
    { GDK_KEY_BackSpace, "map.out" },
  };
  static const struct
  {
    guint key;
    int x, y;
  } moves[] = {
    { GDK_KEY_Left, 1, 0 },
    { GDK_KEY_Right, -1, 0 },
    { GDK_KEY_Up, 0, 1 },
    { GDK_KEY_Down, 0, -1 },
  };

  for (guint index = 0; index < G_N_ELEMENTS (keys); index++)
    gtk_widget_class_add_binding_action (widget_class, keys[index].key, 0, keys[index].action,
                                         NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "map.out", NULL);
  for (guint index = 0; index < G_N_ELEMENTS (moves); index++)
    gtk_widget_class_add_binding_action (widget_class, moves[index].key, GDK_SHIFT_MASK, "map.pan",
                                         "(ii)", moves[index].x, moves[index].y);
}

static void
hd_map_class_init (HdMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_map_dispose;

  signals[SIGNAL_OUT]
      = g_signal_new ("out", HD_TYPE_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HdMap, overlay);
  gtk_widget_class_bind_template_child (widget_class, HdMap, out_button);
  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "map.fit", NULL, fit_action);
  gtk_widget_class_install_action (widget_class, "map.out", NULL, out_action);
  gtk_widget_class_install_action (widget_class, "map.pan", "(ii)", pan_action);
  add_keys (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_map_init (HdMap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->view.zoom = self->laid.zoom = 1;
  self->chart = hd_chart_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->chart);

  /* Before the chart within, whose arrows go along its marks. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->chart, keys);
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
  gtk_widget_set_visible (self->out_button,
                          spec != NULL && spec->map != NULL && spec->map->selected >= 0);
  hd_chart_set_spec (HD_CHART (self->chart), spec);
  settle (self);
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
  double zoom, applied, centre_x, centre_y;

  g_return_if_fail (HD_IS_MAP (self));

  zoom = CLAMP (self->view.zoom * factor, 1, MAX_ZOOM);
  applied = zoom / self->view.zoom;
  centre_x = gtk_widget_get_width (self->chart) / 2.0;
  centre_y = gtk_widget_get_height (self->chart) / 2.0;
  /* What lies under the point stays there. */
  self->view.shift_x = x - centre_x - applied * (x - centre_x - self->view.shift_x);
  self->view.shift_y = y - centre_y - applied * (y - centre_y - self->view.shift_y);
  self->view.zoom = zoom;
  if (zoom <= 1)
    self->view.shift_x = self->view.shift_y = 0;
  preview (self);
}

void
hd_map_fit (HdMap *self)
{
  g_return_if_fail (HD_IS_MAP (self));

  self->view = (HdMapView){ .zoom = 1 };
  settle (self);
}

void
hd_map_set_takes_wheel (HdMap *self, gboolean takes_wheel)
{
  g_return_if_fail (HD_IS_MAP (self));

  self->takes_wheel = takes_wheel;
}

void
hd_map_walk_to (HdMap *self, HdMapDirection direction)
{
  HdChartLayout *layout;
  int mark;

  g_return_if_fail (HD_IS_MAP (self));

  layout = hd_chart_get_layout (HD_CHART (self->chart));
  if (layout == NULL)
    return;
  mark = hd_map_walk (layout, hd_chart_get_keyboard_mark (HD_CHART (self->chart)), direction);
  if (mark < 0)
    return;
  show_mark (self, mark);
  hd_chart_set_cursor (HD_CHART (self->chart), mark);
}

/* FALSE: there is no frame yet. */
static gboolean
look (HdMap *self)
{
  int width = gtk_widget_get_width (self->chart);
  int height = gtk_widget_get_height (self->chart);
  int unit;

  if (self->spec == NULL || self->spec->map == NULL)
    return TRUE;
  if (width == 0 || height == 0)
    return FALSE;
  unit = hd_geo_layer_find (self->spec->map->units, self->wanted);
  if (unit < 0)
    return TRUE;
  self->view = hd_map_spec_look_at (self->spec->map, (guint)unit, width, height);
  settle (self);
  return TRUE;
}

static gboolean
look_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HdMap *self = HD_MAP (widget);

  if (!look (self))
    return G_SOURCE_CONTINUE;
  self->look_id = 0;
  return G_SOURCE_REMOVE;
}

void
hd_map_look_at (HdMap *self, const char *code)
{
  g_return_if_fail (HD_IS_MAP (self));

  g_free (self->wanted);
  self->wanted = g_strdup (code);
  if (self->look_id == 0 && !look (self))
    self->look_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), look_cb, NULL, NULL);
}
