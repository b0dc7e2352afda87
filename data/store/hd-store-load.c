/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads rows of a dataset: the latest, or as they were known at a moment.
 */

#include "config.h"

#include "hd-store-private.h"

#include <string.h>

#include "hd-store-partition.h"

/* One partition on its way from the disk to rows. */
typedef struct
{
  HdPartitionInfo info;
  gint64 as_of; /* 0: the latest; then the history is not read */
  HdRows *rows; /* (nullable): found in the cache */
  GHashTable *current, *history; /* (nullable): segments as fetched */
} Wanted;

typedef struct
{
  HdStore *self;
  HdStructures *structures;
  HdStructure *structure; /* of the dataset, within structures */
  guint64 serial;
  HdStoreLayout *layout;
  GArray *wanted; /* (element-type Wanted) */
} Load;

static void
wanted_clear (Wanted *wanted)
{
  g_clear_pointer (&wanted->rows, hd_rows_unref);
  g_clear_pointer (&wanted->current, g_hash_table_unref);
  g_clear_pointer (&wanted->history, g_hash_table_unref);
}

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->structures, hd_structures_unref);
  g_clear_pointer (&load->layout, hd_store_layout_unref);
  g_clear_pointer (&load->wanted, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static char *
cache_key (const Load *load, const Wanted *wanted)
{
  return g_strdup_printf ("%s/%d/%" G_GINT64_FORMAT, load->layout->name, wanted->info.year,
                          wanted->as_of);
}

static HdStoreCacheStamp
cache_stamp (const Load *load, const Wanted *wanted)
{
  return (HdStoreCacheStamp){ wanted->info.version, load->serial };
}

/* Is there anything for first..last in the partition? Its own days say so of the latest; what it showed
 * before may have stood on other days. */
static gboolean
is_wanted (const HdPartitionInfo *info, HdDay first, HdDay last, gint64 as_of)
{
  if (as_of == 0)
    return info->n_rows > 0 && info->first_day <= last && info->last_day >= first;
  return hd_day_from_ymd (info->year, 1, 1) <= last
         && hd_day_from_ymd (info->year, 12, 31) >= first;
}

static gboolean
fetch_partition (Load *load, const HdPartitionInfo *info, gint64 as_of, GError **error)
{
  HdStoreSql *sql = load->self->reader;
  Wanted wanted = { .info = *info, .as_of = as_of };
  g_autofree char *key = cache_key (load, &wanted);

  wanted.rows = hd_store_cache_get (load->self->cache, key, cache_stamp (load, &wanted));
  if (wanted.rows == NULL)
    {
      wanted.current = hd_partition_fetch (sql, load->layout, info->year, HD_PART_CURRENT, error);
      if (wanted.current != NULL && as_of != 0)
        wanted.history = hd_partition_fetch (sql, load->layout, info->year, HD_PART_HISTORY, error);
    }
  g_array_append_val (load->wanted, wanted);
  return wanted.rows != NULL || (wanted.current != NULL && (as_of == 0 || wanted.history != NULL));
}

/* All that is read from the database, in one transaction, so that it is of one moment; decoding comes after
 * it and holds nobody up. `load->layout` stays NULL when nothing of the dataset is stored. */
static gboolean
fetch (Load *load, const char *dataset, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  HdStoreSql *sql = load->self->reader;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sql->lock);
  g_autoptr (GArray) list = NULL;
  gboolean is_ok;

  if (!hd_store_sql_begin_read (sql, error))
    return FALSE;
  is_ok = hd_store_layout_load (sql, dataset, &load->layout, error);
  if (is_ok && load->layout != NULL)
    {
      list = hd_partitions_list (sql, load->layout, error);
      is_ok = list != NULL;
    }
  for (guint index = 0; is_ok && list != NULL && index < list->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (list, HdPartitionInfo, index);
      gint64 moment = as_of != 0 && info->vintage > as_of ? as_of : 0;

      if (is_wanted (info, first, last, moment))
        is_ok = fetch_partition (load, info, moment, error);
    }
  hd_store_sql_rollback (sql);
  return is_ok;
}

/* From the dataset's dictionary to the codes of the structure; NULL when the structure lacks one. */
static HdCode *
map_codes (const Load *load, guint dimension)
{
  GPtrArray *dictionary = g_ptr_array_index (load->layout->dictionaries, dimension);
  int index = hd_structure_find_dimension (load->structure,
                                           g_ptr_array_index (load->layout->dimensions, dimension));
  g_autofree HdCode *map = g_new (HdCode, dictionary->len + 1);
  const HdCodeList *codes;

  if (index < 0)
    return NULL;
  codes = hd_structure_get_dimension (load->structure, (guint)index)->codes;
  for (guint code = 0; code < dictionary->len; code++)
    {
      map[code] = hd_code_list_find (codes, g_ptr_array_index (dictionary, code), -1);
      if (map[code] == HD_CODE_NONE)
        return NULL;
    }
  return g_steal_pointer (&map);
}

static HdCode **
map_all_codes (const Load *load)
{
  guint n_dimensions = load->layout->dimensions->len;
  HdCode **maps = g_new0 (HdCode *, n_dimensions + 1);

  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    if ((maps[dimension] = map_codes (load, dimension)) == NULL)
      {
        g_strfreev ((char **)maps);
        return NULL;
      }
  return maps;
}

static HdRows *
gather_rows (const Load *load, const HdVersions *const *sources, const GArray *refs, HdCode **maps)
{
  HdRows *rows = hd_rows_new_sized (load->structure, refs->len);
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;

  for (guint row = 0; row < rows->n_rows; row++)
    {
      rows->day[row] = sources[ref[row].source]->day[ref[row].row];
      rows->status[row] = sources[ref[row].source]->status[ref[row].row];
      rows->known_from[row] = sources[ref[row].source]->known_from[ref[row].row];
    }
  memset (rows->action, HD_ACTION_REPLACE, rows->n_rows);
  for (guint index = 0; index < load->layout->dimensions->len; index++)
    {
      guint to = (guint)hd_structure_find_dimension (
          load->structure, g_ptr_array_index (load->layout->dimensions, index));

      for (guint row = 0; row < rows->n_rows; row++)
        rows->codes[to][row] = maps[index][sources[ref[row].source]->codes[index][ref[row].row]];
    }
  for (guint to = 0; to < hd_structure_get_n_measures (load->structure); to++)
    {
      const HdMeasure *measure = hd_structure_get_measure (load->structure, to);
      int index = hd_store_layout_find_measure (load->layout, measure->id);

      for (guint row = 0; row < rows->n_rows; row++)
        rows->values[to][row] = index < 0
                                    ? hd_number_missing (measure->is_real)
                                    : hd_versions_get_value (sources[ref[row].source], (guint)index,
                                                             ref[row].row, measure->is_real);
    }
  return rows;
}

static HdRows *
play_history (const Load *load,
              const Wanted *wanted,
              HdVersions *current,
              HdVersions *history,
              HdCode **maps)
{
  guint n_dimensions = load->layout->dimensions->len, n_measures = load->layout->measures->len;
  g_autoptr (HdVersions) derived = hd_versions_new (n_dimensions, n_measures, 0);
  HdVersions *sources[] = { current, history, derived };
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_autoptr (GArray) no_items = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));
  g_autoptr (GArray) shown = NULL;
  g_auto (HdKeyShape) shape = { 0 };
  HdMergeInput input = {
    .sources = sources,
    .shape = &shape,
    .is_real = (const gboolean *)load->layout->is_real->data,
    .items = no_items,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (load->layout, index);
  hd_key_shape_init (&shape, hd_day_from_ymd (wanted->info.year, 1, 1), n_dimensions, n_codes);
  shown = hd_versions_as_of (&input, wanted->as_of);
  return gather_rows (load, (const HdVersions *const *)sources, shown, maps);
}

/* Hands the columns over; only codes are rewritten, in place. */
static HdRows *
take_latest (const Load *load, HdVersions *current, HdCode **maps)
{
  HdRows *rows = hd_rows_new (load->structure);

  rows->n_rows = rows->capacity = current->n_rows;
  rows->day = g_steal_pointer (&current->day);
  rows->status = g_steal_pointer (&current->status);
  rows->known_from = g_steal_pointer (&current->known_from);
  rows->action = g_steal_pointer (&current->action);
  memset (rows->action, HD_ACTION_REPLACE, rows->n_rows);
  for (guint index = 0; index < current->n_dimensions; index++)
    {
      guint to = (guint)hd_structure_find_dimension (
          load->structure, g_ptr_array_index (load->layout->dimensions, index));
      HdCode *codes = rows->codes[to] = g_steal_pointer (&current->codes[index]);

      for (guint row = 0; row < rows->n_rows; row++)
        codes[row] = maps[index][codes[row]];
    }
  for (guint to = 0; to < hd_structure_get_n_measures (load->structure); to++)
    {
      const HdMeasure *measure = hd_structure_get_measure (load->structure, to);
      int index = hd_store_layout_find_measure (load->layout, measure->id);

      rows->values[to] = index < 0 ? NULL : g_steal_pointer (&current->values[index]);
      if (rows->values[to] == NULL)
        rows->values[to] = hd_versions_missing_column (rows->n_rows, measure->is_real);
    }
  return rows;
}

static gboolean
decode (const Load *load, Wanted *wanted, HdCode **maps, GError **error)
{
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;
  g_autofree char *key = cache_key (load, wanted);
  gboolean with_origin = wanted->as_of != 0;

  current = hd_partition_decode (load->layout, &wanted->info, HD_PART_CURRENT, wanted->current,
                                 with_origin, error);
  if (current != NULL && wanted->as_of != 0)
    history = hd_partition_decode (load->layout, &wanted->info, HD_PART_HISTORY, wanted->history,
                                   with_origin, error);
  if (current == NULL || (wanted->as_of != 0 && history == NULL))
    return FALSE;
  wanted->rows = wanted->as_of == 0 ? take_latest (load, current, maps)
                                    : play_history (load, wanted, current, history, maps);
  hd_store_cache_put (load->self->cache, key, cache_stamp (load, wanted), wanted->rows);
  return TRUE;
}

static guint
first_row_from (const HdRows *rows, HdDay day)
{
  guint low = 0, high = rows->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rows->day[middle] < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The rows whose day lies in first..last: all of them as they are, or a copy of the stretch. */
static HdRows *
cut (HdRows *rows, HdDay first, HdDay last)
{
  guint start = first_row_from (rows, first);
  guint end = last == G_MAXINT32 ? rows->n_rows : first_row_from (rows, last + 1);
  guint n_rows = end > start ? end - start : 0;
  HdRows *piece;

  if (n_rows == rows->n_rows)
    return hd_rows_ref (rows);
  piece = hd_rows_new_sized (rows->structure, n_rows);
  if (n_rows == 0)
    return piece;
  memcpy (piece->day, rows->day + start, n_rows * sizeof *piece->day);
  memcpy (piece->status, rows->status + start, n_rows);
  memcpy (piece->action, rows->action + start, n_rows);
  memcpy (piece->known_from, rows->known_from + start, n_rows * sizeof *piece->known_from);
  for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
    memcpy (piece->codes[index], rows->codes[index] + start, n_rows * sizeof (HdCode));
  for (guint index = 0; index < hd_structure_get_n_measures (rows->structure); index++)
    memcpy (piece->values[index], rows->values[index] + start, n_rows * sizeof (HdNumber));
  return piece;
}

typedef enum
{
  ATTEMPT_OK,
  ATTEMPT_FAILED,
  ATTEMPT_UNKNOWN_CODES, /* the structures do not know all that is stored */
} Attempt;

static Attempt
attempt (Load *load,
         const char *dataset,
         HdDay first,
         HdDay last,
         gint64 as_of,
         GPtrArray *result,
         GError **error)
{
  g_auto (GStrv) maps_owner = NULL;
  HdCode **maps = NULL;

  load->wanted = g_array_new (FALSE, TRUE, sizeof (Wanted));
  g_array_set_clear_func (load->wanted, (GDestroyNotify)wanted_clear);
  if (!fetch (load, dataset, first, last, as_of, error))
    return ATTEMPT_FAILED;
  load->structure = hd_structures_find (load->structures, dataset);
  if (load->structure == NULL)
    return ATTEMPT_UNKNOWN_CODES;
  if (load->layout == NULL)
    return ATTEMPT_OK;
  maps = map_all_codes (load);
  maps_owner = (char **)maps;
  if (maps == NULL)
    return ATTEMPT_UNKNOWN_CODES;
  for (guint index = 0; index < load->wanted->len; index++)
    {
      Wanted *wanted = &g_array_index (load->wanted, Wanted, index);
      g_autoptr (HdRows) piece = NULL;

      if (wanted->rows == NULL && !decode (load, wanted, maps, error))
        return ATTEMPT_FAILED;
      piece = cut (wanted->rows, first, last);
      if (piece->n_rows > 0)
        g_ptr_array_add (result, g_steal_pointer (&piece));
    }
  return ATTEMPT_OK;
}

GPtrArray *
hd_store_load (HdStore *self,
               const char *dataset,
               HdDay first,
               HdDay last,
               gint64 as_of,
               GError **error)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  Attempt outcome = ATTEMPT_UNKNOWN_CODES;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, NULL);
  for (guint round = 0; round < 2 && outcome == ATTEMPT_UNKNOWN_CODES; round++)
    {
      g_auto (Load) load = { .self = self };

      load.structures = hd_store_peek_structures (self, round > 0, &load.serial, error);
      if (load.structures == NULL)
        return NULL;
      outcome = attempt (&load, dataset, first, last, as_of, result, error);
    }
  if (outcome == ATTEMPT_UNKNOWN_CODES)
    g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET,
                 "%s: no such dataset in the store", dataset);
  return outcome == ATTEMPT_OK ? g_steal_pointer (&result) : NULL;
}
