/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When it is worth asking a feed server again, and how long to wait before.
 */

#include "config.h"

#include "hd-feed-retry.h"

#include "hd-feed-error.h"

#define FIRST_PAUSE_MS 100
#define MAX_RETRY_AFTER_S 30

gboolean
hd_feed_is_passing (const GError *error, const HdFeedResponse *response)
{
  if (error->domain != HD_FEED_ERROR || response->retry_after_s > MAX_RETRY_AFTER_S)
    return FALSE;
  switch (error->code)
    {
    case HD_FEED_ERROR_NETWORK:
    case HD_FEED_ERROR_TRUNCATED:
      return TRUE;
    case HD_FEED_ERROR_SYNTAX: /* damaged on the way, unless it was the reader that refused it */
      return !response->is_refused && (response->status == 200 || response->status == 206);
    case HD_FEED_ERROR_HTTP_STATUS:
      return response->status == 429 || response->status == 500
             || (response->status >= 502 && response->status <= 504);
    default:
      return FALSE;
    }
}

gboolean
hd_feed_pause (guint64 milliseconds, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (int)MIN (milliseconds, G_MAXINT));
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (milliseconds * 1000);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
hd_feed_wait_before (guint attempt,
                     const HdFeedResponse *response,
                     GCancellable *cancellable,
                     GError **error)
{
  guint64 milliseconds = (guint64)FIRST_PAUSE_MS << MIN (attempt - 1, 10);

  if (response->retry_after_s >= 0)
    milliseconds = (guint64)response->retry_after_s * 1000;
  return hd_feed_pause (milliseconds, cancellable, error);
}
