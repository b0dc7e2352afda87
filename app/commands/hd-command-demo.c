/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang demo`: the whole chain on this machine, from a reference server on loopback to the screen.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-sync.h"
#include "hd-command-brief.h"
#include "hd-command-open.h"
#include "hd-paths.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define SERVER "haidang-central"
#define FEED "demo" /* under which the store remembers the server */

/* In the server's process, before it starts: it ends when we end, however we end. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* (transfer full) (nullable): the base URL, which the server prints as its first line. */
static char *
read_address (GSubprocess *server, GError **error)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  char *address;

  /* The pipe stays open for the server's later lines. */
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  address = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, error);
  if (address == NULL && error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s ended before it said its address",
                 SERVER);
  return address;
}

static GSubprocess *
start_server_at (const char *listen, const char *scale, char **address, GError **error)
{
  g_autofree char *program = hd_paths_get_sibling (SERVER);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) server = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  server = g_subprocess_launcher_spawn (launcher, error, program, "--listen", listen, "--scale",
                                        scale, NULL);
  if (server == NULL)
    return NULL;
  *address = read_address (server, error);
  if (*address == NULL)
    {
      g_subprocess_force_exit (server);
      return NULL;
    }
  return g_steal_pointer (&server);
}

/* At the port of the last time when it is free: a feed is known by its address, and a known feed only
 * sends what changed. */
static GSubprocess *
start_server (const char *last, const char *scale, char **address, GError **error)
{
  GSubprocess *server = NULL;

  if (last != NULL && g_str_has_prefix (last, "http://"))
    server = start_server_at (last + strlen ("http://"), scale, address, NULL);
  return server != NULL ? server : start_server_at ("127.0.0.1:0", scale, address, error);
}

static void
stop_server (GSubprocess *server)
{
  g_subprocess_send_signal (server, SIGTERM);
  g_subprocess_wait (server, NULL, NULL);
}

static gboolean
has_display (void)
{
  const char *wayland = g_getenv ("WAYLAND_DISPLAY"), *x11 = g_getenv ("DISPLAY");

  return (wayland != NULL && *wayland != '\0') || (x11 != NULL && *x11 != '\0');
}

/* Each scale has a store of its own, so that a second run of any only fetches what changed. */
static void
choose_store (HdCli *cli, const char *scale)
{
  g_autofree char *usual = hd_paths_get_data_dir ("store");
  g_autofree char *name = strcmp (scale, "demo") == 0 ? g_strdup ("demo-store")
                                                      : g_strconcat ("demo-store-", scale, NULL);

  if (strcmp (cli->store_dir, usual) != 0)
    return;
  g_free (cli->store_dir);
  cli->store_dir = hd_paths_get_data_dir (name);
}

static int
sync_from_server (HdCli *cli, const char *scale)
{
  g_autofree char *address = NULL, *last = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) server = NULL;
  HdSyncOptions options = { 0 };
  int status = HD_EXIT_DONE;
  HdStore *store = hd_cli_open_store (cli, HD_STORE_WRITE | HD_STORE_CREATE, &status);

  if (store == NULL)
    return status;
  last = hd_store_get_feed_state (store, FEED, "address", NULL);
  server = start_server (last, scale, &address, &error);
  if (server == NULL)
    return hd_cli_failed (_ ("the demo server did not start"), error->message,
                          _ ("build the whole program first"));
  options.base_url = address;
  status = hd_cli_sync (cli, &options, HD_CLI_SYNC_QUIET);
  hd_store_set_feed_state (store, FEED, "address", address, NULL);
  stop_server (server);
  return status;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *scale = NULL;
  gboolean headless = FALSE;
  const GOptionEntry entries[] = {
    { "scale", 0, 0, G_OPTION_ARG_STRING, &scale, N_ ("How much sample data"),
      "small|demo|national" },
    { "headless", 0, 0, G_OPTION_ARG_NONE, &headless,
      N_ ("Write the briefing here instead of opening a window"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  int status;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (scale == NULL)
    scale = g_strdup ("demo");
  if (strcmp (scale, "small") != 0 && strcmp (scale, "demo") != 0
      && strcmp (scale, "national") != 0)
    return hd_cli_usage (_ ("there is no such scale"), scale,
                         _ ("give --scale small, demo or national"));
  choose_store (cli, scale);
  status = sync_from_server (cli, scale);
  if (status != HD_EXIT_DONE && status != HD_EXIT_PARTIAL)
    return status;
  if (headless || !has_display ())
    return hd_command_brief_here (cli);
  hd_cli_close_store (cli);
  return hd_command_open_store (cli);
}

const HdCommand hd_command_demo = {
  .name = "demo",
  .summary = N_ ("Try it: sample data from a server on this machine"),
  .details = N_ ("Starts the reference server on loopback, fetches from it, and opens the "
                 "application; with --headless, or where there is no display, writes the briefing "
                 "into the current folder."),
  .run = run,
};
