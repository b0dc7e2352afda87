/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the engine gets its figures from: the store, a fixture in memory, or a server that adds up itself.
 *
 * This is the seam between what a question means (plan, KPIs, rows of the answer: the rest of data/cube)
 * and how sums are found. Above it everything is HdCubeScan in, HdCubeCells out (hd-cube-batch.h). Below
 * it there are two ways, and a source takes one:
 *
 * - `sum` and `find_last_day` set: the source answers the cells itself. For each scan it adds measure
 *   `scan->measure` of the rows that all `keep` tables want, by hd_cube_scan_key() of (range, axis codes,
 *   duration class). What it must keep to is written at `sum`. A warehouse does this in SQL.
 * - else `load` gives rows, and `list_parts`, `list_rollups`, `open_rollup` sums that were made
 *   beforehand; hd-cube-batch.c chooses among them and scans.
 */

#pragma once

#include "hd-cube-rollup.h"
#include "hd-cube-scan.h"
#include "hd-store-versions.h"

G_BEGIN_DECLS

/* Columns of rows, which roll-ups leave little to: for an old PC, together with hd-cube-shelf.c's. */
#define HD_CUBE_ROWS_CACHE_BYTES (32u << 20)

/* Rows that are wanted, and of them the columns. */
typedef struct
{
  HdStructure *structure;
  guint64 dimensions, measures; /* bits by index in `structure` */
  HdDay first, last;
  const int *partitions; /* (nullable), ended by 0: only these of list_parts */
  const HdRowFilter *filter; /* (nullable): rows that nobody wants may be left out, but no day */
  gint64 as_of;
  GCancellable *cancellable; /* (nullable) */
} HdCubeRowsRequest;

typedef struct
{
  HdStructures *(*get_structures) (gpointer data, GError **error);
  guint64 (*get_generation) (gpointer data);
  /* The run of days that the latest rows of `dataset` cover; FALSE without error: it has no rows. */
  gboolean (*get_extent) (gpointer data, const char *dataset, HdPeriod *extent, GError **error);
  /* (nullable): the day before which the source let go of rows of `dataset` that it once had;
   * HD_DAY_NONE: it has all. */
  HdDay (*get_horizon) (gpointer data, const char *dataset);
  /* (transfer full) (element-type HdRows): rows with a day in first..last; those of one part in order of
   * time. Plans are read so too, whatever `sum` does. */
  GPtrArray *(*load) (gpointer data,
                      const char *dataset,
                      HdDay first,
                      HdDay last,
                      gint64 as_of,
                      GError **error);

  /* (nullable) (transfer full) (element-type HdStorePast): what was shown before, for whoever keeps it too;
   * may have rows of other days. NULL: the source knows the latest alone. */
  GPtrArray *(
      *load_past) (gpointer data, const char *dataset, HdDay first, HdDay last, GError **error);

  /* (nullable) (transfer full) (element-type HdCubeTable): the same, column by column; may have rows of
   * other days too. */
  GPtrArray *(*open_rows) (gpointer data, const HdCubeRowsRequest *request, GError **error);

  /* (nullable) (transfer full) (element-type HdStorePartition): the dataset's partitions, by time; no two
   * have rows of the same day. */
  GArray *(*list_parts) (gpointer data, const char *dataset, GError **error);
  /* (nullable) (transfer full) (element-type HdCubeRollup): the roll-ups of the part that are up to date and
   * have these dimensions and measures. */
  GPtrArray *(*list_rollups) (gpointer data,
                              HdStructure *structure,
                              const HdStorePartition *part,
                              guint64 dimensions,
                              guint64 measures);
  /* (nullable) (transfer full): its table with the columns that are asked for; NULL when it cannot be
   * read, and the part's rows are then. */
  HdCubeTable *(*open_rollup) (gpointer data,
                               HdStructure *structure,
                               const HdCubeRollup *rollup,
                               guint64 dimensions,
                               guint64 measures);

  /* (nullable): fills cells[i] (transfer full) for each of `scans`, which are of one dataset and `as_of`.
   * - The days of range r are ranges[i][r] (settled: whole reports; last < first is empty). Ranges of one
   *   scan may overlap; a row counts in every range that its day is in.
   * - scan->is_stock: of each range only the dataset's last report day within it, whatever its filters.
   * - cell->n counts observations with a value; MISSING, PROVISIONAL (status P or E) are flagged; a sum
   *   past 64 bits is OVERFLOW.
   * - scan->totals, scan->is_nested: see hd_cube_totals_settle(), which wants to be told the codes that
   *   the rows of these days have.
   * - trace: rows and bytes as far as known, the newest known_from, one in `scans` a statement. */
  gboolean (*sum) (gpointer data,
                   HdCubeScan *const *scans,
                   HdCubeRange *const *ranges,
                   guint n_scans,
                   HdCubeCells **cells,
                   GCancellable *cancellable,
                   HdCubeTrace *trace,
                   GError **error);
  /* (nullable): the day of the last row that has the scan's measure and that its keep tables want, or
   * HD_DAY_NONE; its ranges are not read. */
  gboolean (*find_last_day) (gpointer data, HdCubeScan *scan, HdDay *last, GError **error);

  /* (nullable): lets go of what it holds in memory to answer sooner. */
  void (*forget) (gpointer data);
  GDestroyNotify free;
} HdCubeSourceFuncs;

/* Thread-safe as far as its functions are. */
typedef struct
{
  const HdCubeSourceFuncs *funcs;
  gpointer data;
} HdCubeSource;

void hd_cube_source_clear (HdCubeSource *source);
/* Over a store; takes references. */
void hd_cube_source_init_store (HdCubeSource *source, HdStore *store, HdCatalog *catalog);

G_END_DECLS
