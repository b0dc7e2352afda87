/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leaves out the theme that nobody ever sees.
 *
 * GTK parses its own theme (140 kB of CSS, some 22 ms of the start) while it opens the display, and libadwaita
 * replaces it by an empty one as soon as the application starts. There is no switch for that but the
 * environment's GTK_THEME, which would not let libadwaita set its own. But the theme is a resource, and ours of the
 * same name stands before it: GTK's is registered by gtk_init(), and of what is registered without a look-up in
 * between GLib finds the first one. Should either do otherwise one day, GTK's theme is read as it always was.
 */

#include "config.h"

#include "hd-first-theme.h"

#include "hd-first-theme-resources.h"

static gboolean is_left_out;

void
hd_first_theme_leave_out (void)
{
  const char *theme = g_getenv ("GTK_THEME");

  if (is_left_out || (theme != NULL && *theme != '\0'))
    return;
  hd_first_theme_register_resource ();
  is_left_out = TRUE;
}

void
hd_first_theme_restore (void)
{
  if (!is_left_out)
    return;
  hd_first_theme_unregister_resource ();
  is_left_out = FALSE;
}
