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

#define FORMAT_VERSION 2 /* reads 1 as well */
#define HEADER_SIZE 16
#define TAG_SIZE crypto_generichash_BYTES_MIN
/* tests/bench/codings.md: level 3 makes nothing smaller as a whole, and level 9 by one per cent. */
#define ZSTD_LEVEL 1
/* Bytes that a thread may keep for good: no more than the allocator itself would keep. */
#define ROOM_KEPT (128 * 1024)

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

/* Puts the payload behind what is in `segment`; of its first n_packed bytes the zstd frame, when that is
 * less. */
static gboolean
append_body (HdSegmentWriter *writer, GByteArray *segment, gsize n_packed)
{
  const GByteArray *payload = writer->payload;
  gsize start = segment->len, bound = ZSTD_compressBound (n_packed);
  gsize size;

  g_byte_array_set_size (segment, (guint)(start + bound));
  size = ZSTD_compressCCtx (writer->context, segment->data + start, bound, payload->data, n_packed,
                            ZSTD_LEVEL);
  if (ZSTD_isError (size) || size >= n_packed)
    {
      g_byte_array_set_size (segment, (guint)start);
      g_byte_array_append (segment, payload->data, payload->len);
      return FALSE;
    }
  g_byte_array_set_size (segment, (guint)(start + size));
  g_byte_array_append (segment, payload->data + n_packed, (guint)(payload->len - n_packed));
  return TRUE;
}

/* Of the payload that the writer holds. */
static GBytes *
finish (HdSegmentWriter *writer,
        const char *place,
        HdColumnCoding coding,
        guint n_rows,
        const HdSegmentRelation *relation)
{
  g_autoptr (GByteArray) segment = g_byte_array_new ();
  const GByteArray *payload = writer->payload;
  gsize n_packed = hd_column_get_n_packed (coding, payload->data, payload->len);
  const char *names[] = { relation != NULL ? relation->base_name : NULL,
                          relation != NULL ? relation->codes_name : NULL };
  gboolean is_compressed;

  g_byte_array_set_size (segment, HEADER_SIZE);
  memcpy (segment->data, "HDs\0\0\0\0", 8);
  segment->data[3] = FORMAT_VERSION;
  segment->data[4] = (guint8)coding;
  put_u32 (segment->data + 8, n_rows);
  put_u32 (segment->data + 12, payload->len);
  for (guint name = 0; name < G_N_ELEMENTS (names); name++)
    if (names[name] != NULL)
      g_byte_array_append (segment, (const guint8 *)names[name], (guint)strlen (names[name]) + 1);
  segment->data[6] = (guint8)(segment->len - HEADER_SIZE);
  is_compressed = append_body (writer, segment, n_packed);
  segment->data[5] = is_compressed;
  seal (place, segment);
  return g_byte_array_free_to_bytes (g_steal_pointer (&segment));
}

GBytes *
hd_segment_write (HdSegmentWriter *writer, const char *place, const gint64 *values, guint n_rows)
{
  g_byte_array_set_size (writer->payload, 0);
  return finish (writer, place, hd_column_encode (values, n_rows, writer->payload), n_rows, NULL);
}

GBytes *
hd_segment_write_related (HdSegmentWriter *writer,
                          const char *place,
                          const gint64 *values,
                          guint n_rows,
                          const HdSegmentRelation *relation)
{
  g_byte_array_set_size (writer->payload, 0);
  hd_lengths_append (writer->payload, values, n_rows, &relation->base, relation->ratios,
                     relation->n_ratios);
  return finish (writer, place, HD_COLUMN_LENGTHS, n_rows, relation);
}

gboolean
hd_segment_get_base (GBytes *segment, const char **base_name, const char **codes_name)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (segment, &length);
  const char *names = (const char *)bytes + HEADER_SIZE;
  gsize n_names;

  *base_name = *codes_name = NULL;
  if (length < HEADER_SIZE + TAG_SIZE || bytes[6] == 0 || bytes[6] > length - HEADER_SIZE
      || names[bytes[6] - 1] != '\0')
    return FALSE;
  *base_name = names;
  n_names = strlen (names) + 1;
  *codes_name = n_names < bytes[6] ? names + n_names : NULL;
  return TRUE;
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

/* Memory that one column after the other is decoded into. Taken anew and given back for each, a third of the time of
 * decoding goes into the kernel's fresh pages. */
typedef struct
{
  gpointer data;
  gsize size;
} Room;

typedef struct
{
  Room payload, numbers;
} Rooms;

static void
free_rooms (gpointer data)
{
  Rooms *rooms = data;

  g_free (rooms->payload.data);
  g_free (rooms->numbers.data);
  g_free (rooms);
}

static GPrivate thread_rooms = G_PRIVATE_INIT (free_rooms);

static Rooms *
get_rooms (void)
{
  if (g_private_get (&thread_rooms) == NULL)
    g_private_set (&thread_rooms, g_new0 (Rooms, 1));
  return g_private_get (&thread_rooms);
}

static void
room_forget (Room *room)
{
  if (room->size <= ROOM_KEPT)
    return;
  g_clear_pointer (&room->data, g_free);
  room->size = 0;
}

void
hd_segment_forget_room (void)
{
  Rooms *rooms = get_rooms ();

  room_forget (&rooms->payload);
  room_forget (&rooms->numbers);
}

/* (transfer none) (nullable): at least `size` bytes; what was there is gone. */
static gpointer
room_take (Room *room, gsize size)
{
  if (room->size < size)
    {
      g_free (room->data);
      room->data = g_try_malloc (size);
      room->size = room->data != NULL ? size : 0;
    }
  return room->data;
}

/* (transfer none): in `room`, the payload of a compressed body, put together again. */
static const guint8 *
decompress (const guint8 *body, gsize length, gsize raw_size, Room *room)
{
  gsize frame = ZSTD_findFrameCompressedSize (body, length);
  guint8 *raw;
  unsigned long long n_packed;
  gsize size;

  if (ZSTD_isError (frame))
    return NULL;
  n_packed = ZSTD_getFrameContentSize (body, length);
  if (n_packed > raw_size || raw_size - n_packed != length - frame
      || (raw = room_take (room, MAX (raw_size, 1))) == NULL)
    return NULL;
  size = ZSTD_decompressDCtx (get_decompression_context (), raw, n_packed, body, frame);
  if (ZSTD_isError (size) || size != n_packed)
    return NULL;
  memcpy (raw + n_packed, body + frame, length - frame);
  return raw;
}

/* Of a segment whose tag is right and covers `sealed` bytes. */
static gboolean
read_sealed (const char *place,
             const guint8 *bytes,
             gsize sealed,
             const HdSegmentTarget *target,
             Room *room,
             GError **error)
{
  const guint8 *payload;
  gsize raw_size, body_size;

  if (memcmp (bytes, "HDs", 3) != 0 || bytes[3] == 0 || bytes[3] > FORMAT_VERSION
      || bytes[6] > sealed - HEADER_SIZE)
    return damaged (place, "segment of an unknown form", error);
  if (get_u32 (bytes + 8) != target->n_rows)
    return damaged (place, "number of rows is not what the catalogue says", error);

  payload = bytes + HEADER_SIZE + bytes[6];
  body_size = sealed - HEADER_SIZE - bytes[6];
  raw_size = get_u32 (bytes + 12);
  if (bytes[5])
    payload = decompress (payload, body_size, raw_size, room);
  else if (raw_size != body_size)
    return damaged (place, "raw size does not match", error);
  if (payload == NULL)
    return damaged (place, "cannot be decompressed", error);

  if (!hd_column_decode (bytes[4], payload, raw_size, &target->base, target->n_rows, target->only,
                         target->type, target->values))
    return damaged (place, "cannot be decoded", error);
  return TRUE;
}

gboolean
hd_segment_read (const char *place,
                 const guint8 *bytes,
                 gsize length,
                 const HdSegmentTarget *target,
                 GError **error)
{
  gsize sealed = unseal (place, bytes, length);
  Room room = { NULL, 0 };
  gboolean is_read;

  if (sealed == 0)
    return damaged (place, "checksum does not match", error);
  is_read = read_sealed (place, bytes, sealed, target, &room, error);
  g_free (room.data);
  return is_read;
}

HdVector *
hd_segment_read_vector (const char *place,
                        GBytes *segment,
                        HdVectorKind kind,
                        const HdColumnBase *base,
                        guint n_rows,
                        const HdRowRanges *only,
                        GError **error)
{
  gsize length, sealed;
  const guint8 *bytes = g_bytes_get_data (segment, &length);
  HdSegmentTarget target = { .type = HD_COLUMN_INT64, .n_rows = n_rows, .only = only };
  guint n_wanted = only != NULL ? only->n_rows : n_rows;
  Rooms *rooms = get_rooms ();
  HdVector *vector;

  sealed = unseal (place, bytes, length);
  if (n_rows > HD_SEGMENT_MAX_ROWS || sealed == 0 || get_u32 (bytes + 8) != n_rows)
    {
      damaged (place, "damaged, or not as many rows as the catalogue says", error);
      return NULL;
    }
  if (base != NULL)
    target.base = *base;
  target.values = room_take (&rooms->numbers, ((gsize)n_wanted + 1) * sizeof (gint64));
  if (target.values == NULL)
    {
      damaged (place, "more rows than there is memory for", error);
      return NULL;
    }
  if (!read_sealed (place, bytes, sealed, &target, &rooms->payload, error))
    return NULL;
  vector = hd_vector_new (kind, target.values, n_wanted);
  if (vector == NULL)
    damaged (place, "holds what is no code", error);
  return vector;
}
