/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files let fall on the window: messages of feeds go into the store, as `haidang import` takes them. Of files that the
 * program was started with the person is asked first.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-ask.h"
#include "hd-problem.h"
#include "hd-window-private.h"

typedef struct
{
  HdWindow *window;
  GFile *file;
} Intake;

static void
intake_free (Intake *intake)
{
  g_object_unref (intake->window);
  g_object_unref (intake->file);
  g_free (intake);
}

/* (transfer full): what a toast says of it. */
static char *
describe_import (const char *name, const HdApplyResult *applied, const GError *error)
{
  guint64 n_changed = applied->added + applied->replaced + applied->deleted;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: the name of a file. */
    return g_strdup_printf (_ ("Stopped: nothing of %s was taken in"), name);
  if (error != NULL)
    return hd_problem_describe (error);
  return g_strdup_printf (
      ngettext ("Taken in: %u figure changed", "Taken in: %u figures changed", (guint)n_changed),
      (guint)n_changed);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Intake *intake = user_data;
  HdWindow *self = intake->window;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (intake->file);
  g_autofree char *text = NULL;
  HdApplyResult applied = { 0 };

  if (hd_session_import_finish (HD_SESSION (source), result, &applied, &error)
      && g_queue_is_empty (&self->imports))
    hd_window_forecast_again (self);
  text = describe_import (name, &applied, error);
  hd_window_end_work (self);
  hd_window_toast (self, text);
  hd_window_import_next (self);
  intake_free (intake);
}

void
hd_window_forget_imports (HdWindow *self)
{
  g_queue_clear_full (&self->imports, g_object_unref);
}

void
hd_window_import_next (HdWindow *self)
{
  g_autofree char *name = NULL;
  Intake *intake;

  if (g_queue_is_empty (&self->imports) || !hd_session_is_open (self->session)
      || hd_session_is_refreshing (self->session) || hd_session_is_importing (self->session))
    return;
  /* New figures make old what is being forecast. */
  hd_forecast_job_cancel (self->forecasting);
  intake = g_new0 (Intake, 1);
  intake->window = g_object_ref (self);
  intake->file = g_queue_pop_head (&self->imports);
  name = g_file_get_basename (intake->file);
  hd_session_import_async (self->session, g_file_peek_path (intake->file), imported_cb, intake);
  hd_window_show_work (self, name);
}

void
hd_window_import (HdWindow *self, GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *name = g_file_get_basename (file);

  if (!hd_session_is_open (self->session))
    return;
  if (path == NULL
      || !(g_str_has_suffix (path, ".csv") || g_str_has_suffix (path, ".json")
           || g_str_has_suffix (path, ".hdpack")))
    {
      g_autofree char *text = g_strdup_printf (
          _ ("%s is no message of a feed (.csv or .json of SDMX) and no package (.hdpack)"), name);

      hd_window_toast (self, text);
      return;
    }
  g_queue_push_tail (&self->imports, g_object_ref (file));
  hd_window_import_next (self);
}

typedef struct
{
  HdWindow *window;
  GPtrArray *files;
} Offer;

static void
offer_free (Offer *offer)
{
  g_object_unref (offer->window);
  g_ptr_array_unref (offer->files);
  g_free (offer);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Offer *offer = user_data;

  if (hd_ask_yes_finish (result, NULL))
    for (guint file = 0; file < offer->files->len; file++)
      hd_window_import (offer->window, g_ptr_array_index (offer->files, file));
  offer_free (offer);
}

void
hd_window_ask_offers (HdWindow *self)
{
  HdAskYes question = { .accept = _ ("_Take In"), .cancel = _ ("_Cancel") };
  g_autofree char *title = NULL, *body = NULL, *first = NULL;
  Offer *offer;

  if (self->offers == NULL || !hd_session_is_open (self->session))
    return;
  offer = g_new0 (Offer, 1);
  offer->window = g_object_ref (self);
  offer->files = g_steal_pointer (&self->offers);
  first = g_file_get_basename (g_ptr_array_index (offer->files, 0));
  title = offer->files->len == 1
              /* Translators: the name of a file. */
              ? g_strdup_printf (_ ("Take In “%s”?"), first)
              : g_strdup_printf (
                  ngettext ("Take In %u File?", "Take In %u Files?", offer->files->len),
                  offer->files->len);
  /* Translators: the folder of a store. */
  body = g_strdup_printf (
      _ ("Its figures are added to this machine's, in %s. A package has to come from a sender "
         "who is trusted here."),
      hd_session_get_store_dir (self->session));
  question.title = title;
  question.body = body;
  hd_ask_yes_async (GTK_WINDOW (self), &question, answered_cb, offer);
}

static gboolean
ask_offers_cb (gpointer user_data)
{
  HdWindow *self = user_data;

  self->offer_id = 0;
  hd_window_ask_offers (self);
  return G_SOURCE_REMOVE;
}

void
hd_window_offer (HdWindow *self, GFile *file)
{
  g_return_if_fail (HD_IS_WINDOW (self));

  if (self->offers == NULL)
    self->offers = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->offers, g_object_ref (file));
  /* Once for all that come together. */
  if (self->offer_id == 0)
    self->offer_id = g_idle_add (ask_offers_cb, self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, HdWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *file = files; file != NULL; file = file->next)
    hd_window_import (self, file->data);
  return files != NULL;
}

void
hd_window_init_drop (HdWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
