/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a data message in whichever form it comes: one row of a table is one form.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

#define HD_SDMX_MEDIA_STRUCTURE "application/vnd.sdmx.structure+json;version=2.0.0"
#define HD_SDMX_MEDIA_CSV "application/vnd.sdmx.data+csv;version=2.0.0"
#define HD_SDMX_MEDIA_JSON "application/vnd.sdmx.data+json;version=2.0.0"

typedef struct _HdSdmxReader HdSdmxReader;

/* The form is told from the first bytes. `known_from` stands where neither a row nor the message says
 * since when it is known. */
HdSdmxReader *hd_sdmx_reader_new (HdStructures *structures,
                                  gint64 known_from) G_GNUC_WARN_UNUSED_RESULT;
void hd_sdmx_reader_free (HdSdmxReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxReader, hd_sdmx_reader_free)

/* A dataset that is in no structure is read against the one that the message itself carries, if its form
 * carries one. */
void hd_sdmx_reader_allow_own_structure (HdSdmxReader *reader);
gboolean
hd_sdmx_reader_push (HdSdmxReader *reader, const char *bytes, gsize length, GError **error);
/* So far; 0 for a form that is read at its end. */
guint64 hd_sdmx_reader_get_n_rows (HdSdmxReader *reader);
/* (transfer full) (element-type HdRows): the rows so far that were not taken before; none for a form that is
 * read at its end. Whether the message is good is known only at its end. */
GPtrArray *hd_sdmx_reader_take (HdSdmxReader *reader) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): what was not taken; the reader is spent. */
HdMessage *hd_sdmx_reader_finish (HdSdmxReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest known_from of all rows; 0 when there are none. */
gint64 hd_sdmx_message_newest (const HdMessage *message);
guint64 hd_sdmx_message_count (const HdMessage *message);

G_END_DECLS
