/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path: what is wrong with the engine that should answer, and what can be done.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-engine-choice.h"

G_BEGIN_DECLS

#define HD_TYPE_ENGINE_BAR (hd_engine_bar_get_type ())
G_DECLARE_FINAL_TYPE (HdEngineBar, hd_engine_bar, HD, ENGINE_BAR, GtkWidget)

/* Its buttons are win.engine-retry, win.engine and win.engine-settings. */
GtkWidget *hd_engine_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Shows itself when there is something to say. `status` is (nullable). */
void hd_engine_bar_set_status (HdEngineBar *self, const HdEngineStatus *status);
/* The buttons stand below the words. */
void hd_engine_bar_set_small (HdEngineBar *self, gboolean is_small);

G_END_DECLS
