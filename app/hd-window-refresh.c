/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refreshing in the background: progress in a thin bar, what is shown stays, the result in a toast.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <sys/prctl.h>

#include "hd-ask.h"
#include "hd-feed-settings.h"
#include "hd-forecast-book.h"
#include "hd-paths.h"
#include "hd-problem.h"
#include "hd-settings.h"
#include "hd-sync.h"
#include "hd-window-private.h"

/* (transfer none): how a person knows the dataset. */
static const char *
name_dataset (HdSession *session, const char *id)
{
  const HdDataset *info
      = id != NULL ? hd_catalog_find_dataset (hd_session_get_catalog (session), id) : NULL;

  if (info == NULL)
    return id;
  return g_str_equal (hd_session_get_lang (session), "vi") ? info->name_vi : info->name_en;
}

static void
progress_cb (HdSession *session, double fraction, const char *dataset, HdWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_label_set_label (self->progress_label, name_dataset (session, dataset));
}

static char *
describe_failures (HdSession *session, const HdSyncResult *first, guint n_failed)
{
  if (n_failed == 1)
    /* Translators: the name of a dataset. */
    return g_strdup_printf (_ ("%s could not be refreshed; its old figures stay"),
                            name_dataset (session, first->dataset));
  return g_strdup_printf (ngettext ("%u dataset could not be refreshed; its old figures stay",
                                    "%u datasets could not be refreshed; their old figures stay",
                                    n_failed),
                          n_failed);
}

static char *
describe_results (HdSession *session, GPtrArray *results)
{
  guint64 n_changed = 0;
  guint n_failed = 0;
  const HdSyncResult *first_failed = NULL;

  for (guint index = 0; index < results->len; index++)
    {
      const HdSyncResult *result = g_ptr_array_index (results, index);

      n_changed += result->added + result->replaced + result->deleted;
      if (result->error != NULL && n_failed++ == 0)
        first_failed = result;
    }
  if (n_failed > 0)
    return describe_failures (session, first_failed, n_failed);
  if (n_changed == 0)
    return g_strdup (_ ("Nothing new"));
  return g_strdup_printf (ngettext ("%u figure changed", "%u figures changed", n_changed),
                          (guint)n_changed);
}

static gboolean
has_news (GPtrArray *results)
{
  for (guint index = 0; index < results->len; index++)
    {
      const HdSyncResult *result = g_ptr_array_index (results, index);

      if (result->added + result->replaced + result->deleted > 0 || result->error != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = hd_session_refresh_finish (HD_SESSION (source), result, &error);
  g_autofree char *text = NULL;

  hd_window_end_work (self);
  hd_window_import_next (self);
  /* What is unchanged is passed over, so there is no need to know what came. */
  if (results != NULL)
    hd_window_forecast_again (self);
  if (results != NULL)
    text = describe_results (self->session, results);
  if (results != NULL && has_news (results))
    {
      hd_window_notify (self, text);
      hd_window_tell_alerts (self);
    }
  /* Nobody asked, and nothing happened. A server that is not reached shows by the age of the figures. */
  if (self->is_quiet && (results == NULL || !has_news (results)))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_ ("Stopped: what had come whole is kept, the rest is as it was"));
  else if (results == NULL)
    text = hd_problem_describe (error);
  if (text != NULL)
    hd_window_toast (self, text);
}

static void
start_refresh (HdWindow *self, HdFeedSource *source, gboolean is_quiet)
{
  self->is_quiet = is_quiet;
  /* New figures make old what is being forecast. */
  hd_forecast_job_cancel (self->forecasting);
  hd_window_begin_alerts (self);
  hd_session_refresh_async (self->session, source, refreshed_cb, g_object_ref (self));
  hd_window_show_work (self, _ ("Connecting…"));
}

void
hd_window_refresh (HdWindow *self)
{
  HdFeedSource *source;

  if (!hd_session_is_open (self->session))
    return;
  source = hd_feed_settings_get_source ();
  if (source == NULL)
    hd_window_connect_server (self);
  else
    start_refresh (self, source, FALSE);
}

void
hd_window_refresh_quietly (HdWindow *self)
{
  HdFeedSource *source = NULL;

  if (hd_session_is_open (self->session) && !hd_window_is_working (self))
    source = hd_feed_settings_get_source ();
  if (source != NULL)
    start_refresh (self, source, TRUE);
}

/* A yes that came during a refresh. */
typedef struct
{
  HdWindow *window;
  char *dataset;
} LateYes;

static void
late_yes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LateYes *yes = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = hd_session_refresh_finish (HD_SESSION (source), result, &error);

  /* Who stopped it wants nothing more to come. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hd_window_refresh_accepting (yes->window, yes->dataset);
  g_object_unref (yes->window);
  g_free (yes->dataset);
  g_free (yes);
}

static void
accept_afterwards (HdWindow *self, const char *dataset)
{
  LateYes *yes = g_new (LateYes, 1);

  *yes = (LateYes){ g_object_ref (self), g_strdup (dataset) };
  hd_session_refresh_async (self->session, NULL, late_yes_cb, yes);
  hd_window_toast (self, _ ("A refresh is under way; they are taken when it is over"));
}

void
hd_window_refresh_accepting (HdWindow *self, const char *dataset)
{
  const char *const only[] = { dataset, NULL };
  HdFeedSource *source = NULL;

  if (hd_session_is_refreshing (self->session))
    {
      accept_afterwards (self, dataset);
      return;
    }
  if (hd_session_is_open (self->session))
    source = hd_feed_settings_get_source ();
  if (source == NULL)
    return;
  source->accept = g_strdupv ((char **)only);
  source->datasets = g_strdupv ((char **)only);
  start_refresh (self, source, FALSE);
}

static void
address_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdWindow *self = HD_WINDOW (source);
  g_autofree char *url = hd_ask_text_finish (result, NULL);
  g_autofree char *fault = NULL;

  if (url == NULL || url[0] == '\0')
    return;
  fault = hd_feed_settings_find_fault ("feed-url", url, NULL);
  if (fault != NULL)
    {
      /* Translators: what was written, and what is wrong with it. */
      g_autofree char *text = g_strdup_printf (_ ("%s: %s"), url, fault);

      hd_window_toast (self, text);
      return;
    }
  g_settings_set_string (hd_settings_get (), "feed-url", url);
  start_refresh (self, hd_feed_settings_get_source (), FALSE);
}

void
hd_window_connect_server (HdWindow *self)
{
  g_autofree char *url = hd_feed_settings_get_url ();
  HdAskText question = {
    .title = _ ("Connect to a Server"),
    .body = _ ("The base address of the feed server, as your administrator gave it."),
    .label = _ ("Address"),
    .text = url != NULL ? url : "https://",
    .accept = _ ("_Connect"),
    .cancel = _ ("_Cancel"),
  };

  hd_ask_text_async (GTK_WINDOW (self), &question, address_cb, NULL);
}

/* Sample data: the reference server on loopback for the time of one refresh. */

typedef struct
{
  HdWindow *window;
  GSubprocess *server;
} Sample;

static void
sample_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sample *sample = user_data;

  g_subprocess_send_signal (sample->server, SIGTERM);
  refreshed_cb (source, result, sample->window);
  g_object_unref (sample->server);
  g_free (sample);
}

static void
address_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sample *sample = user_data;
  g_autofree char *url = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                    result, NULL, NULL);

  if (url == NULL || !hd_session_is_open (sample->window->session))
    {
      hd_window_end_work (sample->window);
      hd_window_toast (sample->window, _ ("The sample server did not start"));
      g_object_unref (sample->window);
      g_object_unref (sample->server);
      g_free (sample);
      return;
    }
  hd_session_refresh_async (sample->window->session, hd_feed_source_new (url), sample_refreshed_cb,
                            sample);
  hd_window_update_actions (sample->window);
}

/* In the server's process, before it starts: it ends when we end, however we end. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

void
hd_window_load_sample (HdWindow *self)
{
  g_autofree char *program = hd_paths_get_sibling ("haidang-central");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  Sample *sample;

  if (!hd_session_is_open (self->session) || hd_session_is_refreshing (self->session))
    return;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  server = g_subprocess_launcher_spawn (launcher, &error, program, "--listen", "127.0.0.1:0",
                                        "--scale", "demo", NULL);
  if (server == NULL)
    {
      hd_window_toast (self, _ ("The sample server did not start"));
      return;
    }
  self->is_quiet = FALSE;
  sample = g_new0 (Sample, 1);
  sample->window = g_object_ref (self);
  sample->server = g_steal_pointer (&server);
  hd_window_show_work (self, _ ("Making sample figures…"));
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (sample->server));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, address_read_cb, sample);
}

/* Forecasts follow the figures, in the same thin bar. */

static void
forecast_progress_cb (HdForecastJob *job, double fraction, const char *kpi, HdWindow *self)
{
  g_autofree char *text = NULL;

  if (hd_session_is_refreshing (self->session) || hd_session_is_importing (self->session))
    return;
  /* Translators: the KPI whose forecasts are being made. */
  text = g_strdup_printf (_ ("Forecasting: %s"), kpi);
  gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_label_set_label (self->progress_label, text);
}

static void
forecast_finished_cb (HdForecastJob *job, guint n_made, const char *problem, HdWindow *self)
{
  hd_window_end_work (self);
  if (problem != NULL)
    hd_window_toast (self, problem);
  else if (n_made > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("%u forecast made anew", "%u forecasts made anew", n_made), n_made);

      hd_window_toast (self, text);
    }
}

void
hd_window_forecast_again (HdWindow *self)
{
  hd_forecast_job_start (self->forecasting);
  hd_window_update_actions (self);
}

/* The first moments belong to the person who opened the window. */
#define STALE_CHECK_S 20

static gboolean
stale_check_cb (gpointer user_data)
{
  HdWindow *self = user_data;
  HdForecastBookStatus book;

  self->stale_check_id = 0;
  if (!hd_window_is_working (self) && !hd_session_is_empty (self->session)
      && hd_forecast_book_get_status (hd_session_get_store (self->session), &book, NULL)
      && !book.is_fresh)
    hd_window_forecast_again (self);
  return G_SOURCE_REMOVE;
}

/* Figures may have come by another way, haidang sync by a timer. */
void
hd_window_forecast_when_stale (HdWindow *self)
{
  if (self->stale_check_id == 0)
    self->stale_check_id = g_timeout_add_seconds (STALE_CHECK_S, stale_check_cb, self);
}

gboolean
hd_window_is_working (HdWindow *self)
{
  return hd_session_is_refreshing (self->session) || hd_session_is_importing (self->session)
         || hd_forecast_job_is_running (self->forecasting);
}

void
hd_window_cancel_work (HdWindow *self)
{
  hd_window_forget_imports (self);
  if (hd_session_is_importing (self->session))
    hd_session_cancel_import (self->session);
  else if (hd_session_is_refreshing (self->session))
    hd_session_cancel_refresh (self->session);
  else
    hd_forecast_job_cancel (self->forecasting);
}

void
hd_window_show_work (HdWindow *self, const char *what)
{
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_label (self->progress_label, what);
  gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);
  hd_window_update_actions (self);
}

void
hd_window_end_work (HdWindow *self)
{
  gtk_revealer_set_reveal_child (self->progress_revealer, hd_window_is_working (self));
  hd_window_update_actions (self);
}

void
hd_window_init_refresh (HdWindow *self)
{
  self->forecasting = hd_forecast_job_new (self->session);
  g_signal_connect_object (self->session, "progress", G_CALLBACK (progress_cb), self, 0);
  g_signal_connect_object (self->forecasting, "progress", G_CALLBACK (forecast_progress_cb), self,
                           0);
  g_signal_connect_object (self->forecasting, "finished", G_CALLBACK (forecast_finished_cb), self,
                           0);
}

void
hd_window_stop_refresh (HdWindow *self)
{
  g_clear_handle_id (&self->stale_check_id, g_source_remove);
  g_clear_handle_id (&self->background_id, g_source_remove);
  hd_window_stop_watch (self);
  if (self->session != NULL)
    {
      hd_session_cancel_refresh (self->session);
      hd_session_cancel_import (self->session);
    }
  hd_window_forget_imports (self);
  if (self->forecasting != NULL)
    hd_forecast_job_cancel (self->forecasting);
}

void
hd_window_dispose_refresh (HdWindow *self)
{
  hd_window_stop_refresh (self);
  g_clear_object (&self->forecasting);
}
