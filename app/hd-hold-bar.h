/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path: what a feed sent that is not believed yet, and the two answers to it.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_HOLD_BAR (hd_hold_bar_get_type ())
G_DECLARE_FINAL_TYPE (HdHoldBar, hd_hold_bar, HD, HOLD_BAR, GtkWidget)

/* Its buttons are win.hold-accept and win.hold-refuse, with the dataset. */
GtkWidget *hd_hold_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* `text` (nullable): nothing is held. */
void hd_hold_bar_set (HdHoldBar *self, const char *dataset, const char *text);
/* The buttons stand below the words. */
void hd_hold_bar_set_small (HdHoldBar *self, gboolean is_small);

G_END_DECLS
