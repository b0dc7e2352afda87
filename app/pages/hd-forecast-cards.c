/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forecast desk's own cards: which figure is looked at, and how its forecast was made.
 */

#include "config.h"

#include "hd-forecast-cards.h"

#include <glib/gi18n.h>

#include "hd-facts.h"
#include "hd-forecast-series.h"
#include "hd-freshness.h"
#include "hd-kpi-picker.h"
#include "hd-present-forecast.h"
#include "hd-present-text.h"
#include "hd-widgets.h"

/* What is looked at. */

typedef struct
{
  const HdKpi *kpi; /* of the catalogue, which outlives the answers */
  char *lang;
  char *place;
  char *made;
  gatomicrefcount refs;
} Choice;

gpointer
hd_forecast_choice_ref (gpointer answer)
{
  g_atomic_ref_count_inc (&((Choice *)answer)->refs);
  return answer;
}

void
hd_forecast_choice_unref (gpointer answer)
{
  Choice *choice = answer;

  if (!g_atomic_ref_count_dec (&choice->refs))
    return;
  g_free (choice->lang);
  g_free (choice->place);
  g_free (choice->made);
  g_free (choice);
}

/* "forecast 3 hours ago, from figures of 22/11 06:12". (transfer full) */
static char *
tell_made (const HdPresent *present, const HdKpi *kpi)
{
  g_autoptr (HdPresentForecast) forecast = hd_present_forecast_new (present, kpi, NULL);
  g_autofree char *vintage = NULL;
  g_autofree char *age = NULL;

  if (forecast == NULL)
    return g_strdup ("");
  vintage = hd_present_moment_short (forecast->entry->vintage);
  if (!forecast->is_from_book)
    /* Translators: when the figures were extracted. */
    return g_strdup_printf (_ ("made just now, from figures of %s"), vintage);
  age = hd_present_age (present->now - forecast->entry->made_at);
  if (forecast->entry->is_stale)
    return g_strdup_printf (_ ("made %s; newer figures have come since"), age);
  /* Translators: an age ("3 hours ago"), and when the figures were extracted. */
  return g_strdup_printf (_ ("made %s, from figures of %s"), age, vintage);
}

gpointer
hd_forecast_choice_ask (const HdPresent *present, const char *argument, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, HD_FORECAST_DEFAULT_KPI, error);
  Choice *choice;

  if (kpi == NULL)
    return NULL;
  choice = g_new0 (Choice, 1);
  g_atomic_ref_count_init (&choice->refs);
  choice->kpi = kpi;
  choice->lang = g_strdup (present->lang);
  choice->place = hd_present_place (present);
  choice->made = tell_made (present, kpi);
  return choice;
}

GtkWidget *
hd_forecast_choice_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *picker = hd_kpi_picker_new (page, hd_forecast_series_has_future);
  GtkWidget *place = gtk_label_new ("");
  GtkWidget *made = gtk_label_new ("");
  GtkWidget *again = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (made), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (place), 1);
  gtk_label_set_width_chars (GTK_LABEL (made), 1);
  gtk_label_set_xalign (GTK_LABEL (place), 0);
  gtk_label_set_xalign (GTK_LABEL (made), 1);
  gtk_widget_set_hexpand (made, TRUE);
  gtk_widget_set_valign (picker, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (place, "hd-caption");
  gtk_widget_add_css_class (made, "hd-caption");
  gtk_widget_add_css_class (box, "hd-choice");
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  gtk_button_set_has_frame (GTK_BUTTON (again), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "win.forecast-again");
  gtk_widget_set_tooltip_text (again, _ ("Forecast everything again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (again), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Forecast everything again"), -1);
  gtk_box_append (GTK_BOX (box), picker);
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), made);
  gtk_box_append (GTK_BOX (box), again);
  return box;
}

void
hd_forecast_choice_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  const Choice *choice = answer;
  GtkWidget *picker = gtk_widget_get_first_child (widget);
  GtkWidget *place = gtk_widget_get_next_sibling (picker);
  GtkWidget *made = gtk_widget_get_next_sibling (place);

  hd_kpi_picker_set_kpi (picker, choice->kpi, choice->lang);
  gtk_label_set_label (GTK_LABEL (place), choice->place);
  hd_widgets_set_tooltip (place, choice->place);
  gtk_label_set_label (GTK_LABEL (made), choice->made);
  hd_widgets_set_tooltip (made, choice->made);
}

void
hd_forecast_choice_open (GtkWidget *widget)
{
  hd_kpi_picker_open (gtk_widget_get_first_child (widget));
}

/* The method card. */

gpointer
hd_forecast_facts_ask (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_forecast_facts (present, error);
}

GtkWidget *
hd_forecast_facts_create (HdPage *page, const HdPageCard *card)
{
  return hd_facts_card_new (_ ("How It Was Made"));
}

void
hd_forecast_facts_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_facts_card_show (widget, answer);
}
