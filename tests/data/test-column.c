/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns come back as they went, however ugly; and bytes that are no column are told.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "hd-column.h"
#include "hd-rows.h"

/* Some of the rows come back as they do among all: stretches of many lengths, beside each other too. */
static void
assert_some_come_back (HdColumnCoding coding,
                       const GByteArray *payload,
                       const HdColumnBase *base,
                       const gint64 *values,
                       guint n_values)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (n_values);

  for (guint longest = 1; longest <= 8192; longest *= 8)
    {
      g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (HdRowRange));
      g_autofree gint64 *expected = g_new (gint64, n_values + 1);
      g_autofree gint64 *back = g_new0 (gint64, n_values + 1);
      HdRowRanges only = { .n_rows = 0 };

      for (guint at = (guint)g_rand_int_range (random, 0, (gint32)longest); at < n_values;)
        {
          HdRowRange range = { at, at + (guint)g_rand_int_range (random, 1, (gint32)longest + 1) };

          range.last = MIN (range.last, n_values);
          memcpy (expected + only.n_rows, values + at, (range.last - at) * sizeof *values);
          only.n_rows += range.last - at;
          g_array_append_val (ranges, range);
          at = range.last + (guint)g_rand_int_range (random, 0, (gint32)longest + 1);
        }
      only.ranges = (const HdRowRange *)ranges->data;
      only.n_ranges = ranges->len;
      back[only.n_rows] = 42;
      g_assert_true (hd_column_decode (coding, payload->data, payload->len, base, n_values, &only,
                                       HD_COLUMN_INT64, back));
      g_assert_cmpmem (expected, only.n_rows * sizeof *expected, back, only.n_rows * sizeof *back);
      g_assert_cmpint (back[only.n_rows], ==, 42);
    }
}

static void
assert_comes_back (HdColumnCoding coding, const gint64 *values, guint n_values)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree gint64 *back = g_new0 (gint64, n_values + 1);

  if (coding == 0)
    coding = hd_column_encode (values, n_values, payload);
  else if (!hd_column_encode_as (coding, values, n_values, payload))
    return;
  back[n_values] = 42;
  g_assert_true (hd_column_decode (coding, payload->data, payload->len, NULL, n_values, NULL,
                                   HD_COLUMN_INT64, back));
  g_assert_cmpmem (values, n_values * sizeof *values, back, n_values * sizeof *back);
  g_assert_cmpint (back[n_values], ==, 42);
  assert_some_come_back (coding, payload, NULL, values, n_values);
}

static void
assert_all_come_back (const gint64 *values, guint n_values)
{
  assert_comes_back (0, values, n_values);
  assert_comes_back (HD_COLUMN_PLAIN, values, n_values);
  assert_comes_back (HD_COLUMN_RUNS, values, n_values);
  assert_comes_back (HD_COLUMN_DICTIONARY, values, n_values);
  assert_comes_back (HD_COLUMN_LENGTHS, values, n_values);
}

static void
test_ugly_columns (void)
{
  const double nan_payload[] = { NAN, -NAN, INFINITY, -INFINITY, -0.0, 0.0, 5e-324, 1e308 };
  const gint64 columns[][8] = {
    { G_MININT64, G_MAXINT64, 0, -1, 1, G_MININT64, G_MAXINT64, 0 },
    { HD_INT64_MISSING, HD_INT64_MISSING, HD_INT64_MISSING, HD_INT64_MISSING },
    { HD_INT64_MISSING, G_MININT64 + 1, G_MAXINT64, 0, 0, 0, 0, HD_INT64_MISSING },
    { G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64,
      G_MAXINT64 },
    { 1000, 2000, HD_INT64_MISSING, 4000, 9000, 1000, 0, 7000 },
    { 255, 256, 257, 65535, 65536, 16777215, 16777216, 4294967296 },
    { -1, -2, -3, -4, -5, -6, -7, -8 },
  };
  gint64 bits[8];

  for (guint column = 0; column < G_N_ELEMENTS (columns); column++)
    for (guint n_values = 0; n_values <= 8; n_values++)
      assert_all_come_back (columns[column], n_values);
  memcpy (bits, nan_payload, sizeof bits);
  assert_all_come_back (bits, 8);
}

static gint64
random_value (GRand *random, guint kind, guint row)
{
  gint64 wide = (gint64)((guint64)g_rand_int (random) << 32 | g_rand_int (random));

  switch (kind)
    {
    case 0:
      return wide;
    case 1: /* days: long runs */
      return 20000 + row / 50;
    case 2: /* money, heavy-tailed, in thousands, some missing */
      return g_rand_int_range (random, 0, 9) == 0
                 ? HD_INT64_MISSING
                 : (gint64)exp (g_rand_double_range (random, 0, 30)) * 1000;
    case 3: /* few values far apart */
      return (gint64)g_rand_int_range (random, 0, 5) * 1234567890123;
    case 4: /* rising */
      return row * G_GINT64_CONSTANT (86400) + g_rand_int_range (random, 0, 100);
    default:
      return wide % 100;
    }
}

static void
test_random_columns (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  const guint sizes[] = { 1, 2, 63, 1023, 1024, 1025, 5000, 20000 };

  for (guint kind = 0; kind < 6; kind++)
    for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
      {
        g_autofree gint64 *values = g_new (gint64, sizes[size]);

        for (guint row = 0; row < sizes[size]; row++)
          values[row] = random_value (random, kind, row);
        assert_all_come_back (values, sizes[size]);
      }
}

static void
assert_told (const gint64 *values, guint n_values, const HdColumnBase *base, const gint64 *ratios)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree gint64 *back = g_new0 (gint64, n_values + 1);
  guint n_ratios = base->codes != NULL ? 4 : 1;

  hd_lengths_append (payload, values, n_values, base, ratios, n_ratios);
  g_assert_true (hd_column_decode (HD_COLUMN_LENGTHS, payload->data, payload->len, base, n_values,
                                   NULL, HD_COLUMN_INT64, back));
  g_assert_cmpmem (values, n_values * sizeof *values, back, n_values * sizeof *back);
  assert_some_come_back (HD_COLUMN_LENGTHS, payload, base, values, n_values);
  /* Without its base it is nothing. */
  g_assert_false (hd_column_decode (HD_COLUMN_LENGTHS, payload->data, payload->len, NULL, n_values,
                                    NULL, HD_COLUMN_INT64, back));
}

/* By any base whatever a column comes back; by a good one it is short. */
static void
test_told_by_another (void)
{
  const gint64 ratio_sets[][4] = { { HD_RATIO_ONE, 0, -5, G_MAXINT64 },
                                   { 0, HD_RATIO_ONE, 17, 1 },
                                   { G_MININT64, 3, HD_RATIO_ONE * 90, -HD_RATIO_ONE } };
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  enum
  {
    N = 3000
  };
  g_autofree gint64 *values = g_new (gint64, N), *base = g_new (gint64, N);
  g_autofree HdCode *codes = g_new (HdCode, N);
  double alone, told;

  for (guint kind = 0; kind < 36; kind++)
    for (guint set = 0; set < G_N_ELEMENTS (ratio_sets); set++)
      {
        for (guint row = 0; row < N; row++)
          {
            values[row] = random_value (random, kind / 6, row);
            base[row] = random_value (random, kind % 6, row);
            codes[row] = (HdCode)g_rand_int_range (random, 0, 4);
          }
        assert_told (values, N, &(HdColumnBase){ base, NULL }, ratio_sets[set]);
        assert_told (values, N, &(HdColumnBase){ base, codes }, ratio_sets[set]);
      }
  for (guint row = 0; row < N; row++)
    {
      base[row] = (gint64)exp (g_rand_double_range (random, 5, 25));
      values[row] = (gint64)((double)base[row] * g_rand_double_range (random, 0.97, 1.03));
    }
  alone = hd_lengths_estimate (values, N, NULL, NULL);
  told = hd_lengths_estimate (values, N, &(HdColumnBase){ base, NULL }, ratio_sets[0]);
  /* Three per cent is five bits and more; their length costs some of that. */
  g_assert_cmpfloat (told, <, alone - 4);
}

static void
test_narrow_types (void)
{
  const gint64 fits[] = { 0, 255, 7, 7, 7 }, does_not[] = { 0, 256, 7, 7, 7 },
               negative[] = { -1, 0 };
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 bytes[5];
  guint16 codes[5];
  gint32 days[5];

  hd_column_encode_as (HD_COLUMN_PLAIN, fits, 5, payload);
  g_assert_true (hd_column_decode (HD_COLUMN_PLAIN, payload->data, payload->len, NULL, 5, NULL,
                                   HD_COLUMN_UINT8, bytes));
  g_assert_cmpuint (bytes[1], ==, 255);
  g_byte_array_set_size (payload, 0);
  hd_column_encode_as (HD_COLUMN_PLAIN, does_not, 5, payload);
  g_assert_false (hd_column_decode (HD_COLUMN_PLAIN, payload->data, payload->len, NULL, 5, NULL,
                                    HD_COLUMN_UINT8, bytes));
  g_assert_true (hd_column_decode (HD_COLUMN_PLAIN, payload->data, payload->len, NULL, 5, NULL,
                                   HD_COLUMN_UINT16, codes));
  g_assert_cmpuint (codes[1], ==, 256);
  g_byte_array_set_size (payload, 0);
  hd_column_encode_as (HD_COLUMN_PLAIN, negative, 2, payload);
  g_assert_false (hd_column_decode (HD_COLUMN_PLAIN, payload->data, payload->len, NULL, 2, NULL,
                                    HD_COLUMN_UINT16, codes));
  g_assert_true (hd_column_decode (HD_COLUMN_PLAIN, payload->data, payload->len, NULL, 2, NULL,
                                   HD_COLUMN_INT32, days));
  g_assert_cmpint (days[0], ==, -1);
}

/* Whatever the bytes, decoding ends, stays inside its arrays, and fills all or says no. */
static void
test_broken_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  const guint n_values = 300;
  const HdRowRange ranges[] = { { 3, 40 }, { 41, 42 }, { 250, 299 } };
  const HdRowRanges some = { ranges, G_N_ELEMENTS (ranges), 87 };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      g_autofree gint64 *values = g_new (gint64, n_values);
      g_autofree guint8 *exact = NULL;
      g_autofree guint16 *out = g_new0 (guint16, n_values);
      HdColumnCoding coding = (HdColumnCoding)g_rand_int_range (random, 1, 4);
      gsize length;

      for (guint row = 0; row < n_values; row++)
        values[row] = (gint64)(row / 20);
      hd_column_encode_as (coding, values, n_values, payload);
      for (int hits = g_rand_int_range (random, 1, 4); hits > 0; hits--)
        payload->data[g_rand_int_range (random, 0, (gint32)MIN (payload->len, 80))]
            = (guint8)g_rand_int (random);
      length = g_rand_boolean (random) ? payload->len
                                       : (gsize)g_rand_int_range (random, 0, (gint32)payload->len);
      /* A block of just that size, so that a tool can see a step beyond it. */
      exact = g_memdup2 (payload->data, length);
      hd_column_decode (coding, exact, length, NULL, n_values, NULL, HD_COLUMN_UINT16, out);
      hd_column_decode ((HdColumnCoding)g_rand_int_range (random, 0, 6), exact, length, NULL,
                        n_values, NULL, HD_COLUMN_UINT16, out);
      /* What is passed over is trusted no more. */
      hd_column_decode ((HdColumnCoding)g_rand_int_range (random, 0, 6), exact, length, NULL,
                        n_values, &some, HD_COLUMN_UINT16, out);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/column/ugly-columns", test_ugly_columns);
  g_test_add_func ("/data/column/random-columns", test_random_columns);
  g_test_add_func ("/data/column/told-by-another", test_told_by_another);
  g_test_add_func ("/data/column/narrow-types", test_narrow_types);
  g_test_add_func ("/data/column/broken-bytes", test_broken_bytes);
  return g_test_run ();
}
