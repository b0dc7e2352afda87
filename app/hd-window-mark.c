/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the menu of a chart's mark asks for: another screen, the figure with its evidence code, a note.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-ask.h"
#include "hd-window-private.h"

static HdQuery *
cell_query (HdWindow *self, HdPage *page, const HdPageCommand *command)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return hd_present_cell_query (&command->mark, hd_context_get_scope (hd_page_get_context (page)),
                                hd_session_get_catalog (self->session),
                                hd_present_this_year (hd_session_get_store (self->session), now));
}

/* The screen, and there the unit or the period of the mark. */
static void
open_in (HdWindow *self, HdPage *page, const HdPageCommand *command, const char *target)
{
  HdContext *context = hd_page_get_context (page);
  g_autoptr (HdScope) there = hd_scope_with_page (hd_context_get_scope (context), target);
  g_auto (GStrv) pair = command->mark.code != NULL ? g_strsplit (command->mark.code, "=", 2) : NULL;

  hd_context_take (context, pair != NULL && pair[0] != NULL && pair[1] != NULL
                                ? hd_scope_with_step (there, pair[0], pair[1])
                                : hd_scope_ref (there));
}

/* "Khu vực II: 4,2 nghìn tỷ [haidang query … --as-of …]": whoever pastes it can have the number again. */
static void
copy_with_evidence (HdWindow *self, HdPage *page, const HdPageCommand *command)
{
  g_autoptr (HdQuery) query = cell_query (self, page, command);
  g_autofree char *words
      = hd_chart_describe_at (command->chart, command->mark.series, command->mark.category);
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;

  if (query == NULL)
    {
      hd_window_toast (self, _ ("That mark is computed from several figures; copy one of them"));
      return;
    }
  code = hd_present_cell_command (query, hd_session_get_newest (self->session));
  text = g_strdup_printf ("%s, %s [%s]", command->mark.spec->title, words, code);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  hd_window_toast (self, _ ("Copied with its evidence code"));
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdWindow *self = HD_WINDOW (source);
  g_autofree char *key = user_data;
  g_autofree char *note = hd_ask_text_finish (result, NULL);

  if (note != NULL && hd_session_get_notes (self->session) != NULL)
    hd_notes_set (hd_session_get_notes (self->session), key, g_strstrip (note));
}

static void
annotate (HdWindow *self, HdPage *page, const HdPageCommand *command)
{
  g_autoptr (HdQuery) query = cell_query (self, page, command);
  g_autofree char *words
      = hd_chart_describe_at (command->chart, command->mark.series, command->mark.category);
  g_autofree char *key = query != NULL ? hd_present_cell_key (query) : NULL;
  const char *note = NULL;
  HdAskText question = {
    .title = _ ("Note on a Figure"),
    .body = words,
    .label = _ ("Note"),
    .accept = _ ("_Keep"),
    .cancel = _ ("_Cancel"),
  };

  if (query == NULL)
    {
      hd_window_toast (self,
                       _ ("Notes are pinned to figures, and that mark is computed from several"));
      return;
    }
  note = hd_notes_get (hd_session_get_notes (self->session), key);
  question.text = note != NULL ? note : "";
  hd_ask_text_async (GTK_WINDOW (self), &question, noted_cb, g_steal_pointer (&key));
}

void
hd_window_do_command (HdWindow *self, HdPage *page, const HdPageCommand *command)
{
  if (g_str_has_prefix (command->command, "open:"))
    open_in (self, page, command, command->command + strlen ("open:"));
  else if (g_str_equal (command->command, "compare"))
    hd_window_compare (self, command->mark.code);
  else if (g_str_equal (command->command, "compare-with"))
    hd_window_compare_with (self, command->mark.code);
  else if (g_str_equal (command->command, "copy-evidence"))
    copy_with_evidence (self, page, command);
  else if (g_str_equal (command->command, "annotate"))
    annotate (self, page, command);
  else
    g_warning ("no such command of a mark: %s", command->command);
}
