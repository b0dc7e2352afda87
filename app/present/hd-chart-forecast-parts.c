/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a forecast is made of: the parts of the series, and the members of the combination.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-forecast.h"
#include "hd-present-frame.h"

#define MAX_MONTHS 72 /* six years: a season seen often enough */

static HdPresentForecast *
begin (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, chart->kpis, error);

  return kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;
}

/* Parts. */

static gboolean
is_worth_a_panel (const double *values, guint n_values)
{
  for (guint place = 0; values != NULL && place < n_values; place++)
    if (isfinite (values[place]) && values[place] != 0)
      return TRUE;
  return FALSE;
}

static void
add_months (HdChartSpec *spec, const HdForecastEntry *entry, guint first)
{
  for (guint place = first; place < entry->n_values; place++)
    {
      HdPeriod period = hd_period_shift (entry->first, (int)place);
      g_autofree char *label = hd_present_period_short (period);
      g_autofree char *text = hd_period_to_string (period);
      g_autofree char *code = g_strconcat ("time=", text, NULL);

      hd_chart_spec_add_day (spec, code, label, period.first + (period.last - period.first) / 2);
    }
}

static void
add_parts (const HdPresent *present, HdChartSpec *spec, const HdPresentForecast *self, guint first)
{
  const HdForecastEntry *entry = self->entry;
  const HdForecastBookParts *parts = entry->parts;
  guint n = entry->n_values - first;
  const struct
  {
    const char *name;
    const double *values;
  } rows[] = {
    { _ ("Trend, a month"), parts->trend },
    { _ ("Season"), parts->season },
    { _ ("Tết, holidays and collecting days"), parts->calendar },
    { _ ("Remainder"), parts->remainder },
  };

  hd_chart_spec_add_series (spec, self->kpi->id, hd_kpi_short_name (self->kpi, present->lang),
                            HD_NOTATION_ACTUAL, entry->values + first);
  hd_chart_spec_add_series (spec, NULL, _ ("Level"), HD_NOTATION_PREVIOUS, parts->level + first);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    if (rows[row].values != NULL && is_worth_a_panel (rows[row].values + first, n))
      hd_chart_spec_add_series (spec, NULL, rows[row].name, HD_NOTATION_PART,
                                rows[row].values + first);
}

HdChartSpec *
hd_chart_make_forecast_parts (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdPresentForecast) self = begin (chart, present, error);
  g_autofree char *caption = NULL;
  HdChartSpec *spec;
  guint first;

  if (self == NULL)
    return NULL;
  if (self->entry->parts == NULL)
    {
      g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                           "the members of this forecast do not tell its parts");
      return NULL;
    }
  first = self->entry->n_values > MAX_MONTHS ? self->entry->n_values - MAX_MONTHS : 0;
  caption = hd_present_forecast_caption (present, self, self->entry->n_values - first, 0);
  spec = hd_chart_spec_new (HD_CHART_PANELS, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, hd_present_forecast_format (present, self));
  spec->allow_cut = TRUE;
  add_months (spec, self->entry, first);
  add_parts (present, spec, self, first);
  return spec;
}

/* Members. */

enum
{
  COLUMN_WEIGHT,
  COLUMN_ERROR,
  COLUMN_WHY,
  N_COLUMNS
};

static const char *
why (const HdForecastBookMember *member)
{
  switch (member->state)
    {
    case HD_FORECAST_MEMBER_TOO_SHORT:
      return _ ("the series is too short for it");
    case HD_FORECAST_MEMBER_CANNOT_FIT:
    case HD_FORECAST_MEMBER_NOT_FINITE: /* none that can be used */
      return _ ("found no model");
    case HD_FORECAST_MEMBER_WORSE:
      return _ ("too far behind the best");
    case HD_FORECAST_MEMBER_NO_GAIN:
      return _ ("adds nothing to the others");
    case HD_FORECAST_MEMBER_NOT_ASKED:
      return _ ("left out to save time");
    case HD_FORECAST_MEMBER_TAKES_PART:
    default:
      return _ ("takes part");
    }
}

static void
set_member (const HdPresent *present, HdChartSpec *spec, const HdForecastEntry *entry, guint row)
{
  const HdForecastBookMember *member = &entry->members[row];
  HdNumberFormat percent = hd_present_percent_format (present);
  HdNumberFormat error = hd_number_format_plain (hd_number_locale_get (present->lang), 3);
  g_autofree char *weight = NULL;
  g_autofree char *mase = hd_number_format (&error, member->mase);

  percent.decimals = 0;
  weight = hd_number_format (&percent, member->weight * 100);
  hd_chart_spec_set_text (spec, COLUMN_WEIGHT, row, member->weight > 0 ? weight : "–");
  hd_chart_spec_set_text (spec, COLUMN_ERROR, row, mase);
  hd_chart_spec_set_text (spec, COLUMN_WHY, row, why (member));
}

/* The last row: what all of them have to beat. */
static void
set_rival (const HdPresent *present, HdChartSpec *spec, const HdForecastEntry *entry, guint row)
{
  HdNumberFormat error = hd_number_format_plain (hd_number_locale_get (present->lang), 3);
  g_autofree char *mase = hd_number_format (&error, entry->record.rival_mase);

  hd_chart_spec_set_text (spec, COLUMN_WEIGHT, row, "–");
  hd_chart_spec_set_text (spec, COLUMN_ERROR, row, mase);
  hd_chart_spec_set_text (spec, COLUMN_WHY, row, _ ("the rival"));
}

static void
set_combination (const HdPresent *present,
                 HdChartSpec *spec,
                 const HdForecastEntry *entry,
                 guint row)
{
  HdNumberFormat error = hd_number_format_plain (hd_number_locale_get (present->lang), 3);
  g_autofree char *mase = hd_number_format (&error, entry->record.mase);

  spec->categories[row].flags |= HD_POINT_TOTAL;
  hd_chart_spec_set_text (spec, COLUMN_WEIGHT, row, "–");
  hd_chart_spec_set_text (spec, COLUMN_ERROR, row, mase);
  hd_chart_spec_set_text (spec, COLUMN_WHY, row,
                          hd_forecast_entry_is_shown (entry) ? _ ("what is shown")
                                                             : _ ("not shown"));
}

HdChartSpec *
hd_chart_make_forecast_members (const HdPresentChart *chart,
                                const HdPresent *present,
                                GError **error)
{
  g_autoptr (HdPresentForecast) self = begin (chart, present, error);
  const HdForecastEntry *entry;
  g_autofree double *weights = NULL;
  g_autofree double *errors = NULL;
  g_autofree double *none = NULL;
  g_autofree char *place = NULL;
  HdChartSpec *spec;
  guint n;

  if (self == NULL)
    return NULL;
  entry = self->entry;
  n = entry->n_members;
  place = hd_present_place (present);
  spec = hd_chart_spec_new (HD_CHART_TABLE, _ (chart->title), place);
  weights = g_new (double, n + 2);
  errors = g_new (double, n + 2);
  none = g_new (double, n + 2);
  for (guint row = 0; row < n + 2; row++)
    {
      hd_chart_spec_add_category (spec, NULL,
                                  row < n    ? entry->members[row].form
                                  : row == n ? _ ("Combination")
                                             : _ ("Last year's season"));
      weights[row] = row < n ? entry->members[row].weight : NAN;
      errors[row] = row < n    ? entry->members[row].mase
                    : row == n ? entry->record.mase
                               : entry->record.rival_mase;
      none[row] = NAN;
    }
  hd_chart_spec_add_series (spec, NULL, _ ("Weight"), HD_NOTATION_ACTUAL, weights);
  hd_chart_spec_add_series (spec, NULL, _ ("Error (MASE)"), HD_NOTATION_ACTUAL, errors);
  hd_chart_spec_add_series (spec, NULL, "", HD_NOTATION_ACTUAL, none);
  for (guint row = 0; row < n; row++)
    set_member (present, spec, entry, row);
  set_combination (present, spec, entry, n);
  set_rival (present, spec, entry, n + 1);
  return spec;
}
