/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far the inner loops of a scan are from what the memory gives.
 *
 * bench-scan-loops [MILLION ROWS]: each loop of hd-cube-block.c over columns shaped like REVENUE, in CPU time of
 * the one thread, beside memchr() over as many bytes, which reads them once and does nothing else. A column that is
 * larger than the caches is read from memory; "in cache" goes over the same 64 Ki rows again and again.
 */

#include "config.h"

#include "hd-cube-block.h"

#include <stdlib.h>
#include <time.h>

#define N_RUNS 7
#define DEFAULT_MILLIONS 32
#define ROWS_IN_CACHE (1u << 16)
/* Rows of one office on one day, which come one after the other. */
#define ROWS_OF_OFFICE 40
#define N_OFFICES 377
#define N_TAXES 8
#define N_CHAPTERS 97
/* Beyond what an array is taken for. */
#define MANY_KEYS (G_GUINT64_CONSTANT (1) << 40)

typedef struct
{
  guint n_rows;
  HdVector offices, taxes, chapters;
  HdVector small, medium, large; /* measures of 2, 4, 8 bytes */
  HdVector flags, status;
} Columns;

typedef enum
{
  BY_OFFICE = 1,
  BY_TAX = 2,
  BY_CHAPTER = 4,
} Dimensions;

/* One way to scan. */
typedef struct
{
  const char *name;
  Dimensions by;
  int value_bytes;
  gboolean has_few; /* one chapter of 97 is let through */
  gboolean is_hashed;
  gboolean is_flagged; /* a roll-up with flags */
  gboolean has_status; /* plain rows with their status */
} Loop;

static const Loop loops[] = {
  { "all rows, 4-byte measure", 0, 4, FALSE, FALSE, FALSE, FALSE },
  { "one chapter of 97", BY_CHAPTER, 4, TRUE, FALSE, FALSE, FALSE },
  { "by tax", BY_TAX, 4, FALSE, FALSE, FALSE, FALSE },
  { "by office (2-byte codes, in order)", BY_OFFICE, 4, FALSE, FALSE, FALSE, FALSE },
  { "by office and tax", BY_OFFICE | BY_TAX, 4, FALSE, FALSE, FALSE, FALSE },
  { "by office, tax and chapter", BY_OFFICE | BY_TAX | BY_CHAPTER, 4, FALSE, FALSE, FALSE, FALSE },
  { "by office and tax, one chapter of 97", BY_OFFICE | BY_TAX | BY_CHAPTER, 4, TRUE, FALSE, FALSE,
    FALSE },
  { "by office and tax, 2-byte measure", BY_OFFICE | BY_TAX, 2, FALSE, FALSE, FALSE, FALSE },
  { "by office and tax, 8-byte measure", BY_OFFICE | BY_TAX, 8, FALSE, FALSE, FALSE, FALSE },
  { "by office and tax, hashed", BY_OFFICE | BY_TAX, 4, FALSE, TRUE, FALSE, FALSE },
  { "by office and tax, roll-up with flags", BY_OFFICE | BY_TAX, 4, FALSE, FALSE, TRUE, FALSE },
  { "by office and tax, rows with status", BY_OFFICE | BY_TAX, 4, FALSE, FALSE, FALSE, TRUE },
};

/* Knuth's MMIX generator. */
static guint
next_random (guint limit)
{
  static guint64 state = 42;

  state
      = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint)((state >> 33) % limit);
}

static HdVector
make_vector (HdVectorType type, guint n_rows, guint width)
{
  return (HdVector){ .type = type, .n_rows = n_rows, .data = g_malloc0_n (n_rows, width) };
}

static void
fill_columns (Columns *columns, guint n_rows)
{
  columns->n_rows = n_rows;
  columns->offices = make_vector (HD_VECTOR_UINT16, n_rows, 2);
  columns->taxes = make_vector (HD_VECTOR_UINT8, n_rows, 1);
  columns->chapters = make_vector (HD_VECTOR_UINT8, n_rows, 1);
  columns->small = make_vector (HD_VECTOR_INT16, n_rows, 2);
  columns->medium = make_vector (HD_VECTOR_INT32, n_rows, 4);
  columns->large = make_vector (HD_VECTOR_INT64, n_rows, 8);
  columns->flags = make_vector (HD_VECTOR_UINT8, n_rows, 1);
  columns->status = make_vector (HD_VECTOR_UINT8, n_rows, 1);
  for (guint row = 0; row < n_rows; row++)
    {
      columns->offices.u16[row] = (guint16)(row / ROWS_OF_OFFICE % N_OFFICES);
      columns->taxes.u8[row] = (guint8)next_random (N_TAXES);
      columns->chapters.u8[row] = (guint8)next_random (N_CHAPTERS);
      columns->small.i16[row] = (gint16)next_random (1000);
      columns->medium.i32[row] = (gint32)next_random (G_MAXINT32);
      columns->large.i64[row] = (gint64)next_random (G_MAXINT32) * 1000;
      columns->flags.u8[row] = HD_CUBE_ROW_PRESENT;
      columns->status.u8[row] = HD_STATUS_NORMAL;
    }
}

static void
clear_columns (Columns *columns)
{
  HdVector *vectors[]
      = { &columns->offices, &columns->taxes, &columns->chapters, &columns->small,
          &columns->medium,  &columns->large, &columns->flags,    &columns->status };

  for (guint index = 0; index < G_N_ELEMENTS (vectors); index++)
    g_free (vectors[index]->data);
}

static void
add_step (HdCubeLaneState *lane, const HdVector *codes, guint n_codes, guint64 stride, int only)
{
  HdCubeStep *step = &lane->steps[lane->n_steps++];

  step->codes = codes;
  step->n_codes = n_codes;
  step->worth = g_new (guint64, n_codes);
  for (guint code = 0; code < n_codes; code++)
    step->worth[code] = only < 0 ? code * stride : (int)code == only ? 0 : HD_CUBE_REJECT;
}

static void
prepare (HdCubeLaneState *lane, const Loop *loop, const Columns *columns)
{
  guint64 n_keys = 1;

  *lane = (HdCubeLaneState){ .is_rollup = loop->is_flagged };
  if ((loop->by & BY_OFFICE) != 0)
    {
      add_step (lane, &columns->offices, N_OFFICES, n_keys, -1);
      n_keys *= N_OFFICES;
    }
  if ((loop->by & BY_TAX) != 0)
    {
      add_step (lane, &columns->taxes, N_TAXES, n_keys, -1);
      n_keys *= N_TAXES;
    }
  if ((loop->by & BY_CHAPTER) != 0)
    {
      add_step (lane, &columns->chapters, N_CHAPTERS, n_keys, loop->has_few ? 27 : -1);
      n_keys *= loop->has_few ? 1 : N_CHAPTERS;
    }
  lane->has_one_cell = n_keys == 1;
  lane->cells = hd_cube_cells_new (loop->is_hashed ? MANY_KEYS : n_keys);
  lane->dense = hd_cube_cells_get_dense (lane->cells);
  lane->values = loop->value_bytes == 2   ? &columns->small
                 : loop->value_bytes == 4 ? &columns->medium
                                          : &columns->large;
  lane->flags = loop->is_flagged ? &columns->flags : NULL;
  lane->status = loop->has_status ? &columns->status : NULL;
}

static void
release (HdCubeLaneState *lane)
{
  for (guint step = 0; step < lane->n_steps; step++)
    g_free (lane->steps[step].worth);
  hd_cube_cells_free (lane->cells);
}

static guint
bytes_per_row (const Loop *loop)
{
  return ((loop->by & BY_OFFICE) != 0 ? 2 : 0) + ((loop->by & BY_TAX) != 0 ? 1 : 0)
         + ((loop->by & BY_CHAPTER) != 0 ? 1 : 0) + (guint)loop->value_bytes
         + (loop->is_flagged ? 1 : 0) + (loop->has_status ? 1 : 0);
}

/* CPU seconds of this thread. */
static double
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The least seconds of all runs (what else the machine does only adds) for all rows, the first `n_near` of which
 * are taken again and again. */
static double
time_loop (const Loop *loop, const Columns *columns, guint n_near)
{
  double least = G_MAXDOUBLE;
  guint64 keys[HD_CUBE_BLOCK];

  for (guint run = 0; run < N_RUNS; run++)
    {
      HdCubeLaneState lane;
      double started;

      prepare (&lane, loop, columns);
      started = cpu_time ();
      for (guint row = 0; row < columns->n_rows; row += HD_CUBE_BLOCK)
        hd_cube_block_scan (&lane, keys, row % n_near, HD_CUBE_BLOCK);
      least = MIN (least, cpu_time () - started);
      release (&lane);
    }
  return least;
}

/* Bytes a second of reading memory once, and of copying it. */
static void
time_memory (gsize n_bytes, double *reading, double *copying)
{
  double least_read = G_MAXDOUBLE, least_copied = G_MAXDOUBLE;
  g_autofree char *from = g_malloc (n_bytes);
  g_autofree char *to = g_malloc (n_bytes);

  memset (from, 1, n_bytes);
  memset (to, 2, n_bytes);
  for (guint run = 0; run < N_RUNS; run++)
    {
      double started = cpu_time ();

      if (memchr (from, 0, n_bytes) != NULL)
        g_error ("a byte that is not there was found");
      least_read = MIN (least_read, cpu_time () - started);
      started = cpu_time ();
      memcpy (to, from, n_bytes);
      least_copied = MIN (least_copied, cpu_time () - started);
    }
  *reading = (double)n_bytes / least_read;
  *copying = (double)n_bytes / least_copied;
}

int
main (int argc, char **argv)
{
  guint n_rows = (argc > 1 ? (guint)atoi (argv[1]) : DEFAULT_MILLIONS) * ROWS_IN_CACHE * 16;
  Columns columns;
  double reading, copying;

  time_memory ((gsize)MAX (n_rows, ROWS_IN_CACHE) * sizeof (gint64), &reading, &copying);
  fill_columns (&columns, MAX (n_rows, ROWS_IN_CACHE));
  g_print ("%u rows; memchr reads %.1f GB/s, memcpy copies %.1f GB/s\n\n", columns.n_rows,
           reading / 1e9, copying / 1e9);
  g_print ("| loop | bytes a row | ns a row | GB/s | of memchr | in cache, ns |\n"
           "|---|--:|--:|--:|--:|--:|\n");
  for (guint index = 0; index < G_N_ELEMENTS (loops); index++)
    {
      double far = time_loop (&loops[index], &columns, columns.n_rows);
      double near = time_loop (&loops[index], &columns, ROWS_IN_CACHE);
      double rate = bytes_per_row (&loops[index]) * (double)columns.n_rows / far;

      g_print ("| %s | %u | %.2f | %.1f | %.0f %% | %.2f |\n", loops[index].name,
               bytes_per_row (&loops[index]), 1e9 * far / columns.n_rows, rate / 1e9,
               100 * rate / reading, 1e9 * near / columns.n_rows);
    }
  clear_columns (&columns);
  return EXIT_SUCCESS;
}
