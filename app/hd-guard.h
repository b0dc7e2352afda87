/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Before something is done that an administrator may forbid or an auditor asks about: may it be, and into
 * the log with it.
 *
 * Where a policy says so, what cannot be recorded is not done; else a log that cannot be written to (a store
 * that is only read, or that a sync is writing) holds nobody up.
 */

#pragma once

#include "hd-frame.h"
#include "hd-policy.h"
#include "hd-query.h"
#include "hd-store-audit.h"

G_BEGIN_DECLS

/* A store is about to be made in `dir`, sealed or not, where there may be one already. HD_POLICY_ERROR. */
gboolean hd_guard_make (const char *dir, gboolean is_sealed, GError **error);
/* A store was opened. HD_POLICY_ERROR. */
gboolean hd_guard_open (HdStore *store, GError **error);
/* `object` is about to be written, in `format` of hd_policy_check_export(); `reason` (nullable). */
gboolean hd_guard_export (HdStore *store,
                          const char *format,
                          const char *object,
                          const char *reason,
                          GError **error);
/* Whether questions may have to be recorded, so that a store is better opened for writing. */
gboolean hd_guard_watches_queries (void);
/* `store` (nullable). `frame` answers `query` and is about to be shown; recorded when it has figures of a
 * confidential unit: asked for by name, or in a row of its own. */
gboolean hd_guard_view (HdStore *store,
                        const HdQuery *query,
                        const HdFrame *frame,
                        const char *reason,
                        GError **error);
/* As hd_guard_view(), and the answer is printed, which may count as an export. */
gboolean hd_guard_query (HdStore *store,
                         const HdQuery *query,
                         const HdFrame *frame,
                         const char *reason,
                         GError **error);
/* `object` is about to be taken in. */
gboolean hd_guard_import (HdStore *store, const char *object, const char *reason, GError **error);
/* Feeds are about to be fetched from `url`. `ca_file` becomes the policy's where it has one, else stays.
 * (transfer full) */
gboolean hd_guard_source (const char *url, char **ca_file, GError **error);
/* Rows of these units are about to be fetched or taken in; `scope` becomes the policy's where it is NULL and
 * the policy has one. `store` (nullable) knows which unit is below which. (transfer full) (inout) */
gboolean hd_guard_scope (HdStore *store, char ***scope, GError **error);
/* Something else is about to be done to `object` that an auditor asks about. */
gboolean hd_guard_record (HdStore *store,
                          HdAuditAction action,
                          const char *object,
                          const char *reason,
                          GError **error);
/* So many years of a dataset's rows are to be kept; 0: all. */
gboolean hd_guard_retention (guint n_years, GError **error);
/* Something was taken in: what the policy does not let stay goes again. */
gboolean hd_guard_keep (HdStore *store, GError **error);

G_END_DECLS
