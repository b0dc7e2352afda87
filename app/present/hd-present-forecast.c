/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One forecast with all that is told of it: what was known, what was said, how it did before.
 */

#include "config.h"

#include "hd-present-forecast.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-forecast-codec.h"
#include "hd-forecast-series.h"
#include "hd-present-ask.h"
#include "hd-present-frame.h"
#include "hd-present-outlook.h"

const HdKpi *
hd_present_forecast_kpi (const HdPresent *present, const char *otherwise, GError **error)
{
  const char *id = hd_scope_get_code (present->scope, "kpi");
  const HdKpi *kpi
      = hd_catalog_find_kpi (present->catalog, id != NULL || otherwise == NULL ? id : otherwise);

  if (kpi == NULL)
    g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI “%s”",
                 id != NULL ? id : otherwise);
  return kpi;
}

static HdFrame *
ask_months (const HdPresent *present, const HdKpi *kpi, GError **error)
{
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, kpi->id, "time", error);

  if (query == NULL || !hd_query_set_grain (query, "month", error))
    return NULL;
  query->has_from = query->has_to = FALSE;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

static gboolean
find_entry (const HdPresent *present, HdPresentForecast *self, GError **error)
{
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, self->kpi->id, "time", error);
  g_autofree char *scope = query != NULL ? hd_forecast_scope_of_query (query) : NULL;

  if (scope == NULL)
    return FALSE;
  self->entry = hd_forecast_book_lookup (present->store, self->kpi->id, scope, HD_GRAIN_MONTH,
                                         present->scope->as_of, error);
  self->is_from_book = self->entry != NULL;
  return self->is_from_book;
}

GPtrArray *
hd_present_forecast_page (const HdPresent *present, const HdPresentForecast *self)
{
  GPtrArray *page = NULL;

  if (self->is_from_book)
    page = hd_forecast_book_read_page (present->store, self->kpi->id, self->entry->scope,
                                       HD_GRAIN_MONTH, NULL);
  if (page == NULL)
    page = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);
  /* What was known at another moment has no forerunners after it. */
  while (page->len > 0
         && ((HdForecastEntry *)g_ptr_array_index (page, 0))->made_at >= self->entry->made_at)
    g_ptr_array_remove_index (page, 0);
  g_ptr_array_insert (page, 0, hd_forecast_entry_ref (self->entry));
  return page;
}

/* A scope that the book does not have: a tax of an office, a tariff chapter. */
static HdForecastEntry *
make_entry (const HdPresent *present, const HdKpi *kpi, const HdFrame *months, GError **error)
{
  HdForecastSource source = {
    .engine = present->engine,
    .catalog = present->catalog,
    .structures = present->structures,
    .as_of = present->scope->as_of,
    .cancellable = present->cancellable,
  };
  g_autoptr (HdQuery) query = hd_query_parse (hd_frame_get_query (months), error);
  g_autoptr (HdForecastSeriesSet) set
      = query != NULL ? hd_forecast_series_from_frame (&source, kpi, query, months, error) : NULL;
  g_autoptr (HdForecastEntry) entry = NULL;
  g_autoptr (HdForecast) forecast = NULL;
  g_autoptr (HdCalendarEffect) effect = NULL;

  if (set == NULL)
    return NULL;
  if (set->series->len > 0)
    entry = hd_forecast_series_begin_entry (set, g_ptr_array_index (set->series, 0), NULL,
                                            HD_FORECAST_EFFORT_FULL);
  if (entry == NULL)
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                   "nothing is known of “%s” here", kpi->id);
      return NULL;
    }
  forecast = hd_forecast_series_run (entry, set->calendar, 0, &effect, error);
  if (forecast == NULL)
    return NULL;
  entry->made_at = present->now;
  hd_forecast_series_finish_entry (entry, forecast, effect);
  hd_forecast_series_replay (entry, set->calendar);
  return g_steal_pointer (&entry);
}

/* What the days of a month that are known say of the whole of it replaces what the months before it said. */
static void
take_nowcast (const HdPresent *present, HdPresentForecast *self)
{
  g_autoptr (HdPresentOutlook) shared = hd_kpi_outlook_has_plans (self->kpi)
                                            ? hd_present_outlook_new (present, self->kpi->id, NULL)
                                            : NULL;
  const HdYearOutlook *outlook = shared != NULL ? shared->outlook : NULL;
  HdPeriod month;
  g_autoptr (GBytes) bytes = NULL;
  HdForecastEntry *entry;

  if (outlook == NULL || !outlook->has_part_month || self->entry->horizon == 0)
    return;
  month = hd_period_containing (hd_day_from_ymd (shared->year, (int)outlook->n_whole_months + 1, 1),
                                HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);
  if (!hd_period_equal (month, hd_forecast_entry_period (self->entry, 0))
      || !isfinite (outlook->nowcast_upper[HD_OUTLOOK_LEVEL_95]))
    return;
  /* The entry may be another's too. */
  bytes = hd_forecast_codec_pack (self->entry);
  entry = hd_forecast_codec_unpack (bytes);
  if (entry == NULL)
    return;
  entry->is_stale = self->entry->is_stale;
  entry->mean[0] = outlook->month[outlook->n_whole_months];
  entry->lower[HD_FORECAST_BOOK_LEVEL_50][0] = entry->upper[HD_FORECAST_BOOK_LEVEL_50][0] = NAN;
  entry->lower[HD_FORECAST_BOOK_LEVEL_80][0] = outlook->nowcast_lower[HD_OUTLOOK_LEVEL_80];
  entry->upper[HD_FORECAST_BOOK_LEVEL_80][0] = outlook->nowcast_upper[HD_OUTLOOK_LEVEL_80];
  entry->lower[HD_FORECAST_BOOK_LEVEL_95][0] = outlook->nowcast_lower[HD_OUTLOOK_LEVEL_95];
  entry->upper[HD_FORECAST_BOOK_LEVEL_95][0] = outlook->nowcast_upper[HD_OUTLOOK_LEVEL_95];
  hd_forecast_entry_unref (self->entry);
  self->entry = entry;
  self->has_nowcast = TRUE;
}

HdPresentForecast *
hd_present_forecast_new (const HdPresent *present, const HdKpi *kpi, GError **error)
{
  g_autoptr (HdPresentForecast) self = g_new0 (HdPresentForecast, 1);
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GError) problem = NULL;

  self->kpi = kpi;
  self->months = ask_months (present, kpi, error);
  if (self->months == NULL)
    return NULL;
  if (!find_entry (present, self, &problem))
    {
      if (problem != NULL)
        g_debug ("forecast book: %s", problem->message);
      if (hd_present_put_off (present, error))
        return NULL;
      self->entry = make_entry (present, kpi, self->months, error);
      if (self->entry == NULL)
        return NULL;
    }
  page = hd_present_forecast_page (present, self);
  self->score = hd_forecast_score_page (page);
  take_nowcast (present, self);
  return g_steal_pointer (&self);
}

void
hd_present_forecast_free (HdPresentForecast *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->months, hd_frame_unref);
  g_clear_pointer (&self->entry, hd_forecast_entry_unref);
  g_clear_pointer (&self->score, hd_forecast_score_free);
  g_free (self);
}

double
hd_present_forecast_actual (const HdPresentForecast *self, HdPeriod period, HdCellFlags *flags)
{
  int column = hd_present_columns (self->months, self->kpi).value;

  if (flags != NULL)
    *flags = HD_CELL_FLAG_NONE;
  for (guint row = hd_frame_get_n_rows (self->months); row-- > 0;)
    if (hd_frame_get_period (self->months, row, 0).first == period.first)
      {
        if (flags != NULL)
          *flags = hd_frame_get_flags (self->months, row, (guint)column);
        if (flags != NULL && period.last > hd_frame_get_span (self->months).last)
          *flags |= HD_CELL_FLAG_PARTIAL;
        return hd_frame_get_double (self->months, row, (guint)column);
      }
  return NAN;
}

char *
hd_present_forecast_days (const HdPresentForecast *self, HdPeriod period)
{
  HdDay last = hd_frame_get_span (self->months).last;

  if (last < period.first || last >= period.last)
    return NULL;
  return g_strdup_printf (_ ("%d/%d days"), last - period.first + 1, hd_period_n_days (period));
}

HdNumberFormat
hd_present_forecast_format (const HdPresent *present, const HdPresentForecast *self)
{
  const HdForecastEntry *entry = self->entry;
  double largest = 0;

  for (guint index = entry->n_values > 24 ? entry->n_values - 24 : 0; index < entry->n_values;
       index++)
    largest = fmax (largest, fabs (entry->values[index]));
  for (guint step = 0; step < entry->horizon; step++)
    largest = fmax (largest, fabs (entry->mean[step]));
  return hd_present_format (present, self->kpi, largest);
}

char *
hd_present_forecast_caption (const HdPresent *present,
                             const HdPresentForecast *self,
                             guint n_months,
                             guint n_ahead)
{
  const HdForecastEntry *entry = self->entry;
  HdNumberFormat format = hd_present_forecast_format (present, self);
  HdPeriod shown = hd_period_span (hd_period_shift (entry->last, 1 - (int)n_months).first,
                                   hd_period_shift (entry->last, (int)n_ahead).last);

  return hd_present_caption_over (present, format.unit, self->months, shown);
}

/* Over the twelve outcomes where there are some: that is what the plot beside it shows. */
double
hd_present_forecast_skill (const HdPresentForecast *self)
{
  const HdForecastRecord *record = &self->entry->record;

  if (record->n_origins > 0 && record->rival_mase > 0)
    return 100 * (1 - record->mase / record->rival_mase);
  return self->score != NULL ? self->score->skill_pct : NAN;
}

char *
hd_present_forecast_refusal (const HdPresent *present, const HdPresentForecast *self)
{
  const HdForecastRecord *record = &self->entry->record;
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (present->lang), 3);
  g_autofree char *own = hd_number_format (&format, record->mase);
  g_autofree char *rival = hd_number_format (&format, record->rival_mase);

  switch (self->entry->verdict)
    {
    case HD_FORECAST_HIDDEN_RIVAL:
      /* Translators: errors (MASE) of last year's season and of the forecast. */
      return g_strdup_printf (
          _ ("No forecast is shown: last year's season was as good (error %s against %s)"), rival,
          own);
    case HD_FORECAST_HIDDEN_SCORE:
      return g_strdup (
          _ ("No forecast is shown: what was said before did worse than last year's season"));
    case HD_FORECAST_SHOWN:
    case HD_FORECAST_UNPROVEN:
    default:
      return NULL;
    }
}

char *
hd_present_forecast_command (const HdPresent *present, const HdPresentForecast *self)
{
  GString *command = g_string_new ("haidang forecast ");
  g_auto (GStrv) filters = g_strsplit (self->entry->scope, " ", -1);

  g_string_append (command, self->kpi->id);
  for (guint index = 0; filters[index] != NULL; index++)
    if (filters[index][0] != '\0')
      g_string_append_printf (command, " --where %s", filters[index]);
  g_string_append_printf (command, " --horizon %u --level 50,80,95", self->entry->horizon);
  if (self->entry->vintage > 0)
    {
      g_autoptr (GDateTime) known = g_date_time_new_from_unix_utc (self->entry->vintage);
      g_autofree char *text = g_date_time_format (known, "%Y-%m-%dT%H:%M:%SZ");

      g_string_append_printf (command, " --as-of %s", text);
    }
  return g_string_free (command, FALSE);
}
