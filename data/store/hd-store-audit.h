/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log of a store: who took in, took out, unlocked and looked at what, and why.
 *
 * Entries are only ever added. Each carries SHA-256 over the entry before it and itself, so that one that
 * was changed, taken out or put in shows from there on; whoever noted the last entry's hash elsewhere also
 * sees a log that was cut off behind it or written anew.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

typedef enum
{
  HD_AUDIT_IMPORT, /* a file or package was taken in */
  HD_AUDIT_EXPORT, /* a briefing, chart, workbook, table or package was written */
  HD_AUDIT_UNLOCK, /* a sealed store was opened for writing */
  HD_AUDIT_SEAL, /* sealed, or its passphrase changed */
  HD_AUDIT_VIEW, /* figures of a confidential unit were asked for */
  HD_AUDIT_RETAIN, /* how many years are kept was changed, and what went by it */
  HD_AUDIT_ACCEPT, /* a person let a message in that was held */
  HD_AUDIT_REFUSE, /* a person said no to one */
  HD_AUDIT_ATTEMPT, /* a passphrase was tried that is not the store's */
  HD_AUDIT_N_ACTIONS
} HdAuditAction;

typedef struct
{
  gint64 number; /* from 1, without a gap */
  gint64 at; /* unix seconds, our clock */
  char *actor; /* the account */
  HdAuditAction action;
  char *object; /* what: a file, a question */
  char *reason; /* (nullable): as its actor gave it */
  char hash[65]; /* hex */
} HdAuditEntry;

void hd_audit_entry_free (HdAuditEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdAuditEntry, hd_audit_entry_free)
/* "import", "export" …; static. */
const char *hd_audit_action_to_string (HdAuditAction action);

/* `store` is open for writing. `at` unix seconds. Wrong passphrases that were noted meanwhile
 * (hd-store-attempts.h) go in before it, with their own times. */
gboolean hd_store_audit (HdStore *store,
                         HdAuditAction action,
                         const char *object,
                         const char *reason,
                         gint64 at,
                         GError **error);
/* Whether the log still has the entry whose hash was noted elsewhere. `entries` (element-type HdAuditEntry). */
gboolean hd_audit_has_hash (GPtrArray *entries, const char *hash);
/* (transfer full) (element-type HdAuditEntry), oldest first, from the first at `since` (unix seconds) on.
 * `broken` becomes the number of the first entry that does not follow from the one before it, of the whole
 * log; 0: it is whole. */
GPtrArray *hd_store_get_audit (HdStore *store, gint64 since, gint64 *broken, GError **error);
/* How many wrong passphrases the log of the store in `dir` has yet to take over. */
gint64 hd_store_count_attempts (const char *dir);

G_END_DECLS
