/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The source that reads the offline store.
 */

#include "config.h"

#include "hd-cube-shelf.h"
#include "hd-cube-source.h"
#include "hd-store-retention.h"

typedef struct
{
  HdStore *store;
  HdCubeShelf *shelf;
} StoreSource;

static HdStructures *
store_get_structures (gpointer data, GError **error)
{
  return hd_store_get_structures (((StoreSource *)data)->store, error);
}

static guint64
store_get_generation (gpointer data)
{
  return hd_store_get_generation (((StoreSource *)data)->store);
}

static gboolean
store_get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  g_autoptr (GArray) parts
      = hd_cube_shelf_list_parts (((StoreSource *)data)->shelf, dataset, error);
  HdDay first = G_MAXINT32, last = G_MININT32;

  for (guint index = 0; parts != NULL && index < parts->len; index++)
    {
      const HdStorePartition *part = &g_array_index (parts, HdStorePartition, index);

      if (part->n_rows == 0)
        continue;
      first = MIN (first, part->first);
      last = MAX (last, part->last);
    }
  if (last >= first)
    *extent = hd_period_span (first, last);
  return last >= first;
}

static HdDay
store_get_horizon (gpointer data, const char *dataset)
{
  return hd_store_retention_get_horizon (((StoreSource *)data)->store, dataset);
}

static GPtrArray *
store_load (gpointer data,
            const char *dataset,
            HdDay first,
            HdDay last,
            gint64 as_of,
            GError **error)
{
  return hd_store_load (((StoreSource *)data)->store, dataset, first, last, as_of, error);
}

static GPtrArray *
store_load_past (gpointer data, const char *dataset, HdDay first, HdDay last, GError **error)
{
  return hd_store_load_past (((StoreSource *)data)->store, dataset, first, last, error);
}

static GArray *
store_list_parts (gpointer data, const char *dataset, GError **error)
{
  return hd_cube_shelf_list_parts (((StoreSource *)data)->shelf, dataset, error);
}

static GPtrArray *
store_list_rollups (gpointer data,
                    HdStructure *structure,
                    const HdStorePartition *part,
                    guint64 dimensions,
                    guint64 measures)
{
  return hd_cube_shelf_list (((StoreSource *)data)->shelf, structure, part, dimensions, measures);
}

static HdCubeTable *
store_open_rollup (gpointer data,
                   HdStructure *structure,
                   const HdCubeRollup *rollup,
                   guint64 dimensions,
                   guint64 measures)
{
  return hd_cube_shelf_open (((StoreSource *)data)->shelf, structure, rollup, dimensions, measures);
}

/* (element-type utf8): the ids of the bits that are set. */
static GPtrArray *
name_columns (HdStructure *structure, guint64 bits, gboolean is_measure)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint index = 0; bits >> index != 0; index++)
    if ((bits >> index & 1) != 0)
      g_ptr_array_add (names,
                       (gpointer)(is_measure ? hd_structure_get_measure (structure, index)->id
                                             : hd_structure_get_dimension (structure, index)->id));
  g_ptr_array_add (names, NULL);
  return names;
}

static GPtrArray *
store_open_rows (gpointer data, const HdCubeRowsRequest *wanted, GError **error)
{
  HdStructure *structure = wanted->structure;
  g_autoptr (GPtrArray) dimensions = name_columns (structure, wanted->dimensions, FALSE);
  g_autoptr (GPtrArray) measures = name_columns (structure, wanted->measures, TRUE);
  HdColumnsRequest request = { .dataset = hd_structure_get_id (structure),
                               .dimensions = (const char *const *)dimensions->pdata,
                               .measures = (const char *const *)measures->pdata,
                               .with_status = TRUE,
                               .first = wanted->first,
                               .last = wanted->last,
                               .partitions = wanted->partitions,
                               .filter = wanted->filter,
                               .as_of = wanted->as_of };
  g_autoptr (GPtrArray) loaded
      = hd_store_load_columns (((StoreSource *)data)->store, &request, wanted->cancellable, error);
  GPtrArray *tables;

  if (loaded == NULL)
    return NULL;
  tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_table_unref);
  for (guint index = 0; index < loaded->len; index++)
    g_ptr_array_add (tables, hd_cube_table_new_for_columns (g_ptr_array_index (loaded, index)));
  return tables;
}

static void
store_forget (gpointer data)
{
  StoreSource *source = data;

  hd_cube_shelf_forget (source->shelf);
  hd_store_set_cache_budget (source->store, 0);
  hd_store_set_cache_budget (source->store, HD_CUBE_ROWS_CACHE_BYTES);
}

static void
store_free (gpointer data)
{
  StoreSource *source = data;

  hd_cube_shelf_free (source->shelf);
  g_object_unref (source->store);
  g_free (source);
}

static const HdCubeSourceFuncs store_funcs = {
  .get_structures = store_get_structures,
  .get_generation = store_get_generation,
  .get_extent = store_get_extent,
  .get_horizon = store_get_horizon,
  .load = store_load,
  .load_past = store_load_past,
  .list_parts = store_list_parts,
  .list_rollups = store_list_rollups,
  .open_rollup = store_open_rollup,
  .open_rows = store_open_rows,
  .forget = store_forget,
  .free = store_free,
};

void
hd_cube_source_init_store (HdCubeSource *source, HdStore *store, HdCatalog *catalog)
{
  StoreSource *data = g_new0 (StoreSource, 1);

  data->store = g_object_ref (store);
  data->shelf = hd_cube_shelf_new (store, catalog);
  source->funcs = &store_funcs;
  source->data = data;
}

void
hd_cube_source_clear (HdCubeSource *source)
{
  if (source->data != NULL && source->funcs->free != NULL)
    source->funcs->free (source->data);
  source->data = NULL;
}
