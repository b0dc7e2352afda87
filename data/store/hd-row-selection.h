/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a partition that have certain codes in the dimension by which the rows of a day are sorted.
 *
 * They lie in a few stretches a day, so that of the other columns those stretches alone need be decoded.
 */

#pragma once

#include "hd-column.h"
#include "hd-store-columns.h"

G_BEGIN_DECLS

typedef struct
{
  HdRowRanges rows; /* of the partition */
  HdDayIndex
      *days; /* every day of the partition, with the rows that were chosen: on some days none */
  /*< private >*/
  GArray *ranges; /* (element-type HdRowRange) */
} HdRowSelection;

/* `codes` ascend within each day. `is_wanted`: [code], as many as `codes` may have. */
HdRowSelection *hd_row_selection_new (const HdDayIndex *days,
                                      const HdVector *codes,
                                      const guint8 *is_wanted,
                                      guint n_codes) G_GNUC_WARN_UNUSED_RESULT;
void hd_row_selection_free (HdRowSelection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdRowSelection, hd_row_selection_free)

/* (transfer full) (nullable): [code of the sort dimension's dictionary] whether the filter wants rows of it, and how many
 * are wanted; NULL when it wants all. */
guint8 *hd_row_filter_mark (const HdRowFilter *filter,
                            const HdDictionaries *dictionaries,
                            guint *n_wanted) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the same marks, the same string. */
char *hd_row_marks_to_string (const guint8 *is_wanted, guint n_codes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
