/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path that asks why figures of confidential units are looked at; once a session.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_REASON_BAR (hd_reason_bar_get_type ())
G_DECLARE_FINAL_TYPE (HdReasonBar, hd_reason_bar, HD, REASON_BAR, GtkWidget)

/* ::given (const char *reason); the bar has gone then. */
GtkWidget *hd_reason_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_reason_bar_ask (HdReasonBar *self);
void hd_reason_bar_dismiss (HdReasonBar *self);

G_END_DECLS
