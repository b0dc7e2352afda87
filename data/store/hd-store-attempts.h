/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wrong passphrases, noted beside a sealed store until its log can be written to.
 *
 * The log lies inside, and whoever does not get in cannot write there. So a small file beside the database
 * says when, by which account and through which program a passphrase was tried that was not the store's, and
 * nothing of what was typed; the log takes it over with the next entry that is added to it (hd_store_audit()).
 * Whoever may write the store's folder may take the file away too: it tells of those who only tried.
 */

#pragma once

#include "hd-store-schema.h"

G_BEGIN_DECLS

#define HD_STORE_ATTEMPTS_FILE HD_STORE_FILE "-attempts"
/* The first and the last so many are kept one by one, those between are only counted. */
#define HD_STORE_ATTEMPTS_EDGE 32

typedef struct
{
  gint64 number; /* from 1 since the log took them over last */
  gint64 at; /* unix seconds, our clock */
  char *actor; /* the account */
  char *program; /* as `haidang status` */
} HdAttempt;

typedef struct
{
  GPtrArray *list; /* (element-type HdAttempt), by number; a gap where they were only counted */
  gboolean is_damaged; /* the file was changed or spoilt, and begun anew */
  int lock; /* nobody else reads or writes the file meanwhile */
} HdAttempts;

/* One more, now. Where it cannot be written, there is nobody to tell. */
void hd_store_attempts_note (const char *dir);
/* (transfer full) (nullable): NULL when there are none. */
HdAttempts *hd_store_attempts_read (const char *dir);
/* The log has them. */
void hd_store_attempts_remove (const char *dir);
void hd_store_attempts_free (HdAttempts *attempts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdAttempts, hd_store_attempts_free)
/* How many there were. */
gint64 hd_store_attempts_count (const HdAttempts *attempts);

G_END_DECLS
