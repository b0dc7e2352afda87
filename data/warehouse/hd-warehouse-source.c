/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A warehouse as a source of the engine: it adds up, the engine does the rest.
 */

#include "config.h"

#include "hd-warehouse-source.h"

#include "hd-cube-totals.h"
#include "hd-warehouse-rows.h"
#include "hd-warehouse-sql.h"

#include <string.h>

typedef struct
{
  HdWarehouseClient *client;
  HdStructures *structures;
  GMutex lock; /* of all below, which is of one generation */
  guint64 generation;
  GError *problem; /* (nullable): why the generation could not be had */
  GHashTable *extents; /* (nullable) utf8 → HdPeriod; NULL before they are asked for */
  GHashTable *codes; /* dataset → HdWarehouseCodes */
  GHashTable *days; /* "dataset as-of" → GArray of HdDay, ascending: on which it reports */
} Source;

static void
source_free (gpointer data)
{
  Source *self = data;

  hd_warehouse_client_unref (self->client);
  hd_structures_unref (self->structures);
  g_clear_pointer (&self->extents, g_hash_table_unref);
  g_clear_error (&self->problem);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->days);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static HdStructures *
get_structures (gpointer data, GError **error)
{
  return hd_structures_ref (((Source *)data)->structures);
}

/* The time of the newest load. What does not answer has generation 0, and get_extent() says why: it is not
 * waited for again. */
static guint64
get_generation (gpointer data)
{
  Source *self = data;
  g_autofree char *sql = g_strdup_printf ("SELECT toUInt64(max(LOADED)) FROM %s.LOADS",
                                          hd_warehouse_client_get_database (self->client));
  g_autoptr (GError) error = NULL;
  g_autoptr (HdWarehouseAnswer) answer = hd_warehouse_client_ask (self->client, sql, NULL, &error);
  const guint8 *row
      = answer != NULL ? hd_warehouse_answer_next (answer, sizeof (guint64), &error) : NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  guint64 generation = 0;

  if (row != NULL)
    memcpy (&generation, row, sizeof generation);
  generation = GUINT64_FROM_LE (generation);
  locker = g_mutex_locker_new (&self->lock);
  if (generation == 0 || generation != self->generation)
    {
      g_clear_pointer (&self->extents, g_hash_table_unref);
      g_hash_table_remove_all (self->codes);
      g_hash_table_remove_all (self->days);
    }
  self->generation = generation;
  g_clear_error (&self->problem);
  self->problem = g_steal_pointer (&error);
  return generation;
}

#define NAME_BYTES 64
/* Moments whose days of report are remembered. */
#define MAX_DAYS 64

/* What each dataset's last load covers. */
static GHashTable *
read_extents (Source *self, GError **error)
{
  g_autoptr (GHashTable) extents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *sql = g_strdup_printf (
      "SELECT toFixedString(DATASET, %d), toInt32(argMax(FIRST, LOADED)), toInt32(argMax(LAST, "
      "LOADED)) FROM %s.LOADS GROUP BY DATASET",
      NAME_BYTES, hd_warehouse_client_get_database (self->client));
  g_autoptr (HdWarehouseAnswer) answer = hd_warehouse_client_ask (self->client, sql, NULL, error);
  g_autoptr (GError) local_error = NULL;
  const guint8 *row;

  while (answer != NULL
         && (row = hd_warehouse_answer_next (answer, NAME_BYTES + 8, &local_error)) != NULL)
    {
      HdPeriod *extent = g_new0 (HdPeriod, 1);
      gint32 days[2];

      memcpy (days, row + NAME_BYTES, sizeof days);
      if (GINT32_FROM_LE (days[0]) > GINT32_FROM_LE (days[1]))
        {
          g_free (extent);
          continue; /* it is being made anew */
        }
      *extent = hd_period_span (GINT32_FROM_LE (days[0]), GINT32_FROM_LE (days[1]));
      g_hash_table_insert (extents, g_strndup ((const char *)row, NAME_BYTES), extent);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return answer != NULL && local_error == NULL ? g_steal_pointer (&extents) : NULL;
}

static gboolean
get_extent (gpointer data, const char *id, HdPeriod *extent, GError **error)
{
  Source *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const HdPeriod *found;

  if (self->problem != NULL)
    {
      g_propagate_error (error, g_error_copy (self->problem));
      return FALSE;
    }
  if (self->extents == NULL)
    self->extents = read_extents (self, error);
  found = self->extents != NULL ? g_hash_table_lookup (self->extents, id) : NULL;
  if (found != NULL)
    *extent = *found;
  return found != NULL;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  HdDay left = *(const HdDay *)a, right = *(const HdDay *)b;

  return left < right ? -1 : left > right;
}

static GArray *
read_days (Source *self,
           HdStructure *structure,
           gint64 as_of,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *sql = hd_warehouse_sql_union ("SELECT DISTINCT DAY",
                                                 hd_warehouse_client_get_database (self->client),
                                                 structure, "1", "", as_of);
  g_autoptr (HdWarehouseAnswer) answer
      = hd_warehouse_client_ask (self->client, sql, cancellable, error);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (HdDay));
  g_autoptr (GError) local_error = NULL;
  const guint8 *row;

  while (answer != NULL
         && (row = hd_warehouse_answer_next (answer, sizeof (gint32), &local_error)) != NULL)
    {
      gint32 little;
      HdDay day;

      memcpy (&little, row, sizeof little);
      day = GINT32_FROM_LE (little);
      g_array_append_val (days, day);
    }
  g_array_sort (days, compare_days);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return answer != NULL && local_error == NULL ? g_steal_pointer (&days) : NULL;
}

/* One question's view of its dataset: codes and days do not change under it. */
typedef struct
{
  Source *source;
  HdStructure *structure;
  gint64 as_of;
  HdWarehouseCodes *codes; /* owned */
  GArray *days; /* (nullable) owned */
  GCancellable *cancellable;
} View;

static void
view_clear (View *view)
{
  g_clear_pointer (&view->codes, hd_warehouse_codes_unref);
  g_clear_pointer (&view->days, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

/* With the lock held. */
static gboolean
view_take_codes (View *view, GError **error)
{
  Source *source = view->source;
  const char *id = hd_structure_get_id (view->structure);
  HdWarehouseCodes *codes = g_hash_table_lookup (source->codes, id);

  if (codes == NULL)
    {
      codes = hd_warehouse_codes_read (source->client, view->structure, view->cancellable, error);
      if (codes == NULL)
        return FALSE;
      g_hash_table_insert (source->codes, g_strdup (id), codes);
    }
  view->codes = hd_warehouse_codes_ref (codes);
  return TRUE;
}

/* With the lock held. */
static gboolean
view_take_days (View *view, GError **error)
{
  Source *source = view->source;
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT,
                                          hd_structure_get_id (view->structure), view->as_of);
  GArray *days = g_hash_table_lookup (source->days, key);

  if (days == NULL)
    {
      days = read_days (source, view->structure, view->as_of, view->cancellable, error);
      if (days == NULL)
        return FALSE;
      if (g_hash_table_size (source->days) >= MAX_DAYS)
        g_hash_table_remove_all (source->days);
      g_hash_table_insert (source->days, g_steal_pointer (&key), days);
    }
  view->days = g_array_ref (days);
  return TRUE;
}

static gboolean
view_open (View *view, const HdCubeScan *scan, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&view->source->lock);

  view->structure = scan->structure;
  view->as_of = scan->as_of;
  return view_take_codes (view, error) && (!scan->is_stock || view_take_days (view, error));
}

/* [code of the list]: whether a row of these days has it. (transfer full) */
static guint8 *
find_reported (const View *view, guint dimension, HdCubeRange bounds, GError **error)
{
  const HdDimension *about = hd_structure_get_dimension (view->structure, dimension);
  guint n_numbers = hd_warehouse_codes_get_n (view->codes, dimension);
  g_autofree HdCode *to_list = hd_warehouse_codes_to_list (view->codes, dimension, about->codes);
  g_autofree guint8 *reported = g_new0 (guint8, hd_code_list_get_n (about->codes) + 1);
  g_autofree char *select = g_strdup_printf ("SELECT DISTINCT D_%s", about->id);
  g_autofree char *days = g_strdup_printf ("DAY BETWEEN %d AND %d", bounds.first, bounds.last);
  g_autofree char *sql
      = hd_warehouse_sql_union (select, hd_warehouse_client_get_database (view->source->client),
                                view->structure, days, "", view->as_of);
  g_autoptr (HdWarehouseAnswer) answer
      = hd_warehouse_client_ask (view->source->client, sql, view->cancellable, error);
  g_autoptr (GError) local_error = NULL;
  const guint8 *row;

  while (answer != NULL
         && (row = hd_warehouse_answer_next (answer, sizeof (guint16), &local_error)) != NULL)
    {
      guint number = (guint)row[0] | (guint)row[1] << 8;

      if (number < n_numbers && to_list[number] != HD_CODE_NONE)
        reported[to_list[number]] = TRUE;
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return answer != NULL && local_error == NULL ? g_steal_pointer (&reported) : NULL;
}

static gboolean
settle_totals (const View *view, HdCubeScan *scan, HdCubeRange bounds, GError **error)
{
  g_autofree guint8 **reported = g_new0 (guint8 *, scan->n_dimensions + 1);
  guint64 open = hd_cube_totals_find_open (scan);
  gboolean is_ok = TRUE;

  for (guint dimension = 0; is_ok && dimension < scan->n_dimensions; dimension++)
    if ((open >> dimension & 1) != 0)
      {
        reported[dimension] = find_reported (view, dimension, bounds, error);
        is_ok = reported[dimension] != NULL;
      }
  if (is_ok)
    hd_cube_totals_settle_codes (scan, reported);
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    g_free (reported[dimension]);
  return is_ok;
}

/* A stock is the dataset's last report within the range, for every cell of it. */
static void
close_stock_ranges (const View *view, const HdCubeScan *scan, HdCubeRange *ranges)
{
  for (guint index = 0; index < scan->n_ranges; index++)
    {
      HdDay closing = HD_DAY_NONE;

      for (guint at = view->days->len; at-- > 0 && closing == HD_DAY_NONE;)
        {
          HdDay day = g_array_index (view->days, HdDay, at);

          if (day < ranges[index].first)
            break;
          if (day <= ranges[index].last)
            closing = day;
        }
      ranges[index].first = closing == HD_DAY_NONE ? 0 : closing;
      ranges[index].last = closing == HD_DAY_NONE ? -1 : closing;
    }
}

static void
take_row (HdCubeCell *cell, const HdWarehouseRow *row, gboolean is_real)
{
  HdCubeCell part = { .n = (guint32)row->n_known };

  if (is_real)
    part.value.d = row->real;
  else
    {
      __int128 sum = (__int128)row->high * ((__int128)1 << 32) + row->low;

      part.value.i = (gint64)sum;
      if (sum != part.value.i)
        part.flags |= HD_CUBE_CELL_OVERFLOW;
    }
  part.flags |= row->is_missing ? HD_CUBE_CELL_MISSING : 0;
  part.flags |= row->is_provisional ? HD_CUBE_CELL_PROVISIONAL : 0;
  hd_cube_cell_add (cell, &part, is_real);
}

static gboolean
read_cells (const View *view,
            const HdCubeScan *scan,
            const char *sql,
            HdCubeCells *cells,
            HdCubeTrace *trace,
            GError **error)
{
  gboolean is_real = hd_cube_scan_is_real (scan);
  g_autoptr (HdWarehouseAnswer) answer
      = hd_warehouse_client_ask (view->source->client, sql, view->cancellable, error);
  g_autoptr (GError) local_error = NULL;
  const guint8 *bytes;

  while (
      answer != NULL
      && (bytes = hd_warehouse_answer_next (answer, hd_warehouse_row_size (is_real), &local_error))
             != NULL)
    {
      HdWarehouseRow row = hd_warehouse_row_read (bytes, is_real);

      /* 18.16 answers one row of nothing for a constant key. */
      if (row.n_rows == 0)
        continue;
      if (row.key >= hd_cube_cells_get_n_keys (cells))
        {
          g_set_error_literal (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_BAD_ANSWER,
                               "a group that was not asked for");
          return FALSE;
        }
      take_row (hd_cube_cells_ensure (cells, row.key), &row, is_real);
      trace->rows += row.n_rows;
      trace->vintage = MAX (trace->vintage, row.vintage);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (answer == NULL || local_error != NULL)
    return FALSE;
  trace->bytes += hd_warehouse_answer_get_n_bytes (answer);
  trace->scans++;
  if (trace->tables != NULL)
    g_string_append_printf (trace->tables, "%s%s", trace->tables->len > 0 ? ", " : "",
                            hd_structure_get_id (scan->structure));
  return TRUE;
}

/* (transfer full) */
static HdCubeCells *
sum_one (const View *view,
         HdCubeScan *scan,
         HdCubeRange *ranges,
         HdCubeTrace *trace,
         GError **error)
{
  g_autoptr (HdCubeIntervals) intervals = NULL;
  g_autoptr (HdCubeCells) pieces = NULL;
  g_autofree char *sql = NULL;
  guint64 n_keys, n_pieces;

  if (scan->is_stock)
    close_stock_ranges (view, scan, ranges);
  intervals = hd_cube_intervals_new (ranges, scan->n_ranges);
  if (!hd_cube_scan_count_keys (scan, scan->n_ranges, &n_keys, error)
      || !hd_cube_scan_count_keys (scan, intervals->n_intervals, &n_pieces, error))
    return NULL;
  if (intervals->n_days == 0)
    return hd_cube_cells_new (n_keys);
  pieces = hd_cube_cells_new (n_pieces);
  sql = hd_warehouse_sql_of_scan (scan, intervals, view->codes,
                                  hd_warehouse_client_get_database (view->source->client));
  if (sql != NULL && !read_cells (view, scan, sql, pieces, trace, error))
    return NULL;
  if (intervals->is_direct)
    return g_steal_pointer (&pieces);
  return hd_cube_intervals_fold (intervals, pieces, n_keys, hd_cube_scan_is_real (scan));
}

static HdCubeRange
bound_all (HdCubeScan *const *scans, HdCubeRange *const *ranges, guint n_scans)
{
  HdCubeRange bounds = { G_MAXINT32, G_MININT32 };

  for (guint index = 0; index < n_scans; index++)
    for (guint range = 0; range < scans[index]->n_ranges; range++)
      if (ranges[index][range].last >= ranges[index][range].first)
        {
          bounds.first = MIN (bounds.first, ranges[index][range].first);
          bounds.last = MAX (bounds.last, ranges[index][range].last);
        }
  return bounds;
}

/* A warehouse that an older program loaded has no table of the past: that is no fault of its connection. */
static gboolean
mind_the_past (gint64 as_of, GError **error)
{
  if (as_of != 0 && error != NULL
      && g_error_matches (*error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_LOADED))
    {
      g_clear_error (error);
      g_set_error_literal (
          error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_KEPT,
          "the warehouse was loaded without what was known earlier: load it again");
    }
  return FALSE;
}

static gboolean
sum (gpointer data,
     HdCubeScan *const *scans,
     HdCubeRange *const *ranges,
     guint n_scans,
     HdCubeCells **cells,
     GCancellable *cancellable,
     HdCubeTrace *trace,
     GError **error)
{
  HdCubeRange bounds = bound_all (scans, ranges, n_scans);

  for (guint index = 0; index < n_scans; index++)
    {
      g_auto (View) view = { .source = data, .cancellable = cancellable };

      if (!view_open (&view, scans[index], error)
          || (bounds.first <= bounds.last && !settle_totals (&view, scans[index], bounds, error)))
        return mind_the_past (scans[index]->as_of, error);
      cells[index] = sum_one (&view, scans[index], ranges[index], trace, error);
      if (cells[index] == NULL)
        return mind_the_past (scans[index]->as_of, error);
    }
  return TRUE;
}

/* Of how many rows there are, and the last day of them. */
static void
take_last_day (const guint8 *row, HdDay *last)
{
  guint64 count;
  gint32 day;

  memcpy (&count, row, sizeof count);
  memcpy (&day, row + sizeof count, sizeof day);
  if (count == 0)
    return;
  day = GINT32_FROM_LE (day);
  *last = *last == HD_DAY_NONE ? day : MAX (*last, day);
}

/* What counts is settled by the last year of data, as the local engine does, which looks back from there. */
static gboolean
find_last_day (gpointer data, HdCubeScan *scan, HdDay *last, GError **error)
{
  g_auto (View) view = { .source = data };
  g_autoptr (GString) conditions = g_string_new (NULL);
  g_autoptr (HdWarehouseAnswer) answer = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *sql = NULL;
  const guint8 *row;
  HdPeriod extent, year;

  *last = HD_DAY_NONE;
  if (!get_extent (data, hd_structure_get_id (scan->structure), &extent, error)
      || !view_open (&view, scan, error))
    return FALSE;
  year = hd_period_containing (extent.last, HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);
  if (!settle_totals (&view, scan, (HdCubeRange){ year.first, extent.last }, error))
    return FALSE;
  g_string_printf (conditions, "STATUS != %d AND isNotNull(M_%s)", (int)HD_STATUS_MISSING,
                   hd_structure_get_measure (scan->structure, (guint)scan->measure)->id);
  if (!hd_warehouse_sql_append_filters (conditions, scan, view.codes))
    return TRUE;
  sql = hd_warehouse_sql_union ("SELECT toUInt64(count()), toInt32(max(DAY))",
                                hd_warehouse_client_get_database (view.source->client),
                                scan->structure, conditions->str, "", scan->as_of);
  answer = hd_warehouse_client_ask (view.source->client, sql, NULL, error);
  while (answer != NULL && (row = hd_warehouse_answer_next (answer, 12, &local_error)) != NULL)
    take_last_day (row, last);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return (answer != NULL && local_error == NULL) || mind_the_past (scan->as_of, error);
}

static GPtrArray *
load (gpointer data, const char *id, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  Source *self = data;
  HdStructure *structure = hd_structures_find (self->structures, id);
  GPtrArray *parts;
  HdRows *rows = hd_warehouse_rows_read (self->client, structure, first, last, as_of, error);

  if (rows == NULL)
    {
      mind_the_past (as_of, error);
      return NULL;
    }
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  g_ptr_array_add (parts, rows);
  return parts;
}

static const HdCubeSourceFuncs funcs = {
  .get_structures = get_structures,
  .get_generation = get_generation,
  .get_extent = get_extent,
  .load = load,
  .sum = sum,
  .find_last_day = find_last_day,
  .free = source_free,
};

void
hd_warehouse_source_init (HdCubeSource *source, HdWarehouseClient *client, HdStructures *structures)
{
  Source *self = g_new0 (Source, 1);

  self->client = hd_warehouse_client_ref (client);
  self->structures = hd_structures_ref (structures);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)hd_warehouse_codes_unref);
  self->days
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  g_mutex_init (&self->lock);
  source->funcs = &funcs;
  source->data = self;
}
