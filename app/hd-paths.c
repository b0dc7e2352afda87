/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the program's own files are, installed or run from the build folder.
 */

#include "config.h"

#include "hd-paths.h"

char *
hd_paths_get_program_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : g_strdup (".");
}

char *
hd_paths_get_sibling (const char *name)
{
  g_autofree char *dir = hd_paths_get_program_dir ();

  return g_build_filename (dir, name, NULL);
}

/* (nullable): the build folder's `parts`, when the program runs from there. */
static char *
find_in_build (const char *folder, const char *file)
{
  g_autofree char *dir = hd_paths_get_program_dir ();
  g_autofree char *path = g_build_filename (dir, "..", folder, file, NULL);
  g_autofree char *ninja = g_build_filename (dir, "..", "build.ninja", NULL);

  if (!g_file_test (ninja, G_FILE_TEST_EXISTS) || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_build_filename (dir, "..", folder, NULL);
}

/* (nullable): PREFIX/share/`name` of the PREFIX/bin that the program stands in, wherever it was moved. */
static char *
find_beside_bin (const char *name)
{
  g_autofree char *dir = hd_paths_get_program_dir ();
  g_autofree char *path = g_build_filename (dir, "..", "share", name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

char *
hd_paths_get_locale_dir (void)
{
  char *dir = find_in_build ("po", "vi/LC_MESSAGES/" GETTEXT_PACKAGE ".mo");

  if (dir == NULL)
    dir = find_beside_bin ("locale");
  return dir != NULL ? dir : g_strdup (HD_LOCALEDIR);
}

void
hd_paths_export_schemas (void)
{
  static const char *const folders[] = { "resources", "app", "resources/schemas" };

  for (guint index = 0; index < G_N_ELEMENTS (folders); index++)
    {
      g_autofree char *dir = find_in_build (folders[index], "gschemas.compiled");

      if (dir == NULL)
        continue;
      g_setenv ("GSETTINGS_SCHEMA_DIR", dir, FALSE);
      return;
    }
}

char *
hd_paths_get_data_dir (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), GETTEXT_PACKAGE, name, NULL);
}
