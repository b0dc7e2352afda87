/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums over the rows of every table.
 */

#include "config.h"

#include "hd-store-sums.h"

#include <sodium.h>
#include <string.h>

#include "hd-store.h"

/* Its rows are the tables and triggers themselves. */
#define SCHEMA "sqlite_master"
/* The first version of stores that has the table (hd-store-schema.c). */
#define VERSION_OF_AUDIT 6

/* Every table: by which column its rows belong to a dataset, if they do; what mends it where they do not;
 * and how it is dropped when it is damaged, where it can be had again. */
static const struct
{
  const char *name, *key, *remedy, *drop;
} tables[] = {
  { "audit", "0", "evidence is lost: " HD_STORE_MEND_WHOLE, NULL },
  { "checks", "0", "run haidang sync --full", "DELETE FROM checks" },
  { "codes", "dataset", NULL, "DELETE FROM datasets WHERE id = ?1" },
  { "components", "dataset", NULL, "DELETE FROM datasets WHERE id = ?1" },
  { "datasets", "id", HD_STORE_MEND_WHOLE, "DELETE FROM datasets WHERE id = ?1" },
  { "deletions", "dataset", NULL, "DELETE FROM datasets WHERE id = ?1" },
  { "derived", "0", "run haidang sync --full", "DELETE FROM derived" },
  { "feed_state", "0", "run haidang sync --full", "DELETE FROM feed_state" },
  { "forecast_refreshes", "0", "run haidang sync --full", "DELETE FROM forecast_refreshes" },
  { "forecasts", "0", "run haidang sync --full, then haidang forecast --refresh",
    "DELETE FROM forecasts" },
  { "messages", "0", "evidence is lost: run haidang sync --full to go on", NULL },
  { "meta", "0", "run haidang sync --full", NULL },
  { "migrations", "0", "run haidang sync --full", NULL },
  { "partitions", "dataset", NULL, "DELETE FROM datasets WHERE id = ?1" },
  { "quarantine", "0", "evidence is lost: run haidang sync --full to go on", NULL },
  { "rollups", "dataset", NULL, "DELETE FROM rollups WHERE dataset = ?1" },
  { "segments", "dataset", NULL, NULL },
  { SCHEMA, "0", HD_STORE_MEND_WHOLE, NULL },
  { "structure_message", "0", "run haidang sync --full", NULL },
};

static void
hash_value (crypto_generichash_state *state, sqlite3_value *value)
{
  int type = sqlite3_value_type (value);
  guint8 kind = (guint8)type;
  gint64 integer = 0;
  const void *bytes = &integer;
  int length = sizeof integer;

  if (type == SQLITE_INTEGER)
    integer = GINT64_TO_LE (sqlite3_value_int64 (value));
  else if (type != SQLITE_NULL)
    {
      bytes = sqlite3_value_blob (value);
      length = sqlite3_value_bytes (value);
    }
  integer = type == SQLITE_INTEGER ? integer : GINT64_TO_LE ((gint64)length);
  crypto_generichash_update (state, &kind, 1);
  crypto_generichash_update (state, (const guint8 *)&integer, sizeof integer);
  if (type != SQLITE_INTEGER && type != SQLITE_NULL && length > 0)
    crypto_generichash_update (state, bytes, (unsigned long long)length);
}

/* Of a table's name and the columns of a row, in its order. */
static guint64
hash_row (int n_values, sqlite3_value **values)
{
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES_MIN];
  guint64 number;

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  for (int index = 0; index < n_values; index++)
    hash_value (&state, values[index]);
  crypto_generichash_final (&state, hash, sizeof hash);
  memcpy (&number, hash, sizeof number);
  return GUINT64_FROM_LE (number);
}

/* hd_sum_add (sum, table, column…) and hd_sum_subtract: SQLite's own addition turns to floating point where
 * it overflows. */
static void
add_row (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  guint64 sign = (guint64)GPOINTER_TO_SIZE (sqlite3_user_data (context));
  guint64 sum = (guint64)sqlite3_value_int64 (values[0]);

  sqlite3_result_int64 (context, (gint64)(sum + sign * hash_row (n_values - 1, values + 1)));
}

static void
total_step (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  guint64 *sum = sqlite3_aggregate_context (context, sizeof *sum);

  if (sum != NULL)
    *sum += hash_row (n_values, values);
}

static void
total_end (sqlite3_context *context)
{
  guint64 *sum = sqlite3_aggregate_context (context, 0);

  sqlite3_result_int64 (context, sum != NULL ? (gint64)*sum : 0);
}

gboolean
hd_store_sums_register (sqlite3 *handle)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const struct
  {
    const char *name;
    gsize sign;
  } functions[] = { { "hd_sum_add", 1 }, { "hd_sum_subtract", (gsize)-1 } };

  for (guint index = 0; index < G_N_ELEMENTS (functions); index++)
    if (sqlite3_create_function (handle, functions[index].name, -1, flags,
                                 GSIZE_TO_POINTER (functions[index].sign), add_row, NULL, NULL)
        != SQLITE_OK)
      return FALSE;
  return sqlite3_create_function (handle, "hd_sum_total", -1, flags, NULL, NULL, total_step,
                                  total_end)
         == SQLITE_OK;
}

static GPtrArray *
list_columns (HdStoreSql *sql, const char *table, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT name FROM pragma_table_info (?1) ORDER BY cid", error, "s", table);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    g_ptr_array_add (names, hd_store_sql_column_dup_text (statement, 0));
  return more == 0 ? g_steal_pointer (&names) : NULL;
}

/* "'segments', new.id, …": what of a row is summed up. */
static char *
print_row (HdStoreSql *sql, const char *table, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) columns = list_columns (sql, table, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (columns == NULL)
    return NULL;
  g_string_append_printf (text, "'%s'", table);
  for (guint index = 0; index < columns->len; index++)
    {
      const char *name = columns->pdata[index];
      /* A segment ends with the tag of all of it. */
      gboolean is_tagged = strcmp (table, "segments") == 0 && strcmp (name, "data") == 0;

      /* Where a tree begins is SQLite's affair: VACUUM moves it. */
      if (strcmp (name, "rootpage") == 0)
        continue;
      g_string_append_printf (text, is_tagged ? ", substr (%s%s, -16)" : ", %s%s", prefix, name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
install_table (HdStoreSql *sql, const char *table, const char *key, GError **error)
{
  g_autofree char *before = print_row (sql, table, "old.", error);
  g_autofree char *after = before != NULL ? print_row (sql, table, "new.", error) : NULL;
  const char *dot = key[0] == '0' ? "" : ".";
  g_autofree char *before_key = g_strconcat (dot[0] != '\0' ? "old" : "", dot, key, NULL);
  g_autofree char *after_key = g_strconcat (dot[0] != '\0' ? "new" : "", dot, key, NULL);
  g_autofree char *add = NULL, *subtract = NULL, *text = NULL;

  if (after == NULL)
    return FALSE;
  add = g_strdup_printf (
      "INSERT INTO sums VALUES ('%s', %s, hd_sum_add (0, %s))"
      " ON CONFLICT (name, dataset) DO UPDATE SET value = hd_sum_add (value, %s);",
      table, after_key, after, after);
  subtract = g_strdup_printf ("UPDATE sums SET value = hd_sum_subtract (value, %s)"
                              " WHERE name = '%s' AND dataset = %s;",
                              before, table, before_key);
  text = g_strdup_printf (
      "DROP TRIGGER IF EXISTS %1$s_added; DROP TRIGGER IF EXISTS %1$s_deleted;"
      "DROP TRIGGER IF EXISTS %1$s_changed; DELETE FROM sums WHERE name = '%1$s';"
      "CREATE TRIGGER %1$s_added AFTER INSERT ON %1$s BEGIN %2$s END;"
      "CREATE TRIGGER %1$s_deleted AFTER DELETE ON %1$s BEGIN %3$s END;"
      "CREATE TRIGGER %1$s_changed AFTER UPDATE ON %1$s BEGIN %3$s %2$s END;",
      table, add, subtract);
  return hd_store_sql_exec (sql, text, error);
}

/* Of what has none. */
static gboolean
take_sums (HdStoreSql *sql, GError **error)
{
  for (guint table = 0; table < G_N_ELEMENTS (tables); table++)
    {
      g_autofree char *row = print_row (sql, tables[table].name, "", error);
      g_autofree char *text = NULL;

      if (row == NULL)
        return FALSE;
      text = g_strdup_printf ("INSERT OR IGNORE INTO sums SELECT '%1$s', %2$s, hd_sum_total (%3$s)"
                              " FROM %1$s GROUP BY %2$s + 0",
                              tables[table].name, tables[table].key, row);
      if (!hd_store_sql_exec (sql, text, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_store_sums_install (HdStoreSql *sql, GError **error)
{
  for (guint index = 0; index < G_N_ELEMENTS (tables); index++)
    if (strcmp (tables[index].name, SCHEMA) != 0
        && !install_table (sql, tables[index].name, tables[index].key, error))
      return FALSE;
  /* Last: it has the triggers, which are its rows. */
  return hd_store_sql_run (sql, "DELETE FROM sums WHERE name = ?1", error, "s", SCHEMA)
         && take_sums (sql, error);
}

/* A version that has none has no table of them either. */
static gboolean
has_sums (HdStoreSql *sql, gboolean *has, GError **error)
{
  gint64 n_tables = 0;

  if (!hd_store_sql_get_int64 (sql, "SELECT count(*) FROM sqlite_master WHERE name = 'sums'",
                               &n_tables, 0, error))
    return FALSE;
  *has = n_tables > 0;
  return TRUE;
}

/* (transfer full) (element-type gint64): datasets, or 0, for which the sum is not right; NULL when the table
 * cannot be read. */
static GArray *
find_wrong (HdStoreSql *sql, guint table)
{
  g_autoptr (GArray) wrong = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *row = print_row (sql, tables[table].name, "", NULL);
  g_autofree char *question = NULL;
  sqlite3_stmt *statement = NULL;
  int result;

  if (row == NULL)
    return NULL;
  question = g_strdup_printf (
      "WITH found AS (SELECT %2$s AS dataset, hd_sum_total (%3$s) AS value FROM %1$s"
      "  GROUP BY %2$s + 0),"
      " said AS (SELECT dataset, value FROM sums WHERE name = '%1$s')"
      " SELECT dataset FROM (SELECT dataset FROM found UNION SELECT dataset FROM said)"
      " LEFT JOIN found USING (dataset) LEFT JOIN said USING (dataset)"
      " WHERE coalesce (found.value, 0) <> coalesce (said.value, 0)",
      tables[table].name, tables[table].key, row);
  result = sqlite3_prepare_v2 (sql->handle, question, -1, &statement, NULL);
  while (result == SQLITE_OK || result == SQLITE_ROW)
    if ((result = sqlite3_step (statement)) == SQLITE_ROW)
      {
        gint64 dataset = sqlite3_column_int64 (statement, 0);

        g_array_append_val (wrong, dataset);
      }
  sqlite3_finalize (statement);
  return result == SQLITE_DONE ? g_steal_pointer (&wrong) : NULL;
}

static char *
describe (HdStoreSql *sql, guint table, gint64 dataset)
{
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql, "SELECT name FROM datasets WHERE id = ?1", NULL, "i", dataset);
  g_autofree char *name = NULL;

  if (tables[table].remedy != NULL)
    return g_strdup_printf ("table %s: holds what was not written so: %s", tables[table].name,
                            tables[table].remedy);
  if (statement != NULL && hd_store_sql_step (sql, statement, NULL) == 1)
    {
      name = hd_store_sql_column_dup_text (statement, 0);
      sqlite3_reset (statement);
    }
  return g_strdup_printf (
      "%s: table %s: holds what was not written so: run haidang sync --full%s%s",
      name != NULL ? name : "a dataset", tables[table].name, name != NULL ? " --dataset " : "",
      name != NULL ? name : "");
}

/* A table that came with a later version than the sums did is in no store of an earlier one. */
static gboolean
is_to_come (guint table, gint64 version)
{
  return strcmp (tables[table].name, "audit") == 0 && version < VERSION_OF_AUDIT;
}

gboolean
hd_store_sums_check (HdStoreSql *sql, GPtrArray *faults, GError **error)
{
  gint64 version, newest;
  gboolean has;

  if (!has_sums (sql, &has, error)
      || !hd_store_sql_get_int64 (sql, "PRAGMA user_version", &version, 0, error)
      || !hd_store_sql_get_int64 (sql, "SELECT max (version) FROM migrations", &newest, 0, error))
    return FALSE;
  if (version != newest)
    g_ptr_array_add (faults, g_strdup ("database: says it is of another version than it "
                                       "is: " HD_STORE_MEND_WHOLE));
  for (guint table = 0; has && table < G_N_ELEMENTS (tables); table++)
    {
      g_autoptr (GArray) wrong = NULL;

      if (is_to_come (table, version))
        continue;
      wrong = find_wrong (sql, table);
      if (wrong == NULL)
        g_ptr_array_add (faults, g_strdup_printf ("table %s: cannot be read: " HD_STORE_MEND_WHOLE,
                                                  tables[table].name));
      for (guint index = 0; wrong != NULL && index < wrong->len; index++)
        g_ptr_array_add (faults, describe (sql, table, g_array_index (wrong, gint64, index)));
    }
  return TRUE;
}

static gboolean
drop_wrong (HdStoreSql *sql, guint table, gint64 dataset, GError **error)
{
  g_autoptr (GArray) wrong = find_wrong (sql, table);

  for (guint index = 0; wrong != NULL && index < wrong->len; index++)
    {
      gint64 found = g_array_index (wrong, gint64, index);

      if (found != 0 && found != dataset)
        continue;
      if (tables[table].drop != NULL
          && !hd_store_sql_run (sql, tables[table].drop, error, found != 0 ? "i" : "", found))
        return FALSE;
      /* What is left is right from now on. */
      if (!hd_store_sql_run (sql, "DELETE FROM sums WHERE name = ?1 AND dataset = ?2", error, "si",
                             tables[table].name, found))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_store_sums_mend (HdStoreSql *sql, const char *dataset, GError **error)
{
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql, "SELECT id FROM datasets WHERE name = ?1", error, "s", dataset);
  gint64 id = -1;
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;
  gboolean has;

  if (found == 1)
    {
      id = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  if (found == -1 || !has_sums (sql, &has, error))
    return FALSE;
  for (guint table = 0; has && table < G_N_ELEMENTS (tables); table++)
    if (!drop_wrong (sql, table, id, error))
      return FALSE;
  /* Sums that were dropped are taken anew. */
  return !has || take_sums (sql, error);
}
