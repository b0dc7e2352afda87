/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small dataset, a folder for a store, and rows by the handful, for the tests of the store.
 */

#pragma once

#undef G_DISABLE_ASSERT

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>

#include "hd-store-private.h"
#include "hd-store-sums.h"
#include "hd-store-vault.h"
#include "hd-versions.h"

#define N_UNITS 4
#define N_TAXES 3

static inline HdCodeList *
fixture_codes (const char *id, guint n_codes)
{
  HdCodeList *codes = hd_code_list_new (id);

  for (guint code = 0; code < n_codes; code++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", id, code);

      hd_code_list_add (codes, &(HdCodeInfo){ .id = name,
                                              .parent = HD_CODE_NONE,
                                              .lower = NAN,
                                              .upper = NAN,
                                              .valid_from = HD_DAY_NONE,
                                              .valid_to = HD_DAY_NONE });
    }
  return codes;
}

/* UNIT and TAX; COLLECTED, REFUNDED (integers) and RATE (real); by day. */
static inline HdStructure *
fixture_structure (const char *id, guint n_units)
{
  g_autoptr (HdCodeList) units = fixture_codes ("U", n_units);
  g_autoptr (HdCodeList) taxes = fixture_codes ("T", N_TAXES);
  HdStructure *structure = hd_structure_new ("HD", id, "1.0.0");

  hd_structure_set_time (structure, HD_GRAIN_DAY, 1);
  hd_structure_add_dimension (structure, &(HdDimension){ .id = "UNIT", .codes = units });
  hd_structure_add_dimension (structure, &(HdDimension){ .id = "TAX", .codes = taxes });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "COLLECTED", .unit = "VND" });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "REFUNDED", .unit = "VND" });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "RATE", .is_real = TRUE });
  return structure;
}

/* The store's database, which nobody has open, as SQLite's own tools would see it, but for the functions
 * of the store's triggers. */
static inline sqlite3 *
fixture_open_database (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_true (hd_store_sums_register (handle));
  return handle;
}

/* Every test can be run on sealed stores too. */
static inline void
fixture_choose_seal (void)
{
  static gsize is_chosen = 0;

  if (!g_once_init_enter (&is_chosen))
    return;
  if (g_getenv ("HAIDANG_TEST_SEALED") != NULL)
    {
      hd_store_vault_set_cost (1, 8);
      hd_store_set_passphrase ("a passphrase of tests");
    }
  g_once_init_leave (&is_chosen, 1);
}

static inline char *
fixture_folder (void)
{
  char *dir = g_dir_make_tmp ("haidang-store-XXXXXX", NULL);

  g_assert_nonnull (dir);
  fixture_choose_seal ();
  return dir;
}

static inline void
fixture_remove (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

static inline HdStore *
fixture_open (const char *dir)
{
  g_autoptr (GError) error = NULL;
  HdStore *store = hd_store_open (dir, HD_STORE_WRITE | HD_STORE_CREATE, &error);

  g_assert_no_error (error);
  return store;
}

static inline void
fixture_assert_sound (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = hd_store_verify (store, NULL, &error);

  g_assert_no_error (error);
  for (guint index = 0; index < faults->len; index++)
    g_test_message ("%s", (char *)g_ptr_array_index (faults, index));
  g_assert_cmpuint (faults->len, ==, 0);
}

/* A message of one part. */
static inline HdMessage *
fixture_message (HdStructure *structure, gint64 prepared)
{
  HdMessage *message = hd_message_new ();

  message->prepared = prepared;
  g_ptr_array_add (message->parts, hd_rows_new (structure));
  return message;
}

typedef struct
{
  HdDay day;
  HdCode unit, tax;
  gint64 collected, refunded;
  double rate;
  HdAction action;
  gint64 known_from;
} FixtureRow;

static inline void
fixture_add (HdMessage *message, FixtureRow row)
{
  HdCode codes[] = { row.unit, row.tax };
  HdNumber values[] = { { .i = row.collected }, { .i = row.refunded }, { .d = row.rate } };

  hd_rows_append (g_ptr_array_index (message->parts, message->parts->len - 1),
                  &(HdRow){ .day = row.day,
                            .codes = codes,
                            .values = values,
                            .action = row.action,
                            .known_from = row.known_from });
}

static inline HdApplyResult
fixture_apply (HdStore *store, const HdMessage *message)
{
  g_autoptr (GError) error = NULL;
  HdApplyResult result = { 0 };

  hd_store_apply (store, message, NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

/* The same rows by hd_store_load_columns(), cell by cell. */
static inline void
fixture_assert_same_columns (HdStore *store, const char *dataset, gint64 as_of, GPtrArray *expected)
{
  static const char *const dimensions[] = { "TAX", "UNIT", NULL };
  static const char *const measures[] = { "RATE", "COLLECTED", "REFUNDED", NULL };
  HdColumnsRequest request
      = { dataset, dimensions, measures, TRUE, G_MININT32 + 1, G_MAXINT32, as_of, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = hd_store_load_columns (store, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, expected->len);
  for (guint part = 0; part < parts->len; part++)
    {
      const HdColumns *columns = g_ptr_array_index (parts, part);
      const HdRows *rows = g_ptr_array_index (expected, part);
      guint at = 0;

      g_assert_cmpuint (columns->n_rows, ==, rows->n_rows);
      for (guint row = 0; row < rows->n_rows; row++)
        {
          at += columns->days->first_row[at + 1] == row;
          g_assert_cmpint (columns->days->day[at], ==, rows->day[row]);
          g_assert_cmpint (columns->days->known_from[at], >=, rows->known_from[row]);
          g_assert_cmpint (columns->status != NULL ? columns->status->u8[row] : 0, ==,
                           rows->status[row]);
          for (guint dimension = 0; dimension < 2; dimension++)
            g_assert_cmpint (
                columns->dictionaries
                    ->to_structure[dimension][hd_vector_get (columns->codes[dimension], row)],
                ==, rows->codes[dimension][row]);
          for (guint measure = 0; measure < 3; measure++)
            {
              HdNumber value = hd_number_missing (measure == 2);

              if (columns->values[measure] != NULL)
                value.i = hd_vector_get (columns->values[measure], row);
              g_assert_true (hd_number_equal (value, rows->values[measure][row], measure == 2));
            }
        }
    }
}

static inline GPtrArray *
fixture_load (HdStore *store, const char *dataset, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = hd_store_load (store, dataset, G_MININT32 + 1, G_MAXINT32, as_of, &error);

  g_assert_no_error (error);
  return rows;
}
