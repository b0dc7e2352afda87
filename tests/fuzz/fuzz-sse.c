/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: server-sent events. What is heard must not depend on the pieces that it came in.
 */

#include "config.h"

#include "fuzz.h"

#include "hd-feed-error.h"
#include "hd-sse.h"

static void
hear (const HdSseEvent *event, gpointer user_data)
{
  g_string_append_printf (user_data, "%s|%s|%s\n", event->type, event->data,
                          event->id != NULL ? event->id : "-");
}

/* (transfer full): the events, and the wait that is asked for. */
static char *
listen (const guint8 *data, gsize size, gsize piece)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (HdSse) sse = hd_sse_new (hear, heard);
  g_autoptr (GError) error = NULL;
  gboolean is_ok = TRUE;

  for (gsize at = 0; is_ok && at < size; at += piece)
    is_ok = hd_sse_push (sse, (const char *)data + at, MIN (piece, size - at), &error);
  g_string_append_printf (heard, "%d %u", is_ok, hd_sse_get_retry_ms (sse));
  if (!is_ok)
    fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_FEED_ERROR, 0 });
  return g_string_free (g_steal_pointer (&heard), FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = listen (data, size, MAX (size, 1));
  g_autofree char *pieces = listen (data, size, 1 + size % 5);

  g_assert_cmpstr (whole, ==, pieces);
  return 0;
}
