/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the session's engine as the settings want it, and the screen as the engine is.
 */

#pragma once

#include "hd-context.h"
#include "hd-engine-choice.h"
#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_ENGINE_LINK (hd_engine_link_get_type ())
G_DECLARE_FINAL_TYPE (HdEngineLink, hd_engine_link, HD, ENGINE_LINK, GObject)

/* ::changed (): hd_engine_link_get_status() is another one. Made before whoever asks on the context's
 * ::changed, so that a round begins before its questions. */
HdEngineLink *hd_engine_link_new (HdSession *session, HdContext *context) G_GNUC_WARN_UNUSED_RESULT;
/* When the session is open: from here on the settings hold. */
void hd_engine_link_start (HdEngineLink *self);
/* (transfer full) (nullable): NULL before that. */
HdEngineStatus *hd_engine_link_get_status (HdEngineLink *self);
/* The warehouse is asked again after it failed. */
void hd_engine_link_retry (HdEngineLink *self);

G_END_DECLS
