/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sums of a scan, found by a 64-bit key: a plain array while keys are few, else a hash.
 */

#include "config.h"

#include "hd-cube-cells.h"

/* Up to this many cells a plain array beats the hash and costs at most 16 MB. */
#define DENSE_LIMIT (1u << 20)
#define FIRST_CAPACITY 1024

struct _HdCubeCells
{
  guint64 n_keys;
  HdCubeCell *values; /* [slot] */
  /* Dense: keys NULL, a slot is a key. Hash: open addressing over `capacity` slots, a power of two;
   * keys[slot] is key + 1, 0 when empty. */
  guint64 *keys;
  guint64 capacity;
  guint64 n_used;
};

HdCubeCells *
hd_cube_cells_new (guint64 n_keys)
{
  HdCubeCells *cells = g_new0 (HdCubeCells, 1);

  cells->n_keys = n_keys;
  if (n_keys <= DENSE_LIMIT)
    {
      cells->capacity = n_keys;
    }
  else
    {
      cells->capacity = FIRST_CAPACITY;
      cells->keys = g_new0 (guint64, cells->capacity);
    }
  cells->values = g_new0 (HdCubeCell, MAX (cells->capacity, 1));
  return cells;
}

void
hd_cube_cells_free (HdCubeCells *cells)
{
  g_free (cells->values);
  g_free (cells->keys);
  g_free (cells);
}

guint64
hd_cube_cells_get_n_keys (const HdCubeCells *cells)
{
  return cells->n_keys;
}

/* Fibonacci hashing: neighbouring keys spread over the whole table. */
static inline guint64
first_slot (guint64 key, guint64 capacity)
{
  guint64 mixed = key * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  return (mixed ^ (mixed >> 32)) & (capacity - 1);
}

static inline guint64
find_slot (const HdCubeCells *cells, guint64 key)
{
  guint64 slot = first_slot (key, cells->capacity);

  while (cells->keys[slot] != 0 && cells->keys[slot] != key + 1)
    slot = (slot + 1) & (cells->capacity - 1);
  return slot;
}

static void
grow (HdCubeCells *cells)
{
  guint64 old_capacity = cells->capacity;
  g_autofree guint64 *old_keys = cells->keys;
  g_autofree HdCubeCell *old_values = cells->values;

  cells->capacity *= 4;
  cells->keys = g_new0 (guint64, cells->capacity);
  cells->values = g_new0 (HdCubeCell, cells->capacity);
  for (guint64 old = 0; old < old_capacity; old++)
    {
      guint64 slot;

      if (old_keys[old] == 0)
        continue;
      slot = find_slot (cells, old_keys[old] - 1);
      cells->keys[slot] = old_keys[old];
      cells->values[slot] = old_values[old];
    }
}

HdCubeCell *
hd_cube_cells_ensure (HdCubeCells *cells, guint64 key)
{
  guint64 slot;

  if (cells->keys == NULL)
    return &cells->values[key];
  slot = find_slot (cells, key);
  if (cells->keys[slot] == 0)
    {
      if (cells->n_used * 10 >= cells->capacity * 6)
        {
          grow (cells);
          slot = find_slot (cells, key);
        }
      cells->keys[slot] = key + 1;
      cells->n_used++;
    }
  return &cells->values[slot];
}

HdCubeCell *
hd_cube_cells_get_dense (HdCubeCells *cells)
{
  return cells->keys == NULL ? cells->values : NULL;
}

static inline gboolean
is_touched (const HdCubeCells *cells, guint64 slot)
{
  return cells->values[slot].n > 0 || cells->values[slot].flags != 0;
}

const HdCubeCell *
hd_cube_cells_find (const HdCubeCells *cells, guint64 key)
{
  guint64 slot = key;

  if (key >= cells->n_keys)
    return NULL;
  if (cells->keys != NULL)
    {
      slot = find_slot (cells, key);
      if (cells->keys[slot] == 0)
        return NULL;
    }
  return is_touched (cells, slot) ? &cells->values[slot] : NULL;
}

void
hd_cube_cell_add (HdCubeCell *to, const HdCubeCell *from, gboolean is_real)
{
  to->flags |= from->flags;
  to->n += from->n;
  if (is_real)
    to->value.d += from->value.d;
  else if (__builtin_add_overflow (to->value.i, from->value.i, &to->value.i))
    to->flags |= HD_CUBE_CELL_OVERFLOW;
}

void
hd_cube_cells_merge (HdCubeCells *to, const HdCubeCells *from, gboolean is_real)
{
  HdCubeCellsIter iter;
  const HdCubeCell *cell;
  guint64 key;

  hd_cube_cells_iter_init (&iter, from);
  while (hd_cube_cells_iter_next (&iter, &key, &cell))
    hd_cube_cell_add (hd_cube_cells_ensure (to, key), cell, is_real);
}

void
hd_cube_cells_iter_init (HdCubeCellsIter *iter, const HdCubeCells *cells)
{
  iter->cells = cells;
  iter->next = 0;
}

gboolean
hd_cube_cells_iter_next (HdCubeCellsIter *iter, guint64 *key, const HdCubeCell **cell)
{
  const HdCubeCells *cells = iter->cells;

  while (iter->next < cells->capacity)
    {
      guint64 slot = iter->next++;

      if ((cells->keys != NULL && cells->keys[slot] == 0) || !is_touched (cells, slot))
        continue;
      *key = cells->keys != NULL ? cells->keys[slot] - 1 : slot;
      *cell = &cells->values[slot];
      return TRUE;
    }
  return FALSE;
}
