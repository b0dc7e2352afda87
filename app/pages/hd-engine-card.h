/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers, on the evidence screen: this machine or a warehouse, and how it stands with that.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

gpointer hd_engine_card_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_engine_card_create (HdPage *page, const HdPageCard *card);
void hd_engine_card_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
