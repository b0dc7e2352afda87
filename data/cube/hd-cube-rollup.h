/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A roll-up: the sums of a partition's rows by some of their dimensions and by day, month or year.
 *
 * Which there are is data: "rollups" of a dataset in sources.json. A roll-up is made of one partition, has
 * that partition's tag, and is made again when the tag moves on; so a message costs the roll-ups of the
 * partitions that it touches, and sums of several partitions add up like their rows.
 *
 * A roll-up keeps the integer measures. Real ones are left out, for their sums would depend on the order
 * of adding; so is the number of observations, which only questions about small datasets need. It keeps
 * every dimension that has `_T` (totals must not be added to their parts, see hd-cube-totals.h). A stock
 * is not added over time: only a roll-up by the dataset's own grain answers for one.
 *
 * One "where stage=CLEAR" is of a part of the rows, and answers only what asks for no others. One that is
 * not worth its room is an empty header, so that it is known to have been thought of.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-cube-table.h"

G_BEGIN_DECLS

/* What is known of a roll-up before its columns are read. Immutable, atomically counted. */
typedef struct
{
  char *dataset;
  char *id; /* the specification's: "month:unit,tax" */
  HdGrain grain;
  int partition;
  guint64 tag; /* of the partition that it was made of */
  guint n_rows, n_runs;
  HdCubeRun *runs; /* n_runs + 1 */
  char **dimensions; /* ids as in the structure */
  char **measures;
  gboolean *has_flags; /* [measure] */
  char *where; /* (nullable): it is of rows with `where_codes` there only */
  char **where_codes;
  /*< private >*/
  gatomicrefcount refs;
} HdCubeRollup;

/* Without rows; `spec`'s dimensions. */
HdCubeRollup *hd_cube_rollup_new (const char *dataset, const HdRollupSpec *spec);
HdCubeRollup *hd_cube_rollup_ref (HdCubeRollup *rollup);
void hd_cube_rollup_unref (HdCubeRollup *rollup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeRollup, hd_cube_rollup_unref)

/* Has it rows to answer from? */
gboolean hd_cube_rollup_is_there (const HdCubeRollup *rollup);
/* -1: none. */
int hd_cube_rollup_find_measure (const HdCubeRollup *rollup, const char *id);
/* Whether it has all that is asked for, bits by index in `structure`. */
gboolean
hd_cube_rollup_has_measures (const HdCubeRollup *rollup, HdStructure *structure, guint64 measures);
gboolean hd_rollup_spec_has_dimensions (const HdRollupSpec *spec,
                                        HdStructure *structure,
                                        guint64 dimensions);

/* Rows, runs and measures as bytes, and back. FALSE when they are not of the form or do not agree with
 * themselves. */
GBytes *hd_cube_rollup_pack (const HdCubeRollup *rollup) G_GNUC_WARN_UNUSED_RESULT;
gboolean hd_cube_rollup_unpack (HdCubeRollup *rollup, GBytes *bytes);

G_END_DECLS
