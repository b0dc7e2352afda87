/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain container that lays its children out as a board.
 *
 * Accessibility: role GROUP.
 */

#include "config.h"

#include "hd-board.h"

struct _HdBoard
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (HdBoard, hd_board, GTK_TYPE_WIDGET)

static void
hd_board_dispose (GObject *object)
{
  hd_board_clear (HD_BOARD (object));

  G_OBJECT_CLASS (hd_board_parent_class)->dispose (object);
}

static void
hd_board_class_init (HdBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_board_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, HD_TYPE_BOARD_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_board_init (HdBoard *self)
{
}

GtkWidget *
hd_board_new (void)
{
  return g_object_new (HD_TYPE_BOARD, NULL);
}

void
hd_board_add (HdBoard *self, GtkWidget *child, guint span, guint rows)
{
  g_return_if_fail (HD_IS_BOARD (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
  hd_board_layout_place (child, span, rows);
}

void
hd_board_clear (HdBoard *self)
{
  GtkWidget *child;

  g_return_if_fail (HD_IS_BOARD (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
