/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each coding of a column costs and saves, on the columns of a store: bytes a row, and how fast it is
 * decoded (GB a second of int64), by coding and zstd level; beside bit packing in frames of reference.
 * bench-codings STORE DATASET [PARTITION]
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "hd-column.h"
#include "hd-store-columns.h"

#define FRAME 1024 /* rows a frame of reference */
#define MIN_SECONDS 0.05

static const char *const codings[] = { "plain", "runs", "dictionary", "lengths" };
static const int levels[] = { 0, 1, 3, 9 }; /* 0: not compressed */

typedef struct
{
  gint64 *numbers, *decoded;
  guint n_rows;
  GByteArray *payload, *compressed;
} Work;

static double
seconds_since (gint64 start_us)
{
  return (double)(g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static void
decode (Work *work, HdColumnCoding coding, int level, gsize n_packed)
{
  g_autofree guint8 *raw = level > 0 ? g_malloc (work->payload->len) : NULL;
  const guint8 *payload = work->payload->data;

  if (level > 0)
    {
      ZSTD_decompress (raw, n_packed, work->compressed->data, work->compressed->len);
      memcpy (raw + n_packed, payload + n_packed, work->payload->len - n_packed);
      payload = raw;
    }
  if (!hd_column_decode (coding, payload, work->payload->len, NULL, work->n_rows, NULL,
                         HD_COLUMN_INT64, work->decoded)
      || memcmp (work->decoded, work->numbers, work->n_rows * sizeof (gint64)) != 0)
    g_error ("a column is not what it was");
}

static void
measure (Work *work, HdColumnCoding coding, int level)
{
  gint64 start;
  guint n_rounds = 0;
  gsize n_compressed;
  gsize size = work->payload->len;
  gsize n_packed = hd_column_get_n_packed (coding, work->payload->data, size);
  double seconds;

  if (level > 0)
    {
      g_byte_array_set_size (work->compressed, (guint)ZSTD_compressBound (n_packed));
      n_compressed = ZSTD_compress (work->compressed->data, work->compressed->len,
                                    work->payload->data, n_packed, level);
      g_byte_array_set_size (work->compressed, (guint)n_compressed);
      size = n_compressed + work->payload->len - n_packed;
    }
  start = g_get_monotonic_time ();
  do
    {
      decode (work, coding, level, n_packed);
      n_rounds++;
    }
  while ((seconds = seconds_since (start)) < MIN_SECONDS);
  g_print ("  %6.3f %5.2f", (double)size / work->n_rows,
           (double)work->n_rows * sizeof (gint64) * n_rounds / seconds / 1e9);
}

/* What bit packing alone would take: the bits of the widest number of each frame, less its least. */
static double
packed_bytes_per_row (const Work *work)
{
  guint64 n_bits = 0;

  for (guint start = 0; start < work->n_rows; start += FRAME)
    {
      guint n = MIN (FRAME, work->n_rows - start);
      gint64 least = work->numbers[start], greatest = least;

      for (guint row = start; row < start + n; row++)
        {
          least = MIN (least, work->numbers[row]);
          greatest = MAX (greatest, work->numbers[row]);
        }
      n_bits += (guint64)n * g_bit_storage ((gulong)(greatest - least)) + 128;
    }
  return (double)n_bits / 8 / work->n_rows;
}

static void
measure_column (const char *id, const HdVector *vector)
{
  Work work = { .n_rows = vector->n_rows,
                .payload = g_byte_array_new (),
                .compressed = g_byte_array_new () };

  work.numbers = g_new (gint64, vector->n_rows);
  work.decoded = g_new (gint64, vector->n_rows);
  for (guint row = 0; row < vector->n_rows; row++)
    work.numbers[row] = hd_vector_get (vector, row);
  g_print ("%s: %u rows, bit-packed %.3f bytes a row\n", id, vector->n_rows,
           packed_bytes_per_row (&work));
  for (guint coding = 0; coding < G_N_ELEMENTS (codings); coding++)
    {
      g_byte_array_set_size (work.payload, 0);
      if (!hd_column_encode_as ((HdColumnCoding)(coding + 1), work.numbers, work.n_rows,
                                work.payload))
        continue;
      g_print ("  %-10s", codings[coding]);
      for (guint level = 0; level < G_N_ELEMENTS (levels); level++)
        measure (&work, (HdColumnCoding)(coding + 1), levels[level]);
      g_print ("\n");
    }
  g_byte_array_unref (work.payload);
  g_byte_array_unref (work.compressed);
  g_free (work.numbers);
  g_free (work.decoded);
}

static GPtrArray *
load_all (HdStore *store, HdStructure *structure, int partition, GError **error)
{
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new (), measures = g_ptr_array_new ();
  int partitions[] = { partition, 0 };
  HdColumnsRequest request = { .dataset = hd_structure_get_id (structure),
                               .last = G_MAXINT32,
                               .partitions = partition > 0 ? partitions : NULL };

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_ptr_array_add (dimensions, (gpointer)hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    g_ptr_array_add (measures, (gpointer)hd_structure_get_measure (structure, index)->id);
  g_ptr_array_add (dimensions, NULL);
  g_ptr_array_add (measures, NULL);
  request.dimensions = (const char *const *)dimensions->pdata;
  request.measures = (const char *const *)measures->pdata;
  return hd_store_load_columns (store, &request, NULL, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  HdStructure *structure;
  const HdColumns *columns;

  if (argc < 3)
    return 2;
  store = hd_store_open (argv[1], HD_STORE_READ, &error);
  structures = store == NULL ? NULL : hd_store_get_structures (store, &error);
  structure = structures == NULL ? NULL : hd_structures_find (structures, argv[2]);
  parts = structure == NULL ? NULL
                            : load_all (store, structure, argc > 3 ? atoi (argv[3]) : 0, &error);
  if (parts == NULL || parts->len == 0)
    g_error ("%s", error != NULL ? error->message : "no such data");
  columns = parts->pdata[parts->len - 1];
  g_print ("bytes a row and GB a second: %-4s uncompressed, zstd 1, 3, 9\n", "");
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    measure_column (hd_structure_get_dimension (structure, index)->id, columns->codes[index]);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    if (columns->values[index] != NULL)
      measure_column (hd_structure_get_measure (structure, index)->id, columns->values[index]);
  return 0;
}
