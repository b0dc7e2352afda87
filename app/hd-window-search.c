/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ctrl+K: a few letters, with or without diacritics, and Enter goes there.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-window-private.h"

#define MAX_RESULTS 9
#define RESULTS_PX 380
#define NAME_CHARS 46
/* Round the results in a window that is hardly wider. */
#define EDGE_PX 24

static const char *
kind_name (HdFoundKind kind)
{
  switch (kind)
    {
    case HD_FOUND_SCREEN:
      return _ ("screen");
    case HD_FOUND_UNIT:
      return _ ("unit");
    case HD_FOUND_KPI:
      return _ ("figure");
    case HD_FOUND_DATASET:
      return _ ("dataset");
    case HD_FOUND_CODE:
      return _ ("filter");
    case HD_FOUND_CHAPTER:
    default:
      return _ ("tariff");
    }
}

static void
ensure_index (HdWindow *self)
{
  if (self->index != NULL || hd_session_get_catalog (self->session) == NULL)
    return;
  self->index = hd_search_new (hd_session_get_catalog (self->session),
                               hd_session_get_structures (self->session),
                               hd_session_get_lang (self->session));
  for (guint index = 0; index < hd_n_pages; index++)
    hd_search_add_screen (self->index, hd_pages[index]->id, _ (hd_pages[index]->title));
}

static GtkWidget *
make_row (const HdFound *found, int name_chars)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (found->name);
  GtkWidget *kind = gtk_label_new (kind_name (found->kind));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", found->name, kind_name (found->kind));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), name_chars);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (kind, "hd-caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "hd-found", (gpointer)found);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
clear_results (HdWindow *self)
{
  GtkListBox *list = GTK_LIST_BOX (self->results_list);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
changed_cb (GtkSearchEntry *entry, HdWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean is_tight = width < RESULTS_PX + EDGE_PX;
  g_autoptr (GPtrArray) found = NULL;

  clear_results (self);
  ensure_index (self);
  if (text[0] == '\0' || self->index == NULL)
    {
      gtk_popover_popdown (GTK_POPOVER (self->results));
      return;
    }
  /* The longest name decides how wide it is, unless the window does. */
  gtk_widget_set_size_request (self->results, is_tight ? width - EDGE_PX : RESULTS_PX, -1);
  found = hd_search_find (self->index, text, MAX_RESULTS);
  for (guint index = 0; index < found->len; index++)
    gtk_list_box_append (GTK_LIST_BOX (self->results_list),
                         make_row (g_ptr_array_index (found, index), is_tight ? 1 : NAME_CHARS));
  if (found->len == 0)
    {
      GtkWidget *none = gtk_label_new (_ ("Nothing of that name."));

      gtk_list_box_append (GTK_LIST_BOX (self->results_list), none);
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->results_list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->results_list), 0));
  gtk_popover_popup (GTK_POPOVER (self->results));
}

static void
follow (HdWindow *self, GtkListBoxRow *row)
{
  const HdFound *found = row != NULL ? g_object_get_data (G_OBJECT (row), "hd-found") : NULL;
  const char *dimension;

  if (found == NULL)
    return;
  dimension = found->kind == HD_FOUND_UNIT      ? "unit"
              : found->kind == HD_FOUND_CHAPTER ? "hs"
                                                : found->dimension;
  if (self->comparing != NULL && dimension != NULL)
    {
      g_autofree char *code = g_strconcat (dimension, "=", found->id, NULL);

      hd_window_compare (self, code);
    }
  else
    hd_context_take (self->context, hd_search_scope (found, hd_context_get_scope (self->context)));
  gtk_popover_popdown (GTK_POPOVER (self->results));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (hd_window_get_page (self) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (hd_window_get_page (self)), GTK_DIR_TAB_FORWARD);
}

static void
activate_cb (GtkSearchEntry *entry, HdWindow *self)
{
  follow (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->results_list)));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HdWindow *self)
{
  follow (self, row);
}

static void
stop_cb (GtkSearchEntry *entry, HdWindow *self)
{
  hd_window_stop_comparing (self);
  gtk_popover_popdown (GTK_POPOVER (self->results));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

/* Down and Up walk the results while the letters stay in the entry. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        HdWindow *self)
{
  GtkListBox *list = GTK_LIST_BOX (self->results_list);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;

  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (list, MAX (gtk_list_box_row_get_index (row) + step, 0));
  if (row != NULL)
    gtk_list_box_select_row (list, row);
  return GDK_EVENT_STOP;
}

/* Where there is no room for it, the entry is there only while it is used. */
static void
left_cb (GtkEventControllerFocus *focus, HdWindow *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
hd_window_init_search (HdWindow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->results_list = gtk_list_box_new ();
  self->results = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->results), self->results_list);
  gtk_popover_set_autohide (GTK_POPOVER (self->results), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->results), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->results), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->results, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->results, "hd-results");
  gtk_widget_set_parent (self->results, self->search);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->results_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Found"), -1);

  g_signal_connect (self->search, "search-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (stop_cb), self);
  g_signal_connect (self->results_list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->search, keys);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (self->search, focus);
}

void
hd_window_forget_search (HdWindow *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->results));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  clear_results (self);
  g_clear_pointer (&self->index, hd_search_free);
}

void
hd_window_dispose_search (HdWindow *self)
{
  g_clear_pointer (&self->results, gtk_widget_unparent);
  g_clear_pointer (&self->index, hd_search_free);
}
