/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of some codes, against a look at every row.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-columns.h"
#include "hd-row-selection.h"

#define N_ROUNDS 400
#define MAX_CODES 600

typedef struct
{
  guint n_rows, n_codes;
  HdDay day[5000];
  gint64 code[5000], known_from[5000];
} Rows;

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  const gint64 *left = a, *right = b;

  return *left < *right ? -1 : *left > *right;
}

/* Days of very different lengths, among them some of one row; codes as in a partition. */
static Rows *
make_rows (GRand *random)
{
  Rows *rows = g_new0 (Rows, 1);
  guint n_days = (guint)g_rand_int_range (random, 0, 40);

  rows->n_codes = g_rand_boolean (random) ? 12 : MAX_CODES;
  for (guint day = 0; day < n_days; day++)
    {
      guint first = rows->n_rows, n = (guint)g_rand_int_range (random, 1, 120);

      for (; rows->n_rows < first + n; rows->n_rows++)
        {
          rows->day[rows->n_rows] = (HdDay)(20000 + 2 * day);
          rows->code[rows->n_rows] = g_rand_int_range (random, 0, (gint32)rows->n_codes);
          rows->known_from[rows->n_rows] = g_rand_int_range (random, 1, 1000);
        }
      qsort (rows->code + first, n, sizeof *rows->code, compare_codes);
    }
  return rows;
}

static void
mark (GRand *random, guint8 *is_wanted, guint n_codes)
{
  guint one_in = (guint)g_rand_int_range (random, 1, 30);

  for (guint code = 0; code < n_codes; code++)
    is_wanted[code] = g_rand_int_range (random, 0, (gint32)one_in) == 0;
  if (one_in == 29)
    memset (is_wanted, FALSE, n_codes);
}

static void
assert_is_naive (const Rows *rows, const HdRowSelection *selection, const guint8 *is_wanted)
{
  const HdRowRanges *chosen = &selection->rows;
  guint n_wanted = 0, range = 0, day = 0;

  for (guint row = 0; row < rows->n_rows; row++)
    {
      gboolean is_in;

      if (row > 0 && rows->day[row] != rows->day[row - 1])
        day++;
      while (range < chosen->n_ranges && chosen->ranges[range].last <= row)
        range++;
      is_in = range < chosen->n_ranges && chosen->ranges[range].first <= row;
      g_assert_cmpint (is_in, ==, is_wanted[rows->code[row]]);
      if (is_in)
        {
          g_assert_cmpuint (n_wanted, >=, selection->days->first_row[day]);
          g_assert_cmpuint (n_wanted, <, selection->days->first_row[day + 1]);
          n_wanted++;
        }
    }
  g_assert_cmpuint (chosen->n_rows, ==, n_wanted);
  /* Ascending, none empty, none touching the next. */
  for (range = 0; range < chosen->n_ranges; range++)
    {
      g_assert_cmpuint (chosen->ranges[range].first, <, chosen->ranges[range].last);
      if (range > 0)
        g_assert_cmpuint (chosen->ranges[range - 1].last, <, chosen->ranges[range].first);
    }
}

static void
test_naive (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);
  guint n_some = 0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autofree Rows *rows = make_rows (random);
      g_autoptr (HdDayIndex) days = hd_day_index_new (rows->day, rows->known_from, rows->n_rows);
      g_autoptr (HdVector) codes = hd_vector_new (HD_VECTOR_CODES, rows->code, rows->n_rows);
      g_autoptr (HdRowSelection) selection = NULL;
      guint8 is_wanted[MAX_CODES];

      mark (random, is_wanted, rows->n_codes);
      selection = hd_row_selection_new (days, codes, is_wanted, rows->n_codes);
      assert_is_naive (rows, selection, is_wanted);
      g_assert_cmpuint (selection->days->n_days, ==, days->n_days);
      g_assert_cmpmem (selection->days->day, days->n_days * sizeof *days->day, days->day,
                       days->n_days * sizeof *days->day);
      g_assert_cmpmem (selection->days->known_from, days->n_days * sizeof *days->known_from,
                       days->known_from, days->n_days * sizeof *days->known_from);
      n_some += selection->rows.n_rows > 0 && selection->rows.n_rows < rows->n_rows;
    }
  g_assert_cmpuint (n_some, >, N_ROUNDS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/row-selection/naive", test_naive);
  return g_test_run ();
}
