/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GTK's own theme is out of the way while the display is opened, and there again afterwards.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "hd-first-theme.h"

static const char *const names[] = { "gtk.css", "gtk-dark.css", "gtk-hc.css", "gtk-hc-dark.css" };

/* Does it bring in the sheets of GTK's theme? */
static gboolean
is_gtks (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/gtk/libgtk/theme/Default/", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return strstr (text, "@import") != NULL;
}

static void
assert_is_gtks (gboolean is_wanted)
{
  for (guint index = 0; index < G_N_ELEMENTS (names); index++)
    g_assert_cmpint (is_gtks (names[index]), ==, is_wanted);
}

static void
test_left_out (void)
{
  g_unsetenv ("GTK_THEME");
  hd_first_theme_leave_out ();
  g_assert_true (gtk_init_check ());
  assert_is_gtks (FALSE);
  hd_first_theme_restore ();
  assert_is_gtks (TRUE);
  hd_first_theme_restore ();
  assert_is_gtks (TRUE);
}

static void
test_asked_for (void)
{
  g_setenv ("GTK_THEME", "Default:dark", TRUE);
  hd_first_theme_leave_out ();
  assert_is_gtks (TRUE);
  hd_first_theme_restore ();
  g_unsetenv ("GTK_THEME");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* In this order: GTK is initialised once. */
  g_test_add_func ("/app/first-theme/left-out", test_left_out);
  g_test_add_func ("/app/first-theme/asked-for", test_asked_for);
  return g_test_run ();
}
