/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain container that lays its children out as a board.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-board-layout.h"

G_BEGIN_DECLS

/* Children are added with gtk_widget_set_parent() and placed with hd_board_layout_place(). */
#define HD_TYPE_BOARD (hd_board_get_type ())
G_DECLARE_FINAL_TYPE (HdBoard, hd_board, HD, BOARD, GtkWidget)

GtkWidget *hd_board_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_board_add (HdBoard *self, GtkWidget *child, guint span, guint rows);
void hd_board_clear (HdBoard *self);

G_END_DECLS
