/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card: a title that says what is shown, a caption with unit, place, period and vintage, and a content.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_CARD (hd_card_get_type ())
G_DECLARE_FINAL_TYPE (HdCard, hd_card, HD, CARD, GtkWidget)

GtkWidget *hd_card_new (void) G_GNUC_WARN_UNUSED_RESULT;

GtkWidget *hd_card_get_child (HdCard *self); /* (nullable) */
const char *hd_card_get_title (HdCard *self);
void hd_card_set_child (HdCard *self, GtkWidget *child);
/* NULL hides the line. */
void hd_card_set_title (HdCard *self, const char *title);
void hd_card_set_caption (HdCard *self, const char *caption);
/* A short word at the end of the title line: keys, a count. */
void hd_card_set_hint (HdCard *self, const char *hint);
/* A "?" that asks what this KPI means, by the action win.explain; NULL: none. */
void hd_card_set_term (HdCard *self, const char *kpi);
/* Shown in the place of the child: why there is nothing to see. NULL shows the child. */
void hd_card_set_note (HdCard *self, const char *note);
/* Whether a newer answer is on its way; what is shown stays. */
void hd_card_set_busy (HdCard *self, gboolean is_busy);
/* Stale data lose colour. */
void hd_card_set_stale (HdCard *self, gboolean is_stale);

G_END_DECLS
