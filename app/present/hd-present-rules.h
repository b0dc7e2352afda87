/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules that find what may need a decision.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* A rule adds what it finds to `items`; nothing found is no error. */
typedef struct
{
  const char *id;
  void (*find) (const HdPresent *present, GPtrArray *items);
} HdPresentRule;

extern const HdPresentRule hd_present_rules[];
extern const guint hd_present_n_rules;

G_END_DECLS
