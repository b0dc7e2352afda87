/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a store to a package.
 */

#include "config.h"

#include "hd-package-create.h"

#include <glib/gstdio.h>
#include <string.h>

#include "hd-package-chain.h"
#include "hd-package-scope.h"
#include "hd-package-writer.h"
#include "hd-sdmx-csv-writer.h"
#include "hd-store-versions.h"

/* What is gathered before it is handed to the compressor. */
#define TEXT_BYTES (256u * 1024)

typedef struct
{
  HdStore *store;
  const HdPackageOrder *order;
  HdStructures *structures;
  HdPackageScope *scope;
  HdPackageManifest *manifest;
  HdPackageWriter *writer;
  HdPackageLink before; /* the last package that is known to have left; empty: none */
  gboolean is_full; /* this one does not go on from it */
  HdPackageLink link; /* this one */
  GString *text;
} Packing;

static void
packing_clear (Packing *packing)
{
  g_clear_pointer (&packing->structures, hd_structures_unref);
  g_clear_pointer (&packing->scope, hd_package_scope_free);
  g_clear_pointer (&packing->writer, hd_package_writer_free);
  g_clear_pointer (&packing->manifest, hd_package_manifest_free);
  hd_package_link_clear (&packing->before);
  hd_package_link_clear (&packing->link);
  if (packing->text != NULL)
    g_string_free (packing->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Packing, packing_clear)

static gboolean
put_text (Packing *packing, gsize up_to, GError **error)
{
  if (packing->text->len <= up_to)
    return TRUE;
  if (!hd_package_writer_put (packing->writer, packing->text->str, packing->text->len, error))
    return FALSE;
  g_string_truncate (packing->text, 0);
  return TRUE;
}

/* Rows that lie inside; `n_rows` grows by their number. */
static gboolean
put_rows (Packing *packing,
          HdSdmxCsvWriter *csv,
          const HdPackageScopeView *view,
          const HdRows *rows,
          guint64 *n_rows,
          GError **error)
{
  for (guint row = 0; row < rows->n_rows; row++)
    {
      if (!hd_package_scope_view_has (view, rows, row))
        continue;
      hd_sdmx_csv_writer_put_row (csv, rows, row, packing->text);
      ++*n_rows;
      if (!put_text (packing, TEXT_BYTES, error))
        return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (packing->order->cancellable, error);
}

/* (transfer full): of the deletions as they are written, and of when the newest was said. */
static char *
hash_deletions (const HdRows *deletions, gint64 prepared)
{
  g_autoptr (HdSdmxCsvWriter) csv = hd_sdmx_csv_writer_new (deletions->structure);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < deletions->n_rows; row++)
    hd_sdmx_csv_writer_put_row (csv, deletions, row, text);
  g_string_append_printf (text, "%" G_GINT64_FORMAT, prepared);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize)text->len);
}

/* One message: the deletions, behind which come all versions when there is a new one of them, and else those
 * of partitions that changed. A deletion told once more would else reach rows that came after it. */
static gboolean
put_dataset (Packing *packing,
             HdStoreVersions *versions,
             const HdPackageScopeView *view,
             guint64 *n_rows,
             GError **error)
{
  g_autoptr (HdSdmxCsvWriter) csv
      = hd_sdmx_csv_writer_new (hd_store_versions_get_structure (versions));
  gint64 prepared;
  g_autoptr (HdRows) deletions = hd_store_versions_read_deletions (versions, &prepared, error);
  g_autoptr (HdRows) limited
      = deletions != NULL ? hd_package_scope_view_limit (view, deletions) : NULL;
  const char *dataset = hd_structure_get_id (hd_store_versions_get_structure (versions));
  char *hash;
  gboolean is_whole;

  if (limited == NULL)
    return FALSE;
  hash = hash_deletions (limited, prepared);
  g_hash_table_insert (packing->link.deletions, g_strdup (dataset), hash);
  is_whole = packing->is_full
             || g_strcmp0 (g_hash_table_lookup (packing->before.deletions, dataset), hash) != 0;
  hd_sdmx_csv_writer_put_header (csv, packing->text);
  if (is_whole && !put_rows (packing, csv, view, limited, n_rows, error))
    return FALSE;
  for (guint index = 0; index < hd_store_versions_get_n_partitions (versions); index++)
    {
      g_autoptr (HdRows) rows = NULL;

      if (!is_whole
          && hd_store_versions_get_generation (versions, index) <= packing->before.generation)
        continue;
      rows = hd_store_versions_read (versions, index, error);
      if (rows == NULL || !put_rows (packing, csv, view, rows, n_rows, error))
        return FALSE;
    }
  return put_text (packing, 0, error);
}

static gboolean
pack_dataset (Packing *packing, HdStructure *structure, GError **error)
{
  const char *dataset = hd_structure_get_id (structure);
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdStoreVersions) versions = hd_store_versions_open (packing->store, dataset, &problem);
  g_autoptr (HdPackageScopeView) view = NULL;
  guint64 n_rows = 0;

  if (versions == NULL && g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET))
    return TRUE; /* announced, and nothing came of it */
  if (versions == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  view = hd_package_scope_view_new (packing->scope, packing->structures,
                                    hd_store_versions_get_structure (versions));
  if (view == NULL)
    return TRUE;
  hd_package_writer_begin (packing->writer, dataset);
  return put_dataset (packing, versions, view, &n_rows, error)
         && hd_package_writer_end (packing->writer, n_rows, error);
}

static gboolean
pack_structure (Packing *packing, GError **error)
{
  g_autoptr (GBytes) message = hd_store_get_structure_message (packing->store, error);
  gsize size;
  gconstpointer text;

  if (message == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET,
                             "the store has no structure message to pack: run haidang sync");
      return FALSE;
    }
  text = g_bytes_get_data (message, &size);
  hd_package_writer_begin (packing->writer, NULL);
  return hd_package_writer_put (packing->writer, text, size, error)
         && hd_package_writer_end (packing->writer, 0, error);
}

static gboolean
pack_all (Packing *packing, GError **error)
{
  const HdPackageOrder *order = packing->order;
  guint n_datasets = hd_structures_get_n (packing->structures);

  if (!pack_structure (packing, error))
    return FALSE;
  for (guint index = 0; index < n_datasets; index++)
    {
      HdStructure *structure = hd_structures_get (packing->structures, index);

      if (order->progress != NULL)
        order->progress (hd_structure_get_id (structure), (double)index / n_datasets,
                         hd_package_manifest_count_rows (packing->manifest), order->user_data);
      if (!pack_dataset (packing, structure, error))
        return FALSE;
    }
  if (hd_store_get_generation (packing->store) == packing->link.generation)
    return TRUE;
  g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_BUSY,
                       "the store was written while it was being packed");
  return FALSE;
}

/* The manifest up to its parts, and the link that it goes on from. */
static gboolean
introduce (Packing *packing, GError **error)
{
  const HdPackageOrder *order = packing->order;
  HdPackageManifest *manifest = packing->manifest = hd_package_manifest_new ();
  g_autofree char *chain = NULL;

  manifest->sender = g_strdup (order->sender);
  manifest->scope = g_strdup (hd_package_scope_to_string (packing->scope));
  manifest->created = order->now;
  hd_package_key_to_hex (order->signer, manifest->sender_key);
  if (order->recipient != NULL)
    hd_package_key_to_hex (order->recipient, manifest->recipient_key);
  chain = hd_package_chain_name (manifest);
  if (!hd_package_link_load (packing->store, "created", chain, &packing->before, error))
    return FALSE;
  manifest->sequence = MAX (packing->before.sequence, packing->before.announced) + 1;
  packing->link.sequence = manifest->sequence;
  packing->link.generation = hd_store_get_generation (packing->store);
  packing->link.deletions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  packing->is_full
      = order->is_full || packing->before.sequence == 0 || packing->before.announced_full;
  if (!packing->is_full)
    g_strlcpy (manifest->previous, packing->before.hash, sizeof manifest->previous);
  g_strlcpy (packing->link.previous, manifest->previous, sizeof packing->link.previous);
  return TRUE;
}

static gboolean
remember (Packing *packing, const HdPackageLink *link, GError **error)
{
  g_autofree char *chain = hd_package_chain_name (packing->manifest);
  g_autofree char *text = hd_package_link_write (link);

  return hd_store_set_feed_state (packing->store, "package created", chain, text, error);
}

/* From here on the package may leave without our knowing of it. The next one then has a number of its own and
 * goes on from the same package as this one, or holds everything as this one does: whoever took this one in
 * can take that one in, and so can who did not. */
static gboolean
announce (Packing *packing, GError **error)
{
  packing->before.announced = packing->manifest->sequence;
  packing->before.announced_full = packing->is_full;
  return remember (packing, &packing->before, error);
}

HdPackageManifest *
hd_package_create (HdStore *store, const HdPackageOrder *order, GError **error)
{
  g_auto (Packing) packing = { .store = store, .order = order };

  packing.text = g_string_sized_new (TEXT_BYTES + 4096);
  packing.structures = hd_store_get_structures (store, error);
  if (packing.structures == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET,
                             "the store is empty: run haidang sync");
      return NULL;
    }
  packing.scope = hd_package_scope_new (order->scope, packing.structures, error);
  if (packing.scope == NULL || !introduce (&packing, error))
    return NULL;
  packing.writer = hd_package_writer_new (order->path, packing.manifest, order->recipient, error);
  if (packing.writer == NULL || !pack_all (&packing, error) || !announce (&packing, error)
      || !hd_package_writer_finish (packing.writer, order->signer, packing.link.hash, error))
    return NULL;
  if (!remember (&packing, &packing.link, error))
    {
      /* What failed leaves nothing behind. */
      g_unlink (order->path);
      return NULL;
    }
  return g_steal_pointer (&packing.manifest);
}
