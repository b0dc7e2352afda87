/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The feed server of the settings, and what is wrong with what a person writes there.
 */

#include "config.h"

#include "hd-feed-settings.h"

#include <glib/gi18n.h>

#include "hd-feed-identity.h"
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

char *
hd_feed_settings_get_fixed (const char *key)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);
  g_auto (GStrv) scope = NULL;
  const char *source;

  if (policy == NULL)
    return NULL;
  if (g_str_equal (key, "feed-ca-file"))
    return g_strdup (hd_policy_get_ca_file (policy));
  if (g_str_equal (key, "feed-scope"))
    {
      scope = hd_policy_get_scope (policy);
      return scope != NULL ? g_strjoinv (" ", scope) : NULL;
    }
  /* One that only says how an address has to begin, as "https://", is none. */
  source = hd_policy_get_only_source (policy);
  return g_str_equal (key, "feed-url") && source != NULL && is_address (source) ? g_strdup (source)
                                                                                : NULL;
}

/* As it holds. (transfer full) (nullable) */
static char *
get_effective (const char *key)
{
  char *fixed = hd_feed_settings_get_fixed (key);

  return fixed != NULL ? fixed : get_text (key);
}

char *
hd_feed_settings_get_url (void)
{
  return get_effective ("feed-url");
}

HdFeedSource *
hd_feed_settings_get_source (void)
{
  g_autofree char *url = hd_feed_settings_get_url ();
  g_autofree char *scope = get_effective ("feed-scope");
  HdFeedSource *source;

  if (url == NULL)
    return NULL;
  source = hd_feed_source_new (url);
  source->token_file = get_text ("feed-token-file");
  source->ca_file = get_effective ("feed-ca-file");
  source->client_cert = get_text ("feed-client-cert");
  source->client_key = get_text ("feed-client-key");
  source->scope = scope != NULL ? hd_feed_settings_split_scope (scope) : NULL;
  return source;
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

/* (nullable): what is wrong with the two. */
static const char *
check_identity (const char *file, const char *key_file)
{
  HdFeedIdentityFault fault;
  g_autoptr (GTlsCertificate) certificate = hd_feed_identity_load (file, key_file, &fault, NULL);

  switch (fault)
    {
    case HD_FEED_IDENTITY_GOOD:
      return NULL;
    case HD_FEED_IDENTITY_UNREADABLE:
      return _ ("that file cannot be read");
    case HD_FEED_IDENTITY_NO_CERTIFICATE:
      return _ ("there is no certificate in it");
    case HD_FEED_IDENTITY_NO_KEY:
      return _ ("there is no key in it");
    case HD_FEED_IDENTITY_LOCKED_KEY:
      return _ ("the key in it is locked by a passphrase");
    case HD_FEED_IDENTITY_OTHER_KEY:
      return _ ("certificate and key do not belong together");
    case HD_FEED_IDENTITY_EXPIRED:
      return _ ("the certificate has run out");
    case HD_FEED_IDENTITY_EARLY:
      return _ ("the certificate is not valid yet");
    default:
      g_return_val_if_reached (NULL);
    }
}

/* A key of its own is written after it, so one that is not there yet is no fault; nor is the one of the
 * certificate before. */
static const char *
check_client_cert (const char *text, HdStore *store)
{
  HdFeedIdentityFault fault;
  g_autoptr (GTlsCertificate) certificate = hd_feed_identity_load (text, NULL, &fault, NULL);

  return fault == HD_FEED_IDENTITY_NO_KEY ? NULL : check_identity (text, NULL);
}

static const char *
check_client_key (const char *text, HdStore *store)
{
  g_autofree char *file = get_text ("feed-client-cert");

  return file != NULL ? check_identity (file, text) : _ ("set the certificate first");
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
