/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times of the command line: RFC 3339 in, RFC 3339 with the offset of Vietnam out.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-cli.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 expected;
  } cases[] = {
    { "2026-03-31T08:00:00Z", 1774944000 },
    { "2026-03-31T15:00:00+07:00", 1774944000 },
    { "2026-03-31T15:00:00", 1774944000 }, /* without an offset: Vietnam's */
    { "2026-03-31", 1774976399 }, /* the end of the day in Vietnam */
    { "2026-02-30", 0 },
    { "2026-03", 0 },
    { "yesterday", 0 },
    { "", 0 },
  };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    g_assert_cmpint (hd_cli_parse_time (cases[index].text), ==, cases[index].expected);
}

static void
test_format (void)
{
  g_autofree char *text = hd_cli_format_time (1774944000);

  g_assert_cmpstr (text, ==, "2026-03-31T15:00:00+07:00");
  g_assert_null (hd_cli_format_time (0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/time/parse", test_parse);
  g_test_add_func ("/cli/time/format", test_format);
  return g_test_run ();
}
