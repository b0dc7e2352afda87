/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for every row of the painter table, with good data and with ugly data.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "surface.h"

#include <math.h>
#include <string.h>

static void
test_table (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      const HdPainter *painter = hd_painter_get (kind);

      g_assert_cmpint (painter->kind, ==, kind);
      g_assert_nonnull (painter->name);
      g_assert_true (hd_painter_find (painter->name) == painter);
      g_assert_nonnull (painter->layout);
      g_assert_nonnull (painter->draw);
      g_assert_nonnull (painter->hit);
      g_assert_nonnull (painter->describe);
      g_assert_nonnull (painter->natural_height);
    }
  g_assert_null (hd_painter_find ("pie"));
}

static void
test_draws (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
      {
        g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
        g_autoptr (Picture) picture = picture_new (spec, scheme, 420, 240, FALSE);

        if (picture_count_ink (picture) < 100)
          g_error ("%s paints nothing", hd_painter_get (kind)->name);
        g_assert_cmpuint (hd_chart_layout_get_n_marks (picture->layout), >, 0);
      }
}

/* No size and no data makes a critical (they are fatal here), a NAN or text outside. */
static void
assert_sound (const HdChartLayout *layout)
{
  for (guint index = 0; index < layout->inks->len; index++)
    {
      const HdInk *ink = &g_array_index (layout->inks, HdInk, index);

      if (ink->kind == HD_INK_PATH)
        continue;
      g_assert_true (isfinite (ink->rect.x) && isfinite (ink->rect.y));
      g_assert_true (isfinite (ink->rect.width) && isfinite (ink->rect.height));
      if (ink->kind == HD_INK_TEXT && layout->width >= 120 && layout->height >= 60)
        {
          g_assert_cmpfloat (ink->rect.x, >=, -0.5);
          g_assert_cmpfloat (ink->rect.y, >=, -0.5);
          g_assert_cmpfloat (ink->rect.x + ink->rect.width, <=, layout->width + 1);
          g_assert_cmpfloat (ink->rect.y + ink->rect.height, <=, layout->height + 1);
        }
    }
}

static void
test_ugly (void)
{
  static const int sizes[][2]
      = { { 1, 1 }, { 30, 20 }, { 120, 60 }, { 360, 200 }, { 900, 500 }, { 60, 900 } };

  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    for (Fixture fixture = 0; fixture < N_FIXTURES; fixture++)
      for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
        {
          g_autoptr (HdChartSpec) spec = fixture_new (kind, fixture);
          g_autoptr (Picture) picture
              = picture_new (spec, HD_SCHEME_LIGHT, sizes[size][0], sizes[size][1], TRUE);

          assert_sound (picture->layout);
          hd_chart_hit (picture->layout, sizes[size][0] / 2.0, sizes[size][1] / 2.0);
        }
}

static void
assert_no_overlap (HdChartKind kind, double width, double font_px)
{
  g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
  double height = hd_chart_natural_height (spec, width, font_px);
  g_autoptr (Picture) picture
      = picture_new_with_text (spec, (int)width, (int)ceil (height), font_px);
  GArray *inks = picture->layout->inks;

  for (guint first = 0; first < inks->len; first++)
    for (guint second = first + 1; second < inks->len; second++)
      {
        const HdInk *one = &g_array_index (inks, HdInk, first);
        const HdInk *other = &g_array_index (inks, HdInk, second);

        if (one->kind == HD_INK_TEXT && other->kind == HD_INK_TEXT
            && hd_rect_overlaps (hd_rect_inset (one->rect, 1.5), hd_rect_inset (other->rect, 1.5)))
          g_error ("%s at %d px, text %g px: \"%s\" lies on \"%s\"", hd_painter_get (kind)->name,
                   (int)width, font_px, pango_layout_get_text (one->text),
                   pango_layout_get_text (other->text));
      }
}

/* No text lies on other text, at 100 % and at 200 %. */
static void
test_no_overlap (void)
{
  static const double widths[] = { 340, 480, 900 };

  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    for (guint width = 0; width < G_N_ELEMENTS (widths); width++)
      {
        assert_no_overlap (kind, widths[width], 11.5);
        assert_no_overlap (kind, widths[width], 23);
      }
}

/* Words are in inks whose contrast the palette's test measures, or upon a mark in the better of two. */
static void
test_text_roles (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 400, TRUE);

      for (guint index = 0; index < picture->layout->inks->len; index++)
        {
          const HdInk *ink = &g_array_index (picture->layout->inks, HdInk, index);

          if (ink->kind == HD_INK_TEXT && !ink->is_on_mark)
            g_assert_true (ink->role == HD_ROLE_TEXT || ink->role == HD_ROLE_TEXT_DIM
                           || ink->role == HD_ROLE_BETTER || ink->role == HD_ROLE_WORSE
                           || ink->role == HD_ROLE_NEUTRAL || ink->role == HD_ROLE_FOCUS
                           || ink->role == HD_ROLE_MAP_TEXT);
        }
    }
}

static void
test_describe (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    for (Fixture fixture = 0; fixture < N_FIXTURES; fixture++)
      {
        g_autoptr (HdChartSpec) spec = fixture_new (kind, fixture);
        g_autofree char *vietnamese = hd_chart_describe (spec, &fixture_words);
        g_autofree char *english = hd_chart_describe (spec, NULL);

        g_assert_cmpuint (strlen (vietnamese), >, strlen (spec->title));
        g_assert_cmpuint (strlen (english), >, strlen (spec->title));
        g_assert_true (g_utf8_validate (vietnamese, -1, NULL));
      }
}

static void
test_describe_marks (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 420, 240, FALSE);

      for (guint mark = 0; mark < hd_chart_layout_get_n_marks (picture->layout); mark++)
        {
          g_autofree char *words = hd_chart_describe_mark (picture->layout, mark, &fixture_words);

          if (kind != HD_CHART_HISTOGRAM)
            g_assert_cmpstr (words, !=, "");
        }
    }
}

/* Pointing at a mark finds it, or one that lies over it. */
static void
test_hit (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, FALSE);
      guint n_marks = hd_chart_layout_get_n_marks (picture->layout);
      guint found = 0;

      for (guint mark = 0; mark < n_marks; mark++)
        {
          const HdMark *of_layout = hd_chart_layout_get_mark (picture->layout, mark);
          int hit = hd_chart_hit (picture->layout, of_layout->x, of_layout->y);

          g_assert_cmpint (hit, >=, 0);
          found += hit == (int)mark;
        }
      /* Columns of a plan lie behind others; all else is found. */
      g_assert_cmpuint (found * 10, >=, n_marks * 7);
      g_assert_cmpint (hd_chart_hit (picture->layout, -500, -500), ==, -1);
    }
}

static void
test_overlay (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, TRUE);
      g_autoptr (Picture) before = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, TRUE);
      cairo_t *cr = cairo_create (picture->surface);

      hd_chart_draw_overlay (cr, picture->layout, picture->palette, -1, -1);
      cairo_surface_flush (picture->surface);
      g_assert_cmpuint (picture_compare (picture, before, 0), ==, 0);
      hd_chart_draw_overlay (cr, picture->layout, picture->palette, 0, 0);
      hd_chart_draw_overlay (cr, picture->layout, picture->palette, 99999, 99999);
      cairo_surface_flush (picture->surface);
      g_assert_cmpuint (picture_compare (picture, before, 8), >, 50);
      cairo_destroy (cr);
    }
}

/* Pixels that anything was painted on, and of them those outside `extents`. */
static void
count_painted (cairo_surface_t *surface, HdRect extents, guint *n_painted, guint *n_outside)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        gboolean is_inside = x >= extents.x && x < extents.x + extents.width && y >= extents.y
                             && y < extents.y + extents.height;
        gboolean is_painted = ((const guint32 *)(gconstpointer)(data + y * stride))[x] != 0;

        *n_painted += is_painted;
        *n_outside += is_painted && !is_inside;
      }
}

/* The window paints again no more than the extents: what lay outside them would stay behind. */
static void
test_overlay_extents (void)
{
  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (kind, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, TRUE);
      int n_marks = (int)hd_chart_layout_get_n_marks (picture->layout);

      for (int mark = 0; mark < n_marks; mark += 1 + n_marks / 40)
        for (int focus = -1; focus < n_marks; focus += n_marks)
          {
            HdRect extents = hd_chart_overlay_extents (picture->layout, mark, focus);
            cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 420, 300);
            cairo_t *cr = cairo_create (surface);
            guint n_painted = 0, n_outside = 0;

            hd_chart_draw_overlay (cr, picture->layout, picture->palette, mark, focus);
            cairo_surface_flush (surface);
            count_painted (surface, extents, &n_painted, &n_outside);
            if (n_outside > 0 || n_painted == 0)
              g_error ("%s, mark %d: %u of %u pixels outside", hd_painter_get (kind)->name, mark,
                       n_outside, n_painted);
            cairo_destroy (cr);
            cairo_surface_destroy (surface);
          }
    }
}

static void
test_stale (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_BARS, FIXTURE_NORMAL);
  g_autoptr (Picture) fresh = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, FALSE);
  g_autoptr (Picture) stale = NULL;
  g_autofree char *words = NULL;

  spec->is_stale = TRUE;
  stale = picture_new (spec, HD_SCHEME_LIGHT, 420, 300, FALSE);
  words = hd_chart_describe (spec, &fixture_words);
  g_assert_cmpuint (picture_count (fresh, HD_ROLE_WORSE, NULL), >, 0);
  g_assert_cmpuint (picture_count (stale, HD_ROLE_WORSE, NULL), ==, 0);
  g_assert_nonnull (strstr (words, fixture_words.stale));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/painters/table", test_table);
  g_test_add_func ("/draw/painters/draws", test_draws);
  g_test_add_func ("/draw/painters/ugly", test_ugly);
  g_test_add_func ("/draw/painters/no-overlap", test_no_overlap);
  g_test_add_func ("/draw/painters/text-roles", test_text_roles);
  g_test_add_func ("/draw/painters/describe", test_describe);
  g_test_add_func ("/draw/painters/describe-marks", test_describe_marks);
  g_test_add_func ("/draw/painters/hit", test_hit);
  g_test_add_func ("/draw/painters/overlay", test_overlay);
  g_test_add_func ("/draw/painters/overlay-extents", test_overlay_extents);
  g_test_add_func ("/draw/painters/stale", test_stale);
  return g_test_run ();
}
