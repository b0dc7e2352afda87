/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forecast desk's own cards: which figure is looked at, and how its forecast was made.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* The figure, the place, and how old the forecast is. */
gpointer hd_forecast_choice_ask (const HdPresent *present, const char *argument, GError **error);
gpointer hd_forecast_choice_ref (gpointer answer);
void hd_forecast_choice_unref (gpointer answer);
GtkWidget *hd_forecast_choice_create (HdPage *page, const HdPageCard *card);
void
hd_forecast_choice_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);
/* Opens the list of figures. */
void hd_forecast_choice_open (GtkWidget *widget);

/* The method card. */
gpointer hd_forecast_facts_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_forecast_facts_create (HdPage *page, const HdPageCard *card);
void
hd_forecast_facts_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
