/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of an SDMX-CSV message, and what each means for one dataset in it.
 */

#pragma once

#include "hd-sdmx-csv-header.h"
#include "hd-rows.h"

G_BEGIN_DECLS

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
