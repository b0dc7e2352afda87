/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing the passphrase of a sealed store, with all that goes with it.
 */

#include "config.h"

#include "hd-passphrase.h"

#include "hd-secret-service.h"
#include "hd-store-audit.h"

/* Where the secret service keeps the old one, it gets the new one. */
static void
keep_up (const char *dir, const char *passphrase)
{
  if (hd_secret_service_keeps (dir) && !hd_secret_service_keep (dir, passphrase, NULL))
    hd_secret_service_forget (dir, NULL);
}

gboolean
hd_passphrase_change (const char *dir,
                      const char *passphrase,
                      const char *reason,
                      gint64 now,
                      GError **error)
{
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE, error);
  gboolean is_noted;

  /* Into the log first: with a disk that fails nothing was changed then. */
  is_noted = store != NULL
             && hd_store_audit (store, HD_AUDIT_SEAL, "another passphrase", reason, now, error);
  g_clear_object (&store);
  if (!is_noted || !hd_store_change_passphrase (dir, passphrase, error))
    return FALSE;
  keep_up (dir, passphrase);
  return TRUE;
}
