/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for the passphrase of a sealed store, or has one chosen for a store that is to be made.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  HD_UNLOCK_OPEN, /* it is sealed: which passphrase has it */
  HD_UNLOCK_CHOOSE, /* there is none yet, and the policy wants it sealed */
  HD_UNLOCK_CHANGE, /* to another one */
} HdUnlockPurpose;

#define HD_TYPE_UNLOCK (hd_unlock_get_type ())
G_DECLARE_FINAL_TYPE (HdUnlock, hd_unlock, HD, UNLOCK, AdwBin)

/* ::unlocked (): the store of `dir` can be opened now.
 * ::cancelled (): it keeps its passphrase. */
GtkWidget *hd_unlock_new (const char *dir, HdUnlockPurpose purpose) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
