/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a stream of server-sent events as it comes (WHATWG HTML, 9.2.6).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A line, or the data of one event, may be this long. */
#define HD_SSE_MAX_LENGTH (64 * 1024)

typedef struct
{
  const char *type; /* "message" when it is not said */
  const char *data; /* without the last line end */
  const char *id; /* (nullable): the last that was said, by this event or one before */
} HdSseEvent;

typedef void (*HdSseFunc) (const HdSseEvent *event, gpointer user_data);

typedef struct _HdSse HdSse;

HdSse *hd_sse_new (HdSseFunc func, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void hd_sse_free (HdSse *sse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSse, hd_sse_free)

/* HD_FEED_ERROR_TOO_LARGE. What has no end yet is kept for the next call; what never gets one is no event. */
gboolean hd_sse_push (HdSse *sse, const char *bytes, gsize length, GError **error);
/* How long the server asks us to wait before we come again; 0 when it does not. */
guint hd_sse_get_retry_ms (const HdSse *sse);

G_END_DECLS
