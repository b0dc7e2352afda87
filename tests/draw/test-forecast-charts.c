/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forecast desk's charts by numbers and pixels: parts share a scale and a crosshair, intervals are as
 * long as they claim, and a stated chance that came true as often lies on the diagonal.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "surface.h"

#include <math.h>
#include <string.h>

static const HdMark *
mark_of (const Picture *picture, int series, int category)
{
  int mark = hd_chart_layout_find_mark (picture->layout, series, category);

  g_assert_cmpint (mark, >=, 0);
  return hd_chart_layout_get_mark (picture->layout, (guint)mark);
}

/* Every part has the same px for the same amount, and its own zero; the same month is above itself. */
static void
test_panels_share_scale_and_time (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_PANELS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 420, FALSE);
  double per_unit[5];

  for (int series = 2; series < 5; series++)
    {
      const HdMark *one = mark_of (picture, series, 13), *other = mark_of (picture, series, 15);

      per_unit[series] = (other->y - one->y) / (other->value - one->value);
      g_assert_cmpfloat_with_epsilon (per_unit[series], per_unit[2], fabs (per_unit[2]) * 1e-6);
      for (guint month = 0; month < spec->n_categories; month += 7)
        g_assert_cmpfloat_with_epsilon (mark_of (picture, series, (int)month)->x,
                                        mark_of (picture, 0, (int)month)->x, 1e-9);
    }
  /* Panels stand under each other without touching. */
  for (int series = 2; series < 4; series++)
    for (guint month = 0; month < spec->n_categories; month++)
      g_assert_cmpfloat (mark_of (picture, series, (int)month)->y, <,
                         mark_of (picture, series + 1, 3)->y);
  g_assert_true (picture->layout->has_crosshair);
  g_assert_cmpfloat (hd_chart_layout_get_plot (picture->layout).height, >, 340);
}

/* A bar is as long as its value: its pixels down one column. */
static void
test_panel_bars (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_PANELS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 900, 600, FALSE);
  const HdMark *tet = mark_of (picture, 3, 13), *none = mark_of (picture, 3, 15);
  HdRect column = { round (tet->x), none->y - 80, 1, 160 };
  double length = picture_count (picture, HD_ROLE_NEUTRAL, &column);

  g_assert_cmpfloat (none->value, ==, 0);
  g_assert_cmpfloat_with_epsilon (length, fabs (tet->y - none->y), 2.1);
}

static void
test_intervals_are_as_long_as_claimed (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_INTERVALS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 400, FALSE);
  const HdScale *scale = &picture->layout->value_scale;
  guint found = 0;

  for (guint ink = 0; ink < picture->layout->inks->len; ink++)
    {
      const HdInk *of = &g_array_index (picture->layout->inks, HdInk, ink);
      double middle = of->rect.x + of->rect.width / 2;

      if (of->kind != HD_INK_RECT || of->role != HD_ROLE_FAN_OUTER)
        continue;
      g_assert_cmpfloat_with_epsilon (of->rect.y, hd_scale_px (scale, spec->bands[0].upper[found]),
                                      1e-6);
      g_assert_cmpfloat_with_epsilon (of->rect.y + of->rect.height,
                                      hd_scale_px (scale, spec->bands[0].lower[found]), 1e-6);
      g_assert_cmpfloat_with_epsilon (mark_of (picture, 0, (int)found)->x, middle, 1);
      found++;
    }
  g_assert_cmpuint (found, ==, spec->n_categories);
}

/* A miss has another shape and another colour, and lies outside its interval. */
static void
test_a_miss_is_told (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_INTERVALS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 400, FALSE);
  const HdMark *missed = mark_of (picture, 0, 7), *hit = mark_of (picture, 0, 8);
  guint n_diamonds = 0;

  for (guint ink = 0; ink < picture->layout->inks->len; ink++)
    {
      const HdInk *of = &g_array_index (picture->layout->inks, HdInk, ink);

      n_diamonds += of->kind == HD_INK_GLYPH && of->glyph == HD_GLYPH_DIAMOND;
    }
  g_assert_cmpuint (n_diamonds, ==, 1);
  g_assert_true (picture_is (picture, (int)missed->x, (int)missed->y, HD_ROLE_WORSE));
  g_assert_true (picture_is (picture, (int)hit->x, (int)hit->y, HD_ROLE_ACTUAL));
  g_assert_cmpfloat (missed->value, <, spec->bands[0].lower[7]);
}

/* Dots lie at what was stated across and what happened up; the diagonal goes from corner to corner. */
static void
test_reliability_places (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_RELIABILITY, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 500, 400, FALSE);
  HdRect plot = hd_chart_layout_get_plot (picture->layout);

  for (guint bin = 0; bin < spec->n_categories; bin++)
    {
      const HdMark *mark = mark_of (picture, 1, (int)bin);

      g_assert_cmpfloat_with_epsilon (
          mark->x, plot.x + plot.width * spec->series[0].values[bin] / 100, 1e-6);
      g_assert_cmpfloat_with_epsilon (
          mark->y, plot.y + plot.height * (1 - spec->series[1].values[bin] / 100), 1e-6);
    }
  /* More cases, a larger dot. */
  g_assert_cmpfloat (mark_of (picture, 1, 5)->rect.width, >,
                     mark_of (picture, 1, 2)->rect.width + 2);
}

static void
test_reliability_in_words (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_RELIABILITY, FIXTURE_NORMAL);
  g_autofree char *words = hd_chart_describe (spec, &fixture_words);

  g_assert_nonnull (strstr (words, "khoảng 81 %: đã nói 81"));
  g_assert_nonnull (strstr (words, "đã xảy ra 52"));
  g_assert_nonnull (strstr (words, "22 lần"));
}

/* A category more leaves all that was, and is missing everywhere. */
static void
test_lengthen (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (HdChartSpec) before = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  guint last = hd_chart_spec_lengthen (spec, "1/27", G_MININT32);

  g_assert_cmpuint (last, ==, before->n_categories);
  g_assert_cmpuint (spec->n_categories, ==, before->n_categories + 1);
  for (guint series = 0; series < spec->n_series; series++)
    {
      g_assert_true (isnan (hd_chart_spec_value (spec, series, last)));
      for (guint category = 0; category < last; category++)
        {
          double value = hd_chart_spec_value (before, series, category);

          g_assert_true (hd_chart_spec_value (spec, series, category) == value || isnan (value));
          g_assert_cmpuint (hd_chart_spec_flags (spec, series, category), ==,
                            hd_chart_spec_flags (before, series, category));
        }
    }
}

/* A forecast column carries its interval from end to end. */
static void
test_whisker (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  guint last = spec->n_categories - 1;
  g_autofree double *lower = g_new (double, last + 1);
  g_autofree double *upper = g_new (double, last + 1);
  g_autoptr (Picture) picture = NULL;
  const HdMark *mark;
  guint found = 0;

  for (guint category = 0; category <= last; category++)
    lower[category] = upper[category] = NAN;
  lower[last] = 8.6e12;
  upper[last] = 10.9e12;
  hd_chart_spec_add_band (spec, "95 %", 0.95, lower, upper);
  picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 400, FALSE);
  mark = mark_of (picture, hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST), (int)last);
  for (double value = 9.8e12; value < 10.8e12; value += 2e11)
    {
      HdRect row = { floor (mark->x) - 2,
                     floor (hd_scale_px (&picture->layout->value_scale, value)), 4, 1 };

      found += picture_count (picture, HD_ROLE_CARD, &row) < 4;
    }
  g_assert_cmpuint (found, ==, 5);
}

/* A value that may be revised has a lighter edge inside its column, and is as long as before. */
static void
test_provisional (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (Picture) before = picture_new (spec, HD_SCHEME_LIGHT, 900, 400, FALSE);
  g_autoptr (Picture) picture = NULL;
  HdRect column;

  hd_chart_spec_add_flags (spec, 0, 5, HD_POINT_PROVISIONAL);
  picture = picture_new (spec, HD_SCHEME_LIGHT, 900, 400, FALSE);
  column = mark_of (picture, 0, 5)->rect;
  g_assert_cmpuint (picture_count (before, HD_ROLE_PREVIOUS, &column), ==, 0);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_PREVIOUS, &column), >, 40);
  g_assert_cmpfloat (mark_of (picture, 0, 5)->rect.height, ==, mark_of (before, 0, 5)->rect.height);
}

/* The unit that is looked into is outlined, over its neighbours' borders. */
static void
test_selected_unit (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_MAP, FIXTURE_NORMAL);
  g_autoptr (Picture) before = picture_new (spec, HD_SCHEME_LIGHT, 500, 500, FALSE);
  g_autoptr (Picture) picture = NULL;
  HdRect unit;

  hd_map_spec_select (spec->map, "KV99");
  g_assert_cmpint (spec->map->selected, ==, -1);
  hd_map_spec_select (spec->map, "KV02");
  picture = picture_new (spec, HD_SCHEME_LIGHT, 500, 500, FALSE);
  unit = hd_rect_inset (mark_of (picture, 0, 1)->rect, -2);
  g_assert_cmpuint (picture_count (before, HD_ROLE_FOCUS, &unit), ==, 0);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_FOCUS, &unit), >, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/forecast/panels-share-scale-and-time", test_panels_share_scale_and_time);
  g_test_add_func ("/draw/forecast/panel-bars", test_panel_bars);
  g_test_add_func ("/draw/forecast/intervals-are-as-long-as-claimed",
                   test_intervals_are_as_long_as_claimed);
  g_test_add_func ("/draw/forecast/a-miss-is-told", test_a_miss_is_told);
  g_test_add_func ("/draw/forecast/reliability-places", test_reliability_places);
  g_test_add_func ("/draw/forecast/reliability-in-words", test_reliability_in_words);
  g_test_add_func ("/draw/forecast/lengthen", test_lengthen);
  g_test_add_func ("/draw/forecast/whisker", test_whisker);
  g_test_add_func ("/draw/forecast/provisional", test_provisional);
  g_test_add_func ("/draw/forecast/selected-unit", test_selected_unit);
  return g_test_run ();
}
