/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marks of a chart as the focus and a screen reader see them: one child a mark, or three that take turns.
 */

#include "config.h"

#include "hd-chart-mark.h"
#include "hd-chart-private.h"
#include "hd-widgets.h"

/* Up to here every mark has its own item; beyond, three take turns. */
#define MAX_OWN_ITEMS 32
#define N_ROVING_ITEMS 3

static void
item_activated_cb (HdChartMark *item, HdChart *self)
{
  hd_chart_activate_mark (self, hd_chart_mark_get_index (item));
}

static void
item_focus_cb (HdChartMark *item, GParamSpec *pspec, HdChart *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (item)))
    self->cursor = hd_chart_mark_get_index (item);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* (nullable): the note that is pinned to the mark. */
static const char *
note_of (HdChart *self, const HdMark *mark)
{
  for (guint index = 0; index < self->spec->n_annotations; index++)
    if ((int)self->spec->annotations[index].category == mark->category
        && (int)self->spec->annotations[index].series == mark->series)
      return self->spec->annotations[index].text;
  return NULL;
}

static void
label_item (HdChart *self, HdChartMark *item, int mark)
{
  g_autofree char *words
      = hd_chart_describe_mark (self->layout, (guint)mark, hd_widgets_get_words ());
  const char *note = note_of (self, hd_chart_layout_get_mark (self->layout, (guint)mark));
  g_autofree char *label
      = note != NULL ? g_strdup_printf ("%s; %s", words, note) : g_strdup (words);

  hd_chart_mark_set (item, mark, (int)hd_chart_layout_get_n_marks (self->layout), label);
}

static void
place_item (HdChart *self, GtkWidget *item)
{
  const HdMark *mark = hd_chart_find_mark (self, hd_chart_mark_get_index (HD_CHART_MARK (item)));
  GtkAllocation area = { 0, 0, 1, 1 };

  if (mark != NULL)
    {
      area.x = (int)mark->rect.x;
      area.y = (int)mark->rect.y;
      area.width = MAX ((int)mark->rect.width, 1);
      area.height = MAX ((int)mark->rect.height, 1);
    }
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (item, &area, -1);
}

static void
resize_items (HdChart *self, guint count)
{
  while (self->items->len > count)
    {
      gtk_widget_unparent (g_ptr_array_index (self->items, self->items->len - 1));
      g_ptr_array_set_size (self->items, (int)self->items->len - 1);
    }
  while (self->items->len < count)
    {
      GtkWidget *item = hd_chart_mark_new ();

      g_signal_connect (item, "activated", G_CALLBACK (item_activated_cb), self);
      g_signal_connect (item, "notify::has-focus", G_CALLBACK (item_focus_cb), self);
      gtk_widget_set_parent (item, GTK_WIDGET (self));
      g_ptr_array_add (self->items, item);
    }
}

void
hd_chart_drop_items (HdChart *self)
{
  resize_items (self, 0);
}

void
hd_chart_update_items (HdChart *self)
{
  int count = hd_chart_get_n_marks (self);

  if (self->is_decoration || self->layout == NULL)
    return;
  if (self->cursor >= count)
    self->cursor = -1;
  if (self->are_items_stale)
    {
      self->are_items_stale = FALSE;
      resize_items (self, (guint)(count <= MAX_OWN_ITEMS ? count : N_ROVING_ITEMS));
      for (guint index = 0; index < self->items->len; index++)
        {
          int mark = count <= MAX_OWN_ITEMS ? (int)index : MAX (self->cursor, 0) + (int)index;

          label_item (self, g_ptr_array_index (self->items, index), MIN (mark, count - 1));
        }
      self->next_item = 0;
    }
  for (guint index = 0; index < self->items->len; index++)
    place_item (self, g_ptr_array_index (self->items, index));
}

void
hd_chart_focus_mark (HdChart *self, int mark)
{
  GtkWidget *item = NULL;
  int count = hd_chart_get_n_marks (self);

  if (self->are_items_stale)
    hd_chart_update_items (self);
  if (mark < 0 || mark >= count || self->items->len == 0)
    return;
  self->cursor = mark;
  if (count <= MAX_OWN_ITEMS && (guint)mark < self->items->len)
    item = g_ptr_array_index (self->items, mark);
  else
    {
      item = g_ptr_array_index (self->items, self->next_item);
      self->next_item = (self->next_item + 1) % self->items->len;
      label_item (self, HD_CHART_MARK (item), mark);
    }
  place_item (self, item);
  gtk_widget_grab_focus (item);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
hd_chart_has_focus (HdChart *self)
{
  for (guint index = 0; index < self->items->len; index++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->items, index)))
      return TRUE;
  return FALSE;
}
