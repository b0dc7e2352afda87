/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads of single columns: what a scan asks for and no more.
 *
 * A dataset's rows lie in partitions, a year or, where a year is long, a month each. Within one, rows are
 * sorted by day, then by code of each dimension in turn. Codes are those of the dataset's dictionary, which
 * only ever grows: a code once given means the same for as long as the dataset is stored, whatever becomes
 * of the code lists, so that what is computed by it may be kept.
 */

#pragma once

#include "hd-store.h"
#include "hd-vector.h"

G_BEGIN_DECLS

/* Rows that somebody wants, by their codes. */
typedef struct
{
  HdStructure *structure; /* (transfer none): whose codes these are */
  guint8 **keep; /* [dimension] (nullable) [code]: those that are wanted; NULL: all */
} HdRowFilter;

typedef struct
{
  const char *dataset;
  const char *const *dimensions; /* (nullable) ids; NULL: none */
  const char *const *measures; /* (nullable) ids; NULL: none */
  gboolean with_status;
  HdDay first, last; /* partitions with days in between */
  gint64 as_of; /* 0: the latest */
  const int *partitions; /* (nullable), ended by 0: only these */
  /* (nullable): rows that one of these leaves out may be left out of the columns, if that saves reading them. */
  const HdRowFilter *filter;
} HdColumnsRequest;

/* What the dictionary says of every partition of a load. Immutable, atomically counted. */
typedef struct
{
  HdStructure *structure;
  guint n_dimensions; /* of the structure */
  int sort_dimension; /* of the structure, by whose codes the rows of a day are sorted first; -1: there is none */
  guint *n_codes; /* [dimension] in the dictionary */
  HdCode **to_structure; /* [dimension][code of the dictionary] code of the structure */
  gatomicrefcount refs;
} HdDictionaries;

HdDictionaries *hd_dictionaries_ref (HdDictionaries *dictionaries);
void hd_dictionaries_unref (HdDictionaries *dictionaries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdDictionaries, hd_dictionaries_unref)

/* The days of a partition: rows of day[i] are first_row[i] … first_row[i + 1] - 1; none, where a filter left none. */
typedef struct
{
  guint n_days;
  HdDay *day; /* [n_days] ascending */
  guint *first_row; /* [n_days + 1] */
  gint64 *known_from; /* [n_days] the newest of the day's rows */
  gatomicrefcount refs;
} HdDayIndex;

/* A partition, as far as it was asked for. Immutable, atomically counted. */
typedef struct
{
  HdDictionaries *dictionaries;
  int partition; /* year × 100 + month; month 0: the whole year */
  guint64
      tag; /* of its content: the same partition and tag hold the same rows, but for what a filter leaves out */
  guint n_rows;
  HdDayIndex *days;
  HdVector **codes; /* [dimension of the structure]; NULL: not asked for */
  HdVector **values; /* [measure of the structure]; NULL: not asked for, or missing throughout */
  HdVector *status; /* NULL: not asked for, or every row is HD_STATUS_NORMAL */
  gatomicrefcount refs;
} HdColumns;

HdColumns *hd_columns_ref (HdColumns *columns);
void hd_columns_unref (HdColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdColumns, hd_columns_unref)

/* (transfer full) (element-type HdColumns): whole partitions that have rows from first to last, in the
 * order of time; rows before and behind are for the caller to leave out, by the days. Columns are cached
 * under the store's byte budget. Each load is of one moment, whatever is written meanwhile. */
GPtrArray *hd_store_load_columns (HdStore *self,
                                  const HdColumnsRequest *request,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many bytes of decoded columns are kept for the next question. */
void hd_store_set_cache_budget (HdStore *self, gsize n_bytes);

/* (transfer full) (nullable): what codes of `dataset` mean, without a load; NULL without error when nothing
 * of it is stored, or its structure does not know all that is. */
HdDictionaries *hd_store_get_dictionaries (HdStore *self, const char *dataset, GError **error);

/* A partition of the latest rows. */
typedef struct
{
  int partition;
  guint64 tag;
  guint n_rows;
  HdDay first, last;
  gint64 vintage; /* newest known_from of all versions */
} HdStorePartition;

/* (transfer full) (element-type HdStorePartition), in the order of time; empty for an unknown dataset. */
GArray *hd_store_list_partitions (HdStore *self, const char *dataset, GError **error);

/* Roll-ups: blobs that the engine derives of a partition, and keeps beside it. */
typedef struct
{
  int partition;
  guint64 tag; /* of the partition that it was made of */
  GBytes *value;
} HdStoreRollup;

/* (transfer full) (element-type HdStoreRollup): all that are kept under `rollup` and whose tag is still
 * that of their partition, in the order of time. */
GArray *
hd_store_get_rollups (HdStore *self, const char *dataset, const char *rollup, GError **error);
/* (transfer full) (nullable): that of one partition, as long as its tag is the partition's. NULL without
 * error when there is none. */
GBytes *hd_store_get_rollup (HdStore *self,
                             const char *dataset,
                             const char *rollup,
                             int partition,
                             GError **error);
/* One transaction; each takes the place of what there was of its partition. One whose partition has
 * another tag by now is left out. Does not count as a change of the store. */
gboolean hd_store_put_rollups (HdStore *self,
                               const char *dataset,
                               const char *rollup,
                               const HdStoreRollup *rollups,
                               guint n_rollups,
                               GError **error);
/* Deletes those of the dataset that are neither named one of `ids` nor below it ("ID/…"). */
gboolean
hd_store_keep_rollups (HdStore *self, const char *dataset, const char *const *ids, GError **error);

G_END_DECLS
