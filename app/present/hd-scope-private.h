/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdScope share: a scope while it is being made, before anybody else has it.
 */

#pragma once

#include "hd-scope.h"

G_BEGIN_DECLS

/* As in hd_scope_new(). */
#define HD_SCOPE_COMPARE "yoy"
#define HD_SCOPE_MAP 2025

HdScope *hd_scope_copy (const HdScope *scope) G_GNUC_WARN_UNUSED_RESULT;
/* At the end of the path, whatever stands there. */
void hd_scope_add_step (HdScope *scope, const char *dimension, const char *code);

G_END_DECLS
