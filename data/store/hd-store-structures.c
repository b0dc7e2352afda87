/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structure message in the store, and the structures that are made of it and of what is stored.
 */

#include "config.h"

#include "hd-store-private.h"

#include <math.h>
#include <zstd.h>

#include "hd-sdmx-structure.h"

#define MAX_MESSAGE_BYTES (256u * 1024 * 1024)

/* Rows of a dataset whose dimensions are others now mean nothing any more. */
static gboolean
drop_incompatible (HdStoreSql *sql, HdStructures *structures, GError **error)
{
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      HdStructure *structure = hd_structures_get (structures, index);
      g_autoptr (HdStoreLayout) layout = NULL;

      if (!hd_store_layout_load (sql, hd_structure_get_id (structure), &layout, error))
        return FALSE;
      if (layout != NULL && !hd_store_layout_is_compatible (layout, structure)
          && !hd_store_layout_drop (sql, layout, error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
compress (GBytes *body)
{
  gsize size, bound;
  gconstpointer data = g_bytes_get_data (body, &size);
  guint8 *room;

  bound = ZSTD_compressBound (size);
  room = g_malloc (bound);
  return g_bytes_new_take (room, ZSTD_compress (room, bound, data, size, 6));
}

/* (transfer full) (nullable): NULL without error when none was stored yet. A NUL byte follows it. */
static GBytes *
read_message (HdStoreSql *sql, GError **error)
{
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql, "SELECT n_bytes, body FROM structure_message", error, "");
  g_autofree char *json = NULL;
  gsize n_bytes, size;

  if (statement == NULL || hd_store_sql_step (sql, statement, error) != 1)
    return NULL;
  n_bytes = (gsize)sqlite3_column_int64 (statement, 0);
  json = n_bytes <= MAX_MESSAGE_BYTES ? g_try_malloc (n_bytes + 1) : NULL;
  size = json == NULL ? 0
                      : ZSTD_decompress (json, n_bytes, sqlite3_column_blob (statement, 1),
                                         (gsize)sqlite3_column_bytes (statement, 1));
  sqlite3_reset (statement);
  if (json == NULL || ZSTD_isError (size) || size != n_bytes)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED,
                   "structure message: cannot be decompressed: run haidang sync --full");
      return NULL;
    }
  json[size] = '\0';
  return g_bytes_new_take (g_steal_pointer (&json), size);
}

gboolean
hd_store_write_structure_message (HdStoreSql *sql, GBytes *json, GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (json, &size);
  g_autoptr (HdStructures) structures = hd_sdmx_structure_parse (data, size, error);
  g_autoptr (GBytes) body = NULL;
  gint64 n_same = 0;
  guint64 generation;

  if (structures == NULL)
    return FALSE;
  body = compress (json);
  if (!hd_store_sql_run (sql, "DELETE FROM structure_message WHERE body <> ?1", error, "b", body)
      || !hd_store_sql_get_int64 (sql, "SELECT count(*) FROM structure_message", &n_same, 0, error))
    return FALSE;
  return n_same > 0
         || (hd_store_sql_run (sql, "INSERT INTO structure_message VALUES (1, ?1, ?2)", error, "ib",
                               (gint64)size, body)
             && hd_store_sql_run (sql, "UPDATE meta SET value = value + 1 WHERE key = 'structure'",
                                  error, "")
             && drop_incompatible (sql, structures, error)
             && hd_store_next_generation (sql, &generation, error));
}

gboolean
hd_store_set_structure_message (HdStore *self, GBytes *json, GError **error)
{
  HdStoreSql *sql;

  g_return_val_if_fail (HD_IS_STORE (self), FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  return hd_store_end (self, hd_store_write_structure_message (sql, json, error), error);
}

GBytes *
hd_store_get_structure_message (HdStore *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  return read_message (self->reader, error);
}

static HdStructures *
parse_stored (HdStoreSql *sql, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) json = read_message (sql, &problem);
  gsize size;

  if (json != NULL)
    {
      const char *text = g_bytes_get_data (json, &size);

      return hd_sdmx_structure_parse (text, size, error);
    }
  if (problem == NULL)
    return hd_structures_new ();
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/* A code that the feed no longer lists stays at the end of its list as long as rows have it. */
static void
graft_codes (HdStructure *structure, const HdStoreLayout *layout)
{
  for (guint index = 0; index < layout->dimensions->len; index++)
    {
      GPtrArray *dictionary = g_ptr_array_index (layout->dictionaries, index);
      int dimension
          = hd_structure_find_dimension (structure, g_ptr_array_index (layout->dimensions, index));
      HdCodeList *codes;

      if (dimension < 0)
        continue;
      codes = hd_structure_get_dimension (structure, (guint)dimension)->codes;
      for (guint code = 0; code < dictionary->len; code++)
        if (hd_code_list_find (codes, g_ptr_array_index (dictionary, code), -1) == HD_CODE_NONE)
          hd_code_list_add (codes, &(HdCodeInfo){ .id = g_ptr_array_index (dictionary, code),
                                                  .parent = HD_CODE_NONE,
                                                  .lower = (double)NAN,
                                                  .upper = (double)NAN,
                                                  .valid_from = HD_DAY_NONE,
                                                  .valid_to = HD_DAY_NONE });
    }
}

GPtrArray *
hd_store_list_datasets (HdStoreSql *sql, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql, "SELECT name FROM datasets ORDER BY name", error, "");
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    g_ptr_array_add (names, hd_store_sql_column_dup_text (statement, 0));
  return more == 0 ? g_steal_pointer (&names) : NULL;
}

/* What the message says; and what is stored beyond it: datasets imported without a structure and, with
 * `all_codes`, codes that it lists no more (which costs reading every dictionary). */
static HdStructures *
make_structures (HdStoreSql *sql, gboolean all_codes, GError **error)
{
  g_autoptr (HdStructures) structures = parse_stored (sql, error);
  g_autoptr (GPtrArray) names = structures != NULL ? hd_store_list_datasets (sql, error) : NULL;

  if (names == NULL)
    return NULL;
  for (guint index = 0; index < names->len; index++)
    {
      HdStructure *structure = hd_structures_find (structures, g_ptr_array_index (names, index));
      g_autoptr (HdStoreLayout) layout = NULL;

      if (structure != NULL && !all_codes)
        continue;
      if (!hd_store_layout_load_listed (sql, g_ptr_array_index (names, index), &layout, error))
        return NULL;
      if (structure != NULL)
        graft_codes (structure, layout);
      else
        {
          g_autoptr (HdStructure) own = hd_store_layout_to_structure (layout);

          hd_structures_add (structures, own);
        }
    }
  return g_steal_pointer (&structures);
}

/* With structures_lock held. */
static gboolean
refresh (HdStore *self, gboolean all_codes, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  g_autoptr (HdStructures) made = NULL;
  gint64 version;

  if (!hd_store_sql_begin_read (self->reader, error))
    return FALSE;
  if (hd_store_sql_get_int64 (self->reader, "SELECT value FROM meta WHERE key = 'structure'",
                              &version, 0, error))
    {
      if (self->structures != NULL && version == self->structures_version && !all_codes)
        made = hd_structures_ref (self->structures);
      else
        made = make_structures (self->reader, all_codes, error);
    }
  hd_store_sql_rollback (self->reader);
  if (made == NULL)
    return FALSE;
  if (made != self->structures)
    {
      g_clear_pointer (&self->structures, hd_structures_unref);
      self->structures = g_steal_pointer (&made);
      self->structures_version = version;
      self->structures_serial++;
    }
  return TRUE;
}

HdStructures *
hd_store_peek_structures (HdStore *self, gboolean complete, guint64 *serial, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->structures_lock);

  if (!refresh (self, complete, error))
    return NULL;
  *serial = self->structures_serial;
  return hd_structures_ref (self->structures);
}

HdStructures *
hd_store_get_structures (HdStore *self, GError **error)
{
  g_autoptr (HdStructures) structures = NULL;
  guint64 serial;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  structures = hd_store_peek_structures (self, FALSE, &serial, error);
  if (structures == NULL || hd_structures_get_n (structures) == 0)
    return NULL;
  return g_steal_pointer (&structures);
}
