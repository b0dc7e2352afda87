/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of a scan.
 *
 * One column after the other adds to the rows' keys what its codes are worth, then the measure is added to the
 * cells. A filter is a code whose worth is HD_CUBE_REJECT. There is no branch on types, filters or groups
 * inside a loop over the rows that nearly all drills read.
 */

#include "config.h"

#include "hd-cube-block.h"

#include "hd-rows.h"

/* Sets the keys to `base` and what the codes of the first column are worth. */
static void
set_worth (guint64 *restrict keys, const HdCubeStep *step, guint64 base, guint first, guint n)
{
  const guint64 *worth = step->worth;

  if (step->codes->type == HD_VECTOR_UINT8)
    {
      const guint8 *codes = step->codes->u8 + first;

      for (guint row = 0; row < n; row++)
        keys[row] = base + worth[codes[row]];
    }
  else
    {
      const guint16 *codes = step->codes->u16 + first;

      for (guint row = 0; row < n; row++)
        keys[row] = base + worth[codes[row]];
    }
}

static void
add_worth (guint64 *restrict keys, const HdCubeStep *step, guint first, guint n)
{
  const guint64 *worth = step->worth;

  if (step->codes->type == HD_VECTOR_UINT8)
    {
      const guint8 *codes = step->codes->u8 + first;

      for (guint row = 0; row < n; row++)
        keys[row] += worth[codes[row]];
    }
  else
    {
      const guint16 *codes = step->codes->u16 + first;

      for (guint row = 0; row < n; row++)
        keys[row] += worth[codes[row]];
    }
}

/* The key of the interval at hand, to which the codes add. */
static inline guint64
get_base (const HdCubeLaneState *lane)
{
  return (guint64)lane->interval * lane->stride;
}

static inline HdCubeCell *
find_cell (const HdCubeLaneState *lane, guint64 key)
{
  return lane->dense != NULL ? &lane->dense[key] : hd_cube_cells_ensure (lane->cells, key);
}

static inline void
add_whole (HdCubeCell *cell, gint64 value)
{
  cell->n++;
  if (G_UNLIKELY (__builtin_add_overflow (cell->value.i, value, &cell->value.i)))
    cell->flags |= HD_CUBE_CELL_OVERFLOW;
}

/* `type` is a constant wherever this is inlined, so that no loop over rows asks for it. */
static inline gint64
value_at (gconstpointer values, HdVectorType type, guint row)
{
  if (type == HD_VECTOR_INT16)
    return ((const gint16 *)values)[row];
  if (type == HD_VECTOR_INT32)
    return ((const gint32 *)values)[row];
  return ((const gint64 *)values)[row];
}

static inline void
add_row (HdCubeCell *cells, const guint64 *keys, gconstpointer values, HdVectorType type, guint row)
{
  if (keys[row] < HD_CUBE_REJECT)
    add_whole (&cells[keys[row]], value_at (values, type, row));
}

/* The loop of nearly all drills. Neighbours mostly fall on the same cell, and each addition to a cell has to wait
 * for the one before: so four places of the block are walked at a time, which wait for nobody. */
static inline void
add_to_array (HdCubeCell *cells,
              const guint64 *keys,
              gconstpointer values,
              HdVectorType type,
              guint n)
{
  guint quarter = n / 4;

  for (guint row = 0; row < quarter; row++)
    {
      add_row (cells, keys, values, type, row);
      add_row (cells, keys, values, type, quarter + row);
      add_row (cells, keys, values, type, 2 * quarter + row);
      add_row (cells, keys, values, type, 3 * quarter + row);
    }
  for (guint row = 4 * quarter; row < n; row++)
    add_row (cells, keys, values, type, row);
}

static inline void
add_to_hash (HdCubeCells *cells,
             const guint64 *keys,
             gconstpointer values,
             HdVectorType type,
             guint n)
{
  for (guint row = 0; row < n; row++)
    if (keys[row] < HD_CUBE_REJECT)
      add_whole (hd_cube_cells_ensure (cells, keys[row]), value_at (values, type, row));
}

/* A block of numbers of four bytes cannot overflow eight. */
static inline void
add_checked (gint64 *sum, gint64 value, HdVectorType type, gboolean *overflows)
{
  if (type == HD_VECTOR_INT64)
    *overflows |= __builtin_add_overflow (*sum, value, sum);
  else
    *sum += value;
}

/* Filters and no groups: all rows that pass fall on one cell, and are summed up beside it. */
static inline void
add_to_cell (const HdCubeLaneState *lane,
             const guint64 *keys,
             gconstpointer values,
             HdVectorType type,
             guint n)
{
  gboolean is_filtered = lane->n_steps > 0, overflows = FALSE;
  gint64 sum = 0, n_passed = is_filtered ? 0 : n;
  HdCubeCell *cell;

  for (guint row = 0; row < n && !is_filtered; row++)
    add_checked (&sum, value_at (values, type, row), type, &overflows);
  for (guint row = 0; row < n && is_filtered; row++)
    {
      gint64 passes = keys[row] < HD_CUBE_REJECT;

      add_checked (&sum, value_at (values, type, row) & -passes, type, &overflows);
      n_passed += passes;
    }
  if (n_passed == 0)
    return;
  cell = find_cell (lane, get_base (lane));
  cell->n += (guint32)n_passed;
  overflows |= __builtin_add_overflow (cell->value.i, sum, &cell->value.i);
  cell->flags |= overflows ? HD_CUBE_CELL_OVERFLOW : 0;
}

static inline void
add_values (const HdCubeLaneState *lane,
            const guint64 *keys,
            gconstpointer values,
            HdVectorType type,
            guint n)
{
  if (lane->has_one_cell)
    add_to_cell (lane, keys, values, type, n);
  else if (lane->dense != NULL)
    add_to_array (lane->dense, keys, values, type, n);
  else
    add_to_hash (lane->cells, keys, values, type, n);
}

/* Every row has its value and nothing is to be said of it. */
static void
add_clean (const HdCubeLaneState *lane, const guint64 *keys, guint first, guint n)
{
  if (lane->values->type == HD_VECTOR_INT16)
    add_values (lane, keys, lane->values->i16 + first, HD_VECTOR_INT16, n);
  else if (lane->values->type == HD_VECTOR_INT32)
    add_values (lane, keys, lane->values->i32 + first, HD_VECTOR_INT32, n);
  else
    add_values (lane, keys, lane->values->i64 + first, HD_VECTOR_INT64, n);
}

static void
add_flagged (const HdCubeLaneState *lane, const guint64 *keys, guint first, guint n)
{
  for (guint row = 0; row < n; row++)
    {
      guint flags = lane->flags->u8[first + row];
      HdCubeCell *cell;

      if (keys[row] >= HD_CUBE_REJECT)
        continue;
      cell = find_cell (lane, keys[row]);
      cell->flags |= ((flags & HD_CUBE_ROW_MISSING) != 0 ? HD_CUBE_CELL_MISSING : 0)
                     | ((flags & HD_CUBE_ROW_PROVISIONAL) != 0 ? HD_CUBE_CELL_PROVISIONAL : 0)
                     | ((flags & HD_CUBE_ROW_OVERFLOW) != 0 ? HD_CUBE_CELL_OVERFLOW : 0);
      if ((flags & HD_CUBE_ROW_PRESENT) != 0)
        add_whole (cell, hd_vector_get (lane->values, first + row));
    }
}

/* Plain rows, each with its status and perhaps no value. */
static void
add_observed (const HdCubeLaneState *lane, const guint64 *keys, guint first, guint n)
{
  gboolean is_real = lane->values != NULL && lane->values->type == HD_VECTOR_DOUBLE;

  for (guint row = 0; row < n; row++)
    {
      guint status = lane->status != NULL ? lane->status->u8[first + row] : HD_STATUS_NORMAL;
      HdNumber value = { HD_INT64_MISSING };
      HdCubeCell *cell;

      if (keys[row] >= HD_CUBE_REJECT)
        continue;
      cell = find_cell (lane, keys[row]);
      if (is_real)
        value.d = lane->values->f64[first + row];
      else if (lane->values != NULL)
        value.i = hd_vector_get (lane->values, first + row);
      if (status == HD_STATUS_PROVISIONAL || status == HD_STATUS_ESTIMATED)
        cell->flags |= HD_CUBE_CELL_PROVISIONAL;
      if (status == HD_STATUS_MISSING
          || (is_real ? value.d != value.d : value.i == HD_INT64_MISSING))
        {
          cell->flags |= HD_CUBE_CELL_MISSING;
        }
      else if (is_real)
        {
          cell->n++;
          cell->value.d += value.d;
        }
      else
        {
          add_whole (cell, value.i);
        }
    }
}

/* Whether there is nothing to be asked of a row but its number. */
static gboolean
is_clean (const HdCubeLaneState *lane)
{
  if (lane->is_rollup)
    return lane->flags == NULL && lane->values != NULL;
  return lane->values != NULL && lane->values->type != HD_VECTOR_DOUBLE
         && !lane->values->has_missing && lane->status == NULL;
}

static void
set_keys (const HdCubeLaneState *lane, guint64 *keys, guint first, guint n)
{
  set_worth (keys, &lane->steps[0], get_base (lane), first, n);
  for (guint step = 1; step < lane->n_steps; step++)
    add_worth (keys, &lane->steps[step], first, n);
}

static void
fill_keys (const HdCubeLaneState *lane, guint64 *keys, guint n)
{
  for (guint row = 0; row < n; row++)
    keys[row] = get_base (lane);
}

void
hd_cube_block_scan (HdCubeLaneState *lane, guint64 *keys, guint first, guint n)
{
  gboolean is_plain = is_clean (lane);

  if (!lane->has_keys_of_previous && lane->n_steps > 0)
    set_keys (lane, keys, first, n);
  else if (lane->n_steps == 0 && !is_plain)
    fill_keys (lane, keys, n);
  if (is_plain)
    add_clean (lane, keys, first, n);
  else if (lane->is_rollup)
    add_flagged (lane, keys, first, n);
  else
    add_observed (lane, keys, first, n);
}
