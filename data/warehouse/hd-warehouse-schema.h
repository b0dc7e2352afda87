/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a warehouse, and years of a dataset that take the place of what was there.
 *
 * For people and other programs:
 *   DATASET (YEAR UInt16, DAY Int32 since 1970-01-01, D_… one UInt16 a dimension, M_… one Nullable number a
 *            measure, STATUS UInt8 in the order A P E M C, KNOWN_FROM Int64 unix seconds): the latest
 *   DATASET_PAST (the same, and KNOWN_UNTIL Int64): what was shown before, and until when. What was known at
 *            a moment is what KNOWN_FROM <= moment says in DATASET, and in DATASET_PAST what KNOWN_FROM <=
 *            moment < KNOWN_UNTIL says; the latest is one table and never pays for the past
 *   CODES (DATASET, DIMENSION, NUMBER, ID): what the numbers of dimensions mean
 *   LOADS (DATASET, LOADED, N_ROWS, FIRST, LAST): what was loaded when; FIRST > LAST: it is being made anew
 *   YEARS (DATASET, YEAR, DIGEST, LOADED): what each year was made of, so that only what changed is loaded.
 *            The year 0 is the tables' own shape; a digest of 0 is of none
 * Of a cluster each server has its part in DATASET_PART and DATASET_PAST_PART.
 */

#pragma once

#include "hd-warehouse-client.h"
#include "hd-structure.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *shards; /* (element-type HdWarehouseClient) */
  const char *cluster; /* (nullable) */
  const char *database;
  HdStructure *structure;
  GCancellable *cancellable;
} HdWarehouseTables;

/* A year of which something changed. */
typedef struct
{
  int year;
  guint64 digest; /* 0: none of it is left */
  guint *n_rows[2]; /* [is past][shard] (nullable): rows that wait in the new tables */
} HdWarehouseYear;
void hd_warehouse_year_clear (HdWarehouseYear *year);

/* The database, and the tables that all datasets have in common. */
gboolean
hd_warehouse_tables_create_common (GPtrArray *shards, GCancellable *cancellable, GError **error);

/* Names become identifiers as they are; a feed that has others is not for a warehouse. */
gboolean hd_warehouse_tables_check (const HdWarehouseTables *tables, GError **error);
/* "HAIDANG.REVENUE_PART_NEW" */
char *hd_warehouse_tables_name (const HdWarehouseTables *tables, gboolean is_past, gboolean is_new);

/* year → guint64: digests on which all servers agree. (transfer full) */
GHashTable *hd_warehouse_tables_read_years (const HdWarehouseTables *tables, GError **error);
/* What the tables should be. */
guint64 hd_warehouse_tables_digest_shape (const HdWarehouseTables *tables);
/* Throws away what is there and makes them empty. */
gboolean hd_warehouse_tables_renew (const HdWarehouseTables *tables, GError **error);

/* Empty tables beside, in which years wait; and away with them. */
gboolean hd_warehouse_tables_open_new (const HdWarehouseTables *tables, GError **error);
gboolean hd_warehouse_tables_drop_new (const HdWarehouseTables *tables, GError **error);
/* The years that wait take the place of those that were there: a server after the other, a year in one step. */
gboolean
hd_warehouse_tables_replace (const HdWarehouseTables *tables, GArray *years, GError **error);

G_END_DECLS
