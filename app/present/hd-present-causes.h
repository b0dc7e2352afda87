/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The greatest causes of a figure in one line: "cars −2.240 · crude oil −610 · rest −270".
 */

#pragma once

#include "hd-present-frame.h"

G_BEGIN_DECLS

/* How to split a figure. */
typedef struct
{
  const char *kpi;
  const char *by; /* "hs:section" */
  const char *where; /* (nullable): "unit=KV02" */
  const char *compare; /* "yoy": the parts are differences; "none": they are values */
  int sign; /* -1: the most negative first; +1: the greatest first */
  guint n_parts;
} HdPresentCauses;

/* All parts sum to the whole; what is not named is the rest. `picture` (out) (nullable) (transfer full) shows
 * the same: a bridge from the base, or bars where parts do not add up. (transfer full) (nullable): no parts. */
char *
hd_present_causes (const HdPresent *present, const HdPresentCauses *causes, HdChartSpec **picture);
/* A frame of `kpis` by `by` under the scope and `where`, compared so; NULL when it cannot be asked. */
HdFrame *hd_present_ask_parts (const HdPresent *present,
                               const char *kpis,
                               const char *by,
                               const char *where,
                               const char *compare);

G_END_DECLS
