/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts that are shaped once: the same pictures as without, and no more of them kept than are used.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "surface.h"

#include <string.h>

#define WIDTH 420
#define HEIGHT 300

static cairo_surface_t *
draw (HdChartSpec *spec, PangoContext *context, double font_px, HdTextCache *texts)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (HdChartLayout) layout = NULL;
  HdLayoutOptions options;

  hd_layout_options_init (&options);
  options.font_px = font_px;
  options.words = &fixture_words;
  options.texts = texts;
  layout = hd_chart_layout_new (spec, context, WIDTH, HEIGHT, &options);
  hd_chart_draw (cr, layout, hd_palette_get (HD_SCHEME_LIGHT));
  hd_chart_draw_overlay (cr, layout, hd_palette_get (HD_SCHEME_LIGHT),
                         hd_chart_layout_get_n_marks (layout) > 0 ? 0 : -1, -1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Kind after kind with what the ones before left, twice, in two sizes: a text never shows in another's place. */
static void
test_same_pictures (void)
{
  static const double sizes[] = { 11.5, 18, 11.5 };
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdTextCache) texts = hd_text_cache_new ();

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
      {
        g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
        cairo_surface_t *alone = draw (spec, context, sizes[size], NULL);
        cairo_surface_t *first = draw (spec, context, sizes[size], texts);
        cairo_surface_t *again = draw (spec, context, sizes[size], texts);
        gsize n_bytes = (gsize)cairo_image_surface_get_stride (alone) * HEIGHT;
        const guint8 *bytes = cairo_image_surface_get_data (alone);

        g_assert_cmpmem (bytes, n_bytes, cairo_image_surface_get_data (first), n_bytes);
        g_assert_cmpmem (bytes, n_bytes, cairo_image_surface_get_data (again), n_bytes);
        cairo_surface_destroy (alone);
        cairo_surface_destroy (first);
        cairo_surface_destroy (again);
      }
  g_object_unref (context);
}

static void
put (HdTextCache *texts, PangoContext *context, guint style, double font_px, const char *text)
{
  g_autoptr (PangoLayout) made = pango_layout_new (context);

  pango_layout_set_text (made, text, -1);
  hd_text_cache_put (texts, style, font_px, text, made);
}

static void
test_found (void)
{
  PangoContext *context = hd_chart_create_pango_context ();
  PangoContext *other = hd_chart_create_pango_context ();
  g_autoptr (HdTextCache) texts = hd_text_cache_new ();
  PangoLayout *found;

  hd_text_cache_turn (texts, context);
  g_assert_null (hd_text_cache_find (texts, 0, 11, "Hải Phòng"));
  put (texts, context, 0, 11, "Hải Phòng");
  found = hd_text_cache_find (texts, 0, 11, "Hải Phòng");
  g_assert_nonnull (found);
  g_assert_cmpstr (pango_layout_get_text (found), ==, "Hải Phòng");
  g_assert_null (hd_text_cache_find (texts, 1, 11, "Hải Phòng"));
  g_assert_null (hd_text_cache_find (texts, 0, 11.5, "Hải Phòng"));
  g_assert_null (hd_text_cache_find (texts, 0, 11, "Hai Phong"));
  hd_text_cache_turn (texts, context);
  g_assert_true (hd_text_cache_find (texts, 0, 11, "Hải Phòng") == found);
  hd_text_cache_turn (texts, other);
  g_assert_null (hd_text_cache_find (texts, 0, 11, "Hải Phòng"));
  g_object_unref (context);
  g_object_unref (other);
}

/* What is asked for stays; the rest is gone after the second layout that did not ask. */
static void
test_kept (void)
{
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdTextCache) texts = hd_text_cache_new ();

  hd_text_cache_turn (texts, context);
  put (texts, context, 0, 11, "asked for");
  put (texts, context, 0, 11, "not");
  for (guint layout = 0; layout < 3; layout++)
    {
      hd_text_cache_turn (texts, context);
      g_assert_nonnull (hd_text_cache_find (texts, 0, 11, "asked for"));
    }
  g_assert_null (hd_text_cache_find (texts, 0, 11, "not"));
  g_assert_cmpuint (hd_text_cache_get_n_texts (texts), ==, 1);
  for (guint text = 0; text < 5000; text++)
    {
      g_autofree char *words = g_strdup_printf ("%u", text);

      put (texts, context, 0, 11, words);
    }
  g_assert_cmpuint (hd_text_cache_get_n_texts (texts), <=, 800);
  hd_text_cache_clear (texts);
  g_assert_cmpuint (hd_text_cache_get_n_texts (texts), ==, 0);
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/text-cache/same-pictures", test_same_pictures);
  g_test_add_func ("/draw/text-cache/found", test_found);
  g_test_add_func ("/draw/text-cache/kept", test_kept);
  return g_test_run ();
}
