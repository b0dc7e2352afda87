/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads, extends and saves the layout of a stored dataset.
 */

#include "config.h"

#include "hd-store-layout.h"

#include <math.h>

#include "hd-store.h"

HdStoreLayout *
hd_store_layout_ref (HdStoreLayout *layout)
{
  g_atomic_ref_count_inc (&layout->refs);
  return layout;
}

void
hd_store_layout_unref (HdStoreLayout *layout)
{
  if (!g_atomic_ref_count_dec (&layout->refs))
    return;
  g_free (layout->name);
  g_ptr_array_unref (layout->dimensions);
  g_ptr_array_unref (layout->measures);
  g_array_unref (layout->is_real);
  g_ptr_array_unref (layout->dictionaries);
  g_ptr_array_unref (layout->lookups);
  g_array_unref (layout->n_saved);
  g_free (layout);
}

static HdStoreLayout *
layout_new (gint64 id, const char *name)
{
  HdStoreLayout *layout = g_new0 (HdStoreLayout, 1);

  layout->id = id;
  layout->name = g_strdup (name);
  layout->dimensions = g_ptr_array_new_with_free_func (g_free);
  layout->measures = g_ptr_array_new_with_free_func (g_free);
  layout->is_real = g_array_new (FALSE, TRUE, sizeof (gboolean));
  layout->dictionaries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  layout->lookups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  layout->n_saved = g_array_new (FALSE, TRUE, sizeof (guint));
  g_atomic_ref_count_init (&layout->refs);
  return layout;
}

static void
add_dimension (HdStoreLayout *layout, const char *id)
{
  g_ptr_array_add (layout->dimensions, g_strdup (id));
  g_ptr_array_add (layout->dictionaries, g_ptr_array_new_with_free_func (g_free));
  /* Its keys belong to the dictionary. */
  g_ptr_array_add (layout->lookups, g_hash_table_new (g_str_hash, g_str_equal));
  g_array_set_size (layout->n_saved, layout->dimensions->len);
}

static void
add_measure (HdStoreLayout *layout, const char *id, gboolean is_real)
{
  g_ptr_array_add (layout->measures, g_strdup (id));
  g_array_append_val (layout->is_real, is_real);
}

HdCode
hd_store_layout_add_code (HdStoreLayout *layout, guint dimension, const char *id)
{
  GPtrArray *dictionary = g_ptr_array_index (layout->dictionaries, dimension);
  GHashTable *lookup = g_ptr_array_index (layout->lookups, dimension);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (lookup, id));
  char *copy;

  if (known != 0)
    return (HdCode)(known - 1);
  if (dictionary->len >= HD_CODE_NONE)
    return HD_CODE_NONE;
  copy = g_strdup (id);
  g_ptr_array_add (dictionary, copy);
  g_hash_table_insert (lookup, copy, GUINT_TO_POINTER (dictionary->len));
  return (HdCode)(dictionary->len - 1);
}

guint
hd_store_layout_n_codes (const HdStoreLayout *layout, guint dimension)
{
  return ((GPtrArray *)g_ptr_array_index (layout->dictionaries, dimension))->len;
}

int
hd_store_layout_find_measure (const HdStoreLayout *layout, const char *id)
{
  for (guint measure = 0; measure < layout->measures->len; measure++)
    if (g_str_equal (g_ptr_array_index (layout->measures, measure), id))
      return (int)measure;
  return -1;
}

static gboolean
is_name (const char *text)
{
  return text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL);
}

static gboolean
fail_damaged (HdStoreLayout *layout, const char *what, sqlite3_stmt *statement, GError **error)
{
  sqlite3_reset (statement);
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED,
               "%s: %s: run haidang sync --full --dataset %s", layout->name, what, layout->name);
  return FALSE;
}

static gboolean
load_codes (HdStoreSql *sql, HdStoreLayout *layout, GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT dimension, code, id FROM codes WHERE dataset = ?1 ORDER BY dimension, code",
      error, "i", layout->id);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    {
      guint dimension = (guint)sqlite3_column_int (statement, 0);
      const char *id = (const char *)sqlite3_column_text (statement, 2);

      if (dimension >= layout->dimensions->len || !is_name (id)
          || hd_store_layout_add_code (layout, dimension, id) != sqlite3_column_int (statement, 1))
        return fail_damaged (layout, "its dictionary of codes has a gap", statement, error);
      g_array_index (layout->n_saved, guint, dimension)++;
    }
  return more == 0;
}

static gboolean
load_components (HdStoreSql *sql, HdStoreLayout *layout, GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT kind, id, is_real FROM components WHERE dataset = ?1 ORDER BY kind, position",
      error, "i", layout->id);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    {
      const char *id = (const char *)sqlite3_column_text (statement, 1);

      if (!is_name (id))
        return fail_damaged (layout, "a column of it has no name", statement, error);
      if (sqlite3_column_int (statement, 0) == 0)
        add_dimension (layout, id);
      else
        add_measure (layout, id, sqlite3_column_int (statement, 2) != 0);
    }
  return more == 0;
}

gboolean
hd_store_layout_load (HdStoreSql *sql, const char *name, HdStoreLayout **layout, GError **error)
{
  g_autoptr (HdStoreLayout) loaded = NULL;
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT id, grain, month_start_day FROM datasets WHERE name = ?1", error, "s", name);
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;

  *layout = NULL;
  if (found != 1)
    return found == 0;
  loaded = layout_new (sqlite3_column_int64 (statement, 0), name);
  loaded->grain = (HdGrain)sqlite3_column_int (statement, 1);
  loaded->month_start_day = (guint8)sqlite3_column_int (statement, 2);
  sqlite3_reset (statement);
  if (!load_components (sql, loaded, error) || !load_codes (sql, loaded, error))
    return FALSE;
  *layout = g_steal_pointer (&loaded);
  return TRUE;
}

gboolean
hd_store_layout_is_compatible (const HdStoreLayout *layout, const HdStructure *structure)
{
  if (hd_structure_get_n_dimensions (structure) != layout->dimensions->len)
    return FALSE;
  for (guint dimension = 0; dimension < layout->dimensions->len; dimension++)
    if (hd_structure_find_dimension (structure, g_ptr_array_index (layout->dimensions, dimension))
        < 0)
      return FALSE;
  for (guint measure = 0; measure < layout->measures->len; measure++)
    {
      int index
          = hd_structure_find_measure (structure, g_ptr_array_index (layout->measures, measure));

      if (index >= 0
          && !hd_structure_get_measure (structure, (guint)index)->is_real
                 != !g_array_index (layout->is_real, gboolean, measure))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_component (HdStoreSql *sql, HdStoreLayout *layout, gint64 kind, guint position, GError **error)
{
  const char *id = g_ptr_array_index (kind == 0 ? layout->dimensions : layout->measures, position);
  gint64 is_real = kind == 1 && g_array_index (layout->is_real, gboolean, position);

  return hd_store_sql_run (sql, "INSERT INTO components VALUES (?1, ?2, ?3, ?4, ?5)", error,
                           "iiisi", layout->id, kind, (gint64)position, id, is_real);
}

static HdStoreLayout *
create (HdStoreSql *sql, const HdStructure *structure, GError **error)
{
  const char *name = hd_structure_get_id (structure);
  g_autoptr (HdStoreLayout) layout = NULL;
  gint64 grain = hd_structure_get_grain (structure);
  gint64 start_day = hd_structure_get_month_start_day (structure);

  if (!hd_store_sql_run (sql,
                         "INSERT INTO datasets (name, grain, month_start_day) VALUES (?1, ?2, ?3)",
                         error, "sii", name, grain, start_day))
    return NULL;
  layout = layout_new (sqlite3_last_insert_rowid (sql->handle), name);
  layout->grain = (HdGrain)grain;
  layout->month_start_day = (guint8)start_day;
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      add_dimension (layout, hd_structure_get_dimension (structure, index)->id);
      if (!save_component (sql, layout, 0, index, error))
        return NULL;
    }
  return g_steal_pointer (&layout);
}

HdStoreLayout *
hd_store_layout_ensure (HdStoreSql *sql, const HdStructure *structure, GError **error)
{
  const char *name = hd_structure_get_id (structure);
  g_autoptr (HdStoreLayout) layout = NULL;

  if (!hd_store_layout_load (sql, name, &layout, error))
    return NULL;
  if (layout == NULL && (layout = create (sql, structure, error)) == NULL)
    return NULL;
  if (!hd_store_layout_is_compatible (layout, structure))
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE,
                   "%s: its dimensions or kinds of measures are not those of what is stored", name);
      return NULL;
    }
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    {
      const HdMeasure *measure = hd_structure_get_measure (structure, index);

      if (hd_store_layout_find_measure (layout, measure->id) >= 0)
        continue;
      add_measure (layout, measure->id, measure->is_real);
      if (!save_component (sql, layout, 1, layout->measures->len - 1, error))
        return NULL;
    }
  return g_steal_pointer (&layout);
}

gboolean
hd_store_layout_save_codes (HdStoreSql *sql, HdStoreLayout *layout, GError **error)
{
  for (guint dimension = 0; dimension < layout->dimensions->len; dimension++)
    {
      GPtrArray *dictionary = g_ptr_array_index (layout->dictionaries, dimension);
      guint *n_saved = &g_array_index (layout->n_saved, guint, dimension);

      for (; *n_saved < dictionary->len; (*n_saved)++)
        if (!hd_store_sql_run (sql, "INSERT INTO codes VALUES (?1, ?2, ?3, ?4)", error, "iiis",
                               layout->id, (gint64)dimension, (gint64)*n_saved,
                               g_ptr_array_index (dictionary, *n_saved)))
          return FALSE;
    }
  return TRUE;
}

gboolean
hd_store_layout_load_listed (HdStoreSql *sql,
                             const char *name,
                             HdStoreLayout **layout,
                             GError **error)
{
  if (!hd_store_layout_load (sql, name, layout, error))
    return FALSE;
  if (*layout != NULL)
    return TRUE;
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED,
               "%s: is listed and cannot be found: run haidang sync --full", name);
  return FALSE;
}

gboolean
hd_store_layout_drop (HdStoreSql *sql, HdStoreLayout *layout, GError **error)
{
  /* Everything else of the dataset goes with its row, by the foreign keys. */
  return hd_store_sql_run (sql, "DELETE FROM datasets WHERE id = ?1", error, "i", layout->id);
}

HdStructure *
hd_store_layout_to_structure (const HdStoreLayout *layout)
{
  g_autoptr (HdStructure) structure = hd_structure_new ("HD", layout->name, "1.0.0");

  hd_structure_set_time (structure, layout->grain, layout->month_start_day);
  for (guint index = 0; index < layout->dimensions->len; index++)
    {
      const char *id = g_ptr_array_index (layout->dimensions, index);
      GPtrArray *dictionary = g_ptr_array_index (layout->dictionaries, index);
      g_autoptr (HdCodeList) codes = hd_code_list_new (id);
      HdDimension dimension = { .id = id, .codes = codes };

      for (guint code = 0; code < dictionary->len; code++)
        hd_code_list_add (codes, &(HdCodeInfo){ .id = g_ptr_array_index (dictionary, code),
                                                .parent = HD_CODE_NONE,
                                                .lower = (double)NAN,
                                                .upper = (double)NAN,
                                                .valid_from = HD_DAY_NONE,
                                                .valid_to = HD_DAY_NONE });
      hd_structure_add_dimension (structure, &dimension);
    }
  for (guint index = 0; index < layout->measures->len; index++)
    hd_structure_add_measure (
        structure, &(HdMeasure){ .id = g_ptr_array_index (layout->measures, index),
                                 .is_real = g_array_index (layout->is_real, gboolean, index) });
  return g_steal_pointer (&structure);
}
