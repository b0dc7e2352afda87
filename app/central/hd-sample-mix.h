/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which goods come and go, and which of them bear which tax.
 */

#pragma once

#include "hd-sample-world.h"

G_BEGIN_DECLS

/* Fills hs_by_flow, hs_by_tax, flow_by_tax and regime_by_flow. */
void hd_sample_world_make_mix (HdSampleWorld *world);

G_END_DECLS
