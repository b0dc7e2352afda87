/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts that add up: the projection of base forecasts onto what a structure allows.
 *
 * With one equation a node, C = [-A, I] over (leaves, nodes), what does not add up is r = C y, and
 *   y - W C' (C W C')^-1 r
 * adds up and moves y least, measured by W, the covariance of the base forecasts' errors (Wickramasuriya,
 * Athanasopoulos and Hyndman 2019, eq. 10 in its constraint form: Di Fonzo and Girolimetto 2023). There
 * are as many unknowns as nodes, fewer than leaves. W is a diagonal D and, for MinT, U U' of few columns,
 * so C W C' = K + V V' with a sparse K = C D C' and V = C U: Woodbury's identity.
 */

#include "config.h"

#include "hd-reconcile.h"

#include "hd-sparse-cholesky.h"

#include <math.h>
#include <string.h>

#define LANES HD_SPARSE_LANES
/* Rounds of setting to zero and reconciling again; what is below zero after them is only set to zero. */
#define MAX_ROUNDS 8

struct _HdReconciler
{
  HdSummation *sums;
  int kept_top; /* -1: none */
  guint n_rows; /* nodes with an equation */
  guint *nodes; /* [row] series */
  int *rows; /* [node] its row, or -1 */
  HdSparseCholesky *system; /* K; NULL without equations */
  double *diagonal; /* D [series] */
  guint n_factors; /* columns of U */
  double *factors; /* U [series * n_factors + factor] */
  double *row_factors; /* V [row * n_factors + factor] */
  double *solved_factors; /* K^-1 V */
  double *inner; /* Cholesky factor of I + V' K^-1 V, lower [factor * n_factors + factor] */
};

const char *
hd_reconcile_form_get_name (HdReconcileForm form)
{
  static const char *const names[HD_RECONCILE_N_WEIGHTS][2] = {
    { "bottom-up", "bottom-up keeping the top" },
    { "wls", "wls keeping the top" },
    { "mint", "mint keeping the top" },
  };

  return names[form.weights][form.keeps_top ? 1 : 0];
}

/* Bottom-up has no equation but, where it is kept, the top's. */
static void
choose_rows (HdReconciler *self, HdReconcileForm form, const gboolean *is_known)
{
  guint n_leaves = hd_summation_get_n_leaves (self->sums);
  guint n_nodes = hd_summation_get_n_nodes (self->sums);

  self->nodes = g_new (guint, n_nodes + 1);
  self->rows = g_new (int, n_nodes + 1);
  for (guint node = 0; node < n_nodes; node++)
    {
      gboolean is_top = (int)(n_leaves + node) == self->kept_top;
      gboolean has_row = (is_known == NULL || is_known[n_leaves + node])
                         && (is_top || form.weights != HD_RECONCILE_BOTTOM_UP);

      self->rows[node] = has_row ? (int)self->n_rows : -1;
      if (has_row)
        self->nodes[self->n_rows++] = n_leaves + node;
    }
}

/* W = D + U U'. A kept top has no error at all: what is certain does not move. */
static void
fill_weights (HdReconciler *self, HdReconcileForm form, const HdErrorCovariance *errors)
{
  gboolean is_mint = form.weights == HD_RECONCILE_MINT && errors->shrinkage < 1;

  self->diagonal = g_memdup2 (errors->variance, errors->n_series * sizeof (double));
  self->n_factors = is_mint ? errors->n_errors : 0;
  self->factors = g_new0 (double, (gsize)errors->n_series * self->n_factors + 1);
  for (guint series = 0; series < errors->n_series; series++)
    {
      double weight = sqrt ((1 - errors->shrinkage) / MAX (errors->n_errors, 1)), explained = 0;

      if ((int)series == self->kept_top)
        {
          self->diagonal[series] = 0;
          continue;
        }
      for (guint factor = 0; factor < self->n_factors; factor++)
        {
          gsize place = (gsize)series * self->n_factors + factor;
          double loading = weight * errors->standard[place];

          explained += loading * loading;
          self->factors[place] = loading * sqrt (errors->variance[series]);
        }
      /* lambda sigma^2 when every error is known; with gaps in X the variance stays whole all the same. */
      self->diagonal[series] *= MAX (1 - explained, 1e-6);
    }
}

/* K = C D C': two nodes meet in the leaves that they share. */
static gboolean
factorise_system (HdReconciler *self)
{
  g_autofree double *diagonal = g_new0 (double, self->n_rows + 1);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (HdSparseEntry));

  if (self->n_rows == 0)
    return TRUE;
  for (guint row = 0; row < self->n_rows; row++)
    diagonal[row] = self->diagonal[self->nodes[row]];
  for (guint leaf = 0; leaf < hd_summation_get_n_leaves (self->sums); leaf++)
    {
      guint n_above;
      const guint *above = hd_summation_nodes_above (self->sums, leaf, &n_above);

      for (guint one = 0; one < n_above; one++)
        for (guint two = 0; two <= one; two++)
          {
            int row = self->rows[above[one]], column = self->rows[above[two]];
            HdSparseEntry entry = { (guint)row, (guint)column, self->diagonal[leaf] };

            if (row < 0 || column < 0)
              continue;
            if (row == column)
              diagonal[row] += self->diagonal[leaf];
            else
              g_array_append_val (entries, entry);
          }
    }
  self->system = hd_sparse_cholesky_new (
      diagonal, self->n_rows, (const HdSparseEntry *)(gpointer)entries->data, entries->len);
  return self->system != NULL;
}

/* Lower triangle in place, dense and small; FALSE when it is not positive definite. */
static gboolean
cholesky (double *matrix, guint n)
{
  for (guint row = 0; row < n; row++)
    for (guint column = 0; column <= row; column++)
      {
        double sum = matrix[row * n + column];

        for (guint before = 0; before < column; before++)
          sum -= matrix[row * n + before] * matrix[column * n + before];
        if (row == column && !(sum > 0))
          return FALSE;
        matrix[row * n + column] = row == column ? sqrt (sum) : sum / matrix[column * n + column];
      }
  return TRUE;
}

/* Solves L L' x = sides in place, lane beside lane. */
static void
cholesky_solve (const double *lower, guint n, double *sides)
{
  for (guint row = 0; row < n; row++)
    for (guint lane = 0; lane < LANES; lane++)
      {
        double sum = sides[row * LANES + lane];

        for (guint column = 0; column < row; column++)
          sum -= lower[row * n + column] * sides[column * LANES + lane];
        sides[row * LANES + lane] = sum / lower[row * n + row];
      }
  for (guint row = n; row-- > 0;)
    for (guint lane = 0; lane < LANES; lane++)
      {
        double sum = sides[row * LANES + lane];

        for (guint below = row + 1; below < n; below++)
          sum -= lower[below * n + row] * sides[below * LANES + lane];
        sides[row * LANES + lane] = sum / lower[row * n + row];
      }
}

/* V = C U. */
static void
fill_row_factors (HdReconciler *self)
{
  guint n = self->n_factors;

  self->row_factors = g_new0 (double, (gsize)self->n_rows *n + 1);
  for (guint row = 0; row < self->n_rows; row++)
    {
      double *v = self->row_factors + (gsize)row * n;
      guint n_leaves;
      const guint *leaves = hd_summation_leaves_of (self->sums, self->nodes[row], &n_leaves);

      for (guint factor = 0; factor < n; factor++)
        v[factor] = self->factors[(gsize)self->nodes[row] * n + factor];
      for (guint index = 0; index < n_leaves; index++)
        for (guint factor = 0; factor < n; factor++)
          v[factor] -= self->factors[(gsize)leaves[index] * n + factor];
    }
}

static void
solve_row_factors (HdReconciler *self)
{
  guint n = self->n_factors;
  g_autofree double *block = g_new (double, (gsize)self->n_rows *LANES + 1);

  self->solved_factors = g_new (double, (gsize)self->n_rows *n + 1);
  for (guint first = 0; first < n; first += LANES)
    {
      guint n_lanes = MIN (LANES, n - first);

      memset (block, 0, (gsize)self->n_rows * LANES * sizeof *block);
      for (guint row = 0; row < self->n_rows; row++)
        memcpy (block + (gsize)row * LANES, self->row_factors + (gsize)row * n + first,
                n_lanes * sizeof *block);
      hd_sparse_cholesky_solve (self->system, block);
      for (guint row = 0; row < self->n_rows; row++)
        memcpy (self->solved_factors + (gsize)row * n + first, block + (gsize)row * LANES,
                n_lanes * sizeof *block);
    }
}

/* I + V' K^-1 V. */
static gboolean
factorise_inner (HdReconciler *self)
{
  guint n = self->n_factors;

  self->inner = g_new0 (double, (gsize)n *n + 1);
  for (guint factor = 0; factor < n; factor++)
    self->inner[factor * n + factor] = 1;
  for (guint row = 0; row < self->n_rows; row++)
    for (guint one = 0; one < n; one++)
      for (guint two = 0; two <= one; two++)
        self->inner[one * n + two]
            += self->row_factors[(gsize)row * n + one] * self->solved_factors[(gsize)row * n + two];
  return cholesky (self->inner, n);
}

HdReconciler *
hd_reconciler_new (HdSummation *sums,
                   HdReconcileForm form,
                   const HdErrorCovariance *errors,
                   const gboolean *is_known)
{
  g_autoptr (HdReconciler) self = g_new0 (HdReconciler, 1);

  g_assert (errors->n_series == hd_summation_get_n_series (sums));
  self->sums = hd_summation_ref (sums);
  self->kept_top = form.keeps_top ? hd_summation_find_top (sums) : -1;
  if (self->kept_top >= 0 && is_known != NULL && !is_known[self->kept_top])
    self->kept_top = -1;
  choose_rows (self, form, is_known);
  fill_weights (self, form, errors);
  if (!factorise_system (self))
    return NULL;
  if (self->n_rows == 0)
    self->n_factors = 0;
  if (self->n_factors > 0)
    {
      fill_row_factors (self);
      solve_row_factors (self);
      if (!factorise_inner (self))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
hd_reconciler_free (HdReconciler *self)
{
  g_clear_pointer (&self->sums, hd_summation_unref);
  g_clear_pointer (&self->system, hd_sparse_cholesky_free);
  g_free (self->nodes);
  g_free (self->rows);
  g_free (self->diagonal);
  g_free (self->factors);
  g_free (self->row_factors);
  g_free (self->solved_factors);
  g_free (self->inner);
  g_free (self);
}

/* Columns at work: [series or row or factor][lane]. */
typedef struct
{
  double *values; /* y */
  double *gaps; /* r, then (C W C')^-1 r */
  double *pulls; /* V' times that */
} Block;

/* r = C y. */
static void
fill_gaps (const HdReconciler *self, Block *block)
{
  for (guint row = 0; row < self->n_rows; row++)
    {
      double *gap = block->gaps + (gsize)row * LANES;
      guint n_leaves;
      const guint *leaves = hd_summation_leaves_of (self->sums, self->nodes[row], &n_leaves);

      memcpy (gap, block->values + (gsize)self->nodes[row] * LANES, LANES * sizeof *gap);
      for (guint index = 0; index < n_leaves; index++)
        for (guint lane = 0; lane < LANES; lane++)
          gap[lane] -= block->values[(gsize)leaves[index] * LANES + lane];
    }
}

/* (K + V V')^-1 r = K^-1 (r - V q) with q = (I + V' K^-1 V)^-1 (K^-1 V)' r, and q is also V' times it. */
static void
solve_gaps (const HdReconciler *self, Block *block)
{
  guint n = self->n_factors;

  memset (block->pulls, 0, (gsize)n * LANES * sizeof *block->pulls);
  for (guint row = 0; n > 0 && row < self->n_rows; row++)
    for (guint factor = 0; factor < n; factor++)
      for (guint lane = 0; lane < LANES; lane++)
        block->pulls[factor * LANES + lane] += self->solved_factors[(gsize)row * n + factor]
                                               * block->gaps[(gsize)row * LANES + lane];
  if (n > 0)
    cholesky_solve (self->inner, n, block->pulls);
  for (guint row = 0; n > 0 && row < self->n_rows; row++)
    for (guint factor = 0; factor < n; factor++)
      for (guint lane = 0; lane < LANES; lane++)
        block->gaps[(gsize)row * LANES + lane]
            -= self->row_factors[(gsize)row * n + factor] * block->pulls[factor * LANES + lane];
  hd_sparse_cholesky_solve (self->system, block->gaps);
}

/* Leaves move by -W C' z: by D times the z of the nodes above them, less U times the pulls. */
static void
move_leaves (const HdReconciler *self, Block *block)
{
  guint n = self->n_factors;

  for (guint leaf = 0; leaf < hd_summation_get_n_leaves (self->sums); leaf++)
    {
      double *value = block->values + (gsize)leaf * LANES;
      guint n_above;
      const guint *above = hd_summation_nodes_above (self->sums, leaf, &n_above);

      for (guint index = 0; index < n_above; index++)
        {
          int row = self->rows[above[index]];

          for (guint lane = 0; row >= 0 && lane < LANES; lane++)
            value[lane] += self->diagonal[leaf] * block->gaps[(gsize)row * LANES + lane];
        }
      for (guint factor = 0; factor < n; factor++)
        for (guint lane = 0; lane < LANES; lane++)
          value[lane]
              -= self->factors[(gsize)leaf * n + factor] * block->pulls[factor * LANES + lane];
    }
}

static void
project (const HdReconciler *self, Block *block)
{
  if (self->n_rows > 0)
    {
      fill_gaps (self, block);
      solve_gaps (self, block);
      move_leaves (self, block);
    }
  hd_summation_add_up (self->sums, block->values, LANES);
}

static gboolean
clear_negatives (const HdReconciler *self, Block *block)
{
  gboolean is_any = FALSE;
  gsize n_values = (gsize)hd_summation_get_n_leaves (self->sums) * LANES;

  for (gsize place = 0; place < n_values; place++)
    if (block->values[place] < 0)
      {
        block->values[place] = 0;
        is_any = TRUE;
      }
  return is_any;
}

/* What clearing added to the kept top is taken from its leaves in proportion. */
static void
restore_top (const HdReconciler *self, Block *block, const double *wanted)
{
  const double *top = block->values + (gsize)self->kept_top * LANES;
  double ratios[LANES];

  for (guint lane = 0; lane < LANES; lane++)
    ratios[lane] = top[lane] > 0 ? MAX (wanted[lane], 0) / top[lane] : 1;
  for (guint leaf = 0; leaf < hd_summation_get_n_leaves (self->sums); leaf++)
    for (guint lane = 0; lane < LANES; lane++)
      block->values[(gsize)leaf * LANES + lane] *= ratios[lane];
  hd_summation_add_up (self->sums, block->values, LANES);
}

static void
project_non_negative (const HdReconciler *self, Block *block)
{
  double wanted[LANES] = { 0 };

  if (self->kept_top >= 0)
    memcpy (wanted, block->values + (gsize)self->kept_top * LANES, sizeof wanted);
  project (self, block);
  for (guint round = 1; round < MAX_ROUNDS; round++)
    {
      if (!clear_negatives (self, block))
        return;
      if (self->n_rows == 0)
        break;
      project (self, block);
    }
  clear_negatives (self, block);
  hd_summation_add_up (self->sums, block->values, LANES);
  if (self->kept_top >= 0)
    restore_top (self, block, wanted);
}

void
hd_reconciler_apply (const HdReconciler *self,
                     double *values,
                     guint n_columns,
                     gboolean is_non_negative)
{
  guint n_series = hd_summation_get_n_series (self->sums);
  g_autofree double *at_work = g_new0 (double, (gsize)n_series *LANES + 1);
  g_autofree double *gaps = g_new0 (double, (gsize)self->n_rows *LANES + 1);
  g_autofree double *pulls = g_new0 (double, (gsize)self->n_factors *LANES + 1);
  Block block = { at_work, gaps, pulls };

  for (guint first = 0; first < n_columns; first += LANES)
    {
      guint n_lanes = MIN (LANES, n_columns - first);

      for (guint series = 0; series < n_series; series++)
        memcpy (at_work + (gsize)series * LANES, values + (gsize)series * n_columns + first,
                n_lanes * sizeof *values);
      if (is_non_negative)
        project_non_negative (self, &block);
      else
        project (self, &block);
      for (guint series = 0; series < n_series; series++)
        memcpy (values + (gsize)series * n_columns + first, at_work + (gsize)series * LANES,
                n_lanes * sizeof *values);
    }
}
