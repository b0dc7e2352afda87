/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart on the screen: any painter of widgets/draw, with pointer, keyboard and screen reader.
 *
 * The picture is drawn once into a render node and kept until the spec, the size or the style changes;
 * crosshair and focus ring are drawn over it. Layout, hit test, keyboard and screen reader all read the
 * same HdChartLayout.
 *
 * Keys: Tab enters and leaves; Left/Right (and Up/Down) walk the marks, Ctrl with them by six, Home/End;
 * Enter or Space activates, T shows the table, Menu or Shift+F10 the menu, Escape returns to the chart.
 * CSS: widget.hd-chart.
 * Accessibility: LIST with one LIST_ITEM a mark (three that take turns when there are many); label = title,
 * description = computed summary. A decoration is hidden.
 * Right-to-left: Left and Right are mirrored.
 */

#include "config.h"

#include "hd-chart.h"

#include "hd-chart-mark.h"
#include "hd-chart-private.h"
#include "hd-widgets.h"

/* Up to here every mark has its own item; beyond, three take turns. */
#define MAX_OWN_ITEMS 32
#define N_ROVING_ITEMS 3
#define LABEL_SCALE 0.885

G_DEFINE_FINAL_TYPE (HdChart, hd_chart, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_SHOW_TABLE,
  SIGNAL_EXPORT,
  SIGNAL_MOVE_CURSOR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

HdChartLayout *
hd_chart_ensure_layout (HdChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  HdLayoutOptions options;

  if (self->spec == NULL || width <= 0 || height <= 0)
    return NULL;
  if (self->layout != NULL && self->layout_width == width && self->layout_height == height)
    return self->layout;

  g_clear_pointer (&self->layout, hd_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  hd_layout_options_init (&options);
  options.font_px = hd_widgets_get_font_px (widget) * LABEL_SCALE;
  options.show_title = FALSE;
  options.words = hd_widgets_get_words ();
  self->layout = hd_chart_layout_new (self->spec, gtk_widget_get_pango_context (widget), width,
                                      height, &options);
  self->layout_width = width;
  self->layout_height = height;
  self->are_items_stale = TRUE;
  return self->layout;
}

static void
drop_layout (HdChart *self)
{
  g_clear_pointer (&self->layout, hd_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
hd_chart_get_n_marks (HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);

  return layout != NULL ? (int)hd_chart_layout_get_n_marks (layout) : 0;
}

static void
item_activated_cb (HdChartMark *item, HdChart *self)
{
  hd_chart_activate_mark (self, hd_chart_mark_get_index (item));
}

static void
item_focus_cb (HdChartMark *item, GParamSpec *pspec, HdChart *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (item)))
    self->cursor = hd_chart_mark_get_index (item);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
label_item (HdChart *self, HdChartMark *item, int mark)
{
  g_autofree char *label
      = hd_chart_describe_mark (self->layout, (guint)mark, hd_widgets_get_words ());

  hd_chart_mark_set (item, mark, (int)hd_chart_layout_get_n_marks (self->layout), label);
}

static void
place_item (HdChart *self, GtkWidget *item)
{
  int index = hd_chart_mark_get_index (HD_CHART_MARK (item));
  GtkAllocation area = { 0, 0, 1, 1 };

  if (index >= 0 && index < (int)hd_chart_layout_get_n_marks (self->layout))
    {
      const HdMark *mark = hd_chart_layout_get_mark (self->layout, (guint)index);

      area.x = (int)mark->rect.x;
      area.y = (int)mark->rect.y;
      area.width = MAX ((int)mark->rect.width, 1);
      area.height = MAX ((int)mark->rect.height, 1);
    }
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (item, &area, -1);
}

static void
resize_items (HdChart *self, guint count)
{
  while (self->items->len > count)
    {
      gtk_widget_unparent (g_ptr_array_index (self->items, self->items->len - 1));
      g_ptr_array_set_size (self->items, (int)self->items->len - 1);
    }
  while (self->items->len < count)
    {
      GtkWidget *item = hd_chart_mark_new ();

      g_signal_connect (item, "activated", G_CALLBACK (item_activated_cb), self);
      g_signal_connect (item, "notify::has-focus", G_CALLBACK (item_focus_cb), self);
      gtk_widget_set_parent (item, GTK_WIDGET (self));
      g_ptr_array_add (self->items, item);
    }
}

/* One item a mark, or a few roving ones round the cursor. */
static void
update_items (HdChart *self)
{
  int count = hd_chart_get_n_marks (self);

  if (self->is_decoration || self->layout == NULL)
    return;
  if (self->cursor >= count)
    self->cursor = -1;
  if (self->are_items_stale)
    {
      self->are_items_stale = FALSE;
      resize_items (self, (guint)(count <= MAX_OWN_ITEMS ? count : N_ROVING_ITEMS));
      for (guint index = 0; index < self->items->len; index++)
        {
          int mark = count <= MAX_OWN_ITEMS ? (int)index : MAX (self->cursor, 0) + (int)index;

          label_item (self, g_ptr_array_index (self->items, index), MIN (mark, count - 1));
        }
      self->next_item = 0;
    }
  for (guint index = 0; index < self->items->len; index++)
    place_item (self, g_ptr_array_index (self->items, index));
}

static void
focus_mark (HdChart *self, int mark)
{
  GtkWidget *item = NULL;
  int count = hd_chart_get_n_marks (self);

  if (mark < 0 || mark >= count || self->items->len == 0)
    return;
  self->cursor = mark;
  if (count <= MAX_OWN_ITEMS && (guint)mark < self->items->len)
    item = g_ptr_array_index (self->items, mark);
  else
    {
      item = g_ptr_array_index (self->items, self->next_item);
      self->next_item = (self->next_item + 1) % self->items->len;
      label_item (self, HD_CHART_MARK (item), mark);
    }
  place_item (self, item);
  gtk_widget_grab_focus (item);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_hover (HdChart *self, int mark)
{
  const HdMark *info;

  if (self->hover == mark)
    return;
  self->hover = mark;
  info = mark >= 0 && self->layout != NULL ? hd_chart_layout_get_mark (self->layout, (guint)mark)
                                           : NULL;
  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (self),
      info != NULL && info->code != NULL && info->code[0] != '\0' ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hd_chart_move_cursor (HdChart *self, int step)
{
  int count = hd_chart_get_n_marks (self);
  int target;

  if (count == 0)
    return;
  if (self->are_items_stale)
    update_items (self);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL && ABS (step) < G_MAXINT16)
    step = -step;
  target = self->cursor < 0 ? (step > 0 ? 0 : count - 1) : self->cursor + step;
  focus_mark (self, CLAMP (target, 0, count - 1));
}

/* Pointer. */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);

  set_hover (self, layout != NULL ? hd_chart_hit (layout, x, y) : -1);
}

static void
leave_cb (GtkEventControllerMotion *controller, HdChart *self)
{
  set_hover (self, -1);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  int mark = layout != NULL ? hd_chart_hit (layout, x, y) : -1;

  if (button == GDK_BUTTON_PRIMARY && mark >= 0)
    hd_chart_activate_mark (self, mark);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button != GDK_BUTTON_SECONDARY)
    return;
  self->cursor = layout != NULL ? hd_chart_hit (layout, x, y) : -1;
  hd_chart_popup_menu (self, x, y);
}

/* Overrides. */

static void
draw_picture (HdChart *self, int width, int height, const HdPalette *palette)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  hd_chart_draw (cr, self->layout, palette);
  cairo_destroy (cr);
  self->node = gtk_snapshot_free_to_node (snapshot);
}

static void
hd_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HdChart *self = HD_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  const HdPalette *palette = hd_widgets_get_palette (widget);
  gboolean is_focused = FALSE;
  int focus;

  if (hd_chart_ensure_layout (self) == NULL)
    return;
  if (self->node == NULL)
    draw_picture (self, width, height, palette);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);

  for (guint index = 0; index < self->items->len && !is_focused; index++)
    is_focused = gtk_widget_has_focus (g_ptr_array_index (self->items, index));
  focus = is_focused ? self->cursor : -1;
  if (!self->is_decoration && (self->hover >= 0 || focus >= 0))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

      hd_chart_draw_overlay (cr, self->layout, palette, self->hover, focus);
      cairo_destroy (cr);
    }
}

static void
hd_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HdChart *self = HD_CHART (widget);

  if (hd_chart_ensure_layout (self) != NULL)
    update_items (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static GtkSizeRequestMode
hd_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hd_chart_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  HdChart *self = HD_CHART (widget);
  double font_px = hd_widgets_get_font_px (widget) * LABEL_SCALE;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->is_decoration ? 24 : 96;
      *natural = self->is_decoration ? 120 : 320;
    }
  else
    {
      *minimum = self->is_decoration ? 6 : 48;
      *natural = *minimum;
      if (self->spec != NULL && for_size > 0 && !self->is_decoration)
        *natural = MAX (*minimum, (int)hd_chart_natural_height (self->spec, for_size, font_px));
    }
}

static void
hd_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hd_chart_parent_class)->css_changed (widget, change);
  drop_layout (HD_CHART (widget));
}

/* Tab enters the chart as a whole and leaves it from any mark. */
static gboolean
hd_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_inside = focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));

  if (HD_CHART (widget)->is_decoration)
    return FALSE;
  if (is_inside)
    return direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD;
  return gtk_widget_grab_focus (widget);
}

static void
hd_chart_dispose (GObject *object)
{
  HdChart *self = HD_CHART (object);

  if (self->items != NULL)
    resize_items (self, 0);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->layout, hd_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->spec, hd_chart_spec_unref);

  G_OBJECT_CLASS (hd_chart_parent_class)->dispose (object);
}

static void
hd_chart_class_init (HdChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = hd_chart_dispose;
  widget_class->snapshot = hd_chart_snapshot;
  widget_class->measure = hd_chart_measure;
  widget_class->get_request_mode = hd_chart_get_request_mode;
  widget_class->size_allocate = hd_chart_size_allocate;
  widget_class->css_changed = hd_chart_css_changed;
  widget_class->focus = hd_chart_focus;

  signals[SIGNAL_ACTIVATED]
      = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_SHOW_TABLE]
      = g_signal_new ("show-table", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EXPORT]
      = g_signal_new ("export", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVE_CURSOR] = g_signal_new_class_handler (
      "move-cursor", type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (hd_chart_move_cursor),
      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  hd_widgets_init ();
  hd_chart_class_add_actions (klass);
  gtk_widget_class_set_css_name (widget_class, "hdchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
hd_chart_init (HdChart *self)
{
  self->items = g_ptr_array_new ();
  self->hover = self->cursor = -1;
  self->are_items_stale = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "hd-chart");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
hd_chart_new (void)
{
  HdChart *self = g_object_new (HD_TYPE_CHART, "focusable", TRUE, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  return GTK_WIDGET (self);
}

GtkWidget *
hd_chart_new_decoration (void)
{
  HdChart *self = g_object_new (HD_TYPE_CHART, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                "can-target", FALSE, "focusable", FALSE, NULL);

  self->is_decoration = TRUE;
  return GTK_WIDGET (self);
}

HdChartSpec *
hd_chart_get_spec (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), NULL);

  return self->spec;
}

int
hd_chart_get_cursor (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), -1);

  return self->hover >= 0 ? self->hover : self->cursor;
}

void
hd_chart_set_spec (HdChart *self, HdChartSpec *spec)
{
  g_return_if_fail (HD_IS_CHART (self));

  if (self->spec == spec)
    return;
  if (spec != NULL)
    hd_chart_spec_ref (spec);
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  self->spec = spec;
  self->hover = -1;
  self->are_items_stale = TRUE;
  if (spec == NULL)
    {
      self->cursor = -1;
      resize_items (self, 0);
    }
  drop_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (spec != NULL && !self->is_decoration)
    {
      g_autofree char *summary = hd_chart_describe (spec, hd_widgets_get_words ());

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      spec->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary,
                                      -1);
    }
}

void
hd_chart_set_cursor (HdChart *self, int mark)
{
  g_return_if_fail (HD_IS_CHART (self));

  if (self->are_items_stale)
    update_items (self);
  focus_mark (self, mark);
}

void
hd_chart_activate_mark (HdChart *self, int mark)
{
  const HdMark *info;

  g_return_if_fail (HD_IS_CHART (self));

  if (mark < 0 || mark >= hd_chart_get_n_marks (self))
    return;
  info = hd_chart_layout_get_mark (self->layout, (guint)mark);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, info->code, info->series, info->category);
}
