/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the columns by which others are told.
 */

#include "config.h"

#include "hd-partition-base.h"

#include "hd-store.h"

void
hd_partition_base_clear (HdPartitionBase *base)
{
  g_clear_pointer (&base->base_name, g_free);
  g_clear_pointer (&base->codes_name, g_free);
  g_clear_pointer (&base->values, g_free);
  g_clear_pointer (&base->codes, g_free);
}

GBytes *
hd_partition_base_find_fetched (gpointer segments, const char *name, G_GNUC_UNUSED GError **error)
{
  GBytes *segment = g_hash_table_lookup (segments, name);

  return segment != NULL ? g_bytes_ref (segment) : NULL;
}

static gpointer
damaged (const char *place, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: %s", place, what);
  return NULL;
}

/* (transfer full) */
static gpointer
read_column (const HdPartitionBase *base, const char *name, HdColumnType type, GError **error)
{
  g_autofree char *place = hd_partition_place (base->layout, base->number, base->part, name);
  HdSegmentTarget target = { .type = type, .n_rows = base->n_rows };
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) segment = base->find (base->data, name, &problem);
  g_autofree gpointer room = NULL;
  const char *next, *codes;
  gsize length;
  const guint8 *bytes;

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (segment == NULL)
    return damaged (place, "is gone", error);
  bytes = g_bytes_get_data (segment, &length);
  /* Made sure of before memory is taken for so many. */
  if (base->n_rows > HD_SEGMENT_MAX_ROWS
      || !hd_segment_is_sound (place, bytes, length, base->n_rows))
    return damaged (place, "damaged, or not as many rows as the catalogue says", error);
  /* One step and no more, so that there can be no circle. */
  if (hd_segment_get_base (segment, &next, &codes))
    return damaged (place, "is told by another, and another by it", error);
  target.values = room = g_malloc (((gsize)base->n_rows + 1) * type);
  return hd_segment_read (place, bytes, length, &target, error) ? g_steal_pointer (&room) : NULL;
}

gboolean
hd_partition_base_find (HdPartitionBase *base, GBytes *segment, HdColumnBase *of, GError **error)
{
  const char *base_name, *codes_name;

  *of = (HdColumnBase){ .values = NULL };
  if (!hd_segment_get_base (segment, &base_name, &codes_name))
    return TRUE;
  if (g_strcmp0 (base_name, base->base_name) != 0)
    {
      g_clear_pointer (&base->base_name, g_free);
      g_clear_pointer (&base->values, g_free);
      base->values = read_column (base, base_name, HD_COLUMN_INT64, error);
      if (base->values == NULL)
        return FALSE;
      base->base_name = g_strdup (base_name);
    }
  if (codes_name != NULL && g_strcmp0 (codes_name, base->codes_name) != 0)
    {
      g_clear_pointer (&base->codes_name, g_free);
      g_clear_pointer (&base->codes, g_free);
      base->codes = read_column (base, codes_name, HD_COLUMN_UINT16, error);
      if (base->codes == NULL)
        return FALSE;
      base->codes_name = g_strdup (codes_name);
    }
  *of = (HdColumnBase){ base->values, codes_name != NULL ? base->codes : NULL };
  return TRUE;
}
