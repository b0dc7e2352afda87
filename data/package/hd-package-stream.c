/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes in and out, sealed where that is asked for.
 */

#include "config.h"

#include "hd-package-stream.h"

#include <string.h>

#define CLEAR_WORD "HDPACK1\n"
#define SEALED_WORD "HDPACKS1"
#define WORD_BYTES 8
#define RECORD_BYTES (64u * 1024)
#define SEALED_BYTES(n) ((n) + crypto_secretstream_xchacha20poly1305_ABYTES)
#define BOX_BYTES (crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES)

G_STATIC_ASSERT (sizeof CLEAR_WORD == WORD_BYTES + 1 && sizeof SEALED_WORD == WORD_BYTES + 1);

struct _HdPackageSink
{
  GOutputStream *stream;
  gboolean is_sealed;
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 *pending; /* [RECORD_BYTES] */
  gsize n_pending;
};

struct _HdPackageSource
{
  GInputStream *stream;
  gboolean is_sealed, is_last; /* the record at hand is the last one */
  char recipient[HD_PACKAGE_KEY_HEX];
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 *record; /* [RECORD_BYTES], opened */
  gsize n_record, position;
};

static gboolean
write_all (HdPackageSink *sink, gconstpointer bytes, gsize length, GError **error)
{
  return g_output_stream_write_all (sink->stream, bytes, length, NULL, NULL, error);
}

static gboolean
start_sealing (HdPackageSink *sink, const HdPackageKey *recipient, GError **error)
{
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
  guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  guint8 curve[crypto_box_PUBLICKEYBYTES], box[BOX_BYTES];

  if (crypto_sign_ed25519_pk_to_curve25519 (curve, recipient->public_key) != 0)
    {
      g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY,
                           "the recipient's key is not one that can be sealed for");
      return FALSE;
    }
  crypto_secretstream_xchacha20poly1305_keygen (key);
  crypto_box_seal (box, key, sizeof key, curve);
  crypto_secretstream_xchacha20poly1305_init_push (&sink->state, header, key);
  sodium_memzero (key, sizeof key);
  return write_all (sink, recipient->public_key, sizeof recipient->public_key, error)
         && write_all (sink, box, sizeof box, error)
         && write_all (sink, header, sizeof header, error);
}

HdPackageSink *
hd_package_sink_new (GOutputStream *stream, const HdPackageKey *recipient, GError **error)
{
  g_autoptr (HdPackageSink) sink = g_new0 (HdPackageSink, 1);

  sink->stream = g_object_ref (stream);
  sink->is_sealed = recipient != NULL;
  sink->pending = g_malloc (RECORD_BYTES);
  if (!write_all (sink, recipient != NULL ? SEALED_WORD : CLEAR_WORD, WORD_BYTES, error)
      || (recipient != NULL && !start_sealing (sink, recipient, error)))
    return NULL;
  return g_steal_pointer (&sink);
}

void
hd_package_sink_free (HdPackageSink *sink)
{
  sodium_memzero (&sink->state, sizeof sink->state);
  sodium_memzero (sink->pending, RECORD_BYTES);
  g_free (sink->pending);
  g_object_unref (sink->stream);
  g_free (sink);
}

static gboolean
flush (HdPackageSink *sink, guint8 tag, GError **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_BYTES (RECORD_BYTES));
  guint32 length = GUINT32_TO_LE ((guint32)SEALED_BYTES (sink->n_pending));

  crypto_secretstream_xchacha20poly1305_push (&sink->state, sealed, NULL, sink->pending,
                                              sink->n_pending, NULL, 0, tag);
  if (!write_all (sink, &length, sizeof length, error)
      || !write_all (sink, sealed, SEALED_BYTES (sink->n_pending), error))
    return FALSE;
  sink->n_pending = 0;
  return TRUE;
}

gboolean
hd_package_sink_write (HdPackageSink *sink, gconstpointer bytes, gsize length, GError **error)
{
  const guint8 *from = bytes;

  if (!sink->is_sealed)
    return write_all (sink, bytes, length, error);
  while (length > 0)
    {
      gsize n = MIN (length, RECORD_BYTES - sink->n_pending);

      memcpy (sink->pending + sink->n_pending, from, n);
      sink->n_pending += n;
      from += n;
      length -= n;
      if (sink->n_pending == RECORD_BYTES
          && !flush (sink, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_package_sink_finish (HdPackageSink *sink, GError **error)
{
  return (!sink->is_sealed || flush (sink, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error))
         && g_output_stream_flush (sink->stream, NULL, error);
}

static gboolean
fail_as_changed (const char *what, GError **error)
{
  g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_CHANGED, what);
  return FALSE;
}

static gboolean
read_all (HdPackageSource *source, gpointer bytes, gsize length, GError **error)
{
  gsize n_read;

  if (!g_input_stream_read_all (source->stream, bytes, length, &n_read, NULL, error))
    return FALSE;
  return n_read == length || fail_as_changed ("it ends too early", error);
}

/* (nullable): the pair that `public_key` belongs to. */
static const HdPackageKey *
find_own (GPtrArray *own, const guint8 *public_key)
{
  for (guint index = 0; own != NULL && index < own->len; index++)
    {
      const HdPackageKey *key = g_ptr_array_index (own, index);

      if (key->secret_key != NULL
          && memcmp (key->public_key, public_key, sizeof key->public_key) == 0)
        return key;
    }
  return NULL;
}

static gboolean
open_box (HdPackageSource *source,
          const HdPackageKey *own,
          const guint8 *box,
          const guint8 *header,
          GError **error)
{
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
  guint8 public_curve[crypto_box_PUBLICKEYBYTES], secret_curve[crypto_box_SECRETKEYBYTES];
  gboolean is_ok;

  is_ok = crypto_sign_ed25519_pk_to_curve25519 (public_curve, own->public_key) == 0
          && crypto_sign_ed25519_sk_to_curve25519 (secret_curve, own->secret_key) == 0
          && crypto_box_seal_open (key, box, BOX_BYTES, public_curve, secret_curve) == 0
          && crypto_secretstream_xchacha20poly1305_init_pull (&source->state, header, key) == 0;
  sodium_memzero (key, sizeof key);
  sodium_memzero (secret_curve, sizeof secret_curve);
  return is_ok || fail_as_changed ("its seal is broken", error);
}

static gboolean
start_opening (HdPackageSource *source, GPtrArray *own, GError **error)
{
  guint8 recipient[HD_PACKAGE_KEY_BYTES], box[BOX_BYTES];
  guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  const HdPackageKey *key;

  source->is_sealed = TRUE;
  if (!read_all (source, recipient, sizeof recipient, error)
      || !read_all (source, box, sizeof box, error)
      || !read_all (source, header, sizeof header, error))
    return FALSE;
  sodium_bin2hex (source->recipient, sizeof source->recipient, recipient, sizeof recipient);
  key = find_own (own, recipient);
  if (key == NULL)
    {
      g_autofree char *fingerprint = hd_package_key_fingerprint (source->recipient);

      g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_NOT_FOR_US,
                   "it is sealed for %s, whose secret key is not here", fingerprint);
      return FALSE;
    }
  return open_box (source, key, box, header, error);
}

HdPackageSource *
hd_package_source_new (GInputStream *stream, GPtrArray *own, GError **error)
{
  g_autoptr (HdPackageSource) source = g_new0 (HdPackageSource, 1);
  char word[WORD_BYTES];
  gsize n_read;

  source->stream = g_object_ref (stream);
  source->record = g_malloc (RECORD_BYTES);
  if (!g_input_stream_read_all (stream, word, sizeof word, &n_read, NULL, error))
    return NULL;
  if (n_read == sizeof word && memcmp (word, CLEAR_WORD, sizeof word) == 0)
    return g_steal_pointer (&source);
  if (n_read == sizeof word && memcmp (word, SEALED_WORD, sizeof word) == 0)
    return start_opening (source, own, error) ? g_steal_pointer (&source) : NULL;
  g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_NOT_A_PACKAGE,
                       "it does not begin as a package does");
  return NULL;
}

void
hd_package_source_free (HdPackageSource *source)
{
  sodium_memzero (&source->state, sizeof source->state);
  sodium_memzero (source->record, RECORD_BYTES);
  g_free (source->record);
  g_object_unref (source->stream);
  g_free (source);
}

const char *
hd_package_source_get_recipient (const HdPackageSource *source)
{
  return *source->recipient != '\0' ? source->recipient : NULL;
}

static gboolean
next_record (HdPackageSource *source, GError **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_BYTES (RECORD_BYTES));
  unsigned long long n_opened;
  guint32 length;
  guint8 tag;

  if (source->is_last)
    return fail_as_changed ("it ends too early", error);
  if (!read_all (source, &length, sizeof length, error))
    return FALSE;
  length = GUINT32_FROM_LE (length);
  if (length < SEALED_BYTES (0) || length > SEALED_BYTES (RECORD_BYTES))
    return fail_as_changed ("its seal is broken", error);
  if (!read_all (source, sealed, length, error))
    return FALSE;
  if (crypto_secretstream_xchacha20poly1305_pull (&source->state, source->record, &n_opened, &tag,
                                                  sealed, length, NULL, 0)
      != 0)
    return fail_as_changed ("its seal is broken", error);
  source->n_record = (gsize)n_opened;
  source->position = 0;
  source->is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return TRUE;
}

gboolean
hd_package_source_read (HdPackageSource *source, gpointer bytes, gsize length, GError **error)
{
  guint8 *to = bytes;

  if (!source->is_sealed)
    return read_all (source, bytes, length, error);
  while (length > 0)
    {
      gsize n = MIN (length, source->n_record - source->position);

      if (n == 0 && !next_record (source, error))
        return FALSE;
      n = MIN (length, source->n_record - source->position);
      memcpy (to, source->record + source->position, n);
      source->position += n;
      to += n;
      length -= n;
    }
  return TRUE;
}

gboolean
hd_package_source_expect_end (HdPackageSource *source, GError **error)
{
  guint8 more;
  gsize n_read;

  while (source->is_sealed && source->position == source->n_record && !source->is_last)
    if (!next_record (source, error))
      return FALSE;
  if (source->is_sealed && source->position < source->n_record)
    return fail_as_changed ("something follows its end", error);
  if (!g_input_stream_read_all (source->stream, &more, 1, &n_read, NULL, error))
    return FALSE;
  return n_read == 0 || fail_as_changed ("something follows its end", error);
}
