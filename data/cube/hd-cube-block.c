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

/* The loop of nearly all drills: every row has its value and nothing is to be said of it. */
#define ADD_ROWS(values)                                                                           \
  for (guint row = 0; row < n; row++)                                                              \
    if (keys[row] < HD_CUBE_REJECT)                                                                \
  add_whole (find_cell (lane, keys[row]), (values)[row])

static void
add_clean (const HdCubeLaneState *lane, const guint64 *keys, guint first, guint n)
{
  switch (lane->values->type)
    {
    case HD_VECTOR_INT16:
      ADD_ROWS (lane->values->i16 + first);
      break;
    case HD_VECTOR_INT32:
      ADD_ROWS (lane->values->i32 + first);
      break;
    default:
      ADD_ROWS (lane->values->i64 + first);
      break;
    }
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

void
hd_cube_block_scan (HdCubeLaneState *lane, guint64 *keys, guint first, guint n)
{
  if (!lane->has_keys_of_previous)
    {
      guint64 base = (guint64)lane->interval * lane->stride;

      for (guint row = 0; row < n; row++)
        keys[row] = base;
      for (guint step = 0; step < lane->n_steps; step++)
        add_worth (keys, &lane->steps[step], first, n);
    }
  if (is_clean (lane))
    add_clean (lane, keys, first, n);
  else if (lane->is_rollup)
    add_flagged (lane, keys, first, n);
  else
    add_observed (lane, keys, first, n);
}
