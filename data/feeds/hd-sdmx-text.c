/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small words of SDMX that every message form shares: times, actions, statuses, references.
 */

#include "config.h"

#include "hd-sdmx-text.h"

#include <stdlib.h>
#include <string.h>

#include "hd-feed-error.h"

#define MAX_PERIOD_LENGTH 63
#define SECONDS_A_DAY 86400

/* The number in `n` digits at `text`, or -1. */
static int
digits (const char *text, guint n)
{
  int number = 0;

  for (guint at = 0; at < n; at++)
    {
      if (!g_ascii_isdigit (text[at]))
        return -1;
      number = number * 10 + (text[at] - '0');
    }
  return number;
}

static HdDay
plain_day (const char *text)
{
  int year = digits (text, 4), month = digits (text + 5, 2), day = digits (text + 8, 2);

  if (year < 1 || month < 1 || day < 1 || text[4] != '-' || text[7] != '-')
    return HD_DAY_NONE;
  return hd_day_from_ymd (year, month, day);
}

/* SDMX's 2026-M09 and 2026-A1 in the words of hd_period_parse(); a time of day at midnight goes. */
static void
normalise_period (char *text)
{
  gsize length = strlen (text);

  if (length == 8 && text[4] == '-' && text[5] == 'M')
    memmove (text + 5, text + 6, 3);
  else if (length == 7 && strcmp (text + 4, "-A1") == 0)
    text[4] = '\0';
  else if (length >= 19 && strncmp (text + 10, "T00:00:00", 9) == 0)
    text[10] = '\0';
}

gboolean
hd_sdmx_parse_period (const char *text,
                      gsize length,
                      HdGrain grain,
                      guint8 month_start_day,
                      HdDay *day,
                      GError **error)
{
  static const char *const grain_names[] = { "day", "month", "quarter", "year", "span" };
  char copy[MAX_PERIOD_LENGTH + 1];
  HdPeriod period;

  if (length == 10 && (grain == HD_GRAIN_DAY || grain == HD_GRAIN_SPAN)
      && (*day = plain_day (text)) != HD_DAY_NONE)
    return TRUE;
  if (length > MAX_PERIOD_LENGTH || memchr (text, '\0', length) != NULL)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX, "TIME_PERIOD is too long");
      return FALSE;
    }
  memcpy (copy, text, length);
  copy[length] = '\0';
  normalise_period (copy);
  if (!hd_period_parse (copy, month_start_day, &period, NULL))
    {
      g_autofree char *shown = g_utf8_make_valid (text, (gssize)length);

      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX, "“%s” is not a period", shown);
      return FALSE;
    }
  if (grain != HD_GRAIN_SPAN && period.grain != grain)
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
                   "“%s” is not a %s, which the structure asks for", copy, grain_names[grain]);
      return FALSE;
    }
  *day = period.first;
  return TRUE;
}

gboolean
hd_sdmx_parse_frequency (const char *text, HdGrain *grain)
{
  static const struct
  {
    const char *code;
    HdGrain grain;
  } frequencies[] = { { "D", HD_GRAIN_DAY },
                      { "B", HD_GRAIN_DAY },
                      { "M", HD_GRAIN_MONTH },
                      { "Q", HD_GRAIN_QUARTER },
                      { "A", HD_GRAIN_YEAR } };

  for (guint row = 0; text != NULL && row < G_N_ELEMENTS (frequencies); row++)
    if (strcmp (text, frequencies[row].code) == 0)
      {
        *grain = frequencies[row].grain;
        return TRUE;
      }
  return FALSE;
}

/* What follows the seconds: a fraction, which is dropped, then Z, an offset or nothing. */
static gboolean
parse_offset (const char *text, const char *end, int *offset_s)
{
  int hours, minutes;

  *offset_s = 0;
  if (text < end && *text == '.')
    for (text++; text < end && g_ascii_isdigit (*text);)
      text++;
  if (text == end || (end - text == 1 && (*text == 'Z' || *text == 'z')))
    return TRUE;
  if (end - text != 6 || (*text != '+' && *text != '-') || text[3] != ':')
    return FALSE;
  hours = digits (text + 1, 2);
  minutes = digits (text + 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
    return FALSE;
  *offset_s = (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  return TRUE;
}

gboolean
hd_sdmx_parse_instant (const char *text, gsize length, gint64 *unix_s)
{
  int hour, minute, second, offset_s;
  HdDay day;

  if (length < 10 || (day = plain_day (text)) == HD_DAY_NONE)
    return FALSE;
  *unix_s = (gint64)day * SECONDS_A_DAY;
  if (length == 10)
    return TRUE;
  if (length < 19 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
    return FALSE;
  hour = digits (text + 11, 2);
  minute = digits (text + 14, 2);
  second = digits (text + 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60
      || !parse_offset (text + 19, text + length, &offset_s))
    return FALSE;
  *unix_s += hour * 3600 + minute * 60 + second - offset_s;
  return TRUE;
}

gboolean
hd_sdmx_parse_action (const char *text, gsize length, HdAction *action)
{
  static const struct
  {
    const char *word;
    HdAction action;
  } words[] = { { "M", HD_ACTION_MERGE },         { "I", HD_ACTION_MERGE },
                { "A", HD_ACTION_MERGE },         { "R", HD_ACTION_REPLACE },
                { "D", HD_ACTION_DELETE },        { "Merge", HD_ACTION_MERGE },
                { "Append", HD_ACTION_MERGE },    { "Information", HD_ACTION_MERGE },
                { "Replace", HD_ACTION_REPLACE }, { "Delete", HD_ACTION_DELETE } };

  for (guint row = 0; row < G_N_ELEMENTS (words); row++)
    if (strlen (words[row].word) == length
        && g_ascii_strncasecmp (words[row].word, text, length) == 0)
      {
        *action = words[row].action;
        return TRUE;
      }
  return FALSE;
}

HdStatus
hd_sdmx_parse_status (const char *text, gsize length)
{
  if (length != 1)
    return HD_STATUS_NORMAL;
  switch (*text)
    {
    case 'P':
      return HD_STATUS_PROVISIONAL;
    case 'E':
    case 'F': /* forecast */
    case 'I': /* imputed */
      return HD_STATUS_ESTIMATED;
    case 'M':
    case 'H': /* missing on a holiday */
    case 'L': /* exists, not collected */
    case 'O': /* missing */
      return HD_STATUS_MISSING;
    case 'C':
    case 'Q': /* suppressed */
      return HD_STATUS_CONFIDENTIAL;
    default:
      return HD_STATUS_NORMAL;
    }
}

gboolean
hd_sdmx_reference_parse (const char *text, gsize length, HdSdmxReference *reference)
{
  const char *end = text + length;
  const char *equals = memchr (text, '=', length);
  const char *colon, *open, *close;

  *reference = (HdSdmxReference){ NULL, NULL, NULL };
  if (equals != NULL)
    text = equals + 1;
  open = memchr (text, '(', (gsize)(end - text));
  close = open == NULL ? NULL : memchr (open, ')', (gsize)(end - open));
  if (open != NULL && close == NULL)
    return FALSE;
  if (open == NULL)
    open = end;
  colon = memchr (text, ':', (gsize)(open - text));
  if (open == (colon == NULL ? text : colon + 1))
    return FALSE;
  reference->agency = colon == NULL ? g_strdup ("") : g_strndup (text, (gsize)(colon - text));
  text = colon == NULL ? text : colon + 1;
  reference->id = g_strndup (text, (gsize)(open - text));
  reference->version
      = close == NULL ? g_strdup ("") : g_strndup (open + 1, (gsize)(close - open - 1));
  return TRUE;
}

void
hd_sdmx_reference_clear (HdSdmxReference *reference)
{
  g_clear_pointer (&reference->agency, g_free);
  g_clear_pointer (&reference->id, g_free);
  g_clear_pointer (&reference->version, g_free);
}

gboolean
hd_sdmx_reference_is (const HdSdmxReference *reference, HdStructure *structure, GError **error)
{
  const char *agency = hd_structure_get_agency (structure);
  const char *version = hd_structure_get_version (structure);
  gboolean is_agency = agency == NULL || *agency == '\0' || *reference->agency == '\0'
                       || strcmp (agency, reference->agency) == 0;
  gboolean is_version = version == NULL || !g_ascii_isdigit (*version)
                        || !g_ascii_isdigit (*reference->version)
                        || atoi (version) == atoi (reference->version);

  if (is_agency && is_version)
    return TRUE;
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
               "%s:%s(%s) is not the dataset that is known, %s:%s(%s)", reference->agency,
               reference->id, reference->version, agency, hd_structure_get_id (structure), version);
  return FALSE;
}
