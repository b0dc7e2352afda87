/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building chart specs: everything is copied in, and one reference frees it all.
 */

#include "config.h"

#include "hd-chart-spec.h"

#include <math.h>
#include <string.h>

static void
clear_category (gpointer data)
{
  HdCategory *category = data;

  g_free (category->code);
  g_free (category->label);
  g_free (category->note);
  g_free (category->change_text);
}

/* The texts are counted by the spec, so hd_chart_spec_unref() frees them before this. */
static void
clear_series (gpointer data)
{
  HdSeries *series = data;

  g_free (series->code);
  g_free (series->name);
  g_free (series->values);
  g_free (series->status);
  g_free (series->flags);
  g_free (series->texts);
}

static void
clear_band (gpointer data)
{
  HdBand *band = data;

  g_free (band->name);
  g_free (band->lower);
  g_free (band->upper);
}

static void
clear_marker (gpointer data)
{
  g_free (((HdMarker *)data)->label);
}

static void
clear_annotation (gpointer data)
{
  g_free (((HdAnnotation *)data)->text);
}

static GArray *
array_of (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  g_array_set_clear_func (array, clear);
  return array;
}

static double *
copy_values (const HdChartSpec *spec, const double *values)
{
  return g_memdup2 (values, MAX (spec->n_categories, 1) * sizeof (double));
}

/* Painters read plain arrays; this keeps them pointing at what the GArrays hold. */
static void
refresh (HdChartSpec *spec)
{
  spec->categories = (HdCategory *)spec->category_array->data;
  spec->n_categories = spec->category_array->len;
  spec->series = (HdSeries *)spec->series_array->data;
  spec->n_series = spec->series_array->len;
  spec->bands = (HdBand *)spec->band_array->data;
  spec->n_bands = spec->band_array->len;
  spec->markers = (HdMarker *)spec->marker_array->data;
  spec->n_markers = spec->marker_array->len;
  spec->annotations = (HdAnnotation *)spec->annotation_array->data;
  spec->n_annotations = spec->annotation_array->len;
}

HdChartSpec *
hd_chart_spec_new (HdChartKind kind, const char *title, const char *caption)
{
  HdChartSpec *spec = g_new0 (HdChartSpec, 1);

  g_atomic_ref_count_init (&spec->ref_count);
  spec->kind = kind;
  spec->title = g_strdup (title != NULL ? title : "");
  spec->caption = g_strdup (caption != NULL ? caption : "");
  spec->format = hd_number_format_plain (NULL, 1);
  spec->change_format = hd_number_format_plain (NULL, 1);
  spec->full = NAN;
  spec->scale_min = NAN;
  spec->scale_max = NAN;
  spec->category_array = array_of (sizeof (HdCategory), clear_category);
  spec->series_array = array_of (sizeof (HdSeries), clear_series);
  spec->band_array = array_of (sizeof (HdBand), clear_band);
  spec->marker_array = array_of (sizeof (HdMarker), clear_marker);
  spec->annotation_array = array_of (sizeof (HdAnnotation), clear_annotation);
  refresh (spec);
  return spec;
}

HdChartSpec *
hd_chart_spec_ref (HdChartSpec *spec)
{
  g_atomic_ref_count_inc (&spec->ref_count);
  return spec;
}

static void
free_texts (HdChartSpec *spec)
{
  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category++)
      if (spec->series[series].texts != NULL)
        g_free (spec->series[series].texts[category]);
}

void
hd_chart_spec_unref (HdChartSpec *spec)
{
  if (!g_atomic_ref_count_dec (&spec->ref_count))
    return;
  free_texts (spec);
  g_free (spec->title);
  g_free (spec->caption);
  g_free (spec->headline);
  g_free (spec->strip);
  g_free (spec->strip_status);
  g_free (spec->strip_label);
  g_free (spec->edges);
  g_clear_pointer (&spec->map, hd_map_spec_free);
  g_array_unref (spec->series_array);
  g_array_unref (spec->category_array);
  g_array_unref (spec->band_array);
  g_array_unref (spec->marker_array);
  g_array_unref (spec->annotation_array);
  g_free (spec);
}

void
hd_chart_spec_set_format (HdChartSpec *spec, HdNumberFormat format)
{
  spec->format = format;
}

void
hd_chart_spec_set_change_format (HdChartSpec *spec, HdNumberFormat format)
{
  spec->change_format = format;
}

void
hd_chart_spec_set_headline (HdChartSpec *spec, const char *text, HdPointStatus status)
{
  g_free (spec->headline);
  spec->headline = g_strdup (text);
  spec->headline_status = status;
}

HdCategory *
hd_chart_spec_add_category (HdChartSpec *spec, const char *code, const char *label)
{
  HdCategory category = {
    .code = g_strdup (code),
    .label = g_strdup (label != NULL ? label : ""),
    .day = G_MININT32,
    .change = NAN,
  };

  g_return_val_if_fail (spec->n_series == 0 && spec->n_bands == 0 && spec->strip == NULL, NULL);
  g_array_append_val (spec->category_array, category);
  refresh (spec);
  return &spec->categories[spec->n_categories - 1];
}

HdCategory *
hd_chart_spec_add_day (HdChartSpec *spec, const char *code, const char *label, gint32 day)
{
  HdCategory *category = hd_chart_spec_add_category (spec, code, label);

  g_return_val_if_fail (category != NULL, NULL);
  category->day = day;
  spec->axis = HD_AXIS_DAYS;
  return category;
}

static double *
lengthen_values (double *values, guint n)
{
  if (values == NULL)
    return NULL;
  values = g_renew (double, values, n + 1);
  values[n] = NAN;
  return values;
}

static void
lengthen_series (HdSeries *series, guint n)
{
  series->values = lengthen_values (series->values, n);
  if (series->status != NULL)
    {
      series->status = g_renew (HdPointStatus, series->status, n + 1);
      series->status[n] = HD_STATUS_NONE;
    }
  if (series->flags != NULL)
    {
      series->flags = g_renew (guint8, series->flags, n + 1);
      series->flags[n] = HD_POINT_NONE;
    }
  if (series->texts != NULL)
    {
      series->texts = g_renew (char *, series->texts, n + 1);
      series->texts[n] = NULL;
    }
}

guint
hd_chart_spec_lengthen (HdChartSpec *spec, const char *label, gint32 day)
{
  HdCategory category = { .label = g_strdup (label), .day = day, .change = NAN };
  guint n = spec->n_categories;

  for (guint series = 0; series < spec->n_series; series++)
    lengthen_series (&spec->series[series], n);
  for (guint band = 0; band < spec->n_bands; band++)
    {
      spec->bands[band].lower = lengthen_values (spec->bands[band].lower, n);
      spec->bands[band].upper = lengthen_values (spec->bands[band].upper, n);
    }
  spec->strip = lengthen_values (spec->strip, n);
  if (spec->strip_status != NULL)
    {
      spec->strip_status = g_renew (HdPointStatus, spec->strip_status, n + 1);
      spec->strip_status[n] = HD_STATUS_NONE;
    }
  g_array_append_val (spec->category_array, category);
  refresh (spec);
  return n;
}

void
hd_chart_spec_set_note (HdChartSpec *spec, guint category, const char *note)
{
  g_return_if_fail (category < spec->n_categories);
  g_free (spec->categories[category].note);
  spec->categories[category].note = g_strdup (note);
}

void
hd_chart_spec_set_change (HdChartSpec *spec,
                          guint category,
                          double change,
                          HdPointStatus status,
                          const char *text)
{
  g_return_if_fail (category < spec->n_categories);
  spec->categories[category].change = change;
  spec->categories[category].change_status = status;
  g_free (spec->categories[category].change_text);
  spec->categories[category].change_text = g_strdup (text);
}

HdSeries *
hd_chart_spec_add_series (HdChartSpec *spec,
                          const char *code,
                          const char *name,
                          HdNotation notation,
                          const double *values)
{
  HdSeries series = {
    .code = g_strdup (code),
    .name = g_strdup (name != NULL ? name : ""),
    .notation = notation,
    .part = spec->n_series % 5,
    .values = copy_values (spec, values),
  };

  g_array_append_val (spec->series_array, series);
  refresh (spec);
  return &spec->series[spec->n_series - 1];
}

void
hd_chart_spec_set_status (HdChartSpec *spec, guint series, guint category, HdPointStatus status)
{
  g_return_if_fail (series < spec->n_series && category < spec->n_categories);
  if (spec->series[series].status == NULL)
    spec->series[series].status = g_new0 (HdPointStatus, spec->n_categories);
  spec->series[series].status[category] = status;
}

void
hd_chart_spec_add_flags (HdChartSpec *spec, guint series, guint category, HdPointFlags flags)
{
  g_return_if_fail (series < spec->n_series && category < spec->n_categories);
  if (spec->series[series].flags == NULL)
    spec->series[series].flags = g_new0 (guint8, spec->n_categories);
  spec->series[series].flags[category] |= (guint8)flags;
}

void
hd_chart_spec_set_text (HdChartSpec *spec, guint series, guint category, const char *text)
{
  char **texts;

  g_return_if_fail (series < spec->n_series && category < spec->n_categories);
  if (spec->series[series].texts == NULL)
    spec->series[series].texts = g_new0 (char *, spec->n_categories);
  texts = spec->series[series].texts;
  g_free (texts[category]);
  texts[category] = g_strdup (text);
}

void
hd_chart_spec_add_band (HdChartSpec *spec,
                        const char *name,
                        double level,
                        const double *lower,
                        const double *upper)
{
  HdBand band = {
    .name = g_strdup (name != NULL ? name : ""),
    .level = level,
    .lower = copy_values (spec, lower),
    .upper = copy_values (spec, upper),
  };

  g_array_append_val (spec->band_array, band);
  refresh (spec);
}

void
hd_chart_spec_add_marker (HdChartSpec *spec,
                          double value,
                          const char *label,
                          HdNotation notation,
                          gboolean is_target)
{
  HdMarker marker = {
    .value = value,
    .label = g_strdup (label),
    .notation = notation,
    .is_target = is_target,
  };

  g_array_append_val (spec->marker_array, marker);
  refresh (spec);
}

void
hd_chart_spec_add_annotation (HdChartSpec *spec, guint series, guint category, const char *text)
{
  HdAnnotation annotation = { category, series, g_strdup (text) };

  g_array_append_val (spec->annotation_array, annotation);
  refresh (spec);
}

void
hd_chart_spec_set_strip (HdChartSpec *spec,
                         const char *label,
                         HdNumberFormat format,
                         const double *values,
                         const HdPointStatus *status)
{
  g_free (spec->strip);
  g_free (spec->strip_label);
  g_clear_pointer (&spec->strip_status, g_free);
  spec->strip = copy_values (spec, values);
  spec->strip_label = g_strdup (label);
  spec->strip_format = format;
  if (status != NULL)
    spec->strip_status = g_memdup2 (status, spec->n_categories * sizeof (HdPointStatus));
}

void
hd_chart_spec_set_edges (HdChartSpec *spec, const double *edges)
{
  g_free (spec->edges);
  spec->edges = g_memdup2 (edges, (spec->n_categories + 1) * sizeof (double));
}

void
hd_chart_spec_take_map (HdChartSpec *spec, HdMapSpec *map)
{
  g_clear_pointer (&spec->map, hd_map_spec_free);
  spec->map = map;
}

void
hd_chart_specs_share_scale (HdChartSpec *const *specs, guint n_specs)
{
  double min = INFINITY;
  double max = -INFINITY;

  for (guint spec = 0; spec < n_specs; spec++)
    {
      double low, high;

      if (!hd_chart_spec_range (specs[spec], &low, &high))
        continue;
      min = MIN (min, low);
      max = MAX (max, high);
    }
  for (guint spec = 0; spec < n_specs && min <= max; spec++)
    {
      specs[spec]->scale_min = MIN (min, 0);
      specs[spec]->scale_max = MAX (max, 0);
    }
}
