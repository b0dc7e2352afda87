/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links of a chain in the feeds' memory of a store.
 */

#include "config.h"

#include "hd-package-chain.h"

#include <string.h>

#define GROUP "package"
#define DELETIONS "deletions"

void
hd_package_link_clear (HdPackageLink *link)
{
  g_clear_pointer (&link->deletions, g_hash_table_unref);
}

char *
hd_package_chain_name (const HdPackageManifest *manifest)
{
  return g_strdup_printf ("%s %s %s", manifest->sender_key, manifest->recipient_key,
                          manifest->scope);
}

static void
read_link (GKeyFile *file, HdPackageLink *link)
{
  g_autofree char *hash = g_key_file_get_string (file, GROUP, "hash", NULL);
  g_autofree char *previous = g_key_file_get_string (file, GROUP, "previous", NULL);
  g_auto (GStrv) datasets = g_key_file_get_keys (file, DELETIONS, NULL, NULL);

  link->sequence = g_key_file_get_uint64 (file, GROUP, "sequence", NULL);
  link->generation = g_key_file_get_uint64 (file, GROUP, "generation", NULL);
  link->created = g_key_file_get_int64 (file, GROUP, "created", NULL);
  link->announced = g_key_file_get_uint64 (file, GROUP, "announced", NULL);
  link->announced_full = g_key_file_get_boolean (file, GROUP, "announced-full", NULL);
  g_strlcpy (link->hash, hash != NULL ? hash : "", sizeof link->hash);
  g_strlcpy (link->previous, previous != NULL ? previous : "", sizeof link->previous);
  for (guint index = 0; datasets != NULL && datasets[index] != NULL; index++)
    g_hash_table_insert (link->deletions, g_strdup (datasets[index]),
                         g_key_file_get_string (file, DELETIONS, datasets[index], NULL));
}

gboolean
hd_package_link_load (HdStore *store,
                      const char *role,
                      const char *chain,
                      HdPackageLink *link,
                      GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *feed = g_strconcat ("package ", role, NULL);
  g_autofree char *text = hd_store_get_feed_state (store, feed, chain, &problem);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  *link = (HdPackageLink){ 0 };
  link->deletions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (text != NULL && g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    read_link (file, link);
  return TRUE;
}

char *
hd_package_link_write (const HdPackageLink *link)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GHashTableIter iter;
  gpointer dataset, hash;

  g_key_file_set_uint64 (file, GROUP, "sequence", link->sequence);
  g_key_file_set_uint64 (file, GROUP, "generation", link->generation);
  g_key_file_set_int64 (file, GROUP, "created", link->created);
  g_key_file_set_string (file, GROUP, "hash", link->hash);
  g_key_file_set_string (file, GROUP, "previous", link->previous);
  if (link->announced != 0)
    {
      g_key_file_set_uint64 (file, GROUP, "announced", link->announced);
      g_key_file_set_boolean (file, GROUP, "announced-full", link->announced_full);
    }
  g_hash_table_iter_init (&iter, link->deletions);
  while (g_hash_table_iter_next (&iter, &dataset, &hash))
    g_key_file_set_string (file, DELETIONS, dataset, hash);
  return g_key_file_to_data (file, NULL, NULL);
}
