/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells of CSV as they are written, fast.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No number takes more bytes than this. */
#define HD_CSV_MAX_NUMBER 32

/* (transfer full): ",text", quoted where it must be (RFC 4180). */
char *hd_csv_quote (const char *text);
/* Both write at `at` and return where the number ends; no NUL byte follows it. */
char *hd_csv_put_int64 (char *at, gint64 value);
/* The shortest text that reads back as `value`, which is finite. */
char *hd_csv_put_double (char *at, double value);

G_END_DECLS
