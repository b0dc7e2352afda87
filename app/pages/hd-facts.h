/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card of names and words, line by line, each read aloud as one.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-present-facts.h"

G_BEGIN_DECLS

GtkWidget *hd_facts_card_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* `facts` are HdPresentFacts; borrowed. */
void hd_facts_card_show (GtkWidget *card, GPtrArray *facts);

G_END_DECLS
