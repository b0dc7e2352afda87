/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was first said of each month beside what is known of it now: how far a first estimate can be trusted.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define MAX_MONTHS 36
#define YEARS 2

/* Midnight in Vietnam `days` after the last day of a period. */
static gint64
moment_after (HdPeriod period, int days)
{
  const gint64 day_s = 24 * 60 * 60, vietnam_s = 7 * 60 * 60;

  return ((gint64)period.last + days) * day_s - vietnam_s;
}

/* The figure of that month as it was first known: a day after its end, or when it came later. NAN: never within
 * two months. */
static double
first_estimate (const HdPresent *present, const HdKpi *kpi, HdPeriod month)
{
  static const int days[] = { 1, 6, 11, 21, 31, 62 };
  g_autofree char *period = hd_period_to_string (month);

  for (guint attempt = 0; attempt < G_N_ELEMENTS (days); attempt++)
    {
      g_autoptr (HdQuery) query
          = hd_scope_query (present->scope, present->catalog, kpi->id, NULL, NULL);
      g_autoptr (HdFrame) frame = NULL;
      double value = NAN;

      if (query == NULL || !hd_query_set_from (query, period, NULL)
          || !hd_query_set_to (query, period, NULL))
        return NAN;
      hd_query_set_as_of (query, moment_after (month, days[attempt]));
      frame = hd_engine_query (present->engine, query, present->cancellable, NULL);
      if (frame != NULL && hd_frame_get_n_rows (frame) > 0)
        value = hd_frame_get_double (frame, 0, (guint)hd_present_columns (frame, kpi).value);
      if (isfinite (value))
        return value;
    }
  return NAN;
}

/* All months up to the newest, over the years that a reader compares. */
static HdFrame *
ask_latest (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, chart->kpis, "time", error);
  g_autoptr (HdFrame) total = NULL;
  g_autofree char *from = NULL;
  int year, month, day;

  if (query == NULL)
    return NULL;
  total = hd_present_ask_total (present, chart->kpis, error);
  if (total == NULL)
    return NULL;
  hd_day_to_ymd (hd_frame_get_span (total).last, &year, &month, &day);
  from = g_strdup_printf ("%04d-%02d", year - YEARS, month);
  if (!hd_query_set_from (query, from, error))
    return NULL;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

typedef struct
{
  double latest[MAX_MONTHS], first[MAX_MONTHS], revision[MAX_MONTHS];
  double low[MAX_MONTHS], high[MAX_MONTHS];
  HdPointStatus neutral[MAX_MONTHS]; /* a revision is no success and no failure */
} Revisions;

static void
add_month (const HdPresent *present,
           HdChartSpec *spec,
           const HdKpi *kpi,
           const HdFrame *frame,
           guint row,
           Revisions *self)
{
  HdPeriod month = hd_frame_get_period (frame, row, 0);
  g_autofree char *code = hd_present_filter_code (frame, row, 0);
  g_autofree char *label = hd_present_period_short (month);
  guint at = spec->n_categories;

  hd_chart_spec_add_category (spec, code, label);
  self->latest[at] = hd_frame_get_double (frame, row, (guint)hd_present_columns (frame, kpi).value);
  self->first[at] = isfinite (self->latest[at]) ? first_estimate (present, kpi, month) : NAN;
  self->revision[at] = self->latest[at] - self->first[at];
  self->low[at] = self->revision[at] < 0 ? self->latest[at] : self->first[at];
  self->high[at] = self->revision[at] < 0 ? self->first[at] : self->latest[at];
  self->neutral[at] = HD_STATUS_NEUTRAL;
}

HdChartSpec *
hd_chart_make_revisions (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autoptr (HdFrame) frame = ask_latest (chart, present, error);
  g_autofree char *caption = NULL;
  Revisions self;
  HdNumberFormat format;
  HdChartSpec *spec;
  guint n_rows;

  if (frame == NULL)
    return NULL;
  n_rows = hd_frame_get_n_rows (frame);
  format = hd_present_column_format (present, kpi, frame,
                                     (guint)hd_present_columns (frame, kpi).value);
  caption = hd_present_caption (present, format.unit, frame);
  spec = hd_chart_spec_new (HD_CHART_LINE, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  spec->allow_cut = TRUE;
  for (guint row = n_rows > MAX_MONTHS ? n_rows - MAX_MONTHS : 0; row < n_rows; row++)
    add_month (present, spec, kpi, frame, row, &self);
  hd_chart_spec_add_series (spec, kpi->id, _ ("Known now"), HD_NOTATION_ACTUAL, self.latest);
  hd_chart_spec_add_series (spec, NULL, _ ("First estimate"), HD_NOTATION_PREVIOUS, self.first);
  hd_chart_spec_add_band (spec, "", HD_BAND_REVISIONS, self.low, self.high);
  hd_chart_spec_set_strip (spec, _ ("revised by"), format, self.revision, self.neutral);
  return spec;
}
