/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The glossary's two cards: the list of terms, and what one of them means.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* For hd_card_kinds[]. The answers are HdPresentTerms. */
gpointer hd_glossary_ask (const HdPresent *present, const char *argument, GError **error);
gpointer hd_glossary_ref (gpointer answer);
void hd_glossary_unref (gpointer answer);

GtkWidget *hd_glossary_terms_create (HdPage *page, const HdPageCard *card);
void
hd_glossary_terms_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);
/* The keyboard goes to the entry. */
void hd_glossary_terms_find (GtkWidget *widget);

GtkWidget *hd_glossary_term_create (HdPage *page, const HdPageCard *card);
void
hd_glossary_term_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

/* The glossary at that KPI, or where it was when `kpi` is NULL. (transfer full) */
HdScope *hd_glossary_scope (const HdScope *scope, const char *kpi);

G_END_DECLS
