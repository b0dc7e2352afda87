/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of an SDMX-CSV message, and what each means for one dataset in it.
 */

#pragma once

#include "hd-csv-scanner.h"
#include "hd-rows.h"

G_BEGIN_DECLS

/* The header line, understood as far as it is the same for every dataset of the message. */
typedef struct
{
  guint n_columns;
  char *ids[HD_CSV_MAX_COLUMNS]; /* without label and brackets */
  gboolean is_labelled[HD_CSV_MAX_COLUMNS]; /* cells may be "ID: a name" */
  int structure_id; /* its column */
  int action; /* -1: no such column */
  char decimal;
} HdSdmxCsvHeader;

gboolean hd_sdmx_csv_header_read (HdSdmxCsvHeader *header,
                                  const HdCsvRecord *record,
                                  char separator,
                                  GError **error);
void hd_sdmx_csv_header_clear (HdSdmxCsvHeader *header);

/* The rows of one dataset, as they are read. */
typedef struct _HdSdmxCsvBinding HdSdmxCsvBinding;

HdSdmxCsvBinding *hd_sdmx_csv_binding_new (HdStructure *structure,
                                           const HdSdmxCsvHeader *header,
                                           gint64 known_from) G_GNUC_WARN_UNUSED_RESULT;
void hd_sdmx_csv_binding_free (HdSdmxCsvBinding *binding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxCsvBinding, hd_sdmx_csv_binding_free)

gboolean hd_sdmx_csv_binding_read (HdSdmxCsvBinding *binding,
                                   const HdCsvRecord *record,
                                   HdAction action,
                                   GError **error);
/* (transfer none) */
HdRows *hd_sdmx_csv_binding_get_rows (HdSdmxCsvBinding *binding);
/* (transfer full): the rows so far; what follows goes into new ones. */
HdRows *hd_sdmx_csv_binding_take_rows (HdSdmxCsvBinding *binding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
