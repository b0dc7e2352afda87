/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any dataset as a picture, so that every source system can be seen and drilled without a line of its own,
 * and how far all of them can be trusted today.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>

#include "hd-freshness.h"

#define MAX_PARTS 12

/* The KPI of the scope's steps "kpi" or "dataset": the dataset's first one without a choice. */
static const HdKpi *
chosen_kpi (const HdPresent *present, GError **error)
{
  const char *id = hd_scope_get_code (present->scope, "kpi");
  const char *dataset = hd_scope_get_code (present->scope, "dataset");
  const HdKpi *kpi = id != NULL ? hd_catalog_find_kpi (present->catalog, id) : NULL;

  for (guint index = 0; kpi == NULL && index < hd_catalog_get_n_kpis (present->catalog); index++)
    {
      const HdKpi *candidate = hd_catalog_get_kpi (present->catalog, index);

      if (dataset != NULL && g_strcmp0 (candidate->dataset, dataset) == 0
          && candidate->kind != HD_KPI_PROJECTION)
        kpi = candidate;
    }
  if (kpi == NULL)
    g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI of dataset %s",
                 dataset != NULL ? dataset : "(none)");
  return kpi;
}

HdChartSpec *
hd_chart_make_dataset_trend (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = chosen_kpi (present, error);
  HdPresentChart asked = *chart;

  if (kpi == NULL)
    return NULL;
  asked.kpis = kpi->id;
  asked.by = "time";
  return hd_chart_make_columns (&asked, present, error);
}

HdChartSpec *
hd_chart_make_dataset_parts (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = chosen_kpi (present, error);
  HdPresentChart asked = *chart;

  if (kpi == NULL)
    return NULL;
  asked.kpis = kpi->id;
  asked.by = "+";
  /* Levels and percentiles have no rest. */
  asked.top = kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK ? MAX_PARTS : 0;
  return hd_chart_make_bars (&asked, present, error);
}

static const HdStoreDatasetStatus *
find_status (const GPtrArray *all, const char *dataset)
{
  for (guint index = 0; index < all->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (all, index);

      if (g_str_equal (status->dataset, dataset))
        return status;
    }
  return NULL;
}

/* The worst state among the datasets of a source, and its oldest moment; 0 when there is none. */
static HdFreshness
source_state (const HdPresent *present, const GPtrArray *all, const char *source, gint64 *oldest)
{
  HdFreshness worst = HD_FRESHNESS_ON_TIME;

  *oldest = 0;
  for (guint index = 0; index < hd_catalog_get_n_datasets (present->catalog); index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (present->catalog, index);
      const HdStoreDatasetStatus *status = find_status (all, dataset->id);

      if (!g_str_equal (dataset->source, source))
        continue;
      worst = MAX (worst, hd_freshness_of (dataset, status, present->now));
      if (status != NULL && (*oldest == 0 || status->extracted_at < *oldest))
        *oldest = status->extracted_at;
    }
  return worst;
}

HdChartSpec *
hd_chart_make_data_trust (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (GPtrArray) all = hd_store_get_status (present->store, error);
  guint n_sources = hd_catalog_get_n_sources (present->catalog);
  g_autofree double *values = g_new0 (double, n_sources + 1);
  g_autofree char *caption = NULL;
  HdChartSpec *spec;
  guint n_on_time = 0;

  if (all == NULL)
    return NULL;
  for (guint index = 0; index < n_sources; index++)
    {
      gint64 oldest;
      const char *source = hd_catalog_get_source (present->catalog, index)->id;

      values[index] = source_state (present, all, source, &oldest) == HD_FRESHNESS_ON_TIME;
      n_on_time += values[index] > 0;
    }
  caption = g_strdup_printf (_ ("%u of %u systems on time"), n_on_time, n_sources);
  spec = hd_chart_spec_new (HD_CHART_STATUS, _ (chart->title), caption);
  for (guint index = 0; index < n_sources; index++)
    {
      const HdSource *source = hd_catalog_get_source (present->catalog, index);
      gint64 oldest;
      HdFreshness state = source_state (present, all, source->id, &oldest);
      g_autofree char *age = hd_freshness_age (oldest, present->now);

      hd_chart_spec_add_category (spec, NULL, source->id);
      hd_chart_spec_set_note (spec, index, state == HD_FRESHNESS_ON_TIME ? NULL : age);
    }
  hd_chart_spec_add_series (spec, NULL, _ ("on time"), HD_NOTATION_ACTUAL, values);
  for (guint index = 0; index < n_sources; index++)
    {
      hd_chart_spec_set_status (spec, 0, index,
                                values[index] > 0 ? HD_STATUS_BETTER : HD_STATUS_WORSE);
      hd_chart_spec_set_text (spec, 0, index, values[index] > 0 ? _ ("on time") : _ ("late"));
    }
  return spec;
}
