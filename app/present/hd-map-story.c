/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map and how it came to be so: the same places in each of the last periods, on one scale of colours.
 */

#include "config.h"

#include "hd-map-story.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-boundaries.h"
#include "hd-map-flows.h"
#include "hd-present-ask.h"
#include "hd-present-names.h"

#define DEFAULT_KPI "revenue.collected"
#define PARTNER_KPI "trade.partner_value"
#define PLAN "plan:DU_TOAN"
/* Every country with people in it; Antarctica trades nothing. */
#define WORLD                                                                                      \
  {                                                                                                \
    -170, -56, 180, 76                                                                             \
  }
#define N_NAMED_PARTNERS 12
#define N_NAMED_POINTS 14
#define RANKING_MAX 35

const HdMapColourInfo hd_map_colours[HD_N_MAP_COLOURS] = {
  [HD_MAP_COLOUR_CHANGE] = { NULL, N_ ("Change") },
  [HD_MAP_COLOUR_VALUE] = { "value", N_ ("Size, in fifths") },
  [HD_MAP_COLOUR_PLAN] = { "plan", N_ ("Against the plan") },
};

/* What is made once for all the steps of a story. */
typedef struct
{
  const HdPresent *present;
  const HdKpi *kpi;
  const HdMapKind *kind;
  HdMapColour colour;
  HdMapFigures *figures;
  HdGeoLayer *shapes;
} Story;

static gboolean
has_plan (const HdKpi *kpi)
{
  return g_strv_contains ((const char *const *)kpi->plans, PLAN + strlen ("plan:"));
}

HdMapColour
hd_map_colour_of (const HdPresent *present, const HdKpi *kpi)
{
  const char *wanted = present->scope->colour;

  if (g_strcmp0 (wanted, "plan") == 0 && has_plan (kpi))
    return HD_MAP_COLOUR_PLAN;
  if (g_strcmp0 (wanted, "value") == 0 || kpi->kind == HD_KPI_LEVEL
      || kpi->kind == HD_KPI_PROJECTION)
    return HD_MAP_COLOUR_VALUE;
  return HD_MAP_COLOUR_CHANGE;
}

const HdKpi *
hd_map_kpi (const HdPresent *present, const HdMapKind *kind)
{
  gboolean is_world = kind->layer == HD_MAP_LAYER_WORLD;
  const char *id = hd_scope_get_code (present->scope, "kpi");
  const HdKpi *kpi = id != NULL ? hd_catalog_find_kpi (present->catalog, id) : NULL;

  if (kpi != NULL && hd_map_kind_fits (kind, kpi))
    return kpi;
  return hd_catalog_find_kpi (present->catalog, is_world ? PARTNER_KPI : DEFAULT_KPI);
}

static gboolean
is_change (const Story *story)
{
  return story->colour != HD_MAP_COLOUR_VALUE && story->figures->is_compared;
}

static double
figure_of (const Story *story, guint place, guint step)
{
  return is_change (story) ? hd_map_figures_change (story->figures, place, step)
                           : hd_map_figures_value (story->figures, place, step);
}

static HdNumberFormat
value_format (const Story *story)
{
  const HdMapFigures *figures = story->figures;
  double most = 0;

  for (guint place = 0; place < figures->codes->len; place++)
    {
      double value = hd_map_figures_value (figures, place, figures->n_steps - 1);

      if (isfinite (value))
        most = MAX (most, fabs (value));
    }
  return hd_present_format (story->present, story->kpi, most);
}

static HdNumberFormat
format_of (const Story *story)
{
  return is_change (story) && !story->kind->is_points
             ? hd_number_format_plain (hd_number_locale_get (story->present->lang), 1)
             : value_format (story);
}

/* Fixed steps about zero for changes, so that the same colour is the same everywhere; fifths for sizes, of all
 * periods together, or of the whole alone. */
static void
set_classes (const Story *story, HdMapSpec *map, guint step)
{
  static const double changes[] = { -8, -3, 3, 8 };
  static const char *const change_texts[] = { "< −8", "−8…−3", "±3", "3…8", "> 8" };
  static const double plans[] = { -10, -2, 2, 10 };
  static const char *const plan_texts[] = { "< −10", "−10…−2", "±2", "2…10", "> 10" };
  const HdMapFigures *figures = story->figures;
  gboolean is_whole = step + 1 == figures->n_steps;
  gboolean is_plan = story->colour == HD_MAP_COLOUR_PLAN;
  HdPolarity polarity = story->kpi->polarity;
  g_autoptr (GArray) values = NULL;

  map->is_reversed = polarity == HD_POLARITY_LOWER;
  if (is_change (story))
    {
      hd_map_spec_set_classes (map, is_plan ? plans : changes, G_N_ELEMENTS (changes),
                               is_plan ? plan_texts : change_texts);
      hd_map_spec_set_legend (map, is_plan ? _ ("behind the plan, %") : _ ("lower, %"),
                              is_plan ? _ ("ahead of it") : _ ("higher"));
      return;
    }
  values = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint place = 0; place < figures->codes->len; place++)
    for (guint other = 0; other < figures->n_steps; other++)
      if ((other + 1 == figures->n_steps) == is_whole)
        {
          double value = hd_map_figures_value (figures, place, other);

          g_array_append_val (values, value);
        }
  hd_map_spec_set_quantiles_of (map, (const double *)values->data, values->len);
  map->is_sequential = polarity == HD_POLARITY_CONTEXT || story->kpi->kind == HD_KPI_SUM
                       || story->kpi->kind == HD_KPI_STOCK;
  if (map->is_sequential)
    map->is_reversed = FALSE;
  hd_map_spec_set_legend (map, _ ("least fifth"), _ ("greatest fifth"));
}

/* "Chi cục Hải quan khu vực VIII" reads "VIII" on the map itself; a department's name stands whole in the list
 * and the summary, and its code here; a province is known by its name. */
static const char *
short_name (const Story *story, const char *code, const char *name)
{
  const char *space = strrchr (name, ' ');

  if (g_str_equal (story->kind->id, "units"))
    return g_str_has_prefix (code, "KV") && space != NULL ? space + 1 : code;
  return name;
}

static char *
text_of (const Story *story, const HdNumberFormat *format, guint place, double value)
{
  const char *name = g_ptr_array_index (story->figures->names, place);
  const char *code = g_ptr_array_index (story->figures->codes, place);
  g_autofree char *number = is_change (story) ? hd_number_format_signed (format, value)
                                              : hd_number_format (format, value);

  return g_strdup_printf ("%s %s", short_name (story, code, name), number);
}

/* How many places have more. */
static guint
rank_of (const Story *story, guint place, guint step)
{
  const HdMapFigures *figures = story->figures;
  double own = fabs (hd_map_figures_value (figures, place, step));
  guint rank = 0;

  for (guint other = 0; other < figures->codes->len; other++)
    rank += fabs (hd_map_figures_value (figures, other, step)) > own;
  return rank;
}

static void
fill_units (const Story *story, HdMapSpec *map, guint step, const HdNumberFormat *format)
{
  const HdMapFigures *figures = story->figures;

  for (guint place = 0; place < figures->codes->len; place++)
    {
      double value = figure_of (story, place, step);
      gboolean is_named
          = !isnan (value) && (!map->is_world || rank_of (story, place, step) < N_NAMED_PARTNERS);
      g_autofree char *text = is_named ? text_of (story, format, place, value) : NULL;

      hd_map_spec_set_value (map, g_ptr_array_index (figures->codes, place), value, text);
    }
}

/* The place of that code; -1: none. */
static int
find_place (const HdMapFigures *figures, const char *code)
{
  guint place;

  return code != NULL
                 && g_ptr_array_find_with_equal_func (figures->codes, code, g_str_equal, &place)
             ? (int)place
             : -1;
}

/* Bubbles are as large as the figure, whatever it is coloured by. An office with two gates has its bubble at the
 * first. */
static void
fill_points (const Story *story, HdMapSpec *map, guint step, const HdNumberFormat *format)
{
  const HdMapFigures *figures = story->figures;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint point = 0; point < map->n_points; point++)
    {
      HdMapPoint *of_map = &map->points[point];
      int place = find_place (figures, of_map->code);

      if (place < 0 || !g_hash_table_add (seen, of_map->code))
        continue;
      of_map->value = hd_map_figures_value (figures, (guint)place, step);
      g_clear_pointer (&of_map->text, g_free);
      g_clear_pointer (&of_map->label, g_free);
      if (isnan (of_map->value))
        continue;
      of_map->is_named = rank_of (story, (guint)place, step) < N_NAMED_POINTS;
      of_map->text = hd_number_format_full (format, of_map->value);
      of_map->label = hd_number_format (format, of_map->value);
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

static void
select_unit (const Story *story, HdMapSpec *map)
{
  const char *unit = hd_scope_get_code (story->present->scope, "unit");

  if (map->is_world)
    {
      hd_map_spec_select (map, hd_scope_get_code (story->present->scope, "partner"));
      return;
    }
  /* Provinces have codes of their own, which mean other things as units. */
  if (story->kind->dimension != NULL)
    hd_map_spec_select (map, unit_on_map (story->present, map));
  for (guint point = 0; point < map->n_points && unit != NULL; point++)
    if (g_strcmp0 (map->points[point].code, unit) == 0 && map->selected_point < 0)
      map->selected_point = (int)point;
}

/* Within the unit that is looked into its offices are bubbles. */
static void
add_offices (const Story *story, HdMapSpec *map, const HdNumberFormat *format)
{
  const HdPresent *present = story->present;
  HdPresent inside = *present;
  g_autoptr (HdScope) outside = hd_scope_without_dimension (present->scope, "unit");
  g_autoptr (HdScope) scope = NULL;
  g_autoptr (HdMapFigures) figures = NULL;
  Story of_offices = *story;

  if (map->selected < 0 || map->is_world || !hd_map_kind_fits (story->kind, story->kpi))
    return;
  scope = hd_scope_with_step (outside, "unit", map->units->shapes[map->selected].code);
  inside.scope = scope;
  figures = hd_map_figures_new_within (&inside, story->kpi, hd_map_kind_find ("gates"), NULL);
  if (figures == NULL)
    return;
  of_offices.figures = figures;
  fill_points (&of_offices, map, 0, format);
}

static HdMapSpec *
make_map (const Story *story, guint step, const HdNumberFormat *format)
{
  const HdGeoBox world = WORLD;
  HdMapSpec *map;

  if (story->kind->layer == HD_MAP_LAYER_WORLD)
    {
      map = hd_map_spec_new (story->shapes, hd_geojson_get_layer (HD_MAP_LAYER_REEFS));
      hd_map_spec_set_lang (map, story->present->lang);
      map->is_world = TRUE;
      map->home = world;
    }
  else
    map = hd_geojson_map_new_of (story->shapes, story->present->lang);
  if (story->kind->is_points)
    fill_points (story, map, step, format);
  else
    fill_units (story, map, step, format);
  if (!story->kind->is_points)
    set_classes (story, map, step);
  select_unit (story, map);
  if (step + 1 == story->figures->n_steps && g_str_equal (story->kind->id, "units"))
    {
      HdNumberFormat sizes = value_format (story);

      add_offices (story, map, &sizes);
    }
  return map;
}

static char *
title_of (const Story *story)
{
  const char *name = hd_kpi_short_name (story->kpi, story->present->lang);

  if (g_str_equal (story->kpi->id, PARTNER_KPI))
    return g_strdup (_ ("Trade by partner"));
  if (story->kind->layer == HD_MAP_LAYER_WORLD)
    /* Translators: a KPI, on a map. */
    return g_strdup_printf (_ ("%s by trade partner"), name);
  if (story->kind->is_points)
    /* Translators: a KPI, on a map. */
    return g_strdup_printf (_ ("%s at gates, ports and airports"), name);
  if (story->kind->dimension == NULL)
    /* Translators: a KPI, on a map. */
    return g_strdup_printf (_ ("%s by province"), name);
  /* Translators: a KPI, on a map. */
  return g_strdup_printf (
      story->present->scope->map == 2024 ? _ ("%s by department") : _ ("%s by region"), name);
}

/* What of the figures is not on the map: offices that are no gate, offices without a province. */
static guint
count_off_map (const Story *story)
{
  HdGeoLayer *gates = hd_geojson_get_layer (HD_MAP_LAYER_GATES);
  const HdMapFigures *figures = story->figures;
  guint n_off = 0;

  for (guint place = 0; story->kind->is_points && place < figures->codes->len; place++)
    n_off += !isnan (hd_map_figures_value (figures, place, figures->n_steps - 1))
             && hd_geo_layer_find (gates, g_ptr_array_index (figures->codes, place)) < 0;
  return n_off;
}

static char *
caption_of (const Story *story, const HdPresent *whole, guint step, const HdNumberFormat *format)
{
  const HdMapFigures *figures = story->figures;
  const char *unit = is_change (story) && !story->kind->is_points
                         ? story->colour == HD_MAP_COLOUR_PLAN
                               ? _ ("against the plan for the same days, per cent")
                               : _ ("change, per cent")
                         : format->unit;
  g_autofree char *caption = NULL;
  guint n_off = count_off_map (story);

  if (step + 1 < figures->n_steps)
    {
      g_autofree char *place = hd_present_place (whole);
      g_autofree char *period = hd_present_period (figures->periods[step]);
      gboolean is_partial = step + 2 == figures->n_steps && figures->is_last_partial;

      caption = g_strconcat (unit, " · ", place, " · ", period, is_partial ? " · " : NULL,
                             _ ("period not over"), NULL);
    }
  else
    caption = hd_present_caption (whole, unit, figures->whole);
  if (n_off > 0)
    {
      /* Translators: offices that are not at a gate, port or airport. */
      g_autofree char *off
          = g_strdup_printf (ngettext ("%u inland office is not on the map",
                                       "%u inland offices are not on the map", n_off),
                             n_off);

      return g_strconcat (caption, " · ", off, NULL);
    }
  return g_steal_pointer (&caption);
}

/* A boundary file that was refused is said, with whatever the map shows instead. (transfer full) */
static char *
add_problems (char *caption)
{
  g_autofree char *problems = hd_boundaries_get_problems ();
  g_autofree char *plain = caption;

  if (problems == NULL)
    return g_steal_pointer (&plain);
  return g_strconcat (plain, " · ", _ ("an installed boundary file is faulty and was not used"),
                      NULL);
}

static HdChartSpec *
make_step (const Story *story, const HdPresent *whole, guint step)
{
  HdNumberFormat format = format_of (story);
  g_autofree char *title = title_of (story);
  g_autofree char *caption = add_problems (caption_of (story, whole, step, &format));
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, title, caption);
  g_autofree char *period = hd_present_period (step + 1 < story->figures->n_steps
                                                   ? story->figures->periods[step]
                                                   : hd_frame_get_span (story->figures->whole));

  hd_chart_spec_set_headline (spec, period, HD_STATUS_NONE);
  hd_chart_spec_set_format (spec, format);
  hd_chart_spec_take_map (spec, make_map (story, step, &format));
  return spec;
}

GPtrArray *
hd_map_story_new (const HdPresent *present,
                  const HdKpi *kpi,
                  const HdMapKind *kind,
                  guint n_periods,
                  GError **error)
{
  HdPresent whole = *present;
  g_autoptr (HdScope) compared = NULL;
  g_autoptr (HdScope) scope = NULL;
  g_autoptr (HdMapFigures) figures = NULL;
  Story story = { present, kpi, kind, hd_map_colour_of (present, kpi), NULL, NULL };
  GPtrArray *specs;

  compared = story.colour == HD_MAP_COLOUR_PLAN ? hd_scope_with_compare (present->scope, PLAN)
                                                : hd_scope_ref (present->scope);
  whole.scope = compared;
  figures = hd_map_figures_new (&whole, kpi, kind, n_periods, error);
  if (figures == NULL)
    return NULL;
  story.figures = figures;
  story.shapes = hd_geojson_get_layer (
      kind->layer == HD_MAP_LAYER_REGIONS && present->scope->map == 2024 ? HD_MAP_LAYER_DEPARTMENTS
                                                                         : kind->layer);
  scope = hd_scope_without_dimension (compared, kind->dimension != NULL ? kind->dimension : "unit");
  whole.scope = scope;
  specs = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_chart_spec_unref);
  for (guint step = 0; step < figures->n_steps; step++)
    g_ptr_array_add (specs, make_step (&story, &whole, step));
  if (kind->layer == HD_MAP_LAYER_WORLD)
    hd_map_add_flows (present, kpi, g_ptr_array_index (specs, specs->len - 1));
  return specs;
}

/* Greatest first. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const HdMapSpec *map = user_data;
  double first = hd_map_spec_get_row (map, *(const guint *)a).value;
  double second = hd_map_spec_get_row (map, *(const guint *)b).value;

  return (first < second) - (first > second);
}

/* The bubbles inside a unit are another size of thing than the units. */
static GArray *
rank_rows (const HdMapSpec *map)
{
  guint n_rows = hd_map_spec_has_unit_values (map) ? map->n_units : hd_map_spec_get_n_rows (map);
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_rows);

  for (guint row = 0; row < n_rows; row++)
    if (isfinite (hd_map_spec_get_row (map, row).value))
      g_array_append_val (rows, row);
  g_array_sort_with_data (rows, compare_rows, (gpointer)map);
  if (rows->len > RANKING_MAX)
    g_array_set_size (rows, RANKING_MAX);
  return rows;
}

/* What the map's colour says of it: the middle class says nothing. */
static HdPointStatus
status_of_class (const HdMapSpec *map, double value)
{
  int class = hd_map_spec_classify (map, value);
  int middle = (int)map->n_classes / 2;

  if (class < 0 || class == middle)
    return HD_STATUS_NONE;
  return class > middle ? HD_STATUS_BETTER : HD_STATUS_WORSE;
}

HdChartSpec *
hd_map_ranking_new (HdChartSpec *spec, const char *dimension)
{
  const HdMapSpec *map = spec->map;
  HdChartSpec *bars = hd_chart_spec_new (HD_CHART_BARS, spec->title, spec->caption);
  g_autoptr (GArray) rows = rank_rows (map);
  g_autofree double *values = g_new (double, MAX (rows->len, 1));
  g_autofree const char **names = g_new (const char *, MAX (rows->len, 1));
  gboolean are_regions = map->n_units > 0 && g_str_has_prefix (map->units->shapes[0].code, "KV");

  hd_chart_spec_set_format (bars, spec->format);
  for (guint rank = 0; rank < rows->len; rank++)
    names[rank] = hd_map_spec_get_row (map, g_array_index (rows, guint, rank)).name;
  for (guint rank = 0; rank < rows->len; rank++)
    {
      HdMapRow row = hd_map_spec_get_row (map, g_array_index (rows, guint, rank));
      g_autofree char *code
          = dimension != NULL ? g_strconcat (dimension, "=", row.code, NULL) : NULL;
      g_autofree char *name = hd_present_short_name (names, rows->len, rank, are_regions);

      hd_chart_spec_add_category (bars, code, name);
      values[rank] = row.value;
    }
  hd_chart_spec_add_series (bars, NULL, "", HD_NOTATION_ACTUAL, values);
  for (guint rank = 0; rank < rows->len && !map->is_sequential; rank++)
    hd_chart_spec_set_status (bars, 0, rank, status_of_class (map, values[rank]));
  return bars;
}
