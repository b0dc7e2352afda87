/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules that find what may need a decision.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

extern const guint hd_present_n_rules;

/* Adds what rule number `rule` finds to `items`; nothing found is no error. */
void hd_present_rule_find (guint rule, const HdPresent *present, GPtrArray *items);

G_END_DECLS
