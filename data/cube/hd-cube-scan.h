/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One sum that is asked of a dataset: which rows, by which groups, over which runs of days.
 */

#pragma once

#include "hd-cube-cells.h"
#include <gio/gio.h>

#include "hd-structure.h"

G_BEGIN_DECLS

#define HD_CUBE_MAX_AXES 4
/* In an axis table: rows with this code belong to no group. */
#define HD_CUBE_NO_CODE G_MAXUINT32
/* Keys are below this. */
#define HD_CUBE_MAX_KEYS (G_GUINT64_CONSTANT (1) << 58)

/* Days, both included; empty when last < first. */
typedef struct
{
  HdDay first, last;
} HdCubeRange;

/* What is done with rows whose code is `_T`. */
typedef enum
{
  HD_CUBE_TOTAL_AUTO, /* only `_T` where the dataset has it, else the parts */
  HD_CUBE_TOTAL_AS_KEPT, /* the `keep` table says */
} HdCubeTotalRule;

/* A scan is a value that its maker fills; dimensions are those of `structure`. */
typedef struct
{
  HdStructure *structure; /* (transfer none) */
  int measure;
  gboolean is_stock; /* the last report within a range, not all of them */
  gboolean is_count; /* the number of observations matters, which roll-ups do not keep */
  guint n_dimensions;
  guint8 **keep; /* [dimension] (nullable) [code]: rows that count */
  HdCubeTotalRule *totals; /* [dimension] */
  gboolean *is_nested; /* [dimension]: some codes are totals of others, and both may be reported */
  guint n_axes;
  int axis_dimension[HD_CUBE_MAX_AXES]; /* -1: this dataset has no such dimension */
  guint32 *axis_table[HD_CUBE_MAX_AXES]; /* (nullable) [code] → code of the axis */
  guint axis_size[HD_CUBE_MAX_AXES]; /* 1 where the dimension is absent */
  int class_dimension; /* of durations, kept apart for percentiles; -1: none */
  guint n_classes; /* 1 when there are none */
  guint n_ranges;
  HdCubeRange *ranges;
  gint64 as_of;
} HdCubeScan;

HdCubeScan *hd_cube_scan_new (HdStructure *structure, int measure, guint n_ranges);
void hd_cube_scan_free (HdCubeScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeScan, hd_cube_scan_free)

/* What was read, added up over the scans of a query. */
typedef struct
{
  guint64 rows;
  guint64 bytes;
  gint64 vintage;
  guint scans;
  guint threads;
  gint64 load_us, scan_us; /* time spent in opening tables, in the kernel */
  GString *tables; /* (nullable): the tables that were read, for people */
} HdCubeTrace;

gboolean hd_cube_scan_is_real (const HdCubeScan *scan);
/* The key of a cell; `codes` has one entry an axis, and is not read where the dimension is absent. */
guint64
hd_cube_scan_key (const HdCubeScan *scan, guint range, const guint32 *codes, guint duration_class);
/* Undoes hd_cube_scan_key(); absent axes give code 0. */
void hd_cube_scan_split_key (const HdCubeScan *scan, guint64 key, guint *range, guint32 *codes);

/* Does a filter, an axis or the classes ask for the codes of `dimension`? */
gboolean hd_cube_scan_needs_dimension (const HdCubeScan *scan, guint dimension);
/* How many cells there can be over so many intervals; fails when a key would not fit its 58 bits. */
gboolean hd_cube_scan_count_keys (const HdCubeScan *scan,
                                  guint n_intervals,
                                  guint64 *n_keys,
                                  GError **error);
/* (transfer full): the ranges as the dataset's reports can answer them. */
HdCubeRange *hd_cube_scan_settle_ranges (const HdCubeScan *scan);

G_END_DECLS
