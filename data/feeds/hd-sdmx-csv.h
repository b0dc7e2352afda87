/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-CSV 2.x as it streams in.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

typedef struct _HdSdmxCsvReader HdSdmxCsvReader;

/* `known_from` stands where a row has no EXTRACTED_AT. */
HdSdmxCsvReader *hd_sdmx_csv_reader_new (HdStructures *structures, gint64 known_from);
void hd_sdmx_csv_reader_free (HdSdmxCsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxCsvReader, hd_sdmx_csv_reader_free)

gboolean
hd_sdmx_csv_reader_push (HdSdmxCsvReader *reader, const char *bytes, gsize length, GError **error);
guint64 hd_sdmx_csv_reader_get_n_rows (HdSdmxCsvReader *reader);
/* (transfer full) (element-type HdRows): what was read so far and not taken before, for whoever does not
 * wait for the end; whether the message is good is known only then. */
GPtrArray *hd_sdmx_csv_reader_take (HdSdmxCsvReader *reader) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): what was read and not taken; the reader is spent. */
HdMessage *hd_sdmx_csv_reader_finish (HdSdmxCsvReader *reader,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
