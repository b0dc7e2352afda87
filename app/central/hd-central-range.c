/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Byte ranges of encoded bodies (RFC 9110, 14): one range, from somewhere on or in between.
 */

#include "config.h"

#include "hd-central-range.h"

#include <string.h>

static gboolean
read_number (const char **text, guint64 *number)
{
  char *end = NULL;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  *number = g_ascii_strtoull (*text, &end, 10);
  *text = end;
  return TRUE;
}

/* "bytes=5-", "bytes=5-9", "bytes=-5". */
static gboolean
parse_range (const char *text, HdCentralRange *range)
{
  if (g_ascii_strncasecmp (text, "bytes=", 6) != 0)
    return FALSE;
  text += 6;
  range->last = G_MAXUINT64;
  range->is_suffix = *text == '-';
  if (range->is_suffix)
    text++;
  if (!read_number (&text, &range->first))
    return FALSE;
  if (range->is_suffix)
    return *text == '\0';
  if (*text++ != '-')
    return FALSE;
  if (*text != '\0' && (!read_number (&text, &range->last) || range->last < range->first))
    return FALSE;
  return *text == '\0';
}

/* Only a strong tag, or the very date, says that the bytes are the same. */
static gboolean
holds (SoupServerMessage *message)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  const char *condition = soup_message_headers_get_one (request, "If-Range");
  const char *name = condition != NULL && *condition == '"' ? "ETag" : "Last-Modified";

  return condition == NULL
         || g_strcmp0 (condition, soup_message_headers_get_one (response, name)) == 0;
}

HdCentralRange
hd_central_range_read (SoupServerMessage *message)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  const char *text = soup_message_headers_get_one (request, "Range");
  HdCentralRange range = { FALSE };

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Accept-Ranges",
                                "bytes");
  range.is_asked = text != NULL && parse_range (text, &range) && holds (message);
  /* SoupServer would cut the answer by it once more. */
  soup_message_headers_remove (request, "Range");
  return range;
}

GBytes *
hd_central_range_apply (const HdCentralRange *range, SoupServerMessage *message, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  guint64 size = g_bytes_get_size (body), first = range->first, last = range->last;
  g_autofree char *text = NULL;

  if (range->is_suffix)
    {
      first = size - MIN (range->first, size);
      last = range->first == 0 ? 0 : size - 1;
    }
  if (first >= size || (range->is_suffix && range->first == 0))
    {
      text = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size);
      soup_message_headers_replace (headers, "Content-Range", text);
      soup_message_headers_remove (headers, "Content-Encoding");
      soup_server_message_set_status (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, NULL);
      return g_bytes_new (NULL, 0);
    }
  last = MIN (last, size - 1);
  text = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                          first, last, size);
  soup_message_headers_replace (headers, "Content-Range", text);
  soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
  return g_bytes_new_from_bytes (body, first, last - first + 1);
}
