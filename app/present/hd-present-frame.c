/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames to charts of one or two groups.
 */

#include "config.h"

#include "hd-present-frame.h"
#include "hd-present-names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A change that one decimal would show as nought is none. */
#define LEAST_CHANGE 0.05

HdKpiColumns
hd_present_columns (const HdFrame *frame, const HdKpi *kpi)
{
  g_autofree char *base = g_strconcat (kpi->id, ".base", NULL);
  g_autofree char *difference = g_strconcat (kpi->id, ".difference", NULL);
  g_autofree char *percent = g_strconcat (kpi->id, ".percent", NULL);

  return (HdKpiColumns){
    .value = hd_frame_find_column (frame, kpi->id),
    .base = hd_frame_find_column (frame, base),
    .difference = hd_frame_find_column (frame, difference),
    .percent = hd_frame_find_column (frame, percent),
  };
}

char *
hd_present_filter_code (const HdFrame *frame, guint row, guint column)
{
  const HdColumn *group = hd_frame_get_column (frame, column);
  g_autofree char *dimension = g_strndup (group->id, strcspn (group->id, ":"));
  g_autofree char *period = NULL;

  if (group->type == HD_CELL_PERIOD)
    period = hd_period_to_string (hd_frame_get_period (frame, row, column));
  return g_strdup_printf ("%s=%s", dimension,
                          period != NULL ? period : hd_frame_get_code (frame, row, column));
}

HdPointFlags
hd_present_flags (HdCellFlags flags)
{
  HdPointFlags point = HD_POINT_NONE;

  if (flags & HD_CELL_FLAG_PARTIAL)
    point |= HD_POINT_PARTIAL;
  if (flags & HD_CELL_FLAG_PROVISIONAL)
    point |= HD_POINT_PROVISIONAL;
  if (flags & HD_CELL_FLAG_REST)
    point |= HD_POINT_REST;
  return point;
}

char *
hd_present_dimension_name (const HdPresent *present, const HdKpi *kpi, const char *group)
{
  g_autofree char *dimension = g_strndup (group, strcspn (group, ":"));
  g_autofree char *id = g_ascii_strup (dimension, -1);
  HdStructure *structure
      = kpi->dataset != NULL ? hd_structures_find (present->structures, kpi->dataset) : NULL;
  int index = structure != NULL ? hd_structure_find_dimension (structure, id) : -1;

  if (g_str_equal (dimension, "time"))
    return g_strdup (_ ("time"));
  if (index < 0)
    return g_steal_pointer (&dimension);
  return hd_present_lower_first (g_str_has_prefix (present->lang, "vi")
                                     ? hd_structure_get_dimension (structure, index)->name_vi
                                     : hd_structure_get_dimension (structure, index)->name_en);
}

static HdChartSpec *
begin (const HdPresent *present,
       HdChartKind kind,
       const HdKpi *kpi,
       const HdFrame *frame,
       guint value_column,
       const char *title)
{
  HdNumberFormat format = hd_present_column_format (present, kpi, frame, value_column);
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (kind, title, caption);

  hd_chart_spec_set_format (spec, format);
  hd_chart_spec_set_change_format (spec, hd_present_percent_format (present));
  return spec;
}

/* Adds the row's category, named in words; the rest beyond the top does not drill. */
static void
add_code (const HdPresent *present,
          HdChartSpec *spec,
          const HdFrame *frame,
          guint row,
          guint column)
{
  gboolean is_rest = (hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_REST) != 0;
  g_autofree char *code = is_rest ? NULL : hd_present_filter_code (frame, row, column);
  g_autofree char *name = hd_present_cell_name (frame, row, column, present->lang);
  HdCategory *category = hd_chart_spec_add_category (spec, code, name);

  if (is_rest)
    category->flags |= HD_POINT_REST;
}

/* What the bases are: the plan, or the same days of another period. */
static void
add_bases (const HdPresent *present, HdChartSpec *spec, const double *bases)
{
  if (g_str_has_prefix (present->scope->compare, "plan:"))
    hd_chart_spec_add_series (spec, NULL, _ ("Plan"), HD_NOTATION_PLAN, bases);
  else
    hd_chart_spec_add_series (spec, NULL, _ ("Same period"), HD_NOTATION_PREVIOUS, bases);
}

static double *
column_values (const HdFrame *frame, int column)
{
  guint n_rows = hd_frame_get_n_rows (frame);
  double *values = g_new (double, MAX (n_rows, 1));

  for (guint row = 0; row < n_rows; row++)
    values[row] = column >= 0 ? hd_frame_get_double (frame, row, column) : NAN;
  return values;
}

static void
add_column_flags (HdChartSpec *spec, guint series, const HdFrame *frame, guint column)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    hd_chart_spec_add_flags (spec, series, row,
                             hd_present_flags (hd_frame_get_flags (frame, row, column)));
}

/* The change beside each bar, of a percentage in points, else in per cent; a new or closed unit is said to be so. */
static void
add_changes (HdChartSpec *spec, const HdKpi *kpi, const HdFrame *frame, HdKpiColumns columns)
{
  gboolean is_share = g_strcmp0 (kpi->unit, "%") == 0 && columns.difference >= 0;

  if (is_share)
    hd_chart_spec_set_change_format (spec, hd_number_format_plain (spec->format.locale, 1));
  for (guint row = 0; columns.percent >= 0 && row < hd_frame_get_n_rows (frame); row++)
    {
      double change
          = hd_frame_get_double (frame, row, is_share ? columns.difference : columns.percent);
      HdCellFlags flags = hd_frame_get_flags (frame, row, columns.percent)
                          | hd_frame_get_flags (frame, row, columns.value);

      if (flags & HD_CELL_FLAG_NEW)
        hd_chart_spec_set_change (spec, row, NAN, HD_STATUS_NEUTRAL, _ ("new"));
      else if (flags & HD_CELL_FLAG_CLOSED)
        hd_chart_spec_set_change (spec, row, NAN, HD_STATUS_NEUTRAL, _ ("none now"));
      else if (fabs (change) < LEAST_CHANGE)
        hd_chart_spec_set_change (spec, row, 0, HD_STATUS_NEUTRAL, NULL);
      else if (!isnan (change))
        hd_chart_spec_set_change (spec, row, change, hd_present_status (kpi, change), NULL);
    }
}

HdChartSpec *
hd_present_bars (const HdPresent *present,
                 const HdKpi *kpi,
                 const HdFrame *frame,
                 const char *title)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  HdChartSpec *spec = begin (present, HD_CHART_BARS, kpi, frame, columns.value, title);
  g_autofree double *values = column_values (frame, columns.value);
  g_autofree double *bases = column_values (frame, columns.base);

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    add_code (present, spec, frame, row, 0);
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  add_column_flags (spec, 0, frame, columns.value);
  if (columns.base >= 0)
    add_bases (present, spec, bases);
  add_changes (spec, kpi, frame, columns);
  return spec;
}

HdChartSpec *
hd_present_pareto (const HdPresent *present,
                   const HdKpi *kpi,
                   const HdFrame *frame,
                   const char *title)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  HdChartSpec *spec = begin (present, HD_CHART_PARETO, kpi, frame, columns.value, title);
  g_autofree double *values = column_values (frame, columns.value);

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    add_code (present, spec, frame, row, 0);
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  return spec;
}

/* "21/30 ngày" beside a period that has not run its whole course. */
static void
note_part_period (HdChartSpec *spec, const HdFrame *frame, guint row)
{
  HdPeriod period = hd_frame_get_period (frame, row, 0);
  HdDay last = MIN (hd_frame_get_span (frame).last, period.last);
  g_autofree char *note = NULL;

  if (last >= period.last || last < period.first)
    return;
  /* Translators: days that have passed, days of the whole period. */
  note = g_strdup_printf (_ ("%d/%d days"), last - period.first + 1, hd_period_n_days (period));
  hd_chart_spec_set_note (spec, row, note);
  hd_chart_spec_add_flags (spec, 0, row, HD_POINT_PARTIAL);
}

static void
add_periods (HdChartSpec *spec, const HdFrame *frame)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);
      g_autofree char *code = hd_present_filter_code (frame, row, 0);
      g_autofree char *label = hd_present_period_short (period);

      hd_chart_spec_add_day (spec, code, label, period.first);
    }
}

HdChartSpec *
hd_present_time_columns (const HdPresent *present,
                         const HdKpi *kpi,
                         const HdFrame *frame,
                         const char *title)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  HdChartSpec *spec = begin (present, HD_CHART_COLUMNS, kpi, frame, columns.value, title);
  g_autofree double *values = column_values (frame, columns.value);
  g_autofree double *bases = column_values (frame, columns.base);

  add_periods (spec, frame);
  spec->axis = HD_AXIS_CATEGORY;
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  add_column_flags (spec, 0, frame, columns.value);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    note_part_period (spec, frame, row);
  if (columns.base >= 0)
    add_bases (present, spec, bases);
  return spec;
}

/* Rows are time × code, time first; series are codes in the order in which they first appear. */
static void
add_code_lines (const HdPresent *present, HdChartSpec *spec, const HdFrame *frame, int value_column)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  g_autoptr (GArray) first_rows = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_rows = hd_frame_get_n_rows (frame);

  for (guint row = 0; row < n_rows; row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);
      const char *code = hd_frame_get_code (frame, row, 1);

      if (row == 0 || !hd_period_equal (period, hd_frame_get_period (frame, row - 1, 0)))
        {
          g_autofree char *filter = hd_present_filter_code (frame, row, 0);
          g_autofree char *label = hd_present_period_short (period);

          hd_chart_spec_add_day (spec, filter, label, period.first);
          g_array_append_val (first_rows, row);
        }
      if (g_hash_table_add (seen, (gpointer)code))
        g_ptr_array_add (codes, (gpointer)code);
    }
  for (guint index = 0; index < codes->len; index++)
    {
      const char *code = g_ptr_array_index (codes, index);
      const char *name = code;
      g_autofree double *values = g_new (double, MAX (first_rows->len, 1));
      guint step = 0;
      HdSeries *series;

      for (guint at = 0; at < first_rows->len; at++)
        values[at] = NAN;
      for (guint row = 0; row < n_rows; row++)
        {
          while (step + 1 < first_rows->len && g_array_index (first_rows, guint, step + 1) <= row)
            step++;
          if (!g_str_equal (hd_frame_get_code (frame, row, 1), code))
            continue;
          name = hd_frame_get_flags (frame, row, 1) & HD_CELL_FLAG_REST
                     ? _ ("Rest")
                     : hd_frame_get_name (frame, row, 1, present->lang);
          values[step] = hd_frame_get_double (frame, row, value_column);
        }
      series = hd_chart_spec_add_series (spec, code, name, HD_NOTATION_PART, values);
      series->part = index % 5;
    }
}

HdChartSpec *
hd_present_time_lines (const HdPresent *present,
                       const HdKpi *kpi,
                       const HdFrame *frame,
                       const char *title)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  HdChartSpec *spec = begin (present, HD_CHART_LINE, kpi, frame, columns.value, title);

  spec->allow_cut = kpi->kind != HD_KPI_SUM;
  if (hd_frame_get_n_columns (frame) > 1
      && hd_frame_get_column (frame, 1)->kind == HD_COLUMN_DIMENSION)
    add_code_lines (present, spec, frame, columns.value);
  else
    {
      g_autofree double *values = column_values (frame, columns.value);
      g_autofree double *bases = column_values (frame, columns.base);

      add_periods (spec, frame);
      if (columns.base >= 0)
        add_bases (present, spec, bases);
      hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                                HD_NOTATION_ACTUAL, values);
      add_column_flags (spec, columns.base >= 0 ? 1 : 0, frame, columns.value);
    }
  return spec;
}
