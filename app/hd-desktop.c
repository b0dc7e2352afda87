/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from `haidang open` to the window: ours, or the one that is open already.
 */

#include "config.h"

#include "hd-desktop.h"

#include <glib/gi18n.h>

#include "hd-application.h"
#include "hd-cli-error.h"
#include "hd-ending.h"
#include "hd-first-theme.h"
#include "hd-renderer.h"
#include "hd-trace.h"

/* What hangs keeps no process alive for longer. */
#define MAX_WAIT_MS 10000

/* What is measured, or opened with a passphrase of its own, runs in a process of its own. */
static gboolean
is_alone (HdCli *cli)
{
  return hd_trace_is_on () || cli->has_passphrase;
}

static int
run (HdApplication *application, GApplication *base)
{
  g_autoptr (GError) error = NULL;

  /* Without a session bus there is nobody to share with, and that is no failure. */
  if (!g_application_register (base, NULL, &error))
    return hd_cli_failed (_ ("the desktop cannot be started"), error->message,
                          _ ("log in to a desktop, or use the other commands"));
  if (g_application_get_is_remote (base))
    {
      hd_application_ask_primary (application);
      hd_application_offer_files (application);
      return HD_EXIT_DONE;
    }
  hd_application_offer_files (application);
  return g_application_run (base, 0, NULL) == 0 ? HD_EXIT_DONE : HD_EXIT_FAILED;
}

int
hd_desktop_open (HdCli *cli, const HdOpenPlace *place)
{
  HdApplicationOptions options = {
    .store_dir = cli->store_dir,
    .page = place->page,
    .drill = place->drill,
    .state = place->state,
    .files = place->files,
    .as_of = cli->as_of,
    .is_service = place->is_service,
    .is_alone = is_alone (cli),
  };
  g_autoptr (HdApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  hd_renderer_choose ();
  /* The language is chosen already; GTK would set the environment's again. */
  gtk_disable_setlocale ();
  /* Window managers and screen readers know the program by these. */
  g_set_prgname (HD_APP_ID);
  g_set_application_name ("Hải Đăng");
  hd_first_theme_leave_out ();
  if (!gtk_init_check ())
    return hd_cli_failed (_ ("no display can be opened"), "DISPLAY, WAYLAND_DISPLAY",
                          _ ("log in to a desktop, or use the other commands"));
  application = hd_application_new (&options, &error);
  if (application == NULL)
    return hd_cli_usage (_ ("there is no such place to open"), error->message,
                         _ ("see haidang open --help"));
  status = run (application, G_APPLICATION (application));
  hd_ending_wait (MAX_WAIT_MS);
  return status;
}
