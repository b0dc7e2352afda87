/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The body of an HTTP answer as it comes: decoded, bounded, hashed, and known to be whole at its end.
 */

#include "config.h"

#include "hd-feed-body.h"

#include <sodium.h>

#include "hd-feed-error.h"

#define ROOM (256 * 1024)
/* Deflate reaches 1032 to 1; tables of figures hardly 40 to 1. What is beyond is a bomb, unless it is small. */
#define MAX_RATIO 250
#define RATIO_FROM (16u * 1024 * 1024)

struct _HdFeedBody
{
  HdFeedSink sink;
  gpointer user_data;
  guint64 max_bytes;
  guint64 n_wire, n_bytes;
  GConverter *inflate; /* (nullable): the body is not encoded */
  gboolean is_inflated; /* the gzip member ended, with its checksum and length right */
  char *room;
  crypto_hash_sha256_state hash;
  guint8 digest[crypto_hash_sha256_BYTES];
};

HdFeedBody *
hd_feed_body_new (const char *encoding,
                  guint64 max_bytes,
                  HdFeedSink sink,
                  gpointer user_data,
                  GError **error)
{
  HdFeedBody *body;
  gboolean is_gzip = encoding != NULL
                     && (g_ascii_strcasecmp (encoding, "gzip") == 0
                         || g_ascii_strcasecmp (encoding, "x-gzip") == 0);

  if (encoding != NULL && !is_gzip && g_ascii_strcasecmp (encoding, "identity") != 0)
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX,
                   "the answer is encoded as “%s”, which was not asked for", encoding);
      return NULL;
    }
  body = g_new0 (HdFeedBody, 1);
  body->sink = sink;
  body->user_data = user_data;
  body->max_bytes = max_bytes;
  if (is_gzip)
    {
      body->inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      body->room = g_malloc (ROOM);
    }
  crypto_hash_sha256_init (&body->hash);
  return body;
}

void
hd_feed_body_free (HdFeedBody *body)
{
  g_clear_object (&body->inflate);
  g_free (body->room);
  g_free (body);
}

static gboolean
refuse_large (const HdFeedBody *body, GError **error)
{
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
               "the answer is longer than %" G_GUINT64_FORMAT " bytes", body->max_bytes);
  return FALSE;
}

static gboolean
deliver (HdFeedBody *body, const char *bytes, gsize length, GError **error)
{
  if (length == 0)
    return TRUE;
  body->n_bytes += length;
  if (body->n_bytes > body->max_bytes)
    return refuse_large (body, error);
  if (body->n_bytes > RATIO_FROM && body->n_bytes / MAX_RATIO > body->n_wire)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                           "the answer unpacks to more than 250 times its size");
      return FALSE;
    }
  crypto_hash_sha256_update (&body->hash, (const guint8 *)bytes, length);
  return body->sink (bytes, length, body->user_data, error);
}

static gboolean
inflate (HdFeedBody *body, const char *bytes, gsize length, GError **error)
{
  while (length > 0)
    {
      g_autoptr (GError) local_error = NULL;
      GConverterResult result;
      gsize n_read = 0, n_written = 0;

      /* Members may follow one another (RFC 1952, 2.2). */
      if (body->is_inflated)
        {
          g_converter_reset (body->inflate);
          body->is_inflated = FALSE;
        }
      result = g_converter_convert (body->inflate, bytes, length, body->room, ROOM,
                                    G_CONVERTER_NO_FLAGS, &n_read, &n_written, &local_error);
      if (result == G_CONVERTER_ERROR)
        {
          if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
            return TRUE;
          g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX,
                       "the compressed answer is damaged: %s", local_error->message);
          return FALSE;
        }
      body->is_inflated = result == G_CONVERTER_FINISHED;
      if (!deliver (body, body->room, n_written, error))
        return FALSE;
      bytes += n_read;
      length -= n_read;
    }
  return TRUE;
}

gboolean
hd_feed_body_push (HdFeedBody *body, const char *bytes, gsize length, GError **error)
{
  body->n_wire += length;
  if (body->n_wire > body->max_bytes)
    return refuse_large (body, error);
  if (body->inflate == NULL)
    return deliver (body, bytes, length, error);
  return inflate (body, bytes, length, error);
}

/* What the decoder still holds back for want of room. */
static gboolean
drain (HdFeedBody *body, GError **error)
{
  while (!body->is_inflated)
    {
      gsize n_read = 0, n_written = 0;
      GConverterResult result
          = g_converter_convert (body->inflate, "", 0, body->room, ROOM, G_CONVERTER_INPUT_AT_END,
                                 &n_read, &n_written, NULL);

      if (result == G_CONVERTER_ERROR)
        break;
      body->is_inflated = result == G_CONVERTER_FINISHED;
      if (!deliver (body, body->room, n_written, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_feed_body_finish (HdFeedBody *body, GError **error)
{
  /* Nothing at all is no gzip either: a connection that breaks before the first chunk looks like that. */
  if (body->inflate != NULL)
    {
      if (!drain (body, error))
        return FALSE;
      if (!body->is_inflated)
        {
          g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                               "the compressed answer ended before its end");
          return FALSE;
        }
    }
  crypto_hash_sha256_final (&body->hash, body->digest);
  return TRUE;
}

gboolean
hd_feed_body_is_encoded (const HdFeedBody *body)
{
  return body->inflate != NULL;
}

guint64
hd_feed_body_get_n_wire (const HdFeedBody *body)
{
  return body->n_wire;
}

guint64
hd_feed_body_get_n_bytes (const HdFeedBody *body)
{
  return body->n_bytes;
}

char *
hd_feed_body_get_sha256 (const HdFeedBody *body)
{
  char *hex = g_malloc (2 * sizeof body->digest + 1);

  return sodium_bin2hex (hex, 2 * sizeof body->digest + 1, body->digest, sizeof body->digest);
}
