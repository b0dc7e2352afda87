/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What feeds sent that is held for a person's yes: said under the path, one dataset at a time.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-ask.h"
#include "hd-feed-notes.h"
#include "hd-guard.h"
#include "hd-hold-bar.h"
#include "hd-hold-words.h"
#include "hd-problem.h"
#include "hd-window-private.h"

/* (transfer full) (element-type HdHold): what nobody has answered. */
static GPtrArray *
find_holds (HdStore *store, const HdCatalog *catalog)
{
  GPtrArray *holds = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_hold_free);

  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const char *dataset = hd_catalog_get_dataset (catalog, index)->id;
      HdHold *hold = hd_feed_notes_get_hold (store, dataset);

      if (hold != NULL && !hd_feed_notes_is_refused (store, dataset))
        g_ptr_array_add (holds, hold);
      else
        g_clear_pointer (&hold, hd_hold_free);
    }
  return holds;
}

static char *
describe (HdWindow *self, const HdHold *hold)
{
  return hd_hold_words_describe (hold, hd_session_get_store (self->session),
                                 hd_session_get_catalog (self->session),
                                 hd_session_get_lang (self->session));
}

static void
update (HdWindow *self)
{
  HdHoldBar *bar = HD_HOLD_BAR (self->hold_bar);
  HdStore *store = hd_session_is_open (self->session) ? hd_session_get_store (self->session) : NULL;
  g_autoptr (GPtrArray) holds
      = store == NULL ? NULL : find_holds (store, hd_session_get_catalog (self->session));
  g_autoptr (GString) text = NULL;
  g_autofree char *first = NULL;

  if (holds == NULL || holds->len == 0)
    {
      hd_hold_bar_set (bar, NULL, NULL);
      return;
    }
  first = describe (self, holds->pdata[0]);
  text = g_string_new (first);
  if (holds->len > 1)
    {
      guint n_more = holds->len - 1;

      g_string_append_c (text, ' ');
      g_string_append_printf (
          text, ngettext ("%u more dataset waits.", "%u more datasets wait.", n_more), n_more);
    }
  hd_hold_bar_set (bar, ((HdHold *)holds->pdata[0])->dataset, text->str);
}

/* The figures come first; what is to be said about those that are not shown has time. */
static gboolean
update_cb (gpointer user_data)
{
  HdWindow *self = user_data;

  self->hold_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
update_later (HdWindow *self)
{
  if (self->hold_id == 0)
    self->hold_id = g_idle_add_full (G_PRIORITY_LOW, update_cb, self, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdWindow *self = HD_WINDOW (source);
  g_autofree char *dataset = user_data;

  if (hd_ask_yes_finish (result, NULL))
    hd_window_refresh_accepting (self, dataset);
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  const char *dataset = g_variant_get_string (parameter, NULL);
  g_autoptr (HdHold) hold = NULL;
  g_autofree char *text = NULL, *body = NULL;
  HdAskYes question = { .title = _ ("Take What Is Held?"),
                        .accept = _ ("T_ake Them"),
                        .cancel = _ ("_Cancel"),
                        .is_destructive = TRUE };

  if (hd_session_is_open (self->session))
    hold = hd_feed_notes_get_hold (hd_session_get_store (self->session), dataset);
  if (hold == NULL)
    return;
  text = describe (self, hold);
  body = g_strconcat (text, "\n",
                      _ ("Ask the source first. They are fetched again and replace what is shown; "
                         "the log keeps that you took them."),
                      NULL);
  question.body = body;
  hd_ask_yes_async (GTK_WINDOW (self), &question, answered_cb, g_strdup (dataset));
}

static void
refuse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  const char *dataset = g_variant_get_string (parameter, NULL);
  HdStore *store = hd_session_is_open (self->session) ? hd_session_get_store (self->session) : NULL;
  g_autoptr (HdHold) hold = store == NULL ? NULL : hd_feed_notes_get_hold (store, dataset);
  g_autofree char *words = hold == NULL ? NULL : hd_hold_describe (hold);
  g_autoptr (GError) error = NULL;

  if (hold == NULL)
    return;
  if (!hd_guard_record (store, HD_AUDIT_REFUSE, words, NULL, &error)
      || !hd_feed_notes_refuse (store, dataset, &error))
    {
      g_autofree char *problem = hd_problem_describe (error);

      hd_window_toast (self, problem);
      return;
    }
  update (self);
  hd_window_toast (self, _ ("Refused; the figures that are there stay"));
}

void
hd_window_class_add_hold_actions (HdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.hold-accept", "s", accept_action);
  gtk_widget_class_install_action (widget_class, "win.hold-refuse", "s", refuse_action);
}

void
hd_window_init_hold (HdWindow *self)
{
  GtkWidget *body = gtk_widget_get_parent (self->path_bar);

  self->hold_bar = hd_hold_bar_new ();
  gtk_box_insert_child_after (GTK_BOX (body), self->hold_bar, self->path_bar);
  g_signal_connect_object (self->session, "data-changed", G_CALLBACK (update_later), self,
                           G_CONNECT_SWAPPED);
  update_later (self);
}

void
hd_window_dispose_hold (HdWindow *self)
{
  g_clear_handle_id (&self->hold_id, g_source_remove);
}
