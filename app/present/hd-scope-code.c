/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state code: a scope as one short line of text, and back.
 */

#include "config.h"

#include "hd-scope-private.h"

#include <string.h>

/* These may stand in a code as they are: it is read and typed by people. */
#define NO_ESCAPE "+:/"

static void
append_pair (GString *text, const char *key, const char *value)
{
  g_string_append_c (text, strchr (text->str, '?') == NULL ? '?' : '&');
  g_string_append_printf (text, "%s=", key);
  g_string_append_uri_escaped (text, value, NO_ESCAPE, TRUE);
}

char *
hd_scope_to_string (const HdScope *scope)
{
  GString *text = g_string_new (scope->page);

  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      append_pair (text, step->dimension, step->code);
    }
  if (scope->from != NULL)
    append_pair (text, "from", scope->from);
  if (scope->to != NULL)
    append_pair (text, "to", scope->to);
  if (strcmp (scope->compare, HD_SCOPE_COMPARE) != 0)
    append_pair (text, "compare", scope->compare);
  if (scope->map != HD_SCOPE_MAP)
    append_pair (text, "map", "2024");
  if (scope->as_of != 0)
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (scope->as_of);
      g_autofree char *value = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ");

      append_pair (text, "as-of", value);
    }
  if (scope->hides_forecast)
    append_pair (text, "forecast", "off");
  if (scope->is_reporting)
    append_pair (text, "calendar", "reporting15");
  if (scope->layer != NULL)
    append_pair (text, "layer", scope->layer);
  if (scope->colour != NULL)
    append_pair (text, "colour", scope->colour);
  if (scope->beside != NULL)
    append_pair (text, "beside", scope->beside);
  return g_string_free (text, FALSE);
}

static gboolean
is_period (const char *text)
{
  HdPeriod period;

  return hd_period_parse (text, HD_MONTH_START_CIVIL, &period, NULL);
}

static gboolean
read_word (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
  return value[0] != '\0';
}

static gboolean
read_as_of (HdScope *scope, const char *value)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (value, NULL);

  if (moment == NULL)
    return FALSE;
  scope->as_of = g_date_time_to_unix (moment);
  return TRUE;
}

/* One key and value into `scope`; FALSE when the value is none of that key. */
static gboolean
read_pair (HdScope *scope, const char *key, const char *value)
{
  if (strcmp (key, "from") == 0 || strcmp (key, "to") == 0)
    {
      char **place = key[0] == 'f' ? &scope->from : &scope->to;

      g_free (*place);
      *place = g_strdup (value);
      return is_period (value);
    }
  if (strcmp (key, "time") == 0)
    return read_pair (scope, "from", value) && read_pair (scope, "to", value);
  if (strcmp (key, "compare") == 0)
    {
      g_free (scope->compare);
      scope->compare = g_strdup (value);
      return value[0] != '\0';
    }
  if (strcmp (key, "map") == 0)
    {
      scope->map = strcmp (value, "2024") == 0 ? 2024 : HD_SCOPE_MAP;
      return strcmp (value, "2024") == 0 || strcmp (value, "2025") == 0;
    }
  if (strcmp (key, "as-of") == 0)
    return read_as_of (scope, value);
  if (strcmp (key, "forecast") == 0)
    {
      scope->hides_forecast = strcmp (value, "off") == 0;
      return strcmp (value, "off") == 0 || strcmp (value, "on") == 0;
    }
  if (strcmp (key, "calendar") == 0)
    {
      scope->is_reporting = strcmp (value, "reporting15") == 0;
      return scope->is_reporting || strcmp (value, "own") == 0;
    }
  if (strcmp (key, "layer") == 0)
    return read_word (&scope->layer, value);
  if (strcmp (key, "colour") == 0)
    return read_word (&scope->colour, value);
  if (strcmp (key, "beside") == 0)
    {
      g_free (scope->beside);
      scope->beside = g_strdup (value);
      return strchr (value, ':') != NULL && strchr (value, ':') != value
             && strchr (value, ':')[1] != '\0';
    }
  hd_scope_add_step (scope, key, value);
  return key[0] != '\0' && value[0] != '\0';
}

static gboolean
read_pairs (HdScope *scope, const char *text, const char *separator, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (text, separator, -1);

  for (guint index = 0; pairs[index] != NULL; index++)
    {
      char *equals = strchr (pairs[index], '=');
      g_autofree char *value = NULL;

      if (pairs[index][0] == '\0')
        continue;
      if (equals != NULL)
        {
          *equals = '\0';
          value = g_uri_unescape_string (equals + 1, NULL);
        }
      if (value == NULL || !read_pair (scope, g_strstrip (pairs[index]), g_strstrip (value)))
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "no such step: '%s%s%s'",
                       pairs[index], equals != NULL ? "=" : "", value != NULL ? value : "");
          return FALSE;
        }
    }
  return TRUE;
}

HdScope *
hd_scope_parse (const char *text, GError **error)
{
  const char *question = strchr (text, '?');
  g_autofree char *page
      = question != NULL ? g_strndup (text, (gsize)(question - text)) : g_strdup (text);
  g_autoptr (HdScope) scope = NULL;

  if (page[0] == '\0' || strpbrk (page, "=&,") != NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "no such state: '%s'", text);
      return NULL;
    }
  scope = hd_scope_new (page);
  if (question != NULL && !read_pairs (scope, question + 1, "&", error))
    return NULL;
  return g_steal_pointer (&scope);
}

HdScope *
hd_scope_with_drill (const HdScope *scope, const char *drill, GError **error)
{
  g_autoptr (HdScope) copy = hd_scope_copy (scope);

  if (!read_pairs (copy, drill, ",", error))
    return NULL;
  return g_steal_pointer (&copy);
}
