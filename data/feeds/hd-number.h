/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads numbers as feeds write them, exactly or not at all.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HD_NUMBER_OK,
  HD_NUMBER_SYNTAX, /* not a number */
  HD_NUMBER_FRACTION, /* a number, but not a whole one */
  HD_NUMBER_OVERFLOW, /* beyond 64 bits, or a double that would be infinite */
} HdNumberResult;

/* A whole number, optionally signed; a fraction of nothing but zeros ("12.00") is allowed, an exponent
 * is not. `decimal` is the decimal mark. G_MININT64 is refused: it stands for missing. */
HdNumberResult hd_number_parse_int64 (const char *text, gsize length, char decimal, gint64 *value);
/* The nearest double. No infinities, no NaN, no hexadecimal. */
HdNumberResult hd_number_parse_double (const char *text, gsize length, char decimal, double *value);
/* One line for an error message. */
const char *hd_number_describe (HdNumberResult result);

G_END_DECLS
