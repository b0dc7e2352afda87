/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window as it is painted, pixel by pixel.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-palette.h"

G_BEGIN_DECLS

typedef struct
{
  guchar *pixels; /* CAIRO_FORMAT_ARGB32; NULL: not painted yet */
  int width, height;
} WidgetPicture;

/* Of `root`, a window. Waits where it has not come to painting yet; FALSE: it did not. */
gboolean widget_picture_take (WidgetPicture *self, GtkWidget *root);
void widget_picture_clear (WidgetPicture *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WidgetPicture, widget_picture_clear)

HdColour widget_picture_get (const WidgetPicture *self, int x, int y);
/* Pixels of an area that both have and whose contrast with each other is at least `contrast`. */
guint widget_picture_count_changed (const WidgetPicture *one,
                                    const WidgetPicture *other,
                                    const graphene_rect_t *area,
                                    double contrast);
/* Exactly the same. */
gboolean widget_picture_equal (const WidgetPicture *one, const WidgetPicture *other);

G_END_DECLS
