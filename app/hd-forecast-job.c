/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasting everything again, in the background, into the store's book.
 */

#include "config.h"

#include "hd-forecast-job.h"

#include "hd-engine-choice.h"
#include "hd-forecast-refresh.h"
#include "hd-heap.h"
#include "hd-problem.h"
#include "hd-progress-relay.h"

struct _HdForecastJob
{
  GObject parent_instance;

  HdSession *session;
  GCancellable *running; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (HdForecastJob, hd_forecast_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESS,
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Of the worker. */
typedef struct
{
  HdProgressRelay *relay;
  HdStore *store;
  HdEngine *engine;
  HdCatalog *catalog;
  HdStructures *structures;
  const char *lang;
  guint n_made;
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->store);
  g_clear_object (&work->engine);
  g_clear_pointer (&work->catalog, hd_catalog_unref);
  g_clear_pointer (&work->structures, hd_structures_unref);
  g_clear_pointer (&work->relay, hd_progress_relay_free);
  g_free (work);
}

static void
tell_progress (gpointer owner, double fraction, const char *what)
{
  if (HD_FORECAST_JOB (owner)->running != NULL)
    g_signal_emit (owner, signals[SIGNAL_PROGRESS], 0, fraction, what);
}

/* On the worker thread. */
static void
progress_cb (double fraction, const HdKpi *kpi, guint n_series, gpointer user_data)
{
  Work *work = user_data;

  hd_progress_relay_tell (work->relay, fraction,
                          kpi != NULL ? hd_kpi_short_name (kpi, work->lang) : "");
}

static void
work_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  HdForecastRefreshOptions options = {
    .store = work->store,
    .engine = work->engine,
    .catalog = work->catalog,
    .structures = work->structures,
    .n_threads = MAX (g_get_num_processors (), 2) - 1, /* one core is the person's */
    .now = g_get_real_time () / G_USEC_PER_SEC,
    .progress = progress_cb,
    .user_data = work,
  };
  HdForecastRefreshResult result = { 0 };
  GError *error = NULL;

  if (!hd_forecast_refresh_run (&options, &result, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  work->n_made = result.n_made;
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdForecastJob *self = HD_FORECAST_JOB (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean is_done = g_task_propagate_boolean (G_TASK (result), &error);
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *problem = is_done || is_cancelled ? NULL : hd_problem_describe (error);

  g_clear_object (&self->running);
  if (self->session == NULL)
    return;
  /* What was written before a cancellation stays, and is shown. */
  if (is_cancelled || work->n_made > 0)
    hd_session_reload (self->session);
  hd_heap_trim_soon ();
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, work->n_made, problem);
}

static void
hd_forecast_job_dispose (GObject *object)
{
  HdForecastJob *self = HD_FORECAST_JOB (object);

  hd_forecast_job_cancel (self);
  g_clear_object (&self->running);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hd_forecast_job_parent_class)->dispose (object);
}

static void
hd_forecast_job_class_init (HdForecastJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_forecast_job_dispose;

  signals[SIGNAL_PROGRESS]
      = g_signal_new ("progress", HD_TYPE_FORECAST_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_STRING);
  signals[SIGNAL_FINISHED]
      = g_signal_new ("finished", HD_TYPE_FORECAST_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
hd_forecast_job_init (HdForecastJob *self)
{
}

HdForecastJob *
hd_forecast_job_new (HdSession *session)
{
  HdForecastJob *self = g_object_new (HD_TYPE_FORECAST_JOB, NULL);

  self->session = g_object_ref (session);
  return self;
}

void
hd_forecast_job_start (HdForecastJob *self)
{
  g_autoptr (GTask) task = NULL;
  HdStructures *structures = hd_session_get_structures (self->session);
  Work *work;

  g_return_if_fail (HD_IS_FORECAST_JOB (self));

  if (self->running != NULL || !hd_session_is_open (self->session)
      || hd_session_is_empty (self->session))
    return;
  work = g_new0 (Work, 1);
  work->relay = hd_progress_relay_new (self, tell_progress);
  work->store = g_object_ref (hd_session_get_store (self->session));
  /* Thousands of questions: this machine's alone. */
  work->engine = g_object_ref (
      hd_engine_choice_get_local (HD_ENGINE_CHOICE (hd_session_get_engine (self->session))));
  work->catalog = hd_catalog_ref (hd_session_get_catalog (self->session));
  work->structures = structures != NULL ? hd_structures_ref (structures) : NULL;
  work->lang = hd_session_get_lang (self->session);
  self->running = g_cancellable_new ();
  task = g_task_new (self, self->running, done_cb, NULL);
  g_task_set_source_tag (task, hd_forecast_job_start);
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  g_task_run_in_thread (task, work_thread);
}

void
hd_forecast_job_cancel (HdForecastJob *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
}

gboolean
hd_forecast_job_is_running (HdForecastJob *self)
{
  return self->running != NULL;
}
