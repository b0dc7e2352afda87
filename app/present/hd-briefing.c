/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and charts into files: one drawing, three surfaces. A file appears whole or not at all.
 */

#include "config.h"

#include "hd-briefing.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n.h>

#include "hd-painter.h"
#include "hd-present-text.h"

/* A4 landscape in points. */
#define A4_WIDTH_PT 841.89
#define A4_HEIGHT_PT 595.28
/* 1120 px × 1.5: sharp on a projector, small enough to send. */
#define PNG_SCALE 1.5
/* A chart alone keeps this clear of its edges. */
#define RENDER_MARGIN 16.0

G_DEFINE_QUARK (hd_briefing_error_quark, hd_briefing_error)

static cairo_status_t
append_bytes_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Through a temporary file and a rename, so that a full disk leaves what was there before. */
static gboolean
write_file (const char *path, const GByteArray *bytes, GError **error)
{
  g_autoptr (GError) own_error = NULL;

  if (g_file_set_contents (path, (const char *)bytes->data, bytes->len, &own_error))
    return TRUE;
  g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO, "%s", own_error->message);
  return FALSE;
}

static gboolean
check_surface (cairo_surface_t *surface, GError **error)
{
  cairo_status_t status = cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO, "could not draw: %s",
               cairo_status_to_string (status));
  return FALSE;
}

static gboolean
make_pages (const HdPresent *present, GPtrArray *pages, GError **error)
{
  guint n_sheets;
  const HdSheet *sheets = hd_sheets_get (&n_sheets);

  for (guint index = 0; index < n_sheets; index++)
    {
      HdSheetPage *page = hd_sheet_make (&sheets[index], present, error);

      if (page == NULL)
        return FALSE;
      g_ptr_array_add (pages, page);
    }
  return TRUE;
}

static void
set_pdf_metadata (cairo_surface_t *surface, const HdPresent *present)
{
  g_autoptr (GDateTime) made = g_date_time_new_from_unix_utc (present->now);
  g_autofree char *date = g_date_time_format (made, "%Y-%m-%dT%H:%M:%SZ");

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, _ ("Morning briefing"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, _ ("Hải Đăng"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

gboolean
hd_briefing_write_pdf (const HdPresent *present, const char *path, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sheet_page_free);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_t *cr;
  gboolean is_done;

  if (!make_pages (present, pages, error))
    return FALSE;
  surface = cairo_pdf_surface_create_for_stream (append_bytes_cb, bytes, A4_WIDTH_PT, A4_HEIGHT_PT);
  set_pdf_metadata (surface, present);
  cr = cairo_create (surface);
  cairo_scale (cr, A4_WIDTH_PT / HD_SHEET_WIDTH, A4_HEIGHT_PT / HD_SHEET_HEIGHT);
  for (guint index = 0; index < pages->len; index++)
    {
      const HdSheetTarget target = { hd_palette_get (HD_SCHEME_LIGHT), HD_SHEET_WIDTH,
                                     HD_SHEET_HEIGHT, index + 1, pages->len };

      hd_sheet_draw (cr, g_ptr_array_index (pages, index), &target);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  is_done = check_surface (surface, error) && write_file (path, bytes, error);
  cairo_surface_destroy (surface);
  return is_done;
}

char **
hd_briefing_write_png (const HdPresent *present, const char *dir, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sheet_page_free);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n_sheets;
  const HdSheet *sheets = hd_sheets_get (&n_sheets);
  const HdRenderTarget target = { HD_SHEET_WIDTH, HD_SHEET_HEIGHT, PNG_SCALE, HD_SCHEME_LIGHT };

  if (!make_pages (present, pages, error))
    return NULL;
  if (g_mkdir_with_parents (dir, 0755) != 0)
    {
      g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO, "cannot make the folder %s",
                   dir);
      return NULL;
    }
  for (guint index = 0; index < pages->len; index++)
    {
      g_autofree char *name = g_strdup_printf ("%02u-%s.png", index + 1, sheets[index].id);
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (!hd_render_sheet (g_ptr_array_index (pages, index), &target, path, error))
        return NULL;
      g_strv_builder_add (names, path);
    }
  return g_strv_builder_end (names);
}

typedef void (*DrawFunc) (cairo_t *cr, gconstpointer what, const HdRenderTarget *target);

static cairo_surface_t *
create_surface (const HdRenderTarget *target, const char *path, GByteArray *bytes)
{
  double scale = target->scale > 0 ? target->scale : 1;

  if (g_str_has_suffix (path, ".pdf"))
    return cairo_pdf_surface_create_for_stream (append_bytes_cb, bytes, target->width * 0.75,
                                                target->height * 0.75);
  if (g_str_has_suffix (path, ".svg"))
    return cairo_svg_surface_create_for_stream (append_bytes_cb, bytes, target->width,
                                                target->height);
  if (g_str_has_suffix (path, ".png"))
    return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(target->width * scale),
                                       (int)(target->height * scale));
  return NULL;
}

static gboolean
render (DrawFunc draw,
        gconstpointer what,
        const HdRenderTarget *target,
        const char *path,
        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = create_surface (target, path, bytes);
  gboolean is_done;
  cairo_t *cr;

  if (surface == NULL)
    {
      g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_FORMAT,
                   "cannot write “%s”: the name must end in .png, .svg or .pdf", path);
      return FALSE;
    }
  cr = cairo_create (surface);
  if (g_str_has_suffix (path, ".pdf"))
    cairo_scale (cr, 0.75, 0.75);
  else if (g_str_has_suffix (path, ".png") && target->scale > 0)
    cairo_scale (cr, target->scale, target->scale);
  draw (cr, what, target);
  cairo_destroy (cr);
  if (g_str_has_suffix (path, ".png"))
    cairo_surface_write_to_png_stream (surface, append_bytes_cb, bytes);
  else
    cairo_surface_finish (surface);
  is_done = check_surface (surface, error) && write_file (path, bytes, error);
  cairo_surface_destroy (surface);
  return is_done;
}

static void
draw_spec (cairo_t *cr, gconstpointer what, const HdRenderTarget *target)
{
  const HdPalette *palette = hd_palette_get (target->scheme);
  HdColour card = palette->colours[HD_ROLE_CARD];
  PangoContext *pango = hd_chart_create_pango_context ();
  g_autoptr (HdChartLayout) layout = NULL;
  HdLayoutOptions options;

  hd_layout_options_init (&options);
  options.show_title = TRUE;
  options.words = hd_present_words ();
  layout = hd_chart_layout_new ((HdChartSpec *)what, pango, target->width - 2 * RENDER_MARGIN,
                                target->height - 2 * RENDER_MARGIN, &options);
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  cairo_translate (cr, RENDER_MARGIN, RENDER_MARGIN);
  hd_chart_draw (cr, layout, palette);
  g_object_unref (pango);
}

static void
draw_sheet (cairo_t *cr, gconstpointer what, const HdRenderTarget *target)
{
  const HdSheetTarget sheet
      = { hd_palette_get (target->scheme), target->width, target->height, 0, 0 };

  hd_sheet_draw (cr, what, &sheet);
}

gboolean
hd_render_spec (HdChartSpec *spec, const HdRenderTarget *target, const char *path, GError **error)
{
  return render (draw_spec, spec, target, path, error);
}

gboolean
hd_render_sheet (const HdSheetPage *page,
                 const HdRenderTarget *target,
                 const char *path,
                 GError **error)
{
  return render (draw_sheet, page, target, path, error);
}
