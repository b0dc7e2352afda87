/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When this person last looked at a store: kept with the person's own state, never in the store.
 *
 * $XDG_STATE_HOME/haidang/seen.ini has a group for each store: when the present look was last known to go on,
 * and when the one before it ended.
 */

#include "config.h"

#include "hd-seen.h"

#include <errno.h>
#include <glib/gstdio.h>

#define SAME_LOOK_S 1800
#define KEY_LOOKING "looking"
#define KEY_BEFORE "before"

static char *
get_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "haidang", "seen.ini", NULL);
}

/* A path may hold what a group's name may not. */
static char *
group_of (const char *store_dir)
{
  g_autofree char *canonical = g_canonicalize_filename (store_dir, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
}

static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();

  /* None yet, or not readable: nothing was seen. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static void
save (GKeyFile *file, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  else if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("%s: %s", path, error->message);
}

gint64
hd_seen_look (const char *store_dir, gint64 now)
{
  g_autofree char *path = get_path ();
  g_autofree char *group = group_of (store_dir);
  g_autoptr (GKeyFile) file = load (path);
  gint64 looking = g_key_file_get_int64 (file, group, KEY_LOOKING, NULL);
  gint64 before = g_key_file_get_int64 (file, group, KEY_BEFORE, NULL);

  if (looking > 0 && now - looking > SAME_LOOK_S)
    before = looking;
  g_key_file_set_int64 (file, group, KEY_BEFORE, before);
  g_key_file_set_int64 (file, group, KEY_LOOKING, now);
  save (file, path);
  return before;
}
