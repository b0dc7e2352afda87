/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sends rows as CSV while they are being made, gzipped or not, in memory of one chunk.
 */

#include "config.h"

#include "hd-central-reply.h"

#include "hd-central-csv.h"
#include "hd-central-fault.h"
#include "hd-central-range.h"

#include <string.h>
#include <sys/socket.h>

#define CHUNK_BYTES (256 * 1024)
#define SMALL_CHUNK_BYTES 2048
/* A filter that few rows pass must not keep the server from its other clients. */
#define TURN_US 15000
#define HUGE_BYTES (64 * 1024 * 1024)
#define SLOW_MS 200
#define CSV_TYPE "application/vnd.sdmx.data+csv;version=2.0.0;charset=utf-8"
/* A fast level: on a local network the wire is quicker than the compressor. */
#define GZIP_LEVEL 1

#define HAS(faults, fault) (((faults) & (1u << (fault))) != 0)

typedef struct
{
  SoupServerMessage *message; /* not owned: the reply lives as its data */
  HdCentralStream *stream;
  HdCentralCsv *csv;
  GConverter *gzip; /* (nullable) */
  GString *text; /* not sent yet */
  HdCentralRange range;
  GByteArray *spool; /* of a body that is asked for in part: as long as it is, it has to be known */
  guint faults;
  guint n_chunks;
  guint later; /* source that goes on: after a while when slow, else when others had their turn */
  gboolean has_begun; /* headers are set */
  gboolean has_ended; /* no more rows */
  gboolean is_complete; /* the body has been closed */
} Reply;

static void
reply_free (Reply *reply)
{
  if (reply->later > 0)
    g_source_remove (reply->later);
  hd_central_stream_free (reply->stream);
  hd_central_csv_free (reply->csv);
  g_clear_object (&reply->gzip);
  g_clear_pointer (&reply->spool, g_byte_array_unref);
  g_string_free (reply->text, TRUE);
  g_free (reply);
}

static gboolean
is_to_be_cut (const Reply *reply)
{
  return HAS (reply->faults, HD_FAULT_TRUNCATE) || HAS (reply->faults, HD_FAULT_RESET);
}

/* What is to be cut or slow comes in small pieces, so that small answers meet it too. */
static gsize
chunk_bytes (const Reply *reply)
{
  return is_to_be_cut (reply) || HAS (reply->faults, HD_FAULT_SLOW) ? SMALL_CHUNK_BYTES
                                                                    : CHUNK_BYTES;
}

/* Adds the rows of the next period that has any to make. */
static void
fill_text (Reply *reply, gsize want)
{
  const HdSampleVersion *version;

  reply->stream->budget = 1;
  while (!reply->has_ended && reply->text->len < want)
    {
      gsize start = reply->text->len;

      version = hd_central_stream_next (reply->stream);
      if (version == NULL)
        {
          reply->has_ended = !reply->stream->is_paused;
          break;
        }
      hd_central_csv_row (reply->csv, reply->stream->period, version, reply->text);
      if (HAS (reply->faults, HD_FAULT_DUPLICATE_DELTA))
        {
          g_autofree char *again = g_strndup (reply->text->str + start, reply->text->len - start);

          g_string_append (reply->text, again);
        }
    }
}

/* Compresses what is given; the last piece is flushed. (transfer full) */
static GBytes *
compress (GConverter *gzip, const char *text, gsize length, gboolean is_last)
{
  GByteArray *out = g_byte_array_sized_new ((guint)(length / 2 + 1024));
  GConverterResult result = G_CONVERTER_CONVERTED;
  g_autoptr (GError) error = NULL;
  gsize done = 0;

  while (done < length || (is_last && result != G_CONVERTER_FINISHED))
    {
      guint8 buffer[65536];
      gsize n_read = 0, n_written = 0;

      result = g_converter_convert (gzip, text + done, length - done, buffer, sizeof buffer,
                                    is_last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                    &n_read, &n_written, &error);
      if (result == G_CONVERTER_ERROR)
        break;
      done += n_read;
      g_byte_array_append (out, buffer, (guint)n_written);
    }
  return g_byte_array_free_to_bytes (out);
}

static void
spoil_text (Reply *reply)
{
  if (HAS (reply->faults, HD_FAULT_MALFORMED_CSV) && reply->has_ended)
    g_string_append (reply->text, "dataflow,\"HD:NOWHERE,R,a,b,c,d,e,f,g,h,i,j,k,l,m,n\r\n");
  if (HAS (reply->faults, HD_FAULT_HUGE) && reply->n_chunks == 0)
    {
      gsize start = reply->text->len;

      g_string_append (reply->text, "dataflow,");
      g_string_set_size (reply->text, start + HUGE_BYTES);
      memset (reply->text->str + start + 9, 'x', HUGE_BYTES - 9);
      g_string_append (reply->text, "\r\n");
    }
}

/* Ends the connection under the client's feet. */
static void
cut (SoupServerMessage *message, gboolean is_reset)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket == NULL)
    return;
  if (is_reset)
    {
      struct linger linger = { 1, 0 };

      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
      g_socket_close (socket, NULL);
      return;
    }
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
}

/* Turns over two bytes. (transfer full) both ways */
static GBytes *
spoil_bytes (GBytes *bytes)
{
  gsize size;
  guint8 *data = g_bytes_unref_to_data (bytes, &size);

  if (size > 40)
    {
      data[size / 2] ^= 0x5A;
      data[size - 6] ^= 0xFF;
    }
  return g_bytes_new_take (data, size);
}

/* The next piece of the text, compressed or not. A piece ends anywhere, so that a body that ends too
 * early ends in the middle of a row: there are clients that take a connection closed between two chunks
 * for the end of the body (libsoup 3.2 does). (transfer full) */
static GBytes *
take_piece (Reply *reply)
{
  gboolean is_all = reply->has_ended || HAS (reply->faults, HD_FAULT_HUGE);
  gsize length = is_all ? reply->text->len : MIN (reply->text->len, chunk_bytes (reply));
  GBytes *bytes;

  if (reply->gzip != NULL)
    bytes = compress (reply->gzip, reply->text->str, length, reply->has_ended);
  else
    bytes = g_bytes_new (reply->text->str, length);
  g_string_erase (reply->text, 0, (gssize)length);
  return bytes;
}

static void
begin_body (Reply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (reply->message);
  g_autoptr (GString) header = g_string_new (NULL);

  hd_central_csv_header (reply->csv, header);
  g_string_prepend_len (reply->text, header->str, (gssize)header->len);
  soup_server_message_set_status (reply->message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Type", CSV_TYPE);
  if (reply->gzip != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (reply->message), FALSE);
  reply->has_begun = TRUE;
}

/* Hands the next piece over; FALSE when there is none yet. */
static gboolean
send_piece (Reply *reply)
{
  SoupMessageBody *body = soup_server_message_get_response_body (reply->message);
  g_autoptr (GBytes) bytes = NULL;

  spoil_text (reply);
  bytes = take_piece (reply);
  if (HAS (reply->faults, HD_FAULT_BAD_GZIP) && reply->gzip != NULL)
    bytes = spoil_bytes (g_steal_pointer (&bytes));
  if (g_bytes_get_size (bytes) > 0)
    {
      reply->n_chunks++;
      soup_message_body_append_bytes (body, bytes);
    }
  if (reply->has_ended && !is_to_be_cut (reply))
    {
      soup_message_body_complete (body);
      reply->is_complete = TRUE;
    }
  return reply->is_complete || g_bytes_get_size (bytes) > 0;
}

static void
cut_cb (SoupServerMessage *message, gpointer is_reset)
{
  cut (message, GPOINTER_TO_INT (is_reset));
}

/* Sends less than the length says, and ends the connection there. */
static void
send_short (SoupServerMessage *message, GBytes *bytes, guint faults)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gsize size = g_bytes_get_size (bytes);
  gboolean is_longer = HAS (faults, HD_FAULT_WRONG_LENGTH);
  g_autoptr (GBytes) sent = g_bytes_new_from_bytes (bytes, 0, is_longer ? size : (size + 1) / 2);

  soup_message_body_set_accumulate (body, FALSE);
  soup_message_headers_set_content_length (headers, (goffset)(is_longer ? size + 1000 : size));
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (cut_cb),
                    GINT_TO_POINTER (HAS (faults, HD_FAULT_RESET)));
  soup_message_body_append_bytes (body, sent);
}

/* Another piece of a body that is asked for in part; TRUE when that part has been sent. */
static gboolean
spool_piece (Reply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (reply->message);
  SoupMessageBody *body = soup_server_message_get_response_body (reply->message);
  g_autoptr (GBytes) all = NULL, part = NULL;

  if (!reply->has_begun)
    {
      g_autoptr (GString) header = g_string_new (NULL);

      hd_central_csv_header (reply->csv, header);
      g_string_prepend_len (reply->text, header->str, (gssize)header->len);
      reply->has_begun = TRUE;
    }
  {
    g_autoptr (GBytes) piece = take_piece (reply);
    gsize size;
    const guint8 *bytes = g_bytes_get_data (piece, &size);

    if (size > 0)
      g_byte_array_append (reply->spool, bytes, (guint)size);
  }
  if (!reply->has_ended)
    return FALSE;
  reply->is_complete = TRUE;
  soup_message_headers_replace (headers, "Content-Type", CSV_TYPE);
  if (reply->gzip != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  all = g_byte_array_free_to_bytes (g_steal_pointer (&reply->spool));
  part = hd_central_range_apply (&reply->range, reply->message, all);
  if (is_to_be_cut (reply) && g_bytes_get_size (part) > 0)
    send_short (reply->message, part, reply->faults);
  else
    {
      if (g_bytes_get_size (part) > 0)
        soup_message_body_append_bytes (body, part);
      soup_message_body_complete (body);
    }
  return TRUE;
}

/* Only a whole body has a length to be wrong about. */
static void
send_whole (Reply *reply)
{
  g_autoptr (GBytes) bytes = NULL;

  hd_central_csv_header (reply->csv, reply->text);
  while (!reply->has_ended)
    fill_text (reply, G_MAXSIZE);
  bytes = g_bytes_new (reply->text->str, reply->text->len);
  hd_central_reply_bytes (reply->message, bytes, CSV_TYPE, reply->gzip != NULL, reply->faults);
}

/* One turn of work on a paused message, which goes on when there is something to write. */
static gboolean
turn_cb (gpointer data)
{
  Reply *reply = data;
  gint64 deadline = g_get_monotonic_time () + TURN_US;

  do
    fill_text (reply, chunk_bytes (reply));
  while (!reply->has_ended && reply->text->len < chunk_bytes (reply)
         && g_get_monotonic_time () < deadline);
  if (!reply->has_ended && reply->text->len < chunk_bytes (reply))
    return G_SOURCE_CONTINUE;
  if (!reply->has_begun && reply->has_ended && reply->text->len == 0)
    soup_server_message_set_status (reply->message, SOUP_STATUS_NO_CONTENT, NULL);
  else if (reply->spool != NULL)
    {
      if (!spool_piece (reply))
        return G_SOURCE_CONTINUE;
    }
  else
    {
      if (!reply->has_begun)
        begin_body (reply);
      if (!send_piece (reply))
        return G_SOURCE_CONTINUE;
    }
  reply->later = 0;
  soup_server_message_unpause (reply->message);
  return G_SOURCE_REMOVE;
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer data)
{
  Reply *reply = data;

  if (reply->is_complete)
    return;
  soup_server_message_pause (message);
  if (is_to_be_cut (reply))
    {
      reply->is_complete = TRUE;
      cut (message, HAS (reply->faults, HD_FAULT_RESET));
    }
  else if (HAS (reply->faults, HD_FAULT_SLOW))
    reply->later = g_timeout_add (SLOW_MS, turn_cb, reply);
  else
    reply->later = g_idle_add_full (G_PRIORITY_DEFAULT, turn_cb, reply, NULL);
}

void
hd_central_reply_csv (SoupServerMessage *message,
                      HdCentralStream *stream,
                      gboolean is_gzip,
                      guint faults)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->message = message;
  reply->stream = stream;
  reply->csv = hd_central_csv_new (stream->world, stream->query->dataset);
  if (is_gzip)
    reply->gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL));
  reply->text = g_string_sized_new (CHUNK_BYTES + 4096);
  reply->faults = faults;
  reply->range = hd_central_range_read (message);
  if (reply->range.is_asked)
    reply->spool = g_byte_array_new ();
  g_object_set_data_full (G_OBJECT (message), "hd-reply", reply, (GDestroyNotify)reply_free);
  if (HAS (faults, HD_FAULT_WRONG_LENGTH))
    {
      send_whole (reply);
      return;
    }
  if (reply->spool == NULL)
    g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), reply);
  soup_server_message_pause (message);
  reply->later = g_idle_add_full (G_PRIORITY_DEFAULT, turn_cb, reply, NULL);
}

void
hd_central_reply_bytes (SoupServerMessage *message,
                        GBytes *bytes,
                        const char *content_type,
                        gboolean is_gzip,
                        guint faults)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gboolean is_cut = HAS (faults, HD_FAULT_MALFORMED_JSON) && strstr (content_type, "json") != NULL;
  HdCentralRange range = hd_central_range_read (message);
  gsize size = g_bytes_get_size (bytes);
  g_autoptr (GBytes) sent = g_bytes_new_from_bytes (bytes, 0, is_cut ? size * 2 / 3 : size);

  if (is_gzip)
    {
      g_autoptr (GZlibCompressor) gzip
          = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);
      GBytes *packed = compress (G_CONVERTER (gzip), g_bytes_get_data (sent, NULL),
                                 g_bytes_get_size (sent), TRUE);

      g_bytes_unref (sent);
      sent = HAS (faults, HD_FAULT_BAD_GZIP) ? spoil_bytes (packed) : packed;
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Type", content_type);
  if (range.is_asked)
    {
      GBytes *part = hd_central_range_apply (&range, message, sent);

      g_bytes_unref (sent);
      sent = part;
    }
  if (g_bytes_get_size (sent) > 0
      && (HAS (faults, HD_FAULT_WRONG_LENGTH) || HAS (faults, HD_FAULT_TRUNCATE)
          || HAS (faults, HD_FAULT_RESET)))
    {
      send_short (message, sent, faults);
      return;
    }
  if (g_bytes_get_size (sent) > 0)
    soup_message_body_append_bytes (body, sent);
  soup_message_body_complete (body);
}
