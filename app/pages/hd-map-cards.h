/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map page's own cards: what the map is drawn of, and the map with its slider of time.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* Which figure, of which places, coloured by what. */
gpointer hd_map_choice_ask (const HdPresent *present, const char *argument, GError **error);
gpointer hd_map_choice_ref (gpointer answer);
void hd_map_choice_unref (gpointer answer);
GtkWidget *hd_map_choice_create (HdPage *page, const HdPageCard *card);
void hd_map_choice_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);
/* Opens the list of figures. */
void hd_map_choice_open (GtkWidget *widget);

/* The map, now and in the last periods. Answers are GPtrArrays of HdChartSpec. */
gpointer hd_map_story_ask (const HdPresent *present, const char *argument, GError **error);
GtkWidget *hd_map_story_create (HdPage *page, const HdPageCard *card);
void hd_map_story_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);

G_END_DECLS
