/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuts RFC 4180 text into records as it streams in, without copying what lies whole in a chunk.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_CSV_MAX_COLUMNS 256
#define HD_CSV_MAX_RECORD (64 * 1024)

typedef struct
{
  const char *text; /* without its quotes; not NUL-terminated; gone when the next record comes */
  guint32 length;
  guint32 offset; /* in the record as it was written */
} HdCsvField;

typedef struct
{
  const HdCsvField *fields;
  guint n_fields;
  guint64 line; /* on which it begins, from 1 */
  const char *raw; /* as it was written, for hd_csv_record_error() */
} HdCsvRecord;

/* Called for each record that is not an empty line. */
typedef gboolean (*HdCsvRecordFunc) (const HdCsvRecord *record, gpointer user_data, GError **error);

typedef struct _HdCsvScanner HdCsvScanner;

HdCsvScanner *hd_csv_scanner_new (HdCsvRecordFunc func,
                                  gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void hd_csv_scanner_free (HdCsvScanner *scanner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCsvScanner, hd_csv_scanner_free)

/* The separator is the first of , ; | and TAB that stands outside brackets and quotes in the first record:
 * SDMX-CSV announces it so. 0 before that record. */
char hd_csv_scanner_get_separator (const HdCsvScanner *scanner);
gboolean
hd_csv_scanner_push (HdCsvScanner *scanner, const char *bytes, gsize length, GError **error);
/* The last record, when no line end follows it. */
gboolean hd_csv_scanner_finish (HdCsvScanner *scanner, GError **error);

/* Sets HD_FEED_ERROR `code` with "line L, column C: " before the message; the column is counted in
 * characters. */
void hd_csv_record_error (const HdCsvRecord *record,
                          guint field,
                          int code,
                          GError **error,
                          const char *format,
                          ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
