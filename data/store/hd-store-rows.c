/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the segments of a partition to rows with the codes of the dataset's structure.
 */

#include "config.h"

#include "hd-store-rows.h"

#include <string.h>

/* From the dataset's dictionary to the codes of the structure; NULL when the structure lacks one. */
static HdCode *
map_codes (const HdRowsMaker *maker, guint dimension)
{
  GPtrArray *dictionary = g_ptr_array_index (maker->layout->dictionaries, dimension);
  int index = hd_structure_find_dimension (
      maker->structure, g_ptr_array_index (maker->layout->dimensions, dimension));
  g_autofree HdCode *map = g_new (HdCode, dictionary->len + 1);
  const HdCodeList *codes;

  if (index < 0)
    return NULL;
  codes = hd_structure_get_dimension (maker->structure, (guint)index)->codes;
  for (guint code = 0; code < dictionary->len; code++)
    {
      map[code] = hd_code_list_find (codes, g_ptr_array_index (dictionary, code), -1);
      if (map[code] == HD_CODE_NONE)
        return NULL;
    }
  return g_steal_pointer (&map);
}

gboolean
hd_rows_maker_init (HdRowsMaker *maker, HdStructure *structure, HdStoreLayout *layout)
{
  guint n_dimensions = layout->dimensions->len;

  *maker = (HdRowsMaker){ hd_structure_ref (structure), hd_store_layout_ref (layout),
                          g_new0 (HdCode *, n_dimensions + 1) };
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    if ((maker->maps[dimension] = map_codes (maker, dimension)) == NULL)
      return FALSE;
  return TRUE;
}

void
hd_rows_maker_clear (HdRowsMaker *maker)
{
  for (guint dimension = 0; maker->maps != NULL && maker->maps[dimension] != NULL; dimension++)
    g_free (maker->maps[dimension]);
  g_clear_pointer (&maker->maps, g_free);
  g_clear_pointer (&maker->structure, hd_structure_unref);
  g_clear_pointer (&maker->layout, hd_store_layout_unref);
}

static HdRows *
gather_rows (const HdRowsMaker *maker, const HdVersions *const *sources, const GArray *refs)
{
  HdRows *rows = hd_rows_new_sized (maker->structure, refs->len);
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;

  if (rows->n_rows == 0)
    return rows;
  for (guint row = 0; row < rows->n_rows; row++)
    {
      rows->day[row] = sources[ref[row].source]->day[ref[row].row];
      rows->status[row] = sources[ref[row].source]->status[ref[row].row];
      rows->known_from[row] = sources[ref[row].source]->known_from[ref[row].row];
    }
  memset (rows->action, HD_ACTION_REPLACE, rows->n_rows);
  for (guint index = 0; index < maker->layout->dimensions->len; index++)
    {
      guint to = (guint)hd_structure_find_dimension (
          maker->structure, g_ptr_array_index (maker->layout->dimensions, index));

      for (guint row = 0; row < rows->n_rows; row++)
        rows->codes[to][row]
            = maker->maps[index][sources[ref[row].source]->codes[index][ref[row].row]];
    }
  for (guint to = 0; to < hd_structure_get_n_measures (maker->structure); to++)
    {
      const HdMeasure *measure = hd_structure_get_measure (maker->structure, to);
      int index = hd_store_layout_find_measure (maker->layout, measure->id);

      for (guint row = 0; row < rows->n_rows; row++)
        rows->values[to][row] = index < 0
                                    ? hd_number_missing (measure->is_real)
                                    : hd_versions_get_value (sources[ref[row].source], (guint)index,
                                                             ref[row].row, measure->is_real);
    }
  return rows;
}

static HdRows *
play_history (const HdRowsMaker *maker,
              const HdPartitionInfo *info,
              gint64 as_of,
              HdVersions *current,
              HdVersions *history)
{
  guint n_dimensions = maker->layout->dimensions->len, n_measures = maker->layout->measures->len;
  g_autoptr (HdVersions) derived = hd_versions_new (n_dimensions, n_measures, 0);
  HdVersions *sources[] = { current, history, derived };
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_autoptr (GArray) no_items = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));
  g_autoptr (GArray) shown = NULL;
  g_auto (HdKeyShape) shape = { 0 };
  HdMergeInput input = {
    .sources = sources,
    .shape = &shape,
    .is_real = (const gboolean *)maker->layout->is_real->data,
    .items = no_items,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (maker->layout, index);
  hd_key_shape_init (&shape, hd_day_from_ymd (info->year, 1, 1), n_dimensions, n_codes);
  shown = hd_versions_as_of (&input, as_of);
  return gather_rows (maker, (const HdVersions *const *)sources, shown);
}

/* Hands the columns over; only codes are rewritten, in place. */
static HdRows *
take_latest (const HdRowsMaker *maker, HdVersions *current)
{
  HdRows *rows = hd_rows_new (maker->structure);

  rows->n_rows = rows->capacity = current->n_rows;
  rows->day = g_steal_pointer (&current->day);
  rows->status = g_steal_pointer (&current->status);
  rows->known_from = g_steal_pointer (&current->known_from);
  rows->action = g_steal_pointer (&current->action);
  memset (rows->action, HD_ACTION_REPLACE, rows->n_rows);
  for (guint index = 0; index < current->n_dimensions; index++)
    {
      guint to = (guint)hd_structure_find_dimension (
          maker->structure, g_ptr_array_index (maker->layout->dimensions, index));
      HdCode *codes = rows->codes[to] = g_steal_pointer (&current->codes[index]);

      for (guint row = 0; row < rows->n_rows; row++)
        codes[row] = maker->maps[index][codes[row]];
    }
  for (guint to = 0; to < hd_structure_get_n_measures (maker->structure); to++)
    {
      const HdMeasure *measure = hd_structure_get_measure (maker->structure, to);
      int index = hd_store_layout_find_measure (maker->layout, measure->id);

      rows->values[to] = index < 0 ? NULL : g_steal_pointer (&current->values[index]);
      if (rows->values[to] == NULL)
        rows->values[to] = hd_versions_missing_column (rows->n_rows, measure->is_real);
    }
  return rows;
}

HdRows *
hd_rows_maker_make_latest (const HdRowsMaker *maker,
                           const HdPartitionInfo *info,
                           GHashTable *current,
                           GError **error)
{
  g_autoptr (HdVersions) decoded = NULL;

  decoded = hd_partition_decode (maker->layout, info, HD_PART_CURRENT, current, FALSE, error);
  return decoded != NULL ? take_latest (maker, decoded) : NULL;
}

HdRows *
hd_rows_maker_make_as_of (const HdRowsMaker *maker,
                          const HdPartitionInfo *info,
                          GHashTable *current,
                          GHashTable *history,
                          gint64 as_of,
                          GError **error)
{
  g_autoptr (HdVersions) now = NULL;
  g_autoptr (HdVersions) before = NULL;

  now = hd_partition_decode (maker->layout, info, HD_PART_CURRENT, current, TRUE, error);
  if (now != NULL)
    before = hd_partition_decode (maker->layout, info, HD_PART_HISTORY, history, TRUE, error);
  return before != NULL ? play_history (maker, info, as_of, now, before) : NULL;
}
