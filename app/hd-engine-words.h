/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which engine answers, and what is wrong with it, in words.
 */

#pragma once

#include "hd-engine-choice.h"

G_BEGIN_DECLS

/* (transfer full): "This machine", "Warehouse kho.customs.example". */
char *hd_engine_words_name (const HdEngineStatus *status);
/* What a person should know of the engine, and what they can do. (transfer full) (nullable): all is as it
 * should be. */
char *hd_engine_words_describe (const HdEngineStatus *status);

G_END_DECLS
