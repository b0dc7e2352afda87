/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Symmetric positive definite systems with few entries: factorised once, solved for many right sides.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Right sides are solved this many at a time, lane beside lane, so that the compiler can use vectors. */
#define HD_SPARSE_LANES 8

typedef struct _HdSparseCholesky HdSparseCholesky;

typedef struct
{
  guint row, column; /* row > column */
  double value;
} HdSparseEntry;

/* The matrix: its diagonal, and its entries below it (in any order; of one place they are added). NULL
 * when it is not positive definite. L D L' with the rows in an order of least degree (George and Liu
 * 1981), which keeps L nearly as empty as the matrix when groups nest. */
HdSparseCholesky *hd_sparse_cholesky_new (const double *diagonal,
                                          guint n_rows,
                                          const HdSparseEntry *entries,
                                          guint n_entries) G_GNUC_WARN_UNUSED_RESULT;
void hd_sparse_cholesky_free (HdSparseCholesky *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSparseCholesky, hd_sparse_cholesky_free)

/* Entries of L below its diagonal. */
guint hd_sparse_cholesky_get_n_entries (const HdSparseCholesky *self);
/* Solves in place: `sides` [row * HD_SPARSE_LANES + lane]. */
void hd_sparse_cholesky_solve (const HdSparseCholesky *self, double *sides);

G_END_DECLS
