/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list that a few letters narrow, with or without diacritics.
 *
 * Keys: letters narrow; Down enters the list; Enter takes the marked row; Escape tells ::stopped.
 * Accessibility: the entry and the list have labels; each row is named.
 */

#include "config.h"

#include "hd-filter-list.h"

#include <string.h>

#include "hd-list-sections.h"
#include "hd-search.h"
#include "hd-widgets.h"

#define NAME_CHARS 44

struct _HdFilterList
{
  GtkWidget parent_instance;

  GtkWidget *entry, *scroller, *list;
  char *folded; /* (nullable): what is looked for, without diacritics */
};

G_DEFINE_FINAL_TYPE (HdFilterList, hd_filter_list, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
row_id (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "hd-id");
}

/* Every word that was typed is in the row's. */
static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  HdFilterList *self = user_data;
  const char *folded = g_object_get_data (G_OBJECT (row), "hd-folded");
  g_auto (GStrv) words = NULL;

  if (self->folded == NULL)
    return TRUE;
  words = g_strsplit (self->folded, " ", -1);
  for (guint index = 0; words[index] != NULL; index++)
    if (strstr (folded, words[index]) == NULL)
      return FALSE;
  return TRUE;
}

static GtkListBoxRow *
first_match (HdFilterList *self)
{
  GtkListBoxRow *row;

  for (int index = 0;
       (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index)) != NULL; index++)
    if (filter_cb (row, self))
      return row;
  return NULL;
}

static void
typed_cb (GtkSearchEntry *entry, HdFilterList *self)
{
  g_free (self->folded);
  self->folded = hd_search_fold (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_strstrip (self->folded);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
  if (self->folded[0] != '\0')
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), first_match (self));
}

static void
choose (HdFilterList *self, GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, row_id (row));
}

static void
entered_cb (GtkSearchEntry *entry, HdFilterList *self)
{
  /* Enter may come before the delayed search-changed. */
  typed_cb (entry, self);
  choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HdFilterList *self)
{
  choose (self, row);
}

static void
stopped_cb (GtkSearchEntry *entry, HdFilterList *self)
{
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
}

static void
hd_filter_list_dispose (GObject *object)
{
  HdFilterList *self = HD_FILTER_LIST (object);

  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->folded, g_free);

  G_OBJECT_CLASS (hd_filter_list_parent_class)->dispose (object);
}

static void
hd_filter_list_class_init (HdFilterListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_filter_list_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HD_TYPE_FILTER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", HD_TYPE_FILTER_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_filter_list_init (HdFilterList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->entry = gtk_search_entry_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->list = gtk_list_box_new ();
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  hd_list_sections_show (GTK_LIST_BOX (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect (self->entry, "search-changed", G_CALLBACK (typed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stopped_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

GtkWidget *
hd_filter_list_new (const char *prompt, const char *label)
{
  HdFilterList *self = g_object_new (HD_TYPE_FILTER_LIST, NULL);

  g_object_set (self->entry, "placeholder-text", prompt, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  prompt, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return GTK_WIDGET (self);
}

gboolean
hd_filter_list_is_empty (HdFilterList *self)
{
  g_return_val_if_fail (HD_IS_FILTER_LIST (self), TRUE);

  return gtk_widget_get_first_child (self->list) == NULL;
}

void
hd_filter_list_add (HdFilterList *self,
                    const char *id,
                    const char *name,
                    const char *words,
                    const char *section)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (name);

  g_return_if_fail (HD_IS_FILTER_LIST (self));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  hd_widgets_set_tooltip (label, name);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "hd-id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "hd-folded", hd_search_fold (words), g_free);
  hd_list_sections_set (GTK_LIST_BOX_ROW (row), section);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* Only what lies outside is moved, so that the list stays still under the eye. */
static void
scroll_to (HdFilterList *self, GtkWidget *row)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double top;

  if (gtk_widget_translate_coordinates (row, self->list, 0, 0, NULL, &top))
    gtk_adjustment_clamp_page (adjustment, top, top + gtk_widget_get_height (row));
}

void
hd_filter_list_select (HdFilterList *self, const char *id)
{
  GtkListBoxRow *row;

  g_return_if_fail (HD_IS_FILTER_LIST (self));

  for (int index = 0;
       (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index)) != NULL; index++)
    if (g_strcmp0 (row_id (row), id) == 0)
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
        scroll_to (self, GTK_WIDGET (row));
        return;
      }
  gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
}

void
hd_filter_list_reset (HdFilterList *self)
{
  g_return_if_fail (HD_IS_FILTER_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (self->entry);
}
