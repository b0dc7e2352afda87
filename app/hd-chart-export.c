/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart as a file: PNG, SVG, PDF by the same painter as the screen, or its numbers as CSV.
 */

#include "config.h"

#include "hd-chart-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>

#include "hd-chart-table.h"
#include "hd-painter.h"
#include "hd-present-text.h"

#define EXPORT_WIDTH 960.0
#define EXPORT_HEIGHT 600.0
#define EXPORT_PNG_SCALE 2.0

static cairo_surface_t *
create_surface (const char *path, double scale)
{
  if (g_str_has_suffix (path, ".svg"))
    return cairo_svg_surface_create (path, EXPORT_WIDTH, EXPORT_HEIGHT);
  if (g_str_has_suffix (path, ".pdf"))
    return cairo_pdf_surface_create (path, EXPORT_WIDTH, EXPORT_HEIGHT);
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(EXPORT_WIDTH * scale),
                                     (int)(EXPORT_HEIGHT * scale));
}

static void
draw (HdChartSpec *spec, cairo_surface_t *surface, double scale)
{
  const HdPalette *palette = hd_palette_get (HD_SCHEME_LIGHT);
  HdColour card = palette->colours[HD_ROLE_CARD];
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdChartLayout) layout = NULL;
  HdLayoutOptions options;
  cairo_t *cr = cairo_create (surface);

  hd_layout_options_init (&options);
  options.show_title = TRUE;
  options.words = hd_present_words ();
  layout = hd_chart_layout_new (spec, context, EXPORT_WIDTH, EXPORT_HEIGHT, &options);
  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  hd_chart_draw (cr, layout, palette);
  cairo_show_page (cr);
  cairo_destroy (cr);
  g_object_unref (context);
}

gboolean
hd_chart_export (HdChartSpec *spec, const char *path, GError **error)
{
  gboolean is_png = g_str_has_suffix (path, ".png");
  double scale = is_png ? EXPORT_PNG_SCALE : 1;
  cairo_surface_t *surface;
  cairo_status_t status;

  if (g_str_has_suffix (path, ".csv"))
    {
      g_autofree char *csv = hd_chart_table_to_csv (spec);

      return g_file_set_contents (path, csv, -1, error);
    }
  if (!is_png && !g_str_has_suffix (path, ".svg") && !g_str_has_suffix (path, ".pdf"))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                   _ ("end the name in .png, .svg, .pdf or .csv"));
      return FALSE;
    }
  surface = create_surface (path, scale);
  draw (spec, surface, scale);
  status = is_png ? cairo_surface_write_to_png (surface, path) : CAIRO_STATUS_SUCCESS;
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", cairo_status_to_string (status));
      return FALSE;
    }
  return TRUE;
}
