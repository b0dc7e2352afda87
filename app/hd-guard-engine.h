/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An engine that passes on to another what is asked, and its answers only when the policy allows: figures of
 * confidential units are recorded in the audit log before they are shown, each question once.
 */

#pragma once

#include "hd-engine.h"
#include "hd-store.h"

G_BEGIN_DECLS

#define HD_TYPE_GUARD_ENGINE (hd_guard_engine_get_type ())
G_DECLARE_FINAL_TYPE (HdGuardEngine, hd_guard_engine, HD, GUARD_ENGINE, GObject)

/* ::reason-wanted (): an answer was held back, because the policy wants a reason for it; on the main context
 * of its maker, once until there is one. */
HdGuardEngine *hd_guard_engine_new (HdEngine *engine, HdStore *store) G_GNUC_WARN_UNUSED_RESULT;
/* Why figures are looked at from now on. */
void hd_guard_engine_set_reason (HdGuardEngine *self, const char *reason);

G_END_DECLS
