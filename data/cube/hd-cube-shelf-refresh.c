/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes roll-ups and puts them into the store.
 *
 * Of a partition, each is made of the smallest that is there already and has all that it wants, so that
 * the rows are gone through once or twice, not once a roll-up.
 */

#include "config.h"

#include "hd-cube-shelf.h"

#include "hd-segment.h"

/* A roll-up that is no smaller than this part of the rows is not worth its room. */
#define WORTH_IT 0.7
/* A partition of fewer rows is answered from as quickly as a roll-up. */
#define FEWEST_ROWS 2000
/* Each has the rows of a partition in memory. */
#define MAX_THREADS 4

/* A partition, and which roll-ups of it are to be made. */
typedef struct
{
  HdStorePartition part;
  guint64 missing; /* bits by index in the dataset's */
} Stale;

/* A table of the partition at hand. */
typedef struct
{
  const HdRollupSpec *spec; /* NULL: the rows */
  HdCubeRollupDraft *draft;
  HdCubeTable *table;
} Made;

typedef struct
{
  HdStore *store;
  const HdDataset *dataset;
  HdSegmentWriter *writer;
  GArray *made; /* (element-type Made) of the partition at hand */
} Refresh;

static void
made_clear (gpointer data)
{
  Made *made = data;

  g_clear_pointer (&made->table, hd_cube_table_unref);
  g_clear_pointer (&made->draft, hd_cube_rollup_draft_free);
}

/* (transfer full) (nullable): the rows of a partition, with all columns that roll-ups keep. */
static HdCubeTable *
load_rows (const Refresh *refresh,
           const HdStorePartition *part,
           HdStructure *structure,
           GError **error)
{
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  g_autoptr (GPtrArray) measures = g_ptr_array_new ();
  const int only[] = { part->partition, 0 };
  HdColumnsRequest request = { .dataset = refresh->dataset->id,
                               .with_status = TRUE,
                               .first = part->first,
                               .last = part->last,
                               .partitions = only };
  g_autoptr (GPtrArray) loaded = NULL;

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_ptr_array_add (dimensions, (gpointer)hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    if (!hd_structure_get_measure (structure, index)->is_real)
      g_ptr_array_add (measures, (gpointer)hd_structure_get_measure (structure, index)->id);
  g_ptr_array_add (dimensions, NULL);
  g_ptr_array_add (measures, NULL);
  request.dimensions = (const char *const *)dimensions->pdata;
  request.measures = (const char *const *)measures->pdata;
  loaded = hd_store_load_columns (refresh->store, &request, NULL, error);
  if (loaded == NULL || loaded->len == 0)
    return NULL;
  return hd_cube_table_new_for_columns (g_ptr_array_index (loaded, 0));
}

/* Has `made` all measures that `spec` wants? */
static gboolean
holds_measures (const Made *made, const HdRollupSpec *spec)
{
  if (made->spec->measures == NULL)
    return TRUE;
  for (guint index = 0; spec->measures != NULL && spec->measures[index] != NULL; index++)
    if (!g_strv_contains ((const char *const *)made->spec->measures, spec->measures[index]))
      return FALSE;
  return spec->measures != NULL;
}

/* Has `made` all rows that `spec` is of? */
static gboolean
holds_rows (const Made *made, const HdRollupSpec *spec)
{
  return made->spec->where == NULL
         || (g_strcmp0 (made->spec->where, spec->where) == 0
             && g_strv_equal ((const char *const *)made->spec->where_codes,
                              (const char *const *)spec->where_codes));
}

static gboolean
holds (const Made *made, const HdRollupSpec *spec)
{
  if (made->spec == NULL)
    return TRUE;
  if (!holds_rows (made, spec))
    return FALSE;
  for (guint index = 0; spec->dimensions[index] != NULL; index++)
    if (!g_strv_contains ((const char *const *)made->spec->dimensions, spec->dimensions[index]))
      return FALSE;
  return made->spec->grain <= spec->grain && holds_measures (made, spec);
}

static const Made *
find_smallest (const Refresh *refresh, const HdRollupSpec *spec)
{
  const Made *smallest = NULL;

  for (guint index = 0; index < refresh->made->len; index++)
    {
      const Made *made = &g_array_index (refresh->made, Made, index);

      if (holds (made, spec) && (smallest == NULL || made->table->n_rows < smallest->table->n_rows))
        smallest = made;
    }
  return smallest;
}

static gboolean
put (const Refresh *refresh,
     const HdCubeRollup *rollup,
     const char *name,
     GBytes *value,
     GError **error)
{
  HdStoreRollup blob = { rollup->partition, rollup->tag, value };

  return hd_store_put_rollups (refresh->store, refresh->dataset->id, name, &blob, 1, error);
}

static gboolean
put_column (const Refresh *refresh,
            const HdCubeRollup *rollup,
            const char *column,
            const gint64 *numbers,
            GError **error)
{
  g_autofree char *name = hd_cube_shelf_name (rollup, column);
  g_autofree char *place = hd_cube_shelf_place (rollup, column);
  g_autoptr (GBytes) segment = hd_segment_write (refresh->writer, place, numbers, rollup->n_rows);

  return put (refresh, rollup, name, segment, error);
}

static gboolean
put_codes (const Refresh *refresh, const HdCubeRollupDraft *draft, guint index, GError **error)
{
  const HdCubeRollup *rollup = draft->rollup;
  g_autofree gint64 *numbers = g_new (gint64, rollup->n_rows + 1);

  for (guint row = 0; row < rollup->n_rows; row++)
    numbers[row] = g_array_index (draft->codes[index], guint16, row);
  return put_column (refresh, rollup, rollup->dimensions[index], numbers, error);
}

static gboolean
put_flags (const Refresh *refresh, const HdCubeRollupDraft *draft, guint index, GError **error)
{
  const HdCubeRollup *rollup = draft->rollup;
  g_autofree gint64 *numbers = g_new (gint64, rollup->n_rows + 1);
  g_autofree char *column = g_strconcat (rollup->measures[index], "/flags", NULL);

  for (guint row = 0; row < rollup->n_rows; row++)
    numbers[row] = draft->flags[index]->data[row];
  return put_column (refresh, rollup, column, numbers, error);
}

/* The header comes last: what it names is there. */
static gboolean
put_draft (const Refresh *refresh, const HdCubeRollupDraft *draft, GError **error)
{
  const HdCubeRollup *rollup = draft->rollup;
  g_autoptr (GBytes) header = hd_cube_rollup_pack (rollup);

  for (guint index = 0; rollup->dimensions[index] != NULL; index++)
    if (!put_codes (refresh, draft, index, error))
      return FALSE;
  for (guint index = 0; rollup->measures[index] != NULL; index++)
    {
      if (!put_column (refresh, rollup, rollup->measures[index],
                       (const gint64 *)draft->values[index]->data, error)
          || (rollup->has_flags[index] && !put_flags (refresh, draft, index, error)))
        return FALSE;
    }
  return put (refresh, rollup, rollup->id, header, error);
}

/* An empty header: so that it is not tried again. */
static gboolean
put_none (const Refresh *refresh,
          const HdRollupSpec *spec,
          const HdStorePartition *part,
          GError **error)
{
  g_autoptr (HdCubeRollup) none = hd_cube_rollup_new (refresh->dataset->id, spec);
  g_autoptr (GBytes) header = hd_cube_rollup_pack (none);

  none->partition = part->partition;
  none->tag = part->tag;
  return put (refresh, none, none->id, header, error);
}

static gboolean
make (Refresh *refresh, const HdRollupSpec *spec, const HdStorePartition *part, GError **error)
{
  const Made *from = find_smallest (refresh, spec);
  Made made = { spec, hd_cube_rollup_build (from->table, spec), NULL };

  if (made.draft != NULL && made.draft->rollup->n_rows > WORTH_IT * part->n_rows)
    g_clear_pointer (&made.draft, hd_cube_rollup_draft_free);
  if (made.draft == NULL)
    return put_none (refresh, spec, part, error);
  made.draft->rollup->partition = part->partition;
  made.draft->rollup->tag = part->tag;
  made.table = hd_cube_rollup_draft_open (made.draft, from->table);
  g_array_append_val (refresh->made, made);
  return put_draft (refresh, made.draft, error);
}

static gboolean
refresh_partition (Refresh *refresh, const Stale *stale, HdStructure *structure, GError **error)
{
  const HdStorePartition *part = &stale->part;
  Made rows = { NULL, NULL, load_rows (refresh, part, structure, error) };
  gboolean is_ok = rows.table != NULL;

  if (!is_ok)
    return FALSE;
  refresh->made = g_array_new (FALSE, FALSE, sizeof (Made));
  g_array_set_clear_func (refresh->made, made_clear);
  g_array_append_val (refresh->made, rows);
  for (guint index = 0; is_ok && index < refresh->dataset->rollups->len; index++)
    if ((stale->missing >> index & 1) != 0)
      is_ok = make (refresh, g_ptr_array_index (refresh->dataset->rollups, index), part, error);
  g_clear_pointer (&refresh->made, g_array_unref);
  return is_ok;
}

/* Takes what is there and up to date from what is missing. */
static void
strike_out (HdStore *store, const HdDataset *dataset, guint index, GHashTable *by_partition)
{
  const HdRollupSpec *spec = g_ptr_array_index (dataset->rollups, index);
  g_autoptr (GArray) found = hd_store_get_rollups (store, dataset->id, spec->id, NULL);

  for (guint at = 0; found != NULL && at < found->len; at++)
    {
      const HdStoreRollup *blob = &g_array_index (found, HdStoreRollup, at);
      Stale *stale = g_hash_table_lookup (by_partition, GINT_TO_POINTER (blob->partition));

      if (stale != NULL && stale->part.tag == blob->tag)
        stale->missing &= ~(G_GUINT64_CONSTANT (1) << index);
    }
}

/* (transfer full) (element-type Stale): what is to be made, of one dataset. A roll-up that came to the
 * catalogue since is missing everywhere. */
static GArray *
list_stale (HdStore *store, const HdDataset *dataset, GError **error)
{
  g_autoptr (GArray) parts = hd_store_list_partitions (store, dataset->id, error);
  g_autoptr (GHashTable) by_partition = g_hash_table_new (NULL, NULL);
  guint n_rollups = dataset->rollups->len, n_kept = 0;
  GArray *all;

  if (parts == NULL)
    return NULL;
  g_assert (n_rollups > 0 && n_rollups < 64);
  all = g_array_sized_new (FALSE, FALSE, sizeof (Stale), parts->len);
  for (guint index = 0; index < parts->len; index++)
    {
      Stale stale = { g_array_index (parts, HdStorePartition, index),
                      (G_GUINT64_CONSTANT (1) << n_rollups) - 1 };

      if (stale.part.n_rows >= FEWEST_ROWS)
        g_array_append_val (all, stale);
    }
  for (guint index = 0; index < all->len; index++)
    {
      Stale *stale = &g_array_index (all, Stale, index);

      g_hash_table_insert (by_partition, GINT_TO_POINTER (stale->part.partition), stale);
    }
  for (guint index = 0; index < n_rollups; index++)
    strike_out (store, dataset, index, by_partition);
  for (guint index = 0; index < all->len; index++)
    if (g_array_index (all, Stale, index).missing != 0)
      g_array_index (all, Stale, n_kept++) = g_array_index (all, Stale, index);
  g_array_set_size (all, n_kept);
  return all;
}

/* Lets go of the roll-ups that the catalogue no longer has. */
static gboolean
forget_others (HdStore *store, const HdDataset *dataset, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint index = 0; index < dataset->rollups->len; index++)
    g_ptr_array_add (ids, ((HdRollupSpec *)g_ptr_array_index (dataset->rollups, index))->id);
  g_ptr_array_add (ids, NULL);
  return hd_store_keep_rollups (store, dataset->id, (const char *const *)ids->pdata, error);
}

/* Partitions that are shared out among threads. */
typedef struct
{
  HdStore *store;
  const HdDataset *dataset;
  HdStructure *structure;
  GCancellable *cancellable;
  GMutex lock; /* of `error` */
  GError *error; /* the first one */
} Work;

static void
refresh_cb (gpointer data, gpointer user_data)
{
  const Stale *stale = data;
  Work *work = user_data;
  g_autoptr (HdSegmentWriter) writer = hd_segment_writer_new ();
  Refresh refresh = { .store = work->store, .dataset = work->dataset, .writer = writer };
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (work->cancellable, &error)
      && refresh_partition (&refresh, stale, work->structure, &error))
    return;
  g_mutex_lock (&work->lock);
  if (work->error == NULL)
    work->error = g_steal_pointer (&error);
  g_mutex_unlock (&work->lock);
  g_clear_error (&error);
}

static gboolean
refresh_dataset (Work *work, GArray *stale, GError **error)
{
  guint n_threads = MIN (g_get_num_processors (), MAX_THREADS);
  GThreadPool *pool = g_thread_pool_new (refresh_cb, work, (gint)n_threads, FALSE, NULL);

  for (guint index = 0; index < stale->len; index++)
    g_thread_pool_push (pool, &g_array_index (stale, Stale, index), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  if (work->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&work->error));
  return FALSE;
}

gboolean
hd_cube_shelf_refresh (HdStore *store,
                       HdCatalog *catalog,
                       GCancellable *cancellable,
                       HdCubeRollupsFunc progress,
                       gpointer user_data,
                       GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdStructures) structures = hd_store_get_structures (store, &problem);
  guint n_datasets = hd_catalog_get_n_datasets (catalog);

  for (guint index = 0; structures != NULL && index < n_datasets; index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, index);
      Work work = { store, dataset, hd_structures_find (structures, dataset->id), cancellable };
      g_autoptr (GArray) stale = NULL;

      if (progress != NULL)
        progress (index, n_datasets, user_data);
      if (work.structure == NULL || dataset->rollups->len == 0)
        continue;
      stale = list_stale (store, dataset, error);
      if (stale == NULL || (stale->len > 0 && !forget_others (store, dataset, error))
          || !refresh_dataset (&work, stale, error))
        return FALSE;
    }
  /* Without structures there is nothing yet to roll up. */
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
