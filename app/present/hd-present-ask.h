/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a chart's row and a scope to a query and its answer.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* What comes next when drilling `kpi`: unit:region (or department), unit:office, hs:chapter, tax …, the
 * first that the scope does not yet fix. (nullable) (transfer full): nothing is left. */
char *hd_present_next_step (const HdPresent *present, const HdKpi *kpi);

/* A query for `kpis` by `by` (nullable) under the scope, with the person's comparison where the first KPI
 * can be compared so. (transfer full), for the caller to change before it is asked. */
HdQuery *hd_present_query (const HdPresent *present,
                           const char *kpis,
                           const char *by,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the chart's row asks: its KPIs, by, top and where. */
HdFrame *hd_present_ask (const HdPresentChart *chart,
                         const HdPresent *present,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One cell: `kpi` under the scope, without groups. The frame has one row. */
HdFrame *hd_present_ask_total (const HdPresent *present,
                               const char *kpis,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
