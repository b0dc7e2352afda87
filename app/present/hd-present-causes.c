/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The greatest causes of a figure in one line: "cars −2.240 · crude oil −610 · rest −270".
 */

#include "config.h"

#include "hd-present-causes.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-present-names.h"

#define MAX_NAME_CHARS 40
#define MAX_STEPS 6

typedef struct
{
  guint row;
  double value;
} Part;

HdFrame *
hd_present_ask_parts (const HdPresent *present,
                      const char *kpis,
                      const char *by,
                      const char *where,
                      const char *compare)
{
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpis, by, NULL);

  if (query == NULL || (where != NULL && !hd_query_set_where (query, where, NULL))
      || !hd_query_set_compare (query, compare, NULL))
    return NULL;
  return hd_engine_query (present->engine, query, present->cancellable, NULL);
}

static int
compare_parts (gconstpointer a, gconstpointer b, gpointer data)
{
  double first = ((const Part *)a)->value;
  double second = ((const Part *)b)->value;
  int sign = GPOINTER_TO_INT (data);

  return sign * ((first < second) - (first > second));
}

/* Between two words, where it has any: names of goods are lists. */
static char *
shorten (const char *name)
{
  g_autofree char *head = NULL;
  char *space;
  gsize length;

  if (g_utf8_strlen (name, -1) <= MAX_NAME_CHARS)
    return g_strdup (name);
  head = g_utf8_substring (name, 0, MAX_NAME_CHARS);
  if ((space = strrchr (head, ' ')) != NULL)
    *space = '\0';
  length = strlen (head);
  if (length > 0 && strchr (",;", head[length - 1]) != NULL)
    head[length - 1] = '\0';
  return g_strconcat (head, "…", NULL);
}

static GArray *
collect_parts (const HdFrame *frame, int column, int sign)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      Part part = { row, hd_frame_get_double (frame, row, column) };

      if (!isnan (part.value))
        g_array_append_val (parts, part);
    }
  g_array_sort_with_data (parts, compare_parts, GINT_TO_POINTER (sign));
  return parts;
}

/* The greatest parts side by side, for figures that do not add up. */
static HdChartSpec *
draw_bars (const HdPresent *present, const HdKpi *kpi, const HdFrame *frame, const GArray *parts)
{
  HdNumberFormat format
      = hd_present_format (present, kpi, fabs (g_array_index (parts, Part, 0).value));
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_BARS, "", caption);
  guint n_bars = MIN (parts->len, MAX_STEPS);
  g_autofree double *values = g_new (double, MAX (n_bars, 1));

  hd_chart_spec_set_format (spec, format);
  for (guint index = 0; index < n_bars; index++)
    {
      const Part *part = &g_array_index (parts, Part, index);
      g_autofree char *code = hd_present_filter_code (frame, part->row, 0);
      g_autofree char *name = hd_present_cell_name (frame, part->row, 0, present->lang);

      hd_chart_spec_add_category (spec, code, name);
      values[index] = part->value;
    }
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  return spec;
}

/* Parts of a sum lead from the base to the value. */
static HdChartSpec *
draw_parts (const HdPresent *present, const HdKpi *kpi, const HdFrame *frame, const GArray *parts)
{
  gboolean adds_up = (kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK)
                     && hd_present_columns (frame, kpi).base >= 0;

  return adds_up ? hd_present_bridge (present, kpi, frame, MAX_STEPS, "")
                 : draw_bars (present, kpi, frame, parts);
}

char *
hd_present_causes (const HdPresent *present, const HdPresentCauses *causes, HdChartSpec **picture)
{
  /* Looked at there, so that the caption says where. */
  g_autoptr (HdScope) there = causes->where != NULL
                                  ? hd_scope_with_drill (present->scope, causes->where, NULL)
                                  : hd_scope_ref (present->scope);
  HdPresent here = *present;
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, causes->kpi);
  g_autoptr (HdFrame) frame = NULL;
  gboolean is_change = !g_str_equal (causes->compare, "none");
  g_autoptr (GArray) parts = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  HdNumberFormat format;
  double rest = 0;
  HdKpiColumns columns;

  if (there == NULL)
    return NULL;
  here.scope = there;
  frame = hd_present_ask_parts (&here, causes->kpi, causes->by, NULL, causes->compare);
  if (frame == NULL)
    return NULL;
  columns = hd_present_columns (frame, kpi);
  parts = collect_parts (frame, is_change ? columns.difference : columns.value, causes->sign);
  if (parts->len < 2)
    return NULL;
  if (picture != NULL)
    *picture = draw_parts (&here, kpi, frame, parts);
  format = hd_present_format (present, kpi, fabs (g_array_index (parts, Part, 0).value));
  for (guint index = 0; index < parts->len; index++)
    {
      const Part *part = &g_array_index (parts, Part, index);
      g_autofree char *whole = hd_present_cell_name (frame, part->row, 0, present->lang);
      g_autofree char *name = shorten (whole);
      g_autofree char *number = is_change ? hd_number_format_signed (&format, part->value)
                                          : hd_number_format (&format, part->value);

      if (index >= causes->n_parts || (index > 0 && causes->sign * part->value <= 0))
        rest += part->value;
      else
        g_string_append_printf (text, "%s%s %s", index > 0 ? " · " : "", name, number);
    }
  /* Averages and percentiles have no rest: they do not add up. */
  if (rest != 0 && (kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK))
    {
      g_autofree char *number
          = is_change ? hd_number_format_signed (&format, rest) : hd_number_format (&format, rest);

      g_string_append_printf (text, " · %s %s", _ ("rest"), number);
    }
  if (!format.is_percent && format.unit[0] != '\0')
    g_string_append_printf (text, " (%s)", format.unit);
  return g_strdup (text->str);
}
