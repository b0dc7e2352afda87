/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many years of a dataset's rows this machine keeps. What is let go of is to be had from a warehouse, or
 * again by a full sync.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

/* Whole years besides that of the newest row; 0: all. Takes effect with hd_store_retention_apply(). */
gboolean hd_store_retention_set (HdStore *self, const char *dataset, guint n_years, GError **error);
gboolean
hd_store_retention_get (HdStore *self, const char *dataset, guint *n_years, GError **error);

/* The day before which rows of `dataset` were let go of; HD_DAY_NONE: none were, or it cannot be told. */
HdDay hd_store_retention_get_horizon (HdStore *self, const char *dataset);

/* What would go of a dataset. */
typedef struct
{
  guint64 n_rows, n_history; /* current observations, and superseded versions with them */
  guint64 n_bytes; /* of their segments on disk, as of HdStoreDatasetStatus */
  HdDay first, last; /* of the current observations; HD_DAY_NONE: none goes */
} HdRetentionCount;

/* What keeping `n_years` would let go of that is here now; changes nothing. */
gboolean hd_store_retention_count (HdStore *self,
                                   const char *dataset,
                                   guint n_years,
                                   HdRetentionCount *count,
                                   GError **error);
/* Lets go, with their history, of the years that are too old, of every dataset. In one transaction. `n_rows`
 * (nullable): how many rows went. A message that brings such rows again brings them until the next time. */
gboolean hd_store_retention_apply (HdStore *self, guint64 *n_rows, GError **error);
/* `dataset` was fetched whole: nothing is missing any more. */
gboolean hd_store_retention_forget (HdStore *self, const char *dataset, GError **error);

G_END_DECLS
