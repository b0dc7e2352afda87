/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Letting go of old years: what would go, and doing it under the policy and into the audit log. Of the command
 * line and of the preferences alike.
 */

#pragma once

#include "hd-store-retention.h"

G_BEGIN_DECLS

typedef struct
{
  char *dataset;
  HdRetentionCount count;
} HdRetentionPart;

void hd_retention_part_free (HdRetentionPart *part);

/* Of each of `datasets` (nullable: of all) what keeping `n_years` of it would let go of; changes nothing.
 * HD_POLICY_ERROR where that many may not be kept. (transfer full) (element-type HdRetentionPart) */
GPtrArray *
hd_retention_preview (HdStore *store, const char *const *datasets, guint n_years, GError **error);
/* All parts as one. */
HdRetentionCount hd_retention_sum (GPtrArray *parts);
/* From now on `n_years` (0: all) of each of `datasets` (nullable: of all) are kept. `n_rows` (nullable): how many
 * rows went. HD_POLICY_ERROR. */
gboolean hd_retention_apply (HdStore *store,
                             const char *const *datasets,
                             guint n_years,
                             guint64 *n_rows,
                             GError **error);
/* What is kept of all datasets. FALSE without error: it is not the same of all, and `n_years` is the most. */
gboolean hd_retention_get (HdStore *store, guint *n_years, GError **error);

G_END_DECLS
