/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All versions of a dataset, partition by partition.
 */

#include "config.h"

#include "hd-store-versions.h"

#include "hd-deletion-rules.h"
#include "hd-store-private.h"
#include "hd-store-rows.h"
#include "hd-store-view.h"

#include <string.h>

struct _HdStoreVersions
{
  HdStore *store;
  HdStoreView *view;
  HdRowsMaker maker;
};

void
hd_store_versions_close (HdStoreVersions *versions)
{
  hd_rows_maker_clear (&versions->maker);
  g_clear_pointer (&versions->view, hd_store_view_unref);
  g_clear_object (&versions->store);
  g_free (versions);
}

/* The structures first as they are at hand, then with every code that is stored. */
static gboolean
find_maker (HdStoreVersions *self, const char *dataset, GError **error)
{
  for (guint round = 0; round < 2; round++)
    {
      guint64 serial;
      g_autoptr (HdStructures) structures
          = hd_store_peek_structures (self->store, round > 0, &serial, error);
      HdStructure *structure = NULL;

      if (structures == NULL)
        return FALSE;
      structure = hd_structures_find (structures, dataset);
      if (structure != NULL && self->view != NULL
          && hd_rows_maker_init (&self->maker, structure, self->view->layout))
        return TRUE;
      hd_rows_maker_clear (&self->maker);
    }
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET, "%s: no such dataset in the store",
               dataset);
  return FALSE;
}

HdStoreVersions *
hd_store_versions_open (HdStore *store, const char *dataset, GError **error)
{
  g_autoptr (HdStoreVersions) self = g_new0 (HdStoreVersions, 1);

  self->store = g_object_ref (store);
  if (!hd_store_find_view (store, dataset, &self->view, error)
      || !find_maker (self, dataset, error))
    return NULL;
  return g_steal_pointer (&self);
}

HdStructure *
hd_store_versions_get_structure (const HdStoreVersions *self)
{
  return self->maker.structure;
}

guint
hd_store_versions_get_n_partitions (const HdStoreVersions *self)
{
  return self->view->partitions->len;
}

guint64
hd_store_versions_get_generation (const HdStoreVersions *self, guint partition)
{
  return g_array_index (self->view->partitions, HdPartitionInfo, partition).version;
}

/* Segments of both parts, of one moment. */
static gboolean
fetch (HdStoreVersions *self,
       const HdPartitionInfo *info,
       GHashTable **current,
       GHashTable **history,
       GError **error)
{
  HdStoreSql *sql = self->store->reader;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sql->lock);

  if (!hd_store_sql_begin_read (sql, error))
    return FALSE;
  *current = hd_partition_fetch (sql, self->view->layout, info->number, HD_PART_CURRENT, error);
  if (*current != NULL)
    *history = hd_partition_fetch (sql, self->view->layout, info->number, HD_PART_HISTORY, error);
  hd_store_sql_rollback (sql);
  return *current != NULL && *history != NULL;
}

HdRows *
hd_store_versions_read (HdStoreVersions *self, guint partition, GError **error)
{
  const HdPartitionInfo *info = &g_array_index (self->view->partitions, HdPartitionInfo, partition);
  g_autoptr (GHashTable) current = NULL;
  g_autoptr (GHashTable) history = NULL;

  if (!fetch (self, info, &current, &history, error))
    return NULL;
  return hd_rows_maker_make_versions (&self->maker, info, current, history, error);
}

void
hd_store_past_free (HdStorePast *past)
{
  hd_rows_unref (past->rows);
  g_free (past->known_until);
  g_free (past);
}

static gboolean
read_past (HdStoreVersions *self, const HdPartitionInfo *info, GPtrArray *result, GError **error)
{
  g_autoptr (GHashTable) current = NULL;
  g_autoptr (GHashTable) history = NULL;
  g_autoptr (GArray) known_until = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HdRows) rows = NULL;
  HdStorePast *past;

  if (!fetch (self, info, &current, &history, error))
    return FALSE;
  rows = hd_rows_maker_make_past (&self->maker, info, current, history, known_until, error);
  if (rows == NULL)
    return FALSE;
  past = g_new0 (HdStorePast, 1);
  past->rows = g_steal_pointer (&rows);
  past->known_until = g_array_steal (known_until, NULL);
  g_ptr_array_add (result, past);
  return TRUE;
}

GPtrArray *
hd_store_load_past (HdStore *store, const char *dataset, HdDay first, HdDay last, GError **error)
{
  g_autoptr (HdStoreVersions) self = hd_store_versions_open (store, dataset, error);
  g_autoptr (GPtrArray) result
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_past_free);

  for (guint index = 0; self != NULL && index < self->view->partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (self->view->partitions, HdPartitionInfo, index);

      if (hd_partition_first_day (info->number) <= last
          && hd_partition_last_day (info->number) >= first
          && !read_past (self, info, result, error))
        return NULL;
    }
  return self != NULL ? g_steal_pointer (&result) : NULL;
}

/* Codes by the dataset's dictionary become codes of the structure; wildcards stay. */
static HdRow
rule_to_row (const HdStoreVersions *self,
             const HdDeletionRule *rule,
             HdCode *codes,
             HdNumber *values)
{
  HdStructure *structure = self->maker.structure;

  for (guint index = 0; index < self->view->layout->dimensions->len; index++)
    {
      int to = hd_structure_find_dimension (
          structure, g_ptr_array_index (self->view->layout->dimensions, index));

      codes[to] = rule->codes[index] == HD_CODE_NONE ? HD_CODE_NONE
                                                     : self->maker.maps[index][rule->codes[index]];
    }
  for (guint measure = 0; measure < hd_structure_get_n_measures (structure); measure++)
    values[measure] = hd_number_missing (hd_structure_get_measure (structure, measure)->is_real);
  for (guint index = 0; rule->measures != NULL && index < self->view->layout->measures->len;
       index++)
    {
      int to = hd_structure_find_measure (structure,
                                          g_ptr_array_index (self->view->layout->measures, index));

      if (to >= 0 && rule->measures[index] != 0)
        values[to] = hd_number_mark (hd_structure_get_measure (structure, (guint)to)->is_real);
    }
  return (HdRow){ rule->day, codes, values, HD_STATUS_NORMAL, HD_ACTION_DELETE, rule->known_from };
}

HdRows *
hd_store_versions_read_deletions (HdStoreVersions *self, gint64 *prepared, GError **error)
{
  HdStructure *structure = self->maker.structure;
  HdStoreSql *sql = self->store->reader;
  g_autofree HdCode *codes = g_new (HdCode, hd_structure_get_n_dimensions (structure) + 1);
  g_autofree HdNumber *values = g_new (HdNumber, hd_structure_get_n_measures (structure) + 1);
  g_autoptr (HdRows) rows = hd_rows_new (structure);
  g_autoptr (GArray) rules = NULL;

  g_mutex_lock (&sql->lock);
  rules = hd_deletion_rules_load (sql, self->view->layout, error);
  g_mutex_unlock (&sql->lock);
  if (prepared != NULL)
    *prepared = 0;
  for (guint index = 0; rules != NULL && index < rules->len; index++)
    {
      const HdDeletionRule *rule = &g_array_index (rules, HdDeletionRule, index);
      HdRow row = rule_to_row (self, rule, codes, values);

      hd_rows_append (rows, &row);
      if (prepared != NULL)
        *prepared = MAX (*prepared, rule->prepared);
    }
  return rules != NULL ? g_steal_pointer (&rows) : NULL;
}
