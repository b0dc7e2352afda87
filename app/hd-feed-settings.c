/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The feed server of the settings, and what is wrong with what a person writes there.
 */

#include "config.h"

#include "hd-feed-settings.h"

#include <glib/gi18n.h>

#include "hd-feed-tls.h"
#include "hd-guard.h"
#include "hd-settings.h"

/* (transfer full) (nullable) */
static char *
get_text (const char *key)
{
  g_autofree char *text = g_settings_get_string (hd_settings_get (), key);

  g_strstrip (text);
  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

char **
hd_feed_settings_split_scope (const char *text)
{
  g_autoptr (GStrvBuilder) units = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (text, ", ;", -1);
  gboolean has_any = FALSE;

  for (guint index = 0; parts[index] != NULL; index++)
    if (parts[index][0] != '\0')
      {
        g_strv_builder_add (units, parts[index]);
        has_any = TRUE;
      }
  return has_any ? g_strv_builder_end (units) : NULL;
}

HdFeedSource *
hd_feed_settings_get_source (void)
{
  g_autofree char *url = get_text ("feed-url");
  g_autofree char *scope = get_text ("feed-scope");
  HdFeedSource *source;

  if (url == NULL)
    return NULL;
  source = hd_feed_source_new (url);
  source->token_file = get_text ("feed-token-file");
  source->ca_file = get_text ("feed-ca-file");
  source->client_cert = get_text ("feed-client-cert");
  source->client_key = get_text ("feed-client-key");
  source->scope = scope != NULL ? hd_feed_settings_split_scope (scope) : NULL;
  return source;
}

/* A server has a scheme that we speak and a name. */
static gboolean
is_address (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL
         && (g_str_equal (g_uri_get_scheme (uri), "https")
             || g_str_equal (g_uri_get_scheme (uri), "http"))
         && g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0';
}

static const char *
check_url (const char *text, HdStore *store)
{
  g_autofree char *ca_file = NULL;

  if (!is_address (text))
    return _ ("that is no address of a server");
  return hd_guard_source (text, &ca_file, NULL)
             ? NULL
             : _ ("the policy of this machine does not allow it");
}

static const char *
check_token_file (const char *text, HdStore *store)
{
  g_autofree char *token = hd_feed_source_read_token (text, NULL);

  if (token == NULL)
    return _ ("that file cannot be read");
  return token[0] != '\0' ? NULL : _ ("its first line is empty");
}

static const char *
check_ca_file (const char *text, HdStore *store)
{
  if (!g_file_test (text, G_FILE_TEST_IS_REGULAR))
    return _ ("that file cannot be read");
  return hd_feed_tls_check_authority (text, NULL) ? NULL : _ ("there is no certificate in it");
}

/* With the key that is set; that one may be written after it. */
static const char *
check_client_cert (const char *text, HdStore *store)
{
  g_autofree char *key = get_text ("feed-client-key");
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (!g_file_test (text, G_FILE_TEST_IS_REGULAR))
    return _ ("that file cannot be read");
  certificate = g_tls_certificate_new_from_file (text, NULL);
  if (certificate == NULL)
    return _ ("there is no certificate in it");
  g_clear_object (&certificate);
  if (key != NULL && (certificate = hd_feed_tls_load (text, key, NULL)) == NULL)
    return _ ("there is no key in the key's file");
  return NULL;
}

static const char *
check_client_key (const char *text, HdStore *store)
{
  g_autofree char *file = get_text ("feed-client-cert");
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (!g_file_test (text, G_FILE_TEST_IS_REGULAR))
    return _ ("that file cannot be read");
  if (file == NULL)
    return _ ("set the certificate first");
  certificate = hd_feed_tls_load (file, text, NULL);
  return certificate != NULL ? NULL : _ ("there is no key in it");
}

static gboolean
has_unit (HdStore *store, const char *code)
{
  g_autoptr (HdStructures) structures = hd_store_get_structures (store, NULL);
  gboolean has_units = FALSE;

  for (guint index = 0; structures != NULL && index < hd_structures_get_n (structures); index++)
    {
      const HdStructure *structure = hd_structures_get (structures, index);
      int units = hd_structure_find_dimension (structure, "UNIT");

      if (units < 0)
        continue;
      has_units = TRUE;
      if (hd_code_list_find (hd_structure_get_dimension (structure, (guint)units)->codes, code, -1)
          != HD_CODE_NONE)
        return TRUE;
    }
  /* Nothing was ever fetched: nothing is known of units yet. */
  return !has_units;
}

static const char *
check_scope (const char *text, HdStore *store)
{
  g_auto (GStrv) scope = hd_feed_settings_split_scope (text);

  for (guint index = 0; scope != NULL && store != NULL && scope[index] != NULL; index++)
    if (!has_unit (store, scope[index]))
      return _ ("there is no such unit");
  return scope == NULL || hd_guard_scope (store, &scope, NULL)
             ? NULL
             : _ ("the policy of this machine does not allow it");
}

char *
hd_feed_settings_find_fault (const char *key, const char *text, HdStore *store)
{
  static const struct
  {
    const char *key;
    const char *(*check) (const char *text, HdStore *store);
  } checks[] = {
    { "feed-url", check_url },
    { "feed-token-file", check_token_file },
    { "feed-ca-file", check_ca_file },
    { "feed-client-cert", check_client_cert },
    { "feed-client-key", check_client_key },
    { "feed-scope", check_scope },
  };

  for (guint index = 0; text[0] != '\0' && index < G_N_ELEMENTS (checks); index++)
    if (g_str_equal (checks[index].key, key))
      return g_strdup (checks[index].check (text, store));
  return NULL;
}
