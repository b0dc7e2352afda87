/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block: integers less their minimum, divided by their common divisor, as byte planes.
 *
 * Byte planes (all lowest bytes, then all second bytes …) rather than packed bits: zstd's entropy coder
 * takes each plane down to its own entropy, and sees the repetition of whole bytes that packed bits hide.
 * All arithmetic is modulo 2^64, so that every int64 column survives, extremes and missing included.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_BLOCK_CHUNK 1024

/* Reads a block from its bytes, HD_BLOCK_CHUNK values at most at a time. */
typedef struct
{
  const guint8 *planes;
  guint n_values;
  guint width; /* bytes a value; 0 when all are equal */
  gboolean is_delta; /* of differences to the value before */
  gboolean has_missing; /* 0 stands for HD_INT64_MISSING, the rest is one up */
  guint64 base, scale;
  guint64 previous;
  guint position;
} HdBlockReader;

void hd_block_append (GByteArray *bytes, const gint64 *values, guint n_values, gboolean as_delta);
/* Moves *cursor behind the block. FALSE when it is not one, or passes `end`. */
gboolean hd_block_reader_init (HdBlockReader *reader, const guint8 **cursor, const guint8 *end);
/* Puts the next n values into `out`, HD_BLOCK_CHUNK and what is left at most; returns how many those are: 0 at the
 * end. */
guint hd_block_reader_read (HdBlockReader *reader, guint n, gint64 out[HD_BLOCK_CHUNK]);
guint hd_block_reader_next (HdBlockReader *reader, gint64 out[HD_BLOCK_CHUNK]);
/* Passes over values until `position`, which is not before the reader's own. */
void hd_block_reader_seek (HdBlockReader *reader, guint position);

G_END_DECLS
