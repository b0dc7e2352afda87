/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building map specs, and the classes of a choropleth.
 */

#include "config.h"

#include "hd-map-spec.h"

#include <math.h>
#include <stdlib.h>

static void
clear_point (gpointer data)
{
  HdMapPoint *point = data;

  g_free (point->code);
  g_free (point->name);
  g_free (point->text);
  g_free (point->label);
}

static void
clear_flow (gpointer data)
{
  g_free (((HdMapFlow *)data)->name);
}

static void
set_layer (HdGeoLayer **field, HdGeoLayer *layer)
{
  if (layer != NULL)
    hd_geo_layer_ref (layer);
  g_clear_pointer (field, hd_geo_layer_unref);
  *field = layer;
}

static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return (first > second) - (first < second);
}

/* `value` rounded to two significant figures, so that a legend can be read aloud. */
static double
round_figure (double value)
{
  double step;

  if (value == 0 || !isfinite (value))
    return 0;
  step = pow (10, floor (log10 (fabs (value))) - 1);
  return round (value / step) * step;
}

HdMapSpec *
hd_map_spec_new (HdGeoLayer *units, HdGeoLayer *reefs)
{
  HdMapSpec *map;

  g_return_val_if_fail (units != NULL && reefs != NULL, NULL);
  map = g_new0 (HdMapSpec, 1);
  map->units = hd_geo_layer_ref (units);
  map->reefs = hd_geo_layer_ref (reefs);
  map->lang = g_strdup ("vi");
  map->n_units = units->n_shapes;
  map->values = g_new (double, MAX (map->n_units, 1));
  for (guint unit = 0; unit < map->n_units; unit++)
    map->values[unit] = NAN;
  map->texts = g_new0 (char *, map->n_units + 1);
  map->point_array = g_array_new (FALSE, TRUE, sizeof (HdMapPoint));
  g_array_set_clear_func (map->point_array, clear_point);
  map->points = (HdMapPoint *)map->point_array->data;
  map->flow_array = g_array_new (FALSE, TRUE, sizeof (HdMapFlow));
  g_array_set_clear_func (map->flow_array, clear_flow);
  map->flows = (HdMapFlow *)map->flow_array->data;
  map->view.zoom = 1;
  map->selected = map->selected_point = -1;
  return map;
}

HdMapSpec *
hd_map_spec_copy (const HdMapSpec *map)
{
  HdMapSpec *copy = hd_map_spec_new (map->units, map->reefs);

  hd_map_spec_set_far_land (copy, map->far_land);
  hd_map_spec_set_neighbours (copy, map->neighbours);
  hd_map_spec_set_outline (copy, map->outline);
  hd_map_spec_set_islands (copy, map->islands);
  hd_map_spec_set_labels (copy, map->labels);
  hd_map_spec_set_lang (copy, map->lang);
  copy->is_world = map->is_world;
  copy->home = map->home;
  copy->view = map->view;
  hd_map_spec_set_legend (copy, map->legend_low, map->legend_high);
  copy->is_reversed = map->is_reversed;
  copy->is_sequential = map->is_sequential;
  copy->selected = map->selected;
  copy->selected_point = map->selected_point;
  for (guint unit = 0; unit < map->n_units; unit++)
    {
      copy->values[unit] = map->values[unit];
      copy->texts[unit] = g_strdup (map->texts[unit]);
    }
  if (map->focus_order != NULL)
    copy->focus_order = g_memdup2 (map->focus_order, map->n_units * sizeof (int));
  copy->n_classes = map->n_classes;
  for (guint step = 0; step < map->n_classes; step++)
    {
      if (step + 1 < map->n_classes)
        copy->thresholds[step] = map->thresholds[step];
      copy->class_texts[step] = g_strdup (map->class_texts[step]);
    }
  for (guint point = 0; point < map->n_points; point++)
    hd_map_spec_add_point (copy, &map->points[point]);
  for (guint flow = 0; flow < map->n_flows; flow++)
    hd_map_spec_add_flow (copy, &map->flows[flow]);
  hd_map_spec_name_flows (copy, map->outbound, map->inbound);
  return copy;
}

void
hd_map_spec_free (HdMapSpec *map)
{
  g_clear_pointer (&map->units, hd_geo_layer_unref);
  g_clear_pointer (&map->far_land, hd_geo_layer_unref);
  g_clear_pointer (&map->neighbours, hd_geo_layer_unref);
  g_clear_pointer (&map->outline, hd_geo_layer_unref);
  g_clear_pointer (&map->reefs, hd_geo_layer_unref);
  g_clear_pointer (&map->islands, hd_geo_layer_unref);
  g_clear_pointer (&map->labels, hd_geo_layer_unref);
  g_free (map->lang);
  g_free (map->legend_low);
  g_free (map->legend_high);
  g_free (map->outbound);
  g_free (map->inbound);
  g_free (map->values);
  for (guint unit = 0; unit < map->n_units; unit++)
    g_free (map->texts[unit]);
  g_free (map->texts);
  g_free (map->focus_order);
  for (guint step = 0; step < HD_MAP_N_CLASSES; step++)
    g_free (map->class_texts[step]);
  g_array_unref (map->point_array);
  g_array_unref (map->flow_array);
  g_free (map);
}

void
hd_map_spec_set_lang (HdMapSpec *map, const char *lang)
{
  g_autofree char *old = map->lang;

  map->lang = g_strdup (lang != NULL ? lang : "en");
}

void
hd_map_spec_set_legend (HdMapSpec *map, const char *low, const char *high)
{
  g_free (map->legend_low);
  g_free (map->legend_high);
  map->legend_low = g_strdup (low);
  map->legend_high = g_strdup (high);
}

void
hd_map_spec_set_far_land (HdMapSpec *map, HdGeoLayer *layer)
{
  set_layer (&map->far_land, layer);
}

void
hd_map_spec_set_neighbours (HdMapSpec *map, HdGeoLayer *layer)
{
  set_layer (&map->neighbours, layer);
}

void
hd_map_spec_set_outline (HdMapSpec *map, HdGeoLayer *layer)
{
  set_layer (&map->outline, layer);
}

void
hd_map_spec_set_islands (HdMapSpec *map, HdGeoLayer *layer)
{
  set_layer (&map->islands, layer);
}

void
hd_map_spec_set_labels (HdMapSpec *map, HdGeoLayer *layer)
{
  set_layer (&map->labels, layer);
}

void
hd_map_spec_select (HdMapSpec *map, const char *code)
{
  map->selected = code != NULL ? hd_geo_layer_find (map->units, code) : -1;
}

gboolean
hd_map_spec_set_value (HdMapSpec *map, const char *code, double value, const char *text)
{
  int unit = hd_geo_layer_find (map->units, code);

  if (unit < 0)
    return FALSE;
  map->values[unit] = value;
  g_free (map->texts[unit]);
  map->texts[unit] = g_strdup (text);
  return TRUE;
}

void
hd_map_spec_set_classes (HdMapSpec *map,
                         const double *thresholds,
                         guint n,
                         const char *const *texts)
{
  g_return_if_fail (n < HD_MAP_N_CLASSES);
  map->n_classes = n + 1;
  for (guint step = 0; step < HD_MAP_N_CLASSES; step++)
    {
      g_clear_pointer (&map->class_texts[step], g_free);
      if (step < n)
        map->thresholds[step] = thresholds[step];
      if (step <= n)
        map->class_texts[step] = g_strdup (texts != NULL ? texts[step] : NULL);
    }
}

void
hd_map_spec_set_quantiles_of (HdMapSpec *map, const double *values, guint n_values)
{
  g_autofree double *sorted = g_new (double, MAX (n_values, 1));
  double thresholds[HD_MAP_N_CLASSES - 1];
  guint n_sorted = 0;
  guint n_thresholds = 0;

  for (guint value = 0; value < n_values; value++)
    if (isfinite (values[value]))
      sorted[n_sorted++] = values[value];
  qsort (sorted, n_sorted, sizeof (double), compare_doubles);
  for (guint step = 1; step < HD_MAP_N_CLASSES && n_sorted > 1; step++)
    {
      double bound = round_figure (sorted[MIN (step * n_sorted / HD_MAP_N_CLASSES, n_sorted - 1)]);

      if (n_thresholds == 0 || bound > thresholds[n_thresholds - 1])
        thresholds[n_thresholds++] = bound;
    }
  hd_map_spec_set_classes (map, thresholds, n_thresholds, NULL);
}

void
hd_map_spec_set_quantiles (HdMapSpec *map)
{
  hd_map_spec_set_quantiles_of (map, map->values, map->n_units);
}

void
hd_map_spec_add_point (HdMapSpec *map, const HdMapPoint *point)
{
  HdMapPoint copy = *point;

  copy.code = g_strdup (point->code);
  copy.name = g_strdup (point->name);
  copy.text = g_strdup (point->text);
  copy.label = g_strdup (point->label);
  g_array_append_val (map->point_array, copy);
  map->points = (HdMapPoint *)map->point_array->data;
  map->n_points = map->point_array->len;
}

void
hd_map_spec_add_flow (HdMapSpec *map, const HdMapFlow *flow)
{
  HdMapFlow copy = *flow;

  copy.name = g_strdup (flow->name);
  g_array_append_val (map->flow_array, copy);
  map->flows = (HdMapFlow *)map->flow_array->data;
  map->n_flows = map->flow_array->len;
}

void
hd_map_spec_name_flows (HdMapSpec *map, const char *outbound, const char *inbound)
{
  g_free (map->outbound);
  g_free (map->inbound);
  map->outbound = g_strdup (outbound);
  map->inbound = g_strdup (inbound);
}

gboolean
hd_map_spec_has_unit_values (const HdMapSpec *map)
{
  for (guint unit = 0; unit < map->n_units; unit++)
    if (isfinite (map->values[unit]))
      return TRUE;
  return FALSE;
}

static guint
n_unit_rows (const HdMapSpec *map)
{
  guint n_rows = map->n_units;

  for (guint point = 0; point < map->n_points && !hd_map_spec_has_unit_values (map); point++)
    if (isfinite (map->points[point].value))
      n_rows = 0;
  return n_rows;
}

guint
hd_map_spec_get_n_rows (const HdMapSpec *map)
{
  guint n_rows = n_unit_rows (map);

  for (guint point = 0; point < map->n_points; point++)
    n_rows += isfinite (map->points[point].value) != 0;
  return n_rows;
}

HdMapRow
hd_map_spec_get_row (const HdMapSpec *map, guint row)
{
  guint n_units = n_unit_rows (map);
  HdMapRow found = { .name = "", .code = "", .value = NAN };

  if (row < n_units)
    {
      const HdGeoShape *shape = &map->units->shapes[row];
      gboolean is_vietnamese = g_str_has_prefix (map->lang, "vi") || *shape->name_en == '\0';

      return (HdMapRow){ is_vietnamese ? shape->name_vi : shape->name_en, shape->code,
                         map->values[row], NULL };
    }
  row -= n_units;
  for (guint point = 0; point < map->n_points; point++)
    {
      const HdMapPoint *of_map = &map->points[point];

      if (!isfinite (of_map->value) || row-- > 0)
        continue;
      found = (HdMapRow){ of_map->name, of_map->code, of_map->value, of_map->text };
      break;
    }
  return found;
}

int
hd_map_spec_classify (const HdMapSpec *map, double value)
{
  int step = 0;

  if (!isfinite (value) || map->n_classes == 0)
    return -1;
  while (step + 1 < (int)map->n_classes && value >= map->thresholds[step])
    step++;
  return map->is_reversed ? (int)map->n_classes - 1 - step : step;
}
