/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps: the chosen KPI by region or department, and trade with partners on the world.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-geojson.h"
#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define N_NAMED_PARTNERS 12
/* Every country with people in it; Antarctica trades nothing. */
#define WORLD                                                                                      \
  {                                                                                                \
    -170, -56, 180, 76                                                                             \
  }
/* Labels only for what matters: the eye cannot read twenty on a country this slender. */
#define N_UNIT_LABELS 8

/* With a comparison the map shows the change, on a scale about zero; without, the values by quantile. */
static void
colour_changes (const HdPresent *present, HdMapSpec *map, const HdKpi *kpi)
{
  static const double thresholds[] = { -8, -3, 3, 8 };
  static const char *const texts[] = { "< −8", "−8…−3", "±3", "3…8", "> 8" };

  hd_map_spec_set_classes (map, thresholds, G_N_ELEMENTS (thresholds), texts);
  map->is_reversed = kpi->polarity == HD_POLARITY_LOWER;
}

/* How many rows lie further from zero than `row`. */
static guint
rank_of (const HdFrame *frame, guint row, int column)
{
  double own = fabs (hd_frame_get_double (frame, row, column));
  guint rank = 0;

  for (guint other = 0; other < hd_frame_get_n_rows (frame); other++)
    rank += fabs (hd_frame_get_double (frame, other, column)) > own;
  return rank;
}

/* "Chi cục Hải quan khu vực VIII" reads "VIII" on the map itself; a department's name stands whole in the
 * list and the summary, and its code here. */
static const char *
short_code (const HdPresent *present, const HdFrame *frame, guint row)
{
  const char *code = hd_frame_get_code (frame, row, 0);
  const char *space = strrchr (hd_frame_get_name (frame, row, 0, present->lang), ' ');

  return g_str_has_prefix (code, "KV") && space != NULL ? space + 1 : code;
}

static void
fill_units (const HdPresent *present,
            HdMapSpec *map,
            const HdFrame *frame,
            int column,
            const HdNumberFormat *format,
            gboolean is_change)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      double value = hd_frame_get_double (frame, row, column);
      const char *code = hd_frame_get_code (frame, row, 0);
      g_autofree char *number
          = is_change ? hd_number_format_signed (format, value) : hd_number_format (format, value);
      g_autofree char *text = g_strdup_printf ("%s %s", short_code (present, frame, row), number);
      gboolean has_label = !isnan (value) && rank_of (frame, row, column) < N_UNIT_LABELS;

      hd_map_spec_set_value (map, code, value, has_label ? text : NULL);
    }
}

/* The unit that the path looks into, or the one on the map that it belongs to. (nullable) */
static const char *
unit_on_map (const HdPresent *present, const HdMapSpec *map)
{
  const char *unit = hd_scope_get_code (present->scope, "unit");
  const HdHierarchy *hierarchy = hd_structures_find_hierarchy (
      present->structures, present->scope->map == 2024 ? "MAP2024" : "MAP2025");
  const HdCodeList *codes;
  HdCode code;

  if (unit == NULL || hierarchy == NULL || hd_geo_layer_find (map->units, unit) >= 0)
    return unit;
  codes = hd_hierarchy_get_list (hierarchy);
  code = hd_code_list_find (codes, unit, -1);
  while (code != HD_CODE_NONE && hd_geo_layer_find (map->units, unit) < 0)
    {
      code = hd_hierarchy_parent_of (hierarchy, code);
      unit = code != HD_CODE_NONE ? hd_code_list_get (codes, code)->id : NULL;
    }
  return unit;
}

HdChartSpec *
hd_chart_make_map_units (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  gboolean is_old = present->scope->map == 2024;
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  HdPresentChart asked = *chart;
  HdPresent whole = *present;
  /* The map stays the whole country when a unit is looked into: the next one is one click away. */
  g_autoptr (HdScope) scope = hd_scope_without_dimension (present->scope, "unit");
  g_autoptr (HdFrame) frame = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *title = NULL;
  HdKpiColumns columns;
  HdNumberFormat format;
  HdChartSpec *spec;
  HdMapSpec *map;
  gboolean is_change;

  asked.by = is_old ? "unit:department" : "unit:region";
  whole.scope = scope;
  frame = hd_present_ask (&asked, &whole, error);
  if (frame == NULL)
    return NULL;
  columns = hd_present_columns (frame, kpi);
  is_change = columns.percent >= 0;
  format = is_change ? hd_number_format_plain (hd_number_locale_get (present->lang), 1)
                     : hd_present_column_format (present, kpi, frame, columns.value);
  map = hd_geojson_map_new (is_old ? HD_MAP_LAYER_DEPARTMENTS : HD_MAP_LAYER_REGIONS,
                            present->lang);
  fill_units (present, map, frame, is_change ? columns.percent : columns.value, &format, is_change);
  hd_map_spec_select (map, unit_on_map (present, map));
  if (is_change)
    colour_changes (present, map, kpi);
  else
    {
      hd_map_spec_set_quantiles (map);
      map->is_sequential = kpi->polarity == HD_POLARITY_CONTEXT || kpi->kind == HD_KPI_SUM;
    }
  caption = hd_present_caption (&whole, is_change ? _ ("change, per cent") : format.unit, frame);
  /* Translators: a KPI, on a map. */
  title = g_strdup_printf (is_old ? _ ("%s by department") : _ ("%s by region"),
                           hd_kpi_short_name (kpi, present->lang));
  spec = hd_chart_spec_new (HD_CHART_MAP, title, caption);
  hd_chart_spec_set_format (spec, format);
  hd_chart_spec_take_map (spec, map);
  return spec;
}

HdChartSpec *
hd_chart_make_map_partners (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  HdGeoLayer *world = hd_geojson_get_layer (HD_MAP_LAYER_WORLD);
  const HdGeoBox home = WORLD;
  g_autofree char *caption = NULL;
  HdNumberFormat format;
  HdChartSpec *spec;
  HdMapSpec *map;
  int column;

  if (frame == NULL)
    return NULL;
  column = hd_present_columns (frame, kpi).value;
  format = hd_present_column_format (present, kpi, frame, column);
  caption = hd_present_caption (present, format.unit, frame);
  map = hd_map_spec_new (world, hd_geojson_get_layer (HD_MAP_LAYER_REEFS));
  hd_map_spec_set_lang (map, present->lang);
  map->is_world = TRUE;
  map->home = home;
  map->is_sequential = TRUE;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      const char *code = hd_frame_get_code (frame, row, 0);
      double value = hd_frame_get_double (frame, row, column);
      int shape = hd_geo_layer_find (world, code);
      g_autofree char *number = hd_number_format (&format, value);
      g_autofree char *text
          = g_strdup_printf ("%s %s", hd_frame_get_name (frame, row, 0, present->lang), number);

      hd_map_spec_set_value (map, code, value, row < N_NAMED_PARTNERS && shape >= 0 ? text : NULL);
    }
  hd_map_spec_set_quantiles (map);
  spec = hd_chart_spec_new (HD_CHART_MAP, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  hd_chart_spec_take_map (spec, map);
  return spec;
}
