/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A headline number: name, value and unit, change, plan, age, a sparkline and a bullet bar.
 *
 * Keys: Enter or Space opens what is behind the number.
 * CSS: widget.hd-card.hd-tile, .stale; labels .name .value .unit .change .plan .outlook .age.
 * Accessibility: role GROUP whose label is one sentence that says all of it; the parts are hidden.
 */

#include "config.h"

#include "hd-tile.h"

#include "hd-chart.h"
#include "hd-pair.h"
#include "hd-widgets.h"

#define SPARK_PX 34
#define BULLET_PX 9

struct _HdTile
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *name;
  GtkLabel *age;
  GtkLabel *value;
  GtkLabel *unit;
  GtkLabel *change;
  GtkLabel *plan;
  GtkLabel *outlook;
  GtkWidget *charts;
  GtkWidget *spark;
  GtkWidget *bullet;
  char *code;
};

G_DEFINE_FINAL_TYPE (HdTile, hd_tile, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
activate (HdTile *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, self->code);
}

static void
activate_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  activate (HD_TILE (widget));
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, HdTile *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  activate (self);
}

static const char *
glyph_for (int sign, HdPointStatus status)
{
  if (status == HD_STATUS_NONE && sign == 0)
    return "";
  return sign > 0 ? "▲ " : sign < 0 ? "▼ " : "■ ";
}

static void
set_change (HdTile *self, const HdTileContent *content)
{
  static const char *const classes[] = { "neutral", "better", "worse", "neutral" };
  g_autofree char *text = NULL;

  for (guint index = 0; index < G_N_ELEMENTS (classes); index++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->change), classes[index]);
  gtk_widget_add_css_class (GTK_WIDGET (self->change), classes[content->change_status]);
  if (content->change != NULL)
    text = g_strconcat (glyph_for (content->change_sign, content->change_status), content->change,
                        NULL);
  set_label (self->change, text);
}

static void
hd_tile_dispose (GObject *object)
{
  HdTile *self = HD_TILE (object);

  g_clear_pointer (&self->code, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HD_TYPE_TILE);

  G_OBJECT_CLASS (hd_tile_parent_class)->dispose (object);
}

static void
hd_tile_class_init (HdTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_tile_dispose;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", HD_TYPE_TILE, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  hd_widgets_init ();
  g_type_ensure (HD_TYPE_PAIR);
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, HdTile, box);
  gtk_widget_class_bind_template_child (widget_class, HdTile, name);
  gtk_widget_class_bind_template_child (widget_class, HdTile, age);
  gtk_widget_class_bind_template_child (widget_class, HdTile, value);
  gtk_widget_class_bind_template_child (widget_class, HdTile, unit);
  gtk_widget_class_bind_template_child (widget_class, HdTile, change);
  gtk_widget_class_bind_template_child (widget_class, HdTile, plan);
  gtk_widget_class_bind_template_child (widget_class, HdTile, outlook);
  gtk_widget_class_bind_template_child (widget_class, HdTile, charts);
  gtk_widget_class_install_action (widget_class, "tile.activate", NULL, activate_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "tile.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "tile.activate", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_tile_init (HdTile *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");

  self->spark = hd_chart_new_decoration ();
  gtk_widget_set_size_request (self->spark, -1, SPARK_PX);
  gtk_widget_set_vexpand (self->spark, TRUE);
  gtk_box_append (GTK_BOX (self->charts), self->spark);
  self->bullet = hd_chart_new_decoration ();
  gtk_widget_set_size_request (self->bullet, -1, BULLET_PX);
  gtk_box_append (GTK_BOX (self->charts), self->bullet);
  /* vexpand of a child must not make the board stretch the tile. */
  gtk_widget_set_vexpand (GTK_WIDGET (self), FALSE);

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
hd_tile_new (void)
{
  return g_object_new (HD_TYPE_TILE, NULL);
}

void
hd_tile_set_content (HdTile *self, const HdTileContent *content)
{
  g_return_if_fail (HD_IS_TILE (self));
  g_return_if_fail (content != NULL);

  g_free (self->code);
  self->code = g_strdup (content->code);
  set_label (self->name, content->name);
  hd_widgets_set_tooltip (GTK_WIDGET (self->name), content->name);
  set_label (self->age, content->age);
  hd_widgets_set_tooltip (GTK_WIDGET (self->age), content->age);
  set_label (self->value, content->value);
  set_label (self->unit, content->unit);
  hd_widgets_set_tooltip (GTK_WIDGET (self->unit), content->unit);
  set_change (self, content);
  set_label (self->plan, content->plan);
  hd_widgets_set_tooltip (GTK_WIDGET (self->plan), content->plan);
  set_label (self->outlook, content->outlook);
  hd_widgets_set_tooltip (GTK_WIDGET (self->outlook), content->sentence);
  hd_widgets_set_tooltip (GTK_WIDGET (self->change), content->sentence);
  hd_chart_set_spec (HD_CHART (self->spark), content->spark);
  hd_chart_set_spec (HD_CHART (self->bullet), content->bullet);
  gtk_widget_set_visible (self->spark, content->spark != NULL);
  gtk_widget_set_visible (self->bullet, content->bullet != NULL);
  if (content->is_stale)
    gtk_widget_add_css_class (GTK_WIDGET (self), "stale");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "stale");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  content->sentence, -1);
}
