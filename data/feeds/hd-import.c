/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a message from a file into the store, as if a feed had sent it.
 */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "hd-sdmx-reader.h"
#include "hd-sdmx-structure.h"
#include "hd-sync.h"

#define CHUNK (128 * 1024)

/* What the file itself is, for its receipt. */
typedef struct
{
  guint64 n_bytes;
  char sha256[2 * crypto_hash_sha256_BYTES + 1];
} Digest;

/* The structure beside the message: "2026.csv" has "2026.structure.json", or one for the whole dataset. */
static HdStructures *
read_structures_beside (const char *path, const char *dataset, GError **error)
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

      if (!g_file_get_contents (file, &text, &length, NULL))
        continue;
      structures = hd_sdmx_structure_parse (text, length, error);
      if (structures == NULL)
        g_prefix_error (error, "%s: ", file);
      return structures;
    }
  return hd_structures_new ();
}

static HdStructures *
find_structures (HdStore *store, const char *path, const char *dataset, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HdStructures) stored = hd_store_get_structures (store, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (stored != NULL && hd_structures_find (stored, dataset) != NULL)
    return g_steal_pointer (&stored);
  return read_structures_beside (path, dataset, error);
}

static gboolean
push_all (GInputStream *stream, HdSdmxReader *reader, Digest *digest, GError **error)
{
  g_autofree char *room = g_malloc (CHUNK);
  crypto_hash_sha256_state hash;
  guint8 sum[crypto_hash_sha256_BYTES];
  gssize n_read;

  crypto_hash_sha256_init (&hash);
  while ((n_read = g_input_stream_read (stream, room, CHUNK, NULL, error)) > 0)
    {
      crypto_hash_sha256_update (&hash, (const guint8 *)room, (gsize)n_read);
      digest->n_bytes += (guint64)n_read;
      if (!hd_sdmx_reader_push (reader, room, (gsize)n_read, error))
        return FALSE;
    }
  crypto_hash_sha256_final (&hash, sum);
  sodium_bin2hex (digest->sha256, sizeof digest->sha256, sum, sizeof sum);
  return n_read == 0;
}

static HdMessage *
read_message (const char *path,
              HdStructures *structures,
              gint64 known_from,
              Digest *digest,
              GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (HdSdmxReader) reader = NULL;

  if (stream == NULL)
    return NULL;
  reader = hd_sdmx_reader_new (structures, known_from);
  hd_sdmx_reader_allow_own_structure (reader);
  if (!push_all (G_INPUT_STREAM (stream), reader, digest, error))
    return NULL;
  return hd_sdmx_reader_finish (reader, error);
}

static gboolean
check_dataset (const HdMessage *message, const char *dataset, GError **error)
{
  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];
      const char *id = hd_structure_get_id (rows->structure);

      if (strcmp (id, dataset) == 0)
        continue;
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
                   "the message holds rows of %s, not of %s", id, dataset);
      return FALSE;
    }
  return TRUE;
}

gboolean
hd_import_file (HdStore *store,
                const char *path,
                const char *dataset,
                gint64 known_from,
                HdApplyResult *result,
                GError **error)
{
  g_autoptr (HdStructures) structures = find_structures (store, path, dataset, error);
  g_autoptr (HdMessage) message = NULL;
  Digest digest = { 0 };
  HdReceipt receipt;

  memset (result, 0, sizeof *result);
  if (structures == NULL)
    return FALSE;
  message = read_message (path, structures, known_from, &digest, error);
  if (message == NULL || !check_dataset (message, dataset, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  if (message->parts->len == 0)
    return TRUE;
  receipt = (HdReceipt){ .url = path,
                         .sha256 = digest.sha256,
                         .prepared = message->prepared,
                         .received = known_from,
                         .n_bytes = digest.n_bytes };
  return hd_store_apply (store, message, &receipt, result, error)
         && hd_store_note_check (store, dataset, known_from, NULL, error);
}
