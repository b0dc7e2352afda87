/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys and actions of a chart: walking its marks, its menu, copying a figure.
 */

#include "config.h"

#include "hd-chart-private.h"
#include "hd-widgets.h"

#define CTRL_STEP 6

static gboolean
move_cursor_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  int step;

  g_variant_get (args, "(i)", &step);
  g_signal_emit_by_name (widget, "move-cursor", step);
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HdChart *self = HD_CHART (widget);

  if (self->select_from >= 0)
    {
      hd_chart_clear_selection (self);
      return TRUE;
    }
  if (self->cursor < 0)
    return FALSE;
  self->cursor = -1;
  gtk_widget_grab_focus (widget);
  gtk_widget_queue_draw (widget);
  return TRUE;
}

static gboolean
select_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  int step;

  g_variant_get (args, "(i)", &step);
  hd_chart_extend_selection (HD_CHART (widget), step);
  return TRUE;
}

static void
activate_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (!hd_chart_apply_selection (HD_CHART (widget)))
    hd_chart_activate_mark (HD_CHART (widget), HD_CHART (widget)->cursor);
}

static void
show_table_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "show-table");
}

static void
export_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "export");
}

static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HdChart *self = HD_CHART (widget);
  g_autofree char *text = NULL;

  if (hd_chart_find_mark (self, self->cursor) == NULL)
    return;
  text = hd_chart_describe_mark (self->layout, (guint)self->cursor, hd_widgets_get_words ());
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* "compare", "annotate", "open:revenue" …: whoever shows the chart knows what to do. */
static void
command_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HdChart *self = HD_CHART (widget);

  hd_chart_emit_command (self, g_variant_get_string (parameter, NULL), self->cursor);
}

static gboolean
drop_menu_cb (gpointer user_data)
{
  HdChart *self = user_data;

  self->menu_id = 0;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  return G_SOURCE_REMOVE;
}

/* A menu is sixty widgets, and there are a hundred charts. What was chosen in it is done only after this. */
static void
menu_closed_cb (GtkPopover *menu, HdChart *self)
{
  if (self->menu_id == 0)
    self->menu_id = g_idle_add (drop_menu_cb, self);
}

static void
make_menu (HdChart *self)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource (HD_WIDGETS_PREFIX "hd-chart-menu.ui");
  GMenu *places = G_MENU (gtk_builder_get_object (builder, "places"));

  if (self->places != NULL)
    g_menu_append_section (places, NULL, self->places);
  self->menu = gtk_popover_menu_new_from_model_full (
      G_MENU_MODEL (gtk_builder_get_object (builder, "menu")), GTK_POPOVER_MENU_NESTED);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
}

/* On the window, even where the place is scrolled out of it: GDK knows no screen for it there. */
static GdkRectangle
place_in_window (GtkWidget *widget, double x, double y)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  double root_x = 0, root_y = 0;

  if (root == NULL || !gtk_widget_translate_coordinates (widget, root, x, y, &root_x, &root_y))
    return (GdkRectangle){ (int)x, (int)y, 1, 1 };
  x += CLAMP (root_x, 0, gtk_widget_get_width (root) - 1) - root_x;
  y += CLAMP (root_y, 0, gtk_widget_get_height (root) - 1) - root_y;
  return (GdkRectangle){ (int)x, (int)y, 1, 1 };
}

void
hd_chart_popup_menu (HdChart *self, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRectangle at = place_in_window (widget, x, y);
  const HdMark *mark = hd_chart_find_mark (self, self->cursor);

  g_clear_handle_id (&self->menu_id, g_source_remove);
  if (self->menu == NULL)
    make_menu (self);
  gtk_widget_action_set_enabled (widget, "chart.copy", mark != NULL);
  gtk_widget_action_set_enabled (widget, "chart.activate",
                                 mark != NULL && mark->code != NULL && mark->code[0] != '\0');
  gtk_widget_action_set_enabled (widget, "chart.command", mark != NULL && self->places != NULL);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HdChart *self = HD_CHART (widget);
  const HdMark *mark = hd_chart_find_mark (self, self->cursor);

  hd_chart_popup_menu (self, mark != NULL ? mark->x : gtk_widget_get_width (widget) / 2.0,
                       mark != NULL ? mark->y : gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

static void
add_step_binding (GtkWidgetClass *widget_class, guint key, GdkModifierType modifiers, int step)
{
  gtk_widget_class_add_binding (widget_class, key, modifiers, move_cursor_cb, "(i)", step);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, keypad;
    int step;
  } steps[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
  };

  for (guint index = 0; index < G_N_ELEMENTS (steps); index++)
    {
      int step = steps[index].step;

      add_step_binding (widget_class, steps[index].key, 0, step);
      add_step_binding (widget_class, steps[index].keypad, 0, step);
      add_step_binding (widget_class, steps[index].key, GDK_CONTROL_MASK, step * CTRL_STEP);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_SHIFT_MASK, select_cb, "(i)", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, GDK_SHIFT_MASK, select_cb, "(i)", 1);
  add_step_binding (widget_class, GDK_KEY_Home, 0, -G_MAXINT16);
  add_step_binding (widget_class, GDK_KEY_End, 0, G_MAXINT16);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "chart.show-table", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "chart.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "chart.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "chart.command", "s", "compare");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "chart.activate", NULL);
}

void
hd_chart_class_add_actions (HdChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "chart.activate", NULL, activate_action);
  gtk_widget_class_install_action (widget_class, "chart.show-table", NULL, show_table_action);
  gtk_widget_class_install_action (widget_class, "chart.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "chart.command", "s", command_action);
  add_bindings (widget_class);
}
