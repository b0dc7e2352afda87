/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A share of a store as another store: the same years, offices, taxes and chapters, fewer rows.
 *
 * bench-sample STORE SHARE TARGET: of every `SHARE`th row, chosen by a hash of its day and codes, a copy in
 * TARGET, which must not be there. For tests/bench/growth.
 */

#include "config.h"

#include "hd-store-columns.h"

#include <stdio.h>
#include <stdlib.h>

/* 64-bit FNV-1a, and a last mixing so that its low bits are as good as its high ones. */
static guint64
hash_row (const HdRows *rows, guint row)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  hash = (hash ^ (guint64)rows->day[row]) * G_GUINT64_CONSTANT (0x100000001b3);
  for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
    hash = (hash ^ (guint64)rows->codes[index][row]) * G_GUINT64_CONSTANT (0x100000001b3);
  hash ^= hash >> 32;
  hash *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash ^ hash >> 32;
}

static HdRows *
choose (const HdRows *rows, guint share)
{
  HdRows *chosen = hd_rows_new (rows->structure);
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);
  g_autofree HdCode *codes = g_new (HdCode, n_dimensions + 1);
  g_autofree HdNumber *values = g_new (HdNumber, n_measures + 1);

  for (guint row = 0; row < rows->n_rows; row++)
    {
      if (hash_row (rows, row) % share != 0)
        continue;
      for (guint index = 0; index < n_dimensions; index++)
        codes[index] = rows->codes[index][row];
      for (guint index = 0; index < n_measures; index++)
        values[index] = rows->values[index][row];
      hd_rows_append (chosen, &(HdRow){ .day = rows->day[row],
                                        .codes = codes,
                                        .values = values,
                                        .status = rows->status[row],
                                        .action = HD_ACTION_REPLACE,
                                        .known_from = rows->known_from[row] });
    }
  return chosen;
}

/* A year at a time: a dataset need not fit into memory. */
static guint64
copy_year (HdStore *store, HdStore *target, const char *dataset, int year, guint share)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loaded = hd_store_load (store, dataset, hd_day_from_ymd (year, 1, 1),
                                                hd_day_from_ymd (year, 12, 31), 0, &error);
  g_autoptr (HdMessage) message = hd_message_new ();
  g_autofree char *url = g_strdup_printf ("%s in %d", dataset, year);
  HdReceipt receipt = { .url = url };
  guint64 n_rows = 0;

  for (guint index = 0; loaded != NULL && index < loaded->len; index++)
    {
      HdRows *rows = choose (g_ptr_array_index (loaded, index), share);

      n_rows += rows->n_rows;
      g_ptr_array_add (message->parts, rows);
      for (guint row = 0; row < rows->n_rows; row++)
        message->prepared = MAX (message->prepared, rows->known_from[row]);
    }
  if (error == NULL && n_rows > 0)
    hd_store_apply (target, message, &receipt, NULL, &error);
  if (error != NULL)
    g_error ("%s: %s", url, error->message);
  return n_rows;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdStore) target = NULL;
  g_autoptr (GBytes) structure = NULL;
  g_autoptr (GPtrArray) status = NULL;
  guint share = argc > 2 ? (guint)atoi (argv[2]) : 0;
  guint64 n_rows = 0;

  if (argc < 4 || share == 0)
    {
      g_print ("SKIP: bench-sample STORE SHARE TARGET\n");
      return 77;
    }
  if (g_file_test (argv[3], G_FILE_TEST_EXISTS))
    g_error ("%s is there already", argv[3]);
  store = hd_store_open (argv[1], HD_STORE_READ, &error);
  if (store != NULL)
    target = hd_store_open (argv[3], HD_STORE_WRITE | HD_STORE_CREATE, &error);
  if (target != NULL)
    structure = hd_store_get_structure_message (store, &error);
  if (structure != NULL && hd_store_set_structure_message (target, structure, &error))
    status = hd_store_get_status (store, &error);
  if (status == NULL)
    g_error ("%s", error->message);
  hd_store_set_cache_budget (store, 0);
  for (guint index = 0; index < status->len; index++)
    {
      const HdStoreDatasetStatus *dataset = g_ptr_array_index (status, index);
      int first, last;

      if (dataset->n_rows == 0)
        continue;
      hd_day_to_ymd (dataset->first.first, &first, NULL, NULL);
      hd_day_to_ymd (dataset->last.last, &last, NULL, NULL);
      for (int year = first; year <= last; year++)
        n_rows += copy_year (store, target, dataset->dataset, year, share);
    }
  g_print ("%" G_GUINT64_FORMAT " rows\n", n_rows);
  return EXIT_SUCCESS;
}
