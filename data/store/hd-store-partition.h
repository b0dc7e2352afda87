/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A year of a dataset: its row in the catalogue and its column segments.
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
  int year;
  guint64 version; /* generation of its last change */
  guint n_rows, n_history;
  HdDay first_day, last_day; /* of current rows; HD_DAY_NONE when there are none */
  gint64 vintage; /* newest known_from of all versions */
} HdPartitionInfo;

/* Year × 100 + month, as hd-store-columns.h has it. */
static inline int
hd_partition_number (const HdPartitionInfo *info)
{
  return info->year * 100;
}

/* (transfer full) (element-type HdPartitionInfo), by year. */
GArray *hd_partitions_list (HdStoreSql *sql, const HdStoreLayout *layout, GError **error);

/* (transfer full): the segments of a part as they are on disk, (key utf8) (value GBytes) by column. */
GHashTable *hd_partition_fetch (HdStoreSql *sql,
                                const HdStoreLayout *layout,
                                int year,
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
                             int year,
                             const HdMergeInput *input,
                             const HdMergePlan *plan,
                             HdSegmentWriter *writer,
                             guint64 version,
                             GError **error);
gboolean hd_partition_drop (HdStoreSql *sql, const HdStoreLayout *layout, int year, GError **error);

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
/* (transfer full): "REVENUE/2026/current/m.COLLECTED". */
char *hd_partition_place (const HdStoreLayout *layout, int year, HdPart part, const char *column);

G_END_DECLS
