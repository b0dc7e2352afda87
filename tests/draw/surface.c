/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing for tests.
 */

#include "surface.h"

#include "fixtures.h"

#include <math.h>
#include <stdlib.h>

static const guint8 *
pixel (const Picture *picture, int x, int y)
{
  return cairo_image_surface_get_data (picture->surface)
         + y * cairo_image_surface_get_stride (picture->surface) + x * 4;
}

static gboolean
is_colour (const Picture *picture, int x, int y, HdColour colour)
{
  const guint8 *at = pixel (picture, x, y);

  return abs (at[0] - (int)round (colour.blue * 255)) <= 1
         && abs (at[1] - (int)round (colour.green * 255)) <= 1
         && abs (at[2] - (int)round (colour.red * 255)) <= 1;
}

static Picture *
make (HdChartSpec *spec, HdScheme scheme, int width, int height, const HdLayoutOptions *options)
{
  Picture *picture = g_new0 (Picture, 1);
  PangoContext *context = hd_chart_create_pango_context ();
  HdColour card;
  cairo_t *cr;

  picture->palette = hd_palette_get (scheme);
  picture->width = width;
  picture->height = height;
  picture->layout = hd_chart_layout_new (spec, context, width, height, options);
  picture->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (picture->surface);
  card = picture->palette->colours[HD_ROLE_CARD];
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  hd_chart_draw (cr, picture->layout, picture->palette);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture->surface);
  g_object_unref (context);
  return picture;
}

Picture *
picture_new (HdChartSpec *spec, HdScheme scheme, int width, int height, gboolean show_text)
{
  HdLayoutOptions options;

  hd_layout_options_init (&options);
  options.show_text = show_text;
  options.words = &fixture_words;
  return make (spec, scheme, width, height, &options);
}

Picture *
picture_new_with_text (HdChartSpec *spec, int width, int height, double font_px)
{
  HdLayoutOptions options;

  hd_layout_options_init (&options);
  options.font_px = font_px;
  options.words = &fixture_words;
  return make (spec, HD_SCHEME_LIGHT, width, height, &options);
}

void
picture_free (Picture *picture)
{
  hd_chart_layout_free (picture->layout);
  cairo_surface_destroy (picture->surface);
  g_free (picture);
}

gboolean
picture_is (const Picture *picture, int x, int y, HdRole role)
{
  return is_colour (picture, x, y, picture->palette->colours[role]);
}

HdColour
picture_colour (const Picture *picture, int x, int y)
{
  const guint8 *at = pixel (picture, x, y);

  return (HdColour){ at[2] / 255.0, at[1] / 255.0, at[0] / 255.0 };
}

guint
picture_count (const Picture *picture, HdRole role, const HdRect *area)
{
  HdRect whole = { 0, 0, picture->width, picture->height };
  guint count = 0;

  area = area != NULL ? area : &whole;
  for (int y = MAX ((int)area->y, 0); y < MIN (area->y + area->height, picture->height); y++)
    for (int x = MAX ((int)area->x, 0); x < MIN (area->x + area->width, picture->width); x++)
      count += picture_is (picture, x, y, role);
  return count;
}

guint
picture_count_ink (const Picture *picture)
{
  return (guint)(picture->width * picture->height) - picture_count (picture, HD_ROLE_CARD, NULL);
}

guint
picture_compare (const Picture *a, const Picture *b, int tolerance)
{
  guint different = 0;

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (int y = 0; y < a->height; y++)
    for (int x = 0; x < a->width; x++)
      for (int channel = 0; channel < 3; channel++)
        if (abs (pixel (a, x, y)[channel] - pixel (b, x, y)[channel]) > tolerance)
          {
            different++;
            break;
          }
  return different;
}

void
picture_write (const Picture *picture, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", g_get_tmp_dir (), name);

  cairo_surface_write_to_png (picture->surface, path);
  g_test_message ("see %s", path);
}
