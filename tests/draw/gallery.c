/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws every fixture in every scheme into a folder, to be looked at: gallery FOLDER [WIDTH].
 */

#include "fixtures.h"
#include "hd-geojson.h"

#include <stdlib.h>

static void
write_png (HdChartSpec *spec, HdScheme scheme, double width, double height, const char *path)
{
  const HdPalette *palette = hd_palette_get (scheme);
  HdColour card = palette->colours[HD_ROLE_CARD];
  HdLayoutOptions options;
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdChartLayout) layout = NULL;
  double margin = 12;
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)(width + 2 * margin), (int)(height + 2 * margin));
  cairo_t *cr = cairo_create (surface);

  hd_layout_options_init (&options);
  options.show_title = spec->kind != HD_CHART_SPARKLINE && spec->kind != HD_CHART_BULLET;
  options.words = &fixture_words;
  layout = hd_chart_layout_new (spec, context, width, height, &options);
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  cairo_translate (cr, margin, margin);
  hd_chart_draw (cr, layout, palette);
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (context);
}

static void
draw_one (const char *folder, HdChartSpec *spec, const char *name, HdScheme scheme, double width)
{
  double height = hd_chart_natural_height (spec, width, 11.5);
  g_autofree char *path = g_strdup_printf ("%s/%s-%s-%d.png", folder, name,
                                           hd_palette_get (scheme)->name, (int)width);

  if (spec->kind != HD_CHART_SPARKLINE && spec->kind != HD_CHART_BULLET)
    height += 40;
  write_png (spec, scheme, width, height, path);
}

static HdChartSpec *
new_real_map (HdMapLayer units, double zoom)
{
  const double thresholds[] = { -8, -3, 3, 8 };
  const char *const texts[] = { "< −8", "−8…−3", "±3", "3…8", "> 8" };
  HdNumberFormat format
      = hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_PERCENT, NULL, 10);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, "So với nhịp dự toán, theo khu vực",
                                         "% chênh lệch lũy kế · 20 khu vực · đến 21/11/2026");
  HdMapSpec *map = hd_geojson_map_new (units, "vi");

  hd_chart_spec_set_format (spec, format);
  hd_map_spec_set_classes (map, thresholds, 4, texts);
  for (guint unit = 0; unit < map->n_units; unit++)
    {
      double value = (double)(unit * 7 % 23) - 11;
      g_autofree char *number = NULL;
      g_autofree char *text = NULL;

      format.decimals = 1;
      format.is_percent = FALSE;
      number = hd_number_format_signed (&format, value + 0.4);
      text = g_strdup_printf ("%s %s", map->units->shapes[unit].code, number);
      if (unit != 6)
        hd_map_spec_set_value (map, map->units->shapes[unit].code, value + 0.4, text);
    }
  map->view.zoom = zoom;
  if (zoom > 1)
    {
      map->view.shift_x = 90 * zoom;
      map->view.shift_y = 160 * zoom;
    }
  hd_chart_spec_take_map (spec, map);
  return spec;
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";
  double width = argc > 2 ? atof (argv[2]) : 480;

  g_mkdir_with_parents (folder, 0755);
  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    {
      g_autoptr (HdChartSpec) cumulative = fixture_new_cumulative ();

      g_autoptr (HdChartSpec) regions = new_real_map (HD_MAP_LAYER_REGIONS, 1);
      g_autoptr (HdChartSpec) departments = new_real_map (HD_MAP_LAYER_DEPARTMENTS, 1);
      g_autoptr (HdChartSpec) north = new_real_map (HD_MAP_LAYER_REGIONS, 3);

      draw_one (folder, cumulative, "cumulative", scheme, width);
      draw_one (folder, regions, "regions", scheme, width);
      draw_one (folder, departments, "departments", scheme, width);
      draw_one (folder, north, "north", scheme, width);
      for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
        for (Fixture fixture = 0; fixture < N_FIXTURES; fixture++)
          {
            g_autoptr (HdChartSpec) spec = NULL;
            g_autofree char *name = NULL;

            if (fixture != FIXTURE_NORMAL && scheme != HD_SCHEME_LIGHT)
              continue;
            spec = fixture_new (kind, fixture);
            name = g_strdup_printf ("%s-%s", hd_painter_get (kind)->name,
                                    fixture_get_name (fixture));
            draw_one (folder, spec, name, scheme, width);
          }
    }
  return 0;
}
