/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart as a file: PNG, SVG, PDF by the same painter as the screen, or its numbers as CSV or XLSX.
 */

#include "config.h"

#include "hd-chart-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>

#include "hd-chart-table.h"
#include "hd-painter.h"
#include "hd-present-text.h"
#include "hd-workbook.h"

#define PNG_SCALE 2.0

const char *
hd_chart_export_suffix (HdExportFormat format)
{
  static const char *const suffixes[] = { ".png", ".svg", ".pdf", ".csv", ".xlsx" };

  g_return_val_if_fail (format < HD_EXPORT_N_FORMATS, "");

  return suffixes[format];
}

static cairo_surface_t *
create_surface (const char *path, const HdChartExport *options)
{
  if (options->format == HD_EXPORT_SVG)
    return cairo_svg_surface_create (path, options->width, options->height);
  if (options->format == HD_EXPORT_PDF)
    return cairo_pdf_surface_create (path, options->width, options->height);
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(options->width * PNG_SCALE),
                                     (int)(options->height * PNG_SCALE));
}

static void
draw (HdChartSpec *spec, cairo_surface_t *surface, const HdChartExport *exported)
{
  const HdPalette *palette = hd_palette_get (exported->scheme);
  HdColour card = palette->colours[HD_ROLE_CARD];
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdChartLayout) layout = NULL;
  HdLayoutOptions options;
  cairo_t *cr = cairo_create (surface);

  hd_layout_options_init (&options);
  options.show_title = TRUE;
  options.words = hd_present_words ();
  layout = hd_chart_layout_new (spec, context, exported->width, exported->height, &options);
  if (exported->format == HD_EXPORT_PNG)
    cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  hd_chart_draw (cr, layout, palette);
  cairo_show_page (cr);
  cairo_destroy (cr);
  g_object_unref (context);
}

static gboolean
export_picture (HdChartSpec *spec, const char *path, const HdChartExport *options, GError **error)
{
  cairo_surface_t *surface = create_surface (path, options);
  cairo_status_t status = CAIRO_STATUS_SUCCESS;

  draw (spec, surface, options);
  if (options->format == HD_EXPORT_PNG)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", cairo_status_to_string (status));
  return FALSE;
}

gboolean
hd_chart_export (HdChartSpec *spec, const char *path, const HdChartExport *options, GError **error)
{
  g_autofree char *csv = NULL;

  switch (options->format)
    {
    case HD_EXPORT_CSV:
      csv = hd_chart_table_to_csv (spec);
      return g_file_set_contents (path, csv, -1, error);
    case HD_EXPORT_XLSX:
      return hd_workbook_write_chart (spec, path, error);
    case HD_EXPORT_PNG:
    case HD_EXPORT_SVG:
    case HD_EXPORT_PDF:
    case HD_EXPORT_N_FORMATS:
    default:
      return export_picture (spec, path, options, error);
    }
}
