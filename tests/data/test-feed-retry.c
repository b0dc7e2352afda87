/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked for again, and that a server which asks to be left alone for a while is.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-feed-retry.h"

static const struct
{
  int code;
  guint status;
  gint64 retry_after_s;
  gboolean is_refused, is_passing;
} cases[] = {
  { HD_FEED_ERROR_NETWORK, 0, -1, FALSE, TRUE },
  { HD_FEED_ERROR_TRUNCATED, 200, -1, FALSE, TRUE },
  { HD_FEED_ERROR_SYNTAX, 200, -1, FALSE, TRUE }, /* damaged on the way */
  { HD_FEED_ERROR_SYNTAX, 206, -1, FALSE, TRUE },
  { HD_FEED_ERROR_SYNTAX, 200, -1, TRUE, FALSE }, /* what was said is wrong */
  { HD_FEED_ERROR_HTTP_STATUS, 429, -1, FALSE, TRUE },
  { HD_FEED_ERROR_HTTP_STATUS, 500, -1, FALSE, TRUE },
  { HD_FEED_ERROR_HTTP_STATUS, 501, -1, FALSE, FALSE },
  { HD_FEED_ERROR_HTTP_STATUS, 503, 0, FALSE, TRUE },
  { HD_FEED_ERROR_HTTP_STATUS, 503, 30, FALSE, TRUE },
  { HD_FEED_ERROR_HTTP_STATUS, 503, 31, FALSE,
    FALSE }, /* nobody waits that long; the next sync asks */
  { HD_FEED_ERROR_HTTP_STATUS, 401, -1, FALSE, FALSE },
  { HD_FEED_ERROR_HTTP_STATUS, 404, -1, FALSE, FALSE },
  { HD_FEED_ERROR_REDIRECT, 302, -1, FALSE, FALSE },
  { HD_FEED_ERROR_TOO_LARGE, 200, -1, FALSE, FALSE },
};

static void
test_passing (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  const HdFeedResponse none = { .retry_after_s = -1 };

  for (guint row = 0; row < G_N_ELEMENTS (cases); row++)
    {
      g_autoptr (GError) error = g_error_new_literal (HD_FEED_ERROR, cases[row].code, "");
      const HdFeedResponse response = { .status = cases[row].status,
                                        .retry_after_s = cases[row].retry_after_s,
                                        .is_refused = cases[row].is_refused };

      if (hd_feed_is_passing (error, &response) != cases[row].is_passing)
        g_error ("row %u: code %d, status %u", row, cases[row].code, cases[row].status);
    }
  g_assert_false (hd_feed_is_passing (foreign, &none));
}

/* Never earlier than asked for, and each time twice as late when nothing is asked for. */
static void
test_wait (void)
{
  static const struct
  {
    guint attempt;
    gint64 retry_after_s, least_ms;
  } waits[] = { { 1, 1, 1000 }, { 4, 1, 1000 }, { 1, -1, 100 }, { 2, -1, 200 }, { 3, -1, 400 } };

  for (guint row = 0; row < G_N_ELEMENTS (waits); row++)
    {
      const HdFeedResponse response = { .retry_after_s = waits[row].retry_after_s };
      g_autoptr (GCancellable) cancellable = row % 2 == 0 ? g_cancellable_new () : NULL;
      g_autoptr (GError) error = NULL;
      gint64 begin = g_get_monotonic_time ();

      g_assert_true (hd_feed_wait_before (waits[row].attempt, &response, cancellable, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_get_monotonic_time () - begin, >=, waits[row].least_ms * 1000);
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Whoever stops does not wait the half minute. */
static void
test_stop (void)
{
  const HdFeedResponse response = { .retry_after_s = 30 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *person = g_thread_new ("person", cancel_soon, cancellable);
  gint64 begin = g_get_monotonic_time ();

  g_assert_false (hd_feed_wait_before (1, &response, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 25 * G_USEC_PER_SEC);
  g_thread_join (person);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/feed-retry/passing", test_passing);
  g_test_add_func ("/data/feed-retry/wait", test_wait);
  g_test_add_func ("/data/feed-retry/stop", test_stop);
  return g_test_run ();
}
