/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Symmetric positive definite systems with few entries: factorised once, solved for many right sides.
 */

#include "config.h"

#include "hd-sparse-cholesky.h"

#include <math.h>
#include <string.h>

#define BITS 64

struct _HdSparseCholesky
{
  guint n_rows;
  guint *order; /* [place] the matrix's row that is eliminated at `place` */
  guint *places; /* [row] the other way round */
  guint *first; /* [place + 1] where the entries of L's column begin */
  guint *below; /* [entry] their places, ascending */
  double *factor; /* [entry] L */
  double *pivots; /* [place] D */
};

/* Who is joined to whom while rows are eliminated: a row of bits a row of the matrix. */
typedef struct
{
  guint n_rows, n_words;
  guint64 *bits;
  gboolean *is_gone;
} Graph;

static guint64 *
joined_to (const Graph *graph, guint row)
{
  return graph->bits + (gsize)row * graph->n_words;
}

static void
join (Graph *graph, guint row, guint other)
{
  joined_to (graph, row)[other / BITS] |= G_GUINT64_CONSTANT (1) << (other % BITS);
}

static void
part (Graph *graph, guint row, guint other)
{
  joined_to (graph, row)[other / BITS] &= ~(G_GUINT64_CONSTANT (1) << (other % BITS));
}

static guint
degree_of (const Graph *graph, guint row)
{
  guint degree = 0;

  for (guint word = 0; word < graph->n_words; word++)
    degree += (guint)__builtin_popcountll (joined_to (graph, row)[word]);
  return degree;
}

static void
list_joined (const Graph *graph, guint row, GArray *list)
{
  g_array_set_size (list, 0);
  for (guint word = 0; word < graph->n_words; word++)
    for (guint64 left = joined_to (graph, row)[word]; left != 0; left &= left - 1)
      {
        guint other = word * BITS + (guint)__builtin_ctzll (left);

        g_array_append_val (list, other);
      }
}

/* Takes `row` out; its neighbours become neighbours of each other, which is where L fills in. */
static void
eliminate (Graph *graph, guint row, const GArray *neighbours, guint *degrees)
{
  const guint64 *own = joined_to (graph, row);

  for (guint index = 0; index < neighbours->len; index++)
    {
      guint other = g_array_index (neighbours, guint, index);
      guint64 *bits = joined_to (graph, other);

      for (guint word = 0; word < graph->n_words; word++)
        bits[word] |= own[word];
      part (graph, other, other);
      part (graph, other, row);
      degrees[other] = degree_of (graph, other);
    }
  graph->is_gone[row] = TRUE;
}

static guint
find_least (const Graph *graph, const guint *degrees)
{
  guint least = 0;
  gboolean is_found = FALSE;

  for (guint row = 0; row < graph->n_rows; row++)
    if (!graph->is_gone[row] && (!is_found || degrees[row] < degrees[least]))
      {
        least = row;
        is_found = TRUE;
      }
  return least;
}

/* The order of elimination, and with it the pattern of L: rows of the matrix for now. */
static void
analyse (HdSparseCholesky *self, Graph *graph)
{
  g_autofree guint *degrees = g_new (guint, self->n_rows + 1);
  g_autoptr (GArray) neighbours = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *below = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = 0; row < self->n_rows; row++)
    degrees[row] = degree_of (graph, row);
  for (guint place = 0; place < self->n_rows; place++)
    {
      guint row = find_least (graph, degrees);

      list_joined (graph, row, neighbours);
      eliminate (graph, row, neighbours, degrees);
      self->order[place] = row;
      self->places[row] = place;
      self->first[place] = below->len;
      if (neighbours->len > 0)
        g_array_append_vals (below, neighbours->data, neighbours->len);
    }
  self->first[self->n_rows] = below->len;
  self->below = (guint *)(gpointer)g_array_free (below, FALSE);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *)a, right = *(const guint *)b;

  return (left > right) - (left < right);
}

/* Rows of the matrix into places, ascending. */
static void
settle_pattern (HdSparseCholesky *self)
{
  for (guint entry = 0; entry < self->first[self->n_rows]; entry++)
    self->below[entry] = self->places[self->below[entry]];
  for (guint place = 0; place < self->n_rows; place++)
    if (self->first[place + 1] > self->first[place])
      qsort (self->below + self->first[place], self->first[place + 1] - self->first[place],
             sizeof (guint), compare_places);
}

/* Writes the matrix's own entries where L's will stand. */
static void
scatter (HdSparseCholesky *self, const HdSparseEntry *entries, guint n_entries)
{
  for (guint index = 0; index < n_entries; index++)
    {
      guint row = self->places[entries[index].row], column = self->places[entries[index].column];
      guint place = MIN (row, column), wanted = MAX (row, column);
      const guint *found
          = bsearch (&wanted, self->below + self->first[place],
                     self->first[place + 1] - self->first[place], sizeof (guint), compare_places);

      self->factor[found - self->below] += entries[index].value;
    }
}

/* Once a column of L is known, it is taken off all columns to its right (right-looking). `at` maps a
 * place to its entry in the column at hand. */
static gboolean
factorise (HdSparseCholesky *self)
{
  g_autofree guint *at = g_new (guint, self->n_rows + 1);

  for (guint place = 0; place < self->n_rows; place++)
    {
      double pivot = self->pivots[place];
      guint begin = self->first[place], end = self->first[place + 1];

      if (!(pivot > 0) || !isfinite (pivot))
        return FALSE;
      for (guint entry = begin; entry < end; entry++)
        {
          guint column = self->below[entry];
          double multiple = self->factor[entry] / pivot;

          for (guint own = self->first[column]; own < self->first[column + 1]; own++)
            at[self->below[own]] = own;
          self->pivots[column] -= multiple * self->factor[entry];
          for (guint other = entry + 1; other < end; other++)
            self->factor[at[self->below[other]]] -= multiple * self->factor[other];
        }
      for (guint entry = begin; entry < end; entry++)
        self->factor[entry] /= pivot;
    }
  return TRUE;
}

HdSparseCholesky *
hd_sparse_cholesky_new (const double *diagonal,
                        guint n_rows,
                        const HdSparseEntry *entries,
                        guint n_entries)
{
  g_autoptr (HdSparseCholesky) self = g_new0 (HdSparseCholesky, 1);
  guint n_words = (n_rows + BITS - 1) / BITS;
  g_autofree guint64 *bits = g_new0 (guint64, (gsize)n_rows * n_words + 1);
  g_autofree gboolean *is_gone = g_new0 (gboolean, n_rows + 1);
  Graph graph = { n_rows, n_words, bits, is_gone };

  self->n_rows = n_rows;
  self->order = g_new (guint, n_rows + 1);
  self->places = g_new (guint, n_rows + 1);
  self->first = g_new (guint, n_rows + 1);
  self->pivots = g_new (double, n_rows + 1);
  for (guint index = 0; index < n_entries; index++)
    {
      g_assert (entries[index].row < n_rows && entries[index].column < entries[index].row);
      join (&graph, entries[index].row, entries[index].column);
      join (&graph, entries[index].column, entries[index].row);
    }
  analyse (self, &graph);
  settle_pattern (self);
  self->factor = g_new0 (double, self->first[n_rows] + 1);
  for (guint place = 0; place < n_rows; place++)
    self->pivots[place] = diagonal[self->order[place]];
  scatter (self, entries, n_entries);
  return factorise (self) ? g_steal_pointer (&self) : NULL;
}

void
hd_sparse_cholesky_free (HdSparseCholesky *self)
{
  g_free (self->order);
  g_free (self->places);
  g_free (self->first);
  g_free (self->below);
  g_free (self->factor);
  g_free (self->pivots);
  g_free (self);
}

guint
hd_sparse_cholesky_get_n_entries (const HdSparseCholesky *self)
{
  return self->first[self->n_rows];
}

void
hd_sparse_cholesky_solve (const HdSparseCholesky *self, double *sides)
{
  /* L y = b, then D L' x = y; lanes in the innermost loop. */
  for (guint place = 0; place < self->n_rows; place++)
    {
      const double *known = sides + (gsize)self->order[place] * HD_SPARSE_LANES;

      for (guint entry = self->first[place]; entry < self->first[place + 1]; entry++)
        {
          double *side = sides + (gsize)self->order[self->below[entry]] * HD_SPARSE_LANES;

          for (guint lane = 0; lane < HD_SPARSE_LANES; lane++)
            side[lane] -= self->factor[entry] * known[lane];
        }
    }
  for (guint place = self->n_rows; place-- > 0;)
    {
      double *side = sides + (gsize)self->order[place] * HD_SPARSE_LANES;

      for (guint lane = 0; lane < HD_SPARSE_LANES; lane++)
        side[lane] /= self->pivots[place];
      for (guint entry = self->first[place]; entry < self->first[place + 1]; entry++)
        {
          const double *known = sides + (gsize)self->order[self->below[entry]] * HD_SPARSE_LANES;

          for (guint lane = 0; lane < HD_SPARSE_LANES; lane++)
            side[lane] -= self->factor[entry] * known[lane];
        }
    }
}
