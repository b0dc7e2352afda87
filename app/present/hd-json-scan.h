/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forward scan over JSON text, for files that are nearly all numbers. It copies nothing but the
 * strings asked for; once it has failed, every call returns at once.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A value: a copy is a place to come back to. */
typedef struct
{
  const char *at, *end;
  guint depth;
  gboolean is_first; /* a bracket was just opened */
  gboolean has_failed;
  gboolean is_too_large; /* set by a caller that gave up on size */
} HdJsonScan;

/* A negative length is that of a string ended by NUL. */
void hd_json_scan_init (HdJsonScan *scan, const char *text, gssize length);
/* Steps over '{' or '['; anything else is a failure. */
void hd_json_scan_open (HdJsonScan *scan, char bracket);
gboolean hd_json_scan_is_at (HdJsonScan *scan, char first);
/* The next member of the object, its colon passed; FALSE at its end, which is passed. Frees the old
 * key. */
gboolean hd_json_scan_next_key (HdJsonScan *scan, char **key);
/* TRUE at the next item of the array; FALSE at its end, which is passed. */
gboolean hd_json_scan_next_item (HdJsonScan *scan);
double hd_json_scan_number (HdJsonScan *scan);
/* (transfer full) (nullable): NULL for any value that is no string, which is passed. */
char *hd_json_scan_string (HdJsonScan *scan);
/* Passes one value of any kind. */
void hd_json_scan_skip (HdJsonScan *scan);

G_END_DECLS
