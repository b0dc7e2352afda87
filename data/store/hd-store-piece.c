/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads and decodes one column of a partition, or all that are wanted of what it showed once.
 */

#include "config.h"

#include "hd-store-piece.h"

#include "hd-columns.h"
#include "hd-partition-base.h"
#include "hd-store-rows.h"

static HdVectorKind
kind_of (const HdStoreLayout *layout, const HdColumn *column)
{
  if (column->kind != HD_COLUMN_VALUE)
    return HD_VECTOR_CODES;
  return g_array_index (layout->is_real, gboolean, column->index) ? HD_VECTOR_REALS
                                                                  : HD_VECTOR_INTEGERS;
}

/* Reads one segment of the latest rows, NULL when there is none. FALSE without error: the partition is
 * another by now. */
static gboolean
fetch_segment (HdStore *self,
               const HdStoreView *view,
               const HdStorePiece *piece,
               const char *name,
               GBytes **segment,
               GError **error)
{
  HdStoreSql *sql = self->reader;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sql->lock);
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql,
      "SELECT (SELECT data FROM segments WHERE dataset = ?1 AND period = ?2 AND part = 0"
      " AND name = ?4) FROM partitions WHERE dataset = ?1 AND period = ?2 AND version = ?3",
      error, "iiis", view->layout->id, (gint64)piece->info->number, (gint64)piece->info->version,
      name);

  if (statement == NULL || hd_store_sql_step (sql, statement, error) != 1)
    return FALSE;
  if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
    *segment = g_bytes_new (sqlite3_column_blob (statement, 0),
                            (gsize)sqlite3_column_bytes (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

/* What a column is told by, fetched by its name; of the same version of the partition, or it has moved. */
typedef struct
{
  HdStore *self;
  const HdStoreView *view;
  const HdStorePiece *piece;
  gboolean has_moved;
} Fetcher;

static GBytes *
find_segment (gpointer data, const char *name, GError **error)
{
  Fetcher *fetcher = data;
  g_autoptr (GError) problem = NULL;
  GBytes *segment = NULL;

  if (!fetch_segment (fetcher->self, fetcher->view, fetcher->piece, name, &segment, &problem))
    {
      fetcher->has_moved = problem == NULL;
      g_propagate_error (error, g_steal_pointer (&problem));
    }
  return segment;
}

static gpointer
damaged (const char *place, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: %s", place, what);
  return NULL;
}

static gboolean
read_numbers (const char *place,
              GBytes *segment,
              HdColumnType type,
              guint n_rows,
              gpointer numbers,
              GError **error)
{
  HdSegmentTarget target = { .type = type, .n_rows = n_rows, .values = numbers };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (segment, &length);

  return hd_segment_read (place, bytes, length, &target, error);
}

static HdDayIndex *
decode_days (const HdStoreLayout *layout,
             const HdPartitionInfo *info,
             GBytes *const segments[2],
             GError **error)
{
  g_autofree char *place = hd_partition_place (layout, info->number, HD_PART_CURRENT, "day");
  g_autofree char *known_place
      = hd_partition_place (layout, info->number, HD_PART_CURRENT, "known_from");
  g_autofree HdDay *day = NULL;
  g_autofree gint64 *known_from = NULL;
  HdDayIndex *days;

  if (segments[0] == NULL || segments[1] == NULL)
    return damaged (place, "is gone", error);
  if (info->n_rows > HD_SEGMENT_MAX_ROWS
      || !hd_segment_is_sound (place, g_bytes_get_data (segments[0], NULL),
                               g_bytes_get_size (segments[0]), info->n_rows))
    return damaged (place, "damaged, or not as many rows as the catalogue says", error);
  day = g_new (HdDay, (gsize)info->n_rows + 1);
  known_from = g_new (gint64, (gsize)info->n_rows + 1);
  if (!read_numbers (place, segments[0], HD_COLUMN_INT32, info->n_rows, day, error)
      || !read_numbers (known_place, segments[1], HD_COLUMN_INT64, info->n_rows, known_from, error))
    return NULL;
  days = hd_day_index_new (day, known_from, info->n_rows);
  if (days == NULL
      || (days->n_days > 0
          && (days->day[0] != info->first_day || days->day[days->n_days - 1] != info->last_day)))
    {
      g_clear_pointer (&days, hd_day_index_unref);
      return damaged (place, "days are not those of the catalogue", error);
    }
  return days;
}

/* An absent column of a measure is missing throughout: NULL without error. */
static HdVector *
decode_vector (const HdStoreLayout *layout,
               const HdStorePiece *piece,
               GBytes *segment,
               const HdRowRanges *only,
               Fetcher *fetcher,
               GError **error)
{
  g_auto (HdPartitionBase) base = { .layout = layout,
                                    .number = piece->info->number,
                                    .part = HD_PART_CURRENT,
                                    .n_rows = piece->info->n_rows,
                                    .find = find_segment,
                                    .data = fetcher };
  HdColumnBase of;
  const HdColumn *column = piece->column;
  g_autofree char *place
      = hd_partition_place (layout, piece->info->number, HD_PART_CURRENT, column->name);
  g_autoptr (HdVector) vector = NULL;

  if (segment == NULL)
    return column->kind == HD_COLUMN_VALUE ? NULL : damaged (place, "is gone", error);
  if (!hd_partition_base_find (&base, segment, &of, error))
    return NULL;
  vector = hd_segment_read_vector (place, segment, kind_of (layout, column), &of,
                                   piece->info->n_rows, only, error);
  if (vector == NULL)
    return NULL;
  if (column->kind == HD_COLUMN_CODE && vector->n_rows > 0
      && vector->greatest >= hd_store_layout_n_codes (layout, column->index))
    return damaged (place, "a code is not in the dictionary", error);
  return g_steal_pointer (&vector);
}

gboolean
hd_store_piece_load (HdStore *self,
                     const HdStoreView *view,
                     HdStorePiece *piece,
                     const HdRowRanges *only,
                     gboolean *has_moved,
                     GError **error)
{
  gboolean is_days = piece->column->kind == HD_COLUMN_DAY;
  Fetcher fetcher = { self, view, piece, FALSE };
  GBytes *segments[2] = { NULL, NULL };
  g_autoptr (GError) problem = NULL;

  if (!fetch_segment (self, view, piece, piece->column->name, &segments[0], &problem)
      || (is_days && !fetch_segment (self, view, piece, "known_from", &segments[1], &problem)))
    fetcher.has_moved = problem == NULL;
  else if (is_days)
    piece->object = decode_days (view->layout, piece->info, segments, &problem);
  else
    piece->object = decode_vector (view->layout, piece, segments[0], only, &fetcher, &problem);
  for (guint index = 0; index < G_N_ELEMENTS (segments); index++)
    g_clear_pointer (&segments[index], g_bytes_unref);
  *has_moved = fetcher.has_moved;
  if (problem != NULL && !fetcher.has_moved)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return !*has_moved;
}

static gint64 *
widen (const HdVersions *versions, const HdColumn *column)
{
  gint64 *numbers = g_new (gint64, (gsize)versions->n_rows + 1);

  for (guint row = 0; row < versions->n_rows; row++)
    numbers[row] = column->kind == HD_COLUMN_CODE     ? versions->codes[column->index][row]
                   : column->kind == HD_COLUMN_STATUS ? versions->status[row]
                                                      : versions->values[column->index][row].i;
  return numbers;
}

static gboolean
fetch_both (HdStore *self,
            const HdStoreView *view,
            const HdStorePiece *piece,
            GHashTable *segments[2],
            GError **error)
{
  HdStoreSql *sql = self->reader;
  const HdPartitionInfo *info = piece->info;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sql->lock);
  sqlite3_stmt *statement;
  int found = -1;

  if (!hd_store_sql_begin_read (sql, error))
    return FALSE;
  statement = hd_store_sql_bind (
      sql, "SELECT 1 FROM partitions WHERE dataset = ?1 AND period = ?2 AND version = ?3", error,
      "iii", view->layout->id, (gint64)info->number, (gint64)info->version);
  if (statement != NULL)
    found = hd_store_sql_step (sql, statement, error);
  if (found == 1)
    sqlite3_reset (statement);
  for (guint part = 0; found == 1 && part < 2; part++)
    if ((segments[part] = hd_partition_fetch (sql, view->layout, info->number, (HdPart)part, error))
        == NULL)
      found = -1;
  hd_store_sql_rollback (sql);
  return found == 1;
}

gboolean
hd_store_pieces_load_as_of (HdStore *self,
                            const HdStoreView *view,
                            HdStorePiece *pieces,
                            guint n_pieces,
                            gboolean *has_moved,
                            GError **error)
{
  const HdStoreLayout *layout = view->layout;
  GHashTable *segments[2] = { NULL, NULL };
  g_autoptr (HdVersions) shown = NULL;
  g_autoptr (GError) problem = NULL;

  if (fetch_both (self, view, pieces, segments, &problem))
    shown = hd_partition_play (layout, pieces->info, segments[0], segments[1], pieces->as_of,
                               &problem);
  else if (problem == NULL)
    *has_moved = TRUE;
  for (guint part = 0; part < 2; part++)
    g_clear_pointer (&segments[part], g_hash_table_unref);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  for (guint index = 0; shown != NULL && index < n_pieces; index++)
    {
      HdStorePiece *piece = &pieces[index];

      if (piece->column->kind == HD_COLUMN_DAY)
        piece->object = hd_day_index_new (shown->day, shown->known_from, shown->n_rows);
      else
        {
          g_autofree gint64 *numbers = widen (shown, piece->column);

          piece->object = hd_vector_new (kind_of (layout, piece->column), numbers, shown->n_rows);
        }
    }
  return shown != NULL;
}
