/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The drill path as a bar of removable steps, and what else the figures below are of.
 *
 * Keys: Tab walks the chips; Alt+Left and Alt+Right are the window's.
 * CSS: widget.hd-path-bar; .step the whole and the separators, .hd-chip the chips.
 * Accessibility: role GROUP, "drill path"; each chip is a button.
 */

#include "config.h"

#include "hd-path-bar.h"

#include "hd-widgets.h"

struct _HdPathBar
{
  GtkWidget parent_instance;

  GtkWidget *arrows;
  GtkWidget *scroller; /* of `chips`: steps and aspects */
  GtkWidget *chips;
  GtkWidget *steps;
  GtkWidget *aspects;
  GtkLabel *note;
  guint n_steps;
};

#define SPACING_PX 8

G_DEFINE_FINAL_TYPE (HdPathBar, hd_path_bar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_STEP_REMOVED,
  SIGNAL_ROOT_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
root_clicked_cb (GtkButton *button, HdPathBar *self)
{
  g_signal_emit (self, signals[SIGNAL_ROOT_CLICKED], 0);
}

static void
step_clicked_cb (GtkButton *button, HdPathBar *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "hd-step"));

  g_signal_emit (self, signals[SIGNAL_STEP_REMOVED], 0, index);
}

static int
width_of (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* The chips scroll; for the note alone nothing gets wider. */
static void
hd_path_bar_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  HdPathBar *self = HD_PATH_BAR (widget);
  GtkWidget *children[] = { self->arrows, self->scroller, GTK_WIDGET (self->note) };
  int least[3], wanted[3];

  for (guint index = 0; index < G_N_ELEMENTS (children); index++)
    gtk_widget_measure (children[index], orientation, -1, &least[index], &wanted[index], NULL,
                        NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least[0] + SPACING_PX + least[1];
      *natural = wanted[0] + width_of (self->chips) + wanted[2] + 2 * SPACING_PX;
    }
  else
    {
      *minimum = MAX (MAX (least[0], least[1]), least[2]);
      *natural = MAX (MAX (wanted[0], wanted[1]), wanted[2]);
    }
}

static void
allocate (HdPathBar *self, GtkWidget *child, int x, int width, int height)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int all = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_widget_size_allocate (
      child, &(GtkAllocation){ is_mirrored ? all - x - width : x, 0, width, height }, -1);
}

/* The note is there whole, beside all chips, or not at all. */
static void
hd_path_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HdPathBar *self = HD_PATH_BAR (widget);
  GtkWidget *note = GTK_WIDGET (self->note);
  int arrows = width_of (self->arrows);
  int from = arrows + SPACING_PX;
  int of_note = gtk_widget_should_layout (note) ? width_of (note) : 0;
  gboolean has_room = of_note > 0 && from + width_of (self->chips) + SPACING_PX + of_note <= width;

  allocate (self, self->arrows, 0, arrows, height);
  allocate (self, self->scroller, from,
            MAX (width - from - (has_room ? of_note + SPACING_PX : 0), 1), height);
  gtk_widget_set_child_visible (note, has_room);
  if (has_room)
    allocate (self, note, width - of_note, of_note, height);
}

static void
hd_path_bar_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), HD_TYPE_PATH_BAR);
  /* The template frees only the children that are bound to fields. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hd_path_bar_parent_class)->dispose (object);
}

static void
hd_path_bar_class_init (HdPathBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_path_bar_dispose;
  widget_class->measure = hd_path_bar_measure;
  widget_class->size_allocate = hd_path_bar_size_allocate;

  signals[SIGNAL_STEP_REMOVED] = g_signal_new ("step-removed", HD_TYPE_PATH_BAR, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_ROOT_CLICKED] = g_signal_new ("root-clicked", HD_TYPE_PATH_BAR, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-path-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, arrows);
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, chips);
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, steps);
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, aspects);
  gtk_widget_class_bind_template_child (widget_class, HdPathBar, note);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_path_bar_init (HdPathBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hd_path_bar_new (void)
{
  return g_object_new (HD_TYPE_PATH_BAR, NULL);
}

void
hd_path_bar_reset (HdPathBar *self, const char *root)
{
  GtkWidget *button;

  g_return_if_fail (HD_IS_PATH_BAR (self));

  clear_box (self->steps);
  clear_box (self->aspects);
  self->n_steps = 0;
  button = gtk_button_new_with_label (root);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_add_css_class (button, "step");
  g_signal_connect (button, "clicked", G_CALLBACK (root_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->steps), button);
}

void
hd_path_bar_add_step (HdPathBar *self, const char *label, const char *remove_label)
{
  GtkWidget *separator, *button, *content, *cross;

  g_return_if_fail (HD_IS_PATH_BAR (self));

  separator = gtk_label_new ("›");
  gtk_widget_add_css_class (separator, "step");
  gtk_box_append (GTK_BOX (self->steps), separator);

  content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_box_append (GTK_BOX (content), gtk_label_new (label));
  cross = gtk_label_new ("×");
  gtk_widget_add_css_class (cross, "close");
  gtk_box_append (GTK_BOX (content), cross);
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "hd-chip");
  hd_widgets_set_tooltip (button, remove_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, remove_label, -1);
  g_object_set_data (G_OBJECT (button), "hd-step", GUINT_TO_POINTER (self->n_steps));
  g_signal_connect (button, "clicked", G_CALLBACK (step_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->steps), button);
  self->n_steps++;
}

void
hd_path_bar_add_aspect (HdPathBar *self, const char *label, const char *tooltip, GMenuModel *menu)
{
  GtkWidget *button;

  g_return_if_fail (HD_IS_PATH_BAR (self));

  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), FALSE);
  hd_widgets_set_tooltip (button, tooltip);
  if (menu != NULL)
    hd_widgets_set_menu (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "hd-aspect");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
  gtk_box_append (GTK_BOX (self->aspects), button);
}

void
hd_path_bar_set_note (HdPathBar *self, const char *note)
{
  g_return_if_fail (HD_IS_PATH_BAR (self));

  gtk_label_set_label (self->note, note != NULL ? note : "");
  hd_widgets_set_tooltip (GTK_WIDGET (self->note), note);
}

void
hd_path_bar_set_small (HdPathBar *self, gboolean is_small)
{
  g_return_if_fail (HD_IS_PATH_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self->note), !is_small);
}

guint
hd_path_bar_get_n_steps (HdPathBar *self)
{
  g_return_val_if_fail (HD_IS_PATH_BAR (self), 0);

  return self->n_steps;
}
