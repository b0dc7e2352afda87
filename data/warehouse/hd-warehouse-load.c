/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a warehouse: the schema, and the latest figures of every dataset.
 */

#include "config.h"

#include "hd-warehouse-load.h"

#include "hd-warehouse-codes.h"

#include <string.h>

/* Rows of one INSERT: some twenty megabytes. */
#define ROWS_PER_INSERT 300000

typedef struct
{
  const HdWarehouseLoad *load;
  HdStructure *structure;
  const char *dataset, *database;
  HdWarehouseCodes *codes;
  GByteArray **pending; /* [shard] rows that wait */
  guint *n_pending;
  guint64 n_rows;
  double fraction, share; /* done before this dataset, and what of it all this one is */
  double part; /* of this dataset, 0 to 1 */
  GCancellable *cancellable;
} Loading;

static HdWarehouseClient *
shard_at (const HdWarehouseLoad *load, guint index)
{
  return g_ptr_array_index (load->shards, index);
}

/* The same statement on every server, one after the other. */
static gboolean
run_everywhere (const HdWarehouseLoad *load,
                const char *sql,
                GCancellable *cancellable,
                GError **error)
{
  for (guint shard = 0; shard < load->shards->len; shard++)
    if (!hd_warehouse_client_run (shard_at (load, shard), sql, NULL, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
create_common (const HdWarehouseLoad *load, GCancellable *cancellable, GError **error)
{
  const char *database = hd_warehouse_client_get_database (shard_at (load, 0));
  g_autofree char *create = g_strdup_printf ("CREATE DATABASE IF NOT EXISTS %s", database);
  g_autofree char *codes = g_strdup_printf (
      "CREATE TABLE IF NOT EXISTS %s.CODES (DATASET String, DIMENSION String, NUMBER UInt16, ID "
      "String) ENGINE = MergeTree ORDER BY (DATASET, DIMENSION, NUMBER)",
      database);
  g_autofree char *loads = g_strdup_printf (
      "CREATE TABLE IF NOT EXISTS %s.LOADS (DATASET String, LOADED Int64, N_ROWS UInt64, FIRST "
      "Int32, LAST Int32) ENGINE = MergeTree ORDER BY (DATASET, LOADED)",
      database);

  return run_everywhere (load, create, cancellable, error)
         && run_everywhere (load, codes, cancellable, error)
         && run_everywhere (load, loads, cancellable, error);
}

/* Names become identifiers as they are; a feed that has others is not for a warehouse. */
static gboolean
check_names (HdStructure *structure, GError **error)
{
  const char *bad = NULL;

  if (!hd_warehouse_is_name (hd_structure_get_id (structure)))
    bad = hd_structure_get_id (structure);
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    if (!hd_warehouse_is_name (hd_structure_get_dimension (structure, index)->id))
      bad = hd_structure_get_dimension (structure, index)->id;
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    if (!hd_warehouse_is_name (hd_structure_get_measure (structure, index)->id))
      bad = hd_structure_get_measure (structure, index)->id;
  if (bad == NULL)
    return TRUE;
  g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_SERVER,
               "%s in %s: no name for a table or column", bad, hd_structure_get_id (structure));
  return FALSE;
}

/* Measures have an M_ before them: one may be called as a dimension is. */
static char *
list_columns (HdStructure *structure)
{
  GString *columns = g_string_new ("DAY Int32");

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_string_append_printf (columns, ", D_%s UInt16",
                            hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    {
      const HdMeasure *measure = hd_structure_get_measure (structure, index);

      g_string_append_printf (columns, ", M_%s Nullable(%s)", measure->id,
                              measure->is_real ? "Float64" : "Int64");
    }
  g_string_append (columns, ", STATUS UInt8, KNOWN_FROM Int64");
  return g_string_free (columns, FALSE);
}

static char *
name_of_table (const Loading *loading, const char *suffix)
{
  return g_strdup_printf ("%s.%s%s%s", loading->database, loading->dataset,
                          loading->load->cluster != NULL ? "_PART" : "", suffix);
}

static gboolean
create_new (const Loading *loading, GError **error)
{
  g_autofree char *table = name_of_table (loading, "_NEW");
  g_autofree char *columns = list_columns (loading->structure);
  g_autofree char *drop = g_strdup_printf ("DROP TABLE IF EXISTS %s", table);
  g_autofree char *create = g_strdup_printf (
      "CREATE TABLE %s (%s) ENGINE = MergeTree PARTITION BY intDiv(DAY, 366) ORDER BY DAY", table,
      columns);

  return run_everywhere (loading->load, drop, loading->cancellable, error)
         && run_everywhere (loading->load, create, loading->cancellable, error);
}

/* The new table takes the old one's place. */
static gboolean
swap_tables (const Loading *loading, GError **error)
{
  g_autofree char *table = name_of_table (loading, "");
  g_autofree char *fresh = name_of_table (loading, "_NEW"), *old = name_of_table (loading, "_OLD");
  g_autofree char *columns = list_columns (loading->structure);
  /* An empty one to begin with, so that the swap is one statement always. */
  g_autofree char *first = g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s (%s) ENGINE = MergeTree "
                                            "ORDER BY DAY",
                                            table, columns);
  g_autofree char *drop = g_strdup_printf ("DROP TABLE IF EXISTS %s", old);
  g_autofree char *swap
      = g_strdup_printf ("RENAME TABLE %s TO %s, %s TO %s", table, old, fresh, table);
  g_autofree char *whole = g_strdup_printf (
      "CREATE TABLE %s.%s (%s) ENGINE = Distributed(%s, %s, %s_PART)", loading->database,
      loading->dataset, columns, loading->load->cluster != NULL ? loading->load->cluster : "",
      loading->database, loading->dataset);
  g_autofree char *drop_whole
      = g_strdup_printf ("DROP TABLE IF EXISTS %s.%s", loading->database, loading->dataset);

  if (!run_everywhere (loading->load, first, loading->cancellable, error)
      || !run_everywhere (loading->load, drop, loading->cancellable, error)
      || !run_everywhere (loading->load, swap, loading->cancellable, error)
      || !run_everywhere (loading->load, drop, loading->cancellable, error))
    return FALSE;
  return loading->load->cluster == NULL
         || (run_everywhere (loading->load, drop_whole, loading->cancellable, error)
             && run_everywhere (loading->load, whole, loading->cancellable, error));
}

static gboolean
flush (Loading *loading, guint shard, GError **error)
{
  g_autofree char *table = name_of_table (loading, "_NEW");
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s FORMAT RowBinary", table);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (loading->pending[shard]);
  HdWarehouseProgress progress = { loading->dataset, loading->n_rows,
                                   loading->fraction + loading->share * loading->part, FALSE };

  loading->pending[shard] = g_byte_array_new ();
  loading->n_pending[shard] = 0;
  if (g_bytes_get_size (body) > 0
      && !hd_warehouse_client_run (shard_at (loading->load, shard), sql, body, loading->cancellable,
                                   error))
    return FALSE;
  if (loading->load->progress != NULL)
    loading->load->progress (&progress, loading->load->user_data);
  return TRUE;
}

static void
append_number (GByteArray *bytes, guint64 number, guint n_bytes)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *)&little, n_bytes);
}

static void
append_row (GByteArray *bytes, const HdRows *rows, guint row, guint16 *const *numbers)
{
  append_number (bytes, (guint64)rows->day[row], sizeof (gint32));
  for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
    append_number (bytes, numbers[index][rows->codes[index][row]], sizeof (guint16));
  for (guint index = 0; index < hd_structure_get_n_measures (rows->structure); index++)
    {
      gboolean is_missing = hd_rows_is_missing (rows, index, row);

      append_number (bytes, is_missing ? 1 : 0, 1);
      if (!is_missing)
        append_number (bytes, (guint64)rows->values[index][row].i, sizeof (HdNumber));
    }
  append_number (bytes, rows->status[row], 1);
  append_number (bytes, (guint64)rows->known_from[row], sizeof (gint64));
}

/* (transfer full): [dimension][code of the rows] → number. */
static guint16 **
find_numbers (Loading *loading, const HdRows *rows)
{
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint16 **numbers = g_new0 (guint16 *, n_dimensions + 1);

  for (guint index = 0; index < n_dimensions; index++)
    {
      HdCodeList *list = hd_structure_get_dimension (rows->structure, index)->codes;
      guint n_codes = hd_code_list_get_n (list);

      numbers[index] = g_new (guint16, n_codes + 1);
      for (guint code = 0; code < n_codes; code++)
        numbers[index][code] = hd_warehouse_codes_ensure (
            loading->codes, index, hd_code_list_get (list, (HdCode)code)->id);
    }
  return numbers;
}

/* Days are dealt out in turn, so that each server has its share of any span. */
static gboolean
send_rows (Loading *loading, const HdRows *rows, HdDay first, HdDay last, GError **error)
{
  guint16 **numbers = find_numbers (loading, rows);
  gboolean is_ok = TRUE;

  for (guint row = 0; is_ok && row < rows->n_rows; row++)
    {
      guint shard = (guint)(rows->day[row] - G_MININT16) % loading->load->shards->len;

      if (rows->day[row] < first || rows->day[row] > last)
        continue;
      append_row (loading->pending[shard], rows, row, numbers);
      loading->n_rows++;
      if (++loading->n_pending[shard] >= ROWS_PER_INSERT)
        is_ok = flush (loading, shard, error);
    }
  g_strfreev ((char **)numbers);
  return is_ok;
}

/* A year at a time, so that a national dataset never lies in memory whole. */
static gboolean
send_all (Loading *loading, HdPeriod extent, GError **error)
{
  const HdCubeSource *source = loading->load->source;
  HdPeriod year = hd_period_containing (extent.first, HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);

  for (; year.first <= extent.last; year = hd_period_shift (year, 1))
    {
      g_autoptr (GPtrArray) parts
          = source->funcs->load (source->data, loading->dataset, year.first, year.last, 0, error);

      if (parts == NULL)
        return FALSE;
      loading->part = (double)(year.first - extent.first) / (extent.last - extent.first + 1);
      loading->part = CLAMP (loading->part, 0, 1);
      for (guint index = 0; index < parts->len; index++)
        if (!send_rows (loading, g_ptr_array_index (parts, index), year.first, year.last, error))
          return FALSE;
      if (g_cancellable_set_error_if_cancelled (loading->cancellable, error))
        return FALSE;
    }
  for (guint shard = 0; shard < loading->load->shards->len; shard++)
    if (!flush (loading, shard, error))
      return FALSE;
  return TRUE;
}

static gboolean
note_load (const Loading *loading, HdPeriod extent, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s.LOADS VALUES ('%s', %" G_GINT64_FORMAT
                                          ", %" G_GUINT64_FORMAT ", %d, %d)",
                                          loading->database, loading->dataset, g_get_real_time (),
                                          loading->n_rows, extent.first, extent.last);

  return run_everywhere (loading->load, sql, loading->cancellable, error);
}

/* Codes before rows: rows whose numbers nobody knows would be lost. Every server has all codes. */
static gboolean
write_codes (const Loading *loading, GError **error)
{
  for (guint shard = 0; shard < loading->load->shards->len; shard++)
    {
      g_autoptr (HdWarehouseCodes) own = hd_warehouse_codes_read (
          shard_at (loading->load, shard), loading->structure, loading->cancellable, error);

      if (own == NULL)
        return FALSE;
      for (guint index = 0; index < hd_structure_get_n_dimensions (loading->structure); index++)
        for (guint number = 0; number < hd_warehouse_codes_get_n (loading->codes, index); number++)
          hd_warehouse_codes_ensure (own, index,
                                     hd_warehouse_codes_get_id (loading->codes, index, number));
      if (!hd_warehouse_codes_write (own, shard_at (loading->load, shard), loading->cancellable,
                                     error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_rows (Loading *loading, HdPeriod extent, GError **error)
{
  HdWarehouseProgress progress = { loading->dataset, 0, loading->fraction + loading->share, TRUE };

  loading->codes = hd_warehouse_codes_read (shard_at (loading->load, 0), loading->structure,
                                            loading->cancellable, error);
  if (loading->codes == NULL || !create_new (loading, error) || !send_all (loading, extent, error)
      || !write_codes (loading, error) || !swap_tables (loading, error)
      || !note_load (loading, extent, error))
    return FALSE;
  progress.n_rows = loading->n_rows;
  if (loading->load->progress != NULL)
    loading->load->progress (&progress, loading->load->user_data);
  return TRUE;
}

static gboolean
load_dataset (const HdWarehouseLoad *load,
              HdStructure *structure,
              double fraction,
              double share,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree GByteArray **pending = g_new0 (GByteArray *, load->shards->len);
  g_autofree guint *n_pending = g_new0 (guint, load->shards->len);
  g_autoptr (GError) local_error = NULL;
  Loading loading = { .load = load,
                      .structure = structure,
                      .dataset = hd_structure_get_id (structure),
                      .database = hd_warehouse_client_get_database (shard_at (load, 0)),
                      .pending = pending,
                      .n_pending = n_pending,
                      .fraction = fraction,
                      .share = share,
                      .cancellable = cancellable };
  HdPeriod extent;
  gboolean is_ok;

  if (!load->source->funcs->get_extent (load->source->data, loading.dataset, &extent, &local_error))
    {
      if (local_error == NULL)
        return TRUE; /* it has no rows */
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!check_names (structure, error))
    return FALSE;
  for (guint shard = 0; shard < load->shards->len; shard++)
    pending[shard] = g_byte_array_new ();
  is_ok = load_rows (&loading, extent, error);
  for (guint shard = 0; shard < load->shards->len; shard++)
    g_byte_array_unref (pending[shard]);
  g_clear_pointer (&loading.codes, hd_warehouse_codes_unref);
  return is_ok;
}

gboolean
hd_warehouse_load (const HdWarehouseLoad *load, GCancellable *cancellable, GError **error)
{
  g_autoptr (HdStructures) structures
      = load->source->funcs->get_structures (load->source->data, error);
  double share;

  g_assert (load->shards->len == 1 || load->cluster != NULL);
  if (structures == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_LOADED,
                             "there is nothing to load from: sync first");
      return FALSE;
    }
  if (!create_common (load, cancellable, error))
    return FALSE;
  share = 1.0 / hd_structures_get_n (structures);
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      HdStructure *structure = hd_structures_get (structures, index);

      if (load->datasets != NULL
          && !g_strv_contains (load->datasets, hd_structure_get_id (structure)))
        continue;
      if (!load_dataset (load, structure, index * share, share, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
