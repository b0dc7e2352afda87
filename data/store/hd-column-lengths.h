/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers of all magnitudes, such as money: how many bits each has, one byte a number, which compresses; and
 * those bits, which do not.
 *
 * Where another column of the row says much of this one (what was paid of what was assessed), the number is
 * what lies beyond base × ratio, and its bits are counted from those of the base. The ratio may be another
 * for each code of a dimension (minutes a declaration by class of duration); 0 lends the magnitude alone.
 * All arithmetic is modulo 2^64, so that every int64 column survives.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

#define HD_LENGTHS_CHUNK 1024
#define HD_RATIO_ONE (1 << 20) /* ratios are in units of 2^-20 */

/* What the reader has of the same rows. */
typedef struct
{
  const gint64 *values; /* NULL: nothing */
  const HdCode *codes; /* (nullable) */
} HdColumnBase;

/* `ratios`: one, or one a code of `base`; NULL without a base. Every code is less than n_ratios. */
void hd_lengths_append (GByteArray *bytes,
                        const gint64 *values,
                        guint n_values,
                        const HdColumnBase *base,
                        const gint64 *ratios,
                        guint n_ratios);
/* Bits a number, about, by the entropy of the lengths. */
double hd_lengths_estimate (const gint64 *values,
                            guint n_values,
                            const HdColumnBase *base,
                            const gint64 *ratios);
/* How much of what hd_lengths_append() wrote is worth compressing: its first bytes. */
gsize hd_lengths_get_n_packed (const guint8 *bytes, gsize length);

typedef struct
{
  const guint8 *symbols;
  const guint8 *bits;
  guint64 n_bits, position_bits;
  guint n_values, position;
  HdColumnBase base;
  gint64 *ratios;
  guint n_ratios;
} HdLengthsReader;

/* FALSE when the bytes are not of the form, or want a base that is not given. To be cleared either way. */
gboolean hd_lengths_reader_init (HdLengthsReader *reader,
                                 const guint8 *bytes,
                                 gsize length,
                                 const HdColumnBase *base);
void hd_lengths_reader_clear (HdLengthsReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdLengthsReader, hd_lengths_reader_clear)
/* The next n numbers into `out`, HD_LENGTHS_CHUNK and what is left at most; returns how many: 0 at the end, and when
 * what is read cannot be so. */
guint hd_lengths_reader_read (HdLengthsReader *reader, guint n, gint64 out[HD_LENGTHS_CHUNK]);
guint hd_lengths_reader_next (HdLengthsReader *reader, gint64 out[HD_LENGTHS_CHUNK]);
/* Passes over numbers until `position`, which is not before the reader's own, by their lengths alone. FALSE when what
 * is passed cannot be so. */
gboolean hd_lengths_reader_seek (HdLengthsReader *reader, guint position);
/* Was everything read, and nothing left over? */
gboolean hd_lengths_reader_is_done (const HdLengthsReader *reader);

G_END_DECLS
