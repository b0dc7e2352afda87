/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button that names the KPI in question and lets another be found by a few letters, with or without
 * diacritics.
 */

#include "config.h"

#include "hd-kpi-picker.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-forecast-series.h"
#include "hd-search.h"

#define LIST_HEIGHT_PX 320
#define LIST_WIDTH_PX 380
#define NAME_CHARS 44
/* Of the button, on the narrowest screen too. */
#define LABEL_CHARS 13

typedef struct
{
  HdPage *page; /* owns the button that owns this */
  GtkWidget *button, *label, *entry, *list;
  char *folded; /* what is looked for, without diacritics */
} Picker;

static void
picker_free (Picker *picker)
{
  g_free (picker->folded);
  g_free (picker);
}

static Picker *
picker_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "hd-picker");
}

static GtkWidget *
make_row (const HdKpi *kpi, const char *lang)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *name = gtk_label_new (hd_kpi_name (kpi, lang));
  g_autofree char *all
      = g_strjoin (" ", hd_kpi_name (kpi, lang), hd_kpi_short_name (kpi, lang), kpi->id, NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), name);
  g_object_set_data (G_OBJECT (row), "hd-kpi", (gpointer)kpi->id);
  g_object_set_data_full (G_OBJECT (row), "hd-folded", hd_search_fold (all), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hd_kpi_name (kpi, lang), -1);
  return row;
}

/* Once, when it is first opened: start-up pays nothing for it. */
static void
fill (Picker *picker)
{
  HdSession *session = hd_page_get_session (picker->page);
  HdCatalog *catalog = hd_session_get_catalog (session);

  if (catalog == NULL || gtk_widget_get_first_child (picker->list) != NULL)
    return;
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    if (hd_forecast_series_has_future (hd_catalog_get_kpi (catalog, index)))
      gtk_list_box_append (
          GTK_LIST_BOX (picker->list),
          make_row (hd_catalog_get_kpi (catalog, index), hd_session_get_lang (session)));
}

/* Every word that was typed is in the row's. */
static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  const Picker *picker = user_data;
  const char *folded = g_object_get_data (G_OBJECT (row), "hd-folded");
  g_auto (GStrv) words = NULL;

  if (picker->folded == NULL)
    return TRUE;
  words = g_strsplit (picker->folded, " ", -1);
  for (guint index = 0; words[index] != NULL; index++)
    if (strstr (folded, words[index]) == NULL)
      return FALSE;
  return TRUE;
}

static GtkListBoxRow *
first_match (Picker *picker)
{
  GtkListBoxRow *row;

  for (int index = 0;
       (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (picker->list), index)) != NULL; index++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)) && filter_cb (row, picker))
      return row;
  return NULL;
}

static void
typed_cb (GtkSearchEntry *entry, Picker *picker)
{
  g_free (picker->folded);
  picker->folded = hd_search_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_strstrip (picker->folded);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (picker->list));
  gtk_list_box_select_row (GTK_LIST_BOX (picker->list), first_match (picker));
}

static void
choose (Picker *picker, GtkListBoxRow *row)
{
  HdContext *context = hd_page_get_context (picker->page);
  const char *kpi = row != NULL ? g_object_get_data (G_OBJECT (row), "hd-kpi") : NULL;

  if (kpi == NULL)
    return;
  gtk_menu_button_popdown (GTK_MENU_BUTTON (picker->button));
  hd_context_take (context, hd_scope_with_step (hd_context_get_scope (context), "kpi", kpi));
}

static void
entered_cb (GtkSearchEntry *entry, Picker *picker)
{
  /* Enter may come before the delayed search-changed. */
  typed_cb (entry, picker);
  choose (picker, gtk_list_box_get_selected_row (GTK_LIST_BOX (picker->list)));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, Picker *picker)
{
  choose (picker, row);
}

static void
stopped_cb (GtkSearchEntry *entry, Picker *picker)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (picker->button));
}

static void
opened_cb (GtkWidget *popover, Picker *picker)
{
  fill (picker);
  gtk_editable_set_text (GTK_EDITABLE (picker->entry), "");
  gtk_widget_grab_focus (picker->entry);
}

static GtkWidget *
make_popover (Picker *picker)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  picker->entry = gtk_search_entry_new ();
  picker->list = gtk_list_box_new ();
  g_object_set (picker->entry, "placeholder-text", _ ("Find a figure"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picker->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find a figure"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picker->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Figures that can be forecast"), -1);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (picker->list), filter_cb, picker, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), picker->list);
  gtk_widget_set_size_request (scroller, -1, LIST_HEIGHT_PX);
  gtk_widget_set_size_request (popover, LIST_WIDTH_PX, -1);
  gtk_box_append (GTK_BOX (box), picker->entry);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_add_css_class (popover, "hd-results");
  g_signal_connect (picker->entry, "search-changed", G_CALLBACK (typed_cb), picker);
  g_signal_connect (picker->entry, "activate", G_CALLBACK (entered_cb), picker);
  g_signal_connect (picker->entry, "stop-search", G_CALLBACK (stopped_cb), picker);
  g_signal_connect (picker->list, "row-activated", G_CALLBACK (row_activated_cb), picker);
  g_signal_connect (popover, "show", G_CALLBACK (opened_cb), picker);
  return popover;
}

GtkWidget *
hd_kpi_picker_new (HdPage *page)
{
  Picker *picker = g_new0 (Picker, 1);

  picker->page = page;
  picker->button = gtk_menu_button_new ();
  picker->label = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (picker->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (picker->label), LABEL_CHARS);
  gtk_label_set_xalign (GTK_LABEL (picker->label), 0);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (picker->button), picker->label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (picker->button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (picker->button), make_popover (picker));
  gtk_widget_set_tooltip_text (picker->button, _ ("Another figure (Ctrl+J)"));
  g_object_set_data_full (G_OBJECT (picker->button), "hd-picker", picker,
                          (GDestroyNotify)picker_free);
  return picker->button;
}

void
hd_kpi_picker_set_kpi (GtkWidget *button, const HdKpi *kpi, const char *lang)
{
  Picker *picker = picker_of (button);
  g_autofree char *spoken = g_strdup_printf (_ ("Figure: %s"), hd_kpi_name (kpi, lang));

  gtk_label_set_label (GTK_LABEL (picker->label), hd_kpi_name (kpi, lang));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

void
hd_kpi_picker_open (GtkWidget *button)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
}
