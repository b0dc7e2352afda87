/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values that a load of columns gives: dictionaries, days, columns.
 */

#include "config.h"

#include "hd-columns.h"

/* From the dataset's dictionary to the codes of the structure; NULL when the structure lacks one. */
static HdCode *
map_codes (const HdDimension *dimension, GPtrArray *dictionary)
{
  g_autofree HdCode *map = g_new (HdCode, dictionary->len + 1);

  for (guint code = 0; code < dictionary->len; code++)
    {
      map[code] = hd_code_list_find (dimension->codes, g_ptr_array_index (dictionary, code), -1);
      if (map[code] == HD_CODE_NONE)
        return NULL;
    }
  return g_steal_pointer (&map);
}

HdDictionaries *
hd_dictionaries_new (HdStructure *structure, const HdStoreLayout *layout)
{
  g_autoptr (HdDictionaries) dictionaries = g_new0 (HdDictionaries, 1);
  guint n = hd_structure_get_n_dimensions (structure);

  g_atomic_ref_count_init (&dictionaries->refs);
  dictionaries->structure = hd_structure_ref (structure);
  dictionaries->n_dimensions = n;
  dictionaries->sort_dimension = -1;
  dictionaries->n_codes = g_new0 (guint, n + 1);
  dictionaries->to_structure = g_new0 (HdCode *, n + 1);
  for (guint index = 0; index < layout->dimensions->len; index++)
    {
      int to
          = hd_structure_find_dimension (structure, g_ptr_array_index (layout->dimensions, index));
      GPtrArray *dictionary = g_ptr_array_index (layout->dictionaries, index);

      if (to < 0)
        return NULL;
      if (index == 0)
        dictionaries->sort_dimension = to;
      dictionaries->n_codes[to] = dictionary->len;
      dictionaries->to_structure[to]
          = map_codes (hd_structure_get_dimension (structure, (guint)to), dictionary);
      if (dictionaries->to_structure[to] == NULL)
        return NULL;
    }
  return g_steal_pointer (&dictionaries);
}

HdDictionaries *
hd_dictionaries_ref (HdDictionaries *dictionaries)
{
  g_atomic_ref_count_inc (&dictionaries->refs);
  return dictionaries;
}

void
hd_dictionaries_unref (HdDictionaries *dictionaries)
{
  if (!g_atomic_ref_count_dec (&dictionaries->refs))
    return;
  for (guint index = 0; index < dictionaries->n_dimensions; index++)
    g_free (dictionaries->to_structure[index]);
  g_free (dictionaries->to_structure);
  g_free (dictionaries->n_codes);
  hd_structure_unref (dictionaries->structure);
  g_free (dictionaries);
}

static guint
count_days (const HdDay *day, guint n_rows)
{
  guint n_days = n_rows > 0;

  for (guint row = 1; row < n_rows; row++)
    {
      if (day[row] < day[row - 1])
        return G_MAXUINT;
      n_days += day[row] != day[row - 1];
    }
  return n_days;
}

HdDayIndex *
hd_day_index_new (const HdDay *day, const gint64 *known_from, guint n_rows)
{
  guint n_days = count_days (day, n_rows), at = 0;
  HdDayIndex *days;

  if (n_days == G_MAXUINT)
    return NULL;
  days = g_new0 (HdDayIndex, 1);
  g_atomic_ref_count_init (&days->refs);
  days->n_days = n_days;
  days->day = g_new (HdDay, MAX (n_days, 1));
  days->first_row = g_new (guint, (gsize)n_days + 1);
  days->known_from = g_new (gint64, MAX (n_days, 1));
  for (guint row = 0; row < n_rows; row++)
    {
      if (row == 0 || day[row] != day[row - 1])
        {
          days->day[at] = day[row];
          days->known_from[at] = known_from[row];
          days->first_row[at++] = row;
        }
      days->known_from[at - 1] = MAX (days->known_from[at - 1], known_from[row]);
    }
  days->first_row[n_days] = n_rows;
  return days;
}

HdDayIndex *
hd_day_index_ref (HdDayIndex *days)
{
  g_atomic_ref_count_inc (&days->refs);
  return days;
}

void
hd_day_index_unref (HdDayIndex *days)
{
  if (!g_atomic_ref_count_dec (&days->refs))
    return;
  g_free (days->day);
  g_free (days->first_row);
  g_free (days->known_from);
  g_free (days);
}

gsize
hd_day_index_get_n_bytes (const HdDayIndex *days)
{
  return sizeof *days + days->n_days * (sizeof (HdDay) + sizeof (guint) + sizeof (gint64));
}

HdColumns *
hd_columns_new (HdDictionaries *dictionaries, int partition, guint64 tag, guint n_rows)
{
  HdColumns *columns = g_new0 (HdColumns, 1);

  g_atomic_ref_count_init (&columns->refs);
  columns->dictionaries = hd_dictionaries_ref (dictionaries);
  columns->partition = partition;
  columns->tag = tag;
  columns->n_rows = n_rows;
  columns->codes = g_new0 (HdVector *, dictionaries->n_dimensions + 1);
  columns->values = g_new0 (HdVector *, hd_structure_get_n_measures (dictionaries->structure) + 1);
  return columns;
}

HdColumns *
hd_columns_ref (HdColumns *columns)
{
  g_atomic_ref_count_inc (&columns->refs);
  return columns;
}

void
hd_columns_unref (HdColumns *columns)
{
  if (!g_atomic_ref_count_dec (&columns->refs))
    return;
  for (guint index = 0; index < columns->dictionaries->n_dimensions; index++)
    g_clear_pointer (&columns->codes[index], hd_vector_unref);
  for (guint index = 0; index < hd_structure_get_n_measures (columns->dictionaries->structure);
       index++)
    g_clear_pointer (&columns->values[index], hd_vector_unref);
  g_clear_pointer (&columns->status, hd_vector_unref);
  g_clear_pointer (&columns->days, hd_day_index_unref);
  g_clear_pointer (&columns->dictionaries, hd_dictionaries_unref);
  g_free (columns->codes);
  g_free (columns->values);
  g_free (columns);
}
