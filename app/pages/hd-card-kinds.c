/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of cards: how each is made, asked for and shown. One row of hd_card_kinds[] each.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-board.h"
#include "hd-chart.h"
#include "hd-audit-trail.h"
#include "hd-checks.h"
#include "hd-datasets.h"
#include "hd-engine-card.h"
#include "hd-forecast-cards.h"
#include "hd-glossary.h"
#include "hd-items.h"
#include "hd-map-cards.h"
#include "hd-map.h"
#include "hd-page.h"
#include "hd-present.h"
#include "hd-tile.h"
#include "hd-widgets.h"

/* Five tiles side by side on a wide board. */
#define TILE_SPAN 12
#define TILE_ROWS 4
/* Tiles of words and numbers alone. */
#define PLAIN_TILE_ROWS 2

static gpointer
ref_spec (gpointer spec)
{
  return hd_chart_spec_ref (spec);
}

static void
unref_spec (gpointer spec)
{
  hd_chart_spec_unref (spec);
}

static gpointer
ref_array (gpointer array)
{
  return g_ptr_array_ref (array);
}

static void
unref_array (gpointer array)
{
  g_ptr_array_unref (array);
}

/* Charts and maps. */

/* Side by side the same length is the same amount: the axis covers both. */
static void
share_scale (const HdPresentChart *chart,
             const HdPresent *present,
             HdScope *scope,
             HdChartSpec *spec)
{
  HdPresent beside = *present;
  g_autoptr (HdChartSpec) other = NULL;
  HdChartSpec *both[2] = { spec, NULL };
  double low, high, other_low, other_high;

  if (spec->map != NULL || !isnan (spec->scale_max))
    return;
  beside.scope = scope;
  both[1] = other = hd_present_make_chart (chart, &beside, NULL);
  if (other == NULL || other->kind != spec->kind)
    return;
  if (!spec->allow_cut)
    hd_chart_specs_share_scale (both, G_N_ELEMENTS (both));
  else if (hd_chart_spec_range (spec, &low, &high)
           && hd_chart_spec_range (other, &other_low, &other_high))
    {
      spec->scale_min = MIN (low, other_low);
      spec->scale_max = MAX (high, other_high);
    }
}

static gpointer
ask_chart (const HdPresent *present, const char *argument, GError **error)
{
  const HdPresentChart *chart = hd_present_find_chart (argument);
  g_autoptr (HdScope) other = NULL;
  HdChartSpec *spec;

  if (chart == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no chart %s", argument);
      return NULL;
    }
  spec = hd_present_make_chart (chart, present, error);
  other = spec != NULL ? hd_scope_get_other (present->scope) : NULL;
  if (other != NULL)
    share_scale (chart, present, other, spec);
  return spec;
}

static void
activated_cb (GtkWidget *chart, const char *code, int series, int category, const HdPageCard *card)
{
  const HdPresentChart *info = hd_present_find_chart (card->argument);
  GtkWidget *page = gtk_widget_get_ancestor (chart, HD_TYPE_PAGE);

  if (page != NULL && info != NULL)
    hd_page_drill (HD_PAGE (page), code, info->drills);
}

static void
watch_chart (HdPage *page, GtkWidget *chart, const HdPageCard *card)
{
  /* Cards are rows of static tables, so the pointer outlives every widget. */
  g_signal_connect (chart, "activated", G_CALLBACK (activated_cb), (gpointer)card);
  hd_page_watch_chart (page, chart, card);
}

/* Until there is an answer, and where there is none, the card says what would be there. */
static void
set_first_title (GtkWidget *widget, const HdPageCard *card)
{
  const HdPresentChart *info = hd_present_find_chart (card->argument);

  if (info != NULL && info->title != NULL)
    hd_card_set_title (HD_CARD (widget), _ (info->title));
  if (info != NULL && info->kpis != NULL)
    {
      g_autofree char *kpi = g_strndup (info->kpis, strcspn (info->kpis, ","));

      hd_page_mark_kpi (widget, kpi);
    }
}

static GtkWidget *
create_chart (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *chart = hd_chart_new ();

  gtk_widget_set_vexpand (chart, TRUE);
  watch_chart (page, chart, card);
  hd_card_set_child (HD_CARD (widget), chart);
  set_first_title (widget, card);
  return widget;
}

static void
set_titles (GtkWidget *widget, const HdChartSpec *spec)
{
  hd_card_set_title (HD_CARD (widget), spec->title);
  hd_card_set_caption (HD_CARD (widget), spec->caption);
  hd_card_set_stale (HD_CARD (widget), spec->is_stale);
}

static void
show_chart (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  set_titles (widget, answer);
  hd_chart_set_spec (HD_CHART (hd_card_get_child (HD_CARD (widget))), answer);
}

static GtkWidget *
create_map (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *map = hd_map_new ();

  gtk_widget_set_vexpand (map, TRUE);
  watch_chart (page, hd_map_get_chart (HD_MAP (map)), card);
  hd_card_set_child (HD_CARD (widget), map);
  set_first_title (widget, card);
  return widget;
}

static void
show_map (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  set_titles (widget, answer);
  hd_map_set_spec (HD_MAP (hd_card_get_child (HD_CARD (widget))), answer);
}

/* Headline numbers. */

static gpointer
ask_tiles (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_tiles (present, argument, error);
}

static GtkWidget *
create_tiles (HdPage *page, const HdPageCard *card)
{
  GtkWidget *board = hd_board_new ();

  /* As high as the highest, in every row that a narrow board breaks them into. */
  g_object_set_data_full (G_OBJECT (board), "hd-group",
                          gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (board), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Headline numbers"), -1);
  return board;
}

static void
tile_activated_cb (GtkWidget *tile, const char *code, HdPage *page)
{
  HdContext *context = hd_page_get_context (page);

  if (code != NULL && hd_pages_find (code) != NULL)
    hd_context_take (context, hd_scope_with_page (hd_context_get_scope (context), code));
}

static void
set_tile (HdPage *page, GtkWidget *widget, const HdPresentTile *tile)
{
  const HdCatalog *catalog = hd_session_get_catalog (hd_page_get_session (page));
  HdTileContent content = {
    .code = tile->page,
    .name = tile->name,
    .value = tile->value,
    .unit = tile->unit,
    .change = tile->change,
    .change_sign = tile->change_sign,
    .change_status = tile->change_status,
    .plan = tile->plan,
    .outlook = tile->outlook,
    .age = tile->age,
    .sentence = tile->sentence,
    .is_stale = tile->is_stale,
    .spark = tile->spark,
    .bullet = tile->bullet,
  };

  hd_tile_set_content (HD_TILE (widget), &content);
  hd_page_mark_kpi (widget, hd_catalog_find_kpi (catalog, tile->id) != NULL ? tile->id : NULL);
}

static gboolean
has_pictures (GPtrArray *tiles)
{
  for (guint index = 0; index < tiles->len; index++)
    {
      const HdPresentTile *tile = g_ptr_array_index (tiles, index);

      if (tile->spark != NULL || tile->bullet != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Tiles share a row: another number of them has other widths. */
static void
drop_other_number (GtkWidget *widget, guint n_tiles)
{
  GtkWidget *child;
  guint n_children = 0;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_children++;
  while (n_children != n_tiles && (child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

static void
show_tiles (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  GtkSizeGroup *group = g_object_get_data (G_OBJECT (widget), "hd-group");
  GPtrArray *tiles = answer;
  GtkWidget *child;

  drop_other_number (widget, tiles->len);
  child = gtk_widget_get_first_child (widget);

  for (guint index = 0; index < tiles->len; index++)
    {
      if (child == NULL)
        {
          child = hd_tile_new ();
          g_signal_connect_object (child, "activated", G_CALLBACK (tile_activated_cb), page, 0);
          gtk_size_group_add_widget (group, child);
          hd_board_add (HD_BOARD (widget), child,
                        MIN (HD_BOARD_COLUMNS / MAX (tiles->len, 1), HD_BOARD_COLUMNS / 2),
                        has_pictures (tiles) ? TILE_ROWS : PLAIN_TILE_ROWS);
        }
      set_tile (page, child, g_ptr_array_index (tiles, index));
      child = gtk_widget_get_next_sibling (child);
    }
}

/* Sentences. */

static gpointer
ask_sentences (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_sentences (present, argument, error);
}

static gpointer
ask_changes (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_changes (present, error);
}

static gpointer
ask_items (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_items (present, error);
}

static gboolean
link_cb (GtkLabel *label, const char *uri, HdPage *page)
{
  hd_page_follow (page, uri);
  return TRUE;
}

static GtkWidget *
new_text (HdPage *page, const char *css_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  g_signal_connect_object (label, "activate-link", G_CALLBACK (link_cb), page, 0);
  return label;
}

static GtkWidget *
create_sentences (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();

  hd_card_set_child (HD_CARD (widget), new_text (page, "hd-sentences"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("In short"), -1);
  return widget;
}

static GtkWidget *
create_changes (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();

  hd_card_set_child (HD_CARD (widget), new_text (page, NULL));
  hd_card_set_title (HD_CARD (widget), _ ("Changed Since You Last Looked"));
  return widget;
}

static void
append_run (GString *markup, const HdPresentRun *run, const HdPalette *palette)
{
  g_autofree char *text = g_markup_escape_text (run->text, -1);
  g_autofree char *link = run->link != NULL ? g_markup_escape_text (run->link, -1) : NULL;
  HdRole role = run->status == HD_STATUS_BETTER  ? HD_ROLE_BETTER
                : run->status == HD_STATUS_WORSE ? HD_ROLE_WORSE
                                                 : HD_ROLE_TEXT;
  g_autofree char *colour = hd_colour_to_hex (palette->colours[role]);

  if (link == NULL && run->status == HD_STATUS_NONE)
    {
      g_string_append (markup, text);
      return;
    }
  if (link != NULL)
    g_string_append_printf (markup, "<a href=\"%s\">", link);
  g_string_append_printf (markup, "<span weight=\"bold\" foreground=\"%s\">%s</span>", colour,
                          text);
  if (link != NULL)
    g_string_append (markup, "</a>");
}

static void
show_runs (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  GPtrArray *runs = answer;
  GtkWidget *label = hd_card_get_child (HD_CARD (widget));
  g_autoptr (GString) markup = g_string_new (NULL);
  const HdPalette *palette = hd_widgets_get_palette (widget);

  for (guint index = 0; index < runs->len; index++)
    append_run (markup, g_ptr_array_index (runs, index), palette);
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  hd_widgets_choose_wrapping (GTK_LABEL (label), 0);
  if (runs->len == 0)
    hd_card_set_note (HD_CARD (widget), _ ("Nothing changed."));
}

static const HdCardKind hd_card_kinds[] = {
  { "chart", { "chart", ask_chart, ref_spec, unref_spec }, create_chart, show_chart },
  { "map", { "chart", ask_chart, ref_spec, unref_spec }, create_map, show_map },
  { "map-choice",
    { "map-choice", hd_map_choice_ask, hd_map_choice_ref, hd_map_choice_unref },
    hd_map_choice_create,
    hd_map_choice_show },
  { "map-story",
    { "map-story", hd_map_story_ask, ref_array, unref_array },
    hd_map_story_create,
    hd_map_story_show },
  { "tiles", { "tiles", ask_tiles, ref_array, unref_array }, create_tiles, show_tiles },
  { "sentences",
    { "sentences", ask_sentences, ref_array, unref_array },
    create_sentences,
    show_runs },
  { "changes", { "changes", ask_changes, ref_array, unref_array }, create_changes, show_runs },
  { "items", { "items", ask_items, ref_array, unref_array }, hd_items_create, hd_items_show },
  { "datasets",
    { "datasets", hd_datasets_ask, ref_array, unref_array },
    hd_datasets_create,
    hd_datasets_show },
  { "kpis",
    { "kpis", hd_dataset_kpis_ask, ref_array, unref_array },
    hd_dataset_kpis_create,
    hd_dataset_kpis_show },
  { "differences",
    { "differences", hd_differences_ask, ref_array, unref_array },
    hd_differences_create,
    hd_differences_show },
  { "anomalies",
    { "anomalies", hd_anomalies_ask, ref_array, unref_array },
    hd_anomalies_create,
    hd_anomalies_show },
  { "revisions",
    { "revisions", hd_revisions_ask, ref_array, unref_array },
    hd_revisions_create,
    hd_revisions_show },
  { "refusals",
    { "refusals", hd_refusals_ask, ref_array, unref_array },
    hd_refusals_create,
    hd_refusals_show },
  { "audit",
    { "audit", hd_audit_trail_ask, ref_array, unref_array },
    hd_audit_trail_create,
    hd_audit_trail_show },
  { "engine",
    { "engine", hd_engine_card_ask, ref_array, unref_array },
    hd_engine_card_create,
    hd_engine_card_show },
  { "forecast-choice",
    { "forecast-choice", hd_forecast_choice_ask, hd_forecast_choice_ref, hd_forecast_choice_unref },
    hd_forecast_choice_create,
    hd_forecast_choice_show },
  { "forecast-facts",
    { "forecast-facts", hd_forecast_facts_ask, ref_array, unref_array },
    hd_forecast_facts_create,
    hd_forecast_facts_show },
  { "glossary-terms",
    { "glossary", hd_glossary_ask, hd_glossary_ref, hd_glossary_unref },
    hd_glossary_terms_create,
    hd_glossary_terms_show },
  { "glossary-term",
    { "glossary", hd_glossary_ask, hd_glossary_ref, hd_glossary_unref },
    hd_glossary_term_create,
    hd_glossary_term_show },
  { "messages",
    { "messages", hd_messages_ask, ref_array, unref_array },
    hd_messages_create,
    hd_messages_show },
};

const HdCardKind *
hd_card_kind_find (const char *name)
{
  for (guint index = 0; index < G_N_ELEMENTS (hd_card_kinds); index++)
    if (g_str_equal (hd_card_kinds[index].name, name))
      return &hd_card_kinds[index];
  return NULL;
}
