/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts what the end has to wait for.
 */

#include "config.h"

#include "hd-ending.h"

static int n_works; /* atomic */

static void
gone_cb (gpointer data, GObject *work)
{
  g_atomic_int_add (&n_works, -1);
  /* It may go on a thread, while the main context sleeps. */
  g_main_context_wakeup (NULL);
}

void
hd_ending_hold_up (GTask *work)
{
  g_return_if_fail (G_IS_TASK (work));

  g_atomic_int_inc (&n_works);
  g_object_weak_ref (G_OBJECT (work), gone_cb, NULL);
}

static gboolean
over_cb (gpointer is_over)
{
  *(gboolean *)is_over = TRUE;
  return G_SOURCE_CONTINUE;
}

gboolean
hd_ending_wait (guint timeout_ms)
{
  gboolean is_over = FALSE;
  guint timeout = g_timeout_add (timeout_ms, over_cb, &is_over);

  while (!is_over && g_atomic_int_get (&n_works) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  return g_atomic_int_get (&n_works) == 0;
}
