/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes and reads the blocks that column codings are made of.
 */

#include "config.h"

#include "hd-column-block.h"

#include <string.h>

#include "hd-rows.h"

/* On disk, little-endian: flags, width, two zero bytes, n_values, base, scale, first; then the planes. */
#define HEADER_SIZE 32
#define FLAG_DELTA 1
#define FLAG_MISSING 2

typedef struct
{
  guint64 base, scale, greatest; /* greatest: of the numbers that are stored */
  gboolean has_missing;
} Frame;

static guint64
greatest_common_divisor (guint64 a, guint64 b)
{
  while (b != 0)
    {
      guint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* Missing values are left out of the minimum, so that one of them does not spread the column over 64 bits. */
static Frame
measure_frame (const gint64 *values, guint n_values, gboolean may_miss)
{
  gint64 least = G_MAXINT64, most = G_MININT64;
  guint n_missing = 0;
  Frame frame = { .scale = 0 };

  for (guint row = 0; row < n_values; row++)
    {
      if (may_miss && values[row] == HD_INT64_MISSING)
        {
          n_missing++;
          continue;
        }
      least = MIN (least, values[row]);
      most = MAX (most, values[row]);
    }
  if (n_missing == n_values)
    return (Frame){ .scale = 1, .has_missing = n_values > 0 };

  frame.base = (guint64)least;
  frame.has_missing = n_missing > 0;
  for (guint row = 0; row < n_values && frame.scale != 1; row++)
    {
      guint64 distance = (guint64)values[row] - frame.base;

      if (!(frame.has_missing && values[row] == HD_INT64_MISSING) && distance != 0
          && (frame.scale == 0 || distance % frame.scale != 0))
        frame.scale = greatest_common_divisor (distance, frame.scale);
    }
  frame.scale = MAX (frame.scale, 1);
  frame.greatest = ((guint64)most - frame.base) / frame.scale;
  /* No room to move all numbers one up: then missing is a number as any other. */
  if (frame.has_missing && frame.greatest == G_MAXUINT64)
    return measure_frame (values, n_values, FALSE);
  frame.greatest += frame.has_missing;
  return frame;
}

static guint
width_of (guint64 number)
{
  return number == 0 ? 0 : (71 - (guint)__builtin_clzll (number)) / 8;
}

static void
put_u64 (guint8 *to, guint64 number)
{
  number = GUINT64_TO_LE (number);
  memcpy (to, &number, sizeof number);
}

static guint64
get_u64 (const guint8 *from)
{
  guint64 number;

  memcpy (&number, from, sizeof number);
  return GUINT64_FROM_LE (number);
}

static void
write_planes (guint8 *planes, const gint64 *values, guint n_values, const Frame *frame, guint width)
{
  for (guint start = 0; start < n_values; start += HD_BLOCK_CHUNK)
    {
      guint n = MIN (HD_BLOCK_CHUNK, n_values - start);
      guint64 numbers[HD_BLOCK_CHUNK];

      for (guint row = 0; row < n; row++)
        {
          guint64 distance = (guint64)values[start + row] - frame->base;

          if (frame->has_missing && values[start + row] == HD_INT64_MISSING)
            numbers[row] = 0;
          else if (frame->scale == 1)
            numbers[row] = distance + frame->has_missing;
          else
            numbers[row] = distance / frame->scale + frame->has_missing;
        }
      for (guint plane = 0; plane < width; plane++)
        {
          guint8 *to = planes + (gsize)plane * n_values + start;

          for (guint row = 0; row < n; row++)
            to[row] = (guint8)(numbers[row] >> (8 * plane));
        }
    }
}

void
hd_block_append (GByteArray *bytes, const gint64 *values, guint n_values, gboolean as_delta)
{
  g_autofree gint64 *differences = NULL;
  const gint64 *numbers = values;
  gsize start = bytes->len;
  guint32 n_le = GUINT32_TO_LE (n_values);
  guint8 *header;
  Frame frame;
  guint width;

  if (as_delta)
    {
      differences = g_new (gint64, MAX (n_values, 1));
      for (guint row = 0; row < n_values; row++)
        differences[row] = row == 0 ? 0 : (gint64)((guint64)values[row] - (guint64)values[row - 1]);
      numbers = differences;
    }
  frame = measure_frame (numbers, n_values, !as_delta);
  width = width_of (frame.greatest);

  g_byte_array_set_size (bytes, (guint)(start + HEADER_SIZE + (gsize)width * n_values));
  header = bytes->data + start;
  memset (header, 0, HEADER_SIZE);
  header[0] = (as_delta ? FLAG_DELTA : 0) | (frame.has_missing ? FLAG_MISSING : 0);
  header[1] = (guint8)width;
  memcpy (header + 4, &n_le, sizeof n_le);
  put_u64 (header + 8, frame.base);
  put_u64 (header + 16, frame.scale);
  put_u64 (header + 24, as_delta && n_values > 0 ? (guint64)values[0] : 0);
  write_planes (header + HEADER_SIZE, numbers, n_values, &frame, width);
}

gboolean
hd_block_reader_init (HdBlockReader *reader, const guint8 **cursor, const guint8 *end)
{
  const guint8 *header = *cursor;
  guint32 n_le;

  if (end - header < HEADER_SIZE || header[0] > (FLAG_DELTA | FLAG_MISSING) || header[1] > 8)
    return FALSE;
  memcpy (&n_le, header + 4, sizeof n_le);
  *reader = (HdBlockReader){
    .planes = header + HEADER_SIZE,
    .n_values = GUINT32_FROM_LE (n_le),
    .width = header[1],
    .is_delta = (header[0] & FLAG_DELTA) != 0,
    .has_missing = (header[0] & FLAG_MISSING) != 0,
    .base = get_u64 (header + 8),
    .scale = get_u64 (header + 16),
    .previous = get_u64 (header + 24),
  };
  if ((gsize)(end - reader->planes) < (gsize)reader->width * reader->n_values)
    return FALSE;
  *cursor = reader->planes + (gsize)reader->width * reader->n_values;
  return TRUE;
}

guint
hd_block_reader_read (HdBlockReader *reader, guint n, gint64 out[HD_BLOCK_CHUNK])
{
  guint64 numbers[HD_BLOCK_CHUNK];

  n = MIN (MIN (n, HD_BLOCK_CHUNK), reader->n_values - reader->position);
  memset (numbers, 0, n * sizeof *numbers);
  for (guint plane = 0; plane < reader->width; plane++)
    {
      const guint8 *from = reader->planes + (gsize)plane * reader->n_values + reader->position;

      for (guint row = 0; row < n; row++)
        numbers[row] |= (guint64)from[row] << (8 * plane);
    }
  if (reader->has_missing)
    for (guint row = 0; row < n; row++)
      out[row] = numbers[row] == 0 ? HD_INT64_MISSING
                                   : (gint64)(reader->base + (numbers[row] - 1) * reader->scale);
  else
    for (guint row = 0; row < n; row++)
      out[row] = (gint64)(reader->base + numbers[row] * reader->scale);
  if (reader->is_delta)
    for (guint row = 0; row < n; row++)
      {
        if (reader->position + row > 0)
          reader->previous += (guint64)out[row];
        out[row] = (gint64)reader->previous;
      }
  reader->position += n;
  return n;
}

guint
hd_block_reader_next (HdBlockReader *reader, gint64 out[HD_BLOCK_CHUNK])
{
  return hd_block_reader_read (reader, HD_BLOCK_CHUNK, out);
}

void
hd_block_reader_seek (HdBlockReader *reader, guint position)
{
  gint64 passed[HD_BLOCK_CHUNK];

  position = MIN (position, reader->n_values);
  if (!reader->is_delta)
    reader->position = position;
  while (reader->position < position)
    hd_block_reader_read (reader, position - reader->position, passed);
}
