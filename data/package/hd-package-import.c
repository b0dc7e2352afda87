/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a package to a store.
 */

#include "config.h"

#include "hd-package-import.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-feed-scope.h"
#include "hd-package-chain.h"
#include "hd-package-scope.h"
#include "hd-package-stream.h"
#include "hd-sdmx-reader.h"
#include "hd-sdmx-structure.h"

/* Rows that are handed over together. */
#define ROWS_AT_ONCE 65536
#define MAX_STRUCTURE_BYTES (64u * 1024 * 1024)

/* A package that is proved and trusted, on its way in. */
typedef struct
{
  HdStore *store;
  const HdPackageReceipt *receipt;
  const HdPackageManifest *manifest;
  gboolean in_one_piece;
  HdStoreIntake *intake;
  GByteArray *structure; /* its message as far as it was read */
  HdStructures *structures;
  HdPackageScope *scope;
  HdFeedScope *allowed; /* (nullable): what this machine may hold */
  HdSdmxReader *reader; /* (nullable): of the part at hand */
  HdPackageScopeView *view; /* of its dataset */
  guint64 n_taken; /* rows of the part */
  guint64 n_before; /* rows of the parts before */
} Intake;

static void
intake_clear (Intake *intake)
{
  g_clear_pointer (&intake->intake, hd_store_intake_free);
  g_clear_pointer (&intake->structure, g_byte_array_unref);
  g_clear_pointer (&intake->structures, hd_structures_unref);
  g_clear_pointer (&intake->scope, hd_package_scope_free);
  g_clear_pointer (&intake->allowed, hd_feed_scope_free);
  g_clear_pointer (&intake->reader, hd_sdmx_reader_free);
  g_clear_pointer (&intake->view, hd_package_scope_view_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Intake, intake_clear)

gboolean
hd_package_is_package (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdPackageSource) source = NULL;

  if (stream == NULL)
    return FALSE;
  source = hd_package_source_new (G_INPUT_STREAM (stream), NULL, &problem);
  return source != NULL || g_error_matches (problem, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_NOT_FOR_US);
}

/* A dataset that the store has and the package's structure lacks came from elsewhere, and would be lost to
 * view with its structure. */
static gboolean
check_structures (Intake *intake, GError **error)
{
  g_autoptr (GPtrArray) statuses = hd_store_get_status (intake->store, error);

  for (guint index = 0; statuses != NULL && index < statuses->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (statuses, index);

      if (status->n_rows == 0 || hd_structures_find (intake->structures, status->dataset) != NULL)
        continue;
      g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OTHER_SOURCE,
                   "the store holds %s, which the package's sender does not know", status->dataset);
      return FALSE;
    }
  return statuses != NULL;
}

static gboolean
take_structure (Intake *intake, const char *bytes, gsize length, GError **error)
{
  g_autoptr (GBytes) message = NULL;

  if (length > 0)
    {
      if (intake->structure->len + length > MAX_STRUCTURE_BYTES)
        {
          g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                               "the structure message is too large");
          return FALSE;
        }
      g_byte_array_append (intake->structure, (const guint8 *)bytes, (guint)length);
      return TRUE;
    }
  message = g_byte_array_free_to_bytes (g_steal_pointer (&intake->structure));
  intake->structures = hd_sdmx_structure_parse (g_bytes_get_data (message, NULL),
                                                g_bytes_get_size (message), error);
  if (intake->structures == NULL || !check_structures (intake, error))
    return FALSE;
  intake->scope = hd_package_scope_parse (intake->manifest->scope, intake->structures, error);
  if (intake->receipt->scope != NULL)
    intake->allowed = hd_feed_scope_new (intake->receipt->scope, intake->structures);
  return intake->scope != NULL
         && hd_store_intake_set_structure_message (intake->intake, message, error);
}

/* Makes ready for the rows of a dataset. */
static gboolean
begin_dataset (Intake *intake, const HdPackagePart *part, GError **error)
{
  HdStructure *structure
      = intake->structures != NULL ? hd_structures_find (intake->structures, part->dataset) : NULL;

  intake->n_taken = 0;
  if (structure != NULL)
    intake->view = hd_package_scope_view_new (intake->scope, intake->structures, structure);
  if (intake->view == NULL)
    {
      g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_SCOPE,
                   "it holds the dataset %s, which lies outside its scope", part->dataset);
      return FALSE;
    }
  intake->reader = hd_sdmx_reader_new (intake->structures, intake->manifest->created);
  return TRUE;
}

static gboolean
check_rows (const Intake *intake, const HdPackagePart *part, const HdRows *rows, GError **error)
{
  gboolean is_ok = g_str_equal (hd_structure_get_id (rows->structure), part->dataset);

  for (guint row = 0; is_ok && row < rows->n_rows; row++)
    is_ok = hd_package_scope_view_has (intake->view, rows, row);
  if (!is_ok)
    g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_SCOPE,
                 "it holds rows of %s outside its scope %s", part->dataset,
                 intake->manifest->scope);
  return is_ok
         && (intake->allowed == NULL || hd_feed_scope_check_rows (intake->allowed, rows, error));
}

static gboolean
hand_over (Intake *intake, const HdPackagePart *part, GPtrArray *rows, GError **error)
{
  for (guint index = 0; index < rows->len; index++)
    {
      HdRows *piece = g_ptr_array_index (rows, index);

      intake->n_taken += piece->n_rows;
      if (!check_rows (intake, part, piece, error)
          || !hd_store_intake_push (intake->intake, piece, error))
        return FALSE;
    }
  if (intake->receipt->progress != NULL)
    intake->receipt->progress (
        part->dataset,
        (double)(intake->n_before + intake->n_taken)
            / (double)MAX (hd_package_manifest_count_rows (intake->manifest), 1),
        intake->n_before + intake->n_taken, intake->receipt->user_data);
  return TRUE;
}

static gboolean
end_dataset (Intake *intake, const HdPackagePart *part, GError **error)
{
  g_autoptr (HdMessage) message = hd_sdmx_reader_finish (intake->reader, error);

  if (message == NULL || !hand_over (intake, part, message->parts, error))
    return FALSE;
  intake->n_before += intake->n_taken;
  g_clear_pointer (&intake->reader, hd_sdmx_reader_free);
  g_clear_pointer (&intake->view, hd_package_scope_view_free);
  if (intake->n_taken == part->n_rows)
    return TRUE;
  g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_CHANGED,
               "its part %s has another number of rows than its manifest says", part->dataset);
  return FALSE;
}

static gboolean
take (const HdPackagePart *part,
      const char *bytes,
      gsize length,
      gpointer user_data,
      GError **error)
{
  Intake *intake = user_data;
  g_autoptr (GPtrArray) rows = NULL;

  if (part->dataset == NULL)
    return take_structure (intake, bytes, length, error);
  if (intake->reader == NULL && !begin_dataset (intake, part, error))
    return FALSE;
  if (length == 0)
    return end_dataset (intake, part, error);
  if (!hd_sdmx_reader_push (intake->reader, bytes, length, error))
    return FALSE;
  if (hd_sdmx_reader_get_n_rows (intake->reader) - intake->n_taken < ROWS_AT_ONCE)
    return TRUE;
  rows = hd_sdmx_reader_take (intake->reader);
  return hand_over (intake, part, rows, error);
}

static gboolean
is_trusted (const HdPackageManifest *manifest, GPtrArray *trusted)
{
  for (guint index = 0; index < trusted->len; index++)
    {
      char hex[HD_PACKAGE_KEY_HEX];

      hd_package_key_to_hex (g_ptr_array_index (trusted, index), hex);
      if (strcmp (hex, manifest->sender_key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Does everything that changed since the last one here lie in it? Also where both go on from the same one: the
 * sender did not learn that the first of them had left, and told all of it again. */
static gboolean
goes_on (const HdPackageManifest *manifest, const HdPackageLink *last)
{
  return *manifest->previous == '\0' || strcmp (manifest->previous, last->hash) == 0
         || (last->sequence < manifest->sequence
             && strcmp (manifest->previous, last->previous) == 0);
}

/* It, or one that goes on from it. A smaller number that was made later is another package: the sender's store
 * was put back from a backup, and counts from there. */
static gboolean
is_in (const HdPackageManifest *manifest, const HdPackageLink *last, const char *hash)
{
  if (last->sequence == manifest->sequence)
    return strcmp (last->hash, hash) == 0;
  return last->sequence > manifest->sequence
         && (last->created == 0 || manifest->created <= last->created);
}

/* Is it this package's turn? `is_known`: it came before. */
static gboolean
check_turn (const HdPackageManifest *manifest,
            const HdPackageLink *last,
            const char *hash,
            gboolean *is_known,
            GError **error)
{
  *is_known = is_in (manifest, last, hash);
  if (*is_known || goes_on (manifest, last))
    return TRUE;
  if (last->sequence >= manifest->sequence)
    g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER,
                 "another package number %" G_GUINT64_FORMAT
                 " is in, and this one was made later, by a store put back from a backup: ask its "
                 "sender for a full one (pack create --full)",
                 manifest->sequence);
  else
    g_set_error (
        error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER,
        "it is number %" G_GUINT64_FORMAT
        " and goes on from one that is not in, and the last one here is number %" G_GUINT64_FORMAT
        ": import those between first, or a full one",
        manifest->sequence, last->sequence);
  return FALSE;
}

/* The feeds' ages are those of the package: what it does not hold was the same when it was made. */
static gboolean
note_checks (const Intake *intake, GError **error)
{
  const HdPackageManifest *manifest = intake->manifest;

  for (guint index = 1; index < manifest->parts->len; index++)
    {
      const HdPackagePart *part = g_ptr_array_index (manifest->parts, index);

      if (!hd_store_intake_note_check (intake->intake, part->dataset, manifest->created, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
finish (Intake *intake, const char *hash, HdApplyResult *counts, GError **error)
{
  const HdPackageManifest *manifest = intake->manifest;
  g_autofree char *chain = hd_package_chain_name (manifest);
  g_auto (HdPackageLink) link = { .sequence = manifest->sequence, .created = manifest->created };
  g_autofree char *text = NULL;
  const HdReceipt receipt = { .url = intake->receipt->file.path,
                              .sha256 = hash,
                              .prepared = manifest->created,
                              .received = intake->receipt->now };

  link.deletions = g_hash_table_new (g_str_hash, g_str_equal);
  g_strlcpy (link.hash, hash, sizeof link.hash);
  g_strlcpy (link.previous, manifest->previous, sizeof link.previous);
  text = hd_package_link_write (&link);
  return note_checks (intake, error)
         && hd_store_intake_set_feed_state (intake->intake, "package imported", chain, text, error)
         && hd_store_intake_finish (intake->intake, &receipt, counts, error);
}

/* HD_STORE_ERROR_NOT_IN_PIECES: to be done once more, in one piece. */
static gboolean
import_once (HdStore *store,
             const HdPackageReceipt *receipt,
             const HdPackageManifest *manifest,
             const char *hash,
             gboolean in_one_piece,
             HdApplyResult *counts,
             GError **error)
{
  g_auto (Intake) intake = { .store = store, .receipt = receipt, .manifest = manifest };

  intake.structure = g_byte_array_new ();
  intake.intake = hd_store_intake_new (store, manifest->created, in_one_piece, error);
  return intake.intake != NULL && hd_package_read (&receipt->file, manifest, take, &intake, error)
         && finish (&intake, hash, counts, error);
}

static gboolean
import_checked (HdStore *store,
                const HdPackageReceipt *receipt,
                const HdPackageManifest *manifest,
                const char *hash,
                HdPackageOutcome *outcome,
                GError **error)
{
  g_autofree char *chain = hd_package_chain_name (manifest);
  g_autofree char *fingerprint = hd_package_key_fingerprint (manifest->sender_key);
  g_auto (HdPackageLink) last = { 0 };
  g_autoptr (GError) problem = NULL;
  gboolean is_done;

  if (!is_trusted (manifest, receipt->trusted))
    {
      g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_UNTRUSTED,
                   "it is signed by %s, whom nobody here trusts", fingerprint);
      return FALSE;
    }
  if (!hd_package_link_load (store, "imported", chain, &last, error)
      || !check_turn (manifest, &last, hash, &outcome->is_known, error))
    return FALSE;
  if (outcome->is_known)
    return TRUE;
  is_done = import_once (store, receipt, manifest, hash, FALSE, &outcome->counts, &problem);
  if (g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_NOT_IN_PIECES))
    {
      g_clear_error (&problem);
      is_done = import_once (store, receipt, manifest, hash, TRUE, &outcome->counts, &problem);
    }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return is_done;
}

/* Evidence of what was refused as bad; not of a disk that failed or a person who changed their mind. */
static void
note_refusal (HdStore *store, const HdPackageReceipt *receipt, const GError *problem)
{
  const HdReceipt evidence = { .url = receipt->file.path, .received = receipt->now };

  if (problem->domain == HD_PACKAGE_ERROR || problem->domain == HD_FEED_ERROR)
    hd_store_quarantine (store, &evidence, NULL, problem->message, NULL, NULL);
}

HdPackageManifest *
hd_package_import (HdStore *store,
                   const HdPackageReceipt *receipt,
                   HdPackageOutcome *outcome,
                   GError **error)
{
  char hash[HD_PACKAGE_HASH_HEX];
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdPackageManifest) manifest = hd_package_check (&receipt->file, hash, &problem);

  *outcome = (HdPackageOutcome){ 0 };
  if (manifest != NULL && import_checked (store, receipt, manifest, hash, outcome, &problem))
    return g_steal_pointer (&manifest);
  note_refusal (store, receipt, problem);
  g_propagate_prefixed_error (error, g_steal_pointer (&problem), "%s: ", receipt->file.path);
  return NULL;
}
