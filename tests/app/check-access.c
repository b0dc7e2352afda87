/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By keys: wherever Tab leads, on every screen, what has the focus is seen to have it (WCAG 2.2: 2.4.7, 2.4.13). Who
 * wants less motion gets none. What a finger's gestures ask for is done.
 * Usage: check-access STORE NAME-OF-THE-SCHEME [SCREEN…]; TAP, without the plan. The focus is looked at on those screens.
 */

#undef G_DISABLE_ASSERT

#include <stdio.h>
#include <stdlib.h>

#include "desktop-driver.h"
#include "hd-chart-private.h"
#include "hd-map.h"
#include "hd-page.h"
#include "hd-widgets.h"
#include "widget-picture.h"

/* More than any screen has, but for the rows of the glossary, which are alike. */
#define MOST_STOPS 60
/* A ring lies outside its widget. */
#define RING_PX 7
#define RING_CONTRAST 3.0
/* A ring of 2 px round the least target of 24 px, and something for round corners. */
#define RING_LEAST 90
#define PLAY_SEEN_MS 3500
/* 0.75 s each. */
#define MOST_LOOKS 6

static void
say (gboolean is_good, const char *what, const char *how)
{
  printf ("%s - %s, %s\n", is_good ? "ok" : "not ok", what, how);
  fflush (stdout);
}

/* (nullable) (transfer none) */
static GtkWidget *
find (GtkWidget *root, gboolean (*is_it) (GtkWidget *widget))
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (is_it (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, is_it);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_play (GtkWidget *widget)
{
  const char *icon = GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : NULL;

  return icon != NULL && g_str_has_prefix (icon, "media-playback-");
}

static gboolean
is_slider (GtkWidget *widget)
{
  return GTK_IS_SCALE (widget);
}

static gboolean
is_map (GtkWidget *widget)
{
  return HD_IS_MAP (widget);
}

static gboolean
is_page (GtkWidget *widget)
{
  return HD_IS_PAGE (widget);
}

/* What of the focused widget, and the ring round it, lies in the window. */
static void
find_area (GtkWidget *widget, GtkWidget *root, graphene_rect_t *area)
{
  if (!gtk_widget_compute_bounds (widget, root, area))
    *area = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  graphene_rect_inset (area, -RING_PX, -RING_PX);
}

static guint
count_ring (DesktopDriver *driver, const WidgetPicture *with, const graphene_rect_t *area)
{
  g_auto (WidgetPicture) without = { 0 };

  desktop_driver_rest (driver, 40);
  if (!widget_picture_take (&without, driver->window))
    return 0;
  return widget_picture_count_changed (with, &without, area, RING_CONTRAST);
}

/* Pixels by which the focus of `widget` is seen: with it shown as it is for who uses keys, and as for who does not, or
 * where that makes no difference, without it. */
static guint
measure_focus (DesktopDriver *driver, GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (driver->window);
  g_auto (WidgetPicture) with = { 0 };
  graphene_rect_t area;
  guint count;

  find_area (widget, driver->window, &area);
  if (!widget_picture_take (&with, driver->window))
    return 0;
  /* An answer that comes now may replace it. */
  g_object_ref (widget);
  gtk_window_set_focus_visible (window, FALSE);
  count = count_ring (driver, &with, &area);
  /* A label would begin again with its first link. */
  if (count < RING_LEAST && !GTK_IS_LABEL (widget))
    {
      gtk_window_set_focus (window, NULL);
      count = MAX (count, count_ring (driver, &with, &area));
      if (gtk_widget_get_root (widget) != NULL)
        gtk_widget_grab_focus (widget);
    }
  /* It went while it was looked at. */
  if (gtk_widget_get_root (widget) == NULL)
    count = RING_LEAST;
  g_object_unref (widget);
  gtk_window_set_focus_visible (window, TRUE);
  return count;
}

static const char *
describe (GtkWidget *widget)
{
  const char *tooltip = hd_widgets_get_tooltip (widget);

  return GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL
             ? gtk_button_get_label (GTK_BUTTON (widget))
         : GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
         : tooltip != NULL       ? tooltip
                                 : "";
}

/* From the first stop by Tab until one comes again. */
static void
check_focus (DesktopDriver *driver, const char *page, gboolean has_header, const char *how)
{
  /* The header is the same on all screens. */
  GtkWidget *walked = has_header ? driver->window : find (driver->window, is_page);
  GtkWindow *window = GTK_WINDOW (driver->window);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *what = NULL;
  guint n_stops = 0, n_faults = 0;
  GtkWidget *before = NULL;

  gtk_window_set_focus (window, NULL);
  gtk_window_set_focus_visible (window, TRUE);
  while (n_stops < MOST_STOPS)
    {
      GtkWidget *focus;
      graphene_rect_t area;
      guint n_pixels;

      if (!gtk_widget_child_focus (walked, GTK_DIR_TAB_FORWARD))
        break;
      /* The page scrolls to it. */
      desktop_driver_rest (driver, 40);
      focus = gtk_window_get_focus (window);
      /* The links of a label are one after another the same widget. */
      if (focus == NULL || (!g_hash_table_add (seen, focus) && focus != before))
        break;
      before = focus;
      n_stops++;
      n_pixels = measure_focus (driver, focus);
      /* An answer that came meanwhile moved it. */
      if (n_pixels < RING_LEAST && gtk_window_get_focus (window) == focus)
        {
          desktop_driver_rest (driver, 400);
          n_pixels = measure_focus (driver, focus);
        }
      if (n_pixels >= RING_LEAST)
        continue;
      if (gtk_window_get_focus (window) != focus)
        continue;
      n_faults++;
      find_area (focus, driver->window, &area);
      printf ("# %s: the focus of %s “%s” in %s is seen by %u pixels, at %.0f, %.0f\n", page,
              G_OBJECT_TYPE_NAME (focus), describe (focus),
              G_OBJECT_TYPE_NAME (gtk_widget_get_parent (focus)), n_pixels, area.origin.x,
              area.origin.y);
    }
  what = g_strdup_printf ("%s: the focus is seen at each of %u stops", page, n_stops);
  say (n_faults == 0 && n_stops > 3, what, how);
}

/* How often the months change after a click, and whether something is painted without one. */
static guint
count_steps (DesktopDriver *driver)
{
  GtkWidget *play = find (driver->window, is_play);
  GtkRange *slider = GTK_RANGE (find (driver->window, is_slider));
  guint n_steps = 0;
  double at;

  g_assert_nonnull (play);
  gtk_range_set_value (slider, 2);
  at = gtk_range_get_value (slider);
  g_signal_emit_by_name (play, "clicked");
  for (guint ms = 0; ms < PLAY_SEEN_MS; ms += 50)
    {
      desktop_driver_rest (driver, 50);
      n_steps += gtk_range_get_value (slider) != at;
      at = gtk_range_get_value (slider);
    }
  if (g_str_has_suffix (gtk_button_get_icon_name (GTK_BUTTON (play)), "pause-symbolic"))
    g_signal_emit_by_name (play, "clicked");
  return n_steps;
}

static void
set_motion (gboolean has_motion)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", has_motion, NULL);
}

static gboolean
stays_still (DesktopDriver *driver)
{
  g_auto (WidgetPicture) first = { 0 }, later = { 0 };

  desktop_driver_rest (driver, 250);
  if (!widget_picture_take (&first, driver->window))
    return FALSE;
  desktop_driver_rest (driver, 500);
  return widget_picture_take (&later, driver->window) && widget_picture_equal (&first, &later);
}

/* Answers of a worker may still come, later on a slow machine. */
static gboolean
comes_to_rest (DesktopDriver *driver)
{
  const char *slowness = g_getenv ("HAIDANG_TEST_SLOWNESS");
  guint n_looks = MOST_LOOKS * (slowness != NULL ? (guint)atoi (slowness) : 1);

  for (guint look = 0; look < n_looks; look++)
    if (stays_still (driver))
      return TRUE;
  return FALSE;
}

static void
check_motion (DesktopDriver *driver, const char *how)
{
  guint n_moving = 0;

  set_motion (TRUE);
  desktop_driver_show_page (driver, "map");
  desktop_driver_rest (driver, 300);
  say (count_steps (driver) >= 2, "the months of the map play", how);
  set_motion (FALSE);
  /* That is for a person to ask for apart. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  say (count_steps (driver) == 1, "with less motion each click is one month", how);
  for (guint page = 0; page < hd_n_pages; page++)
    {
      gboolean is_still;

      desktop_driver_show_page (driver, hd_pages[page]->id);
      is_still = comes_to_rest (driver);
      if (!is_still)
        printf ("# %s moves\n", hd_pages[page]->id);
      n_moving += !is_still;
    }
  say (n_moving == 0, "with less motion nothing moves on any screen", how);
}

/* Whoever recognises a finger's gesture tells these controllers. (nullable) (transfer none) */
static gpointer
find_gesture (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint index = 0; index < g_list_model_get_n_items (all); index++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (all, index);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  return NULL;
}

static void
check_touch (DesktopDriver *driver, const char *how)
{
  HdMap *map;
  HdChart *chart;
  GtkGesture *press, *pinch;
  double zoom;

  desktop_driver_show_page (driver, "map");
  desktop_driver_rest (driver, 300);
  map = HD_MAP (find (driver->window, is_map));
  chart = HD_CHART (hd_map_get_chart (map));
  press = find_gesture (GTK_WIDGET (chart), GTK_TYPE_GESTURE_LONG_PRESS);
  say (press != NULL && gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (press)),
       "a chart knows a finger's long press", how);
  g_signal_emit_by_name (press, "pressed", 60.0, 60.0);
  desktop_driver_rest (driver, 100);
  say (chart->menu != NULL && gtk_widget_get_mapped (chart->menu), "which opens its menu", how);
  gtk_popover_popdown (GTK_POPOVER (chart->menu));
  pinch = find_gesture (GTK_WIDGET (chart), GTK_TYPE_GESTURE_ZOOM);
  zoom = hd_map_get_zoom (map);
  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 2.0);
  desktop_driver_rest (driver, 100);
  say (hd_map_get_zoom (map) > 1.9 * zoom && hd_map_get_zoom (map) < 2.1 * zoom,
       "two fingers that part by twice make the map twice as large", how);
  hd_map_fit (map);
}

int
main (int argc, char **argv)
{
  DesktopDriver driver;
  const char *how;

  g_assert_cmpint (argc, >=, 3);
  how = argv[2];
  desktop_driver_open (&driver, argv[1], 1);
  gtk_window_set_default_size (GTK_WINDOW (driver.window), 1280, 800);
  desktop_driver_rest (&driver, 500);
  check_touch (&driver, how);
  check_motion (&driver, how);
  for (int screen = 3; screen < argc; screen++)
    {
      desktop_driver_show_page (&driver, argv[screen]);
      comes_to_rest (&driver);
      check_focus (&driver, argv[screen], screen == 3, how);
    }
  say (driver.n_warnings == 0, "without a warning", how);
  desktop_driver_close (&driver);
  return 0;
}
