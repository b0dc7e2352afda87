/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A year of a dataset, or a month of a long one: its row in the catalogue and its column segments.
 */

#pragma once

#include "hd-segment.h"
#include "hd-store-layout.h"
#include "hd-version-merge.h"

G_BEGIN_DECLS

typedef enum
{
  HD_PART_CURRENT,
  HD_PART_HISTORY,
} HdPart;

typedef struct
{
  int number; /* year × 100 + month; month 0: the whole year */
  guint64 version; /* generation of its last change */
  guint n_rows, n_history;
  HdDay first_day, last_day; /* of current rows; HD_DAY_NONE when there are none */
  gint64 vintage; /* newest known_from of all versions */
  guint64 n_bytes; /* of its segments on disk */
} HdPartitionInfo;

/* A year with more rows than this lies in months, so that a day's change rewrites little. */
#define HD_PARTITION_MAX_ROWS 500000

HdDay hd_partition_first_day (int number);
HdDay hd_partition_last_day (int number);
/* (transfer full): "2026", "2026-03". */
char *hd_partition_name (int number);

/* (transfer full) (element-type HdPartitionInfo), in the order of time. */
GArray *hd_partitions_list (HdStoreSql *sql, const HdStoreLayout *layout, GError **error);

/* (transfer full): a part read and decoded, with origin. */
HdVersions *hd_partition_read (HdStoreSql *sql,
                               const HdStoreLayout *layout,
                               const HdPartitionInfo *info,
                               HdPart part,
                               GError **error);
/* (transfer full): the segments of a part as they are on disk, (key utf8) (value GBytes) by column. */
GHashTable *hd_partition_fetch (HdStoreSql *sql,
                                const HdStoreLayout *layout,
                                int number,
                                HdPart part,
                                GError **error);
/* Does the catalogue's number of rows agree with a segment that is sound? */
gboolean hd_partition_is_counted (const HdStoreLayout *layout,
                                  const HdPartitionInfo *info,
                                  HdPart part,
                                  GHashTable *segments);
/* Decodes what hd_partition_fetch() gave; needs no connection. Without `with_origin`, action and prepared
 * are left undecoded (and undefined). HD_STORE_ERROR_DAMAGED. */
HdVersions *hd_partition_decode (const HdStoreLayout *layout,
                                 const HdPartitionInfo *info,
                                 HdPart part,
                                 GHashTable *segments,
                                 gboolean with_origin,
                                 GError **error);

/* Within a write transaction: writes what `plan` says and the catalogue row; drops an empty partition. */
gboolean hd_partition_write (HdStoreSql *sql,
                             const HdStoreLayout *layout,
                             int number,
                             const HdMergeInput *input,
                             const HdMergePlan *plan,
                             HdSegmentWriter *writer,
                             guint64 version,
                             GError **error);
/* Turns a year, which holds anything, into its months. */
gboolean hd_partition_split (HdStoreSql *sql,
                             const HdStoreLayout *layout,
                             const HdPartitionInfo *year,
                             HdSegmentWriter *writer,
                             guint64 version,
                             GError **error);
gboolean
hd_partition_drop (HdStoreSql *sql, const HdStoreLayout *layout, int number, GError **error);

typedef enum
{
  HD_COLUMN_DAY,
  HD_COLUMN_STATUS,
  HD_COLUMN_ACTION,
  HD_COLUMN_KNOWN_FROM,
  HD_COLUMN_PREPARED,
  HD_COLUMN_CODE, /* of dimension `index` */
  HD_COLUMN_VALUE, /* of measure `index`; may be absent: missing throughout */
} HdColumnKind;

typedef struct
{
  HdColumnKind kind;
  guint index;
  HdColumnType type;
  char name[72]; /* as in the segments table */
} HdColumn;

/* (transfer full) (element-type HdColumn): the columns of every part. */
GArray *hd_partition_columns (const HdStoreLayout *layout);
/* (transfer full): "REVENUE/2026/current/m.COLLECTED", "REVENUE/2026-03/…". */
char *hd_partition_place (const HdStoreLayout *layout, int number, HdPart part, const char *column);

G_END_DECLS
