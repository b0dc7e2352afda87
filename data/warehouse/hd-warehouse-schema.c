/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a warehouse, and years of a dataset that take the place of what was there.
 */

#include "config.h"

#include "hd-warehouse-schema.h"

#include <sodium.h>
#include <string.h>

void
hd_warehouse_year_clear (HdWarehouseYear *year)
{
  g_clear_pointer (&year->n_rows[FALSE], g_free);
  g_clear_pointer (&year->n_rows[TRUE], g_free);
}

/* The same statement on every server, one after the other. */
static gboolean
run_everywhere (GPtrArray *shards, const char *sql, GCancellable *cancellable, GError **error)
{
  for (guint shard = 0; shard < shards->len; shard++)
    if (!hd_warehouse_client_run (g_ptr_array_index (shards, shard), sql, NULL, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
hd_warehouse_tables_create_common (GPtrArray *shards, GCancellable *cancellable, GError **error)
{
  static const char *const tables[] = {
    "CODES (DATASET String, DIMENSION String, NUMBER UInt16, ID String) ENGINE = MergeTree ORDER "
    "BY "
    "(DATASET, DIMENSION, NUMBER)",
    "LOADS (DATASET String, LOADED Int64, N_ROWS UInt64, FIRST Int32, LAST Int32) ENGINE = "
    "MergeTree ORDER BY (DATASET, LOADED)",
    "YEARS (DATASET String, YEAR UInt16, DIGEST UInt64, LOADED Int64) ENGINE = MergeTree ORDER BY "
    "(DATASET, YEAR, LOADED)",
  };
  const char *database = hd_warehouse_client_get_database (g_ptr_array_index (shards, 0));
  g_autofree char *create = g_strdup_printf ("CREATE DATABASE IF NOT EXISTS %s", database);

  if (!run_everywhere (shards, create, cancellable, error))
    return FALSE;
  for (guint index = 0; index < G_N_ELEMENTS (tables); index++)
    {
      g_autofree char *sql
          = g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s.%s", database, tables[index]);

      if (!run_everywhere (shards, sql, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_warehouse_tables_check (const HdWarehouseTables *tables, GError **error)
{
  HdStructure *structure = tables->structure;
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
list_columns (HdStructure *structure, gboolean is_past)
{
  GString *columns = g_string_new ("YEAR UInt16, DAY Int32");

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
  if (is_past)
    g_string_append (columns, ", KNOWN_UNTIL Int64");
  return g_string_free (columns, FALSE);
}

/* What is asked: of a cluster, all servers' parts together. */
static char *
name_of_whole (const HdWarehouseTables *tables, gboolean is_past)
{
  return g_strdup_printf ("%s.%s%s", tables->database, hd_structure_get_id (tables->structure),
                          is_past ? "_PAST" : "");
}

char *
hd_warehouse_tables_name (const HdWarehouseTables *tables, gboolean is_past, gboolean is_new)
{
  g_autofree char *whole = name_of_whole (tables, is_past);

  return g_strconcat (whole, tables->cluster != NULL ? "_PART" : "", is_new ? "_NEW" : "", NULL);
}

guint64
hd_warehouse_tables_digest_shape (const HdWarehouseTables *tables)
{
  g_autofree char *columns = list_columns (tables->structure, TRUE);
  g_autofree char *shape = g_strdup_printf (
      "%s of %s, %u", columns, tables->cluster != NULL ? tables->cluster : "", tables->shards->len);
  guint8 sum[crypto_generichash_BYTES_MIN];
  guint64 digest;

  crypto_generichash (sum, sizeof sum, (const guint8 *)shape, strlen (shape), NULL, 0);
  memcpy (&digest, sum, sizeof digest);
  return GUINT64_FROM_LE (digest);
}

/* Of one server: 10 bytes a row. */
static GHashTable *
read_years_of (const HdWarehouseTables *tables, HdWarehouseClient *shard, GError **error)
{
  g_autoptr (GHashTable) years = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree char *sql = g_strdup_printf (
      "SELECT YEAR, toUInt64(argMax(DIGEST, LOADED)) FROM %s.YEARS WHERE DATASET "
      "= '%s' GROUP BY YEAR",
      tables->database, hd_structure_get_id (tables->structure));
  g_autoptr (HdWarehouseAnswer) answer
      = hd_warehouse_client_ask (shard, sql, tables->cancellable, error);
  g_autoptr (GError) local_error = NULL;
  const guint8 *row;

  while (answer != NULL && (row = hd_warehouse_answer_next (answer, 10, &local_error)) != NULL)
    {
      guint64 digest;

      memcpy (&digest, row + 2, sizeof digest);
      digest = GUINT64_FROM_LE (digest);
      g_hash_table_insert (years, GUINT_TO_POINTER ((guint)row[0] | (guint)row[1] << 8),
                           g_memdup2 (&digest, sizeof digest));
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return answer != NULL && local_error == NULL ? g_steal_pointer (&years) : NULL;
}

static gboolean
is_another_digest (gpointer year, gpointer digest, gpointer others)
{
  const guint64 *other = g_hash_table_lookup (others, year);

  return other == NULL || *other != *(const guint64 *)digest;
}

GHashTable *
hd_warehouse_tables_read_years (const HdWarehouseTables *tables, GError **error)
{
  g_autoptr (GHashTable) years = NULL;

  for (guint shard = 0; shard < tables->shards->len; shard++)
    {
      g_autoptr (GHashTable) own
          = read_years_of (tables, g_ptr_array_index (tables->shards, shard), error);

      if (own == NULL)
        return NULL;
      if (years == NULL)
        years = g_hash_table_ref (own);
      else
        g_hash_table_foreach_remove (years, is_another_digest, own);
    }
  return g_steal_pointer (&years);
}

static gboolean
create_part (const HdWarehouseTables *tables, gboolean is_past, gboolean is_new, GError **error)
{
  g_autofree char *name = hd_warehouse_tables_name (tables, is_past, is_new);
  g_autofree char *columns = list_columns (tables->structure, is_past);
  g_autofree char *drop = g_strdup_printf ("DROP TABLE IF EXISTS %s", name);
  g_autofree char *create = g_strdup_printf (
      "CREATE TABLE %s (%s) ENGINE = MergeTree PARTITION BY YEAR ORDER BY DAY", name, columns);

  return run_everywhere (tables->shards, drop, tables->cancellable, error)
         && run_everywhere (tables->shards, create, tables->cancellable, error);
}

static gboolean
create_whole (const HdWarehouseTables *tables, gboolean is_past, GError **error)
{
  g_autofree char *name = name_of_whole (tables, is_past);
  g_autofree char *columns = list_columns (tables->structure, is_past);
  g_autofree char *drop = g_strdup_printf ("DROP TABLE IF EXISTS %s", name);
  g_autofree char *create
      = g_strdup_printf ("CREATE TABLE %s (%s) ENGINE = Distributed(%s, %s, %s%s_PART)", name,
                         columns, tables->cluster, tables->database,
                         hd_structure_get_id (tables->structure), is_past ? "_PAST" : "");

  return run_everywhere (tables->shards, drop, tables->cancellable, error)
         && run_everywhere (tables->shards, create, tables->cancellable, error);
}

/* "INSERT INTO YEARS VALUES …" on every server. */
static gboolean
write_years (const HdWarehouseTables *tables, const HdWarehouseYear *years, guint n, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT INTO %s.YEARS VALUES ", tables->database);
  for (guint index = 0; index < n; index++)
    g_string_append_printf (sql, "%s('%s', %d, %" G_GUINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                            index > 0 ? ", " : "", hd_structure_get_id (tables->structure),
                            years[index].year, years[index].digest, g_get_real_time ());
  return run_everywhere (tables->shards, sql->str, tables->cancellable, error);
}

/* Every year that is known on any server is forgotten, also those on which they differ. */
static gboolean
forget_years (const HdWarehouseTables *tables, GError **error)
{
  for (guint shard = 0; shard < tables->shards->len; shard++)
    {
      g_autoptr (GHashTable) years
          = read_years_of (tables, g_ptr_array_index (tables->shards, shard), error);
      g_autoptr (GArray) forgotten = g_array_new (FALSE, FALSE, sizeof (HdWarehouseYear));
      GHashTableIter iter;
      gpointer key;

      if (years == NULL)
        return FALSE;
      g_hash_table_iter_init (&iter, years);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          HdWarehouseYear year = { .year = GPOINTER_TO_INT (key) };

          g_array_append_val (forgotten, year);
        }
      if (forgotten->len > 0
          && !write_years (tables, (HdWarehouseYear *)forgotten->data, forgotten->len, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_warehouse_tables_renew (const HdWarehouseTables *tables, GError **error)
{
  HdWarehouseYear shape = { .digest = hd_warehouse_tables_digest_shape (tables) };

  if (!forget_years (tables, error))
    return FALSE;
  for (int is_past = FALSE; is_past <= TRUE; is_past++)
    if (!create_part (tables, is_past, FALSE, error)
        || (tables->cluster != NULL && !create_whole (tables, is_past, error)))
      return FALSE;
  return write_years (tables, &shape, 1, error);
}

gboolean
hd_warehouse_tables_open_new (const HdWarehouseTables *tables, GError **error)
{
  return create_part (tables, FALSE, TRUE, error) && create_part (tables, TRUE, TRUE, error);
}

gboolean
hd_warehouse_tables_drop_new (const HdWarehouseTables *tables, GError **error)
{
  for (int is_past = FALSE; is_past <= TRUE; is_past++)
    {
      g_autofree char *name = hd_warehouse_tables_name (tables, is_past, TRUE);
      g_autofree char *drop = g_strdup_printf ("DROP TABLE IF EXISTS %s", name);

      if (!run_everywhere (tables->shards, drop, tables->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* A year of which a server has nothing is dropped: to replace by nothing is not said to do so. */
static gboolean
replace_year (const HdWarehouseTables *tables,
              const HdWarehouseYear *year,
              guint shard,
              gboolean is_past,
              GError **error)
{
  g_autofree char *name = hd_warehouse_tables_name (tables, is_past, FALSE);
  g_autofree char *fresh = hd_warehouse_tables_name (tables, is_past, TRUE);
  g_autofree char *sql = NULL;

  if (year->n_rows[is_past] != NULL && year->n_rows[is_past][shard] > 0)
    sql = g_strdup_printf ("ALTER TABLE %s REPLACE PARTITION %d FROM %s", name, year->year, fresh);
  else
    sql = g_strdup_printf ("ALTER TABLE %s DROP PARTITION %d", name, year->year);
  return hd_warehouse_client_run (g_ptr_array_index (tables->shards, shard), sql, NULL,
                                  tables->cancellable, error);
}

gboolean
hd_warehouse_tables_replace (const HdWarehouseTables *tables, GArray *years, GError **error)
{
  g_autofree HdWarehouseYear *unknown = g_new0 (HdWarehouseYear, years->len + 1);
  const HdWarehouseYear *year = (const HdWarehouseYear *)years->data;

  if (years->len == 0)
    return TRUE;
  /* Should this break off, the next load does not take the years for done. */
  for (guint index = 0; index < years->len; index++)
    unknown[index].year = year[index].year;
  if (!write_years (tables, unknown, years->len, error))
    return FALSE;
  for (guint index = 0; index < years->len; index++)
    for (guint shard = 0; shard < tables->shards->len; shard++)
      for (int is_past = TRUE; is_past >= FALSE; is_past--)
        if (!replace_year (tables, &year[index], shard, is_past, error))
          return FALSE;
  return write_years (tables, year, years->len, error);
}
