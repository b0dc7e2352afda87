/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of what may need a decision, walked by Space and Backspace.
 */

#include "config.h"

#include "hd-items.h"

#include <glib/gi18n.h>

#include "hd-chart.h"
#include "hd-widgets.h"

#define MAX_LINES 3
#define SIDE_CHARS 11
#define BRIDGE_HEIGHT_PX 140

static GtkWidget *
new_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "");

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  hd_widgets_set_tooltip (label, text);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Where there is no room for one line there are more, before words are left out. */
static void
wrap (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
}

static const char *
glyph_for (const HdPresentItem *item)
{
  return item->sign > 0 ? "▲" : item->sign < 0 ? "▼" : "◆";
}

static const char *
class_for (HdPointStatus status)
{
  return status == HD_STATUS_BETTER ? "better" : status == HD_STATUS_WORSE ? "worse" : "neutral";
}

/* (transfer full): the item as a screen reader says it. */
static char *
speak (const HdPresentItem *item)
{
  const char *const parts[] = { item->head, item->figure, item->side, item->causes };
  GString *text = g_string_new (NULL);

  for (guint index = 0; index < G_N_ELEMENTS (parts); index++)
    if (parts[index] != NULL && parts[index][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ". " : "", parts[index]);
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_row (const HdPresentItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *glyph = new_label (glyph_for (item), class_for (item->status), 0.5);
  GtkWidget *head = new_label (item->head, "head", 0);
  GtkWidget *causes = new_label (item->causes, "hd-caption", 0);
  GtkWidget *figure = new_label (item->figure, "figure", 1);
  GtkWidget *side = new_label (item->side, "neutral", 1);
  g_autofree char *spoken = speak (item);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 10);
  gtk_label_set_width_chars (GTK_LABEL (glyph), 2);
  gtk_widget_set_valign (glyph, GTK_ALIGN_START);
  gtk_widget_set_hexpand (head, TRUE);
  wrap (head);
  wrap (causes);
  wrap (figure);
  gtk_label_set_ellipsize (GTK_LABEL (figure), PANGO_ELLIPSIZE_NONE);
  /* As wide in every row, so that the figures stand below each other. */
  gtk_label_set_width_chars (GTK_LABEL (side), SIDE_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (side), SIDE_CHARS);
  gtk_widget_add_css_class (figure, class_for (item->status));
  gtk_widget_set_visible (causes, item->causes != NULL && item->causes[0] != '\0');
  gtk_grid_attach (GTK_GRID (grid), glyph, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), head, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), figure, 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), side, 3, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), causes, 1, 1, 3, 1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  g_object_set_data_full (G_OBJECT (row), "hd-link", g_strdup (item->link), g_free);
  if (item->bridge != NULL)
    g_object_set_data_full (G_OBJECT (row), "hd-bridge", hd_chart_spec_ref (item->bridge),
                            (GDestroyNotify)hd_chart_spec_unref);
  hd_page_mark_kpi (row, item->kpi);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HdPage *page)
{
  hd_page_follow (page, g_object_get_data (G_OBJECT (row), "hd-link"));
}

static GtkListBox *
list_of (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "hd-list");
}

/* Before the row itself, which Space would activate. */
static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType modifiers,
        GtkWidget *card)
{
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0
      || (key != GDK_KEY_space && key != GDK_KEY_BackSpace))
    return GDK_EVENT_PROPAGATE;
  hd_items_walk (card, key == GDK_KEY_space ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* The causes of the marked item as a bridge, below all items. */
static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, GtkWidget *card)
{
  GtkWidget *bridge = g_object_get_data (G_OBJECT (card), "hd-bridge");
  GtkWidget *title = gtk_widget_get_first_child (bridge);
  GtkWidget *chart = gtk_widget_get_last_child (bridge);
  HdChartSpec *spec = row != NULL ? g_object_get_data (G_OBJECT (row), "hd-bridge") : NULL;

  gtk_widget_set_visible (bridge, spec != NULL);
  if (spec == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)), spec->caption);
  hd_chart_set_spec (HD_CHART (chart), spec);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (GTK_LABEL (title)), -1);
}

static GtkWidget *
make_bridge (HdPage *page, const HdPageCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = new_label (_ ("Bridge: what makes the difference"), "title", 0);
  GtkWidget *caption = new_label (NULL, "hd-caption", 0);
  GtkWidget *chart = hd_chart_new ();

  gtk_widget_set_size_request (chart, -1, BRIDGE_HEIGHT_PX);
  gtk_widget_set_vexpand (chart, TRUE);
  gtk_widget_set_margin_top (box, 6);
  wrap (title);
  wrap (caption);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), chart);
  gtk_widget_set_visible (box, FALSE);
  hd_page_watch_chart (page, chart, card);
  return box;
}

GtkWidget *
hd_items_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *bridge = make_bridge (page, card);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), widget, 0);
  gtk_widget_add_controller (list, keys);
  gtk_widget_add_css_class (list, "hd-list");
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (list), FALSE);
  g_object_set_data (G_OBJECT (widget), "hd-list", list);
  g_object_set_data (G_OBJECT (widget), "hd-bridge", bridge);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), page, 0);
  g_signal_connect_object (list, "row-selected", G_CALLBACK (row_selected_cb), widget, 0);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), bridge);
  gtk_widget_set_vexpand (box, TRUE);
  hd_card_set_child (HD_CARD (widget), box);
  hd_card_set_title (HD_CARD (widget), _ ("Items That May Need a Decision"));
  hd_card_set_hint (HD_CARD (widget), _ ("Space: next · Enter: look deeper"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Items That May Need a Decision"), -1);
  return widget;
}

/* The morning begins at the first item, not at a button that the toolkit happens to find first. */
static void
take_first_focus (GtkWidget *card)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list_of (card));

  if (row == NULL || g_object_get_data (G_OBJECT (card), "hd-greeted") != NULL)
    return;
  g_object_set_data (G_OBJECT (card), "hd-greeted", card);
  if (gtk_widget_get_mapped (card))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
hd_items_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  GPtrArray *items = answer;
  GtkListBox *list = list_of (widget);
  g_autofree char *title = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint index = 0; index < items->len; index++)
    gtk_list_box_append (list, make_row (g_ptr_array_index (items, index)));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
  take_first_focus (widget);
  title = g_strdup_printf (ngettext ("%u Item That May Need a Decision",
                                     "%u Items That May Need a Decision", items->len),
                           items->len);
  hd_card_set_title (HD_CARD (widget), title);
  if (items->len == 0)
    hd_card_set_note (HD_CARD (widget), _ ("Nothing stands out today."));
}

gboolean
hd_items_walk (GtkWidget *widget, int step)
{
  GtkListBox *list = list_of (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  gboolean has_focus = row != NULL && gtk_widget_has_focus (GTK_WIDGET (row));
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  /* The first press goes to the item that is marked already. */
  if (has_focus || row == NULL)
    index += step;
  row = gtk_list_box_get_row_at_index (list, MAX (index, 0));
  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}
