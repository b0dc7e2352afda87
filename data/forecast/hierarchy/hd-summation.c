/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What adds up to what: leaves, and nodes that are any groups of leaves.
 */

#include "config.h"

#include "hd-summation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond it the sum of two could leave 63 bits. */
#define LARGEST_WHOLE 4e18

/* What adding doubles up in another order may change. */
#define ROUNDING 1e-12

typedef struct
{
  guint first, n; /* among `members` */
  guint level;
} Node;

struct _HdSummation
{
  gatomicrefcount refs;
  guint n_leaves;
  GPtrArray *levels; /* (element-type utf8) */
  GArray *nodes; /* (element-type Node) */
  GArray *members; /* (element-type guint): leaves of node after node, ascending */
  guint *identity; /* [n_leaves] 0, 1, 2 …: a leaf as the group of itself */
  GHashTable *by_members; /* GBytes of leaves → series + 1 */
  GPtrArray *above; /* (element-type GArray of guint): of each leaf the nodes above it */
};

HdSummation *
hd_summation_new (guint n_leaves)
{
  HdSummation *self = g_new0 (HdSummation, 1);

  g_atomic_ref_count_init (&self->refs);
  self->n_leaves = n_leaves;
  self->levels = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->levels, g_strdup ("leaf"));
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  self->members = g_array_new (FALSE, FALSE, sizeof (guint));
  self->identity = g_new (guint, n_leaves + 1);
  self->by_members
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  self->above = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint leaf = 0; leaf < n_leaves; leaf++)
    {
      self->identity[leaf] = leaf;
      g_ptr_array_add (self->above, g_array_new (FALSE, FALSE, sizeof (guint)));
    }
  return self;
}

HdSummation *
hd_summation_ref (HdSummation *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hd_summation_unref (HdSummation *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->levels);
  g_array_unref (self->nodes);
  g_array_unref (self->members);
  g_free (self->identity);
  g_hash_table_unref (self->by_members);
  g_ptr_array_unref (self->above);
  g_free (self);
}

guint
hd_summation_add_level (HdSummation *self, const char *name)
{
  g_ptr_array_add (self->levels, g_strdup (name));
  return self->levels->len - 1;
}

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *)a, right = *(const guint *)b;

  return (left > right) - (left < right);
}

guint
hd_summation_add_node (HdSummation *self, const guint *leaves, guint n_leaves)
{
  g_autofree guint *sorted = g_memdup2 (leaves, n_leaves * sizeof *leaves);
  g_autoptr (GBytes) key = NULL;
  Node node = { self->members->len, n_leaves, self->levels->len - 1 };
  guint place = self->nodes->len, series = self->n_leaves + place;
  gpointer known;

  g_assert (n_leaves > 0);
  qsort (sorted, n_leaves, sizeof *sorted, compare_leaves);
  for (guint index = 0; index < n_leaves; index++)
    g_assert (sorted[index] < self->n_leaves && (index == 0 || sorted[index - 1] < sorted[index]));
  if (n_leaves == 1)
    return sorted[0];
  key = g_bytes_new (sorted, n_leaves * sizeof *sorted);
  known = g_hash_table_lookup (self->by_members, key);
  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;
  g_hash_table_insert (self->by_members, g_steal_pointer (&key), GUINT_TO_POINTER (series + 1));
  g_array_append_val (self->nodes, node);
  g_array_append_vals (self->members, sorted, n_leaves);
  for (guint index = 0; index < n_leaves; index++)
    g_array_append_val ((GArray *)g_ptr_array_index (self->above, sorted[index]), place);
  return series;
}

guint
hd_summation_get_n_leaves (const HdSummation *self)
{
  return self->n_leaves;
}

guint
hd_summation_get_n_nodes (const HdSummation *self)
{
  return self->nodes->len;
}

guint
hd_summation_get_n_series (const HdSummation *self)
{
  return self->n_leaves + self->nodes->len;
}

guint
hd_summation_get_n_levels (const HdSummation *self)
{
  return self->levels->len;
}

const char *
hd_summation_get_level_name (const HdSummation *self, guint level)
{
  return g_ptr_array_index (self->levels, level);
}

guint
hd_summation_level_of (const HdSummation *self, guint series)
{
  return series < self->n_leaves ? 0
                                 : g_array_index (self->nodes, Node, series - self->n_leaves).level;
}

const guint *
hd_summation_leaves_of (const HdSummation *self, guint series, guint *n_leaves)
{
  const Node *node;

  if (series < self->n_leaves)
    {
      *n_leaves = 1;
      return self->identity + series;
    }
  node = &g_array_index (self->nodes, Node, series - self->n_leaves);
  *n_leaves = node->n;
  return (const guint *)(gpointer)self->members->data + node->first;
}

const guint *
hd_summation_nodes_above (const HdSummation *self, guint leaf, guint *n_nodes)
{
  const GArray *above = g_ptr_array_index (self->above, leaf);

  *n_nodes = above->len;
  return (const guint *)(gpointer)above->data;
}

int
hd_summation_find_top (const HdSummation *self)
{
  for (guint place = 0; place < self->nodes->len; place++)
    if (g_array_index (self->nodes, Node, place).n == self->n_leaves)
      return (int)(self->n_leaves + place);
  return self->n_leaves == 1 ? 0 : -1;
}

void
hd_summation_add_up (const HdSummation *self, double *values, guint n_columns)
{
  for (guint place = 0; place < self->nodes->len; place++)
    {
      double *sums = values + (gsize)(self->n_leaves + place) * n_columns;
      guint n_leaves;
      const guint *leaves = hd_summation_leaves_of (self, self->n_leaves + place, &n_leaves);

      memset (sums, 0, n_columns * sizeof *sums);
      for (guint index = 0; index < n_leaves; index++)
        {
          const double *leaf = values + (gsize)leaves[index] * n_columns;

          for (guint column = 0; column < n_columns; column++)
            sums[column] += leaf[column];
        }
    }
}

typedef struct
{
  double remainder;
  guint leaf;
} Share;

/* The largest remainder first; of equal ones the first leaf, so that the answer is one. */
static int
compare_shares (gconstpointer a, gconstpointer b)
{
  const Share *left = a, *right = b;

  if (left->remainder != right->remainder)
    return left->remainder < right->remainder ? 1 : -1;
  return (left->leaf > right->leaf) - (left->leaf < right->leaf);
}

/* Hands `missing` units out, one more (or, when it is negative, one less) a leaf by remainder, round
 * after round. A leaf at zero goes below only when all stand there. */
static void
hand_out (const Share *shares, guint n_leaves, gint64 missing, gint64 *rounded)
{
  gint64 unit = missing < 0 ? -1 : 1;
  guint n_passed = 0;

  for (guint turn = 0; missing != 0; turn = (turn + 1) % n_leaves)
    {
      guint leaf = shares[unit > 0 ? turn : n_leaves - 1 - turn].leaf;

      if (unit < 0 && rounded[leaf] == 0 && n_passed < n_leaves)
        {
          n_passed++;
          continue;
        }
      rounded[leaf] += unit;
      missing -= unit;
      n_passed = 0;
    }
}

gboolean
hd_summation_round (const HdSummation *self, const double *values, double total, gint64 *rounded)
{
  g_autofree Share *shares = g_new (Share, self->n_leaves + 1);
  double sum = 0, size = 0;
  gint64 given = 0;

  for (guint leaf = 0; leaf < self->n_leaves; leaf++)
    {
      sum += values[leaf];
      size += fabs (values[leaf]);
    }
  if (isnan (total))
    total = sum;
  if (!(size < LARGEST_WHOLE && fabs (total - sum) <= self->n_leaves + ROUNDING * size))
    return FALSE;
  for (guint leaf = 0; leaf < self->n_leaves; leaf++)
    {
      rounded[leaf] = (gint64)floor (values[leaf]);
      shares[leaf] = (Share){ values[leaf] - floor (values[leaf]), leaf };
      given += rounded[leaf];
    }
  qsort (shares, self->n_leaves, sizeof *shares, compare_shares);
  hand_out (shares, self->n_leaves, (gint64)llround (total) - given, rounded);
  for (guint place = 0; place < self->nodes->len; place++)
    {
      guint n_leaves;
      const guint *leaves = hd_summation_leaves_of (self, self->n_leaves + place, &n_leaves);

      rounded[self->n_leaves + place] = 0;
      for (guint index = 0; index < n_leaves; index++)
        rounded[self->n_leaves + place] += rounded[leaves[index]];
    }
  return TRUE;
}
