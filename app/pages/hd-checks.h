/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks of the evidence screen: systems that say different things, figures restated, messages refused.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* For hd_card_kinds[]. Answers are GPtrArrays of HdListRows. */
gpointer hd_differences_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_differences_create (HdPage *page, const HdPageCard *card);
void hd_differences_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

gpointer hd_anomalies_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_anomalies_create (HdPage *page, const HdPageCard *card);
void hd_anomalies_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

gpointer hd_revisions_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_revisions_create (HdPage *page, const HdPageCard *card);
void hd_revisions_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

gpointer hd_refusals_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_refusals_create (HdPage *page, const HdPageCard *card);
void hd_refusals_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
