/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window looks at now, and every step that led there.
 */

#pragma once

#include <glib-object.h>

#include "hd-scope.h"

G_BEGIN_DECLS

#define HD_TYPE_CONTEXT (hd_context_get_type ())
G_DECLARE_FINAL_TYPE (HdContext, hd_context, HD, CONTEXT, GObject)

/* ::changed (): the scope is another one. */
HdContext *hd_context_new (HdScope *scope) G_GNUC_WARN_UNUSED_RESULT;

HdScope *hd_context_get_scope (HdContext *self); /* (transfer none) */
/* Goes there, as a step that can be undone; nothing when it is the same place. */
void hd_context_go (HdContext *self, HdScope *scope);
/* As hd_context_go(), taking the reference. */
void hd_context_take (HdContext *self, HdScope *scope);

/* Another place, without a step: what this context follows went there. Does not tell. */
void hd_context_show (HdContext *self, HdScope *scope);

gboolean hd_context_can_undo (HdContext *self);
gboolean hd_context_can_redo (HdContext *self);
void hd_context_undo (HdContext *self);
void hd_context_redo (HdContext *self);

G_END_DECLS
