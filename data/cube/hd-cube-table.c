/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of one dataset in columns, ready to be scanned.
 */

#include "config.h"

#include "hd-cube-table.h"

HdCubeTable *
hd_cube_table_new (HdStructure *structure, guint n_rows, guint n_runs)
{
  HdCubeTable *table = g_new0 (HdCubeTable, 1);
  guint n_measures = hd_structure_get_n_measures (structure);

  table->structure = hd_structure_ref (structure);
  table->sort_dimension = -1;
  table->n_rows = n_rows;
  table->n_runs = n_runs;
  table->runs = g_new0 (HdCubeRun, n_runs + 1);
  table->runs[n_runs].start = n_rows;
  table->codes = g_new0 (const HdVector *, hd_structure_get_n_dimensions (structure) + 1);
  table->values = g_new0 (const HdVector *, n_measures + 1);
  table->flags = g_new0 (const HdVector *, n_measures + 1);
  table->owned = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_vector_unref);
  g_atomic_ref_count_init (&table->refs);
  return table;
}

HdCubeTable *
hd_cube_table_ref (HdCubeTable *table)
{
  g_atomic_ref_count_inc (&table->refs);
  return table;
}

void
hd_cube_table_unref (HdCubeTable *table)
{
  if (!g_atomic_ref_count_dec (&table->refs))
    return;
  hd_structure_unref (table->structure);
  g_clear_pointer (&table->dictionaries, hd_dictionaries_unref);
  g_clear_pointer (&table->rows, hd_rows_unref);
  g_ptr_array_unref (table->owned);
  g_free (table->wrapped);
  g_free (table->runs);
  g_free (table->codes);
  g_free (table->values);
  g_free (table->flags);
  g_free (table);
}

const HdVector *
hd_cube_table_take (HdCubeTable *table, HdVector *vector)
{
  g_ptr_array_add (table->owned, vector);
  return vector;
}

/* Where the rows of `day` end. Rows are in order of time, and a day has thousands of them. */
static guint
find_end_of_day (const HdRows *rows, guint row, HdDay day)
{
  guint low = row, high = rows->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rows->day[middle] <= day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static GArray *
find_runs (const HdRows *rows)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (HdCubeRun));

  for (guint row = 0; row < rows->n_rows;)
    {
      HdCubeRun run = { rows->day[row], rows->day[row], row, G_MININT64 };
      guint end = find_end_of_day (rows, row, run.first);

      for (; row < end; row++)
        run.vintage = MAX (run.vintage, rows->known_from[row]);
      g_array_append_val (runs, run);
    }
  return runs;
}

static const HdVector *
wrap (HdVector *vector, HdVectorType type, guint n_rows, gpointer data)
{
  vector->type = type;
  vector->n_rows = n_rows;
  vector->has_missing = TRUE;
  vector->data = data;
  return vector;
}

HdCubeTable *
hd_cube_table_new_for_rows (HdRows *rows)
{
  g_autoptr (GArray) runs = find_runs (rows);
  HdCubeTable *table = hd_cube_table_new (rows->structure, rows->n_rows, runs->len);
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);
  HdVector *next = g_new0 (HdVector, n_dimensions + n_measures + 1);

  table->wrapped = next;
  table->rows = hd_rows_ref (rows);
  if (runs->len > 0)
    memcpy (table->runs, runs->data, runs->len * sizeof (HdCubeRun));
  for (guint index = 0; index < n_dimensions; index++)
    table->codes[index] = wrap (next++, HD_VECTOR_UINT16, rows->n_rows, rows->codes[index]);
  for (guint index = 0; index < n_measures; index++)
    {
      gboolean is_real = hd_structure_get_measure (rows->structure, index)->is_real;

      table->values[index] = wrap (next++, is_real ? HD_VECTOR_DOUBLE : HD_VECTOR_INT64,
                                   rows->n_rows, rows->values[index]);
    }
  table->status = wrap (next, HD_VECTOR_UINT8, rows->n_rows, rows->status);
  return table;
}

HdCubeTable *
hd_cube_table_new_for_columns (HdColumns *columns)
{
  HdStructure *structure = columns->dictionaries->structure;
  const HdDayIndex *days = columns->days;
  HdCubeTable *table = hd_cube_table_new (structure, columns->n_rows, days->n_days);

  table->dictionaries = hd_dictionaries_ref (columns->dictionaries);
  table->sort_dimension = columns->dictionaries->sort_dimension;
  for (guint at = 0; at < days->n_days; at++)
    table->runs[at]
        = (HdCubeRun){ days->day[at], days->day[at], days->first_row[at], days->known_from[at] };
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    if (columns->codes[index] != NULL)
      table->codes[index] = hd_cube_table_take (table, hd_vector_ref (columns->codes[index]));
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    if (columns->values[index] != NULL)
      table->values[index] = hd_cube_table_take (table, hd_vector_ref (columns->values[index]));
  if (columns->status != NULL)
    table->status = hd_cube_table_take (table, hd_vector_ref (columns->status));
  return table;
}

guint
hd_cube_table_get_n_codes (const HdCubeTable *table, guint dimension)
{
  if (table->dictionaries != NULL)
    return table->dictionaries->n_codes[dimension];
  return hd_code_list_get_n (hd_structure_get_dimension (table->structure, dimension)->codes);
}

HdCode
hd_cube_table_to_structure (const HdCubeTable *table, guint dimension, guint code)
{
  return table->dictionaries != NULL ? table->dictionaries->to_structure[dimension][code]
                                     : (HdCode)code;
}

guint
hd_cube_table_find_run (const HdCubeTable *table, guint row)
{
  guint low = 0, high = table->n_runs;

  /* The last run that starts at the row or before it. */
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (table->runs[middle].start <= row)
        low = middle;
      else
        high = middle;
    }
  return low;
}

guint
hd_cube_table_find_day (const HdCubeTable *table, HdDay day)
{
  guint low = 0, high = table->n_runs;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (table->runs[middle].last < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first row of first..last-1 whose code is at least `code`. */
static guint
find_code (const HdVector *codes, guint first, guint last, guint code)
{
  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (hd_cube_vector_get_code (codes, middle) < code)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

void
hd_cube_table_narrow (const HdCubeTable *table,
                      guint least,
                      guint greatest,
                      guint *first,
                      guint *last)
{
  const HdVector *codes = table->codes[table->sort_dimension];

  *first = find_code (codes, *first, *last, least);
  *last = find_code (codes, *first, *last, greatest + 1);
}

guint
hd_cube_table_read (const HdCubeTable *table, guint measure, guint row, gint64 *value)
{
  const HdVector *values = table->values[measure];
  guint status = table->status != NULL ? table->status->u8[row] : HD_STATUS_NORMAL;
  guint flags = HD_CUBE_ROW_PRESENT;

  *value = values != NULL ? hd_vector_get (values, row) : HD_INT64_MISSING;
  if (table->is_rollup)
    return table->flags[measure] != NULL ? table->flags[measure]->u8[row] : flags;
  if (*value == HD_INT64_MISSING || status == HD_STATUS_MISSING)
    flags = HD_CUBE_ROW_MISSING;
  if (status == HD_STATUS_PROVISIONAL || status == HD_STATUS_ESTIMATED)
    flags |= HD_CUBE_ROW_PROVISIONAL;
  return flags;
}

gboolean
hd_cube_table_is_observed (const HdCubeTable *table, guint measure, guint row)
{
  const HdVector *values = table->values[measure];
  gint64 value;

  if (values != NULL && values->type == HD_VECTOR_DOUBLE)
    return values->f64[row] == values->f64[row]
           && (table->status == NULL || table->status->u8[row] != HD_STATUS_MISSING);
  return (hd_cube_table_read (table, measure, row, &value) & HD_CUBE_ROW_PRESENT) != 0;
}
