/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a warehouse: the schema, and the latest figures of every dataset.
 */

#pragma once

#include "hd-cube-source.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

typedef struct
{
  const char *dataset;
  guint64 n_rows; /* so far */
  double fraction; /* of all datasets, 0 to 1 */
  gboolean is_done; /* and it is in place of what was there before */
} HdWarehouseProgress;
typedef void (*HdWarehouseProgressFunc) (const HdWarehouseProgress *progress, gpointer user_data);

typedef struct
{
  GPtrArray *shards; /* (element-type HdWarehouseClient): one a server; the first is asked later */
  /* (nullable): the name that the servers' own configuration has for all of them as a cluster. Then each
   * server keeps a part of the rows, and its tables stand for the whole. Needed with several. */
  const char *cluster;
  const HdCubeSource *source;
  const char *const *datasets; /* (nullable), ends with NULL; NULL: all that the source has */
  HdWarehouseProgressFunc progress; /* (nullable) */
  gpointer user_data;
} HdWarehouseLoad;

/* For people and other programs the schema is:
 *   DATASET (DAY Int32 since 1970-01-01, one UInt16 a dimension, one Nullable number a measure,
 *            STATUS UInt8 in the order A P E M C, KNOWN_FROM Int64 unix seconds)
 *   CODES (DATASET, DIMENSION, NUMBER, ID): what the numbers of dimensions mean
 *   LOADS (DATASET, LOADED, N_ROWS, FIRST, LAST): what was loaded when
 * A dataset is loaded beside the one that is there and takes its place when it is whole, server by server.
 * Only the latest figures go: as-of questions are for the store. */
gboolean hd_warehouse_load (const HdWarehouseLoad *load, GCancellable *cancellable, GError **error);

G_END_DECLS
