/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a message from a file into the store, as if a feed had sent it.
 */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "hd-feed-scope.h"
#include "hd-intake-thread.h"
#include "hd-json.h"
#include "hd-sdmx-reader.h"
#include "hd-sdmx-structure.h"
#include "hd-small-file.h"
#include "hd-sync.h"

#define CHUNK (256 * 1024)
/* Rows that are handed over together. */
#define ROWS_AT_ONCE 65536

/* A file on its way in. */
typedef struct
{
  HdStore *store;
  const char *path;
  const HdFeedScope *scope; /* (nullable): all may come */
  gint64 known_from;
  HdSyncProgress progress;
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
  HdIntakeOrder order; /* how it goes in, and of which dataset it is */
  HdIntakeThread *intake; /* from the first rows on */
  guint64 size; /* 0: not known */
  guint64 n_bytes, n_taken; /* read; rows handed over */
  gint64 prepared;
  char sha256[2 * crypto_hash_sha256_BYTES + 1];
} Import;

/* The structure beside the message: "2026.csv" has "2026.structure.json", or one for the whole dataset. */
static HdStructures *
read_structures_beside (const char *path, const char *dataset, GBytes **message, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');
  const char *stems[] = { base, dataset };

  if (dot != NULL)
    *dot = '\0';
  for (guint stem = 0; stem < G_N_ELEMENTS (stems); stem++)
    {
      g_autofree char *name = g_strconcat (stems[stem], ".structure.json", NULL);
      g_autofree char *file = g_build_filename (dir, name, NULL);
      g_autofree char *text = NULL;
      HdStructures *structures;
      gsize length;

      if (!hd_small_file_read (file, HD_JSON_MAX_LENGTH, &text, &length, NULL))
        continue;
      structures = hd_sdmx_structure_parse (text, length, error);
      if (structures == NULL)
        g_prefix_error (error, "%s: ", file);
      else
        *message = g_bytes_new_take (g_steal_pointer (&text), length);
      return structures;
    }
  return hd_structures_new ();
}

/* `message` is set to what the store, which has none, should keep: names are as good as figures. */
static HdStructures *
find_structures (HdStore *store,
                 const char *path,
                 const char *dataset,
                 GBytes **message,
                 GError **error)
{
  g_autoptr (GBytes) beside = NULL;
  HdStructures *structures;

  g_autoptr (GError) local_error = NULL;
  g_autoptr (HdStructures) stored = hd_store_get_structures (store, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (stored != NULL && hd_structures_find (stored, dataset) != NULL)
    return g_steal_pointer (&stored);
  structures = read_structures_beside (path, dataset, &beside, error);
  if (stored == NULL)
    *message = g_steal_pointer (&beside);
  return structures;
}

static gboolean
check_dataset (GPtrArray *parts, const char *dataset, GError **error)
{
  for (guint part = 0; part < parts->len; part++)
    {
      const HdRows *rows = parts->pdata[part];
      const char *id = hd_structure_get_id (rows->structure);

      if (strcmp (id, dataset) == 0)
        continue;
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
                   "the message holds rows of %s, not of %s", id, dataset);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_scope (const HdFeedScope *scope, GPtrArray *parts, GError **error)
{
  for (guint part = 0; part < parts->len; part++)
    if (!hd_feed_scope_check_rows (scope, parts->pdata[part], error))
      return FALSE;
  return TRUE;
}

/* FALSE with an error when the parts are not what they should be, without one when the intake has failed. */
static gboolean
hand_over (Import *import, GPtrArray *parts, gint64 prepared, GError **error)
{
  if (!check_dataset (parts, import->order.dataset, error)
      || (import->scope != NULL && !check_scope (import->scope, parts, error)))
    return FALSE;
  if (import->intake == NULL && parts->len > 0)
    {
      import->order.prepared = prepared;
      import->intake = hd_intake_thread_new (import->store, &import->order);
    }
  import->prepared = prepared;
  for (guint part = 0; part < parts->len; part++)
    if (!hd_intake_thread_push (import->intake, hd_rows_ref (parts->pdata[part])))
      return FALSE;
  return TRUE;
}

static gboolean
push_chunk (Import *import, HdSdmxReader *reader, const char *bytes, gsize length, GError **error)
{
  guint64 n_rows;
  g_autoptr (GPtrArray) parts = NULL;

  import->n_bytes += length;
  if (!hd_sdmx_reader_push (reader, bytes, length, error))
    return FALSE;
  n_rows = hd_sdmx_reader_get_n_rows (reader);
  if (import->progress != NULL)
    import->progress (import->order.dataset,
                      (double)import->n_bytes / (double)MAX (import->size, 1), n_rows,
                      import->user_data);
  if (n_rows - import->n_taken < ROWS_AT_ONCE)
    return TRUE;
  import->n_taken = n_rows;
  parts = hd_sdmx_reader_take (reader);
  /* A form that gives rows before its end has no clock of its own. */
  return hand_over (import, parts, import->known_from, error);
}

static gboolean
push_all (Import *import, GInputStream *stream, HdSdmxReader *reader, GError **error)
{
  g_autofree char *room = g_malloc (CHUNK);
  crypto_hash_sha256_state hash;
  guint8 sum[crypto_hash_sha256_BYTES];
  gssize n_read;

  crypto_hash_sha256_init (&hash);
  while ((n_read = g_input_stream_read (stream, room, CHUNK, import->cancellable, error)) > 0)
    {
      crypto_hash_sha256_update (&hash, (const guint8 *)room, (gsize)n_read);
      if (!push_chunk (import, reader, room, (gsize)n_read, error))
        return FALSE;
    }
  crypto_hash_sha256_final (&hash, sum);
  sodium_bin2hex (import->sha256, sizeof import->sha256, sum, sizeof sum);
  return n_read == 0;
}

/* Reads all, and gives it to the intake. FALSE without an error: the intake knows it. */
static gboolean
read_message (Import *import, HdStructures *structures, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (import->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (HdSdmxReader) reader = NULL;
  g_autoptr (HdMessage) message = NULL;

  if (stream == NULL)
    return FALSE;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  import->size = info != NULL ? (guint64)g_file_info_get_size (info) : 0;
  reader = hd_sdmx_reader_new (structures, import->known_from);
  hd_sdmx_reader_allow_own_structure (reader);
  if (!push_all (import, G_INPUT_STREAM (stream), reader, error))
    return FALSE;
  message = hd_sdmx_reader_finish (reader, error);
  return message != NULL && hand_over (import, message->parts, message->prepared, error);
}

/* HD_STORE_ERROR_NOT_IN_PIECES: to be done once more, in one piece. */
static gboolean
import_once (Import *import, HdStructures *structures, HdApplyResult *result, GError **error)
{
  g_autoptr (GError) problem = NULL;
  HdReceipt receipt;

  import->n_bytes = import->n_taken = 0;
  if (!read_message (import, structures, &problem) && problem != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&problem), "%s: ", import->path);
      return FALSE;
    }
  if (import->intake == NULL)
    return import->order.structure_message == NULL
           || hd_store_set_structure_message (import->store, import->order.structure_message,
                                              error);
  receipt = (HdReceipt){ .url = import->path,
                         .sha256 = import->sha256,
                         .prepared = import->prepared,
                         .received = import->known_from,
                         .n_bytes = import->n_bytes };
  return hd_intake_thread_finish (import->intake, &receipt, result, error);
}

gboolean
hd_import_file (HdStore *store,
                const char *path,
                const char *dataset,
                const char *const *scope,
                gint64 known_from,
                HdSyncProgress progress,
                gpointer user_data,
                GCancellable *cancellable,
                HdApplyResult *result,
                GError **error)
{
  g_autoptr (GBytes) message = NULL;
  g_autoptr (HdStructures) structures = find_structures (store, path, dataset, &message, error);
  g_autoptr (HdFeedScope) within = NULL;
  g_autoptr (GError) problem = NULL;
  Import import = { .store = store,
                    .path = path,
                    .known_from = known_from,
                    .progress = progress,
                    .user_data = user_data,
                    .cancellable = cancellable };
  gboolean is_ok;

  memset (result, 0, sizeof *result);
  if (structures == NULL)
    return FALSE;
  if (scope != NULL)
    import.scope = within = hd_feed_scope_new (scope, structures);
  import.order = (HdIntakeOrder){ .structure_message = message,
                                  .dataset = dataset,
                                  .checked_at = known_from };
  is_ok = import_once (&import, structures, result, &problem);
  g_clear_pointer (&import.intake, hd_intake_thread_free);
  if (g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_NOT_IN_PIECES))
    {
      g_clear_error (&problem);
      import.order.in_one_piece = TRUE;
      is_ok = import_once (&import, structures, result, &problem);
      g_clear_pointer (&import.intake, hd_intake_thread_free);
    }
  if (!is_ok && hd_structures_get_n (structures) == 0
      && g_error_matches (problem, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA))
    g_prefix_error (&problem,
                    "the store does not know %s: put %s.structure.json beside the file, "
                    "or run haidang sync first: ",
                    dataset, dataset);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return is_ok;
}
