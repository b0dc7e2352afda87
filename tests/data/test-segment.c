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
  HdSegmentTarget target = { HD_COLUMN_INT64, n_rows, values };
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
  g_test_add_func ("/data/segment/every-bit", test_every_bit);
  g_test_add_func ("/data/segment/place", test_place);
  return g_test_run ();
}
