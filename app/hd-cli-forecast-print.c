/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts and the plans' probabilities on standard output.
 */

#include "config.h"

#include "hd-cli-forecast-print.h"

#include "hd-cli-json.h"
#include "hd-cli-reconcile.h"
#include "hd-cli-table.h"
#include "hd-forecast-book.h"
#include "hd-number-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* What its rival beat out of sample is not shown to a person; scripts are told and have the numbers. */
static gboolean
is_hidden (const HdForecast *forecast)
{
  return forecast->record.n_origins > 0 && !forecast->record.beats_rival;
}

static void
json_number (HdCliJson *json, const char *key, double value, gboolean is_integer)
{
  if (is_integer && isfinite (value) && fabs (value) < 9e18)
    hd_cli_json_int64 (json, key, (gint64)llround (value));
  else
    hd_cli_json_double (json, key, value);
}

static void
json_record (HdCliJson *json, const HdForecastRecord *record)
{
  hd_cli_json_begin_object (json, "record");
  hd_cli_json_int64 (json, "origins", record->n_origins);
  hd_cli_json_double (json, "mase", record->mase);
  hd_cli_json_double (json, "rival_mase", record->rival_mase);
  hd_cli_json_double (json, "coverage", record->coverage_pct);
  hd_cli_json_double (json, "interval_factor", record->interval_factor);
  hd_cli_json_boolean (json, "beats_rival", record->beats_rival);
  hd_cli_json_end_object (json);
}

static void
json_steps (HdCliJson *json,
            const HdCliForecast *self,
            const HdForecast *forecast,
            const double *base)
{
  hd_cli_json_begin_array (json, "forecast");
  for (guint step = 0; step < self->horizon; step++)
    {
      g_autofree char *time = hd_period_to_string (hd_period_shift (self->last, (int)step + 1));

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "time", time);
      json_number (json, "mean", forecast->mean[step], self->is_integer);
      if (base != NULL)
        json_number (json, "base", base[step], self->is_integer);
      json_number (json, "rival", forecast->rival[step], self->is_integer);
      hd_cli_json_begin_array (json, "intervals");
      for (guint level = 0; level < forecast->n_levels; level++)
        {
          guint place = level * self->horizon + step;

          hd_cli_json_begin_object (json, NULL);
          hd_cli_json_double (json, "level", forecast->levels[level]);
          json_number (json, "lower", forecast->lower[place], self->is_integer);
          json_number (json, "upper", forecast->upper[place], self->is_integer);
          hd_cli_json_end_object (json);
        }
      hd_cli_json_end_array (json);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
}

static void
json_series (HdCliJson *json, const HdCliForecast *self)
{
  hd_cli_json_begin_array (json, "series");
  for (guint place = 0; place < self->forecasts->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (self->forecasts, place);
      guint row = g_array_index (self->rows, guint, place);

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_begin_object (json, "group");
      for (guint group = 0; group < self->n_groups; group++)
        hd_cli_json_string (json, hd_frame_get_column (self->history, group + 1)->id,
                            hd_frame_get_code (self->history, row, group + 1));
      hd_cli_json_end_object (json);
      hd_cli_json_string (json, "method", forecast != NULL ? forecast->method : NULL);
      if (forecast != NULL)
        {
          hd_cli_json_boolean (json, "shown", !is_hidden (forecast));
          json_record (json, &forecast->record);
          json_steps (json, self, forecast,
                      self->bases != NULL ? g_ptr_array_index (self->bases, place) : NULL);
        }
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
}

/* The month under way, by the days of it that are known. */
static void
json_nowcast (HdCliJson *json, const HdPresentOutlook *self)
{
  const HdYearOutlook *outlook = self->outlook;
  HdPeriod month
      = hd_period_containing (hd_day_from_ymd (self->year, (int)outlook->n_whole_months + 1, 1),
                              HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);
  g_autofree char *time = hd_period_to_string (month);

  hd_cli_json_begin_object (json, "running_month");
  hd_cli_json_string (json, "time", time);
  json_number (json, "mean", outlook->month[outlook->n_whole_months], TRUE);
  hd_cli_json_begin_array (json, "intervals");
  for (guint level = 0; level < outlook->n_levels; level++)
    {
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_double (json, "level", hd_kpi_outlook_levels[level]);
      json_number (json, "lower", outlook->nowcast_lower[level], TRUE);
      json_number (json, "upper", outlook->nowcast_upper[level], TRUE);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_end_object (json);
}

static const char *const skills[] = {
  [HD_PLAN_SKILL_UNTESTED] = "untested",
  [HD_PLAN_SKILL_NONE] = "none",
  [HD_PLAN_SKILL_PROVEN] = "proven",
};

static void
json_outlook (HdCliJson *json, const HdPresentOutlook *self)
{
  const HdYearOutlook *outlook = self->outlook;
  HdPeriod last = hd_period_containing (self->known_to, HD_GRAIN_DAY, HD_MONTH_START_CIVIL);
  g_autofree char *known_to = hd_period_to_string (last);

  hd_cli_json_begin_object (json, "outlook");
  hd_cli_json_int64 (json, "year", self->year);
  hd_cli_json_string (json, "known_to", known_to);
  json_number (json, "known", outlook->known, TRUE);
  json_number (json, "year_mean", outlook->year_mean, TRUE);
  hd_cli_json_string (json, "method", outlook->method);
  json_record (json, &outlook->record);
  hd_cli_json_begin_array (json, "year_intervals");
  for (guint level = 0; level < outlook->n_levels; level++)
    {
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_double (json, "level", level == HD_OUTLOOK_LEVEL_80 ? 80 : 95);
      json_number (json, "lower", outlook->lower[level][11], TRUE);
      json_number (json, "upper", outlook->upper[level][11], TRUE);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  if (outlook->has_part_month)
    json_nowcast (json, self);
  hd_cli_json_begin_array (json, "plans");
  for (guint plan = 0; plan < HD_OUTLOOK_N_PLANS; plan++)
    {
      const HdYearPlanOutlook *of = &outlook->plans[plan];

      if (isnan (self->plans[plan]))
        continue;
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "plan", hd_kpi_outlook_plans[plan].id);
      json_number (json, "amount", self->plans[plan], TRUE);
      hd_cli_json_double (json, "probability", of->probability_pct);
      hd_cli_json_double (json, "probability_uncalibrated", of->raw_pct);
      hd_cli_json_double (json, "base_rate", of->base_rate_pct);
      hd_cli_json_string (json, "skill", skills[of->skill]);
      json_number (json, "shortfall", of->shortfall, TRUE);
      json_number (json, "gap", of->gap, TRUE);
      hd_cli_json_double (json, "gap_days", of->gap_days);
      json_number (json, "pace_required", of->pace_required, TRUE);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_end_object (json);
}

static void
print_json (const char *kpi, const HdCliForecast *self, const HdPresentOutlook *outlook)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autofree char *last = hd_period_to_string (self->last);

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "kpi", kpi);
  hd_cli_json_string (json, "query", hd_frame_get_query (self->history));
  hd_cli_json_time (json, "as_of", hd_frame_get_as_of (self->history));
  hd_cli_json_time (json, "vintage", hd_frame_get_vintage (self->history));
  hd_cli_json_string (json, "last", last);
  hd_cli_json_int64 (json, "season", self->season);
  hd_cli_json_int64 (json, "horizon", self->horizon);
  hd_cli_reconcile_json (json, self);
  json_series (json, self);
  if (outlook != NULL)
    json_outlook (json, outlook);
  hd_cli_json_end_object (json);
  hd_cli_json_print (json);
}

static char *
cell (const HdCli *cli, double value, gboolean is_integer)
{
  g_autoptr (GString) text = NULL;
  HdNumberFormat format;

  if (cli->output == HD_OUTPUT_CSV)
    {
      text = g_string_new (NULL);
      hd_cli_json_append_double (text, is_integer ? round (value) : value);
      return g_strdup (text->str);
    }
  format = hd_number_format_plain (hd_number_locale_get (cli->lang), is_integer ? 0 : 2);
  return hd_number_format (&format, value);
}

/* A forecast's own number, which is left blank when it is not shown. */
static char *
own_cell (const HdCli *cli, const HdCliForecast *self, const HdForecast *forecast, double value)
{
  /* What was made to add up has to be there to be added. */
  if (cli->output != HD_OUTPUT_CSV && self->bases == NULL && is_hidden (forecast))
    return g_strdup ("–");
  return cell (cli, value, self->is_integer);
}

static void
add_bounds (const HdCli *cli,
            HdCliTable *table,
            const HdCliForecast *self,
            const HdForecast *forecast,
            const double *bounds,
            guint step)
{
  for (guint level = 0; level < forecast->n_levels; level++)
    hd_cli_table_take (table, own_cell (cli, self, forecast, bounds[level * self->horizon + step]));
}

static void
add_columns (HdCliTable *table, const HdCliForecast *self, const HdForecast *forecast)
{
  static const char *const sides[] = { "lower", "upper" };

  for (guint group = 0; group < self->n_groups; group++)
    hd_cli_table_add_column (table, hd_frame_get_column (self->history, group + 1)->id, FALSE);
  hd_cli_table_add_column (table, "time", FALSE);
  hd_cli_table_add_column (table, "mean", TRUE);
  for (guint side = 0; side < 2; side++)
    for (guint level = 0; level < forecast->n_levels; level++)
      {
        g_autofree char *title = g_strdup_printf ("%s.%g", sides[side], forecast->levels[level]);

        hd_cli_table_add_column (table, title, TRUE);
      }
  if (self->bases != NULL)
    hd_cli_table_add_column (table, "base", TRUE);
  hd_cli_table_add_column (table, "rival", TRUE);
  hd_cli_table_add_column (table, "method", FALSE);
}

static void
print_table (const HdCli *cli, const HdCliForecast *self)
{
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  gboolean has_columns = FALSE;

  for (guint place = 0; place < self->forecasts->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (self->forecasts, place);
      guint row = g_array_index (self->rows, guint, place);

      if (forecast == NULL)
        continue;
      if (!has_columns)
        add_columns (table, self, forecast);
      has_columns = TRUE;
      for (guint step = 0; step < self->horizon; step++)
        {
          for (guint group = 0; group < self->n_groups; group++)
            hd_cli_table_add (table, hd_frame_get_code (self->history, row, group + 1));
          hd_cli_table_take (table,
                             hd_period_to_string (hd_period_shift (self->last, (int)step + 1)));
          hd_cli_table_take (table, own_cell (cli, self, forecast, forecast->mean[step]));
          add_bounds (cli, table, self, forecast, forecast->lower, step);
          add_bounds (cli, table, self, forecast, forecast->upper, step);
          if (self->bases != NULL)
            hd_cli_table_take (
                table, cell (cli, ((const double *)g_ptr_array_index (self->bases, place))[step],
                             self->is_integer));
          hd_cli_table_take (table, cell (cli, forecast->rival[step], self->is_integer));
          hd_cli_table_add (table, forecast->method);
        }
    }
  if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    hd_cli_table_print (table);
}

/* How far to trust one forecast, in words. */
static void
print_record (const HdCli *cli, const HdForecast *forecast)
{
  const HdForecastRecord *record = &forecast->record;
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (cli->lang), 2);
  g_autofree char *mase = hd_number_format (&format, record->mase);
  g_autofree char *rival = hd_number_format (&format, record->rival_mase);
  HdNumberFormat whole = hd_number_format_plain (hd_number_locale_get (cli->lang), 0);
  g_autofree char *coverage = hd_number_format (&whole, record->coverage_pct);

  g_print ("\n%s: %s\n", _ ("Method"), forecast->method);
  if (record->n_origins == 0)
    {
      g_print ("%s\n", _ ("Too short for a back-test: nobody knows yet how far to trust it."));
      return;
    }
  /* Translators: a count, the error of the method, that of its rival, the share of hits. */
  g_print (_ ("Back-test: %u origins, MASE %s against %s of last year's season; %s %% of the "
              "outcomes inside the widest interval.\n"),
           record->n_origins, mase, rival, coverage);
  if (!record->beats_rival)
    g_print ("%s\n", _ ("It is not shown: last year's season did better. Take that instead."));
}

static void
print_hidden (const HdCliForecast *self)
{
  guint n_hidden = 0;

  for (guint place = 0; place < self->forecasts->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (self->forecasts, place);

      n_hidden += forecast != NULL && is_hidden (forecast);
    }
  if (n_hidden > 0)
    /* Translators: how many forecasts, of how many. */
    g_print (_ ("\nOf %u of %u forecasts only last year's season is shown: it did better on the "
                "back-test.\n"),
             n_hidden, self->forecasts->len);
}

/* What the book of forecasts has said of it since, once figures came. */
static void
print_book (const HdCli *cli, const HdCliForecast *self, const char *kpi)
{
  g_autoptr (HdQuery) query = hd_query_parse (hd_frame_get_query (self->history), NULL);
  g_autofree char *scope = query != NULL ? hd_forecast_scope_of_query (query) : NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (HdForecastScore) score = NULL;
  HdNumberFormat whole = hd_number_format_plain (hd_number_locale_get (cli->lang), 0);
  g_autofree char *inside = NULL, *skill = NULL;

  if (scope != NULL)
    page = hd_forecast_book_read_page (cli->store, kpi, scope, self->last.grain, NULL);
  if (page != NULL)
    score = hd_forecast_score_page (page);
  if (score == NULL || score->n_live == 0)
    return;
  inside = hd_number_format (&whole, score->one_step.coverage_pct[HD_FORECAST_BOOK_LEVEL_95]);
  skill = hd_number_format_signed (&whole, score->skill_pct);
  /* Translators: a count; two percentages, the second signed: how much smaller its errors were. */
  g_print (_ ("What it said of the last %u periods: %s %% of the outcomes inside the 95 %% "
              "interval, %s %% against last year's season.\n"),
           score->outcomes->len, inside, skill);
}

/* "Dự toán", not its code. */
static const char *
name_of_plan (const HdCli *cli, guint plan)
{
  const HdKpi *kpi = hd_catalog_find_kpi (cli->catalog, hd_kpi_outlook_plans[plan].kpi);

  return kpi != NULL ? hd_kpi_short_name (kpi, cli->lang) : hd_kpi_outlook_plans[plan].id;
}

static void
print_plans (const HdCli *cli, const HdPresentOutlook *self)
{
  const HdNumberLocale *locale = hd_number_locale_get (cli->lang);
  HdNumberFormat whole = hd_number_format_plain (locale, 0);

  for (guint plan = 0; plan < HD_OUTLOOK_N_PLANS; plan++)
    {
      const HdYearPlanOutlook *of = &self->outlook->plans[plan];
      HdNumberFormat money
          = hd_number_format_choose (locale, HD_NUMBER_MONEY, NULL, self->plans[plan]);
      HdNumberFormat daily
          = hd_number_format_choose (locale, HD_NUMBER_MONEY, NULL, of->pace_required);
      g_autofree char *amount = hd_number_format_full (&money, self->plans[plan]);
      g_autofree char *probability = hd_present_outlook_chance_text (cli->lang, self, plan);
      g_autofree char *days = hd_number_format_signed (&whole, of->gap_days);
      g_autofree char *pace = hd_number_format_full (&daily, of->pace_required);

      if (probability == NULL)
        continue;
      /* Translators: plan, its amount, a percentage, collecting days (signed), amount a day. */
      g_print (_ ("%s %s: probability %s, %s collecting days, %s still needed per collecting "
                  "day\n"),
               name_of_plan (cli, plan), amount, probability, days, pace);
      if (of->skill == HD_PLAN_SKILL_NONE)
        {
          g_autofree char *rate = hd_number_format (&whole, of->base_rate_pct);

          /* Translators: the share of past plans that were reached, per cent. */
          g_print (_ ("  So early in the year that is not better than the base rate: %s %% of past "
                      "plans were reached.\n"),
                   rate);
        }
    }
}

void
hd_cli_forecast_print (const HdCli *cli,
                       const char *kpi,
                       const HdCliForecast *self,
                       const HdPresentOutlook *outlook)
{
  if (cli->output == HD_OUTPUT_JSON)
    {
      print_json (kpi, self, outlook);
      return;
    }
  print_table (cli, self);
  if (cli->output == HD_OUTPUT_CSV)
    return;
  if (self->forecasts->len == 1 && g_ptr_array_index (self->forecasts, 0) != NULL)
    {
      print_record (cli, g_ptr_array_index (self->forecasts, 0));
      print_book (cli, self, kpi);
    }
  else if (self->bases == NULL)
    {
      print_hidden (self);
    }
  hd_cli_reconcile_print (cli, self);
  if (outlook != NULL)
    print_plans (cli, outlook);
}
