/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The glossary: what a figure or a dataset is, from the catalogue and the store alone.
 */

#pragma once

#include "hd-present-facts.h"

G_BEGIN_DECLS

/* One entry, immutable, atomically counted. */
typedef struct
{
  char *id; /* of the KPI or dataset */
  char *title;
  char *caption;
  GPtrArray *facts; /* (element-type HdPresentFact) */
  /*< private >*/
  gatomicrefcount refs;
} HdPresentTerm;

/* What the drill path names by "kpi" or "dataset", the later one; the catalogue's first KPI without either.
 * HD_QUERY_ERROR_UNKNOWN. */
HdPresentTerm *hd_present_term_new (const HdPresent *present,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
HdPresentTerm *hd_present_term_ref (HdPresentTerm *term);
void hd_present_term_unref (HdPresentTerm *term);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPresentTerm, hd_present_term_unref)

G_END_DECLS
