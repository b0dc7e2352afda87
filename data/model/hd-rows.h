/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Observations in columns: what readers fill, the store keeps and the engine scans.
 */

#pragma once

#include "hd-structure.h"

G_BEGIN_DECLS

typedef enum
{
  HD_ACTION_MERGE, /* measures that are given replace, the rest stay */
  HD_ACTION_REPLACE, /* the whole observation is replaced */
  /* HD_CODE_NONE dimensions and HD_DAY_NONE are wildcards. Without any value the observation goes; with
   * some, which mean nothing else, only these measures become missing. A dataset's only measure is the
   * observation. */
  HD_ACTION_DELETE,
} HdAction;

/* SDMX OBS_STATUS. */
typedef enum
{
  HD_STATUS_NORMAL, /* A */
  HD_STATUS_PROVISIONAL, /* P */
  HD_STATUS_ESTIMATED, /* E */
  HD_STATUS_MISSING, /* M */
  HD_STATUS_CONFIDENTIAL, /* C */
} HdStatus;

/* A missing integer measure. A missing double is NAN. */
#define HD_INT64_MISSING G_MININT64

/* An observation's cell, integer or double as its measure says. */
typedef union
{
  gint64 i;
  double d;
} HdNumber;

/* Rows of one dataset. Open for appending by one owner, then shared read-only (atomically counted).
 * Columns are plain arrays of n_rows; read them directly, never write. */
typedef struct
{
  HdStructure *structure;
  guint n_rows;
  HdDay *day; /* first day of the observation's period */
  HdCode **codes; /* [dimension][row] */
  HdNumber **values; /* [measure][row] */
  guint8 *status; /* HdStatus */
  guint8 *action; /* HdAction */
  gint64 *known_from; /* unix seconds: when the source system knew it (EXTRACTED_AT) */
  /*< private >*/
  guint capacity;
  gatomicrefcount refs;
} HdRows;

/* One observation, for appending. */
typedef struct
{
  HdDay day;
  const HdCode *codes;
  const HdNumber *values;
  HdStatus status;
  HdAction action;
  gint64 known_from;
} HdRow;

HdRows *hd_rows_new (HdStructure *structure) G_GNUC_WARN_UNUSED_RESULT;
/* With n_rows rows whose columns are allocated and not filled: for a maker that writes whole columns. */
HdRows *hd_rows_new_sized (HdStructure *structure, guint n_rows) G_GNUC_WARN_UNUSED_RESULT;
HdRows *hd_rows_ref (HdRows *rows);
void hd_rows_unref (HdRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdRows, hd_rows_unref)
void hd_rows_append (HdRows *rows, const HdRow *row);
HdNumber hd_rows_missing_value (const HdRows *rows, guint measure);
gboolean hd_rows_is_missing (const HdRows *rows, guint measure, guint row);

/* A message: parts in order, all applied in one transaction or none. */
typedef struct
{
  char *id; /* (nullable) */
  gint64 prepared; /* unix seconds by the sender's clock */
  GPtrArray *parts; /* (element-type HdRows) */
} HdMessage;

HdMessage *hd_message_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_message_free (HdMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMessage, hd_message_free)

G_END_DECLS
