/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory of version columns.
 */

#include "config.h"

#include "hd-versions.h"

HdVersions *
hd_versions_new (guint n_dimensions, guint n_measures, guint n_rows)
{
  HdVersions *versions = g_new0 (HdVersions, 1);

  versions->n_dimensions = n_dimensions;
  versions->n_measures = n_measures;
  versions->n_rows = n_rows;
  versions->capacity = n_rows;
  versions->day = g_new (HdDay, n_rows);
  versions->codes = g_new0 (HdCode *, n_dimensions + 1);
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    versions->codes[dimension] = g_new (HdCode, n_rows);
  versions->values = g_new0 (HdNumber *, n_measures + 1);
  versions->status = g_new (guint8, n_rows);
  versions->action = g_new (guint8, n_rows);
  versions->known_from = g_new (gint64, n_rows);
  versions->prepared = g_new (gint64, n_rows);
  return versions;
}

void
hd_versions_free (HdVersions *versions)
{
  for (guint dimension = 0; dimension < versions->n_dimensions; dimension++)
    g_free (versions->codes[dimension]);
  g_free (versions->codes);
  if (!versions->is_borrowed)
    {
      g_free (versions->day);
      for (guint measure = 0; measure < versions->n_measures; measure++)
        g_free (versions->values[measure]);
      g_free (versions->status);
      g_free (versions->action);
      g_free (versions->known_from);
      g_free (versions->prepared);
    }
  g_free (versions->values);
  g_free (versions);
}

HdNumber *
hd_versions_missing_column (guint n_rows, gboolean is_real)
{
  HdNumber *column = g_new (HdNumber, n_rows);

  for (guint row = 0; row < n_rows; row++)
    column[row] = hd_number_missing (is_real);
  return column;
}

static void
grow (HdVersions *versions)
{
  guint capacity = versions->capacity = MAX (64, versions->capacity * 2);

  versions->day = g_renew (HdDay, versions->day, capacity);
  for (guint dimension = 0; dimension < versions->n_dimensions; dimension++)
    versions->codes[dimension] = g_renew (HdCode, versions->codes[dimension], capacity);
  for (guint measure = 0; measure < versions->n_measures; measure++)
    versions->values[measure] = g_renew (HdNumber, versions->values[measure], capacity);
  versions->status = g_renew (guint8, versions->status, capacity);
  versions->action = g_renew (guint8, versions->action, capacity);
  versions->known_from = g_renew (gint64, versions->known_from, capacity);
  versions->prepared = g_renew (gint64, versions->prepared, capacity);
}

guint
hd_versions_append_key (HdVersions *versions, const HdVersions *from, guint row)
{
  guint index = versions->n_rows++;

  if (index == versions->capacity)
    grow (versions);
  versions->day[index] = from->day[row];
  for (guint dimension = 0; dimension < versions->n_dimensions; dimension++)
    versions->codes[dimension][index] = from->codes[dimension][row];
  return index;
}
