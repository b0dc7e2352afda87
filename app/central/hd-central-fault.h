/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Misbehaviour on demand, to try clients with.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HD_FAULT_TRUNCATE, /* the connection ends in the middle of the body */
  HD_FAULT_RESET, /* … and with a reset */
  HD_FAULT_SLOW, /* bytes drip */
  HD_FAULT_WRONG_LENGTH, /* Content-Length promises more than comes */
  HD_FAULT_BAD_GZIP, /* a byte of the compressed body is turned over */
  HD_FAULT_BAD_ETAG, /* the ETag changes with every answer, and has no quotes */
  HD_FAULT_HTTP_500,
  HD_FAULT_HTTP_503, /* with Retry-After: 1 */
  HD_FAULT_HTTP_401,
  HD_FAULT_REDIRECT, /* to another host */
  HD_FAULT_MALFORMED_CSV, /* a row with a field too many, and a quote left open */
  HD_FAULT_MALFORMED_JSON, /* cut in the middle of a token */
  HD_FAULT_DUPLICATE_DELTA, /* every row twice */
  HD_FAULT_HUGE, /* a field of 64 MB */
  HD_FAULT_CLOCK_SKEW, /* the server's clock is two days ahead */
  HD_FAULT_UNIT_ERROR, /* values are a thousand times too large */
  HD_N_FAULTS
} HdFault;

typedef struct
{
  double rates[HD_N_FAULTS];
  guint64 n_drawn;
} HdFaults;

/* Reads "truncate" or "truncate:0.2" into `faults`. */
gboolean hd_faults_add (HdFaults *faults, const char *spec, GError **error);
/* Which faults the next answer has, as bits: 1 << HdFault. */
guint hd_faults_draw (HdFaults *faults);

G_END_DECLS
