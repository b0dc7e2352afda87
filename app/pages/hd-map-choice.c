/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the map page is drawn of: a figure, its places, and by what they are coloured.
 */

#include "config.h"

#include "hd-map-cards.h"

#include <glib/gi18n.h>

#include "hd-board.h"
#include "hd-kpi-picker.h"
#include "hd-map-story.h"
#include "hd-widgets.h"

typedef struct
{
  const HdKpi *kpi; /* of the catalogue, which outlives the answers */
  char *lang;
  guint kind; /* of hd_map_kinds[] */
  HdMapColour colour;
  gatomicrefcount refs;
} Choice;

typedef struct
{
  HdPage *page; /* owns the widgets that own this */
  GtkWidget *picker, *kinds, *colours;
  gboolean is_showing; /* what is chosen now comes from the page, not from the person */
} Widgets;

gpointer
hd_map_choice_ref (gpointer answer)
{
  g_atomic_ref_count_inc (&((Choice *)answer)->refs);
  return answer;
}

void
hd_map_choice_unref (gpointer answer)
{
  Choice *choice = answer;

  if (!g_atomic_ref_count_dec (&choice->refs))
    return;
  g_free (choice->lang);
  g_free (choice);
}

gpointer
hd_map_choice_ask (const HdPresent *present, const char *argument, GError **error)
{
  const HdMapKind *kind = hd_map_kind_find (present->scope->layer);
  Choice *choice = g_new0 (Choice, 1);

  g_atomic_ref_count_init (&choice->refs);
  choice->kpi = hd_map_kpi (present, kind);
  choice->lang = g_strdup (present->lang);
  choice->kind = (guint)(kind - hd_map_kinds);
  choice->colour = hd_map_colour_of (present, choice->kpi);
  return choice;
}

static void
kind_cb (GtkDropDown *kinds, GParamSpec *pspec, Widgets *self)
{
  HdContext *context = hd_page_get_context (self->page);
  guint kind = gtk_drop_down_get_selected (kinds);

  if (self->is_showing || kind >= hd_n_map_kinds)
    return;
  hd_context_take (context, hd_scope_with_layer (hd_context_get_scope (context),
                                                 kind > 0 ? hd_map_kinds[kind].id : NULL));
}

static void
colour_cb (GtkDropDown *colours, GParamSpec *pspec, Widgets *self)
{
  HdContext *context = hd_page_get_context (self->page);
  guint colour = gtk_drop_down_get_selected (colours);

  if (self->is_showing || colour >= HD_N_MAP_COLOURS)
    return;
  hd_context_take (
      context, hd_scope_with_colour (hd_context_get_scope (context), hd_map_colours[colour].id));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), name);
  hd_widgets_set_tooltip (gtk_list_item_get_child (item), name);
}

/* The toolkit's own choices are never narrower than their longest name. */
static GtkWidget *
make_choice (GtkStringList *names, const char *label)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  g_object_unref (factory);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return choice;
}

static gboolean
has_units (const HdKpi *kpi)
{
  return hd_kpi_has_dimension (kpi, "unit") || hd_kpi_has_dimension (kpi, "partner");
}

/* Edge to edge with the cards below; on a narrow screen below each other. */
static void
add_to (GtkWidget *board, GtkWidget *child, guint span)
{
  gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  hd_board_add (HD_BOARD (board), child, span, 1);
}

GtkWidget *
hd_map_choice_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *board = hd_board_new ();
  g_autofree Widgets *self = g_new0 (Widgets, 1);
  GtkStringList *kinds = gtk_string_list_new (NULL);
  GtkStringList *colours = gtk_string_list_new (NULL);

  for (guint kind = 0; kind < hd_n_map_kinds; kind++)
    gtk_string_list_append (kinds, _ (hd_map_kinds[kind].name));
  for (guint colour = 0; colour < HD_N_MAP_COLOURS; colour++)
    gtk_string_list_append (colours, _ (hd_map_colours[colour].name));
  self->page = page;
  self->picker = hd_kpi_picker_new (page, has_units);
  self->kinds = make_choice (kinds, _ ("What the map shows"));
  self->colours = make_choice (colours, _ ("Coloured by"));
  gtk_widget_add_css_class (board, "hd-choice");
  add_to (board, self->picker, 21);
  add_to (board, self->kinds, 21);
  add_to (board, self->colours, 18);
  g_signal_connect (self->kinds, "notify::selected", G_CALLBACK (kind_cb), self);
  g_signal_connect (self->colours, "notify::selected", G_CALLBACK (colour_cb), self);
  g_object_set_data_full (G_OBJECT (board), "hd-map-choice", g_steal_pointer (&self), g_free);
  return board;
}

void
hd_map_choice_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  Widgets *self = g_object_get_data (G_OBJECT (widget), "hd-map-choice");
  const Choice *choice = answer;

  self->is_showing = TRUE;
  hd_kpi_picker_set_kpi (self->picker, choice->kpi, choice->lang);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kinds), choice->kind);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->colours), choice->colour);
  gtk_widget_set_sensitive (self->colours, !hd_map_kinds[choice->kind].is_points);
  self->is_showing = FALSE;
}

void
hd_map_choice_open (GtkWidget *widget)
{
  Widgets *self = g_object_get_data (G_OBJECT (widget), "hd-map-choice");

  hd_kpi_picker_open (self->picker);
}
