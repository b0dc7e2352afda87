/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Byte ranges of what the feed server sends, compressed or not, streamed or not.
 */

#include "config.h"
#undef G_DISABLE_ASSERT

#include "central-fixture.h"

#include <string.h>

#define REVENUE "/data/dataflow/HD/REVENUE/+/*?c%5BTIME_PERIOD%5D=ge:2026-01"
#define STRUCTURE "/structure/dataflow/*/*/+?references=all"

static const char *const any_type = "*/*";

static Answer *
ask (Central *central, const char *path, gboolean is_gzip, const char *range, const char *if_range)
{
  const char *headers[] = { "Accept",
                            any_type,
                            "Accept-Encoding",
                            is_gzip ? "gzip" : "identity",
                            range == NULL ? NULL : "Range",
                            range,
                            if_range == NULL ? NULL : "If-Range",
                            if_range,
                            NULL };

  return central_get (central, path, headers);
}

/* Two parts make the whole, whatever is sent how. */
static void
test_parts (void)
{
  static const char *const paths[] = { REVENUE, STRUCTURE };
  const char *const args[] = { "--today", "2026-03-05", NULL };
  g_autoptr (Central) central = central_start (args);

  for (guint turn = 0; turn < 4; turn++)
    {
      const char *path = paths[turn / 2];
      gboolean is_gzip = turn % 2 == 1;
      g_autoptr (Answer) whole = ask (central, path, is_gzip, NULL, NULL);
      gsize cut = whole->length * 2 / 3;
      g_autofree char *head_range = g_strdup_printf ("bytes=0-%" G_GSIZE_FORMAT, cut - 1);
      g_autofree char *tail_range = g_strdup_printf ("bytes=%" G_GSIZE_FORMAT "-", cut);
      g_autoptr (Answer) head = ask (central, path, is_gzip, head_range, whole->etag);
      g_autoptr (Answer) tail = ask (central, path, is_gzip, tail_range, whole->etag);
      g_autoptr (Answer) end = ask (central, path, is_gzip, "bytes=-5", NULL);

      g_assert_cmpuint (whole->status, ==, 200);
      g_assert_cmpuint (whole->length, >, 3000);
      g_assert_cmpuint (head->status, ==, 206);
      g_assert_cmpuint (tail->status, ==, 206);
      g_assert_cmpmem (head->text, head->length, whole->text, cut);
      g_assert_cmpmem (tail->text, tail->length, whole->text + cut, whole->length - cut);
      g_assert_cmpstr (tail->etag, ==, whole->etag);
      g_assert_cmpstr (tail->encoding, ==, is_gzip ? "gzip" : NULL);
      g_assert_cmpmem (end->text, end->length, whole->text + whole->length - 5, 5);
    }
}

static void
test_conditions (void)
{
  const char *const args[] = { "--today", "2026-03-05", NULL };
  g_autoptr (Central) central = central_start (args);
  g_autoptr (Answer) stale = ask (central, REVENUE, TRUE, "bytes=10-", "\"another\"");
  g_autoptr (Answer) beyond = ask (central, REVENUE, TRUE, "bytes=99999999-", NULL);
  g_autoptr (Answer) several = ask (central, REVENUE, TRUE, "bytes=0-1,5-6", NULL);
  g_autoptr (Answer) nonsense = ask (central, REVENUE, TRUE, "lines=4-", NULL);

  g_assert_cmpuint (stale->status, ==, 200);
  g_assert_cmpuint (beyond->status, ==, 416);
  g_assert_cmpuint (beyond->length, ==, 0);
  g_assert_cmpuint (several->status, ==, 200);
  g_assert_cmpuint (nonsense->status, ==, 200);
  g_assert_cmpuint (nonsense->length, ==, stale->length);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/central/ranges/parts", test_parts);
  g_test_add_func ("/central/ranges/conditions", test_conditions);
  return g_test_run ();
}
