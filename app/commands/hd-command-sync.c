/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang sync`: fetches what changed.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-conformance.h"
#include "hd-cli-error.h"
#include "hd-cli-refresh.h"
#include "hd-cli-sync.h"
#include "hd-feed-source.h"
#include "hd-guard.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

#define POLL_S 60

static int
check_server (HdCli *cli, HdSyncOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ca_file = g_strdup (options->ca_file);

  if (!hd_guard_source (options->base_url, &ca_file, &error))
    return hd_cli_error (error);
  options->ca_file = ca_file;
  options->now = hd_cli_now ();
  return hd_cli_conformance (cli, options);
}

/* What did come is forecast even when some feeds did not. */
static int
sync_and_forecast (HdCli *cli, const HdSyncOptions *options, gboolean forecast)
{
  int status = hd_cli_sync (cli, options, HD_CLI_SYNC_REPORT), later;

  if (!forecast || (status != HD_EXIT_DONE && status != HD_EXIT_PARTIAL))
    return status;
  later = hd_cli_refresh (cli, &(HdCliRefreshOptions){ 0 });
  return later == HD_EXIT_DONE ? status : later;
}

/* A sync that stays. */
typedef struct
{
  HdCli *cli;
  const HdSyncOptions *options;
  gboolean forecast;
} Stay;

static void
woken_cb (const char *const *datasets, gpointer user_data)
{
  Stay *stay = user_data;
  HdSyncOptions options = *stay->options;

  if (options.datasets == NULL)
    options.datasets = datasets;
  sync_and_forecast (stay->cli, &options, stay->forecast);
  /* Between two syncs the store is anybody's. */
  hd_cli_close_store (stay->cli);
  fflush (stdout);
}

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

/* Until it is told to stop. A server that is away is asked again; the store answers meanwhile. */
static int
stay (HdCli *cli, const HdSyncOptions *options, int poll_s, gboolean forecast)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HdFeedWatch) watch = NULL;
  g_autoptr (GError) error = NULL;
  Stay data = { cli, options, forecast };
  guint signals[]
      = { g_unix_signal_add (SIGTERM, stop_cb, loop), g_unix_signal_add (SIGINT, stop_cb, loop) };

  woken_cb (NULL, &data);
  watch = hd_feed_source_watch (options, poll_s > 0 ? (guint)poll_s : POLL_S, woken_cb, &data,
                                &error);
  if (watch != NULL)
    g_main_loop_run (loop);
  for (guint at = 0; at < G_N_ELEMENTS (signals); at++)
    g_source_remove (signals[at]);
  return watch == NULL ? hd_cli_error (error) : HD_EXIT_DONE;
}

/* What the command line asks for; freed as one. */
typedef struct
{
  HdFeedSource source;
  int max_shrink, max_growth, max_leap;
  int poll_s, timeout_s;
  gboolean full, check, forecast, watch;
} Asked;

static void
asked_clear (Asked *asked)
{
  hd_feed_source_clear (&asked->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static gboolean
parse (HdCli *cli, Asked *asked, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &asked->source.url, N_ ("The feed server"), "URL" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &asked->source.token_file,
      N_ ("File with the access token"), "FILE" },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &asked->source.ca_file,
      N_ ("Certificate of the server's authority"), "FILE" },
    { "client-cert", 0, 0, G_OPTION_ARG_FILENAME, &asked->source.client_cert,
      N_ ("Our own certificate with its key"), "FILE" },
    { "client-key", 0, 0, G_OPTION_ARG_FILENAME, &asked->source.client_key,
      N_ ("Its key, where that has a file of its own"), "FILE" },
    { "allow-host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->source.allowed_hosts,
      N_ ("Follow redirects to this host too; may be given again"), "HOST" },
    { "scope", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->source.scope,
      N_ ("Refuse rows of other units; may be given again"), "UNIT" },
    { "accept", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->source.accept,
      N_ ("Take what is held of this dataset; may be given again"), "DATASET" },
    { "max-shrink", 0, 0, G_OPTION_ARG_INT, &asked->max_shrink,
      /* xgettext:no-c-format */ N_ ("Hold a message that takes away more than this % of the rows"),
      "PERCENT" },
    { "max-growth", 0, 0, G_OPTION_ARG_INT, &asked->max_growth,
      /* xgettext:no-c-format */ N_ ("Hold changes of more than this % of the rows"), "PERCENT" },
    { "max-leap", 0, 0, G_OPTION_ARG_INT, &asked->max_leap,
      N_ ("Hold values more than so many times those known, or than so small a part of them"),
      "TIMES" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &asked->timeout_s,
      N_ ("Give a server up that is silent for so long, or drips twice as long"), "SECONDS" },
    { "full", 0, 0, G_OPTION_ARG_NONE, &asked->full, N_ ("Fetch everything, not what changed"),
      NULL },
    { "dataset", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked->source.datasets,
      N_ ("Only this dataset; may be given again"), "ID" },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &asked->watch,
      N_ ("Stay, and fetch whenever the server says that something changed"), NULL },
    { "poll", 0, 0, G_OPTION_ARG_INT, &asked->poll_s,
      N_ ("With --watch: ask so often where the server does not say"), "SECONDS" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &asked->check, N_ ("Report how the server conforms"),
      NULL },
    { "forecast", 0, 0, G_OPTION_ARG_NONE, &asked->forecast,
      N_ ("Then forecast what changed, as forecast --refresh does"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return hd_cli_parse (cli, entries, argc, argv, 0, 1);
}

/* HD_EXIT_DONE, or what is wrong with it. */
static int
check_usage (Asked *asked, int argc, char **argv)
{
  if (asked->source.url != NULL && argc > 1)
    return hd_cli_usage (_ ("from where"), argv[1], _ ("give the feed server's address"));
  if (argc > 1)
    asked->source.url = g_strdup (argv[1]);
  if (asked->source.url == NULL)
    return hd_cli_usage (_ ("from where"), "--from", _ ("give the feed server's address"));
  if (!g_str_has_prefix (asked->source.url, "http://")
      && !g_str_has_prefix (asked->source.url, "https://"))
    return hd_cli_usage (_ ("this is no address of a server"), asked->source.url,
                         _ ("write it as http://127.0.0.1:8080 or https://feeds.example"));
  if (asked->max_shrink < 0 || asked->max_growth < 0)
    return hd_cli_usage (_ ("a bound below zero"), "--max-shrink, --max-growth",
                         _ ("give a whole number of per cent"));
  if (asked->timeout_s < 0)
    return hd_cli_usage (_ ("a time below zero"), "--timeout",
                         _ ("give a whole number of seconds"));
  if (asked->max_leap < 0 || asked->max_leap == 1)
    return hd_cli_usage (_ ("a bound that nothing passes"), "--max-leap",
                         _ ("give a whole number of times, two or more"));
  return HD_EXIT_DONE;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (Asked) asked = { 0 };
  g_autoptr (GError) error = NULL;
  HdSyncOptions options;
  int status;

  if (!parse (cli, &asked, &argc, &argv))
    return HD_EXIT_USAGE;
  status = check_usage (&asked, argc, argv);
  if (status != HD_EXIT_DONE)
    return status;
  if (!hd_feed_source_find_token (&asked.source, NULL, &error))
    return hd_cli_error (error);
  options = hd_feed_source_get_options (&asked.source);
  options.max_shrink_pct = (guint)asked.max_shrink;
  options.max_growth_pct = (guint)asked.max_growth;
  options.max_leap_times = (guint)asked.max_leap;
  options.timeout_s = (guint)asked.timeout_s;
  options.full = asked.full;
  if (asked.watch)
    return stay (cli, &options, asked.poll_s, asked.forecast);
  return asked.check ? check_server (cli, &options)
                     : sync_and_forecast (cli, &options, asked.forecast);
}

const HdCommand hd_command_sync = {
  .name = "sync",
  .summary = N_ ("Fetch what changed at a feed server"),
  .details = N_ ("Example: haidang sync --from http://127.0.0.1:8080"),
  .run = run,
};
