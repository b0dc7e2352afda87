/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lossless coding of one integer column into few bytes, before compression.
 */

#pragma once

#include "hd-column-lengths.h"

G_BEGIN_DECLS

typedef enum
{
  HD_COLUMN_PLAIN = 1, /* one block of values or of differences */
  HD_COLUMN_RUNS = 2, /* a block of values, a block of their run lengths */
  HD_COLUMN_DICTIONARY = 3, /* a block of distinct values, a block of indices into it */
  HD_COLUMN_LENGTHS = 4, /* hd-column-lengths.h */
} HdColumnCoding;

/* The C type that a column has in memory. Doubles are HD_COLUMN_INT64 by their bits, so that NAN keeps its
 * payload. */
typedef enum
{
  HD_COLUMN_UINT8 = 1,
  HD_COLUMN_UINT16 = 2,
  HD_COLUMN_INT32 = 4,
  HD_COLUMN_INT64 = 8,
} HdColumnType;

/* Rows first to last - 1. */
typedef struct
{
  guint first, last;
} HdRowRange;

/* Some of the rows: ascending, no range empty. */
typedef struct
{
  const HdRowRange *ranges;
  guint n_ranges;
  guint n_rows; /* in all of them */
} HdRowRanges;

/* Chooses the coding that a sample of the values compresses best with, and appends to `payload`. */
HdColumnCoding hd_column_encode (const gint64 *values, guint n_values, GByteArray *payload);
/* As above, with the coding given; FALSE when the column cannot be coded so (too many distinct values). */
gboolean hd_column_encode_as (HdColumnCoding coding,
                              const gint64 *values,
                              guint n_values,
                              GByteArray *payload);
/* How much of a payload is worth compressing: its first bytes; the rest is noise. */
gsize hd_column_get_n_packed (HdColumnCoding coding, const guint8 *payload, gsize length);
/* Fills `out` with exactly n_values of `type`. FALSE when the payload is not of the form, is longer or
 * shorter than it says, or holds a value that does not fit the type: trusts nothing. `base`: of lengths that
 * were written with one, for all rows; else NULL. `only` (nullable): these of the values alone, one after the other;
 * what lies between them is passed over, and looked at as far as that needs it. */
gboolean hd_column_decode (HdColumnCoding coding,
                           const guint8 *payload,
                           gsize length,
                           const HdColumnBase *base,
                           guint n_values,
                           const HdRowRanges *only,
                           HdColumnType type,
                           gpointer out);

G_END_DECLS
