/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences are filled in the translator's order, and a bad translation cannot crash us.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-words.h"

#include <string.h>

static void
assert_filled (const char *words_template, const char *expected)
{
  g_autofree char *text
      = hd_words_fill (words_template, (const char *const[]){ "one", "two", NULL });

  g_assert_cmpstr (text, ==, expected);
}

static void
test_fill (void)
{
  assert_filled ("from %s to %s", "from one to two");
  assert_filled ("%2$s after %1$s", "two after one");
  assert_filled ("%s %s %s", "one two ");
  assert_filled ("100%% %d %", "100% %d %");
  assert_filled ("%9$s", "");
}

static void
test_summary_has_figures (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_BARS, FIXTURE_NORMAL);
  g_autofree char *text = hd_chart_describe (spec, &fixture_words);

  g_assert_nonnull (strstr (text, "cao nhất 38,2\u00a0nghìn tỷ đồng (02CI Cát Lái)"));
  g_assert_nonnull (strstr (text, "−11\u202f%"));
}

static void
test_missing_is_said (void)
{
  g_autoptr (HdChartSpec) spec = fixture_new (HD_CHART_LINE, FIXTURE_EMPTY);
  g_autofree char *text = hd_chart_describe (spec, &fixture_words);

  g_assert_nonnull (strstr (text, "không có số liệu"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/words/fill", test_fill);
  g_test_add_func ("/draw/words/summary-has-figures", test_summary_has_figures);
  g_test_add_func ("/draw/words/missing-is-said", test_missing_is_said);
  return g_test_run ();
}
