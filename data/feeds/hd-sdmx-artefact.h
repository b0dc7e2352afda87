/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all things in an SDMX-JSON structure message have: names, annotations, references by URN.
 */

#pragma once

#include "hd-json.h"
#include "hd-period.h"

G_BEGIN_DECLS

/* The name in "vi" or "en", in whichever form it is written: names{}, name{} or a plain name, which is
 * taken for English. (nullable) */
const char *hd_sdmx_name (const HdJsonNode *artefact, const char *lang);
/* The annotation of that type (or id, or title); NULL when there is none. */
const HdJsonNode *hd_sdmx_annotation (const HdJsonNode *artefact, const char *type);
/* Its value, title or text, whichever it has. (nullable) */
const char *hd_sdmx_annotation_value (const HdJsonNode *artefact, const char *type);
/* Its text in a language. (nullable) */
const char *
hd_sdmx_annotation_text (const HdJsonNode *artefact, const char *type, const char *lang);
/* The date at the beginning of `text`; HD_DAY_NONE for NULL or what is no date. */
HdDay hd_sdmx_date (const char *text);

/* Maintained things by their agency, id and version. */
typedef struct _HdSdmxIndex HdSdmxIndex;

HdSdmxIndex *hd_sdmx_index_new (GDestroyNotify value_free) G_GNUC_WARN_UNUSED_RESULT;
void hd_sdmx_index_free (HdSdmxIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxIndex, hd_sdmx_index_free)
/* (transfer full) value */
void hd_sdmx_index_add (HdSdmxIndex *index, const HdJsonNode *artefact, gpointer value);
/* By URN, or AGENCY:ID(VERSION); the latest version that a wildcard allows. A version that is not there
 * gives the latest of all. `item`, when wanted, is what follows, as the code in a code list: a pointer into `urn`.
 * (transfer none) (nullable) */
gpointer hd_sdmx_index_find (const HdSdmxIndex *index, const char *urn, const char **item);

G_END_DECLS
