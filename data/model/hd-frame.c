/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer to a query: an immutable table with coded dimensions and exact numbers.
 */

#include "config.h"

#include "hd-frame.h"

#include <math.h>
#include <string.h>

#define REST_ID "_REST"
#define FIRST_ROOM 64

typedef struct
{
  HdColumn public;
  HdCodeList *codes; /* (nullable) */
  guint cell_size; /* of its type */
  union /* by its type: [row] */
  {
    gpointer cells;
    HdCode *code;
    HdPeriod *period;
    HdNumber *number;
  };
  guint8 *flags; /* [row] HdCellFlags */
} Column;

struct _HdFrame
{
  gatomicrefcount refs;
  GPtrArray *columns; /* (element-type Column) */
  guint n_rows;
  guint n_room; /* rows that columns have room for */
  char *query;
  gint64 as_of;
  gint64 vintage;
  char **datasets;
  HdPeriod span;
  HdPeriod base_span;
  const char *engine; /* interned */
  HdDay horizon;
  HdTiming timing;
};

struct _HdFrameBuilder
{
  HdFrame *frame;
};

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free ((char *)column->public.id);
  g_free ((char *)column->public.unit);
  g_clear_pointer (&column->codes, hd_code_list_unref);
  g_free (column->cells);
  g_free (column->flags);
  g_free (column);
}

static Column *
column_at (const HdFrame *frame, guint column)
{
  g_assert (column < frame->columns->len);
  return g_ptr_array_index (frame->columns, column);
}

/* The column, known to have the row and to be of the type. */
static Column *
column_with (const HdFrame *frame, guint row, guint column, HdCellType type)
{
  Column *there = column_at (frame, column);

  g_assert (row < frame->n_rows);
  g_assert (there->public.type == type);
  return there;
}

HdFrame *
hd_frame_ref (HdFrame *frame)
{
  g_atomic_ref_count_inc (&frame->refs);
  return frame;
}

void
hd_frame_unref (HdFrame *frame)
{
  if (!g_atomic_ref_count_dec (&frame->refs))
    return;
  g_ptr_array_unref (frame->columns);
  g_free (frame->query);
  g_strfreev (frame->datasets);
  g_free ((char *)frame->timing.plan);
  g_free (frame);
}

guint
hd_frame_get_n_columns (const HdFrame *frame)
{
  return frame->columns->len;
}

guint
hd_frame_get_n_rows (const HdFrame *frame)
{
  return frame->n_rows;
}

const HdColumn *
hd_frame_get_column (const HdFrame *frame, guint column)
{
  return &column_at (frame, column)->public;
}

int
hd_frame_find_column (const HdFrame *frame, const char *id)
{
  for (guint column = 0; column < frame->columns->len; column++)
    if (g_str_equal (column_at (frame, column)->public.id, id))
      return column;
  return -1;
}

HdCellFlags
hd_frame_get_flags (const HdFrame *frame, guint row, guint column)
{
  g_assert (row < frame->n_rows);
  return column_at (frame, column)->flags[row];
}

gboolean
hd_frame_is_missing (const HdFrame *frame, guint row, guint column)
{
  return (hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_MISSING) != 0;
}

gint64
hd_frame_get_int64 (const HdFrame *frame, guint row, guint column)
{
  if (hd_frame_is_missing (frame, row, column))
    return HD_INT64_MISSING;
  return column_with (frame, row, column, HD_CELL_INT64)->number[row].i;
}

double
hd_frame_get_double (const HdFrame *frame, guint row, guint column)
{
  if (hd_frame_is_missing (frame, row, column))
    return NAN;
  if (column_at (frame, column)->public.type == HD_CELL_INT64)
    return column_with (frame, row, column, HD_CELL_INT64)->number[row].i;
  return column_with (frame, row, column, HD_CELL_DOUBLE)->number[row].d;
}

HdPeriod
hd_frame_get_period (const HdFrame *frame, guint row, guint column)
{
  return column_with (frame, row, column, HD_CELL_PERIOD)->period[row];
}

const char *
hd_frame_get_code (const HdFrame *frame, guint row, guint column)
{
  Column *there = column_at (frame, column);
  HdCode code;

  if ((hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_REST) != 0)
    return REST_ID;
  if (there->public.type == HD_CELL_PERIOD)
    {
      g_autofree char *text = hd_period_to_string (hd_frame_get_period (frame, row, column));

      /* There are few periods and they come again and again, so interning them is cheap. */
      return g_intern_string (text);
    }
  code = column_with (frame, row, column, HD_CELL_CODE)->code[row];
  return code == HD_CODE_NONE ? "" : hd_code_list_get (there->codes, code)->id;
}

const char *
hd_frame_get_name (const HdFrame *frame, guint row, guint column, const char *lang)
{
  Column *there = column_at (frame, column);
  HdCode code;

  if (there->public.type == HD_CELL_PERIOD || hd_frame_get_flags (frame, row, column) != 0)
    return hd_frame_get_code (frame, row, column);
  code = column_with (frame, row, column, HD_CELL_CODE)->code[row];
  return hd_code_list_name (there->codes, code, lang);
}

const char *
hd_frame_get_query (const HdFrame *frame)
{
  return frame->query;
}

gint64
hd_frame_get_as_of (const HdFrame *frame)
{
  return frame->as_of;
}

gint64
hd_frame_get_vintage (const HdFrame *frame)
{
  return frame->vintage;
}

const char *const *
hd_frame_get_datasets (const HdFrame *frame)
{
  return (const char *const *)frame->datasets;
}

HdPeriod
hd_frame_get_span (const HdFrame *frame)
{
  return frame->span;
}

HdPeriod
hd_frame_get_base_span (const HdFrame *frame)
{
  return frame->base_span;
}

const char *
hd_frame_get_engine (const HdFrame *frame)
{
  return frame->engine;
}

HdDay
hd_frame_get_horizon (const HdFrame *frame)
{
  return frame->horizon;
}

const HdTiming *
hd_frame_get_timing (const HdFrame *frame)
{
  return &frame->timing;
}

HdFrameBuilder *
hd_frame_builder_new (void)
{
  HdFrameBuilder *builder = g_new0 (HdFrameBuilder, 1);
  HdFrame *frame = g_new0 (HdFrame, 1);

  g_atomic_ref_count_init (&frame->refs);
  frame->columns = g_ptr_array_new_with_free_func (column_free);
  frame->query = g_strdup ("");
  frame->datasets = g_new0 (char *, 1);
  frame->timing.plan = g_strdup ("");
  frame->span = frame->base_span = hd_period_span (0, -1);
  frame->engine = "";
  frame->horizon = HD_DAY_NONE;
  builder->frame = frame;
  return builder;
}

guint
hd_frame_builder_add_column (HdFrameBuilder *builder, const HdColumn *column, HdCodeList *codes)
{
  Column *copy = g_new0 (Column, 1);

  g_assert (builder->frame->n_rows == 0);
  g_assert ((column->type == HD_CELL_CODE) == (codes != NULL));
  copy->public = *column;
  copy->public.id = g_strdup (column->id);
  copy->public.unit = g_strdup (column->unit);
  copy->codes = codes != NULL ? hd_code_list_ref (codes) : NULL;
  copy->cell_size = column->type == HD_CELL_CODE     ? sizeof (HdCode)
                    : column->type == HD_CELL_PERIOD ? sizeof (HdPeriod)
                                                     : sizeof (HdNumber);
  g_ptr_array_add (builder->frame->columns, copy);
  return builder->frame->columns->len - 1;
}

void
hd_frame_builder_reserve (HdFrameBuilder *builder, guint n_rows)
{
  HdFrame *frame = builder->frame;

  if (n_rows <= frame->n_room)
    return;
  frame->n_room = n_rows;
  for (guint column = 0; column < frame->columns->len; column++)
    {
      Column *there = column_at (frame, column);

      there->cells = g_realloc_n (there->cells, n_rows, there->cell_size);
      there->flags = g_realloc (there->flags, n_rows);
    }
}

guint
hd_frame_builder_add_row (HdFrameBuilder *builder)
{
  HdFrame *frame = builder->frame;
  guint row = frame->n_rows;

  if (row == frame->n_room)
    hd_frame_builder_reserve (builder, MAX (2 * row, FIRST_ROOM));
  for (guint column = 0; column < frame->columns->len; column++)
    {
      Column *there = column_at (frame, column);

      memset ((guint8 *)there->cells + (gsize)row * there->cell_size,
              there->public.type == HD_CELL_CODE ? 0xFF : 0, there->cell_size);
      there->flags[row] = HD_CELL_FLAG_MISSING;
    }
  return frame->n_rows++;
}

void
hd_frame_builder_set_code (HdFrameBuilder *builder, guint row, guint column, HdCode code)
{
  Column *there = column_with (builder->frame, row, column, HD_CELL_CODE);

  g_assert (code < hd_code_list_get_n (there->codes));
  there->code[row] = code;
  there->flags[row] = HD_CELL_FLAG_NONE;
}

void
hd_frame_builder_set_rest (HdFrameBuilder *builder, guint row, guint column)
{
  Column *there = column_with (builder->frame, row, column, HD_CELL_CODE);

  there->code[row] = HD_CODE_NONE;
  there->flags[row] = HD_CELL_FLAG_REST;
}

void
hd_frame_builder_set_period (HdFrameBuilder *builder, guint row, guint column, HdPeriod period)
{
  Column *there = column_with (builder->frame, row, column, HD_CELL_PERIOD);

  there->period[row] = period;
  there->flags[row] = HD_CELL_FLAG_NONE;
}

void
hd_frame_builder_set_int64 (HdFrameBuilder *builder,
                            guint row,
                            guint column,
                            gint64 value,
                            HdCellFlags flags)
{
  Column *there = column_with (builder->frame, row, column, HD_CELL_INT64);

  there->number[row].i = value;
  there->flags[row] = flags | (value == HD_INT64_MISSING ? HD_CELL_FLAG_MISSING : 0);
}

void
hd_frame_builder_set_double (HdFrameBuilder *builder,
                             guint row,
                             guint column,
                             double value,
                             HdCellFlags flags)
{
  Column *there = column_with (builder->frame, row, column, HD_CELL_DOUBLE);

  there->number[row].d = value;
  there->flags[row] = flags | (isnan (value) ? HD_CELL_FLAG_MISSING : 0);
}

void
hd_frame_builder_set_missing (HdFrameBuilder *builder, guint row, guint column, HdCellFlags flags)
{
  g_assert (row < builder->frame->n_rows);
  column_at (builder->frame, column)->flags[row] = flags | HD_CELL_FLAG_MISSING;
}

void
hd_frame_builder_set_evidence (HdFrameBuilder *builder,
                               const char *query,
                               gint64 as_of,
                               gint64 vintage,
                               const char *const *datasets)
{
  HdFrame *frame = builder->frame;

  g_free (frame->query);
  g_strfreev (frame->datasets);
  frame->query = g_strdup (query);
  frame->as_of = as_of;
  frame->vintage = vintage;
  frame->datasets = datasets != NULL ? g_strdupv ((char **)datasets) : g_new0 (char *, 1);
}

void
hd_frame_builder_set_spans (HdFrameBuilder *builder, HdPeriod span, HdPeriod base_span)
{
  builder->frame->span = span;
  builder->frame->base_span = base_span;
}

void
hd_frame_builder_set_engine (HdFrameBuilder *builder, const char *engine, HdDay horizon)
{
  builder->frame->engine = g_intern_string (engine);
  builder->frame->horizon = horizon;
}

void
hd_frame_builder_set_timing (HdFrameBuilder *builder, const HdTiming *timing)
{
  g_free ((char *)builder->frame->timing.plan);
  builder->frame->timing = *timing;
  builder->frame->timing.plan = g_strdup (timing->plan);
}

HdFrame *
hd_frame_builder_finish (HdFrameBuilder *builder)
{
  HdFrame *frame = g_steal_pointer (&builder->frame);

  g_free (builder);
  return frame;
}
