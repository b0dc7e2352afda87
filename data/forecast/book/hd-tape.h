/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Structs as bytes, with one walk over their fields for both directions.
 *
 * Each hd_tape_…() writes its field onto the tape, or reads it from there, so that what is read cannot
 * differ from what is written. What is read is checked in every length: when it does not fit, is_ok becomes
 * FALSE and what is read from then on is zero or empty, but allocated. Little-endian.
 */

#pragma once

#include "hd-period.h"

G_BEGIN_DECLS

typedef struct
{
  GByteArray *out; /* (nullable): written to; else read from `in` */
  const guint8 *in;
  gsize n_left;
  gboolean is_ok;
} HdTape;

void hd_tape_bytes (HdTape *tape, gpointer bytes, gsize size);
/* The `size` low bytes of a number. */
guint64 hd_tape_word (HdTape *tape, guint64 value, gsize size);
void hd_tape_int64 (HdTape *tape, gint64 *value);
void hd_tape_uint (HdTape *tape, guint *value);
void hd_tape_int (HdTape *tape, gint32 *value);
void hd_tape_boolean (HdTape *tape, gboolean *value);
void hd_tape_double (HdTape *tape, double *value);
/* A count that memory will be taken for: 0 and not ok beyond `most`. */
void hd_tape_count (HdTape *tape, guint *n, guint most);
/* An array of `n_values`, allocated when it is read. */
void hd_tape_doubles (HdTape *tape, double **values, guint n_values);
/* (nullable): NULL and "" are told apart. UTF-8. */
void hd_tape_string (HdTape *tape, char **text);
void hd_tape_needed_string (HdTape *tape, char **text); /* "" and not ok for NULL */
void hd_tape_period (HdTape *tape, HdPeriod *period);

/* (transfer full) */
GBytes *hd_tape_compress (const GByteArray *raw);
/* (transfer full) (nullable): NULL when it is no whole frame, or claims to be too big. */
GBytes *hd_tape_decompress (GBytes *bytes);

G_END_DECLS
