/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A segment is bound to its bytes and to its place.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <sodium.h>

#include "hd-segment.h"
#include "hd-store.h"

#define N_ROWS 500
#define PLACE "REVENUE/2026/current/m.COLLECTED"

static GBytes *
make_segment (guint n_rows)
{
  g_autoptr (HdSegmentWriter) writer = hd_segment_writer_new ();
  g_autofree gint64 *values = g_new (gint64, n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    values[row] = (gint64)row * row % 997;
  return hd_segment_write (writer, PLACE, values, n_rows);
}

static gboolean
can_read (const char *place, const guint8 *bytes, gsize length, guint n_rows)
{
  g_autofree gint64 *values = g_new (gint64, n_rows + 1);
  HdSegmentTarget target = { .type = HD_COLUMN_INT64, .n_rows = n_rows, .values = values };
  g_autoptr (GError) error = NULL;
  gboolean is_ok = hd_segment_read (place, bytes, length, &target, &error);

  if (!is_ok)
    g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED);
  for (guint row = 0; is_ok && row < n_rows; row++)
    g_assert_cmpint (values[row], ==, (gint64)row * row % 997);
  return is_ok;
}

static void
test_round_trip (void)
{
  const guint sizes[] = { 0, 1, 7, 500, 70000 };

  for (guint index = 0; index < G_N_ELEMENTS (sizes); index++)
    {
      g_autoptr (GBytes) segment = make_segment (sizes[index]);

      g_assert_true (can_read (PLACE, g_bytes_get_data (segment, NULL), g_bytes_get_size (segment),
                               sizes[index]));
    }
}

static void
test_told_by_another (void)
{
  g_autoptr (HdSegmentWriter) writer = hd_segment_writer_new ();
  gint64 values[N_ROWS], base[N_ROWS], back[N_ROWS];
  HdCode codes[N_ROWS];
  const gint64 ratios[] = { HD_RATIO_ONE, 2 * HD_RATIO_ONE };
  HdSegmentRelation relation = { .base_name = "m.BASE",
                                 .codes_name = "d.CODE",
                                 .base = { base, codes },
                                 .ratios = ratios,
                                 .n_ratios = 2 };
  HdSegmentTarget target = { .type = HD_COLUMN_INT64, .n_rows = N_ROWS, .values = back };
  g_autoptr (GBytes) segment = NULL;
  g_autoptr (GError) error = NULL;
  const char *base_name, *codes_name;
  const guint8 *bytes;
  gsize length;

  for (guint row = 0; row < N_ROWS; row++)
    {
      base[row] = 1000000 + row * 7919;
      codes[row] = row % 2;
      values[row] = base[row] * (1 + codes[row]) + row % 5;
    }
  segment = hd_segment_write_related (writer, PLACE, values, N_ROWS, &relation);
  bytes = g_bytes_get_data (segment, &length);
  g_assert_true (hd_segment_get_base (segment, &base_name, &codes_name));
  g_assert_cmpstr (base_name, ==, "m.BASE");
  g_assert_cmpstr (codes_name, ==, "d.CODE");
  target.base = relation.base;
  g_assert_true (hd_segment_read (PLACE, bytes, length, &target, NULL));
  g_assert_cmpmem (values, sizeof values, back, sizeof back);
  /* Some three bits a number, of twenty. */
  g_assert_cmpuint (length, <, N_ROWS);
  target.base.codes = NULL;
  g_assert_false (hd_segment_read (PLACE, bytes, length, &target, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED);
}

static void
test_every_bit (void)
{
  g_autoptr (GBytes) segment = make_segment (N_ROWS);
  gsize length = g_bytes_get_size (segment);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (segment, NULL), length);

  for (gsize position = 0; position < length; position++)
    for (guint bit = 0; bit < 8; bit++)
      {
        bytes[position] ^= (guint8)(1 << bit);
        g_assert_false (can_read (PLACE, bytes, length, N_ROWS));
        bytes[position] ^= (guint8)(1 << bit);
      }
  for (gsize shorter = 0; shorter < length; shorter++)
    g_assert_false (can_read (PLACE, bytes, shorter, N_ROWS));
  g_assert_true (can_read (PLACE, bytes, length, N_ROWS));
}

static void
test_place (void)
{
  g_autoptr (GBytes) segment = make_segment (N_ROWS);
  const guint8 *bytes = g_bytes_get_data (segment, NULL);
  gsize length = g_bytes_get_size (segment);

  g_assert_false (can_read ("REVENUE/2025/current/m.COLLECTED", bytes, length, N_ROWS));
  g_assert_false (can_read ("REVENUE/2026/history/m.COLLECTED", bytes, length, N_ROWS));
  g_assert_false (can_read ("REVENUE/2026/current/m.ASSESSED", bytes, length, N_ROWS));
  g_assert_false (can_read (PLACE, bytes, length, N_ROWS + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/data/segment/round-trip", test_round_trip);
  g_test_add_func ("/data/segment/told-by-another", test_told_by_another);
  g_test_add_func ("/data/segment/every-bit", test_every_bit);
  g_test_add_func ("/data/segment/place", test_place);
  return g_test_run ();
}
