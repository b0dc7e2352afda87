/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes rows as SDMX-CSV 2.0.0: actions, wildcards and moments included, so that hd-sdmx-csv.h reads back
 * what was written.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

typedef struct _HdSdmxCsvWriter HdSdmxCsvWriter;

HdSdmxCsvWriter *hd_sdmx_csv_writer_new (HdStructure *structure) G_GNUC_WARN_UNUSED_RESULT;
void hd_sdmx_csv_writer_free (HdSdmxCsvWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxCsvWriter, hd_sdmx_csv_writer_free)

/* Both append to `text`. */
void hd_sdmx_csv_writer_put_header (HdSdmxCsvWriter *writer, GString *text);
/* `rows` of the writer's structure. */
void
hd_sdmx_csv_writer_put_row (HdSdmxCsvWriter *writer, const HdRows *rows, guint row, GString *text);

G_END_DECLS
