/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stores that were opened last, newest first.
 */

#include "config.h"

#include "hd-recent.h"

#include "hd-settings.h"

#define KEY "recent-stores"
#define MAX_STORES 6

void
hd_recent_add (const char *dir)
{
  g_auto (GStrv) before = g_settings_get_strv (hd_settings_get (), KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;
  guint n_kept = 1;

  g_strv_builder_add (builder, dir);
  for (guint index = 0; before[index] != NULL && n_kept < MAX_STORES; index++)
    if (!g_str_equal (before[index], dir))
      {
        g_strv_builder_add (builder, before[index]);
        n_kept++;
      }
  after = g_strv_builder_end (builder);
  g_settings_set_strv (hd_settings_get (), KEY, (const char *const *)after);
}

static void
fill (GMenu *menu)
{
  g_auto (GStrv) stores = g_settings_get_strv (hd_settings_get (), KEY);

  g_menu_remove_all (menu);
  for (guint index = 0; stores[index] != NULL; index++)
    {
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *name = NULL;

      if (!g_file_test (stores[index], G_FILE_TEST_IS_DIR))
        continue;
      name = g_filename_display_name (stores[index]);
      item = g_menu_item_new (name, NULL);
      g_menu_item_set_action_and_target (item, "app.open-store", "s", stores[index]);
      g_menu_append_item (menu, item);
    }
}

GMenuModel *
hd_recent_menu_new (void)
{
  GMenu *menu = g_menu_new ();

  fill (menu);
  g_signal_connect_object (hd_settings_get (), "changed::" KEY, G_CALLBACK (fill), menu,
                           G_CONNECT_SWAPPED);
  return G_MENU_MODEL (menu);
}
