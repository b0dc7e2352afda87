/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button that names the KPI in question and lets another be found by a few letters, with or without
 * diacritics.
 */

#include "config.h"

#include "hd-kpi-picker.h"

#include <glib/gi18n.h>

#include "hd-filter-list.h"

#define LIST_HEIGHT_PX 360
#define LIST_WIDTH_PX 380
/* Of the button, on the narrowest screen too. */
#define LABEL_CHARS 11

typedef struct
{
  HdPage *page; /* owns the button that owns this */
  GtkWidget *button, *label, *list;
  gboolean (*is_wanted) (const HdKpi *kpi);
} Picker;

static Picker *
picker_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "hd-picker");
}

/* Once, when it is first opened: start-up pays nothing for it. */
static void
fill (Picker *picker)
{
  HdSession *session = hd_page_get_session (picker->page);
  HdCatalog *catalog = hd_session_get_catalog (session);
  const char *lang = hd_session_get_lang (session);

  if (catalog == NULL || !hd_filter_list_is_empty (HD_FILTER_LIST (picker->list)))
    return;
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (catalog, index);
      g_autofree char *words
          = g_strjoin (" ", hd_kpi_name (kpi, lang), hd_kpi_short_name (kpi, lang), kpi->id, NULL);

      if (picker->is_wanted (kpi))
        hd_filter_list_add (HD_FILTER_LIST (picker->list), kpi->id, hd_kpi_name (kpi, lang), words,
                            NULL);
    }
}

static void
chosen_cb (HdFilterList *list, const char *kpi, Picker *picker)
{
  HdContext *context = hd_page_get_context (picker->page);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (picker->button));
  hd_context_take (context, hd_scope_with_step (hd_context_get_scope (context), "kpi", kpi));
}

static void
stopped_cb (HdFilterList *list, Picker *picker)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (picker->button));
}

static void
opened_cb (GtkWidget *popover, Picker *picker)
{
  fill (picker);
  hd_filter_list_reset (HD_FILTER_LIST (picker->list));
}

static GtkWidget *
make_popover (Picker *picker)
{
  GtkWidget *popover = gtk_popover_new ();

  picker->list = hd_filter_list_new (_ ("Find a figure"), _ ("Figures to choose from"));
  gtk_widget_set_size_request (picker->list, LIST_WIDTH_PX, LIST_HEIGHT_PX);
  gtk_popover_set_child (GTK_POPOVER (popover), picker->list);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_add_css_class (popover, "hd-results");
  g_signal_connect (picker->list, "chosen", G_CALLBACK (chosen_cb), picker);
  g_signal_connect (picker->list, "stopped", G_CALLBACK (stopped_cb), picker);
  g_signal_connect (popover, "show", G_CALLBACK (opened_cb), picker);
  return popover;
}

GtkWidget *
hd_kpi_picker_new (HdPage *page, gboolean (*is_wanted) (const HdKpi *kpi))
{
  Picker *picker = g_new0 (Picker, 1);

  picker->page = page;
  picker->is_wanted = is_wanted;
  picker->button = gtk_menu_button_new ();
  picker->label = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (picker->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (picker->label), LABEL_CHARS);
  gtk_label_set_xalign (GTK_LABEL (picker->label), 0);
  /* In a button wider than its words these stand at the left; the button itself takes no more than it is given. */
  gtk_widget_set_hexpand (picker->label, TRUE);
  gtk_widget_set_hexpand (picker->button, FALSE);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (picker->button), picker->label);
  gtk_widget_set_halign (gtk_widget_get_parent (picker->label), GTK_ALIGN_FILL);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (picker->button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (picker->button), make_popover (picker));
  gtk_widget_set_tooltip_text (picker->button, _ ("Another figure (Ctrl+J)"));
  g_object_set_data_full (G_OBJECT (picker->button), "hd-picker", picker, g_free);
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
