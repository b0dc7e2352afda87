/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The glossary's two cards: the list of terms, and what one of them means.
 */

#include "config.h"

#include "hd-glossary.h"

#include <glib/gi18n.h>

#include "hd-facts.h"
#include "hd-filter-list.h"
#include "hd-present-terms.h"

gpointer
hd_glossary_ask (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_term_new (present, error);
}

gpointer
hd_glossary_ref (gpointer answer)
{
  return hd_present_term_ref (answer);
}

void
hd_glossary_unref (gpointer answer)
{
  hd_present_term_unref (answer);
}

HdScope *
hd_glossary_scope (const HdScope *scope, const char *kpi)
{
  g_autoptr (HdScope) page = hd_scope_with_page (scope, "glossary");
  g_autoptr (HdScope) open = NULL;

  if (kpi == NULL)
    return g_steal_pointer (&page);
  open = hd_scope_without_dimension (page, "dataset");
  return hd_scope_with_step (open, "kpi", kpi);
}

static void
chosen_cb (HdFilterList *list, const char *id, HdPage *page)
{
  HdContext *context = hd_page_get_context (page);
  HdScope *scope = hd_context_get_scope (context);
  HdCatalog *catalog = hd_session_get_catalog (hd_page_get_session (page));

  if (hd_catalog_find_dataset (catalog, id) != NULL)
    {
      g_autoptr (HdScope) open = hd_scope_without_dimension (scope, "kpi");

      hd_context_take (context, hd_scope_with_step (open, "dataset", id));
    }
  else
    hd_context_take (context, hd_glossary_scope (scope, id));
}

/* What it is found by: its names, its id, its code in the reference, and the standards that know it. */
static void
add_kpi (HdFilterList *list, const HdKpi *kpi, const char *section, const char *lang)
{
  g_autofree char *words = g_strjoin (" ", kpi->name_vi, kpi->name_en, kpi->short_vi, kpi->short_en,
                                      kpi->id, kpi->code != NULL ? kpi->code : "",
                                      kpi->reference != NULL ? kpi->reference : "", NULL);

  hd_filter_list_add (list, kpi->id, hd_kpi_name (kpi, lang), words, section);
}

/* In the order of the datasets, so that each is a section. */
static void
add_kpis (HdFilterList *list, const HdCatalog *catalog, const char *lang)
{
  for (guint place = 0; place < hd_catalog_get_n_datasets (catalog); place++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, place);

      for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
        if (g_strcmp0 (hd_catalog_get_kpi (catalog, index)->dataset, dataset->id) == 0)
          add_kpi (list, hd_catalog_get_kpi (catalog, index), hd_dataset_name (dataset, lang),
                   lang);
    }
}

static void
add_datasets (HdFilterList *list, const HdCatalog *catalog, const char *lang)
{
  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, index);
      const HdSource *source = hd_catalog_find_source (catalog, dataset->source);
      g_autofree char *words = g_strjoin (" ", dataset->name_vi, dataset->name_en, dataset->id,
                                          dataset->source, source != NULL ? source->name_vi : "",
                                          source != NULL ? source->name_en : "", NULL);

      hd_filter_list_add (list, dataset->id, hd_dataset_name (dataset, lang), words,
                          _ ("Datasets"));
    }
}

GtkWidget *
hd_glossary_terms_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *list = hd_filter_list_new (_ ("Find a term"), _ ("Terms"));

  gtk_widget_set_vexpand (list, TRUE);
  gtk_widget_add_css_class (list, "hd-terms");
  g_signal_connect_object (list, "chosen", G_CALLBACK (chosen_cb), page, 0);
  hd_card_set_child (HD_CARD (widget), list);
  hd_card_set_title (HD_CARD (widget), _ ("Terms"));
  return widget;
}

void
hd_glossary_terms_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  HdSession *session = hd_page_get_session (page);
  HdFilterList *list = HD_FILTER_LIST (hd_card_get_child (HD_CARD (widget)));
  const HdPresentTerm *term = answer;

  if (hd_filter_list_is_empty (list))
    {
      add_kpis (list, hd_session_get_catalog (session), hd_session_get_lang (session));
      add_datasets (list, hd_session_get_catalog (session), hd_session_get_lang (session));
    }
  hd_filter_list_select (list, term->id);
}

void
hd_glossary_terms_find (GtkWidget *widget)
{
  hd_filter_list_reset (HD_FILTER_LIST (hd_card_get_child (HD_CARD (widget))));
}

GtkWidget *
hd_glossary_term_create (HdPage *page, const HdPageCard *card)
{
  return hd_facts_card_new (_ ("Term"));
}

void
hd_glossary_term_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  const HdPresentTerm *term = answer;

  hd_card_set_title (HD_CARD (widget), term->title);
  hd_card_set_caption (HD_CARD (widget), term->caption);
  hd_facts_card_show (widget, term->facts);
}
