/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of a scan against the plainest way to do the same, row by row: every type of code and measure,
 * with and without filters and groups, in arrays and hashes, for blocks of any length.
 */

#undef G_DISABLE_ASSERT

#include "hd-cube-block.h"

#define N_ROWS (2 * HD_CUBE_BLOCK + 37)
#define N_GROUPS 5
#define N_OTHERS 300
#define STRIDE (N_GROUPS * N_OTHERS)
#define INTERVAL 2
#define N_KEYS (G_GUINT64_CONSTANT (3) * STRIDE)
/* Beyond what an array is taken for. */
#define MANY_KEYS (G_GUINT64_CONSTANT (1) << 40)

typedef enum
{
  NOTHING = 0,
  FILTER = 1, /* on codes of one byte, a third of which pass */
  GROUP = 2, /* by the same */
  OTHERS = 4, /* by codes of two bytes */
} Steps;

typedef struct
{
  guint8 groups[N_ROWS];
  guint16 others[N_ROWS];
  gint64 values[N_ROWS];
} Rows;

static const HdVectorType types[] = { HD_VECTOR_INT16, HD_VECTOR_INT32, HD_VECTOR_INT64 };

static gboolean
passes (Steps steps, guint group)
{
  return (steps & FILTER) == 0 || group % 3 == 1;
}

static guint64
worth_of (Steps steps, guint group, guint other)
{
  return (guint64)INTERVAL * STRIDE + ((steps & GROUP) != 0 ? group * N_OTHERS : 0)
         + ((steps & OTHERS) != 0 ? other : 0);
}

static void
fill_rows (Rows *rows, gint64 greatest)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint row = 0; row < N_ROWS; row++)
    {
      rows->groups[row] = (guint8)g_rand_int_range (rand, 0, N_GROUPS);
      rows->others[row] = (guint16)g_rand_int_range (rand, 0, N_OTHERS);
      rows->values[row] = (gint64)(g_rand_double_range (rand, -1, 1) * (double)greatest);
    }
}

/* (transfer full): the values in their type. */
static gpointer
narrow (const Rows *rows, HdVectorType type)
{
  gint16 *small = g_new (gint16, N_ROWS);
  gint32 *medium = g_new (gint32, N_ROWS);
  gint64 *large = g_memdup2 (rows->values, sizeof rows->values);

  for (guint row = 0; row < N_ROWS; row++)
    {
      small[row] = (gint16)rows->values[row];
      medium[row] = (gint32)rows->values[row];
    }
  if (type != HD_VECTOR_INT16)
    g_clear_pointer (&small, g_free);
  if (type != HD_VECTOR_INT32)
    g_clear_pointer (&medium, g_free);
  if (type != HD_VECTOR_INT64)
    g_clear_pointer (&large, g_free);
  return small != NULL ? (gpointer)small : medium != NULL ? (gpointer)medium : (gpointer)large;
}

static void
add_step (HdCubeLaneState *lane, const HdVector *codes, guint n_codes)
{
  HdCubeStep *step = &lane->steps[lane->n_steps++];

  step->codes = codes;
  step->n_codes = n_codes;
  step->worth = g_new0 (guint64, n_codes);
}

/* What the loops make of rows first … first+n-1, in blocks. (transfer full) */
static HdCubeCells *
scan (const Rows *rows, Steps steps, HdVectorType type, guint64 n_keys, guint first, guint n)
{
  const HdVector groups
      = { .type = HD_VECTOR_UINT8, .n_rows = N_ROWS, .data = (gpointer)rows->groups };
  const HdVector others
      = { .type = HD_VECTOR_UINT16, .n_rows = N_ROWS, .data = (gpointer)rows->others };
  g_autofree gpointer numbers = narrow (rows, type);
  const HdVector values = { .type = type, .n_rows = N_ROWS, .data = numbers };
  HdCubeCells *cells = hd_cube_cells_new (n_keys);
  HdCubeLaneState lane = { .cells = cells,
                           .dense = hd_cube_cells_get_dense (cells),
                           .values = &values,
                           .stride = STRIDE,
                           .interval = INTERVAL,
                           .has_one_cell = (steps & (GROUP | OTHERS)) == 0 };
  guint64 keys[HD_CUBE_BLOCK];

  if ((steps & (FILTER | GROUP)) != 0)
    add_step (&lane, &groups, N_GROUPS);
  for (guint group = 0; lane.n_steps > 0 && group < N_GROUPS; group++)
    lane.steps[0].worth[group] = !passes (steps, group) ? HD_CUBE_REJECT
                                 : (steps & GROUP) != 0 ? group * N_OTHERS
                                                        : 0;
  if ((steps & OTHERS) != 0)
    add_step (&lane, &others, N_OTHERS);
  for (guint other = 0; (steps & OTHERS) != 0 && other < N_OTHERS; other++)
    lane.steps[lane.n_steps - 1].worth[other] = other;
  for (guint row = first; row < first + n; row += HD_CUBE_BLOCK)
    hd_cube_block_scan (&lane, keys, row, MIN (first + n - row, HD_CUBE_BLOCK));
  for (guint step = 0; step < lane.n_steps; step++)
    g_free (lane.steps[step].worth);
  return cells;
}

static void
check (const Rows *rows, Steps steps, HdVectorType type, guint64 n_keys, guint first, guint n)
{
  g_autoptr (HdCubeCells) cells = scan (rows, steps, type, n_keys, first, n);
  g_autofree gint64 *sums = g_new0 (gint64, N_KEYS);
  g_autofree guint *counts = g_new0 (guint, N_KEYS);

  for (guint row = first; row < first + n; row++)
    if (passes (steps, rows->groups[row]))
      {
        guint64 key = worth_of (steps, rows->groups[row], rows->others[row]);

        sums[key] += rows->values[row];
        counts[key]++;
      }
  for (guint64 key = 0; key < N_KEYS; key++)
    {
      const HdCubeCell *cell = hd_cube_cells_find (cells, key);

      g_assert_cmpuint (cell != NULL ? cell->n : 0, ==, counts[key]);
      g_assert_cmpint (cell != NULL ? cell->value.i : 0, ==, sums[key]);
      g_assert_cmpuint (cell != NULL ? cell->flags : 0, ==, 0);
    }
}

static void
test_sums (void)
{
  static const guint lengths[] = { 1, 2, 3, 4, 7, HD_CUBE_BLOCK - 1, HD_CUBE_BLOCK, N_ROWS - 5 };
  g_autofree Rows *rows = g_new (Rows, 1);

  fill_rows (rows, G_MAXINT16);
  for (Steps steps = NOTHING; steps <= (FILTER | GROUP | OTHERS); steps++)
    for (guint type = 0; type < G_N_ELEMENTS (types); type++)
      for (guint length = 0; length < G_N_ELEMENTS (lengths); length++)
        for (guint first = 0; first < 5; first++)
          {
            check (rows, steps, types[type], N_KEYS, first, lengths[length]);
            check (rows, steps, types[type], MANY_KEYS, first, lengths[length]);
          }
}

/* A sum past 64 bits is told, whichever loop came upon it; numbers of four bytes at their limit are far from it. */
static void
test_overflow (void)
{
  static const Steps ways[] = { NOTHING, FILTER, GROUP };
  g_autofree Rows *rows = g_new (Rows, 1);

  for (guint row = 0; row < N_ROWS; row++)
    {
      rows->groups[row] = 1;
      rows->others[row] = 0;
      rows->values[row] = G_MAXINT32;
    }
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    check (rows, ways[way], HD_VECTOR_INT32, N_KEYS, 0, N_ROWS);
  rows->values[N_ROWS - 1] = rows->values[N_ROWS / 2] = G_MAXINT64 - 1;
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_autoptr (HdCubeCells) cells = scan (rows, ways[way], HD_VECTOR_INT64, N_KEYS, 0, N_ROWS);
      const HdCubeCell *cell = hd_cube_cells_find (cells, worth_of (ways[way], 1, 0));

      g_assert_nonnull (cell);
      g_assert_cmpuint (cell->flags, ==, HD_CUBE_CELL_OVERFLOW);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/cube-block/sums", test_sums);
  g_test_add_func ("/data/cube-block/overflow", test_overflow);
  return g_test_run ();
}
