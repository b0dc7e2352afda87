/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of what may need a decision, walked by Space and Backspace.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* For hd_card_kinds[]: a HdCard with the list. */
GtkWidget *hd_items_create (HdPage *page, const HdPageCard *card);
/* `answer` is a GPtrArray of HdPresentItem. */
void hd_items_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);
/* Selects the next (1) or previous (-1) item and gives it the focus. */
gboolean hd_items_walk (GtkWidget *widget, int step);

G_END_DECLS
