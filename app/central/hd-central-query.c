/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads data requests: the path, c[DIM]=op:value filters, updatedAfter, includeHistory, asOf.
 */

#include "config.h"

#include "hd-central-query.h"

#include <string.h>

#define MAX_EXPRESSION 16384

G_DEFINE_QUARK (hd_central_error_quark, hd_central_error)

static const char *const OPERATORS[]
    = { "eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew" };

enum
{
  OP_EQ,
  OP_NE,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE,
  OP_CO,
  OP_NC,
  OP_SW,
  OP_EW
};

/* Splits "ge:2016" into its operator and value; no operator means equal. */
static guint
split_operator (const char *term, const char **value)
{
  for (guint op = 0; op < G_N_ELEMENTS (OPERATORS); op++)
    if (g_str_has_prefix (term, OPERATORS[op]) && term[2] == ':')
      {
        *value = term + 3;
        return op;
      }
  *value = term;
  return OP_EQ;
}

static gboolean
text_matches (guint op, const char *text, const char *value)
{
  int order = strcmp (text, value);

  switch (op)
    {
    case OP_EQ:
      return order == 0;
    case OP_NE:
      return order != 0;
    case OP_LT:
      return order < 0;
    case OP_LE:
      return order <= 0;
    case OP_GT:
      return order > 0;
    case OP_GE:
      return order >= 0;
    case OP_CO:
      return strstr (text, value) != NULL;
    case OP_NC:
      return strstr (text, value) == NULL;
    case OP_SW:
      return g_str_has_prefix (text, value);
    default:
      return g_str_has_suffix (text, value);
    }
}

static gboolean
period_matches (guint op, HdPeriod period, const char *value)
{
  HdPeriod bound;

  if (op >= OP_CO)
    {
      g_autofree char *text = hd_period_to_string (period);

      return text_matches (op, text, value);
    }
  if (!hd_period_parse (value, period.month_start_day, &bound, NULL))
    return FALSE;
  switch (op)
    {
    case OP_EQ:
      return hd_period_contains (bound, period);
    case OP_NE:
      return !hd_period_contains (bound, period);
    case OP_LT:
      return period.last < bound.first;
    case OP_LE:
      return period.last <= bound.last;
    case OP_GT:
      return period.first > bound.last;
    default:
      return period.first >= bound.first;
    }
}

typedef gboolean (*MatchFunc) (guint op, gconstpointer subject, const char *value);

static gboolean
match_code (guint op, gconstpointer subject, const char *value)
{
  return text_matches (op, subject, value);
}

static gboolean
match_period (guint op, gconstpointer subject, const char *value)
{
  return period_matches (op, *(const HdPeriod *)subject, value);
}

/* `,` is OR of what `+` joins by AND. */
static gboolean
expression_holds (const char *expression, MatchFunc match, gconstpointer subject)
{
  g_auto (GStrv) parts = g_strsplit (expression, ",", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      g_auto (GStrv) terms = g_strsplit (*part, "+", -1);
      gboolean holds = TRUE;

      for (char **term = terms; *term != NULL && holds; term++)
        {
          const char *value;
          guint op = split_operator (*term, &value);

          holds = match (op, subject, value);
        }
      if (holds)
        return TRUE;
    }
  return FALSE;
}

static void
allow (HdCentralQuery *query, const HdSampleWorld *world, guint dimension, const char *expression)
{
  HdSampleList *list = hd_sample_dimension_list (world, query->dataset, dimension);
  gboolean is_first = query->allowed[dimension] == NULL;

  if (is_first)
    query->allowed[dimension] = g_malloc0 (list->codes->len);
  for (guint code = 0; code < list->codes->len; code++)
    query->allowed[dimension][code]
        = (is_first || query->allowed[dimension][code])
          && expression_holds (expression, match_code, hd_sample_list_get (list, code)->id);
}

/* Whether every value of a time expression is a period; ones that are not would silently match nothing. */
static gboolean
check_times (const char *expression, guint8 month_start_day, GError **error)
{
  g_auto (GStrv) terms = g_strsplit_set (expression, ",+", -1);

  for (char **term = terms; *term != NULL; term++)
    {
      const char *value;
      HdPeriod period;
      guint op = split_operator (*term, &value);

      if (op < OP_CO && !hd_period_parse (value, month_start_day, &period, NULL))
        {
          g_set_error (error, HD_CENTRAL_ERROR, 400, "TIME_PERIOD: %s is no period", value);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_filter (HdCentralQuery *query,
             const HdSampleWorld *world,
             const char *name,
             const char *value,
             GError **error)
{
  g_autofree char *id = g_strndup (name + 2, strlen (name) - 3);
  int dimension = hd_sample_find_dimension (query->dataset, id);
  guint8 start = query->dataset->month_start_day > 0 ? query->dataset->month_start_day : 1;

  if (strcmp (id, "TIME_PERIOD") == 0)
    {
      if (!check_times (value, start, error))
        return FALSE;
      g_ptr_array_add (query->times, g_strdup (value));
      return TRUE;
    }
  if (dimension < 0)
    {
      g_set_error (error, HD_CENTRAL_ERROR, 400, "%s has no dimension %s", query->dataset->id, id);
      return FALSE;
    }
  allow (query, world, (guint)dimension, value);
  return TRUE;
}

static gboolean
read_time (const char *text, gint64 *unix_s, GError **error)
{
  g_autofree char *fixed = g_strdup (text);
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  char *space = strchr (fixed, ' ');

  /* A plus that was decoded as a space. */
  if (space != NULL)
    *space = '+';
  time = g_date_time_new_from_iso8601 (fixed, utc);
  if (time == NULL)
    {
      g_set_error (error, HD_CENTRAL_ERROR, 400, "%s is no RFC 3339 time", text);
      return FALSE;
    }
  *unix_s = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
read_parameter (HdCentralQuery *query,
                const HdSampleWorld *world,
                const char *name,
                const char *value,
                GError **error)
{
  gint64 as_of;

  if (g_str_has_prefix (name, "c[") && g_str_has_suffix (name, "]"))
    return read_filter (query, world, name, value, error);
  if (strcmp (name, "updatedAfter") == 0)
    return read_time (value, &query->updated_after, error);
  if (strcmp (name, "includeHistory") == 0)
    {
      query->has_history = strcmp (value, "true") == 0;
      return TRUE;
    }
  if (strcmp (name, "asOf") == 0)
    {
      if (!read_time (value, &as_of, error))
        return FALSE;
      query->as_of = MIN (as_of, world->now);
      return TRUE;
    }
  if (strcmp (name, "attributes") == 0 || strcmp (name, "measures") == 0
      || strcmp (name, "dimensionAtObservation") == 0 || strcmp (name, "labels") == 0)
    return TRUE;
  g_set_error (error, HD_CENTRAL_ERROR, 400, "there is no parameter %s", name);
  return FALSE;
}

static gboolean
read_parameters (HdCentralQuery *query,
                 const HdSampleWorld *world,
                 const char *text,
                 GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      char *equals = strchr (*pair, '=');
      g_autofree char *name = NULL, *value = NULL;

      if (**pair == '\0')
        continue;
      if (equals != NULL)
        *equals = '\0';
      name = g_uri_unescape_string (*pair, NULL);
      value = g_uri_unescape_string (equals != NULL ? equals + 1 : "", NULL);
      if (name == NULL || value == NULL || strlen (value) > MAX_EXPRESSION)
        {
          g_set_error_literal (error, HD_CENTRAL_ERROR, 400,
                               "the query is badly encoded or too long");
          return FALSE;
        }
      if (!read_parameter (query, world, name, value, error))
        return FALSE;
    }
  return TRUE;
}

/* A key: one position a dimension, `*` or nothing for any code, `+` between several. */
static gboolean
read_key (HdCentralQuery *query, const HdSampleWorld *world, const char *key, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", -1);
  guint n_parts = g_strv_length (parts);

  if (*key == '\0' || strcmp (key, "*") == 0 || strcmp (key, "all") == 0)
    return TRUE;
  if (n_parts != hd_sample_n_dimensions (query->dataset))
    {
      g_set_error (error, HD_CENTRAL_ERROR, 400, "%s has %u dimensions; the key has %u",
                   query->dataset->id, hd_sample_n_dimensions (query->dataset), n_parts);
      return FALSE;
    }
  for (guint part = 0; part < n_parts; part++)
    {
      g_autofree char *any_of = g_strdup (parts[part]);

      if (*any_of == '\0' || strcmp (any_of, "*") == 0)
        continue;
      g_strdelimit (any_of, "+", ',');
      allow (query, world, part, any_of);
    }
  return TRUE;
}

static gboolean
is_version (const char *version)
{
  static const char *const known[]
      = { "1.0.0", "1.0", "+", "~", "*", "1.0+", "1+", "1.0.0+", "latest" };

  for (guint index = 0; index < G_N_ELEMENTS (known); index++)
    if (strcmp (known[index], version) == 0)
      return TRUE;
  return FALSE;
}

HdCentralQuery *
hd_central_query_new (HdSampleWorld *world,
                      const char *path,
                      const char *query_text,
                      GError **error)
{
  g_autoptr (HdCentralQuery) query = g_new0 (HdCentralQuery, 1);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint n_parts = g_strv_length (parts);

  query->times = g_ptr_array_new_with_free_func (g_free);
  query->as_of = world->now;
  if (n_parts < 3 || n_parts > 5 || strcmp (parts[0], "dataflow") != 0)
    {
      g_set_error (error, HD_CENTRAL_ERROR, 404, "nothing is at /data/%s", path);
      return NULL;
    }
  query->dataset = hd_sample_world_find_dataset (world, parts[2]);
  if (query->dataset == NULL
      || (strcmp (parts[1], "*") != 0 && strcmp (parts[1], hd_sample_agency (query->dataset)) != 0)
      || (n_parts > 3 && !is_version (parts[3])))
    {
      g_set_error (error, HD_CENTRAL_ERROR, 404, "there is no dataflow %s:%s", parts[1], parts[2]);
      return NULL;
    }
  if (!read_key (query, world, n_parts > 4 ? parts[4] : "*", error)
      || (query_text != NULL && !read_parameters (query, world, query_text, error)))
    return NULL;
  return g_steal_pointer (&query);
}

void
hd_central_query_free (HdCentralQuery *query)
{
  for (guint dimension = 0; dimension < HD_SAMPLE_MAX_DIMENSIONS; dimension++)
    g_free (query->allowed[dimension]);
  g_ptr_array_unref (query->times);
  g_free (query);
}

/* Whether a code of a dimension belongs to a customs unit, and to which: itself, or the office of a
 * port or gate. */
static guint16
unit_of_code (const HdSampleWorld *world, const HdSampleList *list, guint code)
{
  const HdSampleCode *info = hd_sample_list_get (list, code);

  if (list == world->units)
    return (guint16)code;
  return info->place != NULL ? hd_sample_list_find (world->units, info->place) : HD_SAMPLE_NO_CODE;
}

gboolean
hd_central_query_set_scope (HdCentralQuery *query, const HdSampleWorld *world, const guint8 *scope)
{
  for (guint dimension = 0; dimension < hd_sample_n_dimensions (query->dataset); dimension++)
    {
      HdSampleList *list = hd_sample_dimension_list (world, query->dataset, dimension);

      if (list != world->units && strcmp (list->id, "PORT") != 0 && strcmp (list->id, "GATE") != 0)
        continue;
      if (query->allowed[dimension] == NULL)
        {
          query->allowed[dimension] = g_malloc (list->codes->len);
          memset (query->allowed[dimension], 1, list->codes->len);
        }
      for (guint code = 0; code < list->codes->len; code++)
        {
          guint16 unit = unit_of_code (world, list, code);

          if (unit == HD_SAMPLE_NO_CODE || !scope[unit])
            query->allowed[dimension][code] = FALSE;
        }
      return TRUE;
    }
  return query->dataset->is_open;
}

gboolean
hd_central_query_has_period (const HdCentralQuery *query, HdPeriod period)
{
  for (guint index = 0; index < query->times->len; index++)
    if (!expression_holds (query->times->pdata[index], match_period, &period))
      return FALSE;
  return TRUE;
}

gboolean
hd_central_query_has_row (const HdCentralQuery *query, const HdSampleRow *row)
{
  for (guint dimension = 0; dimension < HD_SAMPLE_MAX_DIMENSIONS; dimension++)
    if (query->allowed[dimension] != NULL && !query->allowed[dimension][row->codes[dimension]])
      return FALSE;
  return TRUE;
}
