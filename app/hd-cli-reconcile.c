/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang forecast KPI --reconcile`: forecasts of a whole structure that add up.
 */

#include "config.h"

#include "hd-cli-reconcile.h"

#include "hd-cli-error.h"
#include "hd-forecast-structure.h"
#include "hd-number-format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Simulated values kept in memory, over all series and steps: what sets the number of paths. */
#define MAX_DRAWS 6e6
#define MIN_PATHS 100
#define MAX_PATHS 1000

/* "time,unit,tax": the leaves beneath what was asked for. (transfer full) */
static char **
list_dimensions (const HdKpi *kpi, const HdQuery *query, char **by)
{
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new ("time");

  if (hd_kpi_has_dimension (kpi, "unit"))
    {
      g_ptr_array_add (dimensions, g_strdup ("unit"));
      g_string_append (text, ",unit");
    }
  for (guint index = 0; index < query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (query->groups, index);

      if (g_str_equal (group->dimension, "unit") || g_str_equal (group->dimension, "time"))
        continue;
      g_ptr_array_add (dimensions, g_strdup (group->dimension));
      g_string_append_printf (text, group->level != NULL ? ",%s:%s" : ",%s", group->dimension,
                              group->level);
    }
  g_ptr_array_add (dimensions, NULL);
  *by = g_string_free (g_steal_pointer (&text), FALSE);
  return (char **)g_ptr_array_free (g_steal_pointer (&dimensions), FALSE);
}

/* One question, its answer and the histories in it. */
typedef struct
{
  HdQuery *query;
  HdFrame *frame;
  HdForecastSeriesSet *set;
  char **dimensions;
  HdStructures *structures;
} History;

static void
history_clear (History *history)
{
  g_clear_pointer (&history->query, hd_query_unref);
  g_clear_pointer (&history->frame, hd_frame_unref);
  g_clear_pointer (&history->set, hd_forecast_series_set_free);
  g_clear_pointer (&history->dimensions, g_strfreev);
  g_clear_pointer (&history->structures, hd_structures_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, history_clear)

static HdQuery *
build_query (HdCli *cli, const char *kpi, const HdCliQueryOptions *options, int *status)
{
  HdQuery *query = hd_cli_query_build (cli, kpi, options, status);

  if (query != NULL && !query->has_from && query->has_to)
    hd_query_set_from (query, "1990", NULL); /* else the span would begin with the year of `to` */
  return query;
}

static gboolean
ask_history (HdCli *cli,
             const HdKpi *kpi,
             const HdCliQueryOptions *options,
             const HdQuery *query,
             History *history,
             int *status)
{
  HdCliQueryOptions asked = *options;
  g_autofree char *by = NULL;
  g_autoptr (GError) error = NULL;
  HdEngine *engine = hd_cli_get_engine (cli, status);
  HdForecastSource source = { .engine = engine, .catalog = cli->catalog, .as_of = cli->as_of };

  if (engine == NULL)
    return FALSE;
  history->structures = hd_store_get_structures (cli->store, &error);
  history->dimensions = list_dimensions (kpi, query, &by);
  asked.by = by;
  asked.compare = NULL;
  asked.top = 0;
  history->query = build_query (cli, kpi->id, &asked, status);
  if (history->query == NULL)
    return FALSE;
  if (history->structures != NULL)
    history->frame = hd_engine_query (engine, history->query, NULL, &error);
  source.structures = history->structures;
  if (history->frame != NULL)
    history->set
        = hd_forecast_series_from_frame (&source, kpi, history->query, history->frame, &error);
  if (history->set == NULL)
    *status = hd_cli_error (error);
  return history->set != NULL;
}

static HdForecast *
coherent_forecast (const HdReconciliation *reconciled, guint series, const HdForecast *base)
{
  HdForecast *forecast = g_new0 (HdForecast, 1);
  guint horizon = reconciled->horizon, n_levels = reconciled->n_levels;
  gsize bounds = (gsize)series * n_levels * horizon;

  forecast->horizon = horizon;
  forecast->n_levels = n_levels;
  forecast->levels = g_memdup2 (reconciled->levels, n_levels * sizeof (double));
  forecast->method = g_strdup (base != NULL ? base->method : "bottom-up");
  forecast->mean
      = g_memdup2 (reconciled->mean + (gsize)series * horizon, horizon * sizeof (double));
  forecast->lower = g_memdup2 (reconciled->lower + bounds, n_levels * horizon * sizeof (double));
  forecast->upper = g_memdup2 (reconciled->upper + bounds, n_levels * horizon * sizeof (double));
  forecast->rival = g_new (double, horizon);
  for (guint step = 0; step < horizon; step++)
    forecast->rival[step] = base != NULL ? base->rival[step] : NAN;
  if (base != NULL)
    forecast->record = base->record;
  return forecast;
}

/* Finds a row of `frame` with the codes of `group`, for the names; -1 when there is none. */
static int
find_row (GHashTable *rows, const HdForecastGroup *group)
{
  g_autofree char *key = g_strjoinv ("\x1f", group->codes);
  gpointer row = g_hash_table_lookup (rows, key);

  return GPOINTER_TO_INT (row) - 1;
}

static GHashTable *
index_rows (const HdCliForecast *self, const guint *columns)
{
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint row = 0; row < hd_frame_get_n_rows (self->history); row++)
    {
      g_auto (GStrv) codes = g_new0 (char *, self->n_groups + 1);

      for (guint group = 0; group < self->n_groups; group++)
        codes[group] = g_strdup (hd_frame_get_code (self->history, row, columns[group]));
      g_hash_table_insert (rows, g_strjoinv ("\x1f", codes), GUINT_TO_POINTER (row + 1));
    }
  return rows;
}

/* Which column of the asked frame each dimension of the structure is, in the structure's order. */
static guint *
match_columns (const HdCliForecast *self, char **dimensions)
{
  guint *columns = g_new0 (guint, self->n_groups + 1), n_found = 0;

  for (guint index = 0; dimensions[index] != NULL; index++)
    for (guint column = 1; column <= self->n_groups; column++)
      {
        const char *id = hd_frame_get_column (self->history, column)->id;
        gsize length = strcspn (id, ":");

        if (strlen (dimensions[index]) == length && strncmp (id, dimensions[index], length) == 0)
          columns[n_found++] = column;
      }
  return columns;
}

static void
take_groups (HdCliForecast *self,
             const HdForecastStructure *structure,
             const HdQuery *query,
             GPtrArray *bases)
{
  g_autoptr (GPtrArray) list = hd_forecast_structure_list (structure, query->groups, query->map);
  g_autofree guint *columns = match_columns (self, structure->dimensions);
  g_autoptr (GHashTable) rows = index_rows (self, columns);

  for (guint index = 0; index < list->len; index++)
    {
      const HdForecastGroup *group = g_ptr_array_index (list, index);
      const HdForecast *base = g_ptr_array_index (bases, group->series);
      int found = self->n_groups > 0 ? find_row (rows, group) : 0;
      guint row = (guint)found;

      if (found < 0)
        continue;
      g_array_append_val (self->rows, row);
      g_ptr_array_add (self->forecasts,
                       coherent_forecast (self->reconciliation, group->series, base));
      g_ptr_array_add (self->bases,
                       g_memdup2 (base != NULL ? base->mean
                                               : self->reconciliation->mean
                                                     + (gsize)group->series * self->horizon,
                                  self->horizon * sizeof (double)));
    }
}

static gboolean
reconcile (HdCliForecast *self,
           const HdForecastStructure *structure,
           const HdQuery *query,
           const HdCliForecastOptions *options,
           int *status)
{
  g_autoptr (GPtrArray) bases = NULL;
  g_autoptr (GError) error = NULL;
  guint n_series = hd_summation_get_n_series (structure->sums);
  double n_paths = MAX_DRAWS / ((double)n_series * self->horizon);
  HdForecastInput input = { .season = self->season,
                            .horizon = self->horizon,
                            .levels = (const double *)(gpointer)options->levels->data,
                            .n_levels = options->levels->len,
                            .n_paths = (guint)CLAMP (n_paths, MIN_PATHS, MAX_PATHS),
                            .seed = 1,
                            .n_origins = (guint)options->n_origins };

  self->reconciliation = hd_forecast_structure_run (structure, &input, &bases, NULL, &error);
  if (self->reconciliation == NULL)
    {
      *status = hd_cli_error (error);
      return FALSE;
    }
  self->sums = hd_summation_ref (structure->sums);
  take_groups (self, structure, query, bases);
  return TRUE;
}

HdCliForecast *
hd_cli_reconcile_run (HdCli *cli,
                      const char *kpi_id,
                      const HdCliQueryOptions *query_options,
                      const HdCliForecastOptions *options,
                      int *status)
{
  HdCatalog *catalog = hd_cli_get_catalog (cli, status);
  const HdKpi *kpi = catalog != NULL ? hd_catalog_find_kpi (catalog, kpi_id) : NULL;
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdCliForecast) self = NULL;
  g_auto (History) history = { 0 };
  g_autoptr (HdForecastStructure) structure = NULL;

  if (catalog == NULL)
    return NULL;
  if (kpi != NULL && !hd_forecast_series_is_additive (kpi))
    {
      *status = hd_cli_usage (_ ("the parts of this figure do not add up to its total"), kpi->id,
                              _ ("leave --reconcile out: ratios, percentiles and grades are "
                                 "forecast for each group on its own"));
      return NULL;
    }
  self = hd_cli_forecast_begin (cli, kpi_id, query_options, status);
  if (self != NULL && kpi == NULL)
    *status
        = hd_cli_usage (_ ("--reconcile takes one figure"), kpi_id, _ ("give one of haidang kpis"));
  if (self == NULL || kpi == NULL)
    return NULL;
  query = build_query (cli, kpi_id, query_options, status);
  if (query == NULL || !ask_history (cli, kpi, query_options, query, &history, status))
    return NULL;
  self->last = history.set->last;
  self->season = history.set->season;
  self->horizon = options->horizon > 0 ? (guint)options->horizon : history.set->horizon;
  self->bases = g_ptr_array_new_with_free_func (g_free);
  self->forecasts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_free);
  structure = hd_forecast_structure_new (history.set, history.structures,
                                         (const char *const *)history.dimensions);
  return reconcile (self, structure, query, options, status) ? g_steal_pointer (&self) : NULL;
}

void
hd_cli_reconcile_json (HdCliJson *json, const HdCliForecast *self)
{
  const HdReconciliation *reconciled = self->reconciliation;
  const HdReconcileChoice *choice = reconciled != NULL ? reconciled->choice : NULL;

  if (choice == NULL)
    return;
  hd_cli_json_begin_object (json, "reconciliation");
  hd_cli_json_string (json, "method", hd_reconcile_form_get_name (reconciled->form));
  hd_cli_json_int64 (json, "series", reconciled->n_series);
  hd_cli_json_int64 (json, "paths", reconciled->n_paths);
  hd_cli_json_begin_array (json, "levels");
  for (guint level = 0; level < choice->n_levels; level++)
    {
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "level", hd_summation_get_level_name (self->sums, level));
      hd_cli_json_double (json, "base", choice->base[level]);
      for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
        hd_cli_json_double (json, hd_reconcile_form_get_name (hd_reconcile_form_at (index)),
                            choice->scores[index * choice->n_levels + level]);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_end_object (json);
}

void
hd_cli_reconcile_print (const HdCli *cli, const HdCliForecast *self)
{
  const HdReconciliation *reconciled = self->reconciliation;
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (cli->lang), 3);
  double relative;
  g_autofree char *text = NULL;

  if (reconciled == NULL)
    return;
  relative = reconciled->choice->relative[hd_reconcile_form_index (reconciled->form)];
  text = hd_number_format (&format, relative);
  /* Translators: the name of the method ("wls keeping the top"), a count of series. */
  g_print (_ ("\nReconciled by %s: %u series add up, on both organisation maps.\n"),
           hd_reconcile_form_get_name (reconciled->form), reconciled->n_series);
  if (isfinite (relative))
    /* Translators: a number about 1. */
    g_print (_ ("On rolling origins its error was %s of that of the forecasts one by one.\n"),
             text);
  else
    g_print ("%s\n", _ ("Too short for a test of it: weighed by past errors, the total kept."));
}
