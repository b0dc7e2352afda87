/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a laid-out plan to a frame: which rows there are, in which order, and what stands in them.
 */

#pragma once

#include "hd-cube-kpi.h"

G_BEGIN_DECLS

/* Runs the plan. `started_us` is on the monotonic clock. */
HdFrame *
hd_cube_answer (HdCubePlan *plan, gint64 started_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
