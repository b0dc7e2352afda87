/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spreads a national amount over the cells of a dataset: systematic draws, exact parts.
 */

#pragma once

#include "hd-sample-dataset.h"

G_BEGIN_DECLS

/* How one dimension's code is drawn: fixed; or from a distribution; or from one of several, chosen by
 * the code of an earlier dimension (or by the kind of office of dimension 0). */
typedef struct
{
  gboolean is_fixed;
  guint16 code;
  const HdDist *dist;
  HdDist *const *by; /* chosen by dimension `given` */
  guint given;
  guint first_given; /* by[code - first_given] */
  gboolean given_kind; /* by[kind of the office in dimension 0] */
  gboolean is_duration; /* lognormal, of `median` minutes and `sigma` */
} HdSpreadDimension;

typedef struct
{
  gint64 total;
  guint n_hits;
  guint64 seed;
  double noise; /* sigma between hits */
  double cell_noise; /* sigma of a cell's lasting peculiarity */
  double median, sigma; /* of a duration, minutes */
  HdSpreadDimension dimensions[HD_SAMPLE_MAX_DIMENSIONS];
} HdSpread;

/* Appends rows whose measure 0 adds up to `total`; rows that would get nothing are left out. */
void hd_spread (HdSampleMaker *maker, const HdSpread *spread);
/* The same over every cell that has weight, each kept even when it gets nothing: for levels. */
void hd_spread_grid (HdSampleMaker *maker, const HdSpread *spread);
/* Fills a spread from the dataset's row of the table. */
void hd_spread_from_table (HdSampleMaker *maker, HdSpread *spread);
/* Fills the measures that the table describes, in every row from `first`. */
void hd_spread_measures (HdSampleMaker *maker, guint first);
/* The row's key in one number; orders rows by dimension. */
guint64 hd_sample_row_key (const HdSampleRow *row);

G_END_DECLS
