/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads and writes the column segments of a partition.
 */

#include "config.h"

#include "hd-store-partition.h"

#include "hd-store.h"

GArray *
hd_partitions_list (HdStoreSql *sql, const HdStoreLayout *layout, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (HdPartitionInfo));
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql,
      "SELECT period, version, n_rows, n_history, first_day, last_day, vintage FROM partitions"
      " WHERE dataset = ?1 ORDER BY period",
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
decode_column (const HdStoreLayout *layout,
               int number,
               HdPart part,
               const HdColumn *column,
               GBytes *segment,
               HdVersions *versions,
               GError **error)
{
  g_autofree char *place = hd_partition_place (layout, number, part, column->name);
  HdSegmentTarget target = { column->type, versions->n_rows, NULL };

  if (segment == NULL && column->kind == HD_COLUMN_VALUE)
    return TRUE;
  if (segment == NULL)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: is gone", place);
      return FALSE;
    }
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
          && !decode_column (layout, info->number, part, column,
                             g_hash_table_lookup (segments, column->name), versions, error))
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

/* One column of the rows that `refs` name, widened for coding. FALSE when all are missing for want of a column. */
static gboolean
gather (const HdMergeInput *input, const GArray *refs, const HdColumn *column, gint64 *out)
{
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;
  gboolean has_any = column->kind != HD_COLUMN_VALUE;

  for (guint row = 0; row < refs->len; row++)
    {
      const HdVersions *from = input->sources[ref[row].source];
      guint at = ref[row].row;

      switch (column->kind)
        {
        case HD_COLUMN_DAY:
          out[row] = from->day[at];
          break;
        case HD_COLUMN_STATUS:
          out[row] = from->status[at];
          break;
        case HD_COLUMN_ACTION:
          out[row] = from->action[at];
          break;
        case HD_COLUMN_KNOWN_FROM:
          out[row] = from->known_from[at];
          break;
        case HD_COLUMN_PREPARED:
          out[row] = hd_versions_get_prepared (from, at);
          break;
        case HD_COLUMN_CODE:
          out[row] = from->codes[column->index][at];
          break;
        case HD_COLUMN_VALUE:
          out[row]
              = hd_versions_get_value (from, column->index, at, input->is_real[column->index]).i;
          has_any |= from->values[column->index] != NULL;
          break;
        default:
          g_assert_not_reached ();
        }
    }
  return has_any;
}

/* A segment that did not change is left where it is: a message often touches a few columns only. */
static gboolean
store_segment (HdStoreSql *sql,
               const HdStoreLayout *layout,
               int number,
               HdPart part,
               const char *name,
               GBytes *segment,
               GError **error)
{
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql,
                           "SELECT data = ?5 FROM segments WHERE dataset = ?1 AND period = ?2 AND "
                           "part = ?3 AND name = ?4",
                           error, "iiisb", layout->id, (gint64)number, (gint64)part, name, segment);
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;
  gboolean is_same = found == 1 && sqlite3_column_int (statement, 0) != 0;

  if (found == 1)
    sqlite3_reset (statement);
  if (found == -1 || is_same)
    return found != -1;
  return hd_store_sql_run (
      sql,
      "INSERT INTO segments (dataset, period, part, name, data)"
      " VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (dataset, period, part, name) DO UPDATE SET data = excluded.data",
      error, "iiisb", layout->id, (gint64)number, (gint64)part, name, segment);
}

static gboolean
write_part (HdStoreSql *sql,
            const HdStoreLayout *layout,
            int number,
            HdPart part,
            const HdMergeInput *input,
            const GArray *refs,
            HdSegmentWriter *writer,
            GError **error)
{
  g_autoptr (GArray) columns = hd_partition_columns (layout);
  g_autofree gint64 *values = g_new (gint64, refs->len);

  if (refs->len == 0)
    return hd_store_sql_run (
        sql, "DELETE FROM segments WHERE dataset = ?1 AND period = ?2 AND part = ?3", error, "iii",
        layout->id, (gint64)number, (gint64)part);
  for (guint index = 0; index < columns->len; index++)
    {
      const HdColumn *column = &g_array_index (columns, HdColumn, index);
      g_autofree char *place = hd_partition_place (layout, number, part, column->name);
      g_autoptr (GBytes) segment = NULL;

      if (!gather (input, refs, column, values))
        {
          if (!hd_store_sql_run (sql,
                                 "DELETE FROM segments WHERE dataset = ?1 AND period = ?2"
                                 " AND part = ?3 AND name = ?4",
                                 error, "iiis", layout->id, (gint64)number, (gint64)part,
                                 column->name))
            return FALSE;
          continue;
        }
      segment = hd_segment_write (writer, place, values, refs->len);
      if (!store_segment (sql, layout, number, part, column->name, segment, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
newest (const HdMergeInput *input, const GArray *refs, gint64 vintage)
{
  for (guint row = 0; row < refs->len; row++)
    {
      HdVersionRef ref = g_array_index (refs, HdVersionRef, row);

      vintage = MAX (vintage, input->sources[ref.source]->known_from[ref.row]);
    }
  return vintage;
}

static gboolean
write_catalogue (HdStoreSql *sql,
                 const HdStoreLayout *layout,
                 int number,
                 const HdMergeInput *input,
                 const HdMergePlan *plan,
                 guint64 version,
                 GError **error)
{
  gint64 first = 0, last = 0;
  gint64 vintage = newest (input, plan->history, newest (input, plan->current, G_MININT64));

  if (plan->current->len > 0)
    {
      HdVersionRef head = g_array_index (plan->current, HdVersionRef, 0);
      HdVersionRef tail = g_array_index (plan->current, HdVersionRef, plan->current->len - 1);

      first = input->sources[head.source]->day[head.row];
      last = input->sources[tail.source]->day[tail.row];
    }
  return hd_store_sql_run (
      sql,
      "INSERT INTO partitions VALUES (?1, ?2, ?3, ?4, ?5, iif(?4 > 0, ?6, NULL),"
      " iif(?4 > 0, ?7, NULL), ?8, (SELECT sum(length(data)) FROM segments"
      " WHERE dataset = ?1 AND period = ?2))"
      " ON CONFLICT (dataset, period) DO UPDATE SET version = excluded.version,"
      " n_rows = excluded.n_rows, n_history = excluded.n_history, first_day = excluded.first_day,"
      " last_day = excluded.last_day, vintage = excluded.vintage, n_bytes = excluded.n_bytes",
      error, "iiiiiiii", layout->id, (gint64)number, (gint64)version, (gint64)plan->current->len,
      (gint64)plan->history->len, first, last, vintage);
}

gboolean
hd_partition_write (HdStoreSql *sql,
                    const HdStoreLayout *layout,
                    int number,
                    const HdMergeInput *input,
                    const HdMergePlan *plan,
                    HdSegmentWriter *writer,
                    guint64 version,
                    GError **error)
{
  if (plan->current->len == 0 && plan->history->len == 0)
    return hd_partition_drop (sql, layout, number, error);
  return write_part (sql, layout, number, HD_PART_CURRENT, input, plan->current, writer, error)
         && write_part (sql, layout, number, HD_PART_HISTORY, input, plan->history, writer, error)
         && write_catalogue (sql, layout, number, input, plan, version, error);
}

gboolean
hd_partition_drop (HdStoreSql *sql, const HdStoreLayout *layout, int number, GError **error)
{
  return hd_store_sql_run (sql, "DELETE FROM segments WHERE dataset = ?1 AND period = ?2", error,
                           "ii", layout->id, (gint64)number)
         && hd_store_sql_run (sql, "DELETE FROM partitions WHERE dataset = ?1 AND period = ?2",
                              error, "ii", layout->id, (gint64)number);
}
