/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang pack import`: one package, or all that lie in a folder.
 */

#include "config.h"

#include "hd-cli-pack.h"

#include "hd-cli-error.h"
#include "hd-cli-intake.h"
#include "hd-cli-progress.h"
#include "hd-cli-report.h"
#include "hd-guard.h"
#include "hd-key-ring.h"
#include "hd-package-import.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* One run of the command: what it opens packages with, what it says of them, and how it went. */
typedef struct
{
  HdCli *cli;
  HdStore *store; /* (owned by cli) */
  GPtrArray *own, *trusted;
  HdCliJson *json;
  HdCliTable *table;
  guint n_in, n_known, n_refused;
  int status; /* of the last that was refused */
} Intake;

static void
intake_clear (Intake *self)
{
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_clear_pointer (&self->trusted, g_ptr_array_unref);
  g_clear_pointer (&self->json, hd_cli_json_free);
  g_clear_pointer (&self->table, hd_cli_table_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Intake, intake_clear)

/* (transfer full) (element-type HdPackageKey) */
static GPtrArray *
list_trusted (const HdCliPackOptions *options, GError **error)
{
  g_autoptr (GPtrArray) trusted = hd_key_ring_list_trusted ();

  for (guint index = 0; options->trusted_keys != NULL && options->trusted_keys[index] != NULL;
       index++)
    {
      HdPackageKey *key = hd_package_key_read (options->trusted_keys[index], error);

      if (key == NULL)
        return NULL;
      g_ptr_array_add (trusted, key);
    }
  return g_steal_pointer (&trusted);
}

static void
add_outcome_json (HdCliJson *json,
                  const char *file,
                  const HdPackageManifest *manifest,
                  const HdPackageOutcome *outcome)
{
  const HdApplyResult *counts = &outcome->counts;

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "file", file);
  hd_cli_json_boolean (json, "already_in", outcome->is_known);
  hd_cli_json_int64 (json, "added", (gint64)counts->added);
  hd_cli_json_int64 (json, "replaced", (gint64)counts->replaced);
  hd_cli_json_int64 (json, "deleted", (gint64)counts->deleted);
  hd_cli_json_int64 (json, "unchanged", (gint64)counts->unchanged);
  hd_cli_pack_add_manifest (json, manifest);
  hd_cli_json_end_object (json);
}

static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}

static void
add_outcome_row (HdCliTable *table, const char *file, const HdApplyResult *counts)
{
  hd_cli_table_add (table, file);
  hd_cli_table_take (table, format_count (counts->added));
  hd_cli_table_take (table, format_count (counts->replaced));
  hd_cli_table_take (table, format_count (counts->deleted));
  hd_cli_table_take (table, format_count (counts->unchanged));
}

/* The keys, the store and the table; FALSE with the exit status in `self`. */
static gboolean
intake_open (Intake *self, const HdCliPackOptions *options)
{
  static const char *const columns[] = { "added", "replaced", "deleted", "unchanged" };
  g_autoptr (GError) error = NULL;

  self->json = hd_cli_json_new ();
  self->table = hd_cli_table_new ();
  hd_cli_table_add_column (self->table, "file", FALSE);
  for (guint index = 0; index < G_N_ELEMENTS (columns); index++)
    hd_cli_table_add_column (self->table, columns[index], TRUE);
  self->own = hd_cli_pack_list_own (options, &error);
  self->trusted = self->own != NULL ? list_trusted (options, &error) : NULL;
  if (self->trusted == NULL)
    {
      self->status = hd_cli_error (error);
      return FALSE;
    }
  if (hd_cli_get_catalog (self->cli, &self->status) != NULL)
    self->store = hd_cli_open_store (self->cli, HD_STORE_WRITE | HD_STORE_CREATE, &self->status);
  return self->store != NULL;
}

static void
show_progress (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_cli_progress (fraction, dataset, n_rows);
}

/* Takes one package in and adds what it brought to the report. */
static void
intake_take (Intake *self, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;
  g_auto (GStrv) scope = NULL;
  HdPackageReceipt receipt = { .file = { .path = file, .own = self->own },
                               .trusted = self->trusted,
                               .now = hd_cli_now (),
                               .progress = show_progress };
  HdPackageOutcome outcome;

  if (hd_guard_import (self->store, file, self->cli->reason, &error)
      && hd_guard_scope (self->store, &scope, &error))
    {
      receipt.scope = (const char *const *)scope;
      manifest = hd_package_import (self->store, &receipt, &outcome, &error);
    }
  hd_cli_progress_end ();
  if (manifest == NULL)
    {
      self->status = hd_cli_error (error);
      self->n_refused++;
      return;
    }
  self->n_known += outcome.is_known;
  self->n_in += !outcome.is_known;
  add_outcome_json (self->json, file, manifest, &outcome);
  if (!outcome.is_known)
    add_outcome_row (self->table, file, &outcome.counts);
}

/* Nothing in, and something refused: the refusal's status. Some in, some refused: partial. */
static int
intake_finish (Intake *self)
{
  int status = self->n_refused == 0 ? HD_EXIT_DONE : HD_EXIT_PARTIAL;

  if (self->n_refused > 0 && self->n_in + self->n_known == 0)
    return self->status;
  if (self->n_in > 0)
    status = hd_cli_follow_intake (self->cli, status);
  if (self->cli->output != HD_OUTPUT_TEXT || self->n_in > 0)
    hd_cli_report_print (self->cli, self->json, self->table);
  else if (self->n_known == 1)
    printf ("%s\n", _ ("This package is in already; nothing was changed."));
  else
    printf ("%s\n", _ ("No new package; nothing was changed."));
  return status;
}

/* A folder is looked into every quarter of an hour, and packages stay there: one that is in is known by its size
 * and time again, without being read, and without another line in the audit log. */
#define FILES "package file"

/* (transfer full) (nullable): what tells the file from another of its name. */
static char *
file_mark (const char *path)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (gint64)info.st_size,
                          (gint64)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

static gboolean
is_noted (const Intake *self, const char *path)
{
  g_autofree char *noted = hd_store_get_feed_state (self->store, FILES, path, NULL);
  g_autofree char *mark = file_mark (path);

  return mark != NULL && g_strcmp0 (noted, mark) == 0;
}

/* What was refused is not noted: it is told again until somebody takes it away. A note that fails costs only
 * another look. */
static void
take_and_note (Intake *self, const char *path)
{
  g_autofree char *mark = file_mark (path);
  guint n_refused = self->n_refused;

  intake_take (self, path);
  if (mark != NULL && self->n_refused == n_refused)
    hd_store_set_feed_state (self->store, FILES, path, mark, NULL);
}

/* A package of a folder, and where it stands among them. */
typedef struct
{
  char *path;
  gint64 created;
  guint64 sequence;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->path);
  g_free (found);
}

/* Of one sender and scope, the one before comes first. What cannot be read comes last, and is refused by then. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = *(const Found *const *)a, *other = *(const Found *const *)b;

  if (one->created != other->created)
    return one->created < other->created ? -1 : 1;
  if (one->sequence != other->sequence)
    return one->sequence < other->sequence ? -1 : 1;
  return strcmp (one->path, other->path);
}

/* (transfer full) (nullable) (element-type Found): the folder's packages that are not known to be in, in the order to
 * take them in. */
static GPtrArray *
list_packages (const Intake *self, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (found_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const HdPackageFile file = { .path = path, .own = self->own };
      g_autoptr (HdPackageManifest) manifest = NULL;
      Found *found;

      if (!g_str_has_suffix (name, ".hdpack") || *name == '.' || is_noted (self, path))
        continue;
      manifest = hd_package_check (&file, NULL, NULL);
      found = g_new0 (Found, 1);
      found->path = g_steal_pointer (&path);
      found->created = manifest != NULL ? manifest->created : G_MAXINT64;
      found->sequence = manifest != NULL ? manifest->sequence : 0;
      g_ptr_array_add (list, found);
    }
  g_ptr_array_sort (list, compare_found);
  return g_steal_pointer (&list);
}

static int
import_folder (Intake *self, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) packages = list_packages (self, folder, &error);

  if (packages == NULL)
    return hd_cli_error (error);
  hd_cli_json_begin_array (self->json, NULL);
  for (guint index = 0; index < packages->len; index++)
    take_and_note (self, ((const Found *)g_ptr_array_index (packages, index))->path);
  hd_cli_json_end_array (self->json);
  return intake_finish (self);
}

int
hd_cli_pack_import (HdCli *cli, const HdCliPackOptions *options, const char *file)
{
  g_auto (Intake) intake = { .cli = cli, .status = HD_EXIT_DONE };

  if (!intake_open (&intake, options))
    return intake.status;
  if (g_file_test (file, G_FILE_TEST_IS_DIR))
    return import_folder (&intake, file);
  intake_take (&intake, file);
  return intake_finish (&intake);
}
