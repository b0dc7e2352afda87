/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading chart specs, with an honest answer outside the arrays too.
 */

#include "config.h"

#include "hd-chart-spec.h"

#include <math.h>

static void
widen (double value, double *min, double *max)
{
  if (!isfinite (value))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

double
hd_chart_spec_value (const HdChartSpec *spec, guint series, guint category)
{
  if (series >= spec->n_series || category >= spec->n_categories)
    return NAN;
  return spec->series[series].values[category];
}

HdPointStatus
hd_chart_spec_status (const HdChartSpec *spec, guint series, guint category)
{
  if (series >= spec->n_series || category >= spec->n_categories
      || spec->series[series].status == NULL)
    return HD_STATUS_NONE;
  return spec->series[series].status[category];
}

HdPointFlags
hd_chart_spec_flags (const HdChartSpec *spec, guint series, guint category)
{
  HdPointFlags flags = HD_POINT_NONE;

  if (category >= spec->n_categories)
    return HD_POINT_NONE;
  flags = spec->categories[category].flags;
  if (series < spec->n_series && spec->series[series].flags != NULL)
    flags |= spec->series[series].flags[category];
  return flags;
}

char *
hd_chart_spec_text (const HdChartSpec *spec, guint series, guint category)
{
  if (series < spec->n_series && category < spec->n_categories && spec->series[series].texts != NULL
      && spec->series[series].texts[category] != NULL)
    return g_strdup (spec->series[series].texts[category]);
  return hd_number_format (&spec->format, hd_chart_spec_value (spec, series, category));
}

char *
hd_chart_spec_change_text (const HdChartSpec *spec, guint category)
{
  const HdCategory *of_spec;

  if (category >= spec->n_categories)
    return NULL;
  of_spec = &spec->categories[category];
  if (of_spec->change_text != NULL)
    return g_strdup (of_spec->change_text);
  return isnan (of_spec->change) ? NULL
                                 : hd_number_format_signed (&spec->change_format, of_spec->change);
}

int
hd_chart_spec_find_series (const HdChartSpec *spec, HdNotation notation)
{
  for (guint series = 0; series < spec->n_series; series++)
    if (spec->series[series].notation == notation)
      return (int)series;
  return -1;
}

gboolean
hd_chart_spec_range (const HdChartSpec *spec, double *min, double *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category++)
      widen (spec->series[series].values[category], min, max);
  for (guint band = 0; band < spec->n_bands; band++)
    for (guint category = 0; category < spec->n_categories; category++)
      {
        widen (spec->bands[band].lower[category], min, max);
        widen (spec->bands[band].upper[category], min, max);
      }
  return *min <= *max;
}
