/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of the desktop: every card has its kind and its chart, every screen its key.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-board-layout.h"
#include "hd-page.h"
#include "hd-shortcuts.h"

static void
test_cards (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (hd_n_pages, >=, 5);
  for (guint page = 0; page < hd_n_pages; page++)
    {
      const HdPageInfo *info = hd_pages[page];

      g_assert_true (g_hash_table_add (ids, (gpointer)info->id));
      g_assert_true (hd_pages_find (info->id) == info);
      g_assert_cmpuint (info->n_cards, >, 0);
      for (guint index = 0; index < info->n_cards; index++)
        {
          const HdPageCard *card = &info->cards[index];

          g_assert_nonnull (hd_card_kind_find (card->kind));
          g_assert_cmpuint (card->span, >=, 1);
          g_assert_cmpuint (card->span, <=, HD_BOARD_COLUMNS);
          if (g_str_equal (card->kind, "chart") || g_str_equal (card->kind, "map"))
            g_assert_nonnull (hd_present_find_chart (card->argument));
        }
    }
  g_assert_null (hd_pages_find ("nowhere"));
  g_assert_null (hd_card_kind_find ("nothing"));
}

/* A key is given once, can be read, and every screen has one. */
static void
test_shortcuts (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_screens = 0;

  for (guint index = 0; index < hd_n_shortcuts; index++)
    {
      const HdShortcut *shortcut = &hd_shortcuts[index];

      g_assert_true (g_hash_table_add (keys, (gpointer)shortcut->accelerator));
      g_assert_cmpstr (shortcut->title, !=, "");
      if (shortcut->action != NULL)
        {
          g_autoptr (GtkShortcutTrigger) trigger
              = gtk_shortcut_trigger_parse_string (shortcut->accelerator);

          g_assert_nonnull (trigger);
        }
      if (g_strcmp0 (shortcut->action, "win.page") == 0)
        {
          g_assert_nonnull (hd_pages_find (shortcut->target));
          n_screens++;
        }
    }
  g_assert_cmpuint (n_screens, ==, hd_n_pages);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/pages/cards", test_cards);
  g_test_add_func ("/app/pages/shortcuts", test_shortcuts);
  return g_test_run ();
}
