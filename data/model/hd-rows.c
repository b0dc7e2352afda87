/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Observations in columns: what readers fill, the store keeps and the engine scans.
 */

#include "config.h"

#include "hd-rows.h"

#include <math.h>
#include <string.h>

#define FIRST_CAPACITY 256

static void
resize_columns (HdRows *rows, guint capacity)
{
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);

  rows->capacity = capacity;
  rows->day = g_renew (HdDay, rows->day, capacity);
  rows->status = g_renew (guint8, rows->status, capacity);
  rows->action = g_renew (guint8, rows->action, capacity);
  rows->known_from = g_renew (gint64, rows->known_from, capacity);
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    rows->codes[dimension] = g_renew (HdCode, rows->codes[dimension], capacity);
  for (guint measure = 0; measure < n_measures; measure++)
    rows->values[measure] = g_renew (HdNumber, rows->values[measure], capacity);
}

HdRows *
hd_rows_new (HdStructure *structure)
{
  HdRows *rows = g_new0 (HdRows, 1);

  g_atomic_ref_count_init (&rows->refs);
  rows->structure = hd_structure_ref (structure);
  rows->codes = g_new0 (HdCode *, hd_structure_get_n_dimensions (structure) + 1);
  rows->values = g_new0 (HdNumber *, hd_structure_get_n_measures (structure) + 1);
  return rows;
}

HdRows *
hd_rows_new_sized (HdStructure *structure, guint n_rows)
{
  HdRows *rows = hd_rows_new (structure);

  resize_columns (rows, n_rows);
  rows->n_rows = n_rows;
  return rows;
}

HdRows *
hd_rows_ref (HdRows *rows)
{
  g_atomic_ref_count_inc (&rows->refs);
  return rows;
}

void
hd_rows_unref (HdRows *rows)
{
  if (!g_atomic_ref_count_dec (&rows->refs))
    return;
  for (guint dimension = 0; dimension < hd_structure_get_n_dimensions (rows->structure);
       dimension++)
    g_free (rows->codes[dimension]);
  for (guint measure = 0; measure < hd_structure_get_n_measures (rows->structure); measure++)
    g_free (rows->values[measure]);
  g_free (rows->codes);
  g_free (rows->values);
  g_free (rows->day);
  g_free (rows->status);
  g_free (rows->action);
  g_free (rows->known_from);
  hd_structure_unref (rows->structure);
  g_free (rows);
}

void
hd_rows_append (HdRows *rows, const HdRow *row)
{
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);
  guint at = rows->n_rows;

  if (at == rows->capacity)
    {
      g_assert (rows->capacity <= G_MAXUINT / 2);
      resize_columns (rows, MAX (2 * rows->capacity, FIRST_CAPACITY));
    }
  rows->day[at] = row->day;
  rows->status[at] = row->status;
  rows->action[at] = row->action;
  rows->known_from[at] = row->known_from;
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    rows->codes[dimension][at] = row->codes[dimension];
  for (guint measure = 0; measure < n_measures; measure++)
    rows->values[measure][at] = row->values[measure];
  rows->n_rows++;
}

HdNumber
hd_rows_missing_value (const HdRows *rows, guint measure)
{
  if (hd_structure_get_measure (rows->structure, measure)->is_real)
    return (HdNumber){ .d = NAN };
  return (HdNumber){ .i = HD_INT64_MISSING };
}

gboolean
hd_rows_is_missing (const HdRows *rows, guint measure, guint row)
{
  HdNumber value = rows->values[measure][row];

  if (hd_structure_get_measure (rows->structure, measure)->is_real)
    return isnan (value.d);
  return value.i == HD_INT64_MISSING;
}

HdMessage *
hd_message_new (void)
{
  HdMessage *message = g_new0 (HdMessage, 1);

  message->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  return message;
}

void
hd_message_free (HdMessage *message)
{
  g_free (message->id);
  g_ptr_array_unref (message->parts);
  g_free (message);
}
