/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang forecast`: of a KPI from the store, or of series in a file.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-forecast-print.h"
#include "hd-cli-present.h"
#include "hd-cli-progress.h"
#include "hd-cli-reconcile.h"
#include "hd-cli-refresh.h"
#include "hd-forecast-csv.h"

#include <glib/gi18n.h>

typedef struct
{
  HdCliQueryOptions query;
  HdCliForecastOptions forecast;
  char *level, *in, *out;
  int season;
  gboolean reconcile;
  gboolean refresh, full;
} Options;

static void
options_clear (Options *options)
{
  hd_cli_query_options_clear (&options->query);
  g_clear_pointer (&options->forecast.levels, g_array_unref);
  g_free (options->level);
  g_free (options->in);
  g_free (options->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* "80,95" into numbers between 0 and 100. */
static gboolean
read_levels (Options *options, const char *fallback)
{
  const char *text = options->level != NULL ? options->level : fallback;
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  options->forecast.levels = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint index = 0; words[index] != NULL; index++)
    {
      char *end;
      double level = g_ascii_strtod (words[index], &end);

      if (*end != '\0' || end == words[index] || !(level > 0 && level < 100) || index >= 4)
        {
          hd_cli_usage (_ ("this is no level of an interval"), text,
                        _ ("give one to four numbers between 0 and 100, as --level 80,95"));
          return FALSE;
        }
      g_array_append_val (options->forecast.levels, level);
    }
  return TRUE;
}

static void
show_progress (guint n_done, guint n_all, gpointer user_data)
{
  hd_cli_progress ((double)n_done / n_all, user_data, n_done);
}

static int
forecast_file (const Options *options)
{
  g_autoptr (GPtrArray) series = NULL, forecasts = NULL;
  g_autoptr (GError) error = NULL;
  HdForecastInput input = {
    .season = (guint)options->season,
    .horizon = (guint)options->forecast.horizon,
    .levels = (const double *)(gpointer)options->forecast.levels->data,
    .n_levels = options->forecast.levels->len,
    .seed = 1,
    .n_origins = (guint)options->forecast.n_origins,
  };

  if (options->out == NULL || input.horizon < 1 || options->season < 1)
    return hd_cli_usage (_ ("an option is missing"), "--horizon --season --out",
                         _ ("give all three with --csv"));
  series = hd_time_series_read_csv (options->in, NULL, &error);
  if (series == NULL)
    return hd_cli_error (error);
  forecasts
      = hd_time_series_forecast_all (series, &input, show_progress, options->in, NULL, &error);
  hd_cli_progress_end ();
  if (forecasts == NULL
      || !hd_time_series_write_csv (options->out, series, forecasts, input.horizon, &error))
    return hd_cli_error (error);
  return HD_EXIT_DONE;
}

/* (nullable): the year's outlook, where the KPI has plans and the question is of one scope. */
static HdPresentOutlook *
find_outlook (HdCli *cli, const char *kpi_id, const HdCliQueryOptions *options)
{
  const HdKpi *kpi = hd_catalog_find_kpi (cli->catalog, kpi_id);
  g_auto (HdCliPresent) present = { 0 };

  if (kpi == NULL || kpi->kind != HD_KPI_SUM || *kpi->plans == NULL || options->by != NULL)
    return NULL;
  if (!hd_cli_present_fill (&present, cli, "revenue", options, NULL))
    return NULL;
  return hd_present_outlook_new (&present.present, kpi->id, NULL);
}

static int
forecast_kpi (HdCli *cli, const char *kpi, const Options *options)
{
  g_autoptr (HdCliForecast) forecast = NULL;
  g_autoptr (HdPresentOutlook) outlook = NULL;
  int status = HD_EXIT_DONE;

  forecast = options->reconcile
                 ? hd_cli_reconcile_run (cli, kpi, &options->query, &options->forecast, &status)
                 : hd_cli_forecast_run (cli, kpi, &options->query, &options->forecast, &status);
  if (forecast == NULL)
    return status;
  outlook = find_outlook (cli, kpi, &options->query);
  hd_cli_forecast_print (cli, kpi, forecast, outlook);
  return HD_EXIT_DONE;
}

/* `kpis` ends with NULL; none of them: all. */
static int
refresh (HdCli *cli, char **kpis, const Options *options)
{
  HdCliRefreshOptions asked = {
    .kpis = *kpis != NULL ? (const char *const *)kpis : NULL,
    .full = options->full,
    .report = TRUE,
  };
  int status = HD_EXIT_DONE;
  HdCatalog *catalog = hd_cli_get_catalog (cli, &status);

  if (catalog == NULL)
    return status;
  for (guint index = 0; kpis[index] != NULL; index++)
    if (hd_catalog_find_kpi (catalog, kpis[index]) == NULL)
      return hd_cli_usage (_ ("there is no such KPI"), kpis[index], _ ("see haidang kpis"));
  return hd_cli_refresh (cli, &asked);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  GOptionEntry entries[HD_CLI_N_QUERY_ENTRIES + 9] = {
    { "horizon", 0, 0, G_OPTION_ARG_INT, &options.forecast.horizon, N_ ("Steps ahead"), "N" },
    { "level", 0, 0, G_OPTION_ARG_STRING, &options.level, N_ ("Levels of the intervals"), "80,95" },
    { "backtest", 0, 0, G_OPTION_ARG_INT, &options.forecast.n_origins,
      N_ ("Origins of the back-test"), "N" },
    { "reconcile", 0, 0, G_OPTION_ARG_NONE, &options.reconcile,
      N_ ("Make parts and totals agree, on both organisation maps"), NULL },
    { "season", 0, 0, G_OPTION_ARG_INT, &options.season, N_ ("Length of the season, with --csv IN"),
      "S" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("The file to write, with --csv IN"),
      "OUT" },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &options.refresh,
      N_ ("Forecast all KPIs of all units again, and keep the forecasts"), NULL },
    { "full", 0, 0, G_OPTION_ARG_NONE, &options.full,
      N_ ("With --refresh: also what did not change"), NULL },
  };

  hd_cli_query_entries (&options.query, entries + 8);
  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, G_MAXINT))
    return HD_EXIT_USAGE;
  if (options.refresh)
    return refresh (cli, argv + 1, &options);
  if (argc != 2)
    return hd_cli_usage (_ ("one KPI is forecast at a time"), argc > 1 ? argv[2] : "KPI",
                         _ ("see haidang forecast --help"));
  if (options.forecast.horizon < 0 || options.forecast.n_origins < 0)
    return hd_cli_usage (_ ("--horizon and --backtest take numbers above zero"), argv[1],
                         _ ("see haidang forecast --help"));
  /* `forecast --csv IN --out OUT`: the argument is the file of series, not a KPI to print as CSV. */
  if (cli->output == HD_OUTPUT_CSV
      && (options.out != NULL || options.season != 0 || g_file_test (argv[1], G_FILE_TEST_EXISTS)))
    {
      options.in = g_strdup (argv[1]);
      return read_levels (&options, "95") ? forecast_file (&options) : HD_EXIT_USAGE;
    }
  return read_levels (&options, "80,95") ? forecast_kpi (cli, argv[1], &options) : HD_EXIT_USAGE;
}

const HdCommand hd_command_forecast = {
  .name = "forecast",
  .arguments = "KPI | --refresh [KPI…] | --csv IN --horizon H --season S --out OUT",
  .summary = N_ ("Forecasts with intervals, their record, and the plans' probabilities"),
  .details = N_ ("Example: haidang forecast revenue.collected --horizon 6 --level 80,95"),
  .run = run,
};
