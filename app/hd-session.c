/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One store opened by the desktop: who answers its questions, what was answered, and how it is refreshed.
 */

#include "config.h"

#include "hd-session-private.h"

#include <glib/gi18n.h>

#include "hd-feed-notes.h"
#include "hd-guard-engine.h"
#include "hd-heap.h"
#include "hd-notes.h"
#include "hd-seen.h"
#include "hd-settings.h"
#include "hd-trace.h"

/* Answers are small (a spec is some kilobytes); beyond this all are forgotten. */
#define MAX_ANSWERS 400

typedef struct
{
  const HdQuestion *question;
  gpointer value;
} Answer;

typedef struct
{
  const HdQuestion *question;
  const char *argument;
  char *key;
  guint generation; /* of the answers when it was asked */
  gint64 took_us; /* on the worker */
  gint n_put_off; /* forecasts left out, atomic */
  HdPresent present; /* every field owned by this */
} AskData;

G_DEFINE_FINAL_TYPE (HdSession, hd_session, G_TYPE_OBJECT)

enum
{
  SIGNAL_DATA_CHANGED,
  SIGNAL_PROGRESS,
  SIGNAL_REASON_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
answer_free (Answer *answer)
{
  answer->question->unref (answer->value);
  g_free (answer);
}

static void
ask_data_free (AskData *data)
{
  g_free (data->key);
  g_clear_object (&data->present.engine);
  g_clear_object (&data->present.store);
  g_clear_object (&data->present.cancellable);
  g_clear_pointer (&data->present.catalog, hd_catalog_unref);
  g_clear_pointer (&data->present.structures, hd_structures_unref);
  g_clear_pointer (&data->present.scope, hd_scope_unref);
  g_clear_pointer (&data->present.notes, g_hash_table_unref);
  g_free ((char *)data->present.view);
  g_free (data);
}

static char *
make_key (const HdQuestion *question, const char *argument, HdScope *scope)
{
  g_autofree char *state = hd_scope_to_string (scope);

  return g_strdup_printf ("%s %s %s", question->name, argument != NULL ? argument : "", state);
}

static void
ask_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AskData *data = task_data;
  GError *error = NULL;
  gint64 started_us = g_get_monotonic_time ();
  gpointer value;

  if (g_task_return_error_if_cancelled (task))
    return;
  value = data->question->ask (&data->present, data->argument, &error);
  data->took_us = g_get_monotonic_time () - started_us;
  if (value == NULL)
    {
      if (error == NULL)
        error = g_error_new (HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "no answer to %s",
                             data->question->name);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, value, data->question->unref);
}

static void
hd_session_dispose (GObject *object)
{
  HdSession *self = HD_SESSION (object);

  hd_session_cancel_refresh (self);
  g_clear_handle_id (&self->keep_id, g_source_remove);
  g_clear_object (&self->refreshing);
  g_clear_object (&self->importing);
  g_clear_pointer (&self->joined, g_ptr_array_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_object (&self->notes);
  g_clear_pointer (&self->status, g_ptr_array_unref);
  g_clear_object (&self->guarded);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->structures, hd_structures_unref);
  g_clear_object (&self->store);
  g_clear_pointer (&self->catalog, hd_catalog_unref);
  g_clear_pointer (&self->view, g_free);
  g_clear_pointer (&self->store_dir, g_free);

  G_OBJECT_CLASS (hd_session_parent_class)->dispose (object);
}

static void
hd_session_class_init (HdSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_session_dispose;

  signals[SIGNAL_DATA_CHANGED] = g_signal_new ("data-changed", HD_TYPE_SESSION, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROGRESS]
      = g_signal_new ("progress", HD_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_STRING);
  signals[SIGNAL_REASON_WANTED] = g_signal_new ("reason-wanted", HD_TYPE_SESSION, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hd_session_init (HdSession *self)
{
  self->answers
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)answer_free);
  self->generation = 1;
}

void
hd_session_forget_answers (HdSession *self)
{
  self->generation++;
  g_hash_table_remove_all (self->answers);
  g_signal_emit (self, signals[SIGNAL_DATA_CHANGED], 0);
}

HdSession *
hd_session_new (const char *store_dir)
{
  HdSession *self = g_object_new (HD_TYPE_SESSION, NULL);

  g_signal_connect_object (hd_settings_get (), "changed::alert-budget",
                           G_CALLBACK (hd_session_forget_answers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hd_settings_get (), "changed::money-unit",
                           G_CALLBACK (hd_session_forget_answers), self, G_CONNECT_SWAPPED);

  self->store_dir = g_strdup (store_dir);
  return self;
}

void
hd_session_close (HdSession *self)
{
  g_return_if_fail (HD_IS_SESSION (self));

  hd_session_cancel_refresh (self);
  hd_session_cancel_import (self);
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->generation++;
  g_hash_table_remove_all (self->answers);
  g_clear_object (&self->notes);
  g_clear_pointer (&self->status, g_ptr_array_unref);
  g_clear_object (&self->guarded);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->structures, hd_structures_unref);
  g_clear_pointer (&self->catalog, hd_catalog_unref);
  g_clear_object (&self->store);
  hd_store_lock (self->store_dir);
  self->asks_person = TRUE;
}

void
hd_session_set_reason (HdSession *self, const char *reason)
{
  g_return_if_fail (HD_IS_SESSION (self));

  if (self->guarded == NULL)
    return;
  hd_guard_engine_set_reason (HD_GUARD_ENGINE (self->guarded), reason);
  hd_session_forget_answers (self);
}

gboolean
hd_session_is_sealed (HdSession *self)
{
  g_return_val_if_fail (HD_IS_SESSION (self), FALSE);

  return self->is_sealed;
}

gint64
hd_session_get_last_seen (HdSession *self)
{
  g_return_val_if_fail (HD_IS_SESSION (self), 0);

  return self->last_seen;
}

void
hd_session_look (HdSession *self)
{
  gint64 last_seen;

  g_return_if_fail (HD_IS_SESSION (self));

  if (self->engine == NULL)
    return;
  last_seen = hd_seen_look (self->store_dir, g_get_real_time () / G_USEC_PER_SEC);
  if (last_seen == self->last_seen)
    return;
  /* What changed since then is another question now. */
  self->last_seen = last_seen;
  hd_session_reload (self);
}

const char *
hd_session_get_store_dir (HdSession *self)
{
  return self->store_dir;
}

gboolean
hd_session_is_open (HdSession *self)
{
  g_return_val_if_fail (HD_IS_SESSION (self), FALSE);

  return self->engine != NULL;
}

gboolean
hd_session_is_empty (HdSession *self)
{
  g_return_val_if_fail (HD_IS_SESSION (self), TRUE);

  return self->structures == NULL || hd_session_get_newest (self) == 0;
}

HdCatalog *
hd_session_get_catalog (HdSession *self)
{
  return self->catalog;
}

HdStructures *
hd_session_get_structures (HdSession *self)
{
  return self->structures;
}

HdEngine *
hd_session_get_engine (HdSession *self)
{
  return self->engine;
}

HdNotes *
hd_session_get_notes (HdSession *self)
{
  return self->notes;
}

HdStore *
hd_session_get_store (HdSession *self)
{
  return self->store;
}

GPtrArray *
hd_session_get_status (HdSession *self)
{
  return self->status;
}

const char *
hd_session_get_view (HdSession *self)
{
  g_return_val_if_fail (HD_IS_SESSION (self), NULL);

  return self->view;
}

const HdStoreDatasetStatus *
hd_session_find_status (HdSession *self, const char *dataset)
{
  for (guint index = 0; self->status != NULL && index < self->status->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (self->status, index);

      if (g_strcmp0 (status->dataset, dataset) == 0)
        return status;
    }
  return NULL;
}

gint64
hd_session_get_newest (HdSession *self)
{
  gint64 newest = 0;

  for (guint index = 0; self->status != NULL && index < self->status->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (self->status, index);

      if (status->n_rows > 0)
        newest = MAX (newest, status->extracted_at);
    }
  return newest;
}

guint
hd_session_count_late (HdSession *self, gint64 now)
{
  guint count = 0;

  for (guint index = 0; self->catalog != NULL && index < hd_catalog_get_n_datasets (self->catalog);
       index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (self->catalog, index);

      count += hd_freshness_of (dataset, hd_session_find_status (self, dataset->id), now)
               != HD_FRESHNESS_ON_TIME;
    }
  return count;
}

const char *
hd_session_get_lang (HdSession *self)
{
  /* Translators: the code of the language of this file, "vi" for Vietnamese: names of units and figures
   * are taken in it. */
  return g_str_equal (C_ ("language code", "en"), "vi") ? "vi" : "en";
}

/* In the order of the key's choices: 0 is what reads best. */
static double
chosen_money_unit (void)
{
  static const double units[] = { 0, 1e6, 1e9, 1e12 };
  static const char *const names[] = { "best", "million", "billion", "thousand-billion" };
  g_autofree char *chosen = g_settings_get_string (hd_settings_get (), "money-unit");

  for (guint index = 0; index < G_N_ELEMENTS (names); index++)
    if (g_str_equal (names[index], chosen))
      return units[index];
  return 0;
}

gpointer
hd_session_find_answer (HdSession *self,
                        const HdQuestion *question,
                        const char *argument,
                        HdScope *scope)
{
  g_autofree char *key = make_key (question, argument, scope);
  Answer *answer = g_hash_table_lookup (self->answers, key);

  return answer != NULL ? question->ref (answer->value) : NULL;
}

void
hd_session_ask_async (HdSession *self,
                      const HdQuestion *question,
                      const char *argument,
                      HdScope *scope,
                      gboolean is_quick,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  AskData *data = g_new0 (AskData, 1);

  data->question = question;
  data->argument = argument;
  data->key = make_key (question, argument, scope);
  data->generation = self->generation;
  data->present = (HdPresent){
    .engine = g_object_ref (self->guarded != NULL ? self->guarded : self->engine),
    .store = g_object_ref (self->store),
    .catalog = hd_catalog_ref (self->catalog),
    .structures = self->structures != NULL ? hd_structures_ref (self->structures) : NULL,
    .scope = hd_scope_ref (scope),
    .lang = hd_session_get_lang (self),
    .now = g_get_real_time () / G_USEC_PER_SEC,
    .last_seen = self->last_seen,
    .view = g_strdup (self->view),
    .cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL,
    .alert_budget = (guint)g_settings_get_int (hd_settings_get (), "alert-budget"),
    .money_unit = chosen_money_unit (),
    .notes = g_hash_table_ref (hd_notes_get_all (self->notes)),
  };
  data->present.put_off = is_quick ? &data->n_put_off : NULL;
  g_task_set_source_tag (task, hd_session_ask_async);
  g_task_set_return_on_cancel (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify)ask_data_free);
  g_task_run_in_thread (task, ask_thread);
}

static void
trace_answer (const AskData *data)
{
  g_autofree char *mark = NULL;

  if (!hd_trace_is_on ())
    return;
  mark = g_strdup_printf ("answer %s %s", data->question->name,
                          data->argument != NULL ? data->argument : "");
  hd_trace_mark (mark, (double)data->took_us / 1000);
}

gpointer
hd_session_ask_finish (HdSession *self, GAsyncResult *result, GError **error)
{
  AskData *data;
  Answer *answer;
  gpointer value;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  hd_heap_trim_soon ();
  value = g_task_propagate_pointer (G_TASK (result), error);
  data = g_task_get_task_data (G_TASK (result));
  trace_answer (data);
  if (value == NULL || self->answers == NULL || data->generation != self->generation
      || data->n_put_off > 0)
    return value;
  if (g_hash_table_size (self->answers) >= MAX_ANSWERS)
    g_hash_table_remove_all (self->answers);
  answer = g_new0 (Answer, 1);
  answer->question = data->question;
  answer->value = data->question->ref (value);
  g_hash_table_replace (self->answers, g_strdup (data->key), answer);
  return value;
}

gboolean
hd_session_ask_has_left_out (GAsyncResult *result)
{
  const AskData *data = g_task_get_task_data (G_TASK (result));

  return data->n_put_off > 0;
}

void
hd_session_reload (HdSession *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) status = NULL;
  g_autoptr (HdStructures) structures = NULL;

  /* Work that was under way ends after the store was locked. */
  if (self->store == NULL)
    return;
  status = hd_store_get_status (self->store, &error);
  structures = hd_store_get_structures (self->store, NULL);
  if (status == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  g_clear_pointer (&self->status, g_ptr_array_unref);
  self->status = g_steal_pointer (&status);
  g_free (self->view);
  self->view = hd_feed_notes_get_scope (self->store);
  if (structures != NULL)
    {
      g_clear_pointer (&self->structures, hd_structures_unref);
      self->structures = g_steal_pointer (&structures);
    }
  hd_session_forget_answers (self);
}
