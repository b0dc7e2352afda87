/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang forecast KPI`: from the engine's history to forecasts, one a group.
 */

#include "config.h"

#include "hd-cli-forecast.h"

#include "hd-cli-error.h"
#include "hd-calendar-effect.h"
#include "hd-forecast-csv.h"
#include "hd-forecast-series.h"

#include <glib/gi18n.h>
#include <math.h>

/* A joint key of the grouping cells of one row. */
static char *
key_of_row (const HdCliForecast *self, guint row)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint group = 0; group < self->n_groups; group++)
    g_string_append_printf (key, "%s\x1f", hd_frame_get_code (self->history, row, group + 1));
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static void
free_series (gpointer series)
{
  hd_time_series_free (series);
}

/* A period counts when none of its cells is flagged as part of one; the last such one ends history. */
static gboolean
find_span (HdCliForecast *self, guint value, HdPeriod *first)
{
  gboolean is_found = FALSE;

  for (guint row = 0; row < hd_frame_get_n_rows (self->history); row++)
    {
      HdPeriod period = hd_frame_get_period (self->history, row, 0);

      if (!is_found || period.first < first->first)
        *first = period;
      if (!is_found)
        self->last = hd_period_shift (period, -1);
      is_found = TRUE;
      if (period.first > self->last.first && !hd_frame_is_missing (self->history, row, value)
          && (hd_frame_get_flags (self->history, row, value) & HD_CELL_FLAG_PARTIAL) == 0)
        self->last = period;
    }
  return is_found && self->last.first >= first->first;
}

static int
steps_between (HdPeriod from, HdPeriod to)
{
  return hd_period_steps_between (from.first, to.first, from.grain, from.month_start_day);
}

/* One series a group, from the first period to the last whole one. (transfer full) */
static GPtrArray *
collect_series (HdCliForecast *self, guint value, HdPeriod first, HdForecastInput *input)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (free_series);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int n_steps = steps_between (first, self->last) + 1;
  double missing = NAN, largest = 0;

  input->is_non_negative = TRUE;
  for (guint row = 0; row < hd_frame_get_n_rows (self->history); row++)
    {
      g_autofree char *key = key_of_row (self, row);
      HdTimeSeries *series = g_hash_table_lookup (by_key, key);
      int step = steps_between (first, hd_frame_get_period (self->history, row, 0));
      double number = hd_frame_get_double (self->history, row, value);

      if (step >= n_steps)
        continue;
      if (series == NULL)
        {
          series = g_new0 (HdTimeSeries, 1);
          series->id = g_strdup (key);
          series->values = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint)n_steps);
          for (int gap = 0; gap < n_steps; gap++)
            g_array_append_val (series->values, missing);
          g_hash_table_insert (by_key, g_steal_pointer (&key), series);
          g_ptr_array_add (all, series);
          g_array_append_val (self->rows, row);
        }
      g_array_index (series->values, double, step) = number;
      if (number < 0)
        input->is_non_negative = FALSE;
      if (number > largest)
        largest = number;
    }
  input->upper_bound = largest <= 100 ? 100 : INFINITY;
  return all;
}

/* The history of the KPI by time and what else was asked for. */
static HdFrame *
ask_history (HdCli *cli, const char *kpi, const HdCliQueryOptions *options, int *status)
{
  HdCliQueryOptions asked = *options;
  g_autofree char *by
      = options->by != NULL ? g_strconcat ("time,", options->by, NULL) : g_strdup ("time");
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (GError) error = NULL;
  HdEngine *engine;
  HdFrame *frame;

  asked.by = by;
  asked.compare = NULL;
  asked.show = NULL; /* shares and sums are columns more, and say nothing of what comes */
  query = hd_cli_query_build (cli, kpi, &asked, status);
  engine = query != NULL ? hd_cli_get_engine (cli, status) : NULL;
  if (engine == NULL)
    return NULL;
  if (!query->has_from && query->has_to)
    hd_query_set_from (query, "1990", NULL); /* else the span would begin with the year of `to` */
  frame = hd_engine_query (engine, query, NULL, &error);
  if (frame == NULL)
    *status = hd_cli_error (error);
  return frame;
}

HdCliForecast *
hd_cli_forecast_begin (HdCli *cli,
                       const char *kpi,
                       const HdCliQueryOptions *query_options,
                       int *status)
{
  g_autoptr (HdCliForecast) self = g_new0 (HdCliForecast, 1);
  guint value;

  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->history = ask_history (cli, kpi, query_options, status);
  if (self->history == NULL)
    return NULL;
  value = hd_frame_get_n_columns (self->history) - 1;
  self->n_groups = value - 1;
  self->is_integer = hd_frame_get_column (self->history, value)->type == HD_CELL_INT64;
  return g_steal_pointer (&self);
}

/* One series as the screens and the book have it: the same window, bounds, seed and calendar. (transfer
 * full) (nullable) */
static HdForecast *
forecast_alone (HdCli *cli,
                HdCliForecast *self,
                const HdKpi *kpi,
                const HdCliForecastOptions *options,
                GError **error)
{
  HdForecastSource source = { .catalog = cli->catalog };
  g_autoptr (HdQuery) query = hd_query_parse (hd_frame_get_query (self->history), error);
  g_autoptr (HdForecastSeriesSet) set
      = query != NULL ? hd_forecast_series_from_frame (&source, kpi, query, self->history, error)
                      : NULL;
  g_autoptr (HdForecastEntry) entry = NULL;
  HdForecastInput input = { 0 };
  HdCalendarFrame place = { 0 };

  if (set == NULL)
    return NULL;
  if (set->series->len > 0)
    entry = hd_forecast_series_begin_entry (set, g_ptr_array_index (set->series, 0), NULL,
                                            HD_FORECAST_EFFORT_FULL);
  if (entry == NULL)
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT, "nothing is known of %s",
                   kpi->id);
      return NULL;
    }
  self->last = entry->last;
  self->season = entry->season;
  self->horizon = options->horizon > 0 ? (guint)options->horizon : entry->horizon;
  input = (HdForecastInput){
    .values = entry->values,
    .n_values = entry->n_values,
    .season = entry->season,
    .horizon = self->horizon,
    .levels = (const double *)(gpointer)options->levels->data,
    .n_levels = options->levels->len,
    .seed = entry->seed,
    .is_non_negative = entry->is_non_negative,
    .upper_bound = entry->upper_bound,
    .n_origins = (guint)options->n_origins,
  };
  place = (HdCalendarFrame){ hd_catalog_get_calendar (cli->catalog), entry->first };
  return hd_forecast_run_with_calendar (&input, &place, NULL, error);
}

static gboolean
run_alone (HdCli *cli,
           HdCliForecast *self,
           const HdKpi *kpi,
           const HdCliForecastOptions *options,
           int *status)
{
  g_autoptr (GError) error = NULL;
  HdForecast *forecast = forecast_alone (cli, self, kpi, options, &error);
  guint row = 0;

  if (forecast == NULL)
    {
      *status = hd_cli_error (error);
      return FALSE;
    }
  g_array_append_val (self->rows, row);
  self->forecasts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_free);
  g_ptr_array_add (self->forecasts, forecast);
  return TRUE;
}

/* Days and years are no series of the book. */
static gboolean
is_as_in_book (const HdCliForecast *self, const HdKpi *kpi)
{
  return self->n_groups == 0 && kpi != NULL && hd_forecast_series_has_future (kpi)
         && hd_frame_get_n_rows (self->history) > 0
         && hd_frame_get_period (self->history, 0, 0).grain == HD_GRAIN_MONTH;
}

HdCliForecast *
hd_cli_forecast_run (HdCli *cli,
                     const char *kpi,
                     const HdCliQueryOptions *query_options,
                     const HdCliForecastOptions *options,
                     int *status)
{
  g_autoptr (HdCliForecast) self = hd_cli_forecast_begin (cli, kpi, query_options, status);
  g_autoptr (GPtrArray) series = NULL;
  g_autoptr (GError) error = NULL;
  HdForecastInput input = { .seed = 1 };
  HdPeriod first;
  guint value;

  if (self == NULL)
    return NULL;
  if (is_as_in_book (self, hd_catalog_find_kpi (cli->catalog, kpi)))
    return run_alone (cli, self, hd_catalog_find_kpi (cli->catalog, kpi), options, status)
               ? g_steal_pointer (&self)
               : NULL;
  value = hd_frame_get_n_columns (self->history) - 1;
  if (!find_span (self, value, &first))
    {
      *status = hd_cli_failed (_ ("there is nothing to forecast from"), kpi,
                               _ ("take a longer span, or fetch data with haidang sync"));
      return NULL;
    }
  series = collect_series (self, value, first, &input);
  if (g_strcmp0 (hd_frame_get_column (self->history, value)->unit, "%") != 0)
    input.upper_bound = INFINITY;
  self->season = hd_forecast_season_of_grain (first.grain);
  self->horizon
      = options->horizon > 0 ? (guint)options->horizon : hd_forecast_horizon_of_grain (first.grain);
  input.season = self->season;
  input.horizon = self->horizon;
  input.levels = (const double *)(gpointer)options->levels->data;
  input.n_levels = options->levels->len;
  input.n_origins = (guint)options->n_origins;
  self->forecasts = hd_time_series_forecast_all (series, &input, NULL, NULL, NULL, &error);
  if (self->forecasts == NULL)
    {
      *status = hd_cli_error (error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
hd_cli_forecast_free (HdCliForecast *self)
{
  g_clear_pointer (&self->history, hd_frame_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->forecasts, g_ptr_array_unref);
  g_clear_pointer (&self->reconciliation, hd_reconciliation_free);
  g_clear_pointer (&self->sums, hd_summation_unref);
  g_clear_pointer (&self->bases, g_ptr_array_unref);
  g_free (self);
}
