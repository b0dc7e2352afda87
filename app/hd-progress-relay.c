/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress from a worker thread to the main thread, no more often than a person can read it.
 */

#include "config.h"

#include "hd-progress-relay.h"

#define INTERVAL_US 100000

struct _HdProgressRelay
{
  GObject *owner;
  HdProgressFunc func;
  gint64 told_us;
};

typedef struct
{
  GObject *owner;
  HdProgressFunc func;
  double fraction;
  char *what;
} Note;

static void
note_free (Note *note)
{
  g_object_unref (note->owner);
  g_free (note->what);
  g_free (note);
}

static gboolean
tell_cb (gpointer user_data)
{
  Note *note = user_data;

  note->func (note->owner, note->fraction, note->what);
  return G_SOURCE_REMOVE;
}

HdProgressRelay *
hd_progress_relay_new (gpointer owner, HdProgressFunc func)
{
  HdProgressRelay *relay = g_new0 (HdProgressRelay, 1);

  relay->owner = g_object_ref (owner);
  relay->func = func;
  return relay;
}

void
hd_progress_relay_free (HdProgressRelay *relay)
{
  g_object_unref (relay->owner);
  g_free (relay);
}

void
hd_progress_relay_tell (HdProgressRelay *relay, double fraction, const char *what)
{
  gint64 now = g_get_monotonic_time ();
  Note *note;

  if (now - relay->told_us < INTERVAL_US)
    return;
  relay->told_us = now;
  note = g_new0 (Note, 1);
  note->owner = g_object_ref (relay->owner);
  note->func = relay->func;
  note->fraction = fraction;
  note->what = g_strdup (what);
  /* Not g_main_context_invoke(): while nobody runs the main loop, at the end of the program, that would call
   * the function here, in the worker. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_cb, note, (GDestroyNotify)note_free);
}
