/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question as a value: made, edited word by word, copied and counted.
 */

#include "config.h"

#include "hd-query.h"

#include <string.h>

/* What a date can say: the years 1 to 9999. */
#define FIRST_MOMENT G_GINT64_CONSTANT (-62135596800)
#define LAST_MOMENT G_GINT64_CONSTANT (253402300799)

G_DEFINE_QUARK (hd_query_error_quark, hd_query_error)

static void
group_free (gpointer data)
{
  HdGroup *group = data;

  g_free (group->dimension);
  g_free (group->level);
  g_free (group);
}

static void
filter_free (gpointer data)
{
  HdFilter *filter = data;

  g_free (filter->dimension);
  g_strfreev (filter->codes);
  g_free (filter);
}

static HdGroup *
group_new (const char *dimension, const char *level)
{
  HdGroup *group = g_new0 (HdGroup, 1);

  group->dimension = g_ascii_strdown (dimension, -1);
  group->level = level != NULL ? g_ascii_strdown (level, -1) : NULL;
  return group;
}

static HdFilter *
filter_new (const char *dimension, const char *const *codes)
{
  HdFilter *filter = g_new0 (HdFilter, 1);

  filter->dimension = g_ascii_strdown (dimension, -1);
  filter->codes = g_strdupv ((char **)codes);
  return filter;
}

/* An id of SDMX, or of a KPI. Codes may hold any letter but what the grammar needs for itself. */
static gboolean
is_word (const char *text)
{
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isgraph (g_utf8_get_char (at)) || strchr ("+,=:", *at) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
refuse_syntax (GError **error, const char *option, const char *text, const char *form)
{
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
               "cannot read %s \"%s\"; write it as %s", option, text, form);
  return FALSE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static int
compare_filters (gconstpointer a, gconstpointer b)
{
  const HdFilter *first = *(const HdFilter *const *)a;
  const HdFilter *second = *(const HdFilter *const *)b;

  return strcmp (first->dimension, second->dimension);
}

static HdQuery *
query_new_empty (void)
{
  HdQuery *query = g_new0 (HdQuery, 1);

  g_atomic_ref_count_init (&query->refs);
  query->groups = g_ptr_array_new_with_free_func (group_free);
  query->filters = g_ptr_array_new_with_free_func (filter_free);
  query->grain = HD_GRAIN_MONTH;
  return query;
}

HdQuery *
hd_query_new (const char *kpis)
{
  HdQuery *query = query_new_empty ();
  g_auto (GStrv) words = g_strsplit (kpis, ",", -1);
  g_autoptr (GStrvBuilder) unique = g_strv_builder_new ();

  for (int index = 0; words[index] != NULL; index++)
    {
      gboolean is_known = FALSE;

      g_strstrip (words[index]);
      for (int before = 0; before < index; before++)
        is_known |= g_str_equal (words[before], words[index]);
      if (!is_known)
        g_strv_builder_add (unique, words[index]);
    }
  query->kpis = g_strv_builder_end (unique);
  return query;
}

HdQuery *
hd_query_ref (HdQuery *query)
{
  g_atomic_ref_count_inc (&query->refs);
  return query;
}

void
hd_query_unref (HdQuery *query)
{
  if (!g_atomic_ref_count_dec (&query->refs))
    return;
  g_strfreev (query->kpis);
  g_ptr_array_unref (query->groups);
  g_ptr_array_unref (query->filters);
  g_free (query->compare_plan);
  g_free (query);
}

HdQuery *
hd_query_edit (const HdQuery *query)
{
  HdQuery *copy = query_new_empty ();
  GPtrArray *groups = copy->groups;
  GPtrArray *filters = copy->filters;

  for (guint index = 0; index < query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (query->groups, index);

      g_ptr_array_add (groups, group_new (group->dimension, group->level));
    }
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);

      g_ptr_array_add (filters, filter_new (filter->dimension, (const char *const *)filter->codes));
    }
  *copy = *query;
  copy->groups = groups;
  copy->filters = filters;
  copy->kpis = g_strdupv (query->kpis);
  copy->compare_plan = g_strdup (query->compare_plan);
  g_atomic_ref_count_init (&copy->refs);
  return copy;
}

static gboolean
parse_group (GPtrArray *groups, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n_parts = g_strv_length (parts);
  HdGroup *group;

  for (guint part = 0; part < n_parts; part++)
    if (!is_word (parts[part]))
      n_parts = 0;
  if (n_parts < 1 || n_parts > 2)
    return refuse_syntax (error, "grouping", text, "DIMENSION or DIMENSION:LEVEL");

  group = group_new (parts[0], parts[1]);
  for (guint index = 0; index < groups->len; index++)
    {
      const HdGroup *other = g_ptr_array_index (groups, index);

      if (g_str_equal (other->dimension, group->dimension)
          && g_strcmp0 (other->level, group->level) == 0)
        {
          group_free (group);
          return refuse_syntax (error, "grouping", text, "a dimension that is not there yet");
        }
    }
  g_ptr_array_add (groups, group);
  if (g_str_equal (group->dimension, "time") && group->level != NULL)
    return refuse_syntax (error, "grouping", text, "time, with --grain for its length");
  return TRUE;
}

gboolean
hd_query_set_by (HdQuery *query, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);

  for (int index = 0; words[index] != NULL; index++)
    if (!parse_group (groups, g_strstrip (words[index]), error))
      return FALSE;
  g_clear_pointer (&query->groups, g_ptr_array_unref);
  query->groups = g_steal_pointer (&groups);
  return TRUE;
}

static void
remove_filter (HdQuery *query, const char *dimension)
{
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);

      if (g_str_equal (filter->dimension, dimension))
        {
          g_ptr_array_remove_index (query->filters, index);
          return;
        }
    }
}

/* Codes are sorted and each is kept once, so that equal filters print alike. */
static gboolean
set_filter (HdQuery *query, const char *text, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", -1);
  g_auto (GStrv) codes = NULL;
  g_autofree char *dimension = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (g_strv_length (sides) != 2 || !is_word (sides[0]))
    return refuse_syntax (error, "filter", text, "DIMENSION=CODE or DIMENSION=CODE+CODE");
  dimension = g_ascii_strdown (sides[0], -1);
  if (*sides[1] == '\0')
    {
      remove_filter (query, dimension);
      return TRUE;
    }

  codes = g_strsplit (sides[1], "+", -1);
  qsort (codes, g_strv_length (codes), sizeof (char *), compare_strings);
  for (int index = 0; codes[index] != NULL; index++)
    {
      if (!is_word (codes[index]))
        return refuse_syntax (error, "filter", text, "DIMENSION=CODE or DIMENSION=CODE+CODE");
      if (index == 0 || !g_str_equal (codes[index - 1], codes[index]))
        g_ptr_array_add (kept, codes[index]);
    }
  g_ptr_array_add (kept, NULL);
  remove_filter (query, dimension);
  g_ptr_array_add (query->filters, filter_new (dimension, (const char *const *)kept->pdata));
  g_ptr_array_sort (query->filters, compare_filters);
  return TRUE;
}

gboolean
hd_query_set_where (HdQuery *query, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (int index = 0; words[index] != NULL; index++)
    if (!set_filter (query, g_strstrip (words[index]), error))
      return FALSE;
  return TRUE;
}

static gboolean
parse_period (const HdQuery *query, const char *text, HdPeriod *period, GError **error)
{
  guint8 month_start_day
      = query->month_start_day != 0 ? query->month_start_day : HD_MONTH_START_CIVIL;
  g_autoptr (GError) period_error = NULL;

  if (hd_period_parse (text, month_start_day, period, &period_error))
    return TRUE;
  g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD, period_error->message);
  return FALSE;
}

gboolean
hd_query_set_from (HdQuery *query, const char *text, GError **error)
{
  query->has_from = *text != '\0';
  return !query->has_from || parse_period (query, text, &query->from, error);
}

gboolean
hd_query_set_to (HdQuery *query, const char *text, GError **error)
{
  query->has_to = *text != '\0';
  return !query->has_to || parse_period (query, text, &query->to, error);
}

gboolean
hd_query_set_grain (HdQuery *query, const char *text, GError **error)
{
  static const char *const grains[] = { "day", "month", "quarter", "year" };

  for (guint grain = 0; grain < G_N_ELEMENTS (grains); grain++)
    if (g_str_equal (text, grains[grain]))
      {
        query->has_grain = TRUE;
        query->grain = grain;
        return TRUE;
      }
  return refuse_syntax (error, "grain", text, "day, month, quarter or year");
}

static gboolean
parse_calendar (const char *text, guint8 *month_start_day)
{
  gint64 day;

  if (g_str_equal (text, "civil"))
    {
      *month_start_day = HD_MONTH_START_CIVIL;
      return TRUE;
    }
  if (!g_str_has_prefix (text, "reporting"))
    return FALSE;
  if (!g_ascii_string_to_signed (text + strlen ("reporting"), 10, 2, 28, &day, NULL))
    return FALSE;
  *month_start_day = day;
  return TRUE;
}

gboolean
hd_query_set_calendar (HdQuery *query, const char *text, GError **error)
{
  if (!parse_calendar (text, &query->month_start_day))
    return refuse_syntax (error, "calendar", text, "civil or reporting15");
  /* A name that was read before keeps its meaning: the month 2026-11 of the calendar asked for. */
  query->from = hd_period_on_calendar (query->from, query->month_start_day);
  query->to = hd_period_on_calendar (query->to, query->month_start_day);
  return TRUE;
}

gboolean
hd_query_set_compare (HdQuery *query, const char *text, GError **error)
{
  static const char *const words[] = { "none", "yoy", "prev", "plan", "tet" };
  HdCompare compare = HD_COMPARE_NONE;
  const char *plan = NULL;

  if (g_str_has_prefix (text, "plan:"))
    {
      compare = HD_COMPARE_PLAN;
      plan = text + strlen ("plan:");
    }
  else
    while (compare <= HD_COMPARE_TET && !g_str_equal (text, words[compare]))
      compare++;
  if (compare > HD_COMPARE_TET || (compare == HD_COMPARE_PLAN && (plan == NULL || !is_word (plan))))
    return refuse_syntax (error, "comparison", text, "yoy, prev, plan:ID, tet or none");

  query->compare = compare;
  g_free (query->compare_plan);
  query->compare_plan = g_strdup (plan);
  return TRUE;
}

gboolean
hd_query_set_map (HdQuery *query, const char *text, GError **error)
{
  if (!g_str_equal (text, "2024") && !g_str_equal (text, "2025"))
    return refuse_syntax (error, "map", text, "2024 or 2025");
  query->map = atoi (text);
  return TRUE;
}

gboolean
hd_query_set_show (HdQuery *query, const char *text, GError **error)
{
  static const char *const words[] = { "share", "cumulative", NULL };
  g_auto (GStrv) asked = g_strsplit (text, ",", -1);
  guint show = 0;

  for (int index = 0; asked[index] != NULL; index++)
    {
      guint word = 0;

      while (words[word] != NULL && !g_str_equal (words[word], g_strstrip (asked[index])))
        word++;
      if (words[word] == NULL)
        return refuse_syntax (error, "show", text, "share, cumulative or both");
      show |= 1u << word;
    }
  query->show = show;
  return TRUE;
}

gboolean
hd_query_set_rank (HdQuery *query, const char *text, GError **error)
{
  static const char *const words[] = { "value", "change", "rise", "fall" };

  for (guint rank = 0; rank < G_N_ELEMENTS (words); rank++)
    if (g_str_equal (text, words[rank]))
      {
        query->rank = rank;
        return TRUE;
      }
  return refuse_syntax (error, "rank", text, "value, change, rise or fall");
}

void
hd_query_set_top (HdQuery *query, guint top)
{
  query->top = top;
}

void
hd_query_set_as_of (HdQuery *query, gint64 as_of)
{
  query->as_of = CLAMP (as_of, FIRST_MOMENT, LAST_MOMENT);
}

gboolean
hd_query_check (const HdQuery *query, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  for (int index = 0; query->kpis[index] != NULL; index++)
    if (!is_word (query->kpis[index]))
      return refuse_syntax (error, "KPI", query->kpis[index], "an id of haidang kpis");
  if (!query->has_from || !query->has_to || query->from.first <= query->to.last)
    return TRUE;

  from = hd_period_to_string (query->from);
  to = hd_period_to_string (query->to);
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD,
               "the period ends before it begins: from %s to %s", from, to);
  return FALSE;
}

const char *const *
hd_query_get_filter (const HdQuery *query, const char *dimension)
{
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);

      if (g_str_equal (filter->dimension, dimension))
        return (const char *const *)filter->codes;
    }
  return NULL;
}
