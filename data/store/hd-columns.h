/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the values of hd-store-columns.h are made.
 */

#pragma once

#include "hd-store-columns.h"
#include "hd-store-layout.h"

G_BEGIN_DECLS

/* NULL when the structure lacks a dimension or a code that is stored. */
HdDictionaries *hd_dictionaries_new (HdStructure *structure, const HdStoreLayout *layout);

/* NULL when the days do not ascend. */
HdDayIndex *hd_day_index_new (const HdDay *day, const gint64 *known_from, guint n_rows);
HdDayIndex *hd_day_index_ref (HdDayIndex *days);
void hd_day_index_unref (HdDayIndex *days);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdDayIndex, hd_day_index_unref)
gsize hd_day_index_get_n_bytes (const HdDayIndex *days);

/* With no column yet. */
HdColumns *hd_columns_new (HdDictionaries *dictionaries, int partition, guint64 tag, guint n_rows);

G_END_DECLS
