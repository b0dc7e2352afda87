/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a stream of server-sent events as it comes (WHATWG HTML, 9.2.6).
 */

#include "config.h"

#include "hd-sse.h"

#include <string.h>

#include "hd-feed-error.h"

#define MAX_RETRY_MS (10 * 60 * 1000)

struct _HdSse
{
  HdSseFunc func;
  gpointer user_data;
  GString *line, *type, *data;
  char *id; /* (nullable) */
  guint retry_ms;
  gboolean is_begun; /* the byte order mark is behind us */
  gboolean is_after_cr;
  gboolean has_data;
};

HdSse *
hd_sse_new (HdSseFunc func, gpointer user_data)
{
  HdSse *sse = g_new0 (HdSse, 1);

  sse->func = func;
  sse->user_data = user_data;
  sse->line = g_string_new (NULL);
  sse->type = g_string_new (NULL);
  sse->data = g_string_new (NULL);
  return sse;
}

void
hd_sse_free (HdSse *sse)
{
  g_string_free (sse->line, TRUE);
  g_string_free (sse->type, TRUE);
  g_string_free (sse->data, TRUE);
  g_free (sse->id);
  g_free (sse);
}

/* An empty line ends an event; without data it is none. */
static void
dispatch (HdSse *sse)
{
  HdSseEvent event = { sse->type->len > 0 ? sse->type->str : "message", sse->data->str, sse->id };

  if (sse->has_data)
    sse->func (&event, sse->user_data);
  g_string_truncate (sse->type, 0);
  g_string_truncate (sse->data, 0);
  sse->has_data = FALSE;
}

static gboolean
take_field (HdSse *sse, const char *name, const char *value, gsize length, GError **error)
{
  if (strcmp (name, "event") == 0)
    g_string_assign (sse->type, value);
  else if (strcmp (name, "data") == 0)
    {
      if (sse->data->len + length + 1 > HD_SSE_MAX_LENGTH)
        {
          g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                               "the data of an event are too long");
          return FALSE;
        }
      if (sse->has_data)
        g_string_append_c (sse->data, '\n');
      g_string_append (sse->data, value);
      sse->has_data = TRUE;
    }
  else if (strcmp (name, "id") == 0 && strlen (value) == length)
    {
      g_free (sse->id);
      sse->id = g_strdup (value);
    }
  else if (strcmp (name, "retry") == 0 && strspn (value, "0123456789") == length && length > 0)
    sse->retry_ms = (guint)MIN (g_ascii_strtoull (value, NULL, 10), MAX_RETRY_MS);
  return TRUE;
}

static gboolean
take_line (HdSse *sse, GError **error)
{
  char *line = sse->line->str, *value;
  gboolean is_ok = TRUE;

  if (!sse->is_begun && g_str_has_prefix (line, "\xEF\xBB\xBF"))
    line += 3;
  sse->is_begun = TRUE;
  if (*line == '\0' && sse->line->str + sse->line->len == line)
    dispatch (sse);
  else if (*line != ':')
    {
      value = strchr (line, ':');
      if (value != NULL)
        *value++ = '\0';
      else
        value = sse->line->str + sse->line->len;
      if (*value == ' ')
        value++;
      is_ok
          = take_field (sse, line, value, (gsize)(sse->line->str + sse->line->len - value), error);
    }
  g_string_truncate (sse->line, 0);
  return is_ok;
}

gboolean
hd_sse_push (HdSse *sse, const char *bytes, gsize length, GError **error)
{
  for (gsize at = 0; at < length; at++)
    {
      gboolean is_second = sse->is_after_cr && bytes[at] == '\n';

      sse->is_after_cr = bytes[at] == '\r';
      if (is_second)
        continue;
      if (bytes[at] == '\n' || bytes[at] == '\r')
        {
          if (!take_line (sse, error))
            return FALSE;
          continue;
        }
      if (sse->line->len >= HD_SSE_MAX_LENGTH)
        {
          g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                               "a line of an event is too long");
          return FALSE;
        }
      g_string_append_c (sse->line, bytes[at]);
    }
  return TRUE;
}

guint
hd_sse_get_retry_ms (const HdSse *sse)
{
  return sse->retry_ms;
}
