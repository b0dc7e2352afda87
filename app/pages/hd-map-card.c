/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map with its slider of time: months go by at a press, and the list beside the map goes with it.
 */

#include "config.h"

#include "hd-map-cards.h"

#include <glib/gi18n.h>

#include "hd-map-story.h"
#include "hd-map.h"

#define N_PERIODS 24
/* Long enough to look at each. */
#define PLAY_MS 900

typedef struct
{
  HdPage *page; /* owns the widgets that own this */
  GtkWidget *card, *map, *play, *slider, *period, *time;
  GPtrArray *specs; /* (element-type HdChartSpec) (nullable) */
  guint step;
  guint play_id;
  char *looked_at; /* (nullable): the unit that the view was last moved to */
  gboolean is_showing;
} Story;

static Story *
story_of (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), "hd-map-story");
}

static void
story_free (Story *self)
{
  g_clear_handle_id (&self->play_id, g_source_remove);
  g_clear_pointer (&self->specs, g_ptr_array_unref);
  g_free (self->looked_at);
  g_free (self);
}

static const HdMapKind *
kind_of (Story *self)
{
  return hd_map_kind_find (hd_context_get_scope (hd_page_get_context (self->page))->layer);
}

gpointer
hd_map_story_ask (const HdPresent *present, const char *argument, GError **error)
{
  const HdMapKind *kind = hd_map_kind_find (present->scope->layer);

  return hd_map_story_new (present, hd_map_kpi (present, kind), kind, N_PERIODS, error);
}

/* The list beside the map shows the same figures. */
static void
show_ranking (Story *self, HdChartSpec *spec)
{
  GtkWidget *beside = hd_page_find_card (self->page, "chart");
  g_autoptr (HdChartSpec) ranking = NULL;
  GtkWidget *chart = beside != NULL ? hd_card_get_child (HD_CARD (beside)) : NULL;

  if (!HD_IS_CHART (chart))
    return;
  ranking = hd_map_ranking_new (spec, kind_of (self)->dimension);
  hd_card_set_title (HD_CARD (beside), ranking->title);
  hd_card_set_caption (HD_CARD (beside), ranking->caption);
  hd_chart_set_spec (HD_CHART (chart), ranking);
}

static void
show_step (Story *self, guint step)
{
  HdChartSpec *spec = g_ptr_array_index (self->specs, step);
  const char *period = spec->headline != NULL ? spec->headline : "";

  self->step = step;
  self->is_showing = TRUE;
  gtk_range_set_value (GTK_RANGE (self->slider), step);
  self->is_showing = FALSE;
  gtk_label_set_label (GTK_LABEL (self->period), period);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Period"), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, period,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, period, -1);
  hd_card_set_title (HD_CARD (self->card), spec->title);
  hd_card_set_caption (HD_CARD (self->card), spec->caption);
  hd_map_set_spec (HD_MAP (self->map), spec);
}

static void
set_playing (Story *self, gboolean is_playing)
{
  const char *words = is_playing ? _ ("Stop") : _ ("Play the last months");

  if (!is_playing)
    g_clear_handle_id (&self->play_id, g_source_remove);
  gtk_button_set_icon_name (GTK_BUTTON (self->play), is_playing ? "media-playback-pause-symbolic"
                                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
go_to (Story *self, guint step)
{
  show_step (self, step);
  show_ranking (self, g_ptr_array_index (self->specs, step));
}

static gboolean
play_cb (gpointer user_data)
{
  Story *self = user_data;

  if (self->specs == NULL || self->step + 1 >= self->specs->len)
    {
      self->play_id = 0;
      set_playing (self, FALSE);
      return G_SOURCE_REMOVE;
    }
  go_to (self, self->step + 1);
  return G_SOURCE_CONTINUE;
}

/* Whoever asked for less motion goes from month to month by hand. */
static void
play_clicked_cb (GtkButton *button, Story *self)
{
  gboolean is_animated = TRUE;
  guint next;

  if (self->specs == NULL || self->specs->len < 2)
    return;
  if (self->play_id != 0)
    {
      set_playing (self, FALSE);
      return;
    }
  g_object_get (gtk_widget_get_settings (self->play), "gtk-enable-animations", &is_animated, NULL);
  next = self->step + 1 < self->specs->len ? self->step + 1 : 0;
  go_to (self, next);
  if (!is_animated)
    return;
  self->play_id = g_timeout_add (PLAY_MS, play_cb, self);
  set_playing (self, TRUE);
}

static void
slid_cb (GtkRange *range, Story *self)
{
  guint step = (guint)(gtk_range_get_value (range) + 0.5);

  if (self->is_showing || self->specs == NULL || step >= self->specs->len || step == self->step)
    return;
  set_playing (self, FALSE);
  go_to (self, step);
}

/* A province has no unit to look into: the map looks closer. */
static void
activated_cb (GtkWidget *chart, const char *code, int series, int category, Story *self)
{
  const HdMapKind *kind = kind_of (self);

  if (code == NULL || code[0] == '\0')
    return;
  if (kind->dimension != NULL)
    hd_page_drill (self->page, code, kind->dimension);
  else
    hd_map_look_at (HD_MAP (self->map), code);
}

/* Without the innermost unit or partner of the path; without any, the whole country. */
static void
out_cb (HdMap *map, Story *self)
{
  HdContext *context = hd_page_get_context (self->page);
  HdScope *scope = hd_context_get_scope (context);
  const char *dimension = kind_of (self)->dimension;

  for (guint index = scope->steps->len; dimension != NULL && index-- > 0;)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      if (g_str_equal (step->dimension, dimension))
        {
          hd_context_take (context, hd_scope_without_step (scope, index));
          return;
        }
    }
  hd_map_fit (map);
}

static GtkWidget *
make_time (Story *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->play = gtk_button_new ();
  self->slider = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 1);
  self->period = gtk_label_new ("");
  gtk_button_set_has_frame (GTK_BUTTON (self->play), FALSE);
  gtk_widget_set_valign (self->play, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->slider, TRUE);
  gtk_scale_set_draw_value (GTK_SCALE (self->slider), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->slider), 0);
  gtk_label_set_xalign (GTK_LABEL (self->period), 1);
  gtk_label_set_width_chars (GTK_LABEL (self->period), 12);
  gtk_label_set_ellipsize (GTK_LABEL (self->period), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->period, "numeric");
  gtk_box_append (GTK_BOX (box), self->play);
  gtk_box_append (GTK_BOX (box), self->slider);
  gtk_box_append (GTK_BOX (box), self->period);
  set_playing (self, FALSE);
  g_signal_connect (self->play, "clicked", G_CALLBACK (play_clicked_cb), self);
  g_signal_connect (self->slider, "value-changed", G_CALLBACK (slid_cb), self);
  return box;
}

GtkWidget *
hd_map_story_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Story *self = g_new0 (Story, 1);
  GtkWidget *chart;

  self->page = page;
  self->card = widget;
  self->map = hd_map_new ();
  self->time = make_time (self);
  chart = hd_map_get_chart (HD_MAP (self->map));
  gtk_widget_set_vexpand (self->map, TRUE);
  hd_map_set_takes_wheel (HD_MAP (self->map), TRUE);
  g_signal_connect (chart, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->map, "out", G_CALLBACK (out_cb), self);
  hd_page_watch_chart (page, chart, card);
  gtk_box_append (GTK_BOX (box), self->map);
  gtk_box_append (GTK_BOX (box), self->time);
  hd_card_set_child (HD_CARD (widget), box);
  g_object_set_data_full (G_OBJECT (widget), "hd-map-story", self, (GDestroyNotify)story_free);
  return widget;
}

/* The view follows the path: in to the unit, out again to the country. */
static void
look_at_path (Story *self, const HdChartSpec *spec)
{
  const HdMapSpec *map = spec->map;
  const char *code = map->selected >= 0 ? map->units->shapes[map->selected].code : NULL;

  if (g_strcmp0 (code, self->looked_at) == 0 || map->is_world)
    return;
  g_free (self->looked_at);
  self->looked_at = g_strdup (code);
  if (code != NULL)
    hd_map_look_at (HD_MAP (self->map), code);
  else
    hd_map_fit (HD_MAP (self->map));
}

void
hd_map_story_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  Story *self = story_of (widget);
  GPtrArray *specs = answer;

  set_playing (self, FALSE);
  g_ptr_array_ref (specs);
  g_clear_pointer (&self->specs, g_ptr_array_unref);
  self->specs = specs;
  hd_chart_set_dimension (HD_CHART (hd_map_get_chart (HD_MAP (self->map))),
                          kind_of (self)->dimension);
  self->is_showing = TRUE;
  gtk_range_set_range (GTK_RANGE (self->slider), 0, MAX (specs->len - 1, 1));
  self->is_showing = FALSE;
  gtk_widget_set_visible (self->time, specs->len > 2);
  show_step (self, specs->len - 1);
  look_at_path (self, g_ptr_array_index (specs, specs->len - 1));
}
