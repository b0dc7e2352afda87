/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language the program speaks, from what it is asked and what the environment says.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-locale.h"

static void
test_choose (void)
{
  static const struct
  {
    const char *asked, *language, *messages, *expected;
  } cases[] = {
    { NULL, NULL, NULL, "vi" },          { NULL, NULL, "", "vi" },
    { NULL, NULL, "C", "vi" },           { NULL, NULL, "POSIX", "vi" },
    { NULL, NULL, "C.UTF-8", "vi" },     { NULL, "en", "C.UTF-8", "vi" },
    { NULL, NULL, "vi_VN.UTF-8", "vi" }, { NULL, NULL, "en_GB.UTF-8", "en" },
    { NULL, NULL, "de_DE.UTF-8", "en" }, { NULL, "vi:en", "en_US.UTF-8", "vi" },
    { NULL, "en", "vi_VN.UTF-8", "en" }, { "en", "vi", "vi_VN.UTF-8", "en" },
    { "vi", NULL, "en_US.UTF-8", "vi" },
  };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    g_assert_cmpstr (
        hd_locale_choose (cases[index].asked, cases[index].language, cases[index].messages), ==,
        cases[index].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/locale/choose", test_choose);
  return g_test_run ();
}
