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
 * Shift+Left/Right choose a period on a time axis, Enter takes it.
 * Pointer: a click activates, with Ctrl it compares; a drag along a time axis chooses a period; the secondary
 * button or a long press opens the menu.
 * CSS: widget.hd-chart.
 * Accessibility: LIST with one LIST_ITEM a mark (three that take turns when there are many); label = title,
 * description = computed summary. A decoration is hidden.
 * Right-to-left: Left and Right are mirrored.
 */

#include "config.h"

#include "hd-chart.h"

#include <math.h>
#include <string.h>

#include "hd-chart-link.h"
#include "hd-chart-private.h"
#include "hd-widgets.h"

#define LABEL_SCALE 0.885

G_DEFINE_FINAL_TYPE (HdChart, hd_chart, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_SHOW_TABLE,
  SIGNAL_EXPORT,
  SIGNAL_COMMAND,
  SIGNAL_PERIOD_CHOSEN,
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
  hd_chart_drop_picture (self);
  hd_layout_options_init (&options);
  options.font_px = hd_widgets_get_font_px (widget) * LABEL_SCALE;
  options.show_title = FALSE;
  options.words = hd_widgets_get_words ();
  options.view = self->view;
  if (self->texts == NULL)
    self->texts = hd_text_cache_new ();
  options.texts = self->texts;
  self->layout = hd_chart_layout_new (self->spec, gtk_widget_get_pango_context (widget), width,
                                      height, &options);
  self->layout_width = width;
  self->layout_height = height;
  self->are_items_stale = TRUE;
  return self->layout;
}

void
hd_chart_drop_layout (HdChart *self)
{
  g_clear_pointer (&self->layout, hd_chart_layout_free);
  hd_chart_drop_picture (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
hd_chart_get_n_marks (HdChart *self)
{
  HdChartLayout *layout = hd_chart_ensure_layout (self);

  return layout != NULL ? (int)hd_chart_layout_get_n_marks (layout) : 0;
}

const HdMark *
hd_chart_find_mark (HdChart *self, int mark)
{
  return mark >= 0 && mark < hd_chart_get_n_marks (self)
             ? hd_chart_layout_get_mark (self->layout, (guint)mark)
             : NULL;
}

char *
hd_chart_get_mark_code (HdChart *self, const HdMark *mark)
{
  if (mark->code == NULL || mark->code[0] == '\0')
    return NULL;
  if (strchr (mark->code, '=') != NULL)
    return g_strdup (mark->code);
  return self->dimension != NULL ? g_strconcat (self->dimension, "=", mark->code, NULL) : NULL;
}

static void
hd_chart_move_cursor (HdChart *self, int step)
{
  int count = hd_chart_get_n_marks (self);
  int target;

  if (count == 0)
    return;
  hd_chart_clear_selection (self);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL && ABS (step) < G_MAXINT16)
    step = -step;
  /* Home and End do not depend on where the cursor is. */
  if (ABS (step) >= G_MAXINT16)
    target = step < 0 ? 0 : count - 1;
  else
    target = self->cursor < 0 ? (step > 0 ? 0 : count - 1) : self->cursor + step;
  hd_chart_focus_mark (self, CLAMP (target, 0, count - 1));
}

/* Overrides. */

static void
hd_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HdChart *self = HD_CHART (widget);
  const HdPalette *palette = hd_widgets_get_palette (widget);
  graphene_rect_t bounds;
  int focus, hover;

  if (hd_chart_ensure_layout (self) == NULL)
    return;
  hd_chart_snapshot_picture (self, snapshot, palette);

  focus = hd_chart_has_focus (self) ? self->cursor : -1;
  hover = self->hover >= 0 ? self->hover : self->linked;
  if (!self->is_decoration && self->stretch == 1
      && (hover >= 0 || focus >= 0 || self->select_from >= 0 || self->is_brushed))
    {
      cairo_t *cr;

      bounds = hd_chart_overlay_bounds (self, hover, focus);
      cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      cairo_translate (cr, self->pan_x, self->pan_y);
      hd_chart_draw_selection (self, cr, palette);
      hd_chart_draw_overlay (cr, self->layout, palette, hover, focus);
      cairo_destroy (cr);
    }
}

static void
hd_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HdChart *self = HD_CHART (widget);

  if (hd_chart_ensure_layout (self) != NULL)
    hd_chart_update_items (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

/* What nobody looks at holds no picture: there are ten screens of them. */
static void
hd_chart_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hd_chart_parent_class)->unmap (widget);
  hd_chart_rest_picture (HD_CHART (widget));
  if (HD_CHART (widget)->texts != NULL)
    hd_text_cache_clear (HD_CHART (widget)->texts);
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
        *natural
            = MAX (*minimum, (int)ceil (hd_chart_natural_height (self->spec, for_size, font_px)));
      /* Other charts thin out their words; the names of systems are all there or not. */
      if (self->spec != NULL && self->spec->kind == HD_CHART_STATUS)
        *minimum = *natural;
    }
}

static void
hd_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hd_chart_parent_class)->css_changed (widget, change);
  hd_chart_drop_layout (HD_CHART (widget));
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

  hd_chart_set_link (self, NULL);
  if (self->items != NULL)
    hd_chart_drop_items (self);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->places);
  g_clear_pointer (&self->dimension, g_free);
  g_clear_handle_id (&self->menu_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->layout, hd_chart_layout_free);
  g_clear_pointer (&self->texts, hd_text_cache_free);
  hd_chart_dispose_picture (self);
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
  widget_class->unmap = hd_chart_unmap;
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
  signals[SIGNAL_COMMAND]
      = g_signal_new ("command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                      G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_PERIOD_CHOSEN]
      = g_signal_new ("period-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                      G_TYPE_STRING, G_TYPE_STRING);
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
  self->stretch = 1;
  self->hover = self->cursor = self->linked = -1;
  self->select_from = self->select_to = -1;
  self->are_items_stale = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "hd-chart");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
hd_chart_new (void)
{
  HdChart *self = g_object_new (HD_TYPE_CHART, "focusable", TRUE, NULL);

  hd_chart_init_pointer (self);
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

HdChartLayout *
hd_chart_get_layout (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), NULL);

  return hd_chart_ensure_layout (self);
}

int
hd_chart_get_cursor (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), -1);

  return self->hover >= 0 ? self->hover : self->cursor;
}

int
hd_chart_get_keyboard_mark (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), -1);

  return self->cursor;
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
  hd_chart_clear_selection (self);
  self->spec = spec;
  self->hover = self->linked = -1;
  self->are_items_stale = TRUE;
  if (spec == NULL)
    {
      self->cursor = -1;
      hd_chart_drop_items (self);
    }
  hd_chart_drop_layout (self);
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

  hd_chart_focus_mark (self, mark);
}

void
hd_chart_activate_mark (HdChart *self, int mark)
{
  const HdMark *info;

  g_return_if_fail (HD_IS_CHART (self));

  info = hd_chart_find_mark (self, mark);
  if (info != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, info->code, info->series, info->category);
}

void
hd_chart_emit_command (HdChart *self, const char *command, int mark)
{
  const HdMark *info = hd_chart_find_mark (self, mark);
  g_autofree char *code = info != NULL ? hd_chart_get_mark_code (self, info) : NULL;

  if (info != NULL)
    g_signal_emit (self, signals[SIGNAL_COMMAND], 0, command, code, info->series, info->category);
}

char *
hd_chart_describe_at (HdChart *self, int series, int category)
{
  int mark = -1;

  g_return_val_if_fail (HD_IS_CHART (self), NULL);

  if (hd_chart_ensure_layout (self) != NULL)
    mark = hd_chart_layout_find_mark (self->layout, series, category);
  if (mark < 0)
    return g_strdup ("");
  return hd_chart_describe_mark (self->layout, (guint)mark, hd_widgets_get_words ());
}

int
hd_chart_get_linked (HdChart *self)
{
  g_return_val_if_fail (HD_IS_CHART (self), -1);

  return self->linked;
}

void
hd_chart_set_dimension (HdChart *self, const char *dimension)
{
  g_return_if_fail (HD_IS_CHART (self));

  g_free (self->dimension);
  self->dimension = g_strdup (dimension);
}

void
hd_chart_set_places (HdChart *self, GMenuModel *places)
{
  g_return_if_fail (HD_IS_CHART (self));

  g_set_object (&self->places, places);
  g_clear_handle_id (&self->menu_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

static void
link_changed_cb (HdChartLink *link, HdChart *self)
{
  gint32 first, last;

  hd_chart_update_linked (self);
  if (hd_chart_link_get_brush (link, &first, &last) != self->is_brushed || self->is_brushed)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->is_brushed = hd_chart_link_get_brush (link, &first, &last);
}

void
hd_chart_set_link (HdChart *self, HdChartLink *link)
{
  g_return_if_fail (HD_IS_CHART (self));

  if (self->link == link)
    return;
  if (self->link != NULL)
    g_signal_handlers_disconnect_by_func (self->link, link_changed_cb, self);
  g_set_object (&self->link, link);
  if (link != NULL)
    g_signal_connect_object (link, "changed", G_CALLBACK (link_changed_cb), self, 0);
  self->linked = -1;
}
