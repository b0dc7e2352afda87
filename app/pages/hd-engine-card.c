/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers, on the evidence screen. Nothing is asked for it: the card follows the engine's link, and so
 * says at any moment what the path and the bar say.
 */

#include "config.h"

#include "hd-engine-card.h"

#include <glib/gi18n.h>

#include "hd-engine-words.h"
#include "hd-facts.h"

/* On the card: the link that it follows. */
#define FOLLOWED "hd-engine-link"

gpointer
hd_engine_card_ask (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_facts_new ();
}

GtkWidget *
hd_engine_card_create (HdPage *page, const HdPageCard *card)
{
  return hd_facts_card_new (_ ("Who Answers"));
}

static void
show_status (GtkWidget *widget, HdEngineLink *link)
{
  g_autoptr (HdEngineStatus) status = hd_engine_link_get_status (link);
  g_autoptr (GPtrArray) facts = hd_present_facts_new ();
  char *problem;

  if (status == NULL)
    return;
  problem = hd_engine_words_describe (status);
  hd_present_facts_take (facts, _ ("Figures come from"), hd_engine_words_name (status));
  hd_present_facts_take (facts, _ ("How it stands"),
                         problem != NULL ? problem : g_strdup (_ ("All is as it should be.")));
  hd_facts_card_show (widget, facts);
}

static void
changed_cb (HdEngineLink *link, GtkWidget *widget)
{
  show_status (widget, link);
}

void
hd_engine_card_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  HdEngineLink *link = hd_page_get_engine_link (page);

  if (link == NULL)
    return;
  if (g_object_get_data (G_OBJECT (widget), FOLLOWED) == NULL)
    {
      g_object_set_data (G_OBJECT (widget), FOLLOWED, link);
      g_signal_connect_object (link, "changed", G_CALLBACK (changed_cb), widget, 0);
    }
  show_status (widget, link);
}
