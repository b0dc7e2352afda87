/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads roll-ups out of the store: headers once a generation, columns as they are asked for.
 */

#include "config.h"

#include "hd-cube-shelf.h"

#include "hd-segment.h"
#include "hd-store-cache.h"

/* Decoded columns of roll-ups: what a morning's drilling keeps touching. */
#define DEFAULT_BUDGET (32u << 20)
/* Roll-ups are made after the rows are in; until they are there, they are looked for this often. */
#define RETRY_US (2 * G_USEC_PER_SEC)

/* The headers of one roll-up. */
typedef struct
{
  GHashTable *by_partition; /* (element-type int HdCubeRollup) */
  gint64 read_us; /* on the monotonic clock */
} Headers;

/* What is known of a dataset at a generation. */
typedef struct
{
  guint64 generation;
  GArray *parts; /* (element-type HdStorePartition) */
  HdDictionaries *dictionaries; /* (nullable): not read yet */
  GHashTable *headers; /* (element-type utf8 Headers) by the roll-up's id */
} Known;

struct _HdCubeShelf
{
  HdStore *store;
  HdCatalog *catalog;
  HdStoreCache *columns;
  GMutex lock; /* of `known` */
  GHashTable *known; /* (element-type utf8 Known) by dataset */
};

static const HdStoreCacheKind vector_kind
    = { (gpointer (*) (gpointer))hd_vector_ref, (void (*) (gpointer))hd_vector_unref };

static void
headers_free (gpointer data)
{
  Headers *headers = data;

  g_hash_table_unref (headers->by_partition);
  g_free (headers);
}

static void
known_free (gpointer data)
{
  Known *known = data;

  g_array_unref (known->parts);
  g_clear_pointer (&known->dictionaries, hd_dictionaries_unref);
  g_hash_table_unref (known->headers);
  g_free (known);
}

HdCubeShelf *
hd_cube_shelf_new (HdStore *store, HdCatalog *catalog)
{
  HdCubeShelf *self = g_new0 (HdCubeShelf, 1);

  self->store = g_object_ref (store);
  self->catalog = hd_catalog_ref (catalog);
  self->columns = hd_store_cache_new (DEFAULT_BUDGET);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  g_mutex_init (&self->lock);
  return self;
}

void
hd_cube_shelf_free (HdCubeShelf *self)
{
  g_hash_table_unref (self->known);
  hd_store_cache_free (self->columns);
  hd_catalog_unref (self->catalog);
  g_object_unref (self->store);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hd_cube_shelf_forget (HdCubeShelf *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove_all (self->known);
  hd_store_cache_set_budget (self->columns, 0);
  hd_store_cache_set_budget (self->columns, DEFAULT_BUDGET);
}

char *
hd_cube_shelf_name (const HdCubeRollup *rollup, const char *column)
{
  return g_strdup_printf ("%s/%s", rollup->id, column);
}

/* With the partition's tag: a column of another making is known as damaged. */
char *
hd_cube_shelf_place (const HdCubeRollup *rollup, const char *column)
{
  return g_strdup_printf ("%s/%d/%" G_GUINT64_FORMAT "/rollup/%s/%s", rollup->dataset,
                          rollup->partition, rollup->tag, rollup->id, column);
}

/* With the lock held. (nullable) (transfer none) */
static Known *
know (HdCubeShelf *self, const char *dataset, GError **error)
{
  guint64 generation = hd_store_get_generation (self->store);
  Known *known = g_hash_table_lookup (self->known, dataset);
  GArray *parts;

  if (known != NULL && known->generation == generation)
    return known;
  parts = hd_store_list_partitions (self->store, dataset, error);
  if (parts == NULL)
    return NULL;
  known = g_new0 (Known, 1);
  known->generation = generation;
  known->parts = parts;
  known->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, headers_free);
  g_hash_table_insert (self->known, g_strdup (dataset), known);
  return known;
}

/* With the lock held: as of the last listing of parts, without asking the store once more. A question lists them
 * once and then looks at a hundred; what moved on meanwhile is known by its tag. (nullable) (transfer none) */
static Known *
recall (HdCubeShelf *self, const char *dataset)
{
  Known *known = g_hash_table_lookup (self->known, dataset);

  return known != NULL ? known : know (self, dataset, NULL);
}

GArray *
hd_cube_shelf_list_parts (HdCubeShelf *self, const char *dataset, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Known *known = know (self, dataset, error);

  return known != NULL ? g_array_ref (known->parts) : NULL;
}

static Headers *
read_headers (HdCubeShelf *self, const char *dataset, const HdRollupSpec *spec)
{
  Headers *headers = g_new0 (Headers, 1);
  g_autoptr (GArray) found = hd_store_get_rollups (self->store, dataset, spec->id, NULL);

  headers->read_us = g_get_monotonic_time ();
  headers->by_partition
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)hd_cube_rollup_unref);
  for (guint index = 0; found != NULL && index < found->len; index++)
    {
      const HdStoreRollup *blob = &g_array_index (found, HdStoreRollup, index);
      g_autoptr (HdCubeRollup) rollup = hd_cube_rollup_new (dataset, spec);

      rollup->partition = blob->partition;
      rollup->tag = blob->tag;
      if (hd_cube_rollup_unpack (rollup, blob->value))
        g_hash_table_insert (headers->by_partition, GINT_TO_POINTER (blob->partition),
                             g_steal_pointer (&rollup));
    }
  return headers;
}

/* With the lock held. (nullable) (transfer none) */
static HdCubeRollup *
find_header (HdCubeShelf *self,
             Known *known,
             const char *dataset,
             const HdRollupSpec *spec,
             const HdStorePartition *part)
{
  Headers *headers = g_hash_table_lookup (known->headers, spec->id);
  HdCubeRollup *rollup;

  for (guint attempt = 0; attempt < 2; attempt++)
    {
      rollup = headers != NULL
                   ? g_hash_table_lookup (headers->by_partition, GINT_TO_POINTER (part->partition))
                   : NULL;
      if (rollup != NULL && rollup->tag == part->tag)
        return rollup;
      if (headers != NULL && g_get_monotonic_time () - headers->read_us < RETRY_US)
        return NULL;
      headers = read_headers (self, dataset, spec);
      g_hash_table_insert (known->headers, g_strdup (spec->id), headers);
    }
  return NULL;
}

GPtrArray *
hd_cube_shelf_list (HdCubeShelf *self,
                    HdStructure *structure,
                    const HdStorePartition *part,
                    guint64 dimensions,
                    guint64 measures)
{
  const char *id = hd_structure_get_id (structure);
  const HdDataset *dataset = hd_catalog_find_dataset (self->catalog, id);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_rollup_unref);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Known *known = dataset != NULL ? recall (self, id) : NULL;

  for (guint index = 0; known != NULL && index < dataset->rollups->len; index++)
    {
      const HdRollupSpec *spec = g_ptr_array_index (dataset->rollups, index);
      HdCubeRollup *rollup;

      if (!hd_rollup_spec_has_dimensions (spec, structure, dimensions))
        continue;
      rollup = find_header (self, known, id, spec, part);
      if (rollup != NULL && hd_cube_rollup_is_there (rollup)
          && hd_cube_rollup_has_measures (rollup, structure, measures))
        g_ptr_array_add (found, hd_cube_rollup_ref (rollup));
    }
  return found;
}

/* (transfer full) (nullable) */
static HdVector *
read_column (HdCubeShelf *self,
             const HdCubeRollup *rollup,
             const char *column,
             const char *place,
             HdVectorKind kind)
{
  g_autofree char *name = hd_cube_shelf_name (rollup, column);
  g_autoptr (GBytes) segment = NULL;
  g_autoptr (GError) error = NULL;
  HdVector *vector = NULL;

  segment = hd_store_get_rollup (self->store, rollup->dataset, name, rollup->partition, &error);
  if (segment != NULL)
    vector = hd_segment_read_vector (place, segment, kind, NULL, rollup->n_rows, NULL, &error);
  if (vector == NULL)
    g_debug ("%s: %s", place, error != NULL ? error->message : "is not there");
  return vector;
}

/* (transfer full) (nullable): the questions of a screen are asked at once, and of the same columns; they are decoded
 * once. */
static HdVector *
load_column (HdCubeShelf *self, const HdCubeRollup *rollup, const char *column, HdVectorKind kind)
{
  g_autofree char *place = hd_cube_shelf_place (rollup, column);
  HdVector *vector = hd_store_cache_claim (self->columns, place, rollup->tag);

  if (vector != NULL)
    return vector;
  vector = read_column (self, rollup, column, place, kind);
  if (vector != NULL)
    hd_store_cache_put (self->columns, place, rollup->tag, &vector_kind, vector,
                        hd_vector_get_n_bytes (vector));
  hd_store_cache_release (self->columns, place);
  return vector;
}

static gboolean
load_dimensions (HdCubeShelf *self,
                 HdCubeTable *table,
                 const HdCubeRollup *rollup,
                 guint64 dimensions)
{
  for (guint index = 0; dimensions >> index != 0; index++)
    {
      HdVector *codes;

      if ((dimensions >> index & 1) == 0)
        continue;
      codes = load_column (self, rollup, hd_structure_get_dimension (table->structure, index)->id,
                           HD_VECTOR_CODES);
      if (codes == NULL)
        return FALSE;
      table->codes[index] = hd_cube_table_take (table, codes);
      /* The dictionary only grows, so a code beyond it is of a store that moved on meanwhile. */
      if (codes->greatest >= (gint64)table->dictionaries->n_codes[index])
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_measures (HdCubeShelf *self, HdCubeTable *table, const HdCubeRollup *rollup, guint64 measures)
{
  for (guint index = 0; measures >> index != 0; index++)
    {
      const char *id;
      g_autofree char *flags_name = NULL;
      HdVector *values, *flags;
      int measure;

      if ((measures >> index & 1) == 0)
        continue;
      id = hd_structure_get_measure (table->structure, index)->id;
      measure = hd_cube_rollup_find_measure (rollup, id);
      values = load_column (self, rollup, id, HD_VECTOR_INTEGERS);
      if (values == NULL)
        return FALSE;
      table->values[index] = hd_cube_table_take (table, values);
      if (!rollup->has_flags[measure])
        continue;
      flags_name = g_strconcat (id, "/flags", NULL);
      flags = load_column (self, rollup, flags_name, HD_VECTOR_CODES);
      if (flags == NULL)
        return FALSE;
      table->flags[index] = hd_cube_table_take (table, flags);
    }
  return TRUE;
}

/* (transfer full) (nullable): what the codes of the dataset mean. */
static HdDictionaries *
get_dictionaries (HdCubeShelf *self, const char *dataset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Known *known = recall (self, dataset);

  if (known == NULL)
    return NULL;
  if (known->dictionaries == NULL)
    known->dictionaries = hd_store_get_dictionaries (self->store, dataset, NULL);
  return known->dictionaries != NULL ? hd_dictionaries_ref (known->dictionaries) : NULL;
}

HdCubeTable *
hd_cube_shelf_open (HdCubeShelf *self,
                    HdStructure *structure,
                    const HdCubeRollup *rollup,
                    guint64 dimensions,
                    guint64 measures)
{
  g_autoptr (HdCubeTable) table = NULL;
  HdDictionaries *dictionaries = get_dictionaries (self, rollup->dataset);
  gboolean is_loaded;

  if (dictionaries == NULL)
    return NULL;
  table = hd_cube_table_new (dictionaries->structure, rollup->n_rows, rollup->n_runs);
  table->is_rollup = TRUE;
  if (rollup->dimensions[0] != NULL)
    table->sort_dimension
        = hd_structure_find_dimension (dictionaries->structure, rollup->dimensions[0]);
  table->dictionaries = dictionaries;
  memcpy (table->runs, rollup->runs, (rollup->n_runs + 1) * sizeof (HdCubeRun));
  /* Bits are by the asker's structure; one that differs is of another message, and rows answer it. */
  is_loaded = hd_structure_get_n_dimensions (structure)
                  == hd_structure_get_n_dimensions (dictionaries->structure)
              && hd_structure_get_n_measures (structure)
                     == hd_structure_get_n_measures (dictionaries->structure)
              && load_dimensions (self, table, rollup, dimensions)
              && load_measures (self, table, rollup, measures);
  hd_segment_forget_room ();
  return is_loaded ? g_steal_pointer (&table) : NULL;
}
