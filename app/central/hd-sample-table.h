/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Datasets whose rows are given, not made: published real figures, and files of --data.
 */

#pragma once

#include "hd-sample-revisions.h"

G_BEGIN_DECLS

/* Rows of one dataset, in any order until sealed. */
typedef struct
{
  GArray *entries; /* (element-type HdSampleEntry) by day, key and known */
} HdSampleTable;

typedef struct
{
  HdDay day; /* first of the period */
  HdSampleVersion version;
} HdSampleEntry;

HdSampleTable *hd_sample_table_new (void);
void hd_sample_table_free (HdSampleTable *table);
void hd_sample_table_add (HdSampleTable *table, HdDay day, const HdSampleVersion *version);
/* Sorts it and gives it to the world (transfer full) as the rows of dataset `id`. */
void hd_sample_table_give (HdSampleTable *table, HdSampleWorld *world, const char *id);

gboolean hd_sample_table_has (const HdSampleWorld *world, const HdSampleDataset *dataset);
GArray *hd_sample_table_versions (const HdSampleWorld *world,
                                  const HdSampleDataset *dataset,
                                  HdPeriod period);
gint64 hd_sample_table_last_known (const HdSampleWorld *world,
                                   const HdSampleDataset *dataset,
                                   HdPeriod period);
gint64
hd_sample_table_changed_at (const HdSampleWorld *world, const HdSampleDataset *dataset, gint64 now);
/* First and last day of the table's periods; FALSE when it is empty. */
gboolean hd_sample_table_span (const HdSampleWorld *world,
                               const HdSampleDataset *dataset,
                               HdDay *first,
                               HdDay *last);

/* hd-sample-real.c: the published real figures. */
void hd_sample_load_real (HdSampleWorld *world);

G_END_DECLS
