/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures by numbers: lengths equal values, hollow is hollow, hatching hatches; and pairs of specs
 * that must give the same picture.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "surface.h"

#include <math.h>

static const HdMark *
mark_of (const Picture *picture, int series, int category)
{
  int mark = hd_chart_layout_find_mark (picture->layout, series, category);

  g_assert_cmpint (mark, >=, 0);
  return hd_chart_layout_get_mark (picture->layout, (guint)mark);
}

/* Runs of the role's colour along one row of pixels. */
static guint
run_length (const Picture *picture, HdRole role, int y)
{
  return picture_count (picture, role, &(HdRect){ 0, y, picture->width, 1 });
}

static void
test_bar_lengths (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_BARS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  double unit = 0;

  for (guint row = 0; row + 1 < spec->n_categories; row++)
    {
      const HdMark *mark = mark_of (picture, 0, (int)row);
      double length = run_length (picture, HD_ROLE_ACTUAL, (int)mark->y);
      double expected = hd_scale_px (&picture->layout->value_scale, mark->value)
                        - hd_scale_px (&picture->layout->value_scale, 0);

      g_assert_cmpfloat_with_epsilon (length, expected, 1.01);
      unit = row == 0 ? length / mark->value : unit;
      g_assert_cmpfloat_with_epsilon (length, mark->value * unit, 1.51);
    }
}

static void
test_column_heights (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);

  for (guint month = 2; month < 10; month++)
    {
      const HdMark *mark = mark_of (picture, 0, (int)month);
      HdRect column = { mark->rect.x + 3, 0, 1, picture->height };
      double height = picture_count (picture, HD_ROLE_ACTUAL, &column);
      double per_value = mark->rect.height / mark->value;

      /* The dashed plan above may add its own two pixels. */
      g_assert_cmpfloat_with_epsilon (height, mark->value * per_value, 3.5);
      g_assert_cmpfloat_with_epsilon (per_value * 1e12,
                                      hd_scale_px (&picture->layout->value_scale, 0)
                                          - hd_scale_px (&picture->layout->value_scale, 1e12),
                                      1e-6);
    }
}

static void
test_part_month_is_hollow (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  HdRect whole = hd_rect_inset (mark_of (picture, 0, 9)->rect, 4);
  HdRect part = hd_rect_inset (mark_of (picture, 0, 10)->rect, 4);
  HdRect edge = mark_of (picture, 0, 10)->rect;

  g_assert_cmpuint (picture_count (picture, HD_ROLE_ACTUAL, &whole), >, 100);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_ACTUAL, &part), ==, 0);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_CARD, &part), >, 100);
  edge.width = 1;
  g_assert_cmpuint (picture_count (picture, HD_ROLE_ACTUAL, &edge), >, 0);
}

/* Hatching leaves between a fifth and two thirds of the card visible. */
static void
test_forecast_is_hatched (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  HdRect inside = hd_rect_inset (mark_of (picture, 3, 11)->rect, 3);
  double area = floor (inside.width) * floor (inside.height);
  guint card = picture_count (picture, HD_ROLE_CARD, &inside);

  g_assert_cmpfloat (card, >, area / 5);
  g_assert_cmpfloat (card, <, area * 2 / 3);
}

static void
test_previous_is_behind (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_COLUMNS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 300, FALSE);
  const HdMark *front = mark_of (picture, 0, 2);
  const HdMark *behind = mark_of (picture, 1, 2);

  g_assert_cmpfloat (behind->rect.x, <, front->rect.x);
  g_assert_true (picture_is (picture, (int)front->rect.x + 2, (int)front->y, HD_ROLE_ACTUAL));
  g_assert_true (picture_is (picture, (int)behind->rect.x + 1, (int)front->y, HD_ROLE_PREVIOUS));
}

static void
test_status_colours (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_STATUS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 400, 60, FALSE);
  HdRect fresh = mark_of (picture, 0, 0)->rect;
  HdRect late = hd_rect_inset (mark_of (picture, 0, 11)->rect, 3);

  g_assert_cmpuint (picture_count (picture, HD_ROLE_FRESH, &fresh), >, 80);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_FRESH, &late), ==, 0);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_WORSE, NULL), >, 10);
}

/* With room for all names each stands right of its own cell, and touches no other cell or name. */
static void
test_status_columns (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_STATUS, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 700, 160, TRUE);
  HdRect first = mark_of (picture, 0, 0)->rect, beside = mark_of (picture, 0, 1)->rect;
  HdRect late = mark_of (picture, 0, 11)->rect;
  HdRect name = { late.x + late.width + 2, late.y, 60, late.height };

  g_assert_cmpfloat (beside.x - first.x, >, 60);
  g_assert_cmpfloat (mark_of (picture, 0, 28)->rect.y + first.height, <=, 160);
  g_assert_cmpuint (picture_count (picture, HD_ROLE_CARD, &name), <, 950); /* of 1020 */
  g_assert_cmpuint (picture_count (picture, HD_ROLE_FRESH, &name), ==, 0);
}

static void
test_shares (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_STACK, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 600, 160, FALSE);

  for (int row = 0; row < 4; row++)
    {
      double total = 0;

      for (int part = 0; part < 3; part++)
        total += mark_of (picture, part, row)->rect.width;
      for (int part = 0; part < 3; part++)
        g_assert_cmpfloat_with_epsilon (mark_of (picture, part, row)->rect.width / (total + 3)
                                            * 100,
                                        hd_chart_spec_value (spec, (guint)part, (guint)row), 0.4);
    }
}

/* The coloured part of the histogram is the probability, to a pixel. */
static void
test_probability_area (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_HISTOGRAM, FIXTURE_NORMAL);
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 620, 200, FALSE);
  double reached = 0, all = 0;
  guint better = picture_count (picture, HD_ROLE_BETTER, NULL);
  guint rest = picture_count (picture, HD_ROLE_PREVIOUS, NULL);

  for (guint bin = 0; bin < spec->n_categories; bin++)
    {
      double middle = (spec->edges[bin] + spec->edges[bin + 1]) / 2;

      all += spec->series[0].values[bin];
      if (middle > spec->markers[0].value)
        reached += spec->series[0].values[bin];
    }
  g_assert_cmpfloat_with_epsilon ((double)better / (better + rest), reached / all, 0.02);
}

static void
test_cut_axis_is_said (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_WATERFALL, FIXTURE_NORMAL);
  g_autoptr (Picture) cut = picture_new (spec, HD_SCHEME_LIGHT, 480, 240, TRUE);
  g_autoptr (Picture) whole = NULL;
  guint notes = 0;

  for (guint ink = 0; ink < cut->layout->inks->len; ink++)
    {
      const HdInk *of_layout = &g_array_index (cut->layout->inks, HdInk, ink);

      if (of_layout->kind == HD_INK_TEXT)
        notes += g_str_has_prefix (pango_layout_get_text (of_layout->text), "trục cắt tại");
    }
  g_assert_cmpuint (notes, ==, 1);
  g_assert_cmpfloat (cut->layout->value_scale.min, >, 0);
  spec->allow_cut = FALSE;
  whole = picture_new (spec, HD_SCHEME_LIGHT, 480, 240, TRUE);
  g_assert_cmpfloat (whole->layout->value_scale.min, ==, 0);
}

/* A line of n values and the same with every value twice look the same once thinned. */
static void
test_thinning_keeps_spikes (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new_long_line (100000);
  g_autoptr (Picture) picture = NULL;
  HdInk *longest = NULL;
  double least = INFINITY;

  spec->series[0].values[54321] = 1000;
  picture = picture_new (spec, HD_SCHEME_LIGHT, 500, 200, FALSE);
  for (guint ink = 0; ink < picture->layout->inks->len; ink++)
    {
      HdInk *of_layout = &g_array_index (picture->layout->inks, HdInk, ink);

      if (of_layout->kind == HD_INK_PATH
          && (longest == NULL || of_layout->n_points > longest->n_points))
        longest = of_layout;
    }
  g_assert_cmpuint (longest->n_points, <=, 5 * 500 + 8);
  for (guint point = 0; point < longest->n_points; point++)
    least = fmin (least,
                  g_array_index (picture->layout->points, HdPoint, longest->first_point + point).y);
  /* On the whole pixel that holds it, never short of it. */
  g_assert_cmpfloat (least, <=, hd_scale_px (&picture->layout->value_scale, 1000));
  g_assert_cmpfloat (least, >, hd_scale_px (&picture->layout->value_scale, 1000) - 1);
}

/* Whatever was thinned away, in each column of pixels the highest and the lowest value are painted. */
static void
assert_extremes (const Picture *picture, const HdChartSpec *spec, int column)
{
  double top = INFINITY, bottom = -INFINITY;

  for (guint value = 0; value < spec->n_categories; value++)
    {
      double y = hd_scale_px (&picture->layout->value_scale, spec->series[0].values[value]);

      if ((int)floor (hd_layout_point_x (picture->layout, value, spec->n_categories)) != column)
        continue;
      top = MIN (top, y);
      bottom = MAX (bottom, y);
    }
  if (top > bottom)
    return;
  for (guint end = 0; end < 2; end++)
    {
      int y = (int)floor (end == 0 ? top : MAX (bottom - 0.01, top));
      HdRect near = { column - 1, y - 1, 3, 3 };

      g_assert_cmpuint (picture_count (picture, HD_ROLE_CARD, &near), <, 9);
    }
}

static void
test_thinning_keeps_extremes (void)
{
  const guint sizes[] = { 700, 2500, 20000, 120000 };

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (guint noise = 0; noise < 2; noise++)
      {
        g_autoptr (HdChartSpec) spec = fixture_new_long_line (sizes[size]);
        g_autoptr (Picture) picture = NULL;
        HdRect plot;

        for (guint value = 0; value < sizes[size]; value++)
          if (noise == 1 || g_test_rand_int_range (0, 500) == 0)
            spec->series[0].values[value] = g_test_rand_double_range (-200, 200);
        picture = picture_new (spec, HD_SCHEME_LIGHT, 500, 200, FALSE);
        plot = hd_chart_layout_get_plot (picture->layout);
        for (int column = (int)plot.x + 1; column < (int)(plot.x + plot.width) - 1; column += 7)
          assert_extremes (picture, spec, column);
      }
}

/* A picture that is kept is the chart, pixel for pixel. */
static void
test_kept_picture (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new_long_line (5000);
  g_autoptr (Picture) drawn = picture_new (spec, HD_SCHEME_LIGHT, 500, 200, TRUE);
  g_autoptr (Picture) copied = picture_new (spec, HD_SCHEME_LIGHT, 500, 200, TRUE);
  cairo_surface_t *picture = hd_chart_make_picture (copied->layout, copied->palette, 1);
  cairo_t *cr = cairo_create (copied->surface);

  g_assert_true (hd_chart_is_heavy (copied->layout));
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (copied->surface);
  cairo_surface_destroy (picture);
  g_assert_cmpuint (picture_compare (drawn, copied, 1), ==, 0);
}

/* Reference pairs: what is missing at the end, a series of nothing, or codes, changes no pixel. */
static void
test_same_pictures (void)
{
  const double values[] = { 4, 7, 5 };
  const double nothing[] = { NAN, NAN, NAN };
  HdChartKind kinds[]
      = { HD_CHART_LINE, HD_CHART_COLUMNS, HD_CHART_BARS, HD_CHART_PARETO, HD_CHART_SPARKLINE };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (HdChartSpec) one = hd_chart_spec_new (kinds[kind], "", "");
      g_autoptr (HdChartSpec) other = hd_chart_spec_new (kinds[kind], "x", "y");
      g_autoptr (Picture) first = NULL;
      g_autoptr (Picture) second = NULL;

      for (guint category = 0; category < 3; category++)
        {
          hd_chart_spec_add_category (one, NULL, "a");
          hd_chart_spec_add_category (other, "code", "a");
        }
      hd_chart_spec_add_series (one, NULL, "", HD_NOTATION_ACTUAL, values);
      hd_chart_spec_add_series (other, "s", "", HD_NOTATION_ACTUAL, values);
      hd_chart_spec_add_band (other, "95 %", 0.95, nothing, nothing);
      first = picture_new (one, HD_SCHEME_LIGHT, 300, 160, FALSE);
      second = picture_new (other, HD_SCHEME_LIGHT, 300, 160, FALSE);
      g_assert_cmpuint (picture_compare (first, second, 0), ==, 0);
    }
}

/* A stack of one part is a column; scales shared by two charts give equal pixels for equal values. */
static void
test_shared_scale (void)
{
  const double small[] = { 2, 3, 1 };
  const double large[] = { 20, 30, 10 };
  g_autoptr (HdChartSpec) one = hd_chart_spec_new (HD_CHART_COLUMNS, "", "");
  g_autoptr (HdChartSpec) other = hd_chart_spec_new (HD_CHART_COLUMNS, "", "");
  g_autoptr (Picture) first = NULL;
  g_autoptr (Picture) second = NULL;

  for (guint category = 0; category < 3; category++)
    {
      hd_chart_spec_add_category (one, NULL, "a");
      hd_chart_spec_add_category (other, NULL, "a");
    }
  hd_chart_spec_add_series (one, NULL, "", HD_NOTATION_ACTUAL, small);
  hd_chart_spec_add_series (other, NULL, "", HD_NOTATION_ACTUAL, large);
  hd_chart_specs_share_scale ((HdChartSpec *const[]){ one, other }, 2);
  first = picture_new (one, HD_SCHEME_LIGHT, 300, 200, FALSE);
  second = picture_new (other, HD_SCHEME_LIGHT, 300, 200, FALSE);
  g_assert_cmpfloat_with_epsilon (mark_of (second, 0, 1)->rect.height,
                                  10 * mark_of (first, 0, 1)->rect.height, 0.01);
}

/* How dark a patch is on the whole, 0 to 1, for an eye that sees no colour. */
static double
darkness_of (const Picture *picture, HdRect rect)
{
  double sum = 0;
  int n = 0;

  for (int y = (int)rect.y + 2; y < (int)(rect.y + rect.height) - 2; y++)
    for (int x = (int)rect.x + 2; x < (int)(rect.x + rect.width) - 2; x++, n++)
      {
        HdColour colour = picture_colour (picture, x, y);

        sum += 1 - (0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue);
      }
  return sum / n;
}

/* On paper each step of a heat map is darker than the one before, and all but the ends are hatched. */
static void
test_heat_on_paper (void)
{
  double values[] = { 0, 25, 45, 65, 100 };
  g_autoptr (HdChartSpec) spec = hd_chart_spec_new (HD_CHART_HEATMAP, "", "");
  g_autoptr (Picture) picture = NULL;
  double before = -1;

  for (guint category = 0; category < G_N_ELEMENTS (values); category++)
    hd_chart_spec_add_category (spec, NULL, "a");
  hd_chart_spec_add_series (spec, NULL, "", HD_NOTATION_ACTUAL, values);
  picture = picture_new (spec, HD_SCHEME_PRINT, 400, 120, FALSE);
  for (guint category = 0; category < G_N_ELEMENTS (values); category++)
    {
      HdRect rect = mark_of (picture, 0, category)->rect;
      HdColour fill = picture->palette->colours[HD_ROLE_HEAT_1 + category];
      double plain = 1 - (0.2126 * fill.red + 0.7152 * fill.green + 0.0722 * fill.blue);
      double dark = darkness_of (picture, rect);

      g_assert_cmpfloat (dark, >, before + 0.05);
      if (category == 0 || category + 1 == G_N_ELEMENTS (values))
        g_assert_cmpfloat_with_epsilon (dark, plain, 0.01);
      else
        g_assert_cmpfloat (dark, >, plain + 0.03);
      before = dark;
    }
}

/* The same layout drawn into a PDF or an SVG raises no error. */
static void
test_vector_surfaces (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new_cumulative ();
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_PRINT, 480, 260, TRUE);
  cairo_surface_t *recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (recording);
  double x, y, width, height;

  hd_chart_draw (cr, picture->layout, picture->palette);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_recording_surface_ink_extents (recording, &x, &y, &width, &height);
  g_assert_cmpfloat (x, >=, -2);
  g_assert_cmpfloat (x + width, <=, 482);
  g_assert_cmpfloat (y + height, <=, 262);
  cairo_destroy (cr);
  cairo_surface_destroy (recording);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/pixels/bar-lengths", test_bar_lengths);
  g_test_add_func ("/draw/pixels/column-heights", test_column_heights);
  g_test_add_func ("/draw/pixels/part-month-is-hollow", test_part_month_is_hollow);
  g_test_add_func ("/draw/pixels/forecast-is-hatched", test_forecast_is_hatched);
  g_test_add_func ("/draw/pixels/previous-is-behind", test_previous_is_behind);
  g_test_add_func ("/draw/pixels/status-colours", test_status_colours);
  g_test_add_func ("/draw/pixels/status-columns", test_status_columns);
  g_test_add_func ("/draw/pixels/shares", test_shares);
  g_test_add_func ("/draw/pixels/probability-area", test_probability_area);
  g_test_add_func ("/draw/pixels/cut-axis-is-said", test_cut_axis_is_said);
  g_test_add_func ("/draw/pixels/thinning-keeps-spikes", test_thinning_keeps_spikes);
  g_test_add_func ("/draw/pixels/thinning-keeps-extremes", test_thinning_keeps_extremes);
  g_test_add_func ("/draw/pixels/kept-picture", test_kept_picture);
  g_test_add_func ("/draw/pixels/same-pictures", test_same_pictures);
  g_test_add_func ("/draw/pixels/shared-scale", test_shared_scale);
  g_test_add_func ("/draw/pixels/heat-on-paper", test_heat_on_paper);
  g_test_add_func ("/draw/pixels/vector-surfaces", test_vector_surfaces);
  return g_test_run ();
}
