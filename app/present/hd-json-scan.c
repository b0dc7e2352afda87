/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scanning JSON forward; bounds are checked at every byte, for maps may be installed by others.
 */

#include "config.h"

#include "hd-json-scan.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 64
#define MAX_NUMBER_LENGTH 40

static void
fail (HdJsonScan *scan)
{
  scan->has_failed = TRUE;
}

static char
peek (HdJsonScan *scan)
{
  while (scan->at < scan->end
         && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
    scan->at++;
  return scan->at < scan->end && !scan->has_failed ? *scan->at : '\0';
}

/* Steps over a comma or the closing bracket; TRUE when another member follows. */
static gboolean
next_member (HdJsonScan *scan, char closing)
{
  gboolean is_first = scan->is_first;
  char next = peek (scan);

  scan->is_first = FALSE;
  if (scan->has_failed)
    return FALSE;
  if (next == closing)
    {
      scan->at++;
      scan->depth--;
      return FALSE;
    }
  if (!is_first && next != ',')
    fail (scan);
  else if (!is_first)
    {
      scan->at++;
      next = peek (scan);
    }
  if (next == '\0' || next == closing || next == ',')
    fail (scan);
  return !scan->has_failed;
}

void
hd_json_scan_init (HdJsonScan *scan, const char *text, gssize length)
{
  *scan = (HdJsonScan){ .at = text, .end = text + (length < 0 ? strlen (text) : (gsize)length) };
  /* A byte order mark is no JSON, but files have it. */
  if (scan->end - scan->at >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    scan->at += 3;
}

void
hd_json_scan_open (HdJsonScan *scan, char bracket)
{
  if (peek (scan) != bracket || scan->depth >= MAX_DEPTH)
    {
      fail (scan);
      return;
    }
  scan->at++;
  scan->depth++;
  scan->is_first = TRUE;
}

gboolean
hd_json_scan_is_at (HdJsonScan *scan, char first)
{
  return peek (scan) == first;
}

gboolean
hd_json_scan_next_key (HdJsonScan *scan, char **key)
{
  g_clear_pointer (key, g_free);
  if (!next_member (scan, '}'))
    return FALSE;
  if (peek (scan) != '"')
    {
      fail (scan);
      return FALSE;
    }
  *key = hd_json_scan_string (scan);
  if (peek (scan) != ':')
    {
      fail (scan);
      return FALSE;
    }
  scan->at++;
  return TRUE;
}

gboolean
hd_json_scan_next_item (HdJsonScan *scan)
{
  return next_member (scan, ']');
}

/* Up to 15 digits over a power of ten up to 22 is one exact division (Clinger 1990); FALSE leaves
 * longer numbers, and those with exponents, to the careful way. */
static gboolean
scan_short_number (HdJsonScan *scan, double *number)
{
  static const double powers[]
      = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  const char *at = scan->at;
  gboolean is_negative = at < scan->end && *at == '-';
  gint64 mantissa = 0;
  guint n_digits = 0, n_decimals = 0;
  gboolean has_point = FALSE;

  for (at += is_negative; at < scan->end; at++)
    if (g_ascii_isdigit (*at))
      {
        mantissa = mantissa * 10 + (*at - '0');
        n_decimals += has_point;
        if (++n_digits > 15)
          return FALSE;
      }
    else if (*at == '.' && !has_point && n_digits > 0)
      has_point = TRUE;
    else
      break;
  if (n_digits == 0 || at == scan->end || *at == 'e' || *at == 'E' || *at == '.')
    return FALSE;
  *number = (double)(is_negative ? -mantissa : mantissa) / powers[n_decimals];
  scan->at = at;
  return TRUE;
}

double
hd_json_scan_number (HdJsonScan *scan)
{
  char digits[MAX_NUMBER_LENGTH + 1];
  gsize length = 0;
  char *stop;
  double number;

  peek (scan);
  if (!scan->has_failed && scan_short_number (scan, &number))
    return number;
  while (scan->at + length < scan->end && length < MAX_NUMBER_LENGTH
         && strchr ("+-.0123456789eE", scan->at[length]) != NULL && scan->at[length] != '\0')
    {
      digits[length] = scan->at[length];
      length++;
    }
  digits[length] = '\0';
  number = g_ascii_strtod (digits, &stop);
  if (scan->has_failed || length == 0 || *stop != '\0' || !isfinite (number))
    {
      fail (scan);
      return NAN;
    }
  scan->at += length;
  return number;
}

/* Passes a string; `text`, when given, receives it with its escapes resolved. */
static void
pass_string (HdJsonScan *scan, GString *text)
{
  static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

  for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++)
    {
      const char *escape;

      if (*scan->at != '\\')
        {
          if (text != NULL)
            g_string_append_c (text, *scan->at);
          continue;
        }
      scan->at++;
      if (scan->at >= scan->end)
        break;
      if (*scan->at == 'u' && scan->end - scan->at > 4)
        {
          char hex[5] = { scan->at[1], scan->at[2], scan->at[3], scan->at[4], '\0' };
          gunichar letter = (gunichar)g_ascii_strtoull (hex, NULL, 16);

          if (text != NULL && g_unichar_validate (letter) && letter != 0)
            g_string_append_unichar (text, letter);
          scan->at += 4;
          continue;
        }
      escape = NULL;
      for (gsize pair = 0; pair + 1 < sizeof escapes; pair += 2)
        if (escapes[pair] == *scan->at)
          escape = &escapes[pair + 1];
      if (escape == NULL)
        {
          fail (scan);
          return;
        }
      if (text != NULL)
        g_string_append_c (text, *escape);
    }
  if (scan->at >= scan->end)
    fail (scan);
  else
    scan->at++;
}

char *
hd_json_scan_string (HdJsonScan *scan)
{
  g_autoptr (GString) text = NULL;

  if (peek (scan) != '"')
    {
      hd_json_scan_skip (scan);
      return NULL;
    }
  text = g_string_new (NULL);
  pass_string (scan, text);
  if (scan->has_failed || !g_utf8_validate (text->str, (gssize)text->len, NULL))
    {
      fail (scan);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
pass_word (HdJsonScan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    fail (scan);
  else
    scan->at += length;
}

void
hd_json_scan_skip (HdJsonScan *scan)
{
  g_autofree char *key = NULL;

  switch (peek (scan))
    {
    case '{':
      hd_json_scan_open (scan, '{');
      while (hd_json_scan_next_key (scan, &key))
        hd_json_scan_skip (scan);
      break;
    case '[':
      hd_json_scan_open (scan, '[');
      while (hd_json_scan_next_item (scan))
        hd_json_scan_skip (scan);
      break;
    case '"':
      pass_string (scan, NULL);
      break;
    case 't':
      pass_word (scan, "true");
      break;
    case 'f':
      pass_word (scan, "false");
      break;
    case 'n':
      pass_word (scan, "null");
      break;
    default:
      hd_json_scan_number (scan);
      break;
    }
}
