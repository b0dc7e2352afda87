/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes a message in on a thread of its own, while more of it is being read.
 */

#include "config.h"

#include "hd-intake-thread.h"

/* Rows that were read and not taken in yet: enough for both sides never to wait long, and no more. */
#define MAX_WAITING 3

struct _HdIntakeThread
{
  HdStore *store;
  const HdIntakeOrder *order;
  GThread *thread;

  GMutex lock; /* of what follows */
  GCond changed;
  GQueue waiting; /* (element-type HdRows) */
  gboolean is_ended; /* no more comes */
  gboolean is_whole; /* and what came was all */
  gboolean has_failed;
  const HdReceipt *receipt;
  HdApplyResult result;
  GError *error;
};

/* NULL at the end. */
static HdRows *
wait_for_rows (HdIntakeThread *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  HdRows *rows;

  while (g_queue_is_empty (&self->waiting) && !self->is_ended)
    g_cond_wait (&self->changed, &self->lock);
  rows = g_queue_pop_head (&self->waiting);
  g_cond_broadcast (&self->changed);
  return rows;
}

static gboolean
take_all (HdIntakeThread *self, GError **error)
{
  const HdIntakeOrder *order = self->order;
  g_autoptr (HdStoreIntake) intake
      = hd_store_intake_new (self->store, order->prepared, order->in_one_piece, error);
  HdRows *rows;
  gboolean is_ok
      = intake != NULL
        && (order->structure_message == NULL
            || hd_store_intake_set_structure_message (intake, order->structure_message, error));

  while (is_ok && (rows = wait_for_rows (self)) != NULL)
    {
      is_ok = hd_store_intake_push (intake, rows, error);
      hd_rows_unref (rows);
    }
  return is_ok
         && (!self->is_whole
             || (hd_store_intake_note_check (intake, order->dataset, order->checked_at, error)
                 && hd_store_intake_finish (intake, self->receipt, &self->result, error)));
}

static gpointer
intake_thread (gpointer data)
{
  HdIntakeThread *self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_ok = take_all (self, &error);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->has_failed = !is_ok;
  self->error = g_steal_pointer (&error);
  g_cond_broadcast (&self->changed);
  return NULL;
}

HdIntakeThread *
hd_intake_thread_new (HdStore *store, const HdIntakeOrder *order)
{
  HdIntakeThread *self = g_new0 (HdIntakeThread, 1);

  self->store = g_object_ref (store);
  self->order = order;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
  self->thread = g_thread_new ("hd-intake", intake_thread, self);
  return self;
}

static void
end (HdIntakeThread *self, gboolean is_whole)
{
  g_mutex_lock (&self->lock);
  self->is_ended = TRUE;
  self->is_whole = is_whole;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
hd_intake_thread_free (HdIntakeThread *self)
{
  if (self->thread != NULL)
    end (self, FALSE);
  g_queue_clear_full (&self->waiting, (GDestroyNotify)hd_rows_unref);
  g_clear_error (&self->error);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_object_unref (self->store);
  g_free (self);
}

gboolean
hd_intake_thread_push (HdIntakeThread *self, HdRows *rows)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (g_queue_get_length (&self->waiting) >= MAX_WAITING && !self->has_failed)
    g_cond_wait (&self->changed, &self->lock);
  g_queue_push_tail (&self->waiting, rows);
  g_cond_broadcast (&self->changed);
  return !self->has_failed;
}

gboolean
hd_intake_thread_finish (HdIntakeThread *self,
                         const HdReceipt *receipt,
                         HdApplyResult *result,
                         GError **error)
{
  self->receipt = receipt;
  end (self, TRUE);
  if (self->has_failed)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  *result = self->result;
  return TRUE;
}
