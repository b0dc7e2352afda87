/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ends what blocks for too long.
 */

#include "config.h"

#include "hd-feed-deadline.h"

struct _HdFeedDeadline
{
  GCancellable *outer, *own; /* outer: (nullable) */
  gulong handler; /* of outer */
  guint patience_s;
  GThread *thread; /* NULL before the first step */
  GMutex lock; /* what follows */
  GCond changed;
  gint64 end; /* monotonic */
  gboolean has_passed, is_over;
};

static void
outer_cb (GCancellable *outer, gpointer own)
{
  g_cancellable_cancel (own);
}

HdFeedDeadline *
hd_feed_deadline_new (GCancellable *outer, guint patience_s)
{
  HdFeedDeadline *deadline = g_new0 (HdFeedDeadline, 1);

  deadline->patience_s = patience_s;
  deadline->own = g_cancellable_new ();
  g_mutex_init (&deadline->lock);
  g_cond_init (&deadline->changed);
  if (outer == NULL)
    return deadline;
  deadline->outer = g_object_ref (outer);
  deadline->handler = g_cancellable_connect (outer, G_CALLBACK (outer_cb),
                                             g_object_ref (deadline->own), g_object_unref);
  return deadline;
}

void
hd_feed_deadline_free (HdFeedDeadline *deadline)
{
  if (deadline->thread != NULL)
    {
      g_mutex_lock (&deadline->lock);
      deadline->is_over = TRUE;
      g_cond_signal (&deadline->changed);
      g_mutex_unlock (&deadline->lock);
      g_thread_join (deadline->thread);
    }
  g_cancellable_disconnect (deadline->outer, deadline->handler);
  g_clear_object (&deadline->outer);
  g_clear_object (&deadline->own);
  g_mutex_clear (&deadline->lock);
  g_cond_clear (&deadline->changed);
  g_free (deadline);
}

static gpointer
watch_thread (gpointer data)
{
  HdFeedDeadline *deadline = data;

  g_mutex_lock (&deadline->lock);
  while (!deadline->is_over && !deadline->has_passed)
    if (!g_cond_wait_until (&deadline->changed, &deadline->lock, deadline->end))
      deadline->has_passed = g_get_monotonic_time () >= deadline->end;
  g_mutex_unlock (&deadline->lock);
  if (deadline->has_passed)
    g_cancellable_cancel (deadline->own);
  return NULL;
}

void
hd_feed_deadline_renew (HdFeedDeadline *deadline)
{
  /* The thread looks again when the end that it knows of has come: it need not be told of a later one. */
  g_mutex_lock (&deadline->lock);
  deadline->end = g_get_monotonic_time () + deadline->patience_s * G_USEC_PER_SEC;
  g_mutex_unlock (&deadline->lock);
  if (deadline->thread == NULL)
    deadline->thread = g_thread_new ("hd-deadline", watch_thread, deadline);
}

GCancellable *
hd_feed_deadline_get_cancellable (HdFeedDeadline *deadline)
{
  return deadline->own;
}

guint
hd_feed_deadline_get_patience (const HdFeedDeadline *deadline)
{
  return deadline->patience_s;
}

gboolean
hd_feed_deadline_has_passed (HdFeedDeadline *deadline)
{
  gboolean has_passed;

  g_mutex_lock (&deadline->lock);
  has_passed = deadline->has_passed;
  g_mutex_unlock (&deadline->lock);
  return has_passed;
}
