/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from `haidang open` to the window.
 */

#include "config.h"

#include "hd-desktop.h"

#include <glib/gi18n.h>

#include "hd-application.h"
#include "hd-cli-error.h"
#include "hd-heap.h"
#include "hd-renderer.h"

int
hd_desktop_open (HdCli *cli, const char *page, const char *drill)
{
  HdApplicationOptions options = {
    .store_dir = cli->store_dir,
    .page = page,
    .drill = drill,
    .as_of = cli->as_of,
  };
  g_autoptr (HdApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  hd_heap_init ();
  hd_renderer_choose ();
  /* The language is chosen already; GTK would set the environment's again. */
  gtk_disable_setlocale ();
  /* Window managers and screen readers know the program by these. */
  g_set_prgname (HD_APP_ID);
  g_set_application_name ("Hải Đăng");
  if (!gtk_init_check ())
    return hd_cli_failed (_ ("no display can be opened"), "DISPLAY, WAYLAND_DISPLAY",
                          _ ("log in to a desktop, or use the other commands"));
  application = hd_application_new (&options, &error);
  if (application == NULL)
    return hd_cli_usage (_ ("there is no such place to open"), error->message,
                         _ ("see haidang open --help"));
  return g_application_run (G_APPLICATION (application), 0, NULL) == 0 ? HD_EXIT_DONE
                                                                       : HD_EXIT_FAILED;
}
