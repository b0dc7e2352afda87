/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sources say twice: restatements, withdrawals and late corrections, as versions of rows.
 */

#pragma once

#include "hd-sample-dataset.h"

G_BEGIN_DECLS

typedef struct
{
  HdSampleRow row;
  gint64 known; /* unix seconds: EXTRACTED_AT */
  gboolean is_delete; /* the row is withdrawn at `known` */
} HdSampleVersion;

/* Orders rows by their codes, dimension by dimension; 0: the same key. */
int hd_sample_compare_keys (const HdSampleRow *a, const HdSampleRow *b);

/* All versions of a period's rows, by key and then by `known`; today or not. (transfer full)
 * (element-type HdSampleVersion) */
GArray *hd_sample_versions (HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period);
/* When the last word on the period is known: nothing of it changes later. */
gint64
hd_sample_last_known (const HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period);
/* When the dataset last changed, as of `now`; 0 when it never had anything. */
gint64 hd_sample_changed_at (HdSampleWorld *world, const HdSampleDataset *dataset, gint64 now);

G_END_DECLS
