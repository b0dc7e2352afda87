/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Milliseconds of processor time a frame of a line of many points at 1920 × 1080, on an image as the Cairo renderer
 * has it: the first frame lays out, the others draw what is kept, with the crosshair of a moving pointer. Fails
 * above 8 ms at the median of the later frames.
 */

#include "fixtures.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH 1920
#define HEIGHT 1080
#define FRAMES 120
#define BUDGET_MS 8.0

/* Of this thread only, so that other work on the machine does not count. */
static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a;
  double right = *(const double *)b;

  return (left > right) - (left < right);
}

/* As the chart's widget does. */
static void
draw_frame (cairo_t *cr,
            const HdChartLayout *layout,
            const HdPalette *palette,
            cairo_surface_t *picture)
{
  if (picture == NULL)
    {
      hd_chart_draw (cr, layout, palette);
      return;
    }
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

/* A smooth line with noise, or noise alone, whose every step crosses the chart. */
static HdChartSpec *
new_line (guint n, gboolean is_noise)
{
  HdChartSpec *spec = fixture_new_long_line (n);
  guint32 state = 7;

  for (guint value = 0; is_noise && value < n; value++)
    {
      state = state * 1664525u + 1013904223u;
      spec->series[0].values[value] = state / 4294967296.0;
    }
  return spec;
}

static gboolean
measure (guint n, gboolean is_noise)
{
  g_autoptr (HdChartSpec) spec = new_line (n, is_noise);
  PangoContext *context = hd_chart_create_pango_context ();
  const HdPalette *palette = hd_palette_get (HD_SCHEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  double frames[FRAMES];
  double start = cpu_ms (), first;
  g_autoptr (HdChartLayout) layout = hd_chart_layout_new (spec, context, WIDTH, HEIGHT, NULL);
  HdColour card = palette->colours[HD_ROLE_CARD];
  cairo_surface_t *picture
      = hd_chart_is_heavy (layout) ? hd_chart_make_picture (layout, palette, 1) : NULL;

  draw_frame (cr, layout, palette, picture);
  cairo_surface_flush (surface);
  first = cpu_ms () - start;
  for (guint frame = 0; frame < FRAMES; frame++)
    {
      start = cpu_ms ();
      cairo_set_source_rgb (cr, card.red, card.green, card.blue);
      cairo_paint (cr);
      draw_frame (cr, layout, palette, picture);
      hd_chart_draw_overlay (cr, layout, palette,
                             hd_chart_hit (layout, WIDTH * (double)frame / FRAMES, HEIGHT / 2.0),
                             -1);
      cairo_surface_flush (surface);
      frames[frame] = cpu_ms () - start;
    }
  qsort (frames, FRAMES, sizeof (double), compare);
  g_print ("%8u points, %s  first %6.1f ms   then median %5.2f  p95 %5.2f  worst %5.2f ms\n", n,
           is_noise ? "noise " : "smooth", first, frames[FRAMES / 2], frames[FRAMES * 95 / 100],
           frames[FRAMES - 1]);
  g_clear_pointer (&picture, cairo_surface_destroy);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  return frames[FRAMES / 2] <= BUDGET_MS;
}

int
main (void)
{
  const guint sizes[] = { 365, 3650, 15000, 100000, 1000000, 4000000 };
  gboolean is_within = TRUE;

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (guint noise = 0; noise < 2; noise++)
      is_within &= measure (sizes[size], noise == 1);
  return is_within ? 0 : 1;
}
