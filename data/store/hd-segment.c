/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes and reads column segments; seal() and unseal() bind them to their places.
 */

#include "config.h"

#include "hd-segment.h"

#include <sodium.h>
#include <string.h>
#include <zstd.h>

#include "hd-store.h"

#define FORMAT_VERSION 1
#define HEADER_SIZE 16
#define TAG_SIZE crypto_generichash_BYTES_MIN
/* tests/bench/codings.md: level 3 makes nothing smaller as a whole, and level 9 by one per cent. */
#define ZSTD_LEVEL 1

struct _HdSegmentWriter
{
  ZSTD_CCtx *context;
  GByteArray *payload;
};

HdSegmentWriter *
hd_segment_writer_new (void)
{
  HdSegmentWriter *writer = g_new0 (HdSegmentWriter, 1);

  writer->context = ZSTD_createCCtx ();
  writer->payload = g_byte_array_new ();
  return writer;
}

void
hd_segment_writer_free (HdSegmentWriter *writer)
{
  ZSTD_freeCCtx (writer->context);
  g_byte_array_unref (writer->payload);
  g_free (writer);
}

static void
compute_tag (const char *place, const guint8 *bytes, gsize length, guint8 tag[TAG_SIZE])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, TAG_SIZE);
  /* With its NUL, so that no other split of place and content gives the same stream. */
  crypto_generichash_update (&state, (const guint8 *)place, strlen (place) + 1);
  crypto_generichash_update (&state, bytes, length);
  crypto_generichash_final (&state, tag, TAG_SIZE);
}

/* Closes a segment over its place. It keeps nothing secret, and everything in its place, in stores that lie
 * open too; a sealed store is encrypted below SQLite, page by page (hd-seal-vfs.h), names and all. */
static void
seal (const char *place, GByteArray *segment)
{
  guint8 tag[TAG_SIZE];

  compute_tag (place, segment->data, segment->len, tag);
  g_byte_array_append (segment, tag, TAG_SIZE);
}

/* Returns the length without the tag, 0 when the tag does not match. */
static gsize
unseal (const char *place, const guint8 *bytes, gsize length)
{
  guint8 tag[TAG_SIZE];

  if (length < HEADER_SIZE + TAG_SIZE)
    return 0;
  length -= TAG_SIZE;
  compute_tag (place, bytes, length, tag);
  return sodium_memcmp (tag, bytes + length, TAG_SIZE) == 0 ? length : 0;
}

static void
put_u32 (guint8 *to, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (to, &number, sizeof number);
}

static guint32
get_u32 (const guint8 *from)
{
  guint32 number;

  memcpy (&number, from, sizeof number);
  return GUINT32_FROM_LE (number);
}

GBytes *
hd_segment_write (HdSegmentWriter *writer, const char *place, const gint64 *values, guint n_rows)
{
  g_autoptr (GByteArray) segment = g_byte_array_new ();
  GByteArray *payload = writer->payload;
  HdColumnCoding coding;
  gsize bound, size;

  g_byte_array_set_size (payload, 0);
  coding = hd_column_encode (values, n_rows, payload);

  bound = ZSTD_compressBound (payload->len);
  g_byte_array_set_size (segment, (guint)(HEADER_SIZE + bound));
  size = ZSTD_compressCCtx (writer->context, segment->data + HEADER_SIZE, bound, payload->data,
                            payload->len, ZSTD_LEVEL);
  memcpy (segment->data, "HDs\0\0\0\0", 8);
  segment->data[3] = FORMAT_VERSION;
  segment->data[4] = (guint8)coding;
  segment->data[5] = !ZSTD_isError (size) && size < payload->len;
  if (!segment->data[5])
    {
      size = payload->len;
      memcpy (segment->data + HEADER_SIZE, payload->data, size);
    }
  put_u32 (segment->data + 8, n_rows);
  put_u32 (segment->data + 12, payload->len);
  g_byte_array_set_size (segment, (guint)(HEADER_SIZE + size));

  seal (place, segment);
  return g_byte_array_free_to_bytes (g_steal_pointer (&segment));
}

static gboolean
damaged (const char *place, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: %s", place, what);
  return FALSE;
}

gboolean
hd_segment_is_sound (const char *place, const guint8 *bytes, gsize length, guint n_rows)
{
  return unseal (place, bytes, length) != 0 && get_u32 (bytes + 8) == n_rows;
}

static void
free_decompression_context (gpointer context)
{
  ZSTD_freeDCtx (context);
}

/* One a thread: making a context costs more than most segments take to decompress. */
static ZSTD_DCtx *
get_decompression_context (void)
{
  static GPrivate context = G_PRIVATE_INIT (free_decompression_context);

  if (g_private_get (&context) == NULL)
    g_private_set (&context, ZSTD_createDCtx ());
  return g_private_get (&context);
}

gboolean
hd_segment_read (const char *place,
                 const guint8 *bytes,
                 gsize length,
                 const HdSegmentTarget *target,
                 GError **error)
{
  gsize sealed = unseal (place, bytes, length);
  g_autofree guint8 *raw = NULL;
  const guint8 *payload;
  gsize raw_size;

  if (sealed == 0)
    return damaged (place, "checksum does not match", error);
  if (memcmp (bytes, "HDs", 3) != 0 || bytes[3] != FORMAT_VERSION)
    return damaged (place, "segment of an unknown form", error);
  if (get_u32 (bytes + 8) != target->n_rows)
    return damaged (place, "number of rows is not what the catalogue says", error);

  payload = bytes + HEADER_SIZE;
  raw_size = get_u32 (bytes + 12);
  if (bytes[5])
    {
      gsize size = ZSTD_getFrameContentSize (payload, sealed - HEADER_SIZE);

      if (size != raw_size || (raw = g_try_malloc (MAX (raw_size, 1))) == NULL)
        return damaged (place, "raw size does not match", error);
      size = ZSTD_decompressDCtx (get_decompression_context (), raw, raw_size, payload,
                                  sealed - HEADER_SIZE);
      if (ZSTD_isError (size) || size != raw_size)
        return damaged (place, "cannot be decompressed", error);
      payload = raw;
    }
  else if (raw_size != sealed - HEADER_SIZE)
    return damaged (place, "raw size does not match", error);

  if (!hd_column_decode (bytes[4], payload, raw_size, target->n_rows, target->type, target->values))
    return damaged (place, "cannot be decoded", error);
  return TRUE;
}

HdVector *
hd_segment_read_vector (const char *place,
                        GBytes *segment,
                        HdVectorKind kind,
                        guint n_rows,
                        GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (segment, &length);
  HdSegmentTarget target = { HD_COLUMN_INT64, n_rows, NULL };
  g_autofree gint64 *numbers = NULL;
  HdVector *vector;

  if (n_rows > HD_SEGMENT_MAX_ROWS || !hd_segment_is_sound (place, bytes, length, n_rows))
    {
      damaged (place, "damaged, or not as many rows as the catalogue says", error);
      return NULL;
    }
  target.values = numbers = g_new (gint64, (gsize)n_rows + 1);
  if (!hd_segment_read (place, bytes, length, &target, error))
    return NULL;
  vector = hd_vector_new (kind, numbers, n_rows);
  if (vector == NULL)
    damaged (place, "holds what is no code", error);
  return vector;
}
