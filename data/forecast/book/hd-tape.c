/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Structs as bytes, with one walk over their fields for both directions.
 */

#include "config.h"

#include "hd-tape.h"

#include <string.h>
#include <zstd.h>

#define COMPRESSION 3
#define MAX_RAW (64u * 1024 * 1024)
#define MAX_STRING 4096u

void
hd_tape_bytes (HdTape *tape, gpointer bytes, gsize size)
{
  if (tape->out != NULL)
    {
      g_byte_array_append (tape->out, bytes, (guint)size);
      return;
    }
  if (!tape->is_ok || size > tape->n_left)
    {
      memset (bytes, 0, size);
      tape->is_ok = FALSE;
      return;
    }
  memcpy (bytes, tape->in, size);
  tape->in += size;
  tape->n_left -= size;
}

guint64
hd_tape_word (HdTape *tape, guint64 value, gsize size)
{
  guint64 word = GUINT64_TO_LE (value);

  hd_tape_bytes (tape, &word, size);
  return GUINT64_FROM_LE (word);
}

void
hd_tape_int64 (HdTape *tape, gint64 *value)
{
  *value = (gint64)hd_tape_word (tape, (guint64)*value, 8);
}

void
hd_tape_uint (HdTape *tape, guint *value)
{
  *value = (guint)hd_tape_word (tape, *value, 4);
}

void
hd_tape_int (HdTape *tape, gint32 *value)
{
  *value = (gint32)(guint32)hd_tape_word (tape, (guint32)*value, 4);
}

void
hd_tape_boolean (HdTape *tape, gboolean *value)
{
  *value = hd_tape_word (tape, *value != FALSE, 1) != 0;
}

void
hd_tape_double (HdTape *tape, double *value)
{
  guint64 word;

  memcpy (&word, value, sizeof word);
  word = hd_tape_word (tape, word, 8);
  memcpy (value, &word, sizeof word);
}

/* A count that memory will be taken for. */
void
hd_tape_count (HdTape *tape, guint *n, guint most)
{
  hd_tape_uint (tape, n);
  if (*n > most)
    {
      tape->is_ok = FALSE;
      *n = 0;
    }
}

/* Byte planes, the highest bytes of all values first: neighbours are alike there, and zstd finds it. */
void
hd_tape_doubles (HdTape *tape, double **values, guint n_values)
{
  gsize size = (gsize)n_values * sizeof (double);
  g_autofree guint8 *planes = NULL;

  if (tape->out == NULL && size > tape->n_left)
    tape->is_ok = FALSE;
  planes = g_malloc (tape->is_ok ? size + 1 : 1);
  if (tape->out == NULL)
    *values = g_new0 (double, tape->is_ok ? n_values + 1 : 1);
  if (!tape->is_ok)
    return;
  for (guint place = 0; tape->out != NULL && place < n_values; place++)
    {
      guint64 word;

      memcpy (&word, &(*values)[place], sizeof word);
      for (guint plane = 0; plane < 8; plane++)
        planes[(gsize)plane * n_values + place] = (guint8)(word >> (56 - 8 * plane));
    }
  hd_tape_bytes (tape, planes, size);
  for (guint place = 0; tape->out == NULL && place < n_values; place++)
    {
      guint64 word = 0;

      for (guint plane = 0; plane < 8; plane++)
        word = word << 8 | planes[(gsize)plane * n_values + place];
      memcpy (&(*values)[place], &word, sizeof word);
    }
}

/* (nullable): NULL and "" are told apart. */
void
hd_tape_string (HdTape *tape, char **text)
{
  guint length = tape->out == NULL || *text == NULL ? 0 : (guint)strlen (*text) + 1;

  hd_tape_count (tape, &length, MAX_STRING);
  if (tape->out != NULL)
    {
      hd_tape_bytes (tape, *text, length);
      return;
    }
  *text = length > 0 && length <= tape->n_left ? g_malloc0 (length) : NULL;
  if (length == 0)
    return;
  if (*text == NULL)
    {
      tape->is_ok = FALSE;
      return;
    }
  hd_tape_bytes (tape, *text, length);
  if ((*text)[length - 1] != '\0' || !g_utf8_validate (*text, -1, NULL))
    tape->is_ok = FALSE;
  (*text)[length - 1] = '\0';
}

void
hd_tape_needed_string (HdTape *tape, char **text)
{
  hd_tape_string (tape, text);
  if (*text == NULL)
    {
      tape->is_ok = FALSE;
      *text = g_strdup ("");
    }
}

void
hd_tape_period (HdTape *tape, HdPeriod *period)
{
  guint grain = period->grain, start = period->month_start_day;

  hd_tape_uint (tape, &grain);
  hd_tape_uint (tape, &start);
  hd_tape_int (tape, &period->first);
  hd_tape_int (tape, &period->last);
  if (grain > HD_GRAIN_SPAN || start < 1 || start > 28)
    {
      tape->is_ok = FALSE;
      grain = HD_GRAIN_DAY;
      start = 1;
    }
  period->grain = (HdGrain)grain;
  period->month_start_day = (guint8)start;
}

GBytes *
hd_tape_compress (const GByteArray *raw)
{
  gsize bound = ZSTD_compressBound (raw->len);
  g_autofree guint8 *room = g_malloc (bound);
  gsize packed = ZSTD_compress (room, bound, raw->data, raw->len, COMPRESSION);

  g_assert (!ZSTD_isError (packed)); /* there is room for the worst */
  return g_bytes_new (room, packed);
}

/* (nullable): NULL when it is no whole frame, or claims to be too big. */
GBytes *
hd_tape_decompress (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  unsigned long long raw_size = ZSTD_getFrameContentSize (data, size);
  g_autofree guint8 *raw = NULL;

  if (raw_size == ZSTD_CONTENTSIZE_ERROR || raw_size > MAX_RAW)
    return NULL;
  raw = g_malloc ((gsize)raw_size + 1);
  if (ZSTD_decompress (raw, (gsize)raw_size, data, size) != raw_size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&raw), (gsize)raw_size);
}
