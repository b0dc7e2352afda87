/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a desktop that is used all day keeps what it should have let go of.
 *
 * check-soak STORE [INTERACTIONS [REFRESHES]]: after a warm-up does so many random things, then asks everything anew
 * so many times. The warm-up fills what is bounded and fills slowly: Cairo keeps pictures of letters, of each size
 * its own, and a layer of a map is kept once for each power of two of its scale. It shows every screen in every size
 * of text and every map at every scale, and then does a fifth of the random things. Ten times meanwhile, and between
 * the two, it comes back to the same place, empties the caches and counts. Fails on a warning, on a screen that is
 * not painted in time, on a widget more of any type than before, and on a widget that outlives the window; where it
 * goes on for long enough also on memory that is not flat within 2 %. Tells as TAP; the table is its comments.
 */

#include "config.h"

#include "desktop-driver.h"
#include "hd-engine-choice.h"
#include "hd-local-engine-private.h"
#include "hd-window-private.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_INTERACTIONS 2000
#define DEFAULT_REFRESHES 10000
#define WARM_UP_SHARE 5
#define N_STATIONS 10
#define FLAT 0.02
/* Below this many steps memory is what the allocator makes of it. */
#define LONG_ENOUGH 500
/* Longer than what the desktop puts off; what it keeps for the next start it puts off for longest. */
#define REST_MS 2500
#define LAST_REST_MS 4500
#define SEED 20261122

typedef struct
{
  double rss_mb;
  double heap_mb; /* in use */
  guint n_widgets;
  GHashTable *types; /* (element-type utf8 guint) */
} Census;

static void
census_clear (Census *census)
{
  g_clear_pointer (&census->types, g_hash_table_unref);
}

static void
count_types (GtkWidget *widget, Census *census)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);
  guint n;

  /* GTK makes it when the pointer first rests on something; a toast stands for five seconds. */
  if (g_str_equal (type, "GtkTooltipWindow") || g_str_equal (type, "AdwToastWidget"))
    return;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (census->types, type));

  census->n_widgets++;
  g_hash_table_insert (census->types, (gpointer)type, GUINT_TO_POINTER (n + 1));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_types (child, census);
}

/* Resident memory of this process, MB. */
static double
read_rss (void)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  found = strstr (text, "Rss:");
  return found != NULL ? (double)g_ascii_strtoull (found + strlen ("Rss:"), NULL, 10) / 1024 : 0;
}

/* Everything that may be made again. */
static void
empty_caches (DesktopDriver *driver)
{
  HdSession *session = hd_window_get_session (HD_WINDOW (driver->window));
  HdEngineChoice *choice = HD_ENGINE_CHOICE (hd_session_get_engine (session));

  hd_local_engine_forget (HD_LOCAL_ENGINE (hd_engine_choice_get_local (choice)));
}

/* At the same place each time. */
static Census
take_census (DesktopDriver *driver, const char *label)
{
  GListModel *windows = gtk_window_get_toplevels ();
  Census census = { .types = g_hash_table_new (g_str_hash, g_str_equal) };
  struct mallinfo2 heap;

  desktop_driver_come_home (driver);
  /* The answers that are kept of before go, and those of these screens come. */
  desktop_driver_rest (driver, REST_MS);
  empty_caches (driver);
  desktop_driver_refresh (driver);
  desktop_driver_come_home (driver);
  desktop_driver_rest (driver, LAST_REST_MS);
  malloc_trim (0);
  for (guint index = 0; index < g_list_model_get_n_items (windows); index++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, index);

      count_types (window, &census);
    }
  heap = mallinfo2 ();
  census.heap_mb = (double)(heap.uordblks + heap.hblkhd) / (1 << 20);
  census.rss_mb = read_rss ();
  g_print ("# %-22s RSS %6.1f MB  heap in use %6.2f MB  widgets %5u  warnings %u\n", label,
           census.rss_mb, census.heap_mb, census.n_widgets, driver->n_warnings);
  return census;
}

/* How many types have more widgets than before; each is named. */
static guint
find_growth (const Census *before, const Census *after)
{
  GHashTableIter iter;
  gpointer type, count;
  guint n_grown = 0;

  g_hash_table_iter_init (&iter, after->types);
  while (g_hash_table_iter_next (&iter, &type, &count))
    {
      guint n_before = GPOINTER_TO_UINT (g_hash_table_lookup (before->types, type));

      /* A chart has one a mark: a forecast that was made meanwhile has some. */
      if (GPOINTER_TO_UINT (count) <= n_before || g_str_equal (type, "HdChartMark"))
        continue;
      g_print ("# %s: %u, were %u\n", (const char *)type, GPOINTER_TO_UINT (count), n_before);
      n_grown++;
    }
  return n_grown;
}

static guint n_tests, n_failed;

G_GNUC_PRINTF (2, 3)
static void
tell (gboolean is_ok, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%sok %u - %s\n", is_ok ? "" : "not ", ++n_tests, text);
  n_failed += !is_ok;
}

static void
compare (const char *what, guint n_steps, const Census *before, const Census *after)
{
  double rss = after->rss_mb / before->rss_mb - 1;
  double heap = after->heap_mb / before->heap_mb - 1;

  tell (find_growth (before, after) == 0, "%u %s: no widget more of any type", n_steps, what);
  if (n_steps < LONG_ENOUGH)
    return;
  tell (rss <= FLAT, "%u %s: resident memory %+.2f %%", n_steps, what, 100 * rss);
  tell (heap <= FLAT, "%u %s: heap in use %+.2f %%", n_steps, what, 100 * heap);
}

/* `n_steps` of `act`, with a look at the memory at each tenth; the last look. (transfer full) */
static Census
go_on (DesktopDriver *driver,
       const char *what,
       guint n_steps,
       double (*act) (DesktopDriver *driver))
{
  Census census = { 0 };

  for (guint station = 1; station <= N_STATIONS; station++)
    {
      guint from = n_steps * (station - 1) / N_STATIONS, to = n_steps * station / N_STATIONS;
      g_autofree char *label = g_strdup_printf ("%u %s", to, what);

      for (guint step = from; step < to; step++)
        act (driver);
      /* Of a short run the end alone. */
      if (n_steps < LONG_ENOUGH && station < N_STATIONS)
        continue;
      census_clear (&census);
      census = take_census (driver, label);
    }
  return census;
}

static void
soak (DesktopDriver *driver, guint n_interactions, guint n_refreshes)
{
  Census warm, interacted, refreshed;

  /* For the memory's sake alone. */
  if (n_interactions >= LONG_ENOUGH)
    desktop_driver_show_all (driver);
  for (guint step = 0; step < n_interactions / WARM_UP_SHARE; step++)
    desktop_driver_do_anything (driver);
  warm = take_census (driver, "warm");
  interacted = go_on (driver, "interactions", n_interactions, desktop_driver_do_anything);
  compare ("interactions", n_interactions, &warm, &interacted);
  refreshed = go_on (driver, "refreshes", n_refreshes, desktop_driver_refresh);
  compare ("refreshes", n_refreshes, &interacted, &refreshed);
  census_clear (&warm);
  census_clear (&interacted);
  census_clear (&refreshed);
}

int
main (int argc, char **argv)
{
  guint n_interactions = argc > 2 ? (guint)atoi (argv[2]) : DEFAULT_INTERACTIONS;
  guint n_refreshes = argc > 3 ? (guint)atoi (argv[3]) : DEFAULT_REFRESHES;
  DesktopDriver driver;
  guint n_alive;

  if (argc < 2)
    {
      g_print ("1..0 # SKIP check-soak STORE [INTERACTIONS [REFRESHES]]\n");
      return EXIT_SUCCESS;
    }
  desktop_driver_open (&driver, argv[1], SEED);
  /* Forecasts made meanwhile would be more to show. */
  hd_window_stop_refresh (HD_WINDOW (driver.window));
  soak (&driver, n_interactions, n_refreshes);
  n_alive = desktop_driver_close (&driver);
  tell (driver.n_warnings == 0, "no warning (%u)", driver.n_warnings);
  tell (driver.n_timeouts == 0, "every screen painted in time (%u not)", driver.n_timeouts);
  tell (n_alive == 0, "no widget outlives the window (%u do)", n_alive);
  g_print ("1..%u\n", n_tests);
  return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
