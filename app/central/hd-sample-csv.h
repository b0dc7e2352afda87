/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads small CSV files (RFC 4180) whole: the sample's own resources, and files of --data.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char **columns;
  GPtrArray *rows; /* (element-type char**): as many fields as columns */
} HdCsv;

/* NULL when a quote is left open. */
HdCsv *hd_csv_parse (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
/* From the program's resources, "customs/lanes.csv"; never NULL. */
HdCsv *hd_csv_load (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void hd_csv_free (HdCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCsv, hd_csv_free)

/* -1: none. */
int hd_csv_column (const HdCsv *csv, const char *name);
/* "" when there is no such column. */
const char *hd_csv_get (const HdCsv *csv, guint row, const char *column);
/* NAN when the field is empty or no number. */
double hd_csv_number (const HdCsv *csv, guint row, const char *column);

G_END_DECLS
