/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trend goes on: the forecast of any KPI after its last month, its interval round it.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-forecast-series.h"
#include "hd-present-forecast.h"
#include "hd-present-frame.h"

/* As far as a person plans from a trend; the desk shows the year. */
#define N_AHEAD 6
/* A forecast that begins earlier before the chart's end is of another time. */
#define MAX_LAG 3
#define MAX_LINES 4

/* One line that goes on. */
typedef struct
{
  HdPresentForecast *forecast;
  const char *name; /* of the line among several; NULL when it is the only one */
  guint series; /* its place in the spec */
} Ahead;

static void
ahead_clear (Ahead *ahead)
{
  g_clear_pointer (&ahead->forecast, hd_present_forecast_free);
}

static gboolean
is_monthly (const HdFrame *frame)
{
  guint n_rows = hd_frame_get_n_rows (frame);

  return n_rows > 0 && hd_frame_get_n_columns (frame) > 0
         && hd_frame_get_column (frame, 0)->type == HD_CELL_PERIOD
         && hd_frame_get_period (frame, n_rows - 1, 0).grain == HD_GRAIN_MONTH;
}

/* The forecast of the present scope, or of that scope within one code of `dimension` (nullable). */
static HdPresentForecast *
find_forecast (const HdPresent *present, const HdKpi *kpi, const char *dimension, const char *code)
{
  HdPresent narrowed = *present;
  g_autoptr (HdScope) scope
      = dimension != NULL ? hd_scope_with_step (present->scope, dimension, code) : NULL;

  if (scope != NULL)
    narrowed.scope = scope;
  return hd_present_forecast_new (&narrowed, kpi, NULL);
}

/* The lines of the spec that show something known, with their forecasts. (transfer full) */
static GArray *
find_lines (const HdPresent *present, const HdKpi *kpi, const HdFrame *frame, HdChartSpec *spec)
{
  const HdColumn *group
      = hd_frame_get_n_columns (frame) > 1 ? hd_frame_get_column (frame, 1) : NULL;
  gboolean is_split = group != NULL && group->kind == HD_COLUMN_DIMENSION;
  g_autofree char *dimension = NULL;
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Ahead));

  g_array_set_clear_func (lines, (GDestroyNotify)ahead_clear);
  if (is_split)
    dimension = g_strndup (group->id, strcspn (group->id, ":"));
  for (guint series = 0; series < spec->n_series; series++)
    {
      Ahead ahead = { .series = series, .name = is_split ? spec->series[series].name : NULL };

      if (spec->series[series].notation == HD_NOTATION_PREVIOUS)
        continue;
      if (!is_split || spec->n_series <= MAX_LINES)
        ahead.forecast = find_forecast (present, kpi, dimension, spec->series[series].code);
      if (ahead.forecast != NULL)
        g_array_append_val (lines, ahead);
    }
  return lines;
}

/* The category of the last period that `entry` knew; -1: it is not on the chart, or long before its end. */
static int
find_last (const HdForecastEntry *entry, const HdFrame *frame, const HdChartSpec *spec)
{
  g_autofree char *text = hd_period_to_string (entry->last);
  g_autofree char *code = g_strconcat ("time=", text, NULL);
  HdPeriod end = hd_frame_get_period (frame, hd_frame_get_n_rows (frame) - 1, 0);

  for (guint category = spec->n_categories; category-- > 0;)
    if (g_strcmp0 (spec->categories[category].code, code) == 0)
      return hd_period_steps_between (entry->last.first, end.first, HD_GRAIN_MONTH,
                                      entry->last.month_start_day)
                     <= MAX_LAG
                 ? (int)category
                 : -1;
  return -1;
}

/* The chart's own future: as many categories as the forecast needs. */
static void
lengthen (HdChartSpec *spec, const HdForecastEntry *entry, guint last, guint n_steps)
{
  for (guint step = spec->n_categories - last - 1; step < n_steps; step++)
    {
      HdPeriod period = hd_forecast_entry_period (entry, step);
      g_autofree char *label = hd_present_period_short (period);

      hd_chart_spec_lengthen (spec, label, spec->axis == HD_AXIS_DAYS ? period.first : G_MININT32);
    }
}

/* `values` at their steps after `last`; a line begins at what is known there. (transfer full) */
static double *
place_values (const HdChartSpec *spec,
              const Ahead *ahead,
              guint last,
              guint n_steps,
              const double *values)
{
  double *placed = g_new (double, spec->n_categories);

  for (guint category = 0; category < spec->n_categories; category++)
    placed[category] = NAN;
  if (spec->kind == HD_CHART_LINE)
    placed[last] = spec->series[ahead->series].values[last];
  for (guint step = 0; step < n_steps; step++)
    placed[last + 1 + step] = values[step];
  return placed;
}

static void
add_band (HdChartSpec *spec, const Ahead *ahead, guint last, guint n_steps, guint level)
{
  const HdForecastEntry *entry = ahead->forecast->entry;
  g_autofree double *lower = place_values (spec, ahead, last, n_steps, entry->lower[level]);
  g_autofree double *upper = place_values (spec, ahead, last, n_steps, entry->upper[level]);
  g_autofree char *name
      = g_strdup_printf ("%s%s%.0f %%", ahead->name != NULL ? ahead->name : "",
                         ahead->name != NULL ? " " : "", hd_forecast_book_levels[level]);

  hd_chart_spec_add_band (spec, name, hd_forecast_book_levels[level] / 100, lower, upper);
}

static void
add_line (HdChartSpec *spec, const Ahead *ahead, guint last, guint n_steps)
{
  const HdForecastEntry *entry = ahead->forecast->entry;
  g_autofree double *mean = place_values (spec, ahead, last, n_steps, entry->mean);
  g_autofree char *name = ahead->name != NULL ? g_strdup_printf (_ ("%s, forecast"), ahead->name)
                                              : g_strdup (_ ("Forecast"));

  add_band (spec, ahead, last, n_steps, HD_FORECAST_BOOK_LEVEL_95);
  if (ahead->name == NULL && spec->kind == HD_CHART_LINE)
    add_band (spec, ahead, last, n_steps, HD_FORECAST_BOOK_LEVEL_80);
  /* What a running month has so far is a part of a sum, and of nothing else. */
  if (spec->kind == HD_CHART_COLUMNS && ahead->forecast->kpi->kind != HD_KPI_SUM)
    for (guint category = last + 1; category < spec->n_categories; category++)
      if (isfinite (spec->series[ahead->series].values[category]))
        mean[category] = NAN;
  hd_chart_spec_add_series (spec, NULL, name, HD_NOTATION_FORECAST, mean);
}

/* Where last year's season did better, the chart says so in small. */
static void
say_hidden (HdChartSpec *spec, const Ahead *ahead)
{
  g_autofree char *text
      = ahead->name != NULL
            /* Translators: one of several lines. */
            ? g_strdup_printf (_ ("%s: no forecast, last year's season is as good"), ahead->name)
            : g_strdup (_ ("No forecast: last year's season is as good"));
  g_autofree char *all = spec->headline != NULL ? g_strdup_printf ("%s · %s", spec->headline, text)
                                                : g_strdup (text);

  hd_chart_spec_set_headline (spec, all, HD_STATUS_NEUTRAL);
}

void
hd_chart_add_ahead (const HdPresent *present,
                    const HdKpi *kpi,
                    const HdFrame *frame,
                    HdChartSpec *spec)
{
  g_autoptr (GArray) lines = NULL;

  /* A period of the past is looked at for what was, not for what was to come. */
  if (present->scope->hides_forecast || present->scope->to != NULL || !is_monthly (frame)
      || !hd_forecast_series_has_future (kpi) || spec->headline != NULL)
    return;
  lines = find_lines (present, kpi, frame, spec);
  for (guint line = 0; line < lines->len; line++)
    {
      const Ahead *ahead = &g_array_index (lines, Ahead, line);
      const HdForecastEntry *entry = ahead->forecast->entry;
      guint n_steps = MIN (entry->horizon, N_AHEAD);
      int last = find_last (entry, frame, spec);

      if (last < 0)
        continue;
      if (!hd_forecast_entry_is_shown (entry))
        {
          say_hidden (spec, ahead);
          continue;
        }
      lengthen (spec, entry, (guint)last, n_steps);
      add_line (spec, ahead, (guint)last, n_steps);
    }
}
