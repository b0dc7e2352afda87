/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer to a query: an immutable table with coded dimensions and exact numbers.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

typedef enum
{
  HD_COLUMN_DIMENSION,
  HD_COLUMN_VALUE,
  HD_COLUMN_BASE, /* the comparison's value */
  HD_COLUMN_DIFFERENCE, /* value - base */
  HD_COLUMN_PERCENT, /* 100 (value - base) / |base| */
  HD_COLUMN_SHARE, /* 100 value / the value of all rows that differ from it in the last group only */
  HD_COLUMN_CUMULATIVE, /* the value since the year began */
  HD_COLUMN_CUMULATIVE_BASE, /* the comparison's, of the same days as the bases */
} HdColumnKind;

typedef enum
{
  HD_CELL_CODE, /* a code of a dimension */
  HD_CELL_PERIOD, /* time */
  HD_CELL_INT64,
  HD_CELL_DOUBLE,
} HdCellType;

/* Why a cell is as it is. */
typedef enum
{
  HD_CELL_FLAG_NONE = 0,
  HD_CELL_FLAG_MISSING = 1 << 0, /* no observation: not zero */
  HD_CELL_FLAG_PARTIAL = 1 << 1, /* the period is not over, or a report is missing in it */
  HD_CELL_FLAG_PROVISIONAL = 1 << 2, /* P or E among its observations */
  HD_CELL_FLAG_NEW = 1 << 3, /* no base: the unit is new */
  HD_CELL_FLAG_CLOSED = 1 << 4, /* a base but no value: the unit is closed */
  HD_CELL_FLAG_REST = 1 << 5, /* dimension cell: "còn lại", the rest beyond --top */
} HdCellFlags;

typedef struct
{
  const char *id; /* "time", "unit:region", "revenue.collected", "revenue.collected.base" … */
  HdColumnKind kind;
  HdCellType type;
  const char *unit; /* VND, %, hours …; NULL for dimensions */
} HdColumn;

/* Immutable, atomically counted. Build it with hd_frame_builder_*. */
typedef struct _HdFrame HdFrame;

HdFrame *hd_frame_ref (HdFrame *frame);
void hd_frame_unref (HdFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFrame, hd_frame_unref)

guint hd_frame_get_n_columns (const HdFrame *frame);
guint hd_frame_get_n_rows (const HdFrame *frame);
const HdColumn *hd_frame_get_column (const HdFrame *frame, guint column);
int hd_frame_find_column (const HdFrame *frame, const char *id); /* -1: none */
HdCellFlags hd_frame_get_flags (const HdFrame *frame, guint row, guint column);
gboolean hd_frame_is_missing (const HdFrame *frame, guint row, guint column);
gint64 hd_frame_get_int64 (const HdFrame *frame, guint row, guint column);
/* Any numeric cell as a double; NAN when missing. */
double hd_frame_get_double (const HdFrame *frame, guint row, guint column);
HdPeriod hd_frame_get_period (const HdFrame *frame, guint row, guint column);
/* The code's id; "_REST" for the rest beyond --top; a period's text. */
const char *hd_frame_get_code (const HdFrame *frame, guint row, guint column);
/* The code's name. The rest and a code that was never set have none here: their id comes back, and the
 * caller, which knows the reader's language, names the rest by HD_CELL_FLAG_REST. */
const char *hd_frame_get_name (const HdFrame *frame, guint row, guint column, const char *lang);

/* Evidence. */
const char *hd_frame_get_query (const HdFrame *frame); /* normalised text */
gint64 hd_frame_get_as_of (const HdFrame *frame); /* unix seconds; 0 = latest */
gint64 hd_frame_get_vintage (
    const HdFrame *frame); /* newest known_from among what was read; 0 = nothing */
const char *const *hd_frame_get_datasets (const HdFrame *frame);
HdPeriod hd_frame_get_span (const HdFrame *frame); /* what the values cover */
HdPeriod hd_frame_get_base_span (const HdFrame *frame); /* what the bases cover */
const char *hd_frame_get_engine (const HdFrame *frame); /* "local", or a warehouse's host */
/* The question reaches before this day, and whoever answered keeps nothing from before: what would need it
 * is PARTIAL or MISSING. HD_DAY_NONE: it is whole. */
HdDay hd_frame_get_horizon (const HdFrame *frame);
/* How the answer was found, for --timing. */
typedef struct
{
  const char *plan;
  guint64 rows_scanned;
  guint64 bytes_decoded;
  gint64 elapsed_us; /* in all, of which: */
  gint64 resolve_us; /* names, codes, periods */
  gint64 load_us; /* opening tables, from the disk or the cache */
  gint64 scan_us;
  gint64 answer_us; /* rows, values and the frame */
} HdTiming;
const HdTiming *hd_frame_get_timing (const HdFrame *frame);

typedef struct _HdFrameBuilder HdFrameBuilder;
HdFrameBuilder *hd_frame_builder_new (void);
/* Columns first, in order. `codes` for HD_CELL_CODE only. Cells that are never set are missing. */
guint
hd_frame_builder_add_column (HdFrameBuilder *builder, const HdColumn *column, HdCodeList *codes);
/* Room for so many rows at once, after the columns: for whoever knows how many there will be. */
void hd_frame_builder_reserve (HdFrameBuilder *builder, guint n_rows);
guint hd_frame_builder_add_row (HdFrameBuilder *builder);
void hd_frame_builder_set_code (HdFrameBuilder *builder, guint row, guint column, HdCode code);
void hd_frame_builder_set_rest (HdFrameBuilder *builder, guint row, guint column);
void
hd_frame_builder_set_period (HdFrameBuilder *builder, guint row, guint column, HdPeriod period);
void hd_frame_builder_set_int64 (HdFrameBuilder *builder,
                                 guint row,
                                 guint column,
                                 gint64 value,
                                 HdCellFlags flags);
void hd_frame_builder_set_double (HdFrameBuilder *builder,
                                  guint row,
                                  guint column,
                                  double value,
                                  HdCellFlags flags);
void
hd_frame_builder_set_missing (HdFrameBuilder *builder, guint row, guint column, HdCellFlags flags);
void hd_frame_builder_set_evidence (HdFrameBuilder *builder,
                                    const char *query,
                                    gint64 as_of,
                                    gint64 vintage,
                                    const char *const *datasets);
void hd_frame_builder_set_spans (HdFrameBuilder *builder, HdPeriod span, HdPeriod base_span);
void hd_frame_builder_set_engine (HdFrameBuilder *builder, const char *engine, HdDay horizon);
void hd_frame_builder_set_timing (HdFrameBuilder *builder, const HdTiming *timing);
/* (transfer full); frees the builder. */
HdFrame *hd_frame_builder_finish (HdFrameBuilder *builder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
