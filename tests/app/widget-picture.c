/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window as it is painted.
 */

#undef G_DISABLE_ASSERT

#include "widget-picture.h"

#include <string.h>

static gboolean
take (WidgetPicture *self, GtkWidget *root)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (root);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  self->width = gtk_widget_get_width (root);
  self->height = gtk_widget_get_height (root);
  gdk_paintable_snapshot (paintable, snapshot, self->width, self->height);
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (root)), node,
      &GRAPHENE_RECT_INIT (0, 0, (float)self->width, (float)self->height));
  self->pixels = g_malloc_n ((gsize)self->width * 4, (gsize)self->height);
  gdk_texture_download (texture, self->pixels, (gsize)self->width * 4);
  return TRUE;
}

gboolean
widget_picture_take (WidgetPicture *self, GtkWidget *root)
{
  /* On a busy machine it may not have come to painting yet. */
  for (guint round = 0; self->pixels == NULL && round < 100; round++)
    if (!take (self, root))
      g_main_context_iteration (NULL, TRUE);
  return self->pixels != NULL;
}

void
widget_picture_clear (WidgetPicture *self)
{
  g_clear_pointer (&self->pixels, g_free);
}

HdColour
widget_picture_get (const WidgetPicture *self, int x, int y)
{
  guint32 pixel = ((guint32 *)(gpointer)self->pixels)[y * self->width + x];

  return (HdColour){ (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0,
                     (pixel & 0xff) / 255.0 };
}

guint
widget_picture_count_changed (const WidgetPicture *one,
                              const WidgetPicture *other,
                              const graphene_rect_t *area,
                              double contrast)
{
  int left = MAX ((int)area->origin.x, 0), top = MAX ((int)area->origin.y, 0);
  int right = MIN ((int)(area->origin.x + area->size.width), MIN (one->width, other->width));
  int bottom = MIN ((int)(area->origin.y + area->size.height), MIN (one->height, other->height));
  guint count = 0;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      count += hd_colour_contrast (widget_picture_get (one, x, y), widget_picture_get (other, x, y))
               >= contrast;
  return count;
}

gboolean
widget_picture_equal (const WidgetPicture *one, const WidgetPicture *other)
{
  return one->width == other->width && one->height == other->height
         && memcmp (one->pixels, other->pixels, (gsize)one->width * 4 * (gsize)one->height) == 0;
}
