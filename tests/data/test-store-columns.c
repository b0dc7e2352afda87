/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads of single columns, their narrow types, and the roll-ups that are kept beside them.
 */

#include "config.h"

#include "store-fixture.h"

/* As many observations as days, the last of each year with a number that needs 64 bits. */
static HdMessage *
years (HdStructure *structure, int first_year, int last_year)
{
  HdMessage *message = fixture_message (structure, 1000);

  for (HdDay day = hd_day_from_ymd (first_year, 1, 1); day <= hd_day_from_ymd (last_year, 12, 31);
       day++)
    {
      int year, month, day_of_month;
      gboolean is_last;

      hd_day_to_ymd (day, &year, &month, &day_of_month);
      is_last = month == 12 && day_of_month == 31;
      fixture_add (message, (FixtureRow){ day, (HdCode)(day % N_UNITS), (HdCode)(day % N_TAXES),
                                          is_last ? G_GINT64_CONSTANT (7) << 40 : day % 100,
                                          HD_INT64_MISSING, 0.5, HD_ACTION_REPLACE, 1000 });
    }
  return message;
}

static GPtrArray *
load (HdStore *store, const char *dimension, const char *measure, HdDay first, HdDay last)
{
  const char *const dimensions[] = { dimension, NULL };
  const char *const measures[] = { measure, NULL };
  HdColumnsRequest request = { .dataset = "REVENUE",
                               .dimensions = dimensions,
                               .measures = measures,
                               .with_status = TRUE,
                               .first = first,
                               .last = last };
  g_autoptr (GError) error = NULL;
  GPtrArray *parts = hd_store_load_columns (store, &request, NULL, &error);

  g_assert_no_error (error);
  return parts;
}

/* Only what is asked for is there, in the narrowest type, and only of the years asked for. */
static void
test_only_asked (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = years (structure, 2023, 2026);
  g_autoptr (GPtrArray) parts = NULL;
  const HdColumns *columns;

  fixture_apply (store, message);
  parts = load (store, "TAX", "COLLECTED", hd_day_from_ymd (2024, 5, 1),
                hd_day_from_ymd (2025, 1, 1));
  g_assert_cmpuint (parts->len, ==, 2);
  columns = parts->pdata[0];
  g_assert_cmpint (columns->partition / 100, ==, 2024);
  g_assert_cmpuint (columns->n_rows, ==, 366);
  g_assert_cmpuint (columns->days->n_days, ==, 366);
  g_assert_null (columns->codes[0]);
  g_assert_cmpint (columns->codes[1]->type, ==, HD_VECTOR_UINT8);
  g_assert_cmpint (columns->values[0]->type, ==, HD_VECTOR_INT64);
  g_assert_cmpint (columns->values[0]->greatest, ==, G_GINT64_CONSTANT (7) << 40);
  g_assert_false (columns->values[0]->has_missing);
  g_assert_null (columns->values[1]);
  g_assert_null (columns->values[2]);
  g_assert_null (columns->status);
  g_clear_pointer (&parts, g_ptr_array_unref);

  parts = load (store, NULL, "REFUNDED", 0, G_MAXINT32);
  g_assert_cmpuint (parts->len, ==, 4);
  columns = parts->pdata[3];
  g_assert_cmpint (columns->values[1]->type, ==, HD_VECTOR_INT16);
  g_assert_true (columns->values[1]->has_missing);
  g_assert_cmpint (columns->values[1]->i16[7], ==, G_MININT16);
  g_assert_cmpint (hd_vector_get (columns->values[1], 7), ==, HD_INT64_MISSING);
  g_clear_pointer (&parts, g_ptr_array_unref);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
assert_narrow (gint64 least, gint64 greatest, HdVectorType type)
{
  gint64 numbers[] = { greatest, HD_INT64_MISSING, least };
  g_autoptr (HdVector) vector = hd_vector_new (HD_VECTOR_INTEGERS, numbers, 3);

  g_assert_cmpint (vector->type, ==, type);
  g_assert_true (vector->has_missing);
  g_assert_cmpint (vector->least, ==, least);
  g_assert_cmpint (vector->greatest, ==, greatest);
  for (guint row = 0; row < 3; row++)
    g_assert_cmpint (hd_vector_get (vector, row), ==, numbers[row]);
}

/* The least number of a type is what stands for missing there. */
static void
test_narrow (void)
{
  gint64 codes[] = { 0, 255 };
  g_autoptr (HdVector) bytes = hd_vector_new (HD_VECTOR_CODES, codes, 2);

  g_assert_cmpint (bytes->type, ==, HD_VECTOR_UINT8);
  codes[1] = HD_CODE_NONE;
  g_assert_null (hd_vector_new (HD_VECTOR_CODES, codes, 2));
  assert_narrow (G_MININT16 + 1, G_MAXINT16, HD_VECTOR_INT16);
  assert_narrow (G_MININT16, 0, HD_VECTOR_INT32);
  assert_narrow (0, G_MAXINT16 + 1, HD_VECTOR_INT32);
  assert_narrow (G_MININT32, 0, HD_VECTOR_INT64);
  assert_narrow (0, G_GINT64_CONSTANT (1) << 31, HD_VECTOR_INT64);
  assert_narrow (G_MININT64 + 1, G_MAXINT64, HD_VECTOR_INT64);
}

static void
test_budget_and_cancel (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = years (structure, 2017, 2026);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  HdColumnsRequest request = { .dataset = "REVENUE", .last = G_MAXINT32 };
  g_autoptr (GPtrArray) held = NULL;

  fixture_apply (store, message);
  hd_store_set_cache_budget (store, 20000);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (GPtrArray) parts = load (store, "UNIT", "COLLECTED", 0, G_MAXINT32);

      g_assert_cmpuint (parts->len, ==, 10);
      g_assert_cmpuint (hd_store_cache_get_n_bytes (store->cache), <=, 20000);
      g_assert_cmpuint (hd_store_cache_get_n_bytes (store->cache), >, 0);
    }
  g_cancellable_cancel (cancellable);
  hd_store_set_cache_budget (store, 0);
  held = hd_store_load_columns (store, &request, cancellable, &error);
  g_assert_null (held);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  request.dataset = "NOWHERE";
  g_assert_null (hd_store_load_columns (store, &request, NULL, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A row more or less on every other day of a year, of all units. */
static HdMessage *
busy_year (HdStructure *structure)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  HdMessage *message = fixture_message (structure, 1000);

  for (HdDay day = hd_day_from_ymd (2025, 1, 1); day <= hd_day_from_ymd (2025, 12, 31); day += 2)
    for (HdCode unit = 0; unit < N_UNITS; unit++)
      for (HdCode tax = 0; tax < N_TAXES; tax++)
        if (g_rand_boolean (random))
          fixture_add (message,
                       (FixtureRow){ day, unit, tax, g_rand_int (random),
                                     tax == 0 ? HD_INT64_MISSING : g_rand_int_range (random, 0, 9),
                                     g_rand_double (random), HD_ACTION_REPLACE, 1000 });
  return message;
}

static GPtrArray *
load_filtered (HdStore *store, HdStructure *structure, guint8 *units)
{
  const char *const dimensions[] = { "TAX", "UNIT", NULL };
  const char *const measures[] = { "COLLECTED", "REFUNDED", "RATE", NULL };
  guint8 *keep[] = { units, NULL };
  HdRowFilter filter = { structure, keep };
  HdColumnsRequest request = { .dataset = "REVENUE",
                               .dimensions = dimensions,
                               .measures = measures,
                               .with_status = TRUE,
                               .last = G_MAXINT32,
                               .filter = units != NULL ? &filter : NULL };
  g_autoptr (GError) error = NULL;
  GPtrArray *parts = hd_store_load_columns (store, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, 1);
  return parts;
}

/* The fixture's number: the store, which was given no structure, counts units as they came. */
static guint
get_unit (const HdColumns *columns, guint row)
{
  const HdDimension *units = hd_structure_get_dimension (columns->dictionaries->structure, 0);
  HdCode code = columns->dictionaries->to_structure[0][hd_vector_get (columns->codes[0], row)];

  return (guint)(hd_code_list_get (units->codes, code)->id[1] - '0');
}

/* `some` has the rows of `whole` whose unit is wanted, on the same days. */
static void
assert_selected (const HdColumns *whole, const HdColumns *some, const guint8 *units)
{
  guint at = 0;

  g_assert_cmpuint (some->days->n_days, ==, whole->days->n_days);
  for (guint day = 0; day < whole->days->n_days; day++)
    {
      g_assert_cmpint (some->days->day[day], ==, whole->days->day[day]);
      g_assert_cmpint (some->days->known_from[day], ==, whole->days->known_from[day]);
      g_assert_cmpuint (some->days->first_row[day], ==, at);
      for (guint row = whole->days->first_row[day]; row < whole->days->first_row[day + 1]; row++)
        {
          if (!units[get_unit (whole, row)])
            continue;
          for (guint dimension = 0; dimension < 2; dimension++)
            g_assert_cmpint (hd_vector_get (some->codes[dimension], at), ==,
                             hd_vector_get (whole->codes[dimension], row));
          for (guint measure = 0; measure < 3; measure++)
            g_assert_cmpint (hd_vector_get (some->values[measure], at), ==,
                             hd_vector_get (whole->values[measure], row));
          at++;
        }
    }
  g_assert_cmpuint (some->n_rows, ==, at);
}

/* Rows that a filter leaves out are not read where the cache has no room for them; else all are, and kept. */
static void
test_filter (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdStructure) smaller = fixture_structure ("REVENUE", 2);
  g_autoptr (HdMessage) message = busy_year (structure);
  g_autoptr (GPtrArray) whole = NULL;
  guint8 every_unit[N_UNITS] = { TRUE, TRUE, TRUE, TRUE };
  guint8 sets[][N_UNITS] = { { FALSE, FALSE, TRUE, FALSE },
                             { TRUE, FALSE, FALSE, TRUE },
                             { FALSE, FALSE, FALSE, FALSE } };

  fixture_apply (store, message);
  whole = load_filtered (store, structure, NULL);
  for (guint set = 0; set < G_N_ELEMENTS (sets); set++)
    {
      g_autoptr (GPtrArray) kept = load_filtered (store, structure, sets[set]);
      g_autoptr (GPtrArray) some = NULL, again = NULL;

      assert_selected (whole->pdata[0], kept->pdata[0], every_unit);
      hd_store_set_cache_budget (store, 0);
      hd_store_set_cache_budget (store, 1 << 10);
      some = load_filtered (store, structure, sets[set]);
      assert_selected (whole->pdata[0], some->pdata[0], sets[set]);
      again = load_filtered (store, structure, sets[set]);
      assert_selected (whole->pdata[0], again->pdata[0], sets[set]);
      hd_store_set_cache_budget (store, 64 << 20);
    }
  /* Most are wanted: not worth it. */
  hd_store_set_cache_budget (store, 0);
  sets[0][0] = sets[0][1] = TRUE;
  g_clear_pointer (&whole, g_ptr_array_unref);
  whole = load_filtered (store, structure, sets[0]);
  assert_selected (whole->pdata[0], whole->pdata[0], every_unit);
  /* A unit that the filter's own structure does not have is not wanted. */
  {
    g_autoptr (GPtrArray) some = load_filtered (store, smaller, sets[1]);
    const guint8 only_first[N_UNITS] = { TRUE, FALSE, FALSE, FALSE };

    assert_selected (whole->pdata[0], some->pdata[0], only_first);
  }
  g_clear_object (&store);
  fixture_remove (dir);
}

static guint
count_rollups (HdStore *store, const char *rollup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rollups = hd_store_get_rollups (store, "REVENUE", rollup, &error);

  g_assert_no_error (error);
  for (guint index = 0; index < rollups->len; index++)
    {
      const HdStoreRollup *found = &g_array_index (rollups, HdStoreRollup, index);
      g_autofree char *text = g_strdup_printf ("%d", found->partition);
      g_autoptr (GBytes) expected = g_bytes_new (text, strlen (text));

      g_assert_true (g_bytes_equal (found->value, expected));
    }
  return rollups->len;
}

static void
put_rollups (HdStore *store, const char *rollup, guint64 tag_offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) partitions = hd_store_list_partitions (store, "REVENUE", &error);

  g_assert_no_error (error);
  for (guint index = 0; index < partitions->len; index++)
    {
      const HdStorePartition *partition = &g_array_index (partitions, HdStorePartition, index);
      g_autofree char *text = g_strdup_printf ("%d", partition->partition);
      g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));
      HdStoreRollup rollup_of = { partition->partition, partition->tag + tag_offset, value };

      hd_store_put_rollups (store, "REVENUE", rollup, &rollup_of, 1, &error);
      g_assert_no_error (error);
    }
}

/* A roll-up is there for as long as its partition says the same. */
static void
test_rollups (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = years (structure, 2023, 2026);
  g_autoptr (HdMessage) change = fixture_message (structure, 2000);
  guint64 generation;

  fixture_apply (store, message);
  g_assert_cmpuint (count_rollups (store, "unit-month"), ==, 0);
  generation = hd_store_get_generation (store);
  put_rollups (store, "unit-month", 0);
  put_rollups (store, "tax-month", 0);
  put_rollups (store, "unit-month", 5); /* of other tags: left out */
  g_assert_cmpuint (count_rollups (store, "unit-month"), ==, 4);
  g_assert_cmpuint (count_rollups (store, "tax-month"), ==, 4);
  g_assert_cmpuint (count_rollups (store, "nothing"), ==, 0);
  g_assert_cmpuint (hd_store_get_generation (store), ==, generation);

  fixture_add (
      change, (FixtureRow){ hd_day_from_ymd (2025, 3, 3), 1, 1, 5, 5, 5, HD_ACTION_REPLACE, 2000 });
  fixture_apply (store, change);
  g_assert_cmpuint (count_rollups (store, "unit-month"), ==, 3);
  put_rollups (store, "unit-month", 0);
  g_assert_cmpuint (count_rollups (store, "unit-month"), ==, 4);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/columns/only-asked", test_only_asked);
  g_test_add_func ("/data/store/columns/narrow", test_narrow);
  g_test_add_func ("/data/store/columns/budget-and-cancel", test_budget_and_cancel);
  g_test_add_func ("/data/store/columns/filter", test_filter);
  g_test_add_func ("/data/store/columns/rollups", test_rollups);
  return g_test_run ();
}
