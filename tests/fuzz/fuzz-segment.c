/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: column segments. The input is one whose tag is mended here, for someone may have mended it
 * too; behind it, the same bytes as numbers have to come back as they went.
 *
 * The first byte says the type to be read as and whether there is a base; the rest is a segment without its
 * tag.
 */

#include "config.h"

#include "fuzz.h"

#include <sodium.h>
#include <string.h>

#include "hd-segment.h"
#include "hd-store.h"

#define PLACE "REVENUE/2026/current/m.COLLECTED"
#define TAG_SIZE crypto_generichash_BYTES_MIN
/* Of what is read: enough for all chunks, and quick. */
#define MAX_ROWS 8192

/* (transfer full): the segment with the tag that its place and bytes ask for. */
static GBytes *
close_segment (const guint8 *data, gsize size)
{
  guint8 *segment = g_malloc (size + TAG_SIZE);
  crypto_generichash_state state;

  memcpy (segment, data, size);
  crypto_generichash_init (&state, NULL, 0, TAG_SIZE);
  crypto_generichash_update (&state, (const guint8 *)PLACE, sizeof PLACE);
  crypto_generichash_update (&state, data, size);
  crypto_generichash_final (&state, segment + size, TAG_SIZE);
  return g_bytes_new_take (segment, size + TAG_SIZE);
}

/* What a segment may be told by. */
static void
fill_base (gint64 *values, HdCode *codes, guint n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    {
      values[row] = row % 5 == 0 ? HD_INT64_MISSING
                                 : (gint64)((guint64)row * 0x9E3779B97F4A7C15 >> row % 60);
      codes[row] = (HdCode)(row % 7);
    }
}

static void
assert_damaged (GError *error)
{
  fuzz_assert_refused (error, (GQuark[]){ HD_STORE_ERROR, 0 });
}

/* Every third row and the ones behind it; then none. */
static void
read_some (GBytes *segment, guint8 choice, const HdColumnBase *base, guint n_rows)
{
  g_autofree HdRowRange *ranges = g_new (HdRowRange, n_rows / 3 + 1);
  HdRowRanges only = { .ranges = ranges };

  for (guint row = choice % 3; row + 2 < n_rows; row += 3)
    {
      ranges[only.n_ranges++] = (HdRowRange){ row, row + 2 };
      only.n_rows += 2;
    }
  for (guint round = 0; round < 2; round++, only = (HdRowRanges){ .ranges = NULL })
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HdVector) vector = hd_segment_read_vector (
          PLACE, segment, choice & 16 ? HD_VECTOR_CODES : HD_VECTOR_INTEGERS, base, n_rows, &only,
          &error);

      if (vector == NULL)
        assert_damaged (g_steal_pointer (&error));
      else
        g_assert_cmpuint (vector->n_rows, ==, only.n_rows);
    }
}

static void
read_segment (GBytes *segment, guint8 choice, guint n_rows)
{
  static const HdColumnType types[]
      = { HD_COLUMN_UINT8, HD_COLUMN_UINT16, HD_COLUMN_INT32, HD_COLUMN_INT64 };
  HdColumnType type = types[choice % G_N_ELEMENTS (types)];
  g_autofree gint64 *base_values = g_new (gint64, MAX (n_rows, 1));
  g_autofree HdCode *base_codes = g_new (HdCode, MAX (n_rows, 1));
  /* No more room than is promised. */
  g_autofree guint8 *out = g_malloc (MAX ((gsize)n_rows * type, 1));
  HdSegmentTarget target = { .type = type, .n_rows = n_rows, .values = out };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdVector) vector = NULL;
  const char *base_name, *codes_name;

  fill_base (base_values, base_codes, n_rows);
  if (choice & 4)
    target.base = (HdColumnBase){ base_values, choice & 8 ? base_codes : NULL };
  if (hd_segment_get_base (segment, &base_name, &codes_name))
    g_assert_cmpuint (strlen (base_name) + strlen (codes_name != NULL ? codes_name : ""), <=, 255);
  if (!hd_segment_read (PLACE, g_bytes_get_data (segment, NULL), g_bytes_get_size (segment),
                        &target, &error))
    assert_damaged (g_steal_pointer (&error));
  vector
      = hd_segment_read_vector (PLACE, segment, choice & 16 ? HD_VECTOR_CODES : HD_VECTOR_INTEGERS,
                                &target.base, n_rows, NULL, &error);
  if (vector == NULL)
    assert_damaged (g_steal_pointer (&error));
  read_some (segment, choice, &target.base, n_rows);
}

static void
go_and_come_back (const guint8 *data, gsize size)
{
  guint n_rows = (guint)MIN (size / sizeof (gint64), MAX_ROWS);
  g_autofree gint64 *values = g_new (gint64, MAX (n_rows, 1));
  g_autofree gint64 *back = g_new (gint64, MAX (n_rows, 1));
  g_autoptr (HdSegmentWriter) writer = hd_segment_writer_new ();
  HdSegmentTarget target = { .type = HD_COLUMN_INT64, .n_rows = n_rows, .values = back };
  g_autoptr (GBytes) segment = NULL;

  memcpy (values, data, n_rows * sizeof *values);
  segment = hd_segment_write (writer, PLACE, values, n_rows);
  g_assert_true (hd_segment_read (PLACE, g_bytes_get_data (segment, NULL),
                                  g_bytes_get_size (segment), &target, NULL));
  g_assert_cmpmem (values, n_rows * sizeof *values, back, n_rows * sizeof *back);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) segment = NULL;
  HdSegmentTarget nothing = { .type = HD_COLUMN_INT64, .values = NULL };
  guint32 n_rows = 0;

  if (size == 0)
    return 0;
  /* As it came: its tag is wrong. */
  g_assert_false (hd_segment_read (PLACE, data, size, &nothing, NULL));
  segment = close_segment (data + 1, size - 1);
  if (size > 12)
    memcpy (&n_rows, data + 9, sizeof n_rows);
  n_rows = GUINT32_FROM_LE (n_rows);
  if (n_rows <= MAX_ROWS)
    read_segment (segment, data[0], n_rows);
  go_and_come_back (data, size);
  return 0;
}
