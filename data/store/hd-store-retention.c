/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets go of old years, and remembers that it did.
 *
 * Both the wish and the horizon are numbers of the table meta, by dataset.
 */

#include "config.h"

#include "hd-store-retention.h"

#include "hd-store-view.h"

#define KEEP "keep_years:"
#define HORIZON "horizon:"

static gboolean
read_number (HdStoreSql *sql,
             const char *prefix,
             const char *dataset,
             gint64 fallback,
             gint64 *value,
             GError **error)
{
  g_autofree char *key = g_strconcat (prefix, dataset, NULL);
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql, "SELECT value FROM meta WHERE key = ?1", error, "s", key);
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;

  *value = fallback;
  if (found == 1)
    *value = sqlite3_column_int64 (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return found >= 0;
}

static gboolean
write_number (HdStoreSql *sql,
              const char *prefix,
              const char *dataset,
              gint64 value,
              GError **error)
{
  g_autofree char *key = g_strconcat (prefix, dataset, NULL);

  return hd_store_sql_run (sql, "INSERT OR REPLACE INTO meta VALUES (?1, ?2)", error, "si", key,
                           value);
}

static gboolean
drop_number (HdStoreSql *sql, const char *prefix, const char *dataset, GError **error)
{
  g_autofree char *key = g_strconcat (prefix, dataset, NULL);

  return hd_store_sql_run (sql, "DELETE FROM meta WHERE key = ?1", error, "s", key);
}

gboolean
hd_store_retention_set (HdStore *self, const char *dataset, guint n_years, GError **error)
{
  HdStoreSql *sql = hd_store_begin (self, error);

  if (sql == NULL)
    return FALSE;
  return hd_store_end (self,
                       n_years > 0 ? write_number (sql, KEEP, dataset, n_years, error)
                                   : drop_number (sql, KEEP, dataset, error),
                       error);
}

gboolean
hd_store_retention_get (HdStore *self, const char *dataset, guint *n_years, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  gint64 value = 0;
  gboolean is_ok = read_number (self->reader, KEEP, dataset, 0, &value, error);

  *n_years = (guint)value;
  return is_ok;
}

HdDay
hd_store_retention_get_horizon (HdStore *self, const char *dataset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  gint64 value = HD_DAY_NONE;

  read_number (self->reader, HORIZON, dataset, HD_DAY_NONE, &value, NULL);
  return (HdDay)value;
}

/* 1 January of the first year that is kept; HD_DAY_NONE without rows. */
static HdDay
find_horizon (const GArray *partitions, guint n_years)
{
  HdDay last = HD_DAY_NONE;
  int year, month, day;

  for (guint index = 0; index < partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (partitions, HdPartitionInfo, index);

      if (info->n_rows > 0)
        last = MAX (last, info->last_day);
    }
  if (last == HD_DAY_NONE)
    return HD_DAY_NONE;
  hd_day_to_ymd (last, &year, &month, &day);
  return hd_day_from_ymd (year - (int)n_years, 1, 1);
}

static gboolean
drop_partition (HdStoreSql *sql, const HdStoreLayout *layout, int number, GError **error)
{
  return hd_partition_drop (sql, layout, number, error)
         && hd_store_sql_run (sql, "DELETE FROM rollups WHERE dataset = ?1 AND period = ?2", error,
                              "ii", layout->id, (gint64)number);
}

/* The partitions that keeping `n_years` would not keep, and the day before which they lie; both empty without
 * rows. `layout` becomes NULL where nothing of `dataset` is stored. (transfer full) (element-type HdPartitionInfo) */
static GArray *
find_too_old (HdStoreSql *sql,
              const char *dataset,
              guint n_years,
              HdStoreLayout **layout,
              HdDay *horizon,
              GError **error)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (HdPartitionInfo));
  g_autoptr (GArray) partitions = NULL;

  *horizon = HD_DAY_NONE;
  if (!hd_store_layout_load (sql, dataset, layout, error))
    return NULL;
  if (*layout == NULL)
    return g_steal_pointer (&old);
  if ((partitions = hd_partitions_list (sql, *layout, error)) == NULL)
    return NULL;
  *horizon = find_horizon (partitions, n_years);
  for (guint index = 0; index < partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (partitions, HdPartitionInfo, index);

      if (hd_partition_last_day (info->number) < *horizon)
        g_array_append_val (old, *info);
    }
  return g_steal_pointer (&old);
}

static gboolean
let_go (HdStoreSql *sql, const char *dataset, guint n_years, guint64 *n_rows, GError **error)
{
  g_autoptr (HdStoreLayout) layout = NULL;
  HdDay horizon;
  g_autoptr (GArray) old = find_too_old (sql, dataset, n_years, &layout, &horizon, error);
  gint64 before;

  for (guint index = 0; old != NULL && index < old->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (old, HdPartitionInfo, index);

      if (!drop_partition (sql, layout, info->number, error))
        return FALSE;
      *n_rows += info->n_rows;
    }
  if (old == NULL || old->len == 0)
    return old != NULL;
  return read_number (sql, HORIZON, dataset, HD_DAY_NONE, &before, error)
         && write_number (sql, HORIZON, dataset, MAX (before, horizon), error);
}

static gboolean
let_go_of_all (HdStoreSql *sql, guint64 *n_rows, GError **error)
{
  g_autoptr (GPtrArray) datasets = hd_store_list_datasets (sql, error);
  guint64 generation;

  for (guint index = 0; datasets != NULL && index < datasets->len; index++)
    {
      const char *dataset = g_ptr_array_index (datasets, index);
      gint64 n_years;

      if (!read_number (sql, KEEP, dataset, 0, &n_years, error)
          || (n_years > 0 && !let_go (sql, dataset, (guint)n_years, n_rows, error)))
        return FALSE;
    }
  return datasets != NULL && (*n_rows == 0 || hd_store_next_generation (sql, &generation, error));
}

gboolean
hd_store_retention_count (HdStore *self,
                          const char *dataset,
                          guint n_years,
                          HdRetentionCount *count,
                          GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  g_autoptr (HdStoreLayout) layout = NULL;
  g_autoptr (GArray) old = NULL;
  HdDay horizon;

  *count = (HdRetentionCount){ .first = HD_DAY_NONE, .last = HD_DAY_NONE };
  if (n_years == 0)
    return TRUE;
  old = find_too_old (self->reader, dataset, n_years, &layout, &horizon, error);
  for (guint index = 0; old != NULL && index < old->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (old, HdPartitionInfo, index);

      count->n_rows += info->n_rows;
      count->n_history += info->n_history;
      count->n_bytes += info->n_bytes;
      if (info->n_rows == 0)
        continue;
      count->first
          = count->first == HD_DAY_NONE ? info->first_day : MIN (count->first, info->first_day);
      count->last = MAX (count->last, info->last_day);
    }
  return old != NULL;
}

/* Without a wish nothing is to be written. */
static gboolean
is_wanted (HdStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  gint64 n = 0;

  return !hd_store_sql_get_int64 (
             self->reader, "SELECT count(*) FROM meta WHERE key GLOB 'keep_years:*'", &n, 0, NULL)
         || n > 0;
}

gboolean
hd_store_retention_apply (HdStore *self, guint64 *n_rows, GError **error)
{
  HdStoreSql *sql = NULL;
  guint64 n = 0;
  gboolean is_ok;

  if (n_rows != NULL)
    *n_rows = 0;
  if (!is_wanted (self))
    return TRUE;
  sql = hd_store_begin (self, error);
  if (sql == NULL)
    return FALSE;
  is_ok = hd_store_end (self, let_go_of_all (sql, &n, error), error);
  if (n_rows != NULL)
    *n_rows = is_ok ? n : 0;
  return is_ok;
}

gboolean
hd_store_retention_forget (HdStore *self, const char *dataset, GError **error)
{
  HdStoreSql *sql;
  guint64 generation;

  if (hd_store_retention_get_horizon (self, dataset) == HD_DAY_NONE)
    return TRUE;
  sql = hd_store_begin (self, error);
  return sql != NULL
         && hd_store_end (self,
                          drop_number (sql, HORIZON, dataset, error)
                              && hd_store_next_generation (sql, &generation, error),
                          error);
}
