/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores, and tokens of feed servers, in the secret service of the session (GNOME Keyring,
 * KWallet): the one place that knows libsecret. What stands there opens with the person's login.
 *
 * All block, and are safe on any thread; with no session bus they fail at once.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether there may be a service at all: a session bus is known. */
gboolean hd_secret_service_is_near (void);
/* (transfer full) (nullable): the passphrase of the store in `dir`, in memory that is not swapped; NULL
 * without error when none is kept for its key file as that is now. To be freed with hd_secret_service_free(). */
char *hd_secret_service_find (const char *dir, GCancellable *cancellable, GError **error);
void hd_secret_service_free (char *passphrase);
/* Whether a passphrase is kept for the store in `dir`, of its key file now or as it was. */
gboolean hd_secret_service_keeps (const char *dir);
/* In the place of any before. HD_POLICY_ERROR_FORBIDDEN where the policy has `no_keyring`;
 * HD_STORE_ERROR_NOT_SEALED where there is no sealed store yet. */
gboolean hd_secret_service_keep (const char *dir, const char *passphrase, GError **error);
/* FALSE without error: there was none. */
gboolean hd_secret_service_forget (const char *dir, GError **error);

/* The same for the token of the feed server at `url`. */
char *hd_secret_service_find_token (const char *url, GCancellable *cancellable, GError **error);
gboolean hd_secret_service_keep_token (const char *url, const char *token, GError **error);
gboolean hd_secret_service_forget_token (const char *url, GError **error);

G_END_DECLS
