/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a query: the cache key, the drill path and the state code, written and read.
 */

#include "config.h"

#include "hd-query.h"

#include <string.h>

/* What follows a keyword: one word, read by the same setter as the command line's option. */
typedef struct
{
  const char *keyword;
  gboolean (*set) (HdQuery *query, const char *text, GError **error);
} Clause;

static gboolean
set_top (HdQuery *query, const char *text, GError **error)
{
  guint64 top;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &top, NULL))
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "top is no count of rows: %s",
                   text);
      return FALSE;
    }
  hd_query_set_top (query, top);
  return TRUE;
}

static gboolean
set_as_of (HdQuery *query, const char *text, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                   "as-of is no time: %s; write it as 2026-03-31T08:00:00Z", text);
      return FALSE;
    }
  hd_query_set_as_of (query, g_date_time_to_unix (time));
  return TRUE;
}

/* The order in which the text is written. The calendar stands before the periods that it reads. */
static const Clause clauses[] = {
  { "by", hd_query_set_by },
  { "where", hd_query_set_where },
  { "calendar", hd_query_set_calendar },
  { "from", hd_query_set_from },
  { "to", hd_query_set_to },
  { "grain", hd_query_set_grain },
  { "compare", hd_query_set_compare },
  { "map", hd_query_set_map },
  { "top", set_top },
  { "rank", hd_query_set_rank },
  { "show", hd_query_set_show },
  { "as-of", set_as_of },
};

static void
append_groups (GString *text, const HdQuery *query)
{
  for (guint index = 0; index < query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (query->groups, index);

      g_string_append_printf (text, "%s%s", index == 0 ? " by " : ",", group->dimension);
      if (group->level != NULL)
        g_string_append_printf (text, ":%s", group->level);
    }
}

static void
append_filters (GString *text, const HdQuery *query)
{
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);
      g_autofree char *codes = g_strjoinv ("+", filter->codes);

      g_string_append_printf (text, "%s%s=%s", index == 0 ? " where " : ",", filter->dimension,
                              codes);
    }
}

static void
append_time (GString *text, const HdQuery *query)
{
  static const char *const grains[] = { "day", "month", "quarter", "year" };
  g_autofree char *from = hd_period_to_string (query->from);
  g_autofree char *to = hd_period_to_string (query->to);

  if (query->month_start_day == HD_MONTH_START_CIVIL)
    g_string_append (text, " calendar civil");
  else if (query->month_start_day != 0)
    g_string_append_printf (text, " calendar reporting%u", query->month_start_day);
  if (query->has_from)
    g_string_append_printf (text, " from %s", from);
  if (query->has_to)
    g_string_append_printf (text, " to %s", to);
  if (query->has_grain)
    g_string_append_printf (text, " grain %s", grains[query->grain]);
}

static void
append_compare (GString *text, const HdQuery *query)
{
  static const char *const words[] = { "none", "yoy", "prev", "plan:", "tet" };

  if (query->compare != HD_COMPARE_NONE)
    g_string_append_printf (text, " compare %s%s", words[query->compare],
                            query->compare_plan != NULL ? query->compare_plan : "");
}

char *
hd_query_to_string (const HdQuery *query)
{
  static const char *const ranks[] = { "value", "change", "rise", "fall" };
  static const char *const shows[] = { "", "share", "cumulative", "share,cumulative" };
  GString *text = g_string_new (NULL);
  g_autofree char *kpis = g_strjoinv (",", query->kpis);

  g_string_append (text, kpis);
  append_groups (text, query);
  append_filters (text, query);
  append_time (text, query);
  append_compare (text, query);
  if (query->map != 0)
    g_string_append_printf (text, " map %d", query->map);
  if (query->top != 0)
    g_string_append_printf (text, " top %u", query->top);
  if (query->rank != HD_RANK_VALUE)
    g_string_append_printf (text, " rank %s", ranks[query->rank]);
  if (query->show != 0)
    g_string_append_printf (text, " show %s", shows[query->show & 3]);
  if (query->as_of != 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (query->as_of);
      g_autofree char *as_of = g_date_time_format_iso8601 (time);

      g_string_append_printf (text, " as-of %s", as_of);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse_clause (HdQuery *query, const char *keyword, const char *word, guint *seen, GError **error)
{
  for (guint clause = 0; clause < G_N_ELEMENTS (clauses); clause++)
    if (g_str_equal (keyword, clauses[clause].keyword))
      {
        gboolean is_repeated = (*seen & (1u << clause)) != 0;

        *seen |= 1u << clause;
        if (word != NULL && !is_repeated)
          return clauses[clause].set (query, word, error);
        g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                     word == NULL ? "nothing follows \"%s\"" : "\"%s\" is there twice", keyword);
        return FALSE;
      }
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "\"%s\" is no word of a query",
               keyword);
  return FALSE;
}

HdQuery *
hd_query_parse (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (HdQuery) query = NULL;
  guint seen = 0;

  for (int index = 0; words[index] != NULL; index++)
    if (*words[index] != '\0')
      g_ptr_array_add (kept, words[index]);
  if (kept->len == 0)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "the query is empty");
      return NULL;
    }

  query = hd_query_new (g_ptr_array_index (kept, 0));
  for (guint index = 1; index < kept->len; index += 2)
    {
      const char *word = index + 1 < kept->len ? g_ptr_array_index (kept, index + 1) : NULL;

      if (!parse_clause (query, g_ptr_array_index (kept, index), word, &seen, error))
        return NULL;
    }
  if (!hd_query_check (query, error))
    return NULL;
  return g_steal_pointer (&query);
}

gboolean
hd_query_equal (const HdQuery *a, const HdQuery *b)
{
  g_autofree char *first = hd_query_to_string (a);
  g_autofree char *second = hd_query_to_string (b);

  return g_str_equal (first, second);
}
