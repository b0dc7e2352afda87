/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame as one flat value, so that an answer can be kept and read again by another process.
 */

#include "config.h"

#include "hd-frame-pack.h"

#include <math.h>
#include <string.h>

/* A period's cell: grain and month start, then both days. */
#define INTS_PER_PERIOD 2
#define MAX_MONTH_START 28

static gint64
bits_of (double value)
{
  HdNumber number = { .d = value };

  return number.i;
}

static double
double_of (gint64 bits)
{
  HdNumber number = { .i = bits };

  return number.d;
}

static GVariant *
pack_period (HdPeriod period)
{
  return g_variant_new (HD_FRAME_PACK_PERIOD, (guint8)period.grain, period.month_start_day,
                        period.first, period.last);
}

static gboolean
is_period (HdPeriod period)
{
  return period.grain <= HD_GRAIN_SPAN && period.month_start_day >= HD_MONTH_START_CIVIL
         && period.month_start_day <= MAX_MONTH_START;
}

static gboolean
unpack_period (GVariant *packed, gsize child, HdPeriod *period)
{
  guint8 grain = 0;

  g_variant_get_child (packed, child, HD_FRAME_PACK_PERIOD, &grain, &period->month_start_day,
                       &period->first, &period->last);
  period->grain = grain;
  return is_period (*period);
}

/* The place of the cell's code among those that occurred so far. */
static gint64
pack_code (const HdFrame *frame,
           guint row,
           guint column,
           GHashTable *places,
           GVariantBuilder *codes)
{
  const char *code = hd_frame_get_code (frame, row, column);
  gpointer place;

  if (!g_hash_table_lookup_extended (places, code, NULL, &place))
    {
      place = GUINT_TO_POINTER (g_hash_table_size (places));
      g_hash_table_insert (places, (gpointer)code, place);
      g_variant_builder_add (codes, "(sss)", code, hd_frame_get_name (frame, row, column, "vi"),
                             hd_frame_get_name (frame, row, column, "en"));
    }
  return GPOINTER_TO_UINT (place);
}

static void
pack_cell (const HdFrame *frame,
           guint row,
           guint column,
           GHashTable *places,
           GVariantBuilder *codes,
           GArray *cells)
{
  HdCellType type = hd_frame_get_column (frame, column)->type;
  gboolean is_set = hd_frame_get_flags (frame, row, column) == HD_CELL_FLAG_NONE;
  gint64 ints[INTS_PER_PERIOD] = { 0, 0 };

  if (type == HD_CELL_CODE && is_set)
    ints[0] = pack_code (frame, row, column, places, codes);
  else if (type == HD_CELL_PERIOD)
    {
      HdPeriod period = hd_frame_get_period (frame, row, column);

      ints[0] = (gint64)period.grain << 8 | period.month_start_day;
      ints[1] = (gint64)((guint64)(guint32)period.first << 32 | (guint32)period.last);
    }
  else if (type == HD_CELL_INT64)
    ints[0] = hd_frame_get_int64 (frame, row, column);
  else if (type == HD_CELL_DOUBLE)
    ints[0] = bits_of (hd_frame_get_double (frame, row, column));
  g_array_append_vals (cells, ints, type == HD_CELL_PERIOD ? INTS_PER_PERIOD : 1);
}

static GVariant *
pack_column (const HdFrame *frame, guint column)
{
  const HdColumn *info = hd_frame_get_column (frame, column);
  guint n_rows = hd_frame_get_n_rows (frame);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) cells = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_rows);
  g_autoptr (GByteArray) flags = g_byte_array_sized_new (n_rows);
  GVariantBuilder codes;

  g_variant_builder_init (&codes, G_VARIANT_TYPE ("a(sss)"));
  for (guint row = 0; row < n_rows; row++)
    {
      guint8 flag = (guint8)hd_frame_get_flags (frame, row, column);

      pack_cell (frame, row, column, places, &codes, cells);
      g_byte_array_append (flags, &flag, 1);
    }
  return g_variant_new (
      "(syymsa(sss)@ax@ay)", info->id, (guint8)info->kind, (guint8)info->type, info->unit, &codes,
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, cells->data, cells->len, sizeof (gint64)),
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, flags->data, flags->len, 1));
}

GVariant *
hd_frame_pack (const HdFrame *frame)
{
  const HdTiming *timing = hd_frame_get_timing (frame);
  GVariantBuilder columns;

  g_variant_builder_init (&columns, G_VARIANT_TYPE ("a" HD_FRAME_PACK_COLUMN));
  for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
    g_variant_builder_add_value (&columns, pack_column (frame, column));
  return g_variant_new (
      "(sxx^as@" HD_FRAME_PACK_PERIOD "@" HD_FRAME_PACK_PERIOD "si(sttxxxxx)ua" HD_FRAME_PACK_COLUMN
      ")",
      hd_frame_get_query (frame), hd_frame_get_as_of (frame), hd_frame_get_vintage (frame),
      hd_frame_get_datasets (frame), pack_period (hd_frame_get_span (frame)),
      pack_period (hd_frame_get_base_span (frame)), hd_frame_get_engine (frame),
      hd_frame_get_horizon (frame), timing->plan, timing->rows_scanned, timing->bytes_decoded,
      timing->elapsed_us, timing->resolve_us, timing->load_us, timing->scan_us, timing->answer_us,
      hd_frame_get_n_rows (frame), &columns);
}

/* (transfer full) (nullable): NULL where an id comes twice. */
static HdCodeList *
unpack_codes (GVariant *packed, const char *id)
{
  g_autoptr (HdCodeList) codes = hd_code_list_new (id);
  GVariantIter iter;
  HdCodeInfo info = { .parent = HD_CODE_NONE,
                      .lower = NAN,
                      .upper = NAN,
                      .valid_from = HD_DAY_NONE,
                      .valid_to = HD_DAY_NONE };

  g_variant_iter_init (&iter, packed);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &info.id, &info.name_vi, &info.name_en))
    if (hd_code_list_add (codes, &info) == HD_CODE_NONE)
      return NULL;
  hd_code_list_close (codes);
  return g_steal_pointer (&codes);
}

/* One column as it lies in the variant, which keeps what is pointed at. */
typedef struct
{
  HdColumn info;
  HdCodeList *codes; /* (nullable) */
  GVariant *packed_cells, *packed_flags;
  const gint64 *cells;
  const guint8 *flags;
} Packed;

static void
packed_free (gpointer data)
{
  Packed *column = data;

  g_clear_pointer (&column->codes, hd_code_list_unref);
  g_clear_pointer (&column->packed_cells, g_variant_unref);
  g_clear_pointer (&column->packed_flags, g_variant_unref);
  g_free (column);
}

/* (transfer full) (nullable) */
static Packed *
unpack_column (GVariant *packed, guint n_rows)
{
  Packed *column = g_new0 (Packed, 1);
  g_autoptr (GVariant) codes = NULL;
  guint8 kind, type;
  gsize n_cells, n_flags;

  g_variant_get (packed, "(&syym&s@a(sss)@ax@ay)", &column->info.id, &kind, &type,
                 &column->info.unit, &codes, &column->packed_cells, &column->packed_flags);
  column->info.kind = kind;
  column->info.type = type;
  column->cells = g_variant_get_fixed_array (column->packed_cells, &n_cells, sizeof (gint64));
  column->flags = g_variant_get_fixed_array (column->packed_flags, &n_flags, 1);
  if (type == HD_CELL_CODE)
    column->codes = unpack_codes (codes, column->info.id);
  if (kind <= HD_COLUMN_CUMULATIVE_BASE && type <= HD_CELL_DOUBLE && n_flags == n_rows
      && n_cells == (gsize)n_rows * (type == HD_CELL_PERIOD ? INTS_PER_PERIOD : 1)
      && (type == HD_CELL_CODE) == (column->codes != NULL))
    return column;
  packed_free (column);
  return NULL;
}

static gboolean
unpack_period_cell (const gint64 *ints, HdPeriod *period)
{
  *period = (HdPeriod){
    .grain = (HdGrain)(ints[0] >> 8),
    .month_start_day = (guint8)ints[0],
    .first = (HdDay)((guint64)ints[1] >> 32),
    .last = (HdDay)(guint32)ints[1],
  };
  return ints[0] >= 0 && is_period (*period);
}

static gboolean
unpack_cell (HdFrameBuilder *builder, const Packed *column, guint row, guint at)
{
  HdCellFlags flags = column->flags[row];
  HdPeriod period;

  if ((flags & HD_CELL_FLAG_REST) != 0 && column->info.type == HD_CELL_CODE)
    hd_frame_builder_set_rest (builder, row, at);
  else if ((flags & HD_CELL_FLAG_MISSING) != 0)
    hd_frame_builder_set_missing (builder, row, at, flags);
  else if (column->info.type == HD_CELL_INT64)
    hd_frame_builder_set_int64 (builder, row, at, column->cells[row], flags);
  else if (column->info.type == HD_CELL_DOUBLE)
    hd_frame_builder_set_double (builder, row, at, double_of (column->cells[row]), flags);
  else if (column->info.type == HD_CELL_PERIOD)
    {
      if (!unpack_period_cell (&column->cells[row * INTS_PER_PERIOD], &period))
        return FALSE;
      hd_frame_builder_set_period (builder, row, at, period);
    }
  else
    {
      if (column->cells[row] < 0 || column->cells[row] >= hd_code_list_get_n (column->codes))
        return FALSE;
      hd_frame_builder_set_code (builder, row, at, (HdCode)column->cells[row]);
    }
  return TRUE;
}

static gboolean
unpack_columns (HdFrameBuilder *builder, GVariant *packed, guint n_rows)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (packed_free);

  for (gsize index = 0; index < g_variant_n_children (packed); index++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (packed, index);
      Packed *column = unpack_column (child, n_rows);

      if (column == NULL)
        return FALSE;
      g_ptr_array_add (columns, column);
      hd_frame_builder_add_column (builder, &column->info, column->codes);
    }
  if (columns->len == 0)
    return n_rows == 0;
  hd_frame_builder_reserve (builder, n_rows);
  for (guint row = 0; row < n_rows; row++)
    {
      hd_frame_builder_add_row (builder);
      for (guint at = 0; at < columns->len; at++)
        if (!unpack_cell (builder, g_ptr_array_index (columns, at), row, at))
          return FALSE;
    }
  return TRUE;
}

static gboolean
unpack_evidence (HdFrameBuilder *builder, GVariant *packed)
{
  g_autofree const char **datasets = NULL;
  const char *query, *engine;
  gint64 as_of, vintage;
  HdDay horizon;
  HdPeriod span, base_span;
  HdTiming timing;

  g_variant_get_child (packed, 0, "&s", &query);
  g_variant_get_child (packed, 1, "x", &as_of);
  g_variant_get_child (packed, 2, "x", &vintage);
  g_variant_get_child (packed, 3, "^a&s", &datasets);
  g_variant_get_child (packed, 6, "&s", &engine);
  g_variant_get_child (packed, 7, "i", &horizon);
  g_variant_get_child (packed, 8, "(&sttxxxxx)", &timing.plan, &timing.rows_scanned,
                       &timing.bytes_decoded, &timing.elapsed_us, &timing.resolve_us,
                       &timing.load_us, &timing.scan_us, &timing.answer_us);
  hd_frame_builder_set_evidence (builder, query, as_of, vintage, datasets);
  hd_frame_builder_set_engine (builder, engine, horizon);
  hd_frame_builder_set_timing (builder, &timing);
  if (!unpack_period (packed, 4, &span) || !unpack_period (packed, 5, &base_span))
    return FALSE;
  hd_frame_builder_set_spans (builder, span, base_span);
  return TRUE;
}

HdFrame *
hd_frame_unpack (GVariant *packed)
{
  HdFrameBuilder *builder = hd_frame_builder_new ();
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (GVariant) columns = NULL;
  guint n_rows;
  gboolean is_whole;

  g_return_val_if_fail (g_variant_is_of_type (packed, G_VARIANT_TYPE (HD_FRAME_PACK_TYPE)), NULL);

  g_variant_get_child (packed, 9, "u", &n_rows);
  columns = g_variant_get_child_value (packed, 10);
  is_whole = unpack_evidence (builder, packed) && unpack_columns (builder, columns, n_rows);
  frame = hd_frame_builder_finish (builder);
  return is_whole ? g_steal_pointer (&frame) : NULL;
}
