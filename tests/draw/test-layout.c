/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of every chart kind, from the layout's numbers: whole inside the canvas, never on each other, figures
 * never cut; with long names in both languages, text at 100 % and 200 %, on small cards and wide ones.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-layout.h"
#include "surface.h"

#include <math.h>
#include <string.h>

/* Boxes may touch by this much: line boxes have air above and below the letters. */
#define SLACK_PX 1.5

static const char *const long_names[2][6] = {
  {
      "Chi cục Hải quan cửa khẩu cảng Sài Gòn khu vực III",
      "Đội Thủ tục hàng hóa xuất khẩu, nhập khẩu ngoài khu chế xuất",
      "Chuyển phát nhanh",
      "Máy móc, thiết bị cơ khí, nồi hơi, lò phản ứng và bộ phận của chúng",
      "Kiểm tra chuyên ngành",
      "Thuế tiêu thụ đặc biệt hàng nhập khẩu",
  },
  {
      "Customs Branch of the Saigon Port Border Gate, Area III",
      "Procedures Team for Goods Exported and Imported outside Processing Zones",
      "Express delivery",
      "Nuclear reactors, boilers, machinery and mechanical appliances; parts thereof",
      "Specialised inspection",
      "Special consumption tax on imported goods",
  },
};

static void
replace (char **text, const char *by)
{
  g_free (*text);
  *text = g_strdup (by);
}

/* The fixture with long names where names stand; what counts months and hours keeps its short ones. */
static HdChartSpec *
new_long (HdChartKind kind, guint language)
{
  HdChartSpec *spec = fixture_new (kind, FIXTURE_NORMAL);
  const char *const *names = long_names[language];

  for (guint category = 0; category < spec->n_categories; category++)
    if (strlen (spec->categories[category].label) > 4)
      replace (&spec->categories[category].label, names[category % 6]);
  for (guint series = 0; series < spec->n_series; series++)
    replace (&spec->series[series].name, names[(series + 3) % 6]);
  replace (&spec->title, names[1]);
  replace (&spec->caption, names[3]);
  if (spec->headline != NULL)
    replace (&spec->headline, names[5]);
  if (language == 1)
    spec->format.locale = spec->change_format.locale = hd_number_locale_get ("en");
  return spec;
}

static gboolean
has_letter (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static void G_GNUC_PRINTF (1, 2) complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s", text);
  g_test_fail ();
}

static void
check_one (const Picture *picture, const HdInk *ink, const char *where)
{
  const char *text = pango_layout_get_text (ink->text);

  if (ink->rect.x < -0.5 || ink->rect.y < -0.5 || ink->rect.x + ink->rect.width > picture->width + 1
      || ink->rect.y + ink->rect.height > picture->height + 1)
    complain ("%s: \"%s\" is clipped", where, text);
  if (pango_layout_is_ellipsized (ink->text) && !has_letter (text))
    complain ("%s: the figure \"%s\" is cut", where, text);
}

static guint
check_words (const Picture *picture, const char *where)
{
  GArray *inks = picture->layout->inks;
  guint n_texts = 0;

  for (guint first = 0; first < inks->len; first++)
    {
      const HdInk *one = &g_array_index (inks, HdInk, first);

      if (one->kind != HD_INK_TEXT)
        continue;
      n_texts++;
      check_one (picture, one, where);
      for (guint second = first + 1; second < inks->len; second++)
        {
          const HdInk *other = &g_array_index (inks, HdInk, second);

          if (other->kind == HD_INK_TEXT
              && hd_rect_overlaps (hd_rect_inset (one->rect, SLACK_PX),
                                   hd_rect_inset (other->rect, SLACK_PX)))
            complain ("%s: \"%s\" lies on \"%s\"", where, pango_layout_get_text (one->text),
                      pango_layout_get_text (other->text));
        }
    }
  return n_texts;
}

static void
test_kinds (void)
{
  static const double sizes[][2] = { { 200, 130 }, { 260, 0 },   { 340, 0 }, { 340, 200 },
                                     { 480, 0 },   { 640, 360 }, { 900, 0 }, { 1200, 500 } };
  static const double fonts[] = { 11.5, 23 };
  guint n_texts = 0;

  for (HdChartKind kind = 0; kind < HD_N_CHART_KINDS; kind++)
    for (guint language = 0; language < 2; language++)
      for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
        for (guint font = 0; font < G_N_ELEMENTS (fonts); font++)
          {
            g_autoptr (HdChartSpec) spec = new_long (kind, language);
            double width = sizes[size][0];
            double height = sizes[size][1] > 0 ? sizes[size][1] * fonts[font] / 11.5
                                               : hd_chart_natural_height (spec, width, fonts[font]);
            g_autofree char *where
                = g_strdup_printf ("%s %s %gx%g, %g px", hd_painter_get (kind)->name,
                                   language == 0 ? "vi" : "en", width, ceil (height), fonts[font]);
            g_autoptr (Picture) picture
                = picture_new_with_text (spec, (int)width, (int)ceil (height), fonts[font]);

            n_texts += check_words (picture, where);
          }
  g_test_message ("%u words laid out", n_texts);
}

/* Lines of any shape, with missing parts, plans, bands and notes: their labels keep clear of each other. */
static void
test_random_lines (void)
{
  for (guint round = 0; round < 300; round++)
    {
      HdChartKind kind = round % 3 == 2 ? HD_CHART_AREA : HD_CHART_LINE;
      guint n = (guint)g_test_rand_int_range (1, 40);
      guint n_series = (guint)g_test_rand_int_range (1, 9);
      g_autoptr (HdChartSpec) spec = hd_chart_spec_new (kind, "", "");
      g_autofree double *values = g_new (double, n);
      g_autofree char *where = g_strdup_printf ("round %u", round);
      g_autoptr (Picture) picture = NULL;

      for (guint category = 0; category < n; category++)
        {
          g_autofree char *label = g_strdup_printf ("%u/26", category % 12 + 1);

          hd_chart_spec_add_category (spec, NULL, label);
        }
      for (guint series = 0; series < n_series; series++)
        {
          double level = g_test_rand_double_range (-20, 100);

          for (guint category = 0; category < n; category++)
            {
              level += g_test_rand_double_range (-8, 8);
              values[category] = g_test_rand_int_range (0, 12) == 0 ? NAN : level;
            }
          hd_chart_spec_add_series (
              spec, NULL, long_names[round % 2][series % 6],
              kind == HD_CHART_AREA ? HD_NOTATION_PART : g_test_rand_int_range (0, 5), values);
          if (g_test_rand_bit ())
            hd_chart_spec_add_annotation (spec, series, (guint)g_test_rand_int_range (0, (int)n),
                                          "cao điểm");
        }
      if (g_test_rand_bit ())
        hd_chart_spec_set_headline (spec, "P(đạt dự toán 452) = 81 %", HD_STATUS_BETTER);
      hd_chart_spec_add_marker (spec, g_test_rand_double_range (0, 100), "dự toán",
                                HD_NOTATION_PLAN, FALSE);
      picture = picture_new_with_text (spec, g_test_rand_int_range (160, 900),
                                       g_test_rand_int_range (110, 500),
                                       g_test_rand_bit () ? 11.5 : 23);
      check_words (picture, where);
    }
}

static const HdInk *
find_text (const Picture *picture, const char *text)
{
  GArray *inks = picture->layout->inks;

  for (guint index = 0; index < inks->len; index++)
    {
      const HdInk *ink = &g_array_index (inks, HdInk, index);

      if (ink->kind == HD_INK_TEXT && g_str_equal (pango_layout_get_text (ink->text), text))
        return ink;
    }
  return NULL;
}

/* A headline ends in its figure: a narrow chart has it on two lines. */
static void
test_headline (void)
{
  static const char words[] = "Khả năng đạt dự toán 452,0: 96 %";
  static const int widths[] = { 240, 280, 420 };

  for (guint width = 0; width < G_N_ELEMENTS (widths); width++)
    {
      g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_LINE, FIXTURE_NORMAL);
      g_autoptr (Picture) picture = NULL;
      const HdInk *ink;

      hd_chart_spec_set_headline (spec, words, HD_STATUS_BETTER);
      picture = picture_new_with_text (spec, widths[width], 260, 11.5);
      ink = find_text (picture, words);
      g_assert_nonnull (ink);
      g_assert_false (pango_layout_is_ellipsized (ink->text));
    }
}

/* As high as it asks to be, a wide card names every system; a narrow one names the late ones, well apart. */
static void
test_status_names (void)
{
  static const int widths[] = { 900, 1214, 1900 };
  static const double fonts[] = { 11.5, 13 };
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_STATUS, FIXTURE_NORMAL);
  g_autoptr (Picture) narrow = NULL;
  const HdInk *first, *second;

  for (guint width = 0; width < G_N_ELEMENTS (widths); width++)
    for (guint font = 0; font < G_N_ELEMENTS (fonts); font++)
      {
        double height = hd_chart_natural_height (spec, widths[width], fonts[font]);
        g_autoptr (Picture) wide
            = picture_new_with_text (spec, widths[width], (int)ceil (height), fonts[font]);

        for (guint system = 0; system < spec->n_categories; system++)
          if (spec->categories[system].note == NULL)
            g_assert_nonnull (find_text (wide, spec->categories[system].label));
      }
  hd_chart_spec_set_status (spec, 0, 14, HD_STATUS_WORSE);
  hd_chart_spec_set_note (spec, 14, "9 giờ");
  hd_chart_spec_set_status (spec, 0, 0, HD_STATUS_WORSE);
  hd_chart_spec_set_note (spec, 0, "3 giờ");
  narrow = picture_new_with_text (spec, 320, 90, 11.5);
  /* At the very edge too. */
  g_assert_nonnull (find_text (narrow, "S00 · 3 giờ"));
  first = find_text (narrow, "CI02 · 2 ngày");
  second = find_text (narrow, "S14 · 9 giờ");
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  if (fabs (first->rect.y - second->rect.y) < first->rect.height)
    g_assert_cmpfloat (second->rect.x - first->rect.x - first->rect.width, >=, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/layout/kinds", test_kinds);
  g_test_add_func ("/draw/layout/random-lines", test_random_lines);
  g_test_add_func ("/draw/layout/headline", test_headline);
  g_test_add_func ("/draw/layout/status-names", test_status_names);
  return g_test_run ();
}
