/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON as it is written: straight into text, without a tree.
 */

#include "config.h"

#include "hd-cli-json.h"

#include "hd-cli.h"

#include <math.h>
#include <stdio.h>

struct _HdCliJson
{
  GString *text;
  guint depth;
  gboolean is_first; /* nothing was written yet at this depth */
};

HdCliJson *
hd_cli_json_new (void)
{
  HdCliJson *json = g_new0 (HdCliJson, 1);

  json->text = g_string_new (NULL);
  json->is_first = TRUE;
  return json;
}

void
hd_cli_json_free (HdCliJson *json)
{
  g_string_free (json->text, TRUE);
  g_free (json);
}

static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *byte = value; *byte != '\0'; byte++)
    if (*byte == '"' || *byte == '\\')
      g_string_append_printf (text, "\\%c", *byte);
    else if (*byte == '\n')
      g_string_append (text, "\\n");
    else if ((guchar)*byte < 0x20)
      g_string_append_printf (text, "\\u%04x", (guint)*byte);
    else
      g_string_append_c (text, *byte);
  g_string_append_c (text, '"');
}

/* Comma, line and key before a value. Members of the first two levels stand on lines of their own. */
static void
lead_in (HdCliJson *json, const char *key)
{
  if (!json->is_first)
    g_string_append_c (json->text, ',');
  if (json->depth > 0 && json->depth <= 2)
    {
      g_string_append_c (json->text, '\n');
      for (guint indent = 0; indent < json->depth; indent++)
        g_string_append (json->text, "  ");
    }
  else if (!json->is_first)
    g_string_append_c (json->text, ' ');
  if (key != NULL)
    {
      append_string (json->text, key);
      g_string_append (json->text, ": ");
    }
  json->is_first = FALSE;
}

static void
begin (HdCliJson *json, const char *key, char bracket)
{
  lead_in (json, key);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->is_first = TRUE;
}

static void
end (HdCliJson *json, char bracket)
{
  if (json->depth <= 2 && !json->is_first)
    {
      g_string_append_c (json->text, '\n');
      for (guint indent = 1; indent < json->depth; indent++)
        g_string_append (json->text, "  ");
    }
  json->depth--;
  g_string_append_c (json->text, bracket);
  json->is_first = FALSE;
}

void
hd_cli_json_begin_object (HdCliJson *json, const char *key)
{
  begin (json, key, '{');
}

void
hd_cli_json_end_object (HdCliJson *json)
{
  end (json, '}');
}

void
hd_cli_json_begin_array (HdCliJson *json, const char *key)
{
  begin (json, key, '[');
}

void
hd_cli_json_end_array (HdCliJson *json)
{
  end (json, ']');
}

void
hd_cli_json_string (HdCliJson *json, const char *key, const char *value)
{
  if (value == NULL)
    {
      hd_cli_json_null (json, key);
      return;
    }
  lead_in (json, key);
  append_string (json->text, value);
}

void
hd_cli_json_int64 (HdCliJson *json, const char *key, gint64 value)
{
  if (value == HD_INT64_MISSING)
    {
      hd_cli_json_null (json, key);
      return;
    }
  lead_in (json, key);
  g_string_append_printf (json->text, "%" G_GINT64_FORMAT, value);
}

void
hd_cli_json_append_double (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (guint index = 0; index < G_N_ELEMENTS (formats); index++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[index], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append (text, buffer);
}

void
hd_cli_json_double (HdCliJson *json, const char *key, double value)
{
  if (!isfinite (value))
    {
      hd_cli_json_null (json, key);
      return;
    }
  lead_in (json, key);
  hd_cli_json_append_double (json->text, value);
}

void
hd_cli_json_boolean (HdCliJson *json, const char *key, gboolean value)
{
  lead_in (json, key);
  g_string_append (json->text, value ? "true" : "false");
}

void
hd_cli_json_null (HdCliJson *json, const char *key)
{
  lead_in (json, key);
  g_string_append (json->text, "null");
}

void
hd_cli_json_time (HdCliJson *json, const char *key, gint64 unix_s)
{
  g_autofree char *text = hd_cli_format_time (unix_s);

  hd_cli_json_string (json, key, text);
}

void
hd_cli_json_strv (HdCliJson *json, const char *key, const char *const *values)
{
  hd_cli_json_begin_array (json, key);
  for (guint index = 0; values != NULL && values[index] != NULL; index++)
    hd_cli_json_string (json, NULL, values[index]);
  hd_cli_json_end_array (json);
}

const char *
hd_cli_json_get_text (HdCliJson *json)
{
  return json->text->str;
}

void
hd_cli_json_print (HdCliJson *json)
{
  fwrite (json->text->str, 1, json->text->len, stdout);
  fputc ('\n', stdout);
}
