/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of one dataset in columns, ready to be scanned: as the store keeps them, or rolled up.
 */

#pragma once

#include "hd-rows.h"
#include "hd-store-columns.h"

G_BEGIN_DECLS

/* The rows of one report: of a day, or of the month or year that a roll-up has added up. */
typedef struct
{
  HdDay first, last; /* the first and the last of the days that its rows come from */
  guint start; /* its first row; it ends where the next one starts */
  gint64 vintage; /* newest known_from of what went into it */
} HdCubeRun;

typedef enum
{
  HD_CUBE_ROW_PRESENT = 1 << 0, /* a value was observed */
  HD_CUBE_ROW_MISSING = 1 << 1, /* an observation without a value went into it */
  HD_CUBE_ROW_PROVISIONAL = 1 << 2,
  HD_CUBE_ROW_OVERFLOW = 1 << 3,
} HdCubeRowFlags;

/* Immutable once made, atomically counted. */
typedef struct
{
  HdStructure *structure;
  guint n_rows;
  guint n_runs;
  HdCubeRun *runs; /* n_runs + 1: the last one only says where the rows end */
  gboolean is_rollup;
  int sort_dimension; /* the rows of a run are in the order of its codes; -1: not known */
  const HdVector **codes; /* [dimension] (nullable): NULL when not asked for, or added over */
  const HdVector *
      *values; /* [measure] (nullable): NULL when not asked for, or missing throughout */
  const HdVector *status; /* (nullable) of plain rows: NULL when all are HD_STATUS_NORMAL */
  /* [measure] (nullable) HdCubeRowFlags of a roll-up: NULL when every row has its value and no flag. */
  const HdVector **flags;
  /*< private >*/
  HdDictionaries *dictionaries; /* (nullable): what codes mean; NULL: they are the structure's */
  GPtrArray *owned; /* (element-type HdVector): what the columns point to */
  HdVector *wrapped; /* (nullable): or views of `rows` */
  HdRows *rows; /* (nullable) */
  gatomicrefcount refs;
} HdCubeTable;

/* A table without columns. */
HdCubeTable *hd_cube_table_new (HdStructure *structure, guint n_rows, guint n_runs);
/* Over `rows`, or over what the store loaded; nothing is copied. */
HdCubeTable *hd_cube_table_new_for_rows (HdRows *rows) G_GNUC_WARN_UNUSED_RESULT;
HdCubeTable *hd_cube_table_new_for_columns (HdColumns *columns) G_GNUC_WARN_UNUSED_RESULT;
HdCubeTable *hd_cube_table_ref (HdCubeTable *table);
void hd_cube_table_unref (HdCubeTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeTable, hd_cube_table_unref)

/* Keeps `vector` (transfer full) as long as the table, and returns it. */
const HdVector *hd_cube_table_take (HdCubeTable *table, HdVector *vector);
/* How many codes there may be in the column of `dimension`, and what each is in the structure's list
 * (HD_CODE_NONE: nothing). */
guint hd_cube_table_get_n_codes (const HdCubeTable *table, guint dimension);
HdCode hd_cube_table_to_structure (const HdCubeTable *table, guint dimension, guint code);
/* The run that `row` is of. */
guint hd_cube_table_find_run (const HdCubeTable *table, guint row);
/* Of rows first..last-1, all of one run, those whose code in the sort dimension is from least to greatest:
 * narrows first and last to them. */
void hd_cube_table_narrow (const HdCubeTable *table,
                           guint least,
                           guint greatest,
                           guint *first,
                           guint *last);
/* The first run that has a day from `day` on. */
guint hd_cube_table_find_day (const HdCubeTable *table, HdDay day);
/* What one row says of an integer measure: HdCubeRowFlags, and its value when it is PRESENT. */
guint hd_cube_table_read (const HdCubeTable *table, guint measure, guint row, gint64 *value);
/* Whether the row has a value, integer or real. */
gboolean hd_cube_table_is_observed (const HdCubeTable *table, guint measure, guint row);

static inline guint
hd_cube_vector_get_code (const HdVector *vector, guint row)
{
  return vector->type == HD_VECTOR_UINT8 ? vector->u8[row] : vector->u16[row];
}

G_END_DECLS
