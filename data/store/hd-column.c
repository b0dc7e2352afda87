/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chooses and applies the coding of a column: plain, differences, runs, dictionary or lengths.
 */

#include "config.h"

#include "hd-column.h"

#include <string.h>
#include <zstd.h>

#include "hd-column-block.h"

#define SAMPLE_SLICES 4
#define SLICE_VALUES 2048
#define MAX_DICTIONARY 65536
/* A column with runs of this length on average is coded so without a trial. */
#define GOOD_RUN 16

typedef enum
{
  TRY_PLAIN,
  TRY_DELTA,
  TRY_DICTIONARY,
  TRY_LENGTHS,
  TRY_RUNS,
  N_TRIES,
} Try;

static guint
count_runs (const gint64 *values, guint n_values)
{
  guint n_runs = n_values > 0;

  for (guint row = 1; row < n_values; row++)
    n_runs += values[row] != values[row - 1];
  return n_runs;
}

static void
encode_runs (const gint64 *values, guint n_values, guint n_runs, GByteArray *payload)
{
  g_autofree gint64 *run_values = g_new (gint64, MAX (n_runs, 1));
  g_autofree gint64 *lengths = g_new0 (gint64, MAX (n_runs, 1));
  guint run = 0;

  for (guint row = 0; row < n_values; row++)
    {
      if (row > 0 && values[row] != values[row - 1])
        run++;
      run_values[run] = values[row];
      lengths[run]++;
    }
  /* Where runs pay, values mostly grow by small steps: days, key columns. */
  hd_block_append (payload, run_values, n_runs, TRUE);
  hd_block_append (payload, lengths, n_runs, FALSE);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

/* Distinct values, ascending. NULL when there are more than `limit`. */
static GArray *
distinct_values (const gint64 *values, guint n_values, guint limit)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) distinct = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint row = 0; row < n_values; row++)
    {
      if (row > 0 && values[row] == values[row - 1])
        continue;
      if (!g_hash_table_add (seen, (gpointer)&values[row]))
        continue;
      if (distinct->len == limit)
        return NULL;
      g_array_append_val (distinct, values[row]);
    }
  g_array_sort (distinct, compare_values);
  return g_steal_pointer (&distinct);
}

static guint
find_value (const gint64 *sorted, guint n_sorted, gint64 value)
{
  guint low = 0, high = n_sorted;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (sorted[middle] <= value)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
encode_dictionary (const gint64 *values, guint n_values, GByteArray *payload)
{
  g_autoptr (GArray) distinct = distinct_values (values, n_values, MAX_DICTIONARY);
  g_autofree gint64 *indices = NULL;

  if (distinct == NULL)
    return FALSE;
  indices = g_new (gint64, MAX (n_values, 1));
  for (guint row = 0; row < n_values; row++)
    indices[row] = row > 0 && values[row] == values[row - 1]
                       ? indices[row - 1]
                       : find_value ((gint64 *)distinct->data, distinct->len, values[row]);
  hd_block_append (payload, (gint64 *)distinct->data, distinct->len, TRUE);
  hd_block_append (payload, indices, n_values, FALSE);
  return TRUE;
}

/* A few slices are enough to tell codings apart, and keep the choice cheap on long columns. */
static GArray *
take_sample (const gint64 *values, guint n_values)
{
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (n_values <= SAMPLE_SLICES * SLICE_VALUES)
    return g_array_append_vals (sample, values, n_values);
  for (guint slice = 0; slice < SAMPLE_SLICES; slice++)
    {
      guint start = (guint)((guint64)(n_values - SLICE_VALUES) * slice / (SAMPLE_SLICES - 1));

      g_array_append_vals (sample, values + start, SLICE_VALUES);
    }
  return sample;
}

static gsize
compressed_size (const GByteArray *payload, gsize n_packed)
{
  gsize bound = ZSTD_compressBound (n_packed);
  g_autofree guint8 *room = g_malloc (bound);
  gsize size = ZSTD_compress (room, bound, payload->data, n_packed, 1);

  return payload->len - n_packed + (ZSTD_isError (size) ? n_packed : size);
}

static Try
choose_by_sample (const gint64 *values, guint n_values)
{
  g_autoptr (GArray) sample = take_sample (values, n_values);
  const gint64 *picked = (const gint64 *)sample->data;
  gsize best_size = G_MAXSIZE;
  Try best = TRY_PLAIN;

  for (Try attempt = TRY_PLAIN; attempt < N_TRIES; attempt++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      gsize size, n_packed;

      if (attempt == TRY_DICTIONARY)
        {
          g_autoptr (GArray) distinct = distinct_values (picked, sample->len, sample->len / 4);

          if (distinct == NULL || !encode_dictionary (picked, sample->len, payload))
            continue;
        }
      else if (attempt == TRY_RUNS)
        encode_runs (picked, sample->len, count_runs (picked, sample->len), payload);
      else if (attempt == TRY_LENGTHS)
        hd_lengths_append (payload, picked, sample->len, NULL, NULL, 0);
      else
        hd_block_append (payload, picked, sample->len, attempt == TRY_DELTA);
      n_packed = attempt == TRY_LENGTHS ? hd_lengths_get_n_packed (payload->data, payload->len)
                                        : payload->len;
      size = compressed_size (payload, n_packed);
      if (size < best_size)
        {
          best_size = size;
          best = attempt;
        }
    }
  return best;
}

HdColumnCoding
hd_column_encode (const gint64 *values, guint n_values, GByteArray *payload)
{
  guint n_runs = count_runs (values, n_values);
  Try choice = TRY_PLAIN;

  if (n_runs > 1 && n_runs <= n_values / GOOD_RUN)
    {
      encode_runs (values, n_values, n_runs, payload);
      return HD_COLUMN_RUNS;
    }
  if (n_runs > 1)
    choice = choose_by_sample (values, n_values);
  if (choice == TRY_RUNS)
    {
      encode_runs (values, n_values, n_runs, payload);
      return HD_COLUMN_RUNS;
    }
  if (choice == TRY_DICTIONARY && encode_dictionary (values, n_values, payload))
    return HD_COLUMN_DICTIONARY;
  if (choice == TRY_LENGTHS)
    {
      hd_lengths_append (payload, values, n_values, NULL, NULL, 0);
      return HD_COLUMN_LENGTHS;
    }
  hd_block_append (payload, values, n_values, choice == TRY_DELTA);
  return HD_COLUMN_PLAIN;
}

gsize
hd_column_get_n_packed (HdColumnCoding coding, const guint8 *payload, gsize length)
{
  return coding == HD_COLUMN_LENGTHS ? hd_lengths_get_n_packed (payload, length) : length;
}

gboolean
hd_column_encode_as (HdColumnCoding coding,
                     const gint64 *values,
                     guint n_values,
                     GByteArray *payload)
{
  switch (coding)
    {
    case HD_COLUMN_RUNS:
      encode_runs (values, n_values, count_runs (values, n_values), payload);
      return TRUE;
    case HD_COLUMN_DICTIONARY:
      return encode_dictionary (values, n_values, payload);
    case HD_COLUMN_PLAIN:
      hd_block_append (payload, values, n_values, FALSE);
      return TRUE;
    case HD_COLUMN_LENGTHS:
      hd_lengths_append (payload, values, n_values, NULL, NULL, 0);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Narrows to the column's type; FALSE when a value does not fit. */
static gboolean
put_values (const gint64 *values, guint n_values, guint start, HdColumnType type, gpointer out)
{
  gint64 wrong = 0;

  switch (type)
    {
    case HD_COLUMN_INT64:
      memcpy ((gint64 *)out + start, values, n_values * sizeof *values);
      break;
    case HD_COLUMN_INT32:
      for (guint row = 0; row < n_values; row++)
        {
          ((gint32 *)out)[start + row] = (gint32)values[row];
          wrong |= values[row] ^ (gint32)values[row];
        }
      break;
    case HD_COLUMN_UINT16:
      for (guint row = 0; row < n_values; row++)
        {
          ((guint16 *)out)[start + row] = (guint16)values[row];
          wrong |= values[row] ^ (guint16)values[row];
        }
      break;
    case HD_COLUMN_UINT8:
      for (guint row = 0; row < n_values; row++)
        {
          ((guint8 *)out)[start + row] = (guint8)values[row];
          wrong |= values[row] ^ (guint8)values[row];
        }
      break;
    default:
      return FALSE;
    }
  return wrong == 0;
}

/* Where values go, and which. */
typedef struct
{
  const HdRowRanges *only; /* (nullable): all */
  guint n_values; /* that the column has */
  HdColumnType type;
  gpointer out;
  guint n_put;
  guint position, range; /* of the values that are wanted next */
} Sink;

static gboolean
sink_put (Sink *sink, const gint64 *values, guint n_values)
{
  sink->n_put += n_values;
  return put_values (values, n_values, sink->n_put - n_values, sink->type, sink->out);
}

/* The next values before `end` that are wanted, one chunk at most; FALSE when there are no more. */
static gboolean
sink_next (Sink *sink, guint end, guint *first, guint *n)
{
  const HdRowRanges *only = sink->only;
  HdRowRange wanted = { 0, sink->n_values };

  if (only != NULL)
    {
      while (sink->range < only->n_ranges && only->ranges[sink->range].last <= sink->position)
        sink->range++;
      wanted = sink->range < only->n_ranges ? only->ranges[sink->range] : (HdRowRange){ end, end };
    }
  *first = MAX (sink->position, wanted.first);
  if (*first >= MIN (wanted.last, end))
    return FALSE;
  *n = MIN (HD_BLOCK_CHUNK, MIN (wanted.last, end) - *first);
  sink->position = *first + *n;
  return TRUE;
}

/* What of the rows `first` to `last - 1` is wanted, all of one value. */
static gboolean
sink_repeat (Sink *sink, gint64 value, guint first, guint last)
{
  gint64 repeated[HD_BLOCK_CHUNK];
  guint start, n;

  for (guint slot = 0; slot < MIN (last - first, HD_BLOCK_CHUNK); slot++)
    repeated[slot] = value;
  while (sink_next (sink, last, &start, &n))
    if (!sink_put (sink, repeated, n))
      return FALSE;
  return TRUE;
}

static gboolean
decode_runs (HdBlockReader *run_values, HdBlockReader *lengths, Sink *sink)
{
  gint64 values[HD_BLOCK_CHUNK], counts[HD_BLOCK_CHUNK];
  guint filled = 0, n;

  if (run_values->n_values != lengths->n_values)
    return FALSE;
  while ((n = hd_block_reader_next (run_values, values)) > 0)
    {
      hd_block_reader_next (lengths, counts);
      for (guint run = 0; run < n; run++)
        {
          if (counts[run] <= 0 || counts[run] > sink->n_values - filled
              || !sink_repeat (sink, values[run], filled, filled + (guint)counts[run]))
            return FALSE;
          filled += (guint)counts[run];
        }
    }
  return filled == sink->n_values;
}

static gboolean
decode_dictionary (HdBlockReader *distinct, HdBlockReader *indices, Sink *sink)
{
  g_autofree gint64 *dictionary = NULL;
  gint64 chunk[HD_BLOCK_CHUNK];
  guint filled = 0, first, n;

  if (distinct->n_values > MAX_DICTIONARY || indices->n_values != sink->n_values)
    return FALSE;
  dictionary = g_new (gint64, (gsize)distinct->n_values + HD_BLOCK_CHUNK);
  while ((n = hd_block_reader_next (distinct, dictionary + filled)) > 0)
    filled += n;
  while (sink_next (sink, sink->n_values, &first, &n))
    {
      hd_block_reader_seek (indices, first);
      hd_block_reader_read (indices, n, chunk);
      for (guint row = 0; row < n; row++)
        {
          if (chunk[row] < 0 || chunk[row] >= distinct->n_values)
            return FALSE;
          chunk[row] = dictionary[chunk[row]];
        }
      if (!sink_put (sink, chunk, n))
        return FALSE;
    }
  return TRUE;
}

static gboolean
decode_plain (HdBlockReader *reader, Sink *sink)
{
  gint64 chunk[HD_BLOCK_CHUNK];
  guint first, n;

  if (reader->n_values != sink->n_values)
    return FALSE;
  while (sink_next (sink, sink->n_values, &first, &n))
    {
      hd_block_reader_seek (reader, first);
      hd_block_reader_read (reader, n, chunk);
      if (!sink_put (sink, chunk, n))
        return FALSE;
    }
  return TRUE;
}

static gboolean
decode_lengths (const guint8 *payload, gsize length, const HdColumnBase *base, Sink *sink)
{
  g_auto (HdLengthsReader) reader = { .n_values = 0 };
  gint64 chunk[HD_LENGTHS_CHUNK];
  guint first, n;

  if (!hd_lengths_reader_init (&reader, payload, length, base) || reader.n_values != sink->n_values)
    return FALSE;
  while (sink_next (sink, sink->n_values, &first, &n))
    if (!hd_lengths_reader_seek (&reader, first) || hd_lengths_reader_read (&reader, n, chunk) != n
        || !sink_put (sink, chunk, n))
      return FALSE;
  return hd_lengths_reader_seek (&reader, sink->n_values) && hd_lengths_reader_is_done (&reader);
}

gboolean
hd_column_decode (HdColumnCoding coding,
                  const guint8 *payload,
                  gsize length,
                  const HdColumnBase *base,
                  guint n_values,
                  const HdRowRanges *only,
                  HdColumnType type,
                  gpointer out)
{
  Sink sink = { .only = only, .n_values = n_values, .type = type, .out = out };
  const guint8 *cursor = payload, *end = payload + length;
  HdBlockReader first, second;

  if (only != NULL && only->n_ranges > 0 && only->ranges[only->n_ranges - 1].last > n_values)
    return FALSE;
  if (coding == HD_COLUMN_LENGTHS)
    return decode_lengths (payload, length, base, &sink);
  if (!hd_block_reader_init (&first, &cursor, end))
    return FALSE;
  if (coding == HD_COLUMN_PLAIN)
    return cursor == end && decode_plain (&first, &sink);
  if (!hd_block_reader_init (&second, &cursor, end) || cursor != end)
    return FALSE;
  if (coding == HD_COLUMN_RUNS)
    return decode_runs (&first, &second, &sink);
  return coding == HD_COLUMN_DICTIONARY && decode_dictionary (&first, &second, &sink);
}
