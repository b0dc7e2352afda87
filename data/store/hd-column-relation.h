/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds out which measure of a dataset tells the others best, by what each would cost.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

/* Rows of a partition, some of them. */
typedef struct
{
  guint n_rows, n_measures, n_dimensions;
  gint64 **values; /* [measure]; NULL: no integers, or none there */
  HdCode **codes; /* [dimension] */
  const guint *n_codes; /* [dimension] */
} HdRelationSample;

/* By what a measure is told. */
typedef struct
{
  int base; /* measure; -1: by nothing */
  int dimension; /* there is a ratio for each of its codes; -1: one for all */
  gint64 ratio; /* that one */
} HdColumnRelation;

/* For every measure into `relations`. One measure is the base of all, and by nothing itself. */
void hd_column_relations_choose (const HdRelationSample *sample, HdColumnRelation *relations);
/* (transfer full): what the measure is of its base, for each code. */
gint64 *hd_column_relation_measure (const gint64 *values,
                                    const gint64 *base,
                                    const HdCode *codes,
                                    guint n_rows,
                                    guint n_codes);

G_END_DECLS
