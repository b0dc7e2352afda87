/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A feed server and who we are to it, and how it is asked within what the policy of the machine allows.
 */

#include "config.h"

#include "hd-feed-source.h"

#include <string.h>

#include "hd-cube-shelf.h"
#include "hd-feed-notes.h"
#include "hd-guard.h"
#include "hd-secret-service.h"
#include "hd-small-file.h"

HdFeedSource *
hd_feed_source_new (const char *url)
{
  HdFeedSource *self = g_new0 (HdFeedSource, 1);

  self->url = g_strdup (url);
  return self;
}

static void
forget_secret (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
hd_feed_source_clear (HdFeedSource *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->token_file, g_free);
  g_clear_pointer (&self->token, forget_secret);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->client_cert, g_free);
  g_clear_pointer (&self->client_key, g_free);
  g_clear_pointer (&self->scope, g_strfreev);
  g_clear_pointer (&self->accept, g_strfreev);
  g_clear_pointer (&self->datasets, g_strfreev);
  g_clear_pointer (&self->allowed_hosts, g_strfreev);
}

void
hd_feed_source_free (HdFeedSource *self)
{
  hd_feed_source_clear (self);
  g_free (self);
}

char *
hd_feed_source_read_token (const char *path, GError **error)
{
  return hd_small_file_read_line (path, error);
}

gboolean
hd_feed_source_find_token (HdFeedSource *self, GCancellable *cancellable, GError **error)
{
  char *kept;

  g_clear_pointer (&self->token, forget_secret);
  if (self->token_file != NULL)
    return (self->token = hd_feed_source_read_token (self->token_file, error)) != NULL;
  /* No service, or none kept: the server says whether it wants one. */
  kept = hd_secret_service_find_token (self->url, cancellable, NULL);
  self->token = g_strdup (kept);
  hd_secret_service_free (kept);
  return TRUE;
}

HdSyncOptions
hd_feed_source_get_options (const HdFeedSource *self)
{
  return (HdSyncOptions){
    .base_url = self->url,
    .token = self->token,
    .ca_file = self->ca_file,
    .client_cert_file = self->client_cert,
    .client_key_file = self->client_key,
    .allowed_hosts = (const char *const *)self->allowed_hosts,
    .scope = (const char *const *)self->scope,
    .accept = (const char *const *)self->accept,
    .datasets = (const char *const *)self->datasets,
  };
}

/* A person's yes to what is held of a dataset, with the figures that they saw. */
static gboolean
record_accepted (HdStore *store, const char *const *accept, GError **error)
{
  for (guint index = 0; accept != NULL && accept[index] != NULL; index++)
    {
      g_autoptr (HdHold) hold = hd_feed_notes_get_hold (store, accept[index]);
      g_autofree char *words = hold == NULL ? NULL : hd_hold_describe (hold);

      if (hold != NULL && !hd_guard_record (store, HD_AUDIT_ACCEPT, words, NULL, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
hd_feed_source_sync (HdStore *store,
                     HdCatalog *catalog,
                     const HdSyncOptions *asked,
                     HdSyncProgress progress,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  HdSyncOptions options = *asked;
  g_autofree char *ca_file = g_strdup (asked->ca_file);
  g_auto (GStrv) scope = g_strdupv ((char **)asked->scope);

  if (!hd_guard_source (asked->base_url, &ca_file, error) || !hd_guard_scope (store, &scope, error)
      || !record_accepted (store, asked->accept, error))
    return NULL;
  options.ca_file = ca_file;
  options.scope = (const char *const *)scope;
  return hd_sync_run (store, catalog, &options, progress, user_data, cancellable, error);
}

HdFeedWatch *
hd_feed_source_watch (const HdSyncOptions *asked,
                      guint poll_s,
                      HdFeedWatchFunc func,
                      gpointer user_data,
                      GError **error)
{
  HdSyncOptions options = *asked;
  g_autofree char *ca_file = g_strdup (asked->ca_file);

  if (!hd_guard_source (asked->base_url, &ca_file, error))
    return NULL;
  options.ca_file = ca_file;
  return hd_feed_watch_new (&options, poll_s, func, user_data, error);
}

gboolean
hd_feed_source_follow (HdStore *store,
                       HdCatalog *catalog,
                       GCancellable *cancellable,
                       GError **error)
{
  return hd_guard_keep (store, error)
         && hd_cube_shelf_refresh (store, catalog, cancellable, NULL, NULL, error);
}
