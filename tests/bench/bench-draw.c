/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Milliseconds of processor time a chart kind: laying out, drawing at 480 px on an image, the overlay of a hover; and
 * maps from the file to the picture.
 */

#include "fixtures.h"
#include "hd-geojson.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 15

typedef struct
{
  double layout_ms, draw_ms, hover_ms;
} Cost;

/* Of this thread only, so that other work on the machine does not count. */
static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare (const void *a, const void *b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return (first > second) - (first < second);
}

static double
median (double *samples)
{
  qsort (samples, ROUNDS, sizeof (double), compare);
  return samples[ROUNDS / 2];
}

static double
ms_since (gint64 start)
{
  return (double)(cpu_us () - start) / 1000;
}

static Cost
measure (HdChartSpec *spec, double width, double height)
{
  PangoContext *context = hd_chart_create_pango_context ();
  const HdPalette *palette = hd_palette_get (HD_SCHEME_LIGHT);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);
  double layouts[ROUNDS], draws[ROUNDS], hovers[ROUNDS];

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = cpu_us ();
      g_autoptr (HdChartLayout) layout = hd_chart_layout_new (spec, context, width, height, NULL);

      layouts[round] = ms_since (start);
      start = cpu_us ();
      hd_chart_draw (cr, layout, palette);
      cairo_surface_flush (surface);
      draws[round] = ms_since (start);
      start = cpu_us ();
      hd_chart_draw_overlay (cr, layout, palette, hd_chart_hit (layout, width / 2, height / 2), -1);
      cairo_surface_flush (surface);
      hovers[round] = ms_since (start);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  return (Cost){ median (layouts), median (draws), median (hovers) };
}

static void
report (const char *name, HdChartSpec *spec, double width)
{
  double height = hd_chart_natural_height (spec, width, 11.5);
  Cost cost = measure (spec, width, height);

  g_print ("%-22s %4.0f x %4.0f  layout %7.2f ms  draw %7.2f ms  hover %6.2f ms\n", name, width,
           height, cost.layout_ms, cost.draw_ms, cost.hover_ms);
}

static HdChartSpec *
new_map (HdMapLayer units)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, "", "");
  HdMapSpec *map = hd_geojson_map_new (units, "vi");

  for (guint unit = 0; unit < map->n_units; unit++)
    hd_map_spec_set_value (map, map->units->shapes[unit].code, unit % 11, "I +1,2");
  hd_map_spec_set_quantiles (map);
  hd_chart_spec_take_map (spec, map);
  return spec;
}

int
main (void)
{
  gint64 start = cpu_us ();
  g_autoptr (HdChartSpec) regions = new_map (HD_MAP_LAYER_REGIONS);
  double parse_ms = ms_since (start);
  g_autoptr (HdChartSpec) departments = new_map (HD_MAP_LAYER_DEPARTMENTS);
  g_autoptr (HdChartSpec) cumulative = fixture_new_cumulative ();
  g_autoptr (HdChartSpec) million = fixture_new_long_line (1000000);

  g_print ("parse: regions, neighbours, reefs, islands, labels, gates  %.1f ms\n", parse_ms);
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);

      if (kind != HD_CHART_MAP)
        report (hd_painter_get (kind)->name, spec, 480);
    }
  report ("cumulative, 365 days", cumulative, 480);
  report ("map, 20 regions", regions, 480);
  report ("map, 35 departments", departments, 480);
  report ("map, 20 regions", regions, 900);
  report ("line, 1 000 000", million, 900);
  return 0;
}
