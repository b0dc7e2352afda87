/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proves a store, or says what is damaged and what mends it; and lets go of what is damaged.
 */

#include "config.h"

#include "hd-store-private.h"

#include <string.h>

#include "hd-partition-base.h"
#include "hd-store-attempts.h"
#include "hd-store-audit.h"
#include "hd-store-sums.h"

typedef struct
{
  HdStoreSql *sql;
  GPtrArray *faults; /* (element-type utf8) */
  GCancellable *cancellable;
} Proof;

static void
add_fault (Proof *proof, const HdStoreLayout *layout, int number, const char *what)
{
  g_autofree char *name = hd_partition_name (number);
  gboolean is_whole = strstr (what, HD_STORE_MEND_WHOLE) != NULL;

  g_ptr_array_add (proof->faults,
                   is_whole ? g_strdup_printf ("%s %s: %s", layout->name, name, what)
                            : g_strdup_printf ("%s %s: %s: run haidang sync --full --dataset %s",
                                               layout->name, name, what, layout->name));
}

/* Rows must ascend by key, then by known_from and prepared; current ones have one row a key. */
static const char *
find_disorder (const HdKeyShape *shape, const HdVersions *versions, HdPart part)
{
  for (guint row = 1; row < versions->n_rows; row++)
    {
      HdVersionKey before = hd_key_of (shape, versions, row - 1);
      HdVersionKey key = hd_key_of (shape, versions, row);

      if (before > key)
        return "rows are out of order";
      if (before < key)
        continue;
      if (part == HD_PART_CURRENT)
        return "an observation is there twice";
      if (versions->known_from[row - 1] > versions->known_from[row])
        return "versions are out of order";
    }
  return NULL;
}

static const char *
find_bad_value (const HdVersions *versions, HdPart part)
{
  guint8 worst = part == HD_PART_CURRENT ? HD_ACTION_DERIVED : HD_ACTION_DELETE;

  for (guint row = 0; row < versions->n_rows; row++)
    if (versions->status[row] > HD_STATUS_CONFIDENTIAL || versions->action[row] > worst
        || (part == HD_PART_CURRENT && versions->action[row] == HD_ACTION_DELETE))
      return "a row has an unknown status or action";
  return NULL;
}

/* Every segment of a part by itself, so that each fault is told, not the first only. */
static gboolean
check_segments (Proof *proof,
                const HdStoreLayout *layout,
                const HdPartitionInfo *info,
                HdPart part,
                GHashTable *segments)
{
  g_autoptr (GArray) columns = hd_partition_columns (layout);
  guint n_rows = part == HD_PART_CURRENT ? info->n_rows : info->n_history;
  g_autofree gint64 *room = NULL;
  guint n_before = proof->faults->len, n_known = 0;
  g_auto (HdPartitionBase) base = { .layout = layout,
                                    .number = info->number,
                                    .part = part,
                                    .n_rows = n_rows,
                                    .find = hd_partition_base_find_fetched,
                                    .data = segments };

  if (!hd_partition_is_counted (layout, info, part, segments))
    {
      add_fault (proof, layout, info->number,
                 part == HD_PART_CURRENT
                     ? "current/day: damaged, or not as many rows as the catalogue says"
                     : "history/day: damaged, or not as many rows as the catalogue says");
      return FALSE;
    }
  room = g_new (gint64, (gsize)n_rows + 1);
  for (guint index = 0; index < columns->len; index++)
    {
      const HdColumn *column = &g_array_index (columns, HdColumn, index);
      GBytes *segment = g_hash_table_lookup (segments, column->name);
      g_autofree char *place = hd_partition_place (layout, info->number, part, column->name);
      HdSegmentTarget target = { .type = column->type, .n_rows = n_rows, .values = room };
      g_autoptr (GError) problem = NULL;
      g_autofree char *missing = NULL;

      n_known += segment != NULL;
      if (segment == NULL && n_rows > 0 && column->kind != HD_COLUMN_VALUE)
        {
          missing = g_strdup_printf ("%s: is gone", place);
          add_fault (proof, layout, info->number, missing);
        }
      else if (segment != NULL
               && (!hd_partition_base_find (&base, segment, &target.base, &problem)
                   || !hd_segment_read (place, g_bytes_get_data (segment, NULL),
                                        g_bytes_get_size (segment), &target, &problem)))
        add_fault (proof, layout, info->number, problem->message);
    }
  if (n_known != g_hash_table_size (segments))
    add_fault (proof, layout, info->number, "there is a segment of no known column");
  return proof->faults->len == n_before;
}

static HdVersions *
check_part (Proof *proof,
            const HdStoreLayout *layout,
            const HdPartitionInfo *info,
            HdPart part,
            const HdKeyShape *shape)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GHashTable) segments
      = hd_partition_fetch (proof->sql, layout, info->number, part, &problem);
  g_autoptr (HdVersions) versions = NULL;
  const char *fault = NULL;

  if (segments == NULL)
    {
      add_fault (proof, layout, info->number, problem->message);
      return NULL;
    }
  if (!check_segments (proof, layout, info, part, segments))
    return NULL;
  versions = hd_partition_decode (layout, info, part, segments, TRUE, &problem);
  if (versions == NULL)
    {
      g_ptr_array_add (proof->faults, g_strdup (problem->message));
      return NULL;
    }
  if ((fault = find_disorder (shape, versions, part)) != NULL
      || (fault = find_bad_value (versions, part)) != NULL)
    {
      add_fault (proof, layout, info->number, fault);
      return NULL;
    }
  return g_steal_pointer (&versions);
}

static void
check_catalogue (Proof *proof,
                 const HdStoreLayout *layout,
                 const HdPartitionInfo *info,
                 const HdVersions *current,
                 const HdVersions *history)
{
  guint n = current->n_rows;
  gint64 vintage = G_MININT64;

  for (guint row = 0; row < current->n_rows; row++)
    vintage = MAX (vintage, current->known_from[row]);
  for (guint row = 0; row < history->n_rows; row++)
    vintage = MAX (vintage, history->known_from[row]);
  if (vintage != info->vintage
      || (n > 0 && (current->day[0] != info->first_day || current->day[n - 1] != info->last_day)))
    add_fault (proof, layout, info->number, "days or vintage are not what the catalogue says");
}

static void
check_partition (Proof *proof, const HdStoreLayout *layout, const HdPartitionInfo *info)
{
  guint n_dimensions = layout->dimensions->len;
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_auto (HdKeyShape) shape = { 0 };
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (layout, index);
  hd_key_shape_init (&shape, hd_partition_first_day (info->number), n_dimensions, n_codes);
  current = check_part (proof, layout, info, HD_PART_CURRENT, &shape);
  history = check_part (proof, layout, info, HD_PART_HISTORY, &shape);
  if (current != NULL && history != NULL)
    check_catalogue (proof, layout, info, current, history);
}

/* SQLite's own word on its trees and indices; and what the catalogue does not know of. A line a row. */
static const char *const database_faults[] = {
  "SELECT 'database: ' || replace (integrity_check, char (10), ' ')"
  " || ': " HD_STORE_MEND_WHOLE "'"
  " FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
  "SELECT name || ' ' || (period / 100) || iif (period % 100 = 0, '', printf ('-%02d', period % "
  "100))"
  " || ': segments of no partition: run haidang sync --full --dataset '"
  " || name FROM (SELECT DISTINCT datasets.name, period FROM segments"
  "  JOIN datasets ON datasets.id = dataset"
  "  WHERE (dataset, period) NOT IN (SELECT dataset, period FROM partitions)) ORDER BY 1",
};

static gboolean
check_database (Proof *proof, const char *question, GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (proof->sql, question, error, "");
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (proof->sql, statement, error)) == 1)
    g_ptr_array_add (proof->faults, hd_store_sql_column_dup_text (statement, 0));
  return more == 0;
}

static gboolean
check_dataset (Proof *proof, const char *name, GError **error)
{
  g_autoptr (HdStoreLayout) layout = NULL;
  g_autoptr (GArray) partitions = NULL;
  g_autoptr (GError) problem = NULL;

  if (!hd_store_layout_load_listed (proof->sql, name, &layout, &problem))
    {
      g_ptr_array_add (proof->faults, g_strdup (problem->message));
      return TRUE;
    }
  if ((partitions = hd_partitions_list (proof->sql, layout, error)) == NULL)
    return FALSE;
  for (guint index = 0; index < partitions->len; index++)
    {
      if (g_cancellable_set_error_if_cancelled (proof->cancellable, error))
        return FALSE;
      check_partition (proof, layout, &g_array_index (partitions, HdPartitionInfo, index));
    }
  return TRUE;
}

static gboolean
check_all (Proof *proof, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  for (guint index = 0; index < G_N_ELEMENTS (database_faults); index++)
    if (!check_database (proof, database_faults[index], error))
      return FALSE;
  if (!hd_store_sums_check (proof->sql, proof->faults, error))
    return FALSE;
  if ((names = hd_store_list_datasets (proof->sql, error)) == NULL)
    return FALSE;
  for (guint index = 0; index < names->len; index++)
    if (!check_dataset (proof, g_ptr_array_index (names, index), error))
      return FALSE;
  return TRUE;
}

/* What the log has yet to take over. */
static void
check_attempts (HdStore *self, GPtrArray *faults)
{
  g_autoptr (HdAttempts) attempts = hd_store_attempts_read (self->dir);

  if (attempts != NULL && attempts->is_damaged)
    g_ptr_array_add (faults, g_strdup ("wrong passphrases: what was noted of them beside the store "
                                       "was changed or spoilt: run haidang audit, which says so"));
}

static gboolean
check_audit (HdStore *self, GPtrArray *faults, GError **error)
{
  gint64 broken;
  g_autoptr (GPtrArray) entries = hd_store_get_audit (self, 0, &broken, error);

  if (entries != NULL && broken > 0)
    g_ptr_array_add (
        faults, g_strdup_printf ("audit log: entry %" G_GINT64_FORMAT
                                 " does not follow from the one before it: " HD_STORE_MEND_WHOLE,
                                 broken));
  check_attempts (self, faults);
  return entries != NULL;
}

GPtrArray *
hd_store_verify (HdStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HdStoreSql) sql = NULL;
  g_autoptr (GError) problem = NULL;
  Proof proof = { .faults = faults, .cancellable = cancellable };
  gboolean is_ok;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  /* On a connection of its own: proving takes a while, and screens go on reading. */
  sql = hd_store_schema_open (self->dir, HD_STORE_READ, error);
  if (sql == NULL || !hd_store_sql_begin_read (sql, error))
    return NULL;
  proof.sql = sql;
  is_ok = check_all (&proof, &problem);
  hd_store_sql_rollback (sql);
  is_ok = is_ok && check_audit (self, faults, &problem);
  /* What keeps from looking further is a fault as well, and those before it are not lost. */
  if (!is_ok && g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED))
    g_ptr_array_add (faults, g_strdup (problem->message));
  else if (!is_ok)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return g_steal_pointer (&faults);
}

/* Drops the partitions of the dataset in which a fault is found, and segments of none. */
static gboolean
drop_damaged (Proof *proof, const char *dataset, GError **error)
{
  g_autoptr (HdStoreLayout) layout = NULL;
  g_autoptr (GArray) partitions = NULL;
  g_autoptr (GError) problem = NULL;
  guint64 generation;
  guint n_dropped = 0;

  /* Without its dictionary nothing of the dataset means anything. */
  if (!hd_store_layout_load (proof->sql, dataset, &layout, &problem))
    return hd_store_sql_run (proof->sql, "DELETE FROM datasets WHERE name = ?1", error, "s",
                             dataset)
           && hd_store_next_generation (proof->sql, &generation, error);
  if (layout == NULL)
    return TRUE;
  if ((partitions = hd_partitions_list (proof->sql, layout, error)) == NULL)
    return FALSE;
  for (guint index = 0; index < partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (partitions, HdPartitionInfo, index);

      g_ptr_array_set_size (proof->faults, 0);
      check_partition (proof, layout, info);
      if (proof->faults->len == 0)
        continue;
      if (!hd_partition_drop (proof->sql, layout, info->number, error))
        return FALSE;
      n_dropped++;
    }
  if (!hd_store_sql_run (proof->sql,
                         "DELETE FROM segments WHERE dataset = ?1 AND period NOT IN"
                         " (SELECT period FROM partitions WHERE dataset = ?1)",
                         error, "i", layout->id))
    return FALSE;
  return n_dropped == 0 || hd_store_next_generation (proof->sql, &generation, error);
}

gboolean
hd_store_mend (HdStore *self, const char *dataset, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  Proof proof = { .faults = faults };

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, FALSE);
  if ((proof.sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  return hd_store_end (
      self, hd_store_sums_mend (proof.sql, dataset, error) && drop_damaged (&proof, dataset, error),
      error);
}
