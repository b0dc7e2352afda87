/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log's table and its chain of hashes.
 */

#include "config.h"

#include "hd-store-audit.h"

#include "hd-store-attempts.h"
#include "hd-store-private.h"

#include <string.h>

static const char *const action_names[]
    = { "import", "export", "unlock", "seal", "view", "retain", "accept", "refuse", "attempt" };
G_STATIC_ASSERT (G_N_ELEMENTS (action_names) == HD_AUDIT_N_ACTIONS);

const char *
hd_audit_action_to_string (HdAuditAction action)
{
  return action_names[action];
}

void
hd_audit_entry_free (HdAuditEntry *entry)
{
  g_free (entry->actor);
  g_free (entry->object);
  g_free (entry->reason);
  g_free (entry);
}

gboolean
hd_audit_has_hash (GPtrArray *entries, const char *hash)
{
  for (guint index = 0; index < entries->len; index++)
    if (g_ascii_strcasecmp (((HdAuditEntry *)g_ptr_array_index (entries, index))->hash, hash) == 0)
      return TRUE;
  return FALSE;
}

static HdAuditAction
parse_action (const char *name)
{
  for (guint action = 0; action < HD_AUDIT_N_ACTIONS; action++)
    if (g_strcmp0 (name, action_names[action]) == 0)
      return (HdAuditAction)action;
  return HD_AUDIT_N_ACTIONS;
}

/* A text and its end, so that what stands in one field cannot be moved to the next. */
static void
add_text (GChecksum *sum, const char *text)
{
  gint64 length = text != NULL ? GINT64_TO_LE ((gint64)strlen (text)) : -1;

  g_checksum_update (sum, (const guint8 *)&length, sizeof length);
  if (text != NULL)
    g_checksum_update (sum, (const guint8 *)text, (gssize)strlen (text));
}

static void
find_hash (const char *previous, const char *action, const HdAuditEntry *entry, char hash[65])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const gint64 numbers[] = { GINT64_TO_LE (entry->number), GINT64_TO_LE (entry->at) };

  add_text (sum, previous);
  g_checksum_update (sum, (const guint8 *)numbers, sizeof numbers);
  add_text (sum, entry->actor);
  add_text (sum, action);
  add_text (sum, entry->object);
  add_text (sum, entry->reason);
  g_strlcpy (hash, g_checksum_get_string (sum), 65);
}

/* The last entry's number and hash; 0 and "" when there is none. */
static gboolean
find_last (HdStoreSql *sql, gint64 *number, char hash[65], GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", error, "");
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;

  *number = 0;
  *hash = '\0';
  if (found == 1)
    {
      g_autofree char *text = hd_store_sql_column_dup_text (statement, 1);

      *number = sqlite3_column_int64 (statement, 0);
      g_strlcpy (hash, text != NULL ? text : "", 65);
      sqlite3_reset (statement);
    }
  return found >= 0;
}

static gboolean
append (HdStoreSql *sql, HdAuditEntry *entry, GError **error)
{
  char previous[65];

  if (!find_last (sql, &entry->number, previous, error))
    return FALSE;
  entry->number++;
  find_hash (previous, action_names[entry->action], entry, entry->hash);
  return hd_store_sql_run (sql, "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error,
                           "iisssss", entry->number, entry->at, entry->actor,
                           action_names[entry->action], entry->object, entry->reason, entry->hash);
}

/* What the log has already: the power went after it was written, and before the file was removed. */
static gboolean
has_attempt (HdStoreSql *sql, const HdAuditEntry *entry, gboolean *has, GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (
      sql, "SELECT 1 FROM audit WHERE action = ?1 AND at = ?2 AND actor = ?3 AND object = ?4",
      error, "siss", action_names[HD_AUDIT_ATTEMPT], entry->at, entry->actor, entry->object);
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;

  *has = found == 1;
  if (found == 1)
    sqlite3_reset (statement);
  return found >= 0;
}

static gboolean
append_attempt (HdStoreSql *sql, gint64 at, const char *actor, const char *object, GError **error)
{
  HdAuditEntry entry
      = { .at = at, .actor = (char *)actor, .action = HD_AUDIT_ATTEMPT, .object = (char *)object };
  gboolean has;

  return has_attempt (sql, &entry, &has, error) && (has || append (sql, &entry, error));
}

static gboolean
append_attempts (HdStoreSql *sql, const HdAttempts *attempts, gint64 now, GError **error)
{
  gint64 last = 0;

  if (attempts->is_damaged
      && !append_attempt (sql, now, g_get_user_name (),
                          "wrong passphrases were noted beside the store, and spoilt", error))
    return FALSE;
  for (guint index = 0; index < attempts->list->len; index++)
    {
      const HdAttempt *attempt = g_ptr_array_index (attempts->list, index);
      g_autofree char *object = g_strdup_printf ("wrong passphrase, try %" G_GINT64_FORMAT ": %s",
                                                 attempt->number, attempt->program);

      if (attempt->number > last + 1)
        {
          g_autofree char *between = g_strdup_printf ("wrong passphrase, tries %" G_GINT64_FORMAT
                                                      " to %" G_GINT64_FORMAT,
                                                      last + 1, attempt->number - 1);

          if (!append_attempt (sql, attempt->at, attempt->actor, between, error))
            return FALSE;
        }
      if (!append_attempt (sql, attempt->at, attempt->actor, object, error))
        return FALSE;
      last = attempt->number;
    }
  return TRUE;
}

gint64
hd_store_count_attempts (const char *dir)
{
  g_autoptr (HdAttempts) attempts = NULL;

  g_return_val_if_fail (dir != NULL, 0);
  attempts = hd_store_attempts_read (dir);
  return attempts == NULL ? 0 : MAX (hd_store_attempts_count (attempts), 1);
}

gboolean
hd_store_audit (HdStore *self,
                HdAuditAction action,
                const char *object,
                const char *reason,
                gint64 at,
                GError **error)
{
  HdAuditEntry entry = { .at = at,
                         .actor = (char *)g_get_user_name (),
                         .action = action,
                         .object = (char *)object,
                         .reason = (char *)reason };
  g_autoptr (HdAttempts) attempts = NULL;
  HdStoreSql *sql;
  gboolean is_ok;

  g_return_val_if_fail (HD_IS_STORE (self) && object != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  attempts = hd_store_attempts_read (self->dir);
  is_ok = (attempts == NULL || append_attempts (sql, attempts, at, error))
          && append (sql, &entry, error);
  is_ok = hd_store_end (self, is_ok, error);
  if (is_ok && attempts != NULL)
    hd_store_attempts_remove (self->dir);
  return is_ok;
}

static HdAuditEntry *
read_entry (sqlite3_stmt *statement, const char *previous, gboolean *is_sound)
{
  HdAuditEntry *entry = g_new0 (HdAuditEntry, 1);
  g_autofree char *action = hd_store_sql_column_dup_text (statement, 3);
  g_autofree char *said = hd_store_sql_column_dup_text (statement, 6);

  entry->number = sqlite3_column_int64 (statement, 0);
  entry->at = sqlite3_column_int64 (statement, 1);
  entry->actor = hd_store_sql_column_dup_text (statement, 2);
  entry->action = parse_action (action);
  entry->object = hd_store_sql_column_dup_text (statement, 4);
  entry->reason = hd_store_sql_column_dup_text (statement, 5);
  find_hash (previous, action, entry, entry->hash);
  *is_sound = entry->action < HD_AUDIT_N_ACTIONS && g_strcmp0 (entry->hash, said) == 0;
  entry->action = MIN (entry->action, HD_AUDIT_N_ACTIONS - 1);
  g_strlcpy (entry->hash, said != NULL ? said : "", sizeof entry->hash);
  return entry;
}

GPtrArray *
hd_store_get_audit (HdStore *self, gint64 since, gint64 *broken, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_audit_entry_free);
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 expected = 0, has_table;
  char previous[65] = "";
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  *broken = 0;
  locker = g_mutex_locker_new (&self->reader->lock);
  if (!hd_store_sql_get_int64 (self->reader,
                               "SELECT count(*) FROM sqlite_master WHERE name = 'audit'",
                               &has_table, 0, error))
    return NULL;
  if (has_table == 0)
    return g_steal_pointer (&entries); /* read from a store of an older version */
  statement = hd_store_sql_bind (
      self->reader,
      "SELECT number, at, actor, action, object, reason, hash FROM audit ORDER BY number", error,
      "");
  more = statement != NULL ? 1 : -1;
  while (more == 1 && (more = hd_store_sql_step (self->reader, statement, error)) == 1)
    {
      gboolean is_sound;
      g_autoptr (HdAuditEntry) entry = read_entry (statement, previous, &is_sound);

      if (*broken == 0 && (!is_sound || entry->number != ++expected))
        *broken = entry->number;
      g_strlcpy (previous, entry->hash, sizeof previous);
      if (entry->at >= since)
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  return more == 0 ? g_steal_pointer (&entries) : NULL;
}
