/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refresh of the book of forecasts from the command line: `forecast --refresh` and `sync --forecast`.
 */

#include "config.h"

#include "hd-cli-refresh.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-progress.h"
#include "hd-forecast-refresh.h"

#include <glib/gi18n.h>
#include <signal.h>

typedef struct
{
  const HdCli *cli;
  GCancellable *cancellable;
} Watch;

static volatile sig_atomic_t is_interrupted;

static void
interrupted_cb (int signal_number)
{
  is_interrupted = 1;
}

/* Called ten times a second, which is soon enough to see an interrupt. */
static void
progress_cb (double fraction, const HdKpi *kpi, guint n_series, gpointer user_data)
{
  Watch *watch = user_data;

  if (is_interrupted)
    g_cancellable_cancel (watch->cancellable);
  hd_cli_progress (fraction,
                   kpi != NULL ? hd_kpi_short_name (kpi, watch->cli->lang) : _ ("Forecasts"),
                   n_series);
}

static void
print_json (const HdForecastRefreshResult *result, const HdForecastBookStatus *status)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_int64 (json, "kpis", result->n_kpis);
  hd_cli_json_int64 (json, "kpis_without_data", result->n_without_data);
  hd_cli_json_int64 (json, "series", result->n_series);
  hd_cli_json_int64 (json, "made", result->n_made);
  hd_cli_json_int64 (json, "unchanged", result->n_unchanged);
  hd_cli_json_int64 (json, "shown", result->n_shown);
  hd_cli_json_int64 (json, "light", result->n_light);
  hd_cli_json_double (json, "seconds", result->elapsed_s);
  hd_cli_json_double (json, "query_seconds", result->query_s);
  hd_cli_json_double (json, "forecast_seconds", result->forecast_s);
  hd_cli_json_begin_object (json, "book");
  hd_cli_json_int64 (json, "series", status->n_series);
  hd_cli_json_int64 (json, "shown", status->n_shown);
  hd_cli_json_int64 (json, "bytes", (gint64)status->n_bytes);
  hd_cli_json_time (json, "refreshed_at", status->refreshed_at);
  hd_cli_json_boolean (json, "fresh", status->is_fresh);
  hd_cli_json_end_object (json);
  hd_cli_json_end_object (json);
  hd_cli_json_print (json);
}

static void
print_text (const HdForecastRefreshResult *result, const HdForecastBookStatus *status)
{
  /* Translators: counts of series: all, forecast anew, unchanged since the last time; then seconds. */
  g_print (_ ("%u series: %u forecast, %u unchanged, in %.1f s\n"), result->n_series,
           result->n_made, result->n_unchanged, result->elapsed_s);
  /* Translators: how many series the book of forecasts has, how many of their forecasts beat last year's
   * season out of sample and are shown, and how big the book is. */
  g_print (_ ("The book has %u series, %u of them shown, %.1f MB\n"), status->n_series,
           status->n_shown, (double)status->n_bytes / 1e6);
}

/* What was finished stays; the caller's shell is told what happened in its own way. */
static int
die_of_interrupt (void)
{
  hd_cli_failed (_ ("interrupted; the forecasts that were finished are kept"), "--refresh",
                 _ ("run it again for the rest"));
  signal (SIGINT, SIG_DFL);
  raise (SIGINT);
  return HD_EXIT_FAILED;
}

static gboolean
run (HdCli *cli,
     const HdCliRefreshOptions *options,
     HdForecastRefreshResult *result,
     GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { cli, cancellable };
  HdForecastRefreshOptions asked = {
    .store = cli->store,
    .engine = cli->engine,
    .catalog = cli->catalog,
    .kpis = options->kpis,
    .full = options->full,
    .now = hd_cli_now (),
    .progress = progress_cb,
    .user_data = &watch,
  };
  struct sigaction action = { .sa_handler = interrupted_cb }, before;
  gboolean is_ok;

  sigaction (SIGINT, &action, &before);
  is_ok = hd_forecast_refresh_run (&asked, result, cancellable, error);
  sigaction (SIGINT, &before, NULL);
  hd_cli_progress_end ();
  return is_ok;
}

int
hd_cli_refresh (HdCli *cli, const HdCliRefreshOptions *options)
{
  g_autoptr (GError) error = NULL;
  HdForecastRefreshResult result;
  HdForecastBookStatus book;
  int status = HD_EXIT_DONE;

  if (hd_cli_open_store (cli, HD_STORE_WRITE, &status) == NULL
      || hd_cli_get_engine (cli, &status) == NULL)
    return status;
  if (!run (cli, options, &result, &error))
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? die_of_interrupt ()
                                                                     : hd_cli_error (error);
  if (!options->report)
    return HD_EXIT_DONE;
  if (!hd_forecast_book_get_status (cli->store, &book, &error))
    return hd_cli_error (error);
  if (cli->output == HD_OUTPUT_JSON)
    print_json (&result, &book);
  else
    print_text (&result, &book);
  return HD_EXIT_DONE;
}
