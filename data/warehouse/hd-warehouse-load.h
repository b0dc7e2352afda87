/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a warehouse: of every dataset the years that are other than what it has.
 */

#pragma once

#include "hd-cube-source.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

typedef struct
{
  const char *dataset;
  guint64 n_rows; /* sent so far; none of what is there already */
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

/* Years that are not what the warehouse has, the latest and what was known before, are loaded beside what is
 * there, and take its place when all are whole: a server after the other, each year in one step. What the
 * tables are: hd-warehouse-schema.h. Years that the source let go of (get_horizon) stay as they are; those that
 * it has no more for any other reason go. */
gboolean hd_warehouse_load (const HdWarehouseLoad *load, GCancellable *cancellable, GError **error);

G_END_DECLS
