/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packs keys into 128 bits and sorts them by radix.
 */

#include "config.h"

#include "hd-version-keys.h"

#include <string.h>

#define DAY_BITS 9 /* a partition is a year */
#define DIGIT_BITS 11
#define N_BUCKETS (1u << DIGIT_BITS)

gboolean
hd_key_shape_init (HdKeyShape *shape, HdDay first_day, guint n_dimensions, const guint *n_codes)
{
  *shape = (HdKeyShape){ .first_day = first_day, .n_dimensions = n_dimensions, .n_bits = DAY_BITS };
  shape->bits = g_new0 (guint8, n_dimensions + 1);
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    {
      while ((1u << shape->bits[dimension]) < n_codes[dimension])
        shape->bits[dimension]++;
      shape->n_bits += shape->bits[dimension];
    }
  return shape->n_bits <= 8 * sizeof (HdVersionKey);
}

void
hd_key_shape_clear (HdKeyShape *shape)
{
  g_clear_pointer (&shape->bits, g_free);
}

HdVersionKey
hd_key_of (const HdKeyShape *shape, const HdVersions *versions, guint row)
{
  HdVersionKey key = (guint)(versions->day[row] - shape->first_day);

  for (guint dimension = 0; dimension < shape->n_dimensions; dimension++)
    key = key << shape->bits[dimension] | versions->codes[dimension][row];
  return key;
}

HdVersionKey *
hd_keys_of_all (const HdKeyShape *shape, const HdVersions *versions)
{
  HdVersionKey *keys = g_new (HdVersionKey, versions->n_rows);

  for (guint row = 0; row < versions->n_rows; row++)
    keys[row] = hd_key_of (shape, versions, row);
  return keys;
}

static gboolean
is_sorted (const HdVersionItem *items, guint n_items)
{
  for (guint item = 1; item < n_items; item++)
    if (items[item - 1].key > items[item].key)
      return FALSE;
  return TRUE;
}

/* One pass of a least-significant-digit radix sort. FALSE when all items have the same digit. */
static gboolean
sort_digit (const HdVersionItem *from, HdVersionItem *to, guint n_items, guint shift)
{
  guint starts[N_BUCKETS] = { 0 };
  guint total = 0;

  for (guint item = 0; item < n_items; item++)
    starts[(guint)(from[item].key >> shift) & (N_BUCKETS - 1)]++;
  if (starts[(guint)(from[0].key >> shift) & (N_BUCKETS - 1)] == n_items)
    return FALSE;
  for (guint bucket = 0; bucket < N_BUCKETS; bucket++)
    {
      guint n_here = starts[bucket];

      starts[bucket] = total;
      total += n_here;
    }
  for (guint item = 0; item < n_items; item++)
    to[starts[(guint)(from[item].key >> shift) & (N_BUCKETS - 1)]++] = from[item];
  return TRUE;
}

void
hd_version_items_sort (const HdKeyShape *shape, GArray *items)
{
  guint n_items = items->len;
  g_autofree HdVersionItem *room = NULL;
  HdVersionItem *from = (HdVersionItem *)items->data, *to;

  /* Servers mostly send in some sorted order already. */
  if (is_sorted (from, n_items))
    return;
  to = room = g_new (HdVersionItem, n_items);
  for (guint shift = 0; shift < shape->n_bits; shift += DIGIT_BITS)
    if (sort_digit (from, to, n_items, shift))
      {
        HdVersionItem *swap = from;

        from = to;
        to = swap;
      }
  if (from == room)
    memcpy (items->data, room, n_items * sizeof *room);
}
