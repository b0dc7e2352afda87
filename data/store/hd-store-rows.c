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

/* The versions that `refs` name, in columns of their own. */
static HdVersions *
gather_versions (const HdStoreLayout *layout, HdVersions *const *sources, const GArray *refs)
{
  guint n_dimensions = layout->dimensions->len, n_measures = layout->measures->len;
  HdVersions *versions = hd_versions_new (n_dimensions, n_measures, refs->len);
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;

  for (guint row = 0; row < refs->len; row++)
    {
      const HdVersions *from = sources[ref[row].source];

      versions->day[row] = from->day[ref[row].row];
      versions->status[row] = from->status[ref[row].row];
      versions->known_from[row] = from->known_from[ref[row].row];
      for (guint dimension = 0; dimension < n_dimensions; dimension++)
        versions->codes[dimension][row] = from->codes[dimension][ref[row].row];
    }
  for (guint measure = 0; measure < n_measures; measure++)
    {
      gboolean is_real = g_array_index (layout->is_real, gboolean, measure);

      versions->values[measure] = g_new (HdNumber, MAX (refs->len, 1));
      for (guint row = 0; row < refs->len; row++)
        versions->values[measure][row]
            = hd_versions_get_value (sources[ref[row].source], measure, ref[row].row, is_real);
    }
  return versions;
}

/* What was shown at `as_of`; or, with `known_until`, what was shown before now, and until when. */
static HdVersions *
play_history (const HdStoreLayout *layout,
              const HdPartitionInfo *info,
              gint64 as_of,
              GArray *known_until,
              HdVersions *current,
              HdVersions *history)
{
  guint n_dimensions = layout->dimensions->len, n_measures = layout->measures->len;
  g_autoptr (HdVersions) derived = hd_versions_new (n_dimensions, n_measures, 0);
  HdVersions *sources[] = { current, history, derived };
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_autoptr (GArray) no_items = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));
  g_autoptr (GArray) shown = NULL;
  g_auto (HdKeyShape) shape = { 0 };
  HdMergeInput input = {
    .sources = sources,
    .shape = &shape,
    .is_real = (const gboolean *)layout->is_real->data,
    .items = no_items,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (layout, index);
  hd_key_shape_init (&shape, hd_partition_first_day (info->number), n_dimensions, n_codes);
  shown = known_until != NULL ? hd_versions_past (&input, known_until)
                              : hd_versions_as_of (&input, as_of);
  return gather_versions (layout, sources, shown);
}

HdVersions *
hd_partition_play (const HdStoreLayout *layout,
                   const HdPartitionInfo *info,
                   GHashTable *current,
                   GHashTable *history,
                   gint64 as_of,
                   GError **error)
{
  g_autoptr (HdVersions) now = NULL;
  g_autoptr (HdVersions) before = NULL;

  now = hd_partition_decode (layout, info, HD_PART_CURRENT, current, TRUE, error);
  if (now != NULL)
    before = hd_partition_decode (layout, info, HD_PART_HISTORY, history, TRUE, error);
  return before != NULL ? play_history (layout, info, as_of, NULL, now, before) : NULL;
}

/* Hands the columns over; only codes are rewritten, in place. Every row says what it is, whole. */
static HdRows *
take_rows (const HdRowsMaker *maker, HdVersions *current)
{
  HdRows *rows = hd_rows_new (maker->structure);

  rows->n_rows = rows->capacity = current->n_rows;
  rows->day = g_steal_pointer (&current->day);
  rows->status = g_steal_pointer (&current->status);
  rows->known_from = g_steal_pointer (&current->known_from);
  rows->action = g_steal_pointer (&current->action);
  if (rows->n_rows > 0)
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
  return decoded != NULL ? take_rows (maker, decoded) : NULL;
}

HdRows *
hd_rows_maker_make_as_of (const HdRowsMaker *maker,
                          const HdPartitionInfo *info,
                          GHashTable *current,
                          GHashTable *history,
                          gint64 as_of,
                          GError **error)
{
  g_autoptr (HdVersions) shown
      = hd_partition_play (maker->layout, info, current, history, as_of, error);

  return shown != NULL ? take_rows (maker, shown) : NULL;
}

HdRows *
hd_rows_maker_make_past (const HdRowsMaker *maker,
                         const HdPartitionInfo *info,
                         GHashTable *current,
                         GHashTable *history,
                         GArray *known_until,
                         GError **error)
{
  const HdStoreLayout *layout = maker->layout;
  g_autoptr (HdVersions) now
      = hd_partition_decode (layout, info, HD_PART_CURRENT, current, TRUE, error);
  g_autoptr (HdVersions) before = NULL;
  g_autoptr (HdVersions) past = NULL;

  if (now != NULL)
    before = hd_partition_decode (layout, info, HD_PART_HISTORY, history, TRUE, error);
  if (before == NULL)
    return NULL;
  past = play_history (layout, info, 0, known_until, now, before);
  return take_rows (maker, past);
}

static void
add_version (const HdVersions *from, guint source, guint row, GArray *refs)
{
  HdVersionRef ref = { source, row };

  if (from->action[row] != HD_ACTION_DERIVED)
    g_array_append_val (refs, ref);
}

static int
compare_moments (gconstpointer a, gconstpointer b, gpointer data)
{
  HdVersions *const *sources = data;
  const HdVersionRef *left = a, *right = b;
  const HdVersions *from_left = sources[left->source], *from_right = sources[right->source];
  gint64 known = from_left->known_from[left->row] - from_right->known_from[right->row];
  gint64 prepared = hd_versions_get_prepared (from_left, left->row)
                    - hd_versions_get_prepared (from_right, right->row);

  return known != 0 ? (known < 0 ? -1 : 1) : prepared < 0 ? -1 : prepared > 0;
}

HdRows *
hd_rows_maker_make_versions (const HdRowsMaker *maker,
                             const HdPartitionInfo *info,
                             GHashTable *current,
                             GHashTable *history,
                             GError **error)
{
  g_autoptr (HdVersions) now
      = hd_partition_decode (maker->layout, info, HD_PART_CURRENT, current, TRUE, error);
  g_autoptr (HdVersions) before = NULL;
  g_autoptr (HdVersions) all = NULL;
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  HdVersions *sources[2];
  HdRows *rows;

  if (now != NULL)
    before = hd_partition_decode (maker->layout, info, HD_PART_HISTORY, history, TRUE, error);
  if (before == NULL)
    return NULL;
  sources[0] = now;
  sources[1] = before;
  for (guint source = 0; source < G_N_ELEMENTS (sources); source++)
    for (guint row = 0; row < sources[source]->n_rows; row++)
      add_version (sources[source], source, row, refs);
  g_array_sort_with_data (refs, compare_moments, sources);
  all = gather_versions (maker->layout, sources, refs);
  rows = take_rows (maker, all);
  for (guint index = 0; index < refs->len; index++)
    {
      HdVersionRef ref = g_array_index (refs, HdVersionRef, index);

      rows->action[index] = sources[ref.source]->action[ref.row];
    }
  return rows;
}
