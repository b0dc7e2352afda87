/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client that a sync's options ask for.
 */

#include "config.h"

#include "hd-sync-client.h"

#include <string.h>

#define STRUCTURE_SUFFIX ".json"

char *
hd_sync_get_structure_file (const char *url)
{
  const char *slash = strrchr (url, '/');

  /* A slash of "https://" is behind nothing but a scheme. */
  return slash != NULL && g_str_has_suffix (slash, STRUCTURE_SUFFIX) && slash > url
                 && slash[-1] != '/'
             ? g_strdup (slash + 1)
             : NULL;
}

char *
hd_sync_get_base (const char *url)
{
  g_autofree char *file = hd_sync_get_structure_file (url);
  char *base = g_strndup (url, strlen (url) - (file == NULL ? 0 : strlen (file)));

  for (gsize end = strlen (base); end > 0 && base[end - 1] == '/'; end--)
    base[end - 1] = '\0';
  return base;
}

HdFeedClient *
hd_sync_make_client (const HdSyncOptions *options, GError **error)
{
  g_autofree char *base = hd_sync_get_base (options->base_url);
  HdFeedClientOptions client = { .base_url = base,
                                 .token = options->token,
                                 .ca_file = options->ca_file,
                                 .client_cert_file = options->client_cert_file,
                                 .client_key_file = options->client_key_file,
                                 .allowed_hosts = options->allowed_hosts,
                                 .timeout_s = options->timeout_s };

  return hd_feed_client_new (&client, error);
}
