/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download that breaks goes on where it broke, or begins again, and is what it was in either case.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "feed-server.h"
#include "hd-feed-client.h"
#include "hd-feed-error.h"

#include <stdlib.h>
#include <string.h>

#define TAG "ETag: \"one\"\r\n"

/* What the server does with what is asked for, and what it has seen. */
typedef struct
{
  const char *path;
  char *body, *other; /* two that differ everywhere */
  gsize length; /* of the body, compressed */
  char *ranges; /* as they were asked for */
} Course;

/* Text that does not compress to nothing. */
static char *
make_body (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);

  while (text->len < 40000)
    g_string_append_printf (text, "%08x,", g_rand_int (rand));
  return g_string_free (text, FALSE);
}

static gsize
start_of (const FeedRequest *request)
{
  g_assert_true (g_str_has_prefix (request->range, "bytes="));
  return (gsize)g_ascii_strtoull (request->range + strlen ("bytes="), NULL, 10);
}

/* The connection breaks before the last `n` bytes. */
static GBytes *
cut (GBytes *answer, gsize n)
{
  GBytes *rest = g_bytes_new_from_bytes (answer, 0, g_bytes_get_size (answer) - n);

  g_bytes_unref (answer);
  return rest;
}

static GBytes *
answer_cb (const FeedRequest *request, gpointer user_data)
{
  Course *course = user_data;
  char *seen = course->ranges;
  gsize half = course->length / 2;

  course->ranges = g_strdup_printf ("%s%s%s;", seen, request->range == NULL ? "-" : request->range,
                                    request->if_range == NULL ? "" : request->if_range);
  g_free (seen);
  if (strcmp (request->path, "/weak") == 0)
    return cut (feed_answer_gzip ("ETag: W/\"one\"\r\n", course->body, 0), half);
  if (request->range == NULL)
    return cut (feed_answer_gzip (TAG, course->body, 0), half);
  if (strcmp (request->path, "/changed") == 0)
    return feed_answer_gzip ("ETag: \"two\"\r\n", course->other, 0);
  if (strcmp (request->path, "/gone") == 0)
    return feed_answer ("416 Range Not Satisfiable", "Content-Range: bytes */7\r\n", "", 0);
  if (strcmp (request->path, "/astray") == 0)
    return feed_answer_rest (TAG, course->body, start_of (request) - 1);
  if (strcmp (request->path, "/retagged") == 0)
    return feed_answer_rest ("ETag: \"two\"\r\n", course->body, start_of (request));
  if (strcmp (request->path, "/tired") == 0 && request->count == 2)
    return feed_answer ("503 Service Unavailable", "Retry-After: 0\r\n", "", 0);
  return cut (feed_answer_rest (TAG, course->body, start_of (request)),
              request->count == 2 ? course->length / 4 : 0);
}

static gboolean
gather_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, bytes, (gssize)length);
  return TRUE;
}

static void
forget_cb (gpointer user_data)
{
  g_string_truncate (user_data, 0);
}

static gboolean
get (Course *course, GString *body, HdFeedResponse *response, GError **error)
{
  g_autoptr (FeedServer) server = NULL;
  HdFeedClientOptions options = { 0 };
  g_autoptr (HdFeedClient) client = NULL;
  HdFeedRequest request = {
    .path = course->path + 1, .accept = "text/csv", .max_bytes = 1 << 20, .restart = forget_cb
  };

  course->body = make_body (1);
  course->other = make_body (2);
  course->length = feed_gzip_length (course->body);
  course->ranges = g_strdup ("");
  server = feed_server_new (answer_cb, course);
  options.base_url = feed_server_get_url (server);
  client = hd_feed_client_new (&options, error);
  g_assert_nonnull (client);
  return hd_feed_client_get (client, &request, gather_cb, body, response, NULL, error);
}

static void
course_clear (Course *course)
{
  g_free (course->body);
  g_free (course->other);
  g_free (course->ranges);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Course, course_clear)

static void
assert_got (const char *path, gboolean is_other, guint n_resumed)
{
  g_auto (Course) course = { .path = path };
  g_auto (HdFeedResponse) response = { 0 };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *half = NULL, *expected = NULL;

  g_assert_true (get (&course, body, &response, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (body->str, ==, is_other ? course.other : course.body);
  g_assert_cmpstr (response.etag, ==, is_other ? "\"two\"" : "\"one\"");
  g_assert_cmpuint (response.n_resumed, ==, n_resumed);
  g_assert_cmpuint (response.status, ==, 200);
  half
      = g_strdup_printf ("-;bytes=%" G_GSIZE_FORMAT "-\"one\";", course.length - course.length / 2);
  g_assert_true (g_str_has_prefix (course.ranges, half));
}

static void
test_goes_on (void)
{
  assert_got ("/", FALSE, 2);
  assert_got ("/tired", FALSE, 1);
  assert_got ("/changed", TRUE, 0);
}

static void
test_gives_up (void)
{
  static const struct
  {
    const char *path;
    int code;
    guint n_requests;
  } rows[] = { { "/weak", HD_FEED_ERROR_TRUNCATED, 1 },
               { "/gone", HD_FEED_ERROR_TRUNCATED, 2 },
               { "/astray", HD_FEED_ERROR_SYNTAX, 2 },
               { "/retagged", HD_FEED_ERROR_SYNTAX, 2 } };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_auto (Course) course = { .path = rows[row].path };
      g_auto (HdFeedResponse) response = { 0 };
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      guint n_requests = 0;

      g_assert_false (get (&course, body, &response, &error));
      g_assert_error (error, HD_FEED_ERROR, rows[row].code);
      for (const char *at = course.ranges; *at != '\0'; at++)
        n_requests += *at == ';';
      g_assert_cmpuint (n_requests, ==, rows[row].n_requests);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/feed-resume/goes-on", test_goes_on);
  g_test_add_func ("/data/feed-resume/gives-up", test_gives_up);
  return g_test_run ();
}
