/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of a scan: what is done with the rows of one block for one sum.
 */

#pragma once

#include "hd-cube-cells.h"
#include "hd-cube-table.h"

G_BEGIN_DECLS

/* Rows taken at a time: their keys stay in the first-level cache. */
#define HD_CUBE_BLOCK 1024
#define HD_CUBE_MAX_STEPS 16
/* The worth of a code that is filtered away: above all keys (HD_CUBE_MAX_KEYS), and sixteen of them still fit
 * into 64 bits. */
#define HD_CUBE_REJECT (G_GUINT64_CONSTANT (1) << 58)

/* What the codes of one column add to a key. */
typedef struct
{
  guint dimension;
  const HdVector *codes;
  guint64 *worth; /* [code] */
  guint n_codes;
} HdCubeStep;

/* A lane over one table. */
typedef struct
{
  HdCubeStep steps[HD_CUBE_MAX_STEPS];
  guint n_steps;
  gboolean has_keys_of_previous; /* same steps as the lane before */
  gboolean has_one_cell; /* an interval: its codes are worth nothing, or filtered away */
  HdCubeCells *cells;
  HdCubeCell *dense; /* (nullable): cells by key */
  const HdVector *values; /* (nullable): missing throughout */
  const HdVector *flags; /* (nullable) */
  const HdVector *status; /* (nullable) */
  gboolean is_rollup;
  guint64 stride; /* of an interval */
  gint32 interval; /* of the run at hand, -1: none */
} HdCubeLaneState;

/* Adds n rows from `first` on to the lane's cells. `keys` has room for a block, and is left for a next lane with
 * the same steps. */
void hd_cube_block_scan (HdCubeLaneState *lane, guint64 *keys, guint first, guint n);

G_END_DECLS
