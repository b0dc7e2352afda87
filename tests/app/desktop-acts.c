/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does at the desktop, one thing at random at a time.
 */

#include "config.h"

#include "desktop-driver.h"

#include <adwaita.h>

#include "hd-chart-private.h"
#include "hd-map.h"
#include "hd-page.h"
#include "hd-window-private.h"

#define WIDTH 1280
#define HEIGHT 800
#define PHONE_WIDTH 400
/* As GTK's setting has them. */
#define USUAL_DPI (96 * 1024)
#define LARGE_DPI (144 * 1024)
/* To as near as a map comes, which then settles. */
#define MAP_DOUBLINGS 6
#define MAP_SETTLED_MS 160

/* What was opened over the window is closed again. */
static void
close_others (DesktopDriver *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint index = g_list_model_get_n_items (windows); index-- > 0;)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, index);

      if (GTK_WIDGET (window) != self->window)
        gtk_window_destroy (window);
    }
}

/* The numbers behind a chart, in a window of their own. */
static double
look_at_table (DesktopDriver *self)
{
  HdChart *chart = desktop_driver_find_chart (self);

  if (chart == NULL)
    return -1;
  hd_window_show_table (HD_WINDOW (self->window), hd_chart_get_spec (chart));
  desktop_driver_rest (self, 50);
  close_others (self);
  return -1;
}

/* Looking closer without going anywhere. */
static double
look_at_chart (DesktopDriver *self)
{
  HdChart *chart = desktop_driver_find_chart (self);
  GtkWidget *map;

  if (chart == NULL)
    return -1;
  hd_chart_set_cursor (chart, desktop_driver_choose_mark (self, chart));
  map = gtk_widget_get_ancestor (GTK_WIDGET (chart), HD_TYPE_MAP);
  if (map != NULL && g_rand_boolean (self->rand))
    hd_map_zoom (HD_MAP (map), g_rand_double_range (self->rand, 0.5, 3), 50, 50);
  desktop_driver_rest (self, 20);
  return -1;
}

/* With the pointer: what is scrolled away has to be brought into view first. */
static double
open_menu (DesktopDriver *self)
{
  HdChart *chart = desktop_driver_find_chart (self);
  double x, y;

  if (chart == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (chart), self->window, 10, 10, &x, &y)
      || x < 0 || x > gtk_widget_get_width (self->window) || y < 0
      || y > gtk_widget_get_height (self->window))
    return -1;
  hd_chart_popup_menu (chart, 10, 10);
  desktop_driver_rest (self, 30);
  gtk_popover_popdown (GTK_POPOVER (chart->menu));
  return -1;
}

static double
open_export (DesktopDriver *self)
{
  HdChart *chart = desktop_driver_find_chart (self);

  if (chart == NULL)
    return -1;
  hd_window_export_chart (HD_WINDOW (self->window), hd_chart_get_spec (chart));
  desktop_driver_rest (self, 50);
  close_others (self);
  return -1;
}

static double
search (DesktopDriver *self)
{
  static const char *const words[] = { "hai phong", "thu", "nk", "phuc tap", "ch 84", "" };
  HdWindow *window = HD_WINDOW (self->window);

  gtk_widget_activate_action (self->window, "win.search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (window->search),
                         words[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (words))]);
  desktop_driver_rest (self, 50);
  gtk_editable_set_text (GTK_EDITABLE (window->search), "");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  return -1;
}

/* Each colour scheme has pictures and styles of its own. */
static double
change_scheme (DesktopDriver *self)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_rand_boolean (self->rand) ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                  : ADW_COLOR_SCHEME_FORCE_LIGHT);
  desktop_driver_rest (self, 30);
  return -1;
}

static double
change_text_size (DesktopDriver *self)
{
  g_object_set (gtk_widget_get_settings (self->window), "gtk-xft-dpi",
                g_rand_boolean (self->rand) ? USUAL_DPI : LARGE_DPI, NULL);
  desktop_driver_rest (self, 30);
  return -1;
}

static double
resize (DesktopDriver *self)
{
  static const int sizes[][2]
      = { { WIDTH, HEIGHT }, { 1024, 700 }, { 700, 800 }, { PHONE_WIDTH, 720 } };
  const int *size = sizes[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (sizes))];

  gtk_window_set_default_size (GTK_WINDOW (self->window), size[0], size[1]);
  desktop_driver_rest (self, 50);
  return -1;
}

static double
change_page (DesktopDriver *self)
{
  return desktop_driver_show_page (
      self, hd_pages[g_rand_int_range (self->rand, 0, (gint32)hd_n_pages)]->id);
}

static double
change_view (DesktopDriver *self)
{
  static const struct
  {
    const char *action;
    const char *target;
  } acts[] = {
    { "win.undo", NULL },       { "win.undo", NULL },      { "win.redo", NULL },
    { "win.home", NULL },       { "win.compare", "yoy" },  { "win.compare", "prev" },
    { "win.map", "2024" },      { "win.map", "2025" },     { "win.time", "" },
    { "win.time", "2025" },     { "win.time", "2026-03" }, { "win.compare", "plan:DU_TOAN" },
    { "win.copy-state", NULL }, { "win.meeting", NULL },   { "win.meeting", NULL },
  };
  guint act = (guint)g_rand_int_range (self->rand, 0, G_N_ELEMENTS (acts));

  return desktop_driver_act (self, acts[act].action, acts[act].target);
}

double
desktop_driver_do_anything (DesktopDriver *self)
{
  static const struct
  {
    double (*act) (DesktopDriver *self);
    int weight;
  } acts[] = {
    { desktop_driver_drill, 30 }, { change_page, 20 },  { change_view, 20 },
    { look_at_table, 5 },         { look_at_chart, 5 }, { open_menu, 5 },
    { open_export, 4 },           { search, 5 },        { change_scheme, 2 },
    { change_text_size, 2 },      { resize, 2 },
  };
  int chosen = g_rand_int_range (self->rand, 0, 100);
  guint act = 0;

  while (chosen >= acts[act].weight)
    chosen -= acts[act++].weight;
  return acts[act].act (self);
}

static void
zoom_maps_below (DesktopDriver *self, GtkWidget *widget)
{
  if (HD_IS_MAP (widget) && gtk_widget_get_mapped (widget))
    {
      hd_map_fit (HD_MAP (widget));
      for (guint doubled = 0; doubled < MAP_DOUBLINGS; doubled++)
        {
          hd_map_zoom (HD_MAP (widget), 2, 50, 50);
          desktop_driver_rest (self, MAP_SETTLED_MS);
        }
      hd_map_fit (HD_MAP (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    zoom_maps_below (self, child);
}

void
desktop_driver_show_all (DesktopDriver *self)
{
  static const struct
  {
    int dpi, width;
    gboolean is_meeting;
    const char *map;
    gboolean zooms;
  } rounds[] = {
    { USUAL_DPI, WIDTH, FALSE, "2025", TRUE },
    { LARGE_DPI, WIDTH, FALSE, "2024", TRUE },
    { USUAL_DPI, PHONE_WIDTH, FALSE, "2025", FALSE },
    { LARGE_DPI, PHONE_WIDTH, FALSE, "2024", FALSE },
    { USUAL_DPI, WIDTH, TRUE, "2025", FALSE },
    { LARGE_DPI, WIDTH, TRUE, "2024", FALSE },
  };

  for (guint round = 0; round < G_N_ELEMENTS (rounds); round++)
    {
      g_object_set (gtk_widget_get_settings (self->window), "gtk-xft-dpi", rounds[round].dpi, NULL);
      gtk_window_set_default_size (GTK_WINDOW (self->window), rounds[round].width, HEIGHT);
      if (rounds[round].is_meeting != gtk_widget_has_css_class (self->window, "meeting"))
        desktop_driver_act (self, "win.meeting", NULL);
      desktop_driver_act (self, "win.map", rounds[round].map);
      for (guint page = 0; page < hd_n_pages; page++)
        {
          desktop_driver_show_page (self, hd_pages[page]->id);
          if (rounds[round].zooms)
            zoom_maps_below (self, GTK_WIDGET (hd_window_get_page (HD_WINDOW (self->window))));
        }
    }
  desktop_driver_come_home (self);
}

/* With what follows late, the forecasts that had to be made. */
static void
show_whole_page (DesktopDriver *self, const char *id)
{
  desktop_driver_show_page (self, id);
  while (hd_page_is_asking (hd_window_get_page (HD_WINDOW (self->window))))
    g_main_context_iteration (NULL, TRUE);
}

void
desktop_driver_come_home (DesktopDriver *self)
{
  if (gtk_widget_has_css_class (self->window, "meeting"))
    desktop_driver_act (self, "win.meeting", NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_widget_get_settings (self->window), "gtk-xft-dpi", USUAL_DPI, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  desktop_driver_act (self, "win.home", NULL);
  desktop_driver_act (self, "win.time", "");
  desktop_driver_act (self, "win.compare", "yoy");
  desktop_driver_act (self, "win.map", "2025");
  for (guint page = hd_n_pages; page-- > 0;)
    show_whole_page (self, hd_pages[page]->id);
  show_whole_page (self, "morning");
}
