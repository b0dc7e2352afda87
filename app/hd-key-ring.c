/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys in this person's folder.
 */

#include "config.h"

#include "hd-key-ring.h"

#include "hd-paths.h"

#include <glib/gstdio.h>

#define ADMINISTRATOR_DIR "/etc/haidang/trusted"

static char *
get_path (const char *name)
{
  g_autofree char *dir = hd_paths_get_data_dir ("keys");

  return g_build_filename (dir, name, NULL);
}

static gboolean
make_folder (const char *dir, GError **error)
{
  int problem;

  if (g_mkdir_with_parents (dir, 0700) == 0)
    return TRUE;
  problem = errno;
  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (problem), "%s: %s", dir,
               g_strerror (problem));
  return FALSE;
}

HdPackageKey *
hd_key_ring_get_own (GError **error)
{
  g_autofree char *dir = hd_paths_get_data_dir ("keys");
  g_autofree char *path = get_path ("own.key");
  g_autoptr (HdPackageKey) key = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return hd_package_key_read (path, error);
  key = hd_package_key_generate ();
  if (!make_folder (dir, error) || !hd_package_key_write (key, path, error))
    return NULL;
  return g_steal_pointer (&key);
}

GPtrArray *
hd_key_ring_list_own (void)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_package_key_free);
  g_autofree char *path = get_path ("own.key");
  HdPackageKey *own
      = g_file_test (path, G_FILE_TEST_EXISTS) ? hd_package_key_read (path, NULL) : NULL;

  if (own != NULL)
    g_ptr_array_add (keys, own);
  return keys;
}

GPtrArray *
hd_key_ring_list_trusted (void)
{
  g_autofree char *dir = get_path ("trusted");
  GPtrArray *keys = hd_package_keys_read_folder (dir);

  g_ptr_array_extend_and_steal (keys, hd_key_ring_list_own ());
  g_ptr_array_extend_and_steal (keys, hd_package_keys_read_folder (ADMINISTRATOR_DIR));
  return keys;
}

gboolean
hd_key_ring_trust (const HdPackageKey *key, GError **error)
{
  g_autofree char *dir = get_path ("trusted");
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  char hex[HD_PACKAGE_KEY_HEX];

  hd_package_key_to_hex (key, hex);
  name = g_strconcat (hex, ".pub", NULL);
  path = g_build_filename (dir, name, NULL);
  return make_folder (dir, error) && hd_package_key_write_public (key, path, error);
}
