/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sums of a scan, found by a 64-bit key: a plain array while keys are few, else a hash.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

typedef enum
{
  HD_CUBE_CELL_MISSING = 1 << 0, /* an observation without a value fell into it */
  HD_CUBE_CELL_PROVISIONAL = 1 << 1,
  HD_CUBE_CELL_OVERFLOW = 1 << 2, /* the sum passed 64 bits: `value` is worthless */
} HdCubeCellFlags;

typedef struct
{
  HdNumber value;
  guint32 n; /* observations with a value */
  guint32 flags; /* HdCubeCellFlags */
} HdCubeCell;

typedef struct _HdCubeCells HdCubeCells;

/* Keys are below `n_keys`. */
HdCubeCells *hd_cube_cells_new (guint64 n_keys) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_cells_free (HdCubeCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeCells, hd_cube_cells_free)

guint64 hd_cube_cells_get_n_keys (const HdCubeCells *cells);
/* The cell of `key`, made when it is not there. Valid until the next call. */
HdCubeCell *hd_cube_cells_ensure (HdCubeCells *cells, guint64 key);
/* (nullable): the array of cells by key, where it is one. */
HdCubeCell *hd_cube_cells_get_dense (HdCubeCells *cells);
/* (nullable): NULL when nothing fell there. */
const HdCubeCell *hd_cube_cells_find (const HdCubeCells *cells, guint64 key);
/* Adds `from` to `to`, exactly. */
void hd_cube_cell_add (HdCubeCell *to, const HdCubeCell *from, gboolean is_real);
/* Adds all of `from`, which has the same keys. */
void hd_cube_cells_merge (HdCubeCells *to, const HdCubeCells *from, gboolean is_real);

/* Walks keys that something fell on, in no order that may be relied on. */
typedef struct
{
  const HdCubeCells *cells;
  guint64 next;
} HdCubeCellsIter;
void hd_cube_cells_iter_init (HdCubeCellsIter *iter, const HdCubeCells *cells);
gboolean hd_cube_cells_iter_next (HdCubeCellsIter *iter, guint64 *key, const HdCubeCell **cell);

G_END_DECLS
