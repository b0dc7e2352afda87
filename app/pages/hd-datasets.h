/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the evidence screen: every dataset with its age, the KPIs of one, and the messages received.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* For hd_card_kinds[]. Answers are GPtrArrays of rows of their own. */
gpointer hd_datasets_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_datasets_create (HdPage *page, const HdPageCard *card);
void hd_datasets_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

gpointer hd_dataset_kpis_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_dataset_kpis_create (HdPage *page, const HdPageCard *card);
void
hd_dataset_kpis_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

gpointer hd_messages_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_messages_create (HdPage *page, const HdPageCard *card);
void hd_messages_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
