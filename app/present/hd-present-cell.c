/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a mark of a chart to the one cell that it shows: its question, its evidence code, its notes.
 */

#include "config.h"

#include "hd-present-cell.h"

#include <string.h>

#define N_HOURS 24

/* The KPI of a mark: its series' where that is one, its category's where each is one, else the chart's. */
static const HdKpi *
find_kpi (const HdPresentMark *mark, const HdScope *scope, const HdCatalog *catalog)
{
  g_auto (GStrv) kpis = NULL;
  const char *code = NULL;

  /* The charts of the evidence screen and of the desk are of the path's own KPI. */
  if (mark->chart->kpis == NULL || g_str_has_prefix (mark->chart->name, "forecast-"))
    {
      code = hd_scope_get_code (scope, "kpi");
      if (code == NULL)
        code = mark->chart->kpis;
      return code != NULL ? hd_catalog_find_kpi (catalog, code) : NULL;
    }
  kpis = g_strsplit (mark->chart->kpis, ",", -1);
  if (mark->series >= 0 && (guint)mark->series < mark->spec->n_series)
    code = mark->spec->series[mark->series].code;
  if (code != NULL && g_strv_contains ((const char *const *)kpis, code))
    return hd_catalog_find_kpi (catalog, code);
  if (g_strv_length (kpis) == mark->spec->n_categories && mark->code == NULL)
    return hd_catalog_find_kpi (catalog, kpis[mark->category]);
  return g_strv_length (kpis) == 1 ? hd_catalog_find_kpi (catalog, kpis[0]) : NULL;
}

static gboolean
set_filter (HdQuery *query, const HdKpi *kpi, const char *dimension, const char *code)
{
  g_autofree char *where = g_strconcat (dimension, "=", code, NULL);

  return hd_kpi_has_dimension (kpi, dimension) && hd_query_set_where (query, where, NULL);
}

/* The category's own filter: a period, or a code of a dimension. */
static gboolean
set_category (HdQuery *query, const HdKpi *kpi, const HdPresentMark *mark)
{
  const char *equals = mark->code != NULL ? strchr (mark->code, '=') : NULL;
  g_autofree char *dimension = NULL;

  if (mark->spec->kind == HD_CHART_HEATMAP && mark->code == NULL)
    {
      g_autofree char *hour = g_strdup_printf ("H%03d", mark->series * N_HOURS + mark->category);

      return set_filter (query, kpi, "hour", hour);
    }
  if (equals == NULL)
    return mark->code == NULL;
  if (g_str_has_prefix (mark->code, "time="))
    return hd_query_set_from (query, equals + 1, NULL) && hd_query_set_to (query, equals + 1, NULL);
  dimension = g_strndup (mark->code, (gsize)(equals - mark->code));
  return set_filter (query, kpi, dimension, equals + 1);
}

/* Lines and layers of a second dimension, "time,lane". */
static gboolean
set_series (HdQuery *query, const HdKpi *kpi, const HdPresentMark *mark)
{
  const char *comma = mark->chart->by != NULL ? strchr (mark->chart->by, ',') : NULL;
  const HdSeries *series = mark->series >= 0 && (guint)mark->series < mark->spec->n_series
                               ? &mark->spec->series[mark->series]
                               : NULL;
  g_autofree char *dimension = NULL;

  if (comma == NULL || series == NULL)
    return TRUE;
  if (series->code == NULL)
    return FALSE;
  dimension = g_strndup (comma + 1, strcspn (comma + 1, ":,"));
  return set_filter (query, kpi, dimension, series->code);
}

static gboolean
is_cell (const HdPresentMark *mark)
{
  const HdChartSpec *spec = mark->spec;

  /* A bridge's steps are differences, a Pareto's line a running share. */
  if (spec->kind == HD_CHART_WATERFALL || mark->category < 0)
    return FALSE;
  if (spec->map != NULL)
    return mark->code != NULL;
  if ((guint)mark->category >= spec->n_categories
      || (spec->categories[mark->category].flags & HD_POINT_REST) != 0)
    return FALSE;
  if (mark->series < 0 || (guint)mark->series >= spec->n_series)
    return mark->series < 0;
  switch (spec->series[mark->series].notation)
    {
    case HD_NOTATION_PREVIOUS:
    case HD_NOTATION_PLAN:
    case HD_NOTATION_FORECAST:
      return FALSE;
    case HD_NOTATION_ACTUAL:
    case HD_NOTATION_PART:
    case HD_NOTATION_LANE_GREEN:
    case HD_NOTATION_LANE_YELLOW:
    case HD_NOTATION_LANE_RED:
    default:
      return TRUE;
    }
}

/* What the scope leaves open is this year, and stays that year however long the note is kept. */
static gboolean
fix_span (HdQuery *query, const HdPresentMark *mark, int year)
{
  g_autofree char *text = g_strdup_printf ("%04d", year);
  gboolean is_cumulative = g_str_has_suffix (mark->chart->name, "-cumulative");

  if (is_cumulative && mark->code != NULL && !hd_query_set_from (query, text, NULL))
    return FALSE;
  if (!query->has_from && !query->has_to)
    return hd_query_set_from (query, text, NULL) && hd_query_set_to (query, text, NULL);
  return TRUE;
}

HdQuery *
hd_present_cell_query (const HdPresentMark *mark,
                       const HdScope *scope,
                       const HdCatalog *catalog,
                       int year)
{
  g_autoptr (HdQuery) query = NULL;
  const HdKpi *kpi = is_cell (mark) ? find_kpi (mark, scope, catalog) : NULL;

  if (kpi == NULL)
    return NULL;
  query = hd_scope_query (scope, catalog, kpi->id, NULL, NULL);
  if (query == NULL)
    return NULL;
  if (mark->chart->where != NULL && !hd_query_set_where (query, mark->chart->where, NULL))
    return NULL;
  if (!set_category (query, kpi, mark) || !set_series (query, kpi, mark)
      || !fix_span (query, mark, year))
    return NULL;
  return g_steal_pointer (&query);
}

static void
append_option (GString *command, const char *option, const char *value)
{
  g_autofree char *quoted = g_shell_quote (value);
  gboolean is_plain = strpbrk (value, " '\"\\$`&|;<>()*?[]#~!{}") == NULL;

  g_string_append_printf (command, " --%s %s", option, is_plain ? value : quoted);
}

char *
hd_present_cell_command (const HdQuery *query, gint64 as_of)
{
  g_autofree char *kpis = g_strjoinv (",", query->kpis);
  g_autofree char *from = query->has_from ? hd_period_to_string (query->from) : NULL;
  g_autofree char *to = query->has_to ? hd_period_to_string (query->to) : NULL;
  gint64 known = query->as_of != 0 ? query->as_of : as_of;
  GString *command = g_string_new ("haidang query ");

  g_string_append (command, kpis);
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);
      g_autofree char *codes = g_strjoinv ("+", filter->codes);
      g_autofree char *where = g_strconcat (filter->dimension, "=", codes, NULL);

      append_option (command, "where", where);
    }
  if (from != NULL)
    append_option (command, "from", from);
  if (to != NULL)
    append_option (command, "to", to);
  if (query->map == 2024)
    append_option (command, "map", "2024");
  if (known != 0)
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (known);
      g_autofree char *text = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ");

      append_option (command, "as-of", text);
    }
  return g_string_free (command, FALSE);
}

int
hd_present_this_year (HdStore *store, gint64 now)
{
  g_autoptr (GPtrArray) all = store != NULL ? hd_store_get_status (store, NULL) : NULL;
  gint64 newest = 0;
  int year, month, day;

  for (guint index = 0; all != NULL && index < all->len; index++)
    newest = MAX (newest, ((HdStoreDatasetStatus *)g_ptr_array_index (all, index))->extracted_at);
  hd_day_to_ymd (hd_day_from_unix_ict (newest != 0 ? newest : now), &year, &month, &day);
  return year;
}

char *
hd_present_cell_key (const HdQuery *query)
{
  g_autoptr (HdQuery) now = hd_query_edit (query);

  hd_query_set_as_of (now, 0);
  return hd_query_to_string (now);
}

void
hd_present_add_notes (HdChartSpec *spec, const HdPresentChart *chart, const HdPresent *present)
{
  int year;

  /* A map has no categories to pin to; its table has the figure. */
  if (g_hash_table_size (present->notes) == 0 || spec->map != NULL)
    return;
  year = hd_present_this_year (present->store, present->now);
  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category++)
      {
        HdPresentMark mark
            = { chart, spec, spec->categories[category].code, (int)series, (int)category };
        g_autoptr (HdQuery) query
            = hd_present_cell_query (&mark, present->scope, present->catalog, year);
        g_autofree char *key = query != NULL ? hd_present_cell_key (query) : NULL;
        const char *note = key != NULL ? g_hash_table_lookup (present->notes, key) : NULL;

        if (note != NULL)
          hd_chart_spec_add_annotation (spec, series, category, note);
      }
}
