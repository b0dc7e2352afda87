/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makers that need no more than a row of the table: ask, and shape the answer.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

typedef HdChartSpec *(*Shape) (const HdPresent *present,
                               const HdKpi *kpi,
                               const HdFrame *frame,
                               const char *title);

/* What time is split by: "month", "reporting month", "year" … (transfer full) */
static char *
grain_name (const HdFrame *frame)
{
  HdPeriod period;

  if (hd_frame_get_n_rows (frame) == 0)
    return g_strdup (_ ("time"));
  period = hd_frame_get_period (frame, 0, 0);
  if (period.month_start_day > 1 && period.grain == HD_GRAIN_MONTH)
    return g_strdup (_ ("reporting month"));
  switch (period.grain)
    {
    case HD_GRAIN_DAY:
      return g_strdup (_ ("day"));
    case HD_GRAIN_MONTH:
      return g_strdup (_ ("month"));
    case HD_GRAIN_QUARTER:
      return g_strdup (_ ("quarter"));
    case HD_GRAIN_YEAR:
      return g_strdup (_ ("year"));
    case HD_GRAIN_SPAN:
    default:
      return g_strdup (_ ("time"));
    }
}

/* The chart's own title, or "KPI by what it is split by". (transfer full) */
static char *
title_of (const HdPresentChart *chart,
          const HdPresent *present,
          const HdKpi *kpi,
          const HdFrame *frame)
{
  g_autofree char *dimension = NULL;
  const HdColumn *group;

  if (chart->title != NULL)
    return g_strdup (_ (chart->title));
  group = hd_frame_get_n_columns (frame) > 0 ? hd_frame_get_column (frame, 0) : NULL;
  if (group == NULL || group->kind != HD_COLUMN_DIMENSION)
    return g_strdup (hd_kpi_name (kpi, present->lang));
  dimension = group->type == HD_CELL_PERIOD ? grain_name (frame)
                                            : hd_present_dimension_name (present, kpi, group->id);
  /* Translators: a KPI, then what it is split by: "Revenue by tax". */
  return g_strdup_printf (_ ("%s by %s"), hd_kpi_short_name (kpi, present->lang), dimension);
}

static HdChartSpec *
make (const HdPresentChart *chart, const HdPresent *present, Shape shape, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi;
  g_autofree char *title = NULL;

  if (frame == NULL)
    return NULL;
  kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  title = title_of (chart, present, kpi, frame);
  return shape (present, kpi, frame, title);
}

/* At the end of the drill path what is left to see is time. TRUE: `months` asks for it. */
static gboolean
is_at_end (const HdPresentChart *chart, const HdPresent *present, HdPresentChart *months)
{
  g_auto (GStrv) kpis = g_strsplit (chart->kpis, ",", -1);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, kpis[0]);
  g_autofree char *step = kpi != NULL ? hd_present_next_step (present, kpi) : NULL;

  *months = *chart;
  months->by = "time";
  months->top = 0;
  return g_strcmp0 (chart->by, "+") == 0 && kpi != NULL && step == NULL;
}

HdChartSpec *
hd_chart_make_bars (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdPresentChart months;

  if (is_at_end (chart, present, &months))
    return hd_chart_make_columns (&months, present, error);
  return make (chart, present, hd_present_bars, error);
}

HdChartSpec *
hd_chart_make_pareto (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make (chart, present, hd_present_pareto, error);
}

/* A trend goes on with its forecast. */
static HdChartSpec *
make_trend (const HdPresentChart *chart, const HdPresent *present, Shape shape, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi;
  g_autofree char *title = NULL;
  HdChartSpec *spec;

  if (frame == NULL)
    return NULL;
  kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  title = title_of (chart, present, kpi, frame);
  spec = shape (present, kpi, frame, title);
  if (chart->where == NULL)
    hd_chart_add_ahead (present, kpi, frame, spec);
  return spec;
}

HdChartSpec *
hd_chart_make_columns (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_trend (chart, present, hd_present_time_columns, error);
}

HdChartSpec *
hd_chart_make_lines (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_trend (chart, present, hd_present_time_lines, error);
}

HdChartSpec *
hd_chart_make_stack (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make (chart, present, hd_present_stack, error);
}

HdChartSpec *
hd_chart_make_matrix (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make (chart, present, hd_present_matrix, error);
}

/* Charts of several KPIs. */
typedef HdChartSpec *(*ShapeOfSeveral) (const HdPresent *present,
                                        const char *const *kpis,
                                        const HdFrame *frame,
                                        const char *title);

static HdChartSpec *
make_several (const HdPresentChart *chart,
              const HdPresent *present,
              ShapeOfSeveral shape,
              GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  g_auto (GStrv) kpis = g_strsplit (chart->kpis, ",", -1);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, kpis[0]);
  g_autofree char *title = NULL;

  if (frame == NULL)
    return NULL;
  title = title_of (chart, present, kpi, frame);
  return shape (present, (const char *const *)kpis, frame, title);
}

HdChartSpec *
hd_chart_make_ladder (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdPresentChart months;

  if (is_at_end (chart, present, &months))
    chart = &months;
  return make_several (chart, present, hd_present_ladder, error);
}

HdChartSpec *
hd_chart_make_figures (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_several (chart, present, hd_present_figures, error);
}

HdChartSpec *
hd_chart_make_shares (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_several (chart, present, hd_present_shares, error);
}

HdChartSpec *
hd_chart_make_time_kpis (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_several (chart, present, hd_present_time_kpis, error);
}

/* Is there anything in a column of that kind? */
static gboolean
has_any (const HdFrame *frame, HdColumnKind kind)
{
  for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
    for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
      if (hd_frame_get_column (frame, column)->kind == kind
          && !hd_frame_is_missing (frame, row, column))
        return TRUE;
  return FALSE;
}

/* Missing is not zero: a side of which nothing is known has no bridge to the other. */
HdChartSpec *
hd_chart_make_bridge (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autofree char *title = NULL;

  if (frame == NULL)
    return NULL;
  if (!has_any (frame, HD_COLUMN_VALUE) || !has_any (frame, HD_COLUMN_BASE))
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "%s: no figures on a side of it",
                   chart->name);
      return NULL;
    }
  title = title_of (chart, present, kpi, frame);
  return hd_present_bridge (present, kpi, frame, 7, title);
}
