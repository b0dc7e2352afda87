/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header line of an SDMX-CSV message.
 */

#pragma once

#include "hd-csv-scanner.h"

G_BEGIN_DECLS

/* The header line, understood as far as it is the same for every dataset of the message. */
typedef struct
{
  guint n_columns;
  char *ids[HD_CSV_MAX_COLUMNS]; /* without label and brackets */
  gboolean is_labelled[HD_CSV_MAX_COLUMNS]; /* cells may be "ID: a name" */
  gboolean is_multiple[HD_CSV_MAX_COLUMNS]; /* cells may hold several values, or languages */
  char sub_separator; /* between those; 0 when the header announces none */
  int structure_id; /* its column */
  int action; /* -1: no such column */
  char decimal;
} HdSdmxCsvHeader;

gboolean hd_sdmx_csv_header_read (HdSdmxCsvHeader *header,
                                  const HdCsvRecord *record,
                                  char separator,
                                  GError **error);
void hd_sdmx_csv_header_clear (HdSdmxCsvHeader *header);
/* The column of that component; -1 when there is none. */
int hd_sdmx_csv_header_find (const HdSdmxCsvHeader *header, const char *id);

G_END_DECLS
