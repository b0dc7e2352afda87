/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paths of which only a part is seen: the same pixels as the whole path through the same frame, for less work.
 */

#undef G_DISABLE_ASSERT

#include "hd-layout.h"

#include <math.h>
#include <stdlib.h>

#define FRAME_PX 64
#define N_PATHS 600
/* Cairo samples fifteen lines of a pixel, or takes it whole where no edge begins or ends in it, be it inside the
 * frame or not: a point left out far away may change how a slanting edge is sampled. */
#define LINE_SHADES (255 / 15)

static const HdRect frame = { 40, 30, FRAME_PX, FRAME_PX };

/* Some walk in small steps, as coasts do, some leap; most of a path is outside the frame. */
static HdInk *
put_path (HdChartLayout *layout, GRand *rand, HdStyle style)
{
  guint ink = hd_ink_path (layout, HD_ROLE_MAP_1 + g_rand_int_range (rand, 0, 5), style,
                           g_rand_double_range (rand, 0, 4));
  guint n_points = (guint)g_rand_int_range (rand, 1, 300);
  double step = g_rand_boolean (rand) ? 12 : 400;
  double x = g_rand_double_range (rand, -200, 300), y = g_rand_double_range (rand, -200, 300);

  for (guint point = 0; point < n_points; point++)
    {
      if (g_rand_int_range (rand, 0, 40) == 0)
        hd_ink_path_lift (layout);
      else
        hd_ink_path_to (layout, x, y);
      x = CLAMP (x + g_rand_double_range (rand, -step, step), -300, 400);
      y = CLAMP (y + g_rand_double_range (rand, -step, step), -300, 400);
    }
  if (style == HD_STYLE_FILL || g_rand_boolean (rand))
    hd_ink_path_close (layout);
  return hd_ink_get (layout, ink);
}

static cairo_surface_t *
draw (const HdChartLayout *layout, const HdPalette *palette, const HdInk *ink, gboolean is_seen)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, FRAME_PX, FRAME_PX);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, -frame.x, -frame.y);
  cairo_rectangle (cr, frame.x, frame.y, frame.width, frame.height);
  cairo_clip (cr);
  if (is_seen)
    hd_ink_draw_seen (cr, layout, palette, ink, frame);
  else
    hd_ink_draw_one (cr, layout, palette, ink);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint
count_points (const HdChartLayout *layout, const HdInk *ink, gboolean is_seen)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A1, 1, 1);
  cairo_t *cr = cairo_create (surface);
  cairo_path_t *path;
  guint n_points = 0;

  if (is_seen)
    hd_ink_trace_seen (cr, layout, ink, frame);
  else
    hd_ink_trace (cr, layout, ink);
  path = cairo_copy_path (cr);
  for (int index = 0; index < path->num_data; index += path->data[index].header.length)
    n_points += path->data[index].header.type == CAIRO_PATH_LINE_TO;
  cairo_path_destroy (path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n_points;
}

/* How many bytes differ; none by more than one line of a pixel. */
static guint
compare (const guint8 *whole, const guint8 *seen, gsize n_bytes)
{
  guint n_differ = 0;

  for (gsize byte = 0; byte < n_bytes; byte++)
    {
      g_assert_cmpint (abs (whole[byte] - seen[byte]), <=, LINE_SHADES);
      n_differ += whole[byte] != seen[byte];
    }
  return n_differ;
}

static void
test_same_pixels (void)
{
  static const HdStyle styles[]
      = { HD_STYLE_FILL, HD_STYLE_STROKE, HD_STYLE_HATCH, HD_STYLE_HATCH_BARE, HD_STYLE_DASH };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  g_autoptr (HdChartSpec) spec = hd_chart_spec_new (HD_CHART_LINE, "", "");
  guint n_whole = 0, n_seen = 0, n_painted = 0, n_differ = 0;

  for (guint path = 0; path < N_PATHS; path++)
    {
      g_autoptr (HdChartLayout) layout = hd_layout_new (spec, NULL, 400, 400, NULL);
      const HdPalette *palette = hd_palette_get (path % HD_N_SCHEMES);
      const HdInk *ink = put_path (layout, rand, styles[path % G_N_ELEMENTS (styles)]);
      cairo_surface_t *whole = draw (layout, palette, ink, FALSE);
      cairo_surface_t *seen = draw (layout, palette, ink, TRUE);
      gsize n_bytes = (gsize)cairo_image_surface_get_stride (whole) * FRAME_PX;
      const guint8 *bytes = cairo_image_surface_get_data (whole);

      n_differ += compare (bytes, cairo_image_surface_get_data (seen), n_bytes);
      for (gsize byte = 0; byte < n_bytes; byte++)
        if (bytes[byte] != 0)
          {
            n_painted++;
            break;
          }
      n_whole += count_points (layout, ink, FALSE);
      n_seen += count_points (layout, ink, TRUE);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (seen);
    }
  /* Frames without ink would prove nothing, nor would paths that keep all their points. */
  g_assert_cmpuint (n_painted, >, N_PATHS / 3);
  g_assert_cmpuint (n_seen, <, n_whole * 3 / 4);
  g_assert_cmpuint (n_differ, <, N_PATHS * FRAME_PX * FRAME_PX / 100);
}

/* Ten thousand points round a frame, far from it, are the few at which a side is changed. */
static void
test_far_round (void)
{
  g_autoptr (HdChartSpec) spec = hd_chart_spec_new (HD_CHART_LINE, "", "");
  g_autoptr (HdChartLayout) layout = hd_layout_new (spec, NULL, 400, 400, NULL);
  guint ink = hd_ink_path (layout, HD_ROLE_MAP_1, HD_STYLE_FILL, 0);

  for (guint point = 0; point < 10000; point++)
    hd_ink_path_to (layout, 72 + 500 * cos (2 * G_PI * point / 10000),
                    62 + 500 * sin (2 * G_PI * point / 10000));
  hd_ink_path_close (layout);
  g_assert_cmpuint (count_points (layout, hd_ink_get (layout, ink), FALSE), >, 5000);
  g_assert_cmpuint (count_points (layout, hd_ink_get (layout, ink), TRUE), <, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/ink-trace/same-pixels", test_same_pixels);
  g_test_add_func ("/draw/ink-trace/far-round", test_far_round);
  return g_test_run ();
}
