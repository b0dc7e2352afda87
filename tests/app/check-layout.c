/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lays out every screen and window with the figures of a store, and looks whether any word is cut off or lies on
 * another, whether anything is wider than the window, too small to be hit, too pale, or out of reach.
 * Usage: check-layout STORE TEXT-SCALE WIDTHxHEIGHT NAME-OF-THE-SCHEME; one line of TAP a screen, without the plan.
 */

#undef G_DISABLE_ASSERT

#include <stdio.h>

#include "desktop-driver.h"
#include "hd-page.h"
#include "hd-widgets.h"
#include "layout-windows.h"
#include "widget-checks.h"

/* Shaping rounds; less than this is nothing that a person sees. */
#define SLACK_PX 1.5
/* A phone. */
#define NARROWEST_PX 360

typedef struct
{
  GtkWidget *label;
  graphene_rect_t words; /* within the window */
} Words;

/* The faults of what may still be moving are not told. */
static gboolean is_silent;

static void G_GNUC_PRINTF (1, 2) tell (const char *format, ...)
{
  va_list arguments;

  if (is_silent)
    return;
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
}

static void
collect_labels (GtkWidget *widget, GPtrArray *labels)
{
  /* What is typed scrolls in its entry. */
  /* What the pointer happens to rest on may be told over other words. */
  if (!gtk_widget_get_mapped (widget) || GTK_IS_TEXT (widget)
      || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow"))
    return;
  if (GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0'
      && gtk_widget_get_opacity (widget) > 0)
    g_ptr_array_add (labels, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, labels);
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (hd_widgets_get_tooltip (at) != NULL)
      return TRUE;
  return FALSE;
}

/* What is scrolled away, wholly or in part, is cut by the person. */
static gboolean
is_in_view (GtkWidget *label, GtkWidget *root, const graphene_rect_t *bounds)
{
  for (GtkWidget *at = label; at != NULL && at != root; at = gtk_widget_get_parent (at))
    {
      graphene_rect_t view;

      if ((GTK_IS_VIEWPORT (at) || GTK_IS_SCROLLED_WINDOW (at))
          && gtk_widget_compute_bounds (at, root, &view)
          && !graphene_rect_contains_rect (&view, bounds))
        return FALSE;
    }
  return TRUE;
}

/* Where the words of a label lie in `root`; FALSE: it is not on the way to being painted. */
static gboolean
find_words (GtkWidget *label, GtkWidget *root, graphene_rect_t *words)
{
  PangoRectangle logical;
  graphene_rect_t bounds;
  int x, y;

  if (!gtk_widget_compute_bounds (label, root, &bounds))
    return FALSE;
  if (!is_in_view (label, root, &bounds))
    return FALSE;
  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, &y);
  pango_layout_get_pixel_extents (gtk_label_get_layout (GTK_LABEL (label)), NULL, &logical);
  *words = GRAPHENE_RECT_INIT (bounds.origin.x + (float)(x + logical.x),
                               bounds.origin.y + (float)(y + logical.y), (float)logical.width,
                               (float)logical.height);
  return TRUE;
}

/* What a scrolled window shows can be brought into view; everything else has to fit its parents. */
static gboolean
is_cut (GtkWidget *label, GtkWidget *root, const graphene_rect_t *words)
{
  for (GtkWidget *at = label; at != NULL && at != root; at = gtk_widget_get_parent (at))
    {
      graphene_rect_t bounds;

      if (GTK_IS_VIEWPORT (at))
        return FALSE;
      if (gtk_widget_compute_bounds (at, root, &bounds)
          && (words->origin.x < bounds.origin.x - SLACK_PX
              || words->origin.y < bounds.origin.y - SLACK_PX
              || words->origin.x + words->size.width
                     > bounds.origin.x + bounds.size.width + SLACK_PX
              || words->origin.y + words->size.height
                     > bounds.origin.y + bounds.size.height + SLACK_PX))
        return TRUE;
    }
  return FALSE;
}

static guint
find_overlaps (GArray *all, const char *where)
{
  guint n_faults = 0;

  for (guint one = 0; one < all->len; one++)
    for (guint other = one + 1; other < all->len; other++)
      {
        const Words *a = &g_array_index (all, Words, one);
        const Words *b = &g_array_index (all, Words, other);
        graphene_rect_t common;

        if (!graphene_rect_intersection (&a->words, &b->words, &common)
            || common.size.width <= SLACK_PX || common.size.height <= SLACK_PX)
          continue;
        n_faults++;
        tell ("# %s: “%s” lies on “%s” by %.0f × %.0f px\n", where,
              gtk_label_get_text (GTK_LABEL (a->label)), gtk_label_get_text (GTK_LABEL (b->label)),
              common.size.width, common.size.height);
      }
  return n_faults;
}

/* How many faults there are in what `root` shows. */
static guint
check (GtkWidget *root, const char *where)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Words));
  guint n_faults = 0;

  collect_labels (root, labels);
  for (guint index = 0; index < labels->len; index++)
    {
      Words words = { .label = g_ptr_array_index (labels, index) };
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (words.label));
      const char *fault = NULL;

      if (!find_words (words.label, root, &words.words))
        continue;
      if (pango_layout_is_ellipsized (layout) && !has_tooltip (words.label))
        fault = "is shortened, and has no tooltip";
      else if (is_cut (words.label, root, &words.words))
        fault = "is cut off";
      if (fault != NULL)
        tell ("# %s: “%s” %s\n", where, gtk_label_get_text (GTK_LABEL (words.label)), fault);
      n_faults += fault != NULL;
      g_array_append_val (all, words);
    }
  return n_faults + find_overlaps (all, where);
}

/* Once it has come to rest: columns that align settle over some frames. */
static guint
check_settled (DesktopDriver *driver, GtkWidget *root, const char *where)
{
  is_silent = TRUE;
  for (guint wait = 0; wait < 5 && check (root, where) > 0; wait++)
    desktop_driver_rest (driver, 300);
  is_silent = FALSE;
  return check (root, where);
}

static void
say (const char *what, const char *how, guint n_faults)
{
  printf ("%s - %s at %s\n", n_faults == 0 ? "ok" : "not ok", what, how);
  fflush (stdout);
}

/* What holds of screens and of windows alike. */
static guint
check_colours_and_sizes (GtkWidget *window, int narrowest_px, const char *where)
{
  return widget_checks_targets (window, where) + widget_checks_contrast (window, where)
         + widget_checks_least (window, narrowest_px, where)
         + widget_checks_width (window, gtk_widget_get_width (window), where);
}

/* (nullable) (transfer none): the newest beside the main one. */
static GtkWidget *
find_window (DesktopDriver *driver)
{
  GListModel *all = gtk_window_get_toplevels ();
  GtkWidget *window = NULL;

  for (guint place = 0; place < g_list_model_get_n_items (all); place++)
    {
      g_autoptr (GtkWidget) at = g_list_model_get_item (all, place);

      if (at != driver->window && gtk_widget_get_mapped (at))
        window = at;
    }
  return window;
}

static void
check_windows (DesktopDriver *driver, const char *how, int narrowest_px)
{
  desktop_driver_show_page (driver, "revenue");
  for (guint index = 0; index < layout_n_windows; index++)
    {
      const char *name = layout_windows[index].name;
      guint n_warnings = driver->n_warnings;
      guint n_faults;
      GtkWidget *window;

      layout_windows[index].open (driver);
      desktop_driver_rest (driver, 600);
      window = find_window (driver);
      g_assert_nonnull (window);
      n_faults = check_settled (driver, window, name);
      if (layout_windows[index].is_ours)
        n_faults += check_colours_and_sizes (window, narrowest_px, name);
      if (driver->n_warnings != n_warnings)
        printf ("# %s: %u warnings\n", name, driver->n_warnings - n_warnings);
      say (name, how, n_faults);
      gtk_window_close (GTK_WINDOW (window));
      desktop_driver_rest (driver, 100);
    }
}

/* What cannot shrink widens the window. */
static guint
check_size (GtkWidget *window, int width_px, const char *where)
{
  int is = gtk_widget_get_width (window);

  if (is > width_px)
    printf ("# %s: is %d px wide, not %d\n", where, is, width_px);
  return is > width_px;
}

int
main (int argc, char **argv)
{
  DesktopDriver driver;
  int width, height;
  double scale;
  g_autofree char *how = NULL;

  g_assert_cmpint (argc, ==, 5);
  scale = g_ascii_strtod (argv[2], NULL);
  g_assert_cmpint (sscanf (argv[3], "%dx%d", &width, &height), ==, 2);
  desktop_driver_open (&driver, argv[1], 1);
  how = g_strdup_printf ("%s, text %.0f %%, %s, %s",
                         hd_session_get_lang (hd_window_get_session (HD_WINDOW (driver.window))),
                         scale * 100, argv[3], argv[4]);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int)(96 * 1024 * scale), NULL);
  gtk_window_set_default_size (GTK_WINDOW (driver.window), width, height);
  desktop_driver_rest (&driver, 500);
  for (guint index = 0; index < hd_n_pages; index++)
    {
      const char *id = hd_pages[index]->id;

      desktop_driver_show_page (&driver, id);
      desktop_driver_rest (&driver, 400);
      say (id, how,
           check_settled (&driver, driver.window, id)
               + check_colours_and_sizes (driver.window, NARROWEST_PX, id)
               + widget_checks_reach (driver.window, id) + check_size (driver.window, width, id));
    }
  /* The title and the buttons of a dialog stand side by side: larger text needs more room. */
  check_windows (&driver, how, (int)(NARROWEST_PX * scale));
  printf ("%s - without a warning at %s\n", driver.n_warnings == 0 ? "ok" : "not ok", how);
  desktop_driver_close (&driver);
  return 0;
}
