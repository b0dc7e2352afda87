/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kinds that compare units, parts and days: what they draw is as large, and stands where, its value says.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "hd-spread.h"
#include "hd-squarify.h"
#include "hd-ticks.h"
#include "surface.h"

#include <math.h>
#include <stdlib.h>

static const HdMark *
mark_of (const Picture *picture, int series, int category)
{
  int mark = hd_chart_layout_find_mark (picture->layout, series, category);

  g_assert_cmpint (mark, >=, 0);
  return hd_chart_layout_get_mark (picture->layout, (guint)mark);
}

static guint
count_texts (const Picture *picture, const char *part)
{
  guint found = 0;

  for (guint index = 0; index < picture->layout->inks->len; index++)
    {
      const HdInk *ink = &g_array_index (picture->layout->inks, HdInk, index);

      found += ink->kind == HD_INK_TEXT && g_strrstr (pango_layout_get_text (ink->text), part);
    }
  return found;
}

/* Labels moved apart: never nearer than asked, inside, in order; and no simpler way moves them less. */
static void
test_spread (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      guint n = (guint)g_test_rand_int_range (1, 24);
      double least = g_test_rand_double_range (1, 20);
      double top = g_test_rand_double_range (-50, 50);
      double bottom = top + least * (n - 1) + g_test_rand_double_range (0, 300);
      g_autofree double *wanted = g_new (double, n);
      g_autofree double *ys = g_new (double, n);
      double moved = 0, pushed = 0, before = -INFINITY;

      for (guint index = 0; index < n; index++)
        wanted[index] = g_test_rand_double_range (top, bottom);
      for (guint index = 1; index < n; index++)
        for (guint at = index; at > 0 && wanted[at - 1] > wanted[at]; at--)
          {
            double swap = wanted[at];

            wanted[at] = wanted[at - 1];
            wanted[at - 1] = swap;
          }
      g_assert_cmpuint (hd_spread_capacity (least, top, bottom), >=, n);
      memcpy (ys, wanted, n * sizeof (double));
      hd_spread (ys, n, least, top, bottom);
      for (guint index = 0; index < n; index++)
        {
          g_assert_cmpfloat (ys[index], >=, top - 1e-6);
          g_assert_cmpfloat (ys[index], <=, bottom + 1e-6);
          if (index > 0)
            g_assert_cmpfloat (ys[index] - ys[index - 1], >=, least - 1e-6);
          moved += pow (ys[index] - wanted[index], 2);
          before = MAX (before + least, MAX (wanted[index], top));
          pushed += pow (before - wanted[index], 2);
        }
      if (before <= bottom)
        g_assert_cmpfloat (moved, <=, pushed + 1e-6);
    }
}

static void
test_spread_leaves_alone (void)
{
  double ys[] = { 10, 40, 90 };

  hd_spread (ys, 3, 20, 0, 100);
  g_assert_cmpfloat (ys[0], ==, 10);
  g_assert_cmpfloat_with_epsilon (ys[1], 40, 1e-9);
  g_assert_cmpfloat_with_epsilon (ys[2], 90, 1e-9);
  g_assert_cmpuint (hd_spread_capacity (20, 0, 100), ==, 6);
  g_assert_cmpuint (hd_spread_capacity (20, 0, -1), ==, 0);
}

static int
compare_down (const void *a, const void *b)
{
  double left = *(const double *)a;
  double right = *(const double *)b;

  return (left < right) - (left > right);
}

/* Any values: areas are exact, lie inside, and do not overlap; descending ones are nearly squares. */
static void
test_squarify (void)
{
  for (guint round = 0; round < 400; round++)
    {
      guint n = (guint)g_test_rand_int_range (1, 40);
      HdRect area
          = { 5, 7, g_test_rand_double_range (50, 900), g_test_rand_double_range (50, 600) };
      g_autofree double *values = g_new (double, n);
      g_autofree HdRect *rects = g_new (HdRect, n);
      double total = 0;

      for (guint index = 0; index < n; index++)
        total += values[index] = pow (10, g_test_rand_double_range (0, 3));
      if (round % 2 == 0)
        qsort (values, n, sizeof (double), compare_down);
      hd_squarify (values, n, area, rects);
      for (guint index = 0; index < n; index++)
        {
          HdRect rect = rects[index];

          g_assert_cmpfloat_with_epsilon (rect.width * rect.height,
                                          values[index] / total * area.width * area.height,
                                          area.width * area.height * 1e-9);
          g_assert_cmpfloat (rect.x, >=, area.x - 1e-6);
          g_assert_cmpfloat (rect.x + rect.width, <=, area.x + area.width + 1e-6);
          g_assert_cmpfloat (rect.y + rect.height, <=, area.y + area.height + 1e-6);
          for (guint other = 0; other < index; other++)
            g_assert_false (hd_rect_overlaps (hd_rect_inset (rect, 1e-6), rects[other]));
        }
    }
}

static void
test_treemap_areas (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_TREEMAP, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = NULL;
  double per_value = 0;

  spec->series[0].values[10] = NAN;
  picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 400, TRUE);
  g_assert_cmpuint (hd_chart_layout_get_n_marks (picture->layout), ==, spec->n_categories - 2);
  for (guint index = 0; index < hd_chart_layout_get_n_marks (picture->layout); index++)
    {
      const HdMark *mark = hd_chart_layout_get_mark (picture->layout, index);
      double density = mark->rect.width * mark->rect.height / mark->value;

      per_value = index == 0 ? density : per_value;
      g_assert_cmpfloat_with_epsilon (density / per_value, 1, 1e-6);
    }
  /* What has no area is said, with how much it is. */
  g_assert_cmpuint (count_texts (picture, "1 số âm (−1,4)"), ==, 1);
  g_assert_cmpuint (count_texts (picture, "1 thiếu số liệu"), ==, 1);
  /* The rest is drawn last, at the bottom right, though it is the most. */
  g_assert_cmpfloat_with_epsilon (
      mark_of (picture, 0, 12)->rect.x + mark_of (picture, 0, 12)->rect.width, 600, 0.01);
}

static void
test_treemap_pixels (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_TREEMAP, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 400, FALSE);
  const HdRole roles[] = { HD_ROLE_MAP_3, HD_ROLE_MAP_1, HD_ROLE_MAP_5 };

  for (guint row = 0; row < G_N_ELEMENTS (roles); row++)
    {
      HdRect rect = mark_of (picture, 0, (int)row)->rect;
      HdRect inner = hd_rect_inset (rect, 3);

      /* Whole pixels of the inner rectangle, on both axes. */
      g_assert_cmpfloat (picture_count (picture, roles[row], &inner), >=,
                         (inner.width - 1) * (inner.height - 1));
    }
}

/* 22 November 2026 is a Sunday: the last row, right of its week's neighbours; Tết has an amber edge. */
static void
test_calendar_places (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_CALENDAR, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 900, 400, TRUE);
  int first = spec->categories[0].day;
  int monday = hd_ticks_day_from_ymd (2026, 11, 16) - first;
  int tet = hd_ticks_day_from_ymd (2026, 2, 17) - first;
  int missing = 402;
  HdRect cell = mark_of (picture, 0, monday)->rect;
  HdRect next = mark_of (picture, 0, monday + 1)->rect;
  HdRect before = mark_of (picture, 0, monday - 7)->rect;
  HdRect sunday = mark_of (picture, 0, monday - 1)->rect;
  HdRect holiday = mark_of (picture, 0, tet)->rect;

  g_assert_cmpfloat_with_epsilon (next.x, cell.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (next.y - cell.y, cell.height, 1e-9);
  g_assert_cmpfloat_with_epsilon (cell.x - before.x, cell.width, 1e-9);
  g_assert_cmpfloat_with_epsilon (sunday.x, before.x, 1e-9);
  /* The weekend stands a little apart. */
  g_assert_cmpfloat (sunday.y - before.y, >, 6 * cell.height);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_MARKER, &holiday), >, 10);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_MARKER, &cell), ==, 0);
  g_assert_cmpuint (count_texts (picture, "Tết"), ==, 2);
  /* Hatched, in no colour of a value. */
  for (HdRole role = HD_ROLE_HEAT_1; role <= HD_ROLE_HEAT_5; role++)
    {
      HdRect inner = hd_rect_inset (mark_of (picture, 0, missing)->rect, 1.5);

      g_assert_cmpuint (picture_count (picture, role, &inner), ==, 0);
    }
}

/* The steps of the calendar hold equally many days. */
static void
test_calendar_steps (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_CALENDAR, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 900, 400, FALSE);
  guint counts[5] = { 0 };

  for (guint index = 0; index < picture->layout->inks->len; index++)
    {
      const HdInk *ink = &g_array_index (picture->layout->inks, HdInk, index);

      if (ink->kind == HD_INK_RECT && ink->style == HD_STYLE_FILL && ink->role >= HD_ROLE_HEAT_1
          && ink->role <= HD_ROLE_HEAT_5)
        counts[ink->role - HD_ROLE_HEAT_1]++;
    }
  for (guint step = 0; step < 5; step++)
    g_assert_cmpfloat (fabs (counts[step] - 137.0), <=, 8);
}

static void
test_slope_values (void)
{
  const double before[] = { 10, 40, 80 };
  const double after[] = { 20, 90, 50 };
  g_autoptr (HdChartSpec) spec = hd_chart_spec_new (HD_CHART_SLOPE, "", "");
  g_autoptr (Picture) picture = NULL;
  double step;

  for (guint row = 0; row < 3; row++)
    hd_chart_spec_add_category (spec, NULL, "đơn vị");
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, after);
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, before);
  picture = picture_new (spec, HD_SCHEME_LIGHT, 480, 300, TRUE);
  /* Far apart, ends lie at their values, on one scale for both sides. */
  step = (mark_of (picture, 1, 0)->y - mark_of (picture, 1, 1)->y) / 30;
  g_assert_cmpfloat (step, >, 0);
  g_assert_cmpfloat_with_epsilon (mark_of (picture, 1, 1)->y - mark_of (picture, 1, 2)->y,
                                  40 * step, 0.01);
  g_assert_cmpfloat_with_epsilon (mark_of (picture, 0, 0)->y - mark_of (picture, 0, 1)->y,
                                  70 * step, 0.01);
  g_assert_cmpuint (count_texts (picture, "theo thứ hạng"), ==, 0);
  g_assert_cmpuint (count_texts (picture, "1."), ==, 2);
}

/* Crowded, they lie at their ranks, evenly, and the chart says so. */
static void
test_slope_ranks (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_SLOPE, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 480, 220, TRUE);
  double step = mark_of (picture, 0, 1)->y - mark_of (picture, 0, 0)->y;

  g_assert_cmpuint (count_texts (picture, "theo thứ hạng"), ==, 1);
  for (int row = 1; row < 8; row++)
    g_assert_cmpfloat_with_epsilon (mark_of (picture, 0, row)->y - mark_of (picture, 0, row - 1)->y,
                                    step, 0.01);
  /* 02IK was second and is fourth. */
  g_assert_cmpfloat_with_epsilon (mark_of (picture, 1, 3)->y - mark_of (picture, 1, 0)->y, step,
                                  0.01);
  g_assert_cmpfloat_with_epsilon (mark_of (picture, 0, 3)->y - mark_of (picture, 0, 0)->y, 3 * step,
                                  0.01);
}

static void
test_dots (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_DOTS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  const HdScale *scale = &picture->layout->value_scale;

  for (int row = 0; row < 8; row++)
    for (int series = 0; series < 2; series++)
      {
        const HdMark *mark = mark_of (picture, series, row);

        g_assert_cmpfloat_with_epsilon (mark->x, hd_scale_px (scale, mark->value), 0.01);
      }
  g_assert_true (picture_is (picture, (int)mark_of (picture, 0, 0)->x,
                             (int)mark_of (picture, 0, 0)->y, HD_ROLE_ACTUAL));
  g_assert_cmpuint (picture_count (picture, HD_ROLE_MARKER, &mark_of (picture, 1, 0)->rect), >, 10);
}

static void
test_variance_lengths (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_VARIANCE, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  const HdScale *scale = &picture->layout->value_scale;
  double zero = hd_scale_px (scale, 0);

  for (int row = 0; row < 8; row++)
    {
      double variance = spec->series[0].values[row] - spec->series[1].values[row];
      HdRole role = variance < 0 ? HD_ROLE_WORSE : HD_ROLE_BETTER;
      int y = (int)mark_of (picture, 0, row)->y;
      HdRect bars = { scale->start - 1, y, scale->end - scale->start + 2, 1 };
      HdRect other = { variance < 0 ? zero + 2 : bars.x, y,
                       variance < 0 ? scale->end - zero : zero - 2 - bars.x, 1 };

      if (fabs (variance) < 1e11)
        continue;
      g_assert_cmpfloat_with_epsilon (picture_count (picture, role, &bars),
                                      fabs (hd_scale_px (scale, variance) - zero), 1.6);
      g_assert_cmpuint (picture_count (picture, role, &other), ==, 0);
    }
}

/* Down a column of pixels, a part is as tall as its value; the running month is hollow. */
static void
test_area_heights (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_AREA, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = NULL;
  const HdScale *scale;
  double whole;

  /* Without the year before, whose line lies over the areas. */
  for (guint month = 0; month < spec->n_categories; month++)
    spec->series[4].values[month] = NAN;
  picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 400, FALSE);
  scale = &picture->layout->value_scale;
  whole = mark_of (picture, 0, 10)->x;
  for (guint tax = 0; tax < 3; tax++)
    for (guint month = 1; month < 9; month++)
      {
        HdRect column = { round (mark_of (picture, (int)tax, (int)month)->x), 0, 1, 400 };
        double value = spec->series[tax].values[month];
        double expected = hd_scale_px (scale, 0) - hd_scale_px (scale, value);

        g_assert_cmpfloat_with_epsilon (picture_count (picture, HD_ROLE_PART_1 + tax, &column),
                                        expected, 3.5);
      }
  g_assert_cmpuint (picture_count (picture, HD_ROLE_PART_1, &(HdRect){ whole - 20, 200, 15, 150 }),
                    ==, 0);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_PART_1,
                                   &(HdRect){ mark_of (picture, 0, 8)->x + 5, 250, 10, 100 }),
                    >, 500);
}

/* Equal values stand equally high over the zero of their panels, whichever panel it is. */
static void
test_multiples_share_a_scale (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_MULTIPLES, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = NULL;
  double first = 0;

  for (guint panel = 0; panel < 9; panel++)
    {
      spec->series[2 * panel].values[3] = 40;
      spec->series[2 * panel].values[7] = 80;
    }
  picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 420, TRUE);
  for (int panel = 0; panel < 9; panel++)
    {
      double rise = mark_of (picture, 2 * panel, 3)->y - mark_of (picture, 2 * panel, 7)->y;

      first = panel == 0 ? rise : first;
      g_assert_cmpfloat (rise, >, 10);
      g_assert_cmpfloat_with_epsilon (rise, first, 0.01);
      /* A mark drills into its panel's unit. */
      g_assert_cmpstr (mark_of (picture, 2 * panel, 3)->code, ==, spec->series[2 * panel].code);
    }
}

/* Who is behind the plan is told by a glyph too, not by colour alone. */
static void
test_multiples_tell_the_side (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_MULTIPLES, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 900, 500, TRUE);
  guint n_glyphs[2] = { 0 }, n_units[2] = { 0 };

  for (guint unit = 0; unit < 9; unit++)
    n_units[spec->series[2 * unit].values[10] < spec->series[2 * unit + 1].values[10]]++;
  for (guint index = 0; index < picture->layout->inks->len; index++)
    {
      const HdInk *of = &g_array_index (picture->layout->inks, HdInk, index);

      if (of->kind == HD_INK_GLYPH && (of->glyph == HD_GLYPH_UP || of->glyph == HD_GLYPH_DOWN))
        n_glyphs[of->glyph == HD_GLYPH_DOWN]++;
    }
  g_assert_cmpuint (n_glyphs[TRUE], >, 0);
  g_assert_cmpuint (n_glyphs[TRUE], ==, n_units[TRUE]);
  g_assert_cmpuint (n_glyphs[FALSE], >=, n_units[FALSE] - 1); /* one is just on its plan */
}

static void
test_table_bars (void)
{
  const double values[] = { 10, 40, NAN, 20 };
  g_autoptr (HdChartSpec) spec = hd_chart_spec_new (HD_CHART_TABLE, "", "");
  g_autoptr (Picture) picture = NULL;
  double lengths[4] = { 0 };

  for (guint row = 0; row < 4; row++)
    hd_chart_spec_add_category (spec, NULL, "đơn vị");
  hd_chart_spec_add_series (spec, NULL, "thu", HD_NOTATION_ACTUAL, values)->has_bars = TRUE;
  picture = picture_new (spec, HD_SCHEME_LIGHT, 500, 160, FALSE);
  for (int row = 0; row < 4; row++)
    {
      HdRect line = { 0, mark_of (picture, 0, row)->y, 500, 1 };

      lengths[row] = picture_count (picture, HD_ROLE_PREVIOUS_EDGE, &line);
    }
  g_assert_cmpfloat (lengths[1], >, 40);
  g_assert_cmpfloat_with_epsilon (lengths[0], lengths[1] / 4, 2);
  g_assert_cmpfloat_with_epsilon (lengths[3], lengths[1] / 2, 2);
  g_assert_cmpfloat (lengths[2], ==, 0);
}

/* A note is pinned on its mark in every kind, and is told with the mark wherever its words find no room. */
static void
test_annotations (void)
{
  for (guint kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = NULL;
      g_autoptr (Picture) plain = NULL;
      g_autoptr (Picture) pinned = NULL;
      g_autofree char *said = NULL;
      const HdMark *mark = NULL;
      guint index = 0;

      if (kind == HD_CHART_MAP || kind == HD_CHART_SPARKLINE || kind == HD_CHART_BULLET)
        continue;
      spec = fixture_new (kind, FIXTURE_NORMAL);
      plain = picture_new (spec, HD_SCHEME_LIGHT, 600, 400, TRUE);
      for (; index < hd_chart_layout_get_n_marks (plain->layout); index++)
        {
          mark = hd_chart_layout_get_mark (plain->layout, index);
          if (mark->series >= 0 && mark->category >= 0 && isfinite (mark->value))
            break;
        }
      if (index == hd_chart_layout_get_n_marks (plain->layout))
        continue;
      hd_chart_spec_add_annotation (spec, (guint)mark->series, (guint)mark->category, "xem lại");
      pinned = picture_new (spec, HD_SCHEME_LIGHT, 600, 400, TRUE);
      g_assert_cmpuint (pinned->layout->inks->len, >, plain->layout->inks->len);
      said = hd_chart_describe_mark (
          pinned->layout,
          (guint)hd_chart_layout_find_mark (pinned->layout, mark->series, mark->category), NULL);
      g_assert_nonnull (strstr (said, "xem lại"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/kinds/spread", test_spread);
  g_test_add_func ("/draw/kinds/spread-leaves-alone", test_spread_leaves_alone);
  g_test_add_func ("/draw/kinds/squarify", test_squarify);
  g_test_add_func ("/draw/kinds/treemap-areas", test_treemap_areas);
  g_test_add_func ("/draw/kinds/treemap-pixels", test_treemap_pixels);
  g_test_add_func ("/draw/kinds/calendar-places", test_calendar_places);
  g_test_add_func ("/draw/kinds/calendar-steps", test_calendar_steps);
  g_test_add_func ("/draw/kinds/slope-values", test_slope_values);
  g_test_add_func ("/draw/kinds/slope-ranks", test_slope_ranks);
  g_test_add_func ("/draw/kinds/dots", test_dots);
  g_test_add_func ("/draw/kinds/variance-lengths", test_variance_lengths);
  g_test_add_func ("/draw/kinds/area-heights", test_area_heights);
  g_test_add_func ("/draw/kinds/multiples-share-a-scale", test_multiples_share_a_scale);
  g_test_add_func ("/draw/kinds/multiples-side", test_multiples_tell_the_side);
  g_test_add_func ("/draw/kinds/table-bars", test_table_bars);
  g_test_add_func ("/draw/kinds/annotations", test_annotations);
  return g_test_run ();
}
