/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps: a KPI by region or department, trade with partners on the world, and whatever the map page is set to.
 */

#include "config.h"

#include "hd-present-makers.h"

#include "hd-map-story.h"

static HdChartSpec *
make (const HdPresent *present, const HdKpi *kpi, const HdMapKind *kind, GError **error)
{
  g_autoptr (GPtrArray) specs = hd_map_story_new (present, kpi, kind, 0, error);

  return specs != NULL ? hd_chart_spec_ref (g_ptr_array_index (specs, specs->len - 1)) : NULL;
}

HdChartSpec *
hd_chart_make_map_units (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdPresent plain = *present;
  g_autoptr (HdScope) scope = hd_scope_with_colour (present->scope, NULL);

  plain.scope = scope;
  return make (&plain, hd_catalog_find_kpi (present->catalog, chart->kpis),
               hd_map_kind_find ("units"), error);
}

HdChartSpec *
hd_chart_make_map_partners (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdPresent plain = *present;
  g_autoptr (HdScope) scope = hd_scope_with_colour (present->scope, "value");

  plain.scope = scope;
  return make (&plain, hd_catalog_find_kpi (present->catalog, chart->kpis),
               hd_map_kind_find ("partners"), error);
}

HdChartSpec *
hd_chart_make_map (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdMapKind *kind = hd_map_kind_find (present->scope->layer);

  return make (present, hd_map_kpi (present, kind), kind, error);
}

HdChartSpec *
hd_chart_make_map_ranking (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdChartSpec) map = hd_chart_make_map (chart, present, error);

  return map != NULL ? hd_map_ranking_new (map, hd_map_kind_find (present->scope->layer)->dimension)
                     : NULL;
}
