/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a chart shows beneath crosshair and focus ring: a render node that is kept; of a map, tiles that are
 * moved, the names on them as one picture, and the legend.
 */

#include "config.h"

#include <math.h>

#include "hd-chart-private.h"
#include "hd-map-tiles.h"
#include "hd-widgets.h"

/* Room for the callout of a mark on a map, above or below it. */
#define CALLOUT_PX 72

static gboolean
is_map (HdChart *self)
{
  return self->spec != NULL && self->spec->map != NULL;
}

void
hd_chart_drop_picture (HdChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->names, cairo_surface_destroy);
}

void
hd_chart_rest_picture (HdChart *self)
{
  hd_chart_drop_picture (self);
  /* The ground of a map takes long to paint. */
  if (self->tiles != NULL)
    hd_map_tiles_rest (self->tiles);
}

void
hd_chart_dispose_picture (HdChart *self)
{
  hd_chart_drop_picture (self);
  g_clear_pointer (&self->tiles, hd_map_tiles_free);
}

static void
ready_cb (gpointer data)
{
  HdChart *self = data;

  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static cairo_surface_t *
make_names (HdChart *self, int width, int height, const HdPalette *palette)
{
  int density = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *names
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * density, height * density);
  cairo_t *cr;

  cairo_surface_set_device_scale (names, density, density);
  cr = cairo_create (names);
  hd_map_layout_draw_names (cr, self->layout, palette);
  cairo_destroy (cr);
  return names;
}

static void
draw_names (HdChart *self, cairo_t *cr, HdRect plot, const HdPalette *palette)
{
  if (self->names == NULL)
    self->names = make_names (self, gtk_widget_get_width (GTK_WIDGET (self)),
                              gtk_widget_get_height (GTK_WIDGET (self)), palette);
  cairo_save (cr);
  cairo_rectangle (cr, plot.x, plot.y, plot.width, plot.height);
  cairo_clip (cr);
  cairo_set_source_surface (cr, self->names, self->pan_x, self->pan_y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* The frame stays; ground and names move in it. Names are away while the ground is stretched. */
static void
draw_map (HdChart *self, cairo_t *cr, const HdPalette *palette)
{
  HdRect plot = hd_chart_layout_get_plot (self->layout);
  gboolean is_new;
  double x, y;

  if (self->tiles == NULL)
    self->tiles = hd_map_tiles_new (ready_cb, self);
  is_new
      = hd_map_tiles_set (self->tiles, self->spec, palette, hd_map_layout_get_scale (self->layout),
                          gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  hd_map_layout_get_origin (self->layout, &x, &y);
  if (self->stretch != 1)
    hd_map_tiles_draw_stretched (self->tiles, cr, plot, x * self->stretch + self->pan_x,
                                 y * self->stretch + self->pan_y, self->stretch);
  else
    {
      /* Other figures are never shown as a stand-in: the first picture of a spec is whole. */
      hd_map_tiles_draw (self->tiles, cr, plot, x + self->pan_x, y + self->pan_y, !is_new);
      draw_names (self, cr, plot, palette);
    }
  hd_map_layout_draw_frame (cr, self->layout, palette);
}

/* The renderer draws a node again in each frame: a long line is copied instead. */
static void
draw_chart (HdChart *self, cairo_t *cr, const HdPalette *palette)
{
  cairo_surface_t *picture;

  if (!hd_chart_is_heavy (self->layout))
    {
      hd_chart_draw (cr, self->layout, palette);
      return;
    }
  picture = hd_chart_make_picture (self->layout, palette,
                                   gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (picture);
}

void
hd_chart_snapshot_picture (HdChart *self, GtkSnapshot *snapshot, const HdPalette *palette)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  GtkSnapshot *picture;
  cairo_t *cr;

  if (self->node == NULL)
    {
      picture = gtk_snapshot_new ();
      cr = gtk_snapshot_append_cairo (picture, &GRAPHENE_RECT_INIT (0, 0, width, height));
      if (is_map (self))
        draw_map (self, cr, palette);
      else
        draw_chart (self, cr, palette);
      cairo_destroy (cr);
      self->node = gtk_snapshot_free_to_node (picture);
    }
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
}

/* What the overlay may paint: the less of it, the less of the picture is copied again. */
graphene_rect_t
hd_chart_overlay_bounds (HdChart *self, int hover, int focus)
{
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (GTK_WIDGET (self)),
                            (float)gtk_widget_get_height (GTK_WIDGET (self)));
  HdRect extents;

  if (self->select_from >= 0 || self->is_brushed)
    return bounds;
  extents = hd_chart_overlay_extents (self->layout, hover, focus);
  bounds = GRAPHENE_RECT_INIT ((float)extents.x, (float)extents.y, (float)extents.width,
                               (float)extents.height);
  graphene_rect_offset (&bounds, (float)self->pan_x, (float)self->pan_y);
  graphene_rect_round_extents (&bounds, &bounds);
  return bounds;
}

void
hd_chart_set_view (HdChart *self, const HdMapView *view)
{
  g_return_if_fail (HD_IS_CHART (self));

  hd_chart_preview (self, 1, 0, 0);
  if (self->view.zoom == view->zoom && self->view.shift_x == view->shift_x
      && self->view.shift_y == view->shift_y)
    return;
  self->view = *view;
  hd_chart_drop_layout (self);
}

void
hd_chart_preview (HdChart *self, double stretch, double dx, double dy)
{
  g_return_if_fail (HD_IS_CHART (self));

  if (self->stretch == stretch && self->pan_x == dx && self->pan_y == dy)
    return;
  self->stretch = stretch;
  self->pan_x = dx;
  self->pan_y = dy;
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
