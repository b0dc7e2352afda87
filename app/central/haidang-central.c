/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * haidang-central: the reference SDMX feed server and sample generator of Hải Đăng.
 */

#include "config.h"

#include "hd-central-server.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

/* Running out of days is no reason to stop. */
static gboolean
day_cb (gpointer server)
{
  g_autoptr (GError) error = NULL;

  if (!hd_central_server_next_day (server, &error))
    g_printerr ("haidang-central: %s\n", error->message);
  return G_SOURCE_CONTINUE;
}

static int
fail (const GError *error)
{
  g_printerr ("haidang-central: error: %s\n", error->message);
  return error->domain == G_OPTION_ERROR ? 2 : 1;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HdCentralOptions) options = NULL;
  g_autoptr (HdCentralServer) server = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  options = hd_central_options_parse (argc, argv, &error);
  if (options == NULL)
    return fail (error);
  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  server = hd_central_server_new (options, &error);
  if (server == NULL)
    return fail (error);
  if (options->port_file != NULL)
    {
      g_autofree char *port = g_strdup_printf ("%u\n", hd_central_server_get_port (server));

      if (!g_file_set_contents (options->port_file, port, -1, &error))
        return fail (error);
    }
  g_print ("%s\n", hd_central_server_get_url (server));
  fflush (stdout);
  g_unix_signal_add (SIGUSR1, day_cb, server);
  if (options->day_every_s > 0)
    g_timeout_add_seconds ((guint)options->day_every_s, day_cb, server);
  g_main_loop_run (loop);
  return 0;
}
