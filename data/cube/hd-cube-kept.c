/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers kept between two runs of the program: what the first screen asked the last time.
 */

#include "config.h"

#include "hd-cube-kept.h"

#include <sodium.h>
#include <string.h>

#include "hd-frame-pack.h"

#define KEPT_TYPE "(tsa(s" HD_FRAME_PACK_TYPE "))"
#define N_SUM_BYTES crypto_generichash_BYTES

/* The sum stands before the variant, whose bytes have to begin at a multiple of eight. */
G_STATIC_ASSERT (N_SUM_BYTES % 8 == 0);

static void
add_sum (guint8 sum[N_SUM_BYTES], const guint8 *data, gsize n_bytes)
{
  crypto_generichash (sum, N_SUM_BYTES, data, n_bytes, NULL, 0);
}

/* Kept on one kind of machine, read on another: the byte order is that of the file format. */
static GVariant *
to_little_endian (GVariant *variant)
{
  return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_variant_ref (variant) : g_variant_byteswap (variant);
}

GBytes *
hd_cube_kept_pack (HdCubeCache *cache, guint64 generation, const char *build, gsize max_bytes)
{
  g_autoptr (GPtrArray) answers = hd_cube_cache_list (cache, generation, max_bytes);
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) packed = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 sum[N_SUM_BYTES];
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(s" HD_FRAME_PACK_TYPE ")"));
  for (guint index = 0; index < answers->len; index++)
    {
      const HdCubeCached *answer = g_ptr_array_index (answers, index);

      g_variant_builder_add (&list, "(s@" HD_FRAME_PACK_TYPE ")", answer->text,
                             hd_frame_pack (answer->frame));
    }
  variant = g_variant_ref_sink (
      g_variant_new ("(tsa(s" HD_FRAME_PACK_TYPE "))", generation, build, &list));
  packed = to_little_endian (variant);
  add_sum (sum, g_variant_get_data (packed), g_variant_get_size (packed));
  g_byte_array_append (bytes, sum, N_SUM_BYTES);
  g_byte_array_append (bytes, g_variant_get_data (packed), (guint)g_variant_get_size (packed));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* (transfer full) (nullable): NULL where it is not what was packed. */
static GVariant *
open_kept (GBytes *kept)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (kept, &n_bytes);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GVariant) packed = NULL;
  guint8 sum[N_SUM_BYTES];

  if (n_bytes < N_SUM_BYTES)
    return NULL;
  add_sum (sum, data + N_SUM_BYTES, n_bytes - N_SUM_BYTES);
  if (memcmp (sum, data, N_SUM_BYTES) != 0)
    return NULL;
  body = g_bytes_new_from_bytes (kept, N_SUM_BYTES, n_bytes - N_SUM_BYTES);
  packed = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (KEPT_TYPE), body, FALSE));
  /* Its length is told by the sum, its insides are not: they are looked at before they are trusted. */
  return g_variant_is_normal_form (packed) ? to_little_endian (packed) : NULL;
}

guint
hd_cube_kept_unpack (GBytes *kept, HdCubeCache *cache, guint64 generation, const char *build)
{
  g_autoptr (GVariant) packed = open_kept (kept);
  g_autoptr (GVariant) list = NULL;
  const char *of_build;
  guint64 of_generation;
  guint n_taken = 0;

  if (packed == NULL)
    return 0;
  g_variant_get (packed, "(t&s@a(s" HD_FRAME_PACK_TYPE "))", &of_generation, &of_build, &list);
  if (of_generation != generation || !g_str_equal (of_build, build))
    return 0;
  /* The newest stands first, and is put in last. */
  for (gsize left = g_variant_n_children (list); left > 0; left--)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, left - 1);
      g_autoptr (GVariant) body = NULL;
      g_autoptr (HdFrame) frame = NULL;
      const char *text;

      g_variant_get (child, "(&s@" HD_FRAME_PACK_TYPE ")", &text, &body);
      frame = hd_frame_unpack (body);
      if (frame == NULL)
        continue;
      hd_cube_cache_put (cache, text, generation, frame);
      n_taken++;
    }
  return n_taken;
}
