/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log on the evidence screen: who took out, took in, unlocked and looked at what, and why.
 */

#pragma once

#include "hd-page.h"
#include "hd-present.h"

G_BEGIN_DECLS

/* A card kind's functions (hd-card-kinds.c): (transfer full) (element-type HdListRow), newest first. */
gpointer hd_audit_trail_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_audit_trail_create (HdPage *page, const HdPageCard *card);
void hd_audit_trail_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
