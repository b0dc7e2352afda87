/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores, and tokens of feed servers, in the secret service of the session.
 */

#include "config.h"

#include "hd-secret-service.h"

#include <libsecret/secret.h>
#include <stdlib.h>

#include "hd-policy.h"
#include "hd-store.h"

/* A passphrase is kept with the key file that it opens. Where that was changed elsewhere, restored or damaged, it is
 * not tried: it would count as a wrong one at each start. */
static const SecretSchema schema = {
  .name = HD_APP_ID ".Store",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "store", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { "key", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { NULL, 0 } },
};

static const SecretSchema feed_schema = {
  .name = HD_APP_ID ".Feed",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "url", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* Without an address GDBus would start a bus of its own: a child process that nobody asked for. */
gboolean
hd_secret_service_is_near (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/* (transfer full): one name for a folder, whatever the links on the way to it. */
static char *
name_store (const char *dir)
{
  char *real = realpath (dir, NULL);
  char *name = real != NULL ? g_strdup (real) : g_canonicalize_filename (dir, NULL);

  free (real);
  return name;
}

static gboolean
is_allowed (GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  if (policy == NULL)
    return FALSE;
  if (hd_policy_allows_keyring (policy))
    return TRUE;
  g_set_error_literal (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN, "no_keyring");
  return FALSE;
}

static gboolean
is_near (GError **error)
{
  if (hd_secret_service_is_near ())
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                       "there is no session bus, so no secret service");
  return FALSE;
}

char *
hd_secret_service_find (const char *dir, GCancellable *cancellable, GError **error)
{
  g_autofree char *store = name_store (dir);
  g_autofree char *key = hd_store_get_key_name (dir);

  if (key == NULL || !is_near (error) || !is_allowed (error))
    return NULL;
  return secret_password_lookup_nonpageable_sync (&schema, cancellable, error, "store", store,
                                                  "key", key, NULL);
}

gboolean
hd_secret_service_keeps (const char *dir)
{
  g_autofree char *store = name_store (dir);
  GList *items;
  gboolean keeps;

  if (!hd_secret_service_is_near ())
    return FALSE;
  items
      = secret_password_search_sync (&schema, SECRET_SEARCH_NONE, NULL, NULL, "store", store, NULL);
  keeps = items != NULL;
  g_list_free_full (items, g_object_unref);
  return keeps;
}

void
hd_secret_service_free (char *passphrase)
{
  secret_password_free (passphrase);
}

gboolean
hd_secret_service_keep (const char *dir, const char *passphrase, GError **error)
{
  g_autofree char *store = name_store (dir);
  g_autofree char *label = g_strdup_printf ("Hải Đăng: %s", store);
  g_autofree char *key = hd_store_get_key_name (dir);

  if (!is_near (error) || !is_allowed (error))
    return FALSE;
  if (key == NULL)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NOT_SEALED, "%s: is not sealed", dir);
      return FALSE;
    }
  /* Only the newest: what opened the store before is nobody's business any more. */
  secret_password_clear_sync (&schema, NULL, NULL, "store", store, NULL);
  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, passphrase, NULL,
                                     error, "store", store, "key", key, NULL);
}

gboolean
hd_secret_service_forget (const char *dir, GError **error)
{
  g_autofree char *store = name_store (dir);

  return is_near (error) && secret_password_clear_sync (&schema, NULL, error, "store", store, NULL);
}

char *
hd_secret_service_find_token (const char *url, GCancellable *cancellable, GError **error)
{
  if (!is_near (error) || !is_allowed (error))
    return NULL;
  return secret_password_lookup_nonpageable_sync (&feed_schema, cancellable, error, "url", url,
                                                  NULL);
}

gboolean
hd_secret_service_keep_token (const char *url, const char *token, GError **error)
{
  g_autofree char *label = g_strdup_printf ("Hải Đăng: %s", url);

  return is_near (error) && is_allowed (error)
         && secret_password_store_sync (&feed_schema, SECRET_COLLECTION_DEFAULT, label, token, NULL,
                                        error, "url", url, NULL);
}

gboolean
hd_secret_service_forget_token (const char *url, GError **error)
{
  return is_near (error)
         && secret_password_clear_sync (&feed_schema, NULL, error, "url", url, NULL);
}
