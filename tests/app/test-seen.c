/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a person last looked: one look however often a window opens, another after half an hour, each store by
 * itself, in the person's own folder.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <glib/gstdio.h>

#include "hd-seen.h"

#define MORNING G_GINT64_CONSTANT (1795310000)
#define HOUR 3600

static void
test_looks (void)
{
  g_assert_cmpint (hd_seen_look ("/stores/a", MORNING), ==, 0);
  g_assert_cmpint (hd_seen_look ("/stores/a", MORNING + 600), ==, 0);
  /* An hour later: since the last moment of the look before. */
  g_assert_cmpint (hd_seen_look ("/stores/a", MORNING + HOUR + 600), ==, MORNING + 600);
  g_assert_cmpint (hd_seen_look ("/stores/a", MORNING + HOUR + 700), ==, MORNING + 600);
  g_assert_cmpint (hd_seen_look ("/stores/b", MORNING + HOUR + 700), ==, 0);
  g_assert_cmpint (hd_seen_look ("/stores/../stores/a", MORNING + HOUR + 701), ==, MORNING + 600);
}

static void
test_place (void)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "haidang", "seen.ini", NULL);
  g_autofree char *text = NULL;

  hd_seen_look ("/stores/c", MORNING);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (g_strstr_len (text, -1, "/stores/c"));
  /* Damaged: nothing was seen, and the next look is kept. */
  g_assert_true (g_file_set_contents (path, "\0\1 not a key file", 18, NULL));
  g_assert_cmpint (hd_seen_look ("/stores/c", MORNING + HOUR), ==, 0);
  g_assert_cmpint (hd_seen_look ("/stores/c", MORNING + 3 * HOUR), ==, MORNING + HOUR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/seen/looks", test_looks);
  g_test_add_func ("/app/seen/place", test_place);
  return g_test_run ();
}
