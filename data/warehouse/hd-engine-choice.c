/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which engine answers: this machine's, or a warehouse with this machine behind it.
 *
 * The asker's thread waits on its job's condition, never on the network; a job runs on a pool's thread. A job
 * that was waited for in vain goes on as `is_late`, unless something else is looked at meanwhile.
 */

#include "config.h"

#include "hd-engine-choice.h"

#include "hd-warehouse-client.h"

#define PATIENCE_MS 1500
/* Answers that come together are told together. */
#define TELL_MS 120
#define MAX_THREADS 8
#define MAX_FRAMES 256

struct _HdEngineChoice
{
  GObject parent_instance;

  HdEngine *local;
  GMainContext *context;
  GThreadPool *pool;
  GMutex lock; /* of all below */
  HdEngine *warehouse; /* (nullable) */
  char *host;
  gboolean is_preferred;
  guint patience_ms;
  HdEngineState state;
  GError *problem;
  HdQuery *failed; /* (nullable): what the warehouse failed at */
  GHashTable *jobs; /* query → Job that is under way */
  GHashTable *frames; /* query → HdFrame of the warehouse, in this round */
  HdDay horizon;
  gboolean is_telling, asks_again;
};

/* One question under way to the warehouse. The lock is the choice's. */
typedef struct
{
  gatomicrefcount refs;
  HdEngineChoice *choice;
  HdEngine *warehouse;
  HdQuery *query;
  char *text;
  GCancellable *cancellable;
  GCond cond;
  HdFrame *frame;
  GError *error;
  guint n_waiting;
  gboolean is_done, is_late, is_probe;
} Job;

static void hd_engine_choice_iface_init (HdEngineInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HdEngineChoice,
                               hd_engine_choice,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, hd_engine_choice_iface_init))

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
hd_engine_status_free (HdEngineStatus *status)
{
  g_free (status->host);
  g_clear_error (&status->problem);
  g_free (status);
}

static Job *
job_ref (Job *job)
{
  g_atomic_ref_count_inc (&job->refs);
  return job;
}

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->refs))
    return;
  g_clear_pointer (&job->query, hd_query_unref);
  g_clear_pointer (&job->frame, hd_frame_unref);
  g_clear_error (&job->error);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->warehouse);
  g_cond_clear (&job->cond);
  g_free (job->text);
  g_clear_object (&job->choice);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static gboolean
tell_cb (gpointer user_data)
{
  HdEngineChoice *self = user_data;
  gboolean asks_again;

  g_mutex_lock (&self->lock);
  asks_again = self->asks_again;
  self->is_telling = self->asks_again = FALSE;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, asks_again);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
tell (HdEngineChoice *self, gboolean asks_again)
{
  g_autoptr (GSource) source = NULL;

  self->asks_again |= asks_again;
  if (self->is_telling)
    return;
  self->is_telling = TRUE;
  source = g_timeout_source_new (TELL_MS);
  g_source_set_callback (source, tell_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* With the lock held. A job's own thread has a reference until it ends. */
static void
stop_jobs (HdEngineChoice *self, gboolean late_only)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Job *job = value;

      if (late_only && !job->is_late)
        continue;
      g_cancellable_cancel (job->cancellable);
      g_cond_broadcast (&job->cond);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
is_failure (const GError *error)
{
  return error != NULL && error->domain == HD_WAREHOUSE_ERROR
         && error->code != HD_WAREHOUSE_ERROR_NOT_KEPT;
}

/* With the lock held. */
static gboolean
has_late_jobs (HdEngineChoice *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Job *)value)->is_late)
      return TRUE;
  return FALSE;
}

/* With the lock held: what a job that is still wanted found out. */
static void
take_result (HdEngineChoice *self, Job *job)
{
  HdEngineState before = self->state;

  if (is_failure (job->error))
    {
      g_clear_error (&self->problem);
      self->problem = g_error_copy (job->error);
      self->state = HD_ENGINE_STATE_FAILED;
      g_clear_pointer (&self->failed, hd_query_unref);
      self->failed = hd_query_ref (job->query);
      stop_jobs (self, FALSE);
      g_hash_table_remove_all (self->frames);
      tell (self, TRUE);
      return;
    }
  if (job->frame != NULL)
    {
      if (g_hash_table_size (self->frames) >= MAX_FRAMES)
        g_hash_table_remove_all (self->frames);
      g_hash_table_replace (self->frames, g_strdup (job->text), hd_frame_ref (job->frame));
    }
  if (!has_late_jobs (self))
    self->state = HD_ENGINE_STATE_FINE;
  /* All is asked again, and what then is not whole says so. */
  if (job->is_late && job->frame != NULL)
    self->horizon = HD_DAY_NONE;
  if (self->state != before || job->is_late)
    tell (self, job->is_late && job->frame != NULL);
}

/* With the lock held. */
static void
forget_failure (HdEngineChoice *self)
{
  g_clear_error (&self->problem);
  self->state = HD_ENGINE_STATE_FINE;
  self->horizon = HD_DAY_NONE;
  tell (self, TRUE);
}

static void
run_job (gpointer data, gpointer user_data)
{
  g_autoptr (Job) job = data;
  HdEngineChoice *self = job->choice;
  GError *error = NULL;
  HdFrame *frame = hd_engine_query (job->warehouse, job->query, job->cancellable, &error);

  g_mutex_lock (&self->lock);
  job->frame = frame;
  job->error = error;
  job->is_done = TRUE;
  if (job->is_probe)
    {
      if (!is_failure (error) && self->state == HD_ENGINE_STATE_FAILED
          && self->warehouse == job->warehouse)
        forget_failure (self);
    }
  else if (g_hash_table_lookup (self->jobs, job->text) == job)
    {
      g_hash_table_remove (self->jobs, job->text);
      take_result (self, job);
    }
  g_cond_broadcast (&job->cond);
  g_mutex_unlock (&self->lock);
}

/* With the lock held. (transfer full) */
static Job *
job_new (HdEngineChoice *self, const HdQuery *query, const char *text)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->refs);
  job->choice = g_object_ref (self);
  job->warehouse = g_object_ref (self->warehouse);
  job->query = hd_query_edit (query);
  job->text = g_strdup (text);
  job->cancellable = g_cancellable_new ();
  g_cond_init (&job->cond);
  return job;
}

/* With the lock held. (transfer full) */
static Job *
start_job (HdEngineChoice *self, const HdQuery *query, const char *text)
{
  Job *job = job_new (self, query, text);

  g_hash_table_replace (self->jobs, job->text, job_ref (job));
  g_thread_pool_push (self->pool, job_ref (job), NULL);
  return job;
}

static void
cancelled_cb (GCancellable *cancellable, Job *job)
{
  g_mutex_lock (&job->choice->lock);
  g_cond_broadcast (&job->cond);
  g_mutex_unlock (&job->choice->lock);
}

/* With the lock held: waits until it is done, given up or out of patience. */
static void
wait_for (HdEngineChoice *self, Job *job, GCancellable *cancellable, gint64 end_us)
{
  gboolean is_out_of_patience = FALSE;

  while (!job->is_done && !is_out_of_patience && !g_cancellable_is_cancelled (cancellable)
         && !g_cancellable_is_cancelled (job->cancellable))
    is_out_of_patience = !g_cond_wait_until (&job->cond, &self->lock, end_us);
  job->n_waiting--;
  if (job->is_done || g_hash_table_lookup (self->jobs, job->text) != job)
    return;
  if (g_cancellable_is_cancelled (cancellable))
    {
      if (job->n_waiting > 0 || job->is_late)
        return;
      g_cancellable_cancel (job->cancellable);
      g_hash_table_remove (self->jobs, job->text);
      return;
    }
  job->is_late = TRUE;
  if (self->state == HD_ENGINE_STATE_FINE)
    {
      self->state = HD_ENGINE_STATE_WAITING;
      tell (self, FALSE);
    }
}

/* (transfer full) (nullable): NULL without an error is for the local engine to answer. */
static HdFrame *
ask_warehouse (HdEngineChoice *self,
               const HdQuery *query,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *text = hd_query_to_string (query);
  g_autoptr (Job) job = NULL;
  HdFrame *frame;
  gint64 end_us;
  gulong handler;

  g_mutex_lock (&self->lock);
  frame = g_hash_table_lookup (self->frames, text);
  if (frame != NULL)
    hd_frame_ref (frame);
  else if (self->warehouse != NULL && self->state != HD_ENGINE_STATE_FAILED)
    {
      Job *known = g_hash_table_lookup (self->jobs, text);

      /* What is late already is not waited for again. */
      if (known == NULL)
        job = start_job (self, query, text);
      else if (!known->is_late)
        job = job_ref (known);
      if (job != NULL)
        job->n_waiting++;
    }
  end_us = g_get_monotonic_time () + (gint64)self->patience_ms * 1000;
  g_mutex_unlock (&self->lock);
  if (job == NULL)
    return frame;

  handler = cancellable != NULL
                ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), job, NULL)
                : 0;
  g_mutex_lock (&self->lock);
  wait_for (self, job, cancellable, end_us);
  if (job->frame != NULL)
    frame = hd_frame_ref (job->frame);
  /* Another view of the machine than the warehouse's is no refusal; all else is the question's own fault. */
  else if (job->error != NULL && job->error->domain == HD_QUERY_ERROR
           && job->error->code != HD_QUERY_ERROR_NO_DATA)
    g_propagate_error (error, g_error_copy (job->error));
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  return frame;
}

static HdFrame *
ask_local (HdEngineChoice *self,
           const HdQuery *query,
           gboolean may_fetch,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (HdFrame) frame = hd_engine_query (self->local, query, cancellable, error);
  HdFrame *whole = NULL;
  HdDay horizon;

  if (frame == NULL)
    return NULL;
  horizon = hd_frame_get_horizon (frame);
  if (horizon == HD_DAY_NONE)
    return g_steal_pointer (&frame);
  if (may_fetch)
    whole = ask_warehouse (self, query, cancellable, NULL);
  if (whole != NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return whole;
  g_mutex_lock (&self->lock);
  if (self->horizon < horizon)
    {
      self->horizon = horizon;
      tell (self, FALSE);
    }
  g_mutex_unlock (&self->lock);
  return g_steal_pointer (&frame);
}

static HdFrame *
choice_query (HdEngine *engine, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  HdEngineChoice *self = HD_ENGINE_CHOICE (engine);
  g_autoptr (GError) local_error = NULL;
  gboolean is_preferred;
  HdFrame *frame;

  g_mutex_lock (&self->lock);
  is_preferred = self->is_preferred;
  g_mutex_unlock (&self->lock);
  if (!is_preferred)
    return ask_local (self, query, TRUE, cancellable, error);
  frame = ask_warehouse (self, query, cancellable, &local_error);
  if (frame != NULL)
    return frame;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return ask_local (self, query, FALSE, cancellable, error);
}

static const char *
choice_get_name (HdEngine *engine)
{
  HdEngineChoice *self = HD_ENGINE_CHOICE (engine);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean is_remote = self->is_preferred && self->state == HD_ENGINE_STATE_FINE;

  return is_remote ? g_intern_string (self->host) : hd_engine_get_name (self->local);
}

static void
hd_engine_choice_iface_init (HdEngineInterface *iface)
{
  iface->get_name = choice_get_name;
  iface->query = choice_query;
}

static void
hd_engine_choice_finalize (GObject *object)
{
  HdEngineChoice *self = HD_ENGINE_CHOICE (object);

  /* A job holds a reference, so that none is left; this may be the last one's own thread. */
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_clear_object (&self->local);
  g_clear_object (&self->warehouse);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->failed, hd_query_unref);
  g_clear_pointer (&self->jobs, g_hash_table_unref);
  g_clear_pointer (&self->frames, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->host);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hd_engine_choice_parent_class)->finalize (object);
}

static void
hd_engine_choice_class_init (HdEngineChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_engine_choice_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HD_TYPE_ENGINE_CHOICE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hd_engine_choice_init (HdEngineChoice *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (run_job, NULL, MAX_THREADS, FALSE, NULL);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)job_unref);
  self->frames
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)hd_frame_unref);
  self->patience_ms = PATIENCE_MS;
  self->horizon = HD_DAY_NONE;
}

HdEngineChoice *
hd_engine_choice_new (HdEngine *local)
{
  HdEngineChoice *self = g_object_new (HD_TYPE_ENGINE_CHOICE, NULL);

  self->local = g_object_ref (local);
  return self;
}

HdEngine *
hd_engine_choice_get_local (HdEngineChoice *self)
{
  return self->local;
}

void
hd_engine_choice_set_warehouse (HdEngineChoice *self,
                                HdEngine *warehouse,
                                const char *host,
                                gboolean is_preferred,
                                const GError *problem)
{
  g_autoptr (HdEngine) old = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean asks_again = self->is_preferred || is_preferred || self->horizon != HD_DAY_NONE;

  stop_jobs (self, FALSE);
  g_hash_table_remove_all (self->frames);
  old = g_steal_pointer (&self->warehouse);
  self->warehouse = warehouse != NULL ? g_object_ref (warehouse) : NULL;
  g_free (self->host);
  self->host = g_strdup (host);
  self->is_preferred = is_preferred && (warehouse != NULL || problem != NULL);
  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  self->state = problem != NULL ? HD_ENGINE_STATE_FAILED : HD_ENGINE_STATE_FINE;
  self->horizon = HD_DAY_NONE;
  tell (self, asks_again);
}

void
hd_engine_choice_set_patience (HdEngineChoice *self, guint patience_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->patience_ms = patience_ms;
}

void
hd_engine_choice_begin_round (HdEngineChoice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean was_told = self->state == HD_ENGINE_STATE_WAITING || self->horizon != HD_DAY_NONE;

  stop_jobs (self, TRUE);
  g_hash_table_remove_all (self->frames);
  self->horizon = HD_DAY_NONE;
  if (self->state == HD_ENGINE_STATE_WAITING)
    self->state = HD_ENGINE_STATE_FINE;
  if (was_told)
    tell (self, FALSE);
}

void
hd_engine_choice_retry (HdEngineChoice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->state == HD_ENGINE_STATE_FAILED && self->warehouse != NULL)
    forget_failure (self);
}

void
hd_engine_choice_probe (HdEngineChoice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Job *job;

  if (self->state != HD_ENGINE_STATE_FAILED || self->warehouse == NULL || self->failed == NULL)
    return;
  job = job_new (self, self->failed, "");
  job->is_probe = TRUE;
  g_thread_pool_push (self->pool, job, NULL);
}

HdEngineStatus *
hd_engine_choice_get_status (HdEngineChoice *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  HdEngineStatus *status = g_new0 (HdEngineStatus, 1);

  status->state = self->state;
  status->host = g_strdup (self->host);
  status->is_preferred = self->is_preferred;
  status->problem = self->problem != NULL ? g_error_copy (self->problem) : NULL;
  status->horizon = self->horizon;
  return status;
}
