/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes and reads numbers as lengths and bits.
 */

#include "config.h"

#include "hd-column-lengths.h"

#include <math.h>
#include <string.h>

#include "hd-column-block.h"

/* On disk, little-endian: n_values, n_ratios; a block of ratios, if any; a symbol a number; its bits, with
 * so many zero bytes behind them that eight can be read anywhere. */
#define HEADER_SIZE 8
#define PADDING 8

/* A number that is what was foretold; one that is missing; else twice the length, from the base's, modulo
 * N_LENGTHS, and the sign. */
#define SYMBOL_EXACT 0
#define SYMBOL_MISSING 1
#define SYMBOL_FIRST 2
#define N_LENGTHS 65
#define N_SYMBOLS (SYMBOL_FIRST + 2 * N_LENGTHS)

static inline guint
length_of (guint64 number)
{
  return number == 0 ? 0 : 64 - (guint)__builtin_clzll (number);
}

static inline guint64
magnitude_of (gint64 number)
{
  return number < 0 ? -(guint64)number : (guint64)number;
}

/* What the row's base makes of the number, and how long the base is. */
static inline guint64
foretell (const HdColumnBase *base, const gint64 *ratios, guint row, guint *length)
{
  gint64 value, ratio;

  *length = 0;
  if (base == NULL || base->values == NULL || base->values[row] == HD_INT64_MISSING)
    return 0;
  value = base->values[row];
  ratio = ratios[base->codes != NULL ? base->codes[row] : 0];
  *length = length_of (magnitude_of (value));
  return (guint64)(((__int128)value * ratio + HD_RATIO_ONE / 2) >> 20);
}

static inline guint
symbol_of (gint64 value, guint64 foretold, guint base_length, guint64 *rest)
{
  gint64 beyond = (gint64)((guint64)value - foretold);
  guint length;

  *rest = magnitude_of (beyond);
  if (value == HD_INT64_MISSING || beyond == 0)
    {
      *rest = 0;
      return value == HD_INT64_MISSING ? SYMBOL_MISSING : SYMBOL_EXACT;
    }
  length = (length_of (*rest) + N_LENGTHS - base_length) % N_LENGTHS;
  return SYMBOL_FIRST + 2 * length + (beyond < 0);
}

typedef struct
{
  guint64 waiting;
  guint n_waiting; /* fewer than 8 between calls */
  guint8 *to;
} BitWriter;

static inline void
put_bits (BitWriter *writer, guint64 bits, guint n_bits)
{
  /* A word holds 56 more at least. */
  for (guint part = MIN (n_bits, 32); n_bits > 0; part = MIN (n_bits, 32))
    {
      guint64 bytes;

      writer->waiting |= (bits & ((G_GUINT64_CONSTANT (1) << part) - 1)) << writer->n_waiting;
      writer->n_waiting += part;
      bytes = GUINT64_TO_LE (writer->waiting);
      memcpy (writer->to, &bytes, sizeof bytes);
      writer->to += writer->n_waiting / 8;
      writer->waiting >>= writer->n_waiting / 8 * 8;
      writer->n_waiting %= 8;
      bits >>= part;
      n_bits -= part;
    }
}

void
hd_lengths_append (GByteArray *bytes,
                   const gint64 *values,
                   guint n_values,
                   const HdColumnBase *base,
                   const gint64 *ratios,
                   guint n_ratios)
{
  guint32 header[] = { GUINT32_TO_LE (n_values), GUINT32_TO_LE (n_ratios) };
  BitWriter writer = { .waiting = 0 };
  gsize start;
  guint8 *symbols;

  g_byte_array_append (bytes, (const guint8 *)header, HEADER_SIZE);
  if (n_ratios > 0)
    hd_block_append (bytes, ratios, n_ratios, FALSE);
  start = bytes->len;
  g_byte_array_set_size (bytes, (guint)(start + n_values * (1 + sizeof (gint64)) + 2 * PADDING));
  symbols = bytes->data + start;
  writer.to = symbols + n_values;
  for (guint row = 0; row < n_values; row++)
    {
      guint base_length;
      guint64 foretold = foretell (base, ratios, row, &base_length), rest;

      symbols[row] = (guint8)symbol_of (values[row], foretold, base_length, &rest);
      if (rest > 1) /* without its highest bit, which the length tells */
        put_bits (&writer, rest, length_of (rest) - 1);
    }
  writer.to += writer.n_waiting > 0;
  memset (writer.to, 0, PADDING);
  g_byte_array_set_size (bytes, (guint)(writer.to + PADDING - bytes->data));
}

double
hd_lengths_estimate (const gint64 *values,
                     guint n_values,
                     const HdColumnBase *base,
                     const gint64 *ratios)
{
  guint counts[N_SYMBOLS] = { 0 };
  guint64 n_bits = 0;
  double entropy = 0;

  for (guint row = 0; row < n_values; row++)
    {
      guint base_length;
      guint64 foretold = foretell (base, ratios, row, &base_length), rest;

      counts[symbol_of (values[row], foretold, base_length, &rest)]++;
      n_bits += rest > 1 ? length_of (rest) - 1 : 0;
    }
  for (guint symbol = 0; symbol < N_SYMBOLS; symbol++)
    if (counts[symbol] > 0)
      entropy -= counts[symbol] * log2 ((double)counts[symbol] / n_values);
  return (entropy + (double)n_bits) / MAX (n_values, 1);
}

/* Reads the header and moves behind the ratios; NULL when they are not there. `ratios` may be NULL. */
static const guint8 *
find_symbols (const guint8 *bytes, gsize length, guint *n_values, guint *n_ratios, gint64 **ratios)
{
  const guint8 *cursor = bytes + HEADER_SIZE;
  guint32 header[2];
  HdBlockReader block;

  if (length < HEADER_SIZE)
    return NULL;
  memcpy (header, bytes, HEADER_SIZE);
  *n_values = GUINT32_FROM_LE (header[0]);
  *n_ratios = GUINT32_FROM_LE (header[1]);
  if (*n_ratios > 0)
    {
      if (*n_ratios > G_MAXUINT16 || !hd_block_reader_init (&block, &cursor, bytes + length)
          || block.n_values != *n_ratios)
        return NULL;
      if (ratios != NULL)
        {
          *ratios = g_new (gint64, *n_ratios + HD_BLOCK_CHUNK);
          for (guint filled = 0, n; (n = hd_block_reader_next (&block, *ratios + filled)) > 0;)
            filled += n;
        }
    }
  return *n_values <= (gsize)(bytes + length - cursor) ? cursor : NULL;
}

gsize
hd_lengths_get_n_packed (const guint8 *bytes, gsize length)
{
  guint n_values, n_ratios;
  const guint8 *symbols = find_symbols (bytes, length, &n_values, &n_ratios, NULL);

  return symbols == NULL ? length : (gsize)(symbols - bytes) + n_values;
}

gboolean
hd_lengths_reader_init (HdLengthsReader *reader,
                        const guint8 *bytes,
                        gsize length,
                        const HdColumnBase *base)
{
  gsize n_left;

  *reader = (HdLengthsReader){ .n_values = 0 };
  reader->symbols
      = find_symbols (bytes, length, &reader->n_values, &reader->n_ratios, &reader->ratios);
  if (reader->symbols == NULL)
    return FALSE;
  if (reader->n_ratios > 0)
    {
      if (base == NULL || base->values == NULL || (reader->n_ratios > 1 && base->codes == NULL))
        return FALSE;
      reader->base = *base;
      if (reader->n_ratios == 1)
        reader->base.codes = NULL;
    }
  reader->bits = reader->symbols + reader->n_values;
  n_left = (gsize)(bytes + length - reader->bits);
  reader->n_bits = n_left < PADDING ? 0 : (n_left - PADDING) * 8;
  return n_left >= PADDING;
}

void
hd_lengths_reader_clear (HdLengthsReader *reader)
{
  g_clear_pointer (&reader->ratios, g_free);
}

static inline guint64
peek_bits (const HdLengthsReader *reader, guint64 position, guint n_bits)
{
  guint64 bytes;

  memcpy (&bytes, reader->bits + position / 8, sizeof bytes);
  return GUINT64_FROM_LE (bytes) >> (position % 8) & ((G_GUINT64_CONSTANT (1) << n_bits) - 1);
}

/* The number's bits with its highest, which is not written. FALSE when there are not so many. */
static inline gboolean
take_number (HdLengthsReader *reader, guint length, guint64 *number)
{
  guint n_bits = length - 1, n_low = MIN (n_bits, 32);

  if (reader->n_bits - reader->position_bits < n_bits)
    return FALSE;
  *number = peek_bits (reader, reader->position_bits, n_low) | G_GUINT64_CONSTANT (1) << n_bits;
  if (n_bits > n_low)
    *number |= peek_bits (reader, reader->position_bits + n_low, n_bits - n_low) << n_low;
  reader->position_bits += n_bits;
  return TRUE;
}

guint
hd_lengths_reader_read (HdLengthsReader *reader, guint n, gint64 out[HD_LENGTHS_CHUNK])
{
  n = MIN (MIN (n, HD_LENGTHS_CHUNK), reader->n_values - reader->position);
  for (guint slot = 0; slot < n; slot++)
    {
      guint row = reader->position + slot, symbol = reader->symbols[row], base_length;
      guint64 foretold, rest;

      if (reader->base.codes != NULL && reader->base.codes[row] >= reader->n_ratios)
        return 0;
      foretold = foretell (&reader->base, reader->ratios, row, &base_length);
      if (symbol >= SYMBOL_FIRST)
        {
          guint length = ((symbol - SYMBOL_FIRST) / 2 + base_length) % N_LENGTHS;

          if (symbol >= N_SYMBOLS || length == 0 || !take_number (reader, length, &rest))
            return 0;
          out[slot] = (gint64)(symbol % 2 != 0 ? foretold - rest : foretold + rest);
        }
      else
        out[slot] = symbol == SYMBOL_EXACT ? (gint64)foretold : HD_INT64_MISSING;
    }
  reader->position += n;
  return n;
}

guint
hd_lengths_reader_next (HdLengthsReader *reader, gint64 out[HD_LENGTHS_CHUNK])
{
  return hd_lengths_reader_read (reader, HD_LENGTHS_CHUNK, out);
}

/* Of numbers that no base foretells: one less than their length, which is symbol / 2 - 1. What is exact or missing has
 * none. */
static guint64
count_bits (const guint8 *symbols, guint n)
{
  guint64 n_bits = 0;

  for (guint row = 0; row < n; row++)
    n_bits += MAX (symbols[row] / 2, 2) - 2;
  return n_bits;
}

gboolean
hd_lengths_reader_seek (HdLengthsReader *reader, guint position)
{
  guint64 n_bits = 0;

  position = MIN (position, reader->n_values);
  if (reader->base.values == NULL)
    n_bits = count_bits (reader->symbols + reader->position, position - reader->position);
  for (guint row = reader->position; reader->base.values != NULL && row < position; row++)
    {
      gint64 value = reader->base.values[row];
      guint base_length = value == HD_INT64_MISSING ? 0 : length_of (magnitude_of (value));
      guint symbol = reader->symbols[row];

      if (symbol >= SYMBOL_FIRST)
        n_bits += MAX (((symbol - SYMBOL_FIRST) / 2 + base_length) % N_LENGTHS, 1) - 1;
    }
  if (n_bits > reader->n_bits - reader->position_bits)
    return FALSE;
  reader->position_bits += n_bits;
  reader->position = position;
  return TRUE;
}

gboolean
hd_lengths_reader_is_done (const HdLengthsReader *reader)
{
  return reader->position == reader->n_values
         && (reader->position_bits + 7) / 8 == reader->n_bits / 8;
}
