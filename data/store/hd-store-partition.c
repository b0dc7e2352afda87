/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists partitions, and reads their column segments.
 */

#include "config.h"

#include "hd-store-partition.h"

#include "hd-partition-base.h"
#include "hd-store.h"

GArray *
hd_partitions_list (HdStoreSql *sql, const HdStoreLayout *layout, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (HdPartitionInfo));
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql,
      "SELECT period, version, n_rows, n_history, first_day, last_day, vintage, n_bytes"
      " FROM partitions WHERE dataset = ?1 ORDER BY period",
      error, "i", layout->id);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    {
      gboolean has_days = sqlite3_column_type (statement, 4) != SQLITE_NULL;
      HdPartitionInfo info = {
        .number = sqlite3_column_int (statement, 0),
        .version = (guint64)sqlite3_column_int64 (statement, 1),
        .n_rows = (guint)sqlite3_column_int64 (statement, 2),
        .n_history = (guint)sqlite3_column_int64 (statement, 3),
        .first_day = has_days ? sqlite3_column_int (statement, 4) : HD_DAY_NONE,
        .last_day = has_days ? sqlite3_column_int (statement, 5) : HD_DAY_NONE,
        .vintage = sqlite3_column_int64 (statement, 6),
        .n_bytes = (guint64)sqlite3_column_int64 (statement, 7),
      };

      g_array_append_val (list, info);
    }
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

static void
add_column (GArray *columns, HdColumnKind kind, guint index, HdColumnType type, const char *id)
{
  static const char *const prefixes[]
      = { "day", "status", "action", "known_from", "prepared", "d.", "m." };
  HdColumn column = { .kind = kind, .index = index, .type = type };

  g_snprintf (column.name, sizeof column.name, "%s%s", prefixes[kind], id);
  g_array_append_val (columns, column);
}

GArray *
hd_partition_columns (const HdStoreLayout *layout)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (HdColumn));

  add_column (columns, HD_COLUMN_DAY, 0, HD_COLUMN_INT32, "");
  for (guint index = 0; index < layout->dimensions->len; index++)
    add_column (columns, HD_COLUMN_CODE, index, HD_COLUMN_UINT16,
                g_ptr_array_index (layout->dimensions, index));
  for (guint index = 0; index < layout->measures->len; index++)
    add_column (columns, HD_COLUMN_VALUE, index, HD_COLUMN_INT64,
                g_ptr_array_index (layout->measures, index));
  add_column (columns, HD_COLUMN_STATUS, 0, HD_COLUMN_UINT8, "");
  add_column (columns, HD_COLUMN_ACTION, 0, HD_COLUMN_UINT8, "");
  add_column (columns, HD_COLUMN_KNOWN_FROM, 0, HD_COLUMN_INT64, "");
  add_column (columns, HD_COLUMN_PREPARED, 0, HD_COLUMN_INT64, "");
  return columns;
}

HdDay
hd_partition_first_day (int number)
{
  return hd_day_from_ymd (number / 100, MAX (number % 100, 1), 1);
}

HdDay
hd_partition_last_day (int number)
{
  int year = number / 100, month = number % 100;

  return (month == 0 || month == 12 ? hd_day_from_ymd (year + 1, 1, 1)
                                    : hd_day_from_ymd (year, month + 1, 1))
         - 1;
}

char *
hd_partition_name (int number)
{
  return number % 100 == 0 ? g_strdup_printf ("%d", number / 100)
                           : g_strdup_printf ("%d-%02d", number / 100, number % 100);
}

char *
hd_partition_place (const HdStoreLayout *layout, int number, HdPart part, const char *column)
{
  g_autofree char *name = hd_partition_name (number);

  return g_strdup_printf ("%s/%s/%s/%s", layout->name, name,
                          part == HD_PART_CURRENT ? "current" : "history", column);
}

GHashTable *
hd_partition_fetch (HdStoreSql *sql,
                    const HdStoreLayout *layout,
                    int number,
                    HdPart part,
                    GError **error)
{
  g_autoptr (GHashTable) segments
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT name, data FROM segments WHERE dataset = ?1 AND period = ?2 AND part = ?3",
      error, "iii", layout->id, (gint64)number, (gint64)part);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    g_hash_table_insert (segments, hd_store_sql_column_dup_text (statement, 0),
                         g_bytes_new (sqlite3_column_blob (statement, 1),
                                      (gsize)sqlite3_column_bytes (statement, 1)));
  return more == 0 ? g_steal_pointer (&segments) : NULL;
}

static gpointer
column_room (HdVersions *versions, const HdColumn *column)
{
  switch (column->kind)
    {
    case HD_COLUMN_DAY:
      return versions->day;
    case HD_COLUMN_STATUS:
      return versions->status;
    case HD_COLUMN_ACTION:
      return versions->action;
    case HD_COLUMN_KNOWN_FROM:
      return versions->known_from;
    case HD_COLUMN_PREPARED:
      return versions->prepared;
    case HD_COLUMN_CODE:
      return versions->codes[column->index];
    case HD_COLUMN_VALUE:
      return versions->values[column->index] = g_new (HdNumber, versions->n_rows);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
refuse (const HdStoreLayout *layout, const HdPartitionInfo *info, const char *what, GError **error)
{
  g_autofree char *name = hd_partition_name (info->number);

  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s %s: %s", layout->name, name,
               what);
  return FALSE;
}

/* The checksum proves that a segment is as it was written; this proves that reading it cannot go astray. */
static gboolean
check_bounds (const HdStoreLayout *layout,
              const HdPartitionInfo *info,
              const HdVersions *versions,
              GError **error)
{
  HdDay first = hd_partition_first_day (info->number), last = hd_partition_last_day (info->number);

  for (guint row = 0; row < versions->n_rows; row++)
    if (versions->day[row] < first || versions->day[row] > last)
      return refuse (layout, info, "a day lies outside its partition", error);
  for (guint dimension = 0; dimension < versions->n_dimensions; dimension++)
    {
      guint n_codes = hd_store_layout_n_codes (layout, dimension);
      guint greatest = 0;

      for (guint row = 0; row < versions->n_rows; row++)
        greatest = MAX (greatest, versions->codes[dimension][row]);
      if (versions->n_rows > 0 && greatest >= n_codes)
        return refuse (layout, info, "a code is not in the dictionary", error);
    }
  return TRUE;
}

gboolean
hd_partition_is_counted (const HdStoreLayout *layout,
                         const HdPartitionInfo *info,
                         HdPart part,
                         GHashTable *segments)
{
  guint n_rows = part == HD_PART_CURRENT ? info->n_rows : info->n_history;
  g_autofree char *place = hd_partition_place (layout, info->number, part, "day");
  GBytes *day = g_hash_table_lookup (segments, "day");

  if (day == NULL)
    return n_rows == 0;
  return n_rows <= HD_SEGMENT_MAX_ROWS
         && hd_segment_is_sound (place, g_bytes_get_data (day, NULL), g_bytes_get_size (day),
                                 n_rows);
}

static gboolean
decode_column (HdPartitionBase *base,
               const HdColumn *column,
               GBytes *segment,
               HdVersions *versions,
               GError **error)
{
  g_autofree char *place
      = hd_partition_place (base->layout, base->number, base->part, column->name);
  HdSegmentTarget target = { .type = column->type, .n_rows = versions->n_rows };

  if (segment == NULL && column->kind == HD_COLUMN_VALUE)
    return TRUE;
  if (segment == NULL)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: is gone", place);
      return FALSE;
    }
  if (!hd_partition_base_find (base, segment, &target.base, error))
    return FALSE;
  target.values = column_room (versions, column);
  return hd_segment_read (place, g_bytes_get_data (segment, NULL), g_bytes_get_size (segment),
                          &target, error);
}

static HdVersions *
decode_part (const HdStoreLayout *layout,
             const HdPartitionInfo *info,
             HdPart part,
             GHashTable *segments,
             gboolean with_origin,
             GError **error)
{
  guint n_rows = part == HD_PART_CURRENT ? info->n_rows : info->n_history;
  g_autoptr (HdVersions) versions = NULL;
  g_autoptr (GArray) columns = hd_partition_columns (layout);
  g_auto (HdPartitionBase) base = { .layout = layout,
                                    .number = info->number,
                                    .part = part,
                                    .n_rows = n_rows,
                                    .find = hd_partition_base_find_fetched,
                                    .data = segments };

  if (!hd_partition_is_counted (layout, info, part, segments))
    {
      refuse (layout, info, "its days are damaged, or are not as many as the catalogue says",
              error);
      return NULL;
    }
  versions = hd_versions_new (layout->dimensions->len, layout->measures->len, n_rows);
  for (guint index = 0; index < columns->len && n_rows > 0; index++)
    {
      const HdColumn *column = &g_array_index (columns, HdColumn, index);
      gboolean is_origin = column->kind == HD_COLUMN_ACTION || column->kind == HD_COLUMN_PREPARED;

      if ((with_origin || !is_origin)
          && !decode_column (&base, column, g_hash_table_lookup (segments, column->name), versions,
                             error))
        return NULL;
    }
  return check_bounds (layout, info, versions, error) ? g_steal_pointer (&versions) : NULL;
}

HdVersions *
hd_partition_decode (const HdStoreLayout *layout,
                     const HdPartitionInfo *info,
                     HdPart part,
                     GHashTable *segments,
                     gboolean with_origin,
                     GError **error)
{
  g_autoptr (GError) problem = NULL;
  HdVersions *versions = decode_part (layout, info, part, segments, with_origin, &problem);

  if (versions == NULL)
    g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED,
                 "%s: run haidang sync --full --dataset %s", problem->message, layout->name);
  return versions;
}

HdVersions *
hd_partition_read (HdStoreSql *sql,
                   const HdStoreLayout *layout,
                   const HdPartitionInfo *info,
                   HdPart part,
                   GError **error)
{
  g_autoptr (GHashTable) segments = hd_partition_fetch (sql, layout, info->number, part, error);

  return segments != NULL ? hd_partition_decode (layout, info, part, segments, TRUE, error) : NULL;
}

gboolean
hd_partition_drop (HdStoreSql *sql, const HdStoreLayout *layout, int number, GError **error)
{
  return hd_store_sql_run (sql, "DELETE FROM segments WHERE dataset = ?1 AND period = ?2", error,
                           "ii", layout->id, (gint64)number)
         && hd_store_sql_run (sql, "DELETE FROM partitions WHERE dataset = ?1 AND period = ?2",
                              error, "ii", layout->id, (gint64)number);
}
