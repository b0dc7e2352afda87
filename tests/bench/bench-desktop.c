/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop on a store: memory by screen, the time from a click to the painted screen, and a soak.
 *
 * bench-desktop walk STORE: every screen twice; resident memory after each (MB).
 * bench-desktop drills STORE [N]: N clicks on marks chosen at random; milliseconds until painted.
 * bench-desktop soak STORE [INTERACTIONS [REFRESHES]]: fails on a warning, a leaked widget, or memory that
 *   is not flat within 2 %.
 *
 * It wants a display: see tests/bench/README.md. Times are of this process alone; the renderer is the one
 * that the desktop chooses, or GSK_RENDERER.
 */

#include "config.h"

#include "desktop-driver.h"
#include "hd-page.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_CLICKS 500
#define SLOW_MS 100
#define DEFAULT_INTERACTIONS 2000
#define DEFAULT_REFRESHES 10000
/* Before memory is read: caches fill up to their budgets first. */
#define WARM_UP_SHARE 2
#define FLAT 0.02
#define SEED 20261122

/* kB of `field`, "Rss:" or "Pss:", of this process. */
static guint64
read_memory (const char *field)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  found = strstr (text, field);
  return found != NULL ? g_ascii_strtoull (found + strlen (field), NULL, 10) : 0;
}

static void
print_memory (const char *label, double ms)
{
  struct mallinfo2 heap = mallinfo2 ();

  g_print ("%-24s RSS %6.1f  PSS %6.1f  heap in use %6.1f  widgets %5u", label,
           (double)read_memory ("Rss:") / 1024, (double)read_memory ("Pss:") / 1024,
           (double)(heap.uordblks + heap.hblkhd) / (1 << 20), desktop_driver_count_widgets ());
  if (ms >= 0)
    g_print ("  painted in %.0f ms", ms);
  g_print ("\n");
}

static int
walk (DesktopDriver *driver, int argc, char **argv)
{
  for (guint round = 0; round < 2; round++)
    for (guint index = 0; index < hd_n_pages; index++)
      {
        double ms = desktop_driver_show_page (driver, hd_pages[index]->id);

        desktop_driver_rest (driver, 2500);
        print_memory (hd_pages[index]->id, ms);
      }
  return EXIT_SUCCESS;
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

/* Of the clock `id`, ms: CPU time does not depend on what else the machine does. */
static double
read_clock (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void
print_quantiles (const char *what, GArray *times)
{
  qsort (times->data, times->len, sizeof (double), compare_doubles);
  g_print ("%-24s median %6.1f ms, p95 %6.1f ms, p99 %6.1f ms, worst %6.1f ms\n", what,
           g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len * 99 / 100),
           g_array_index (times, double, times->len - 1));
}

static int
time_drills (DesktopDriver *driver, int argc, char **argv)
{
  guint n_wanted = argc > 0 ? (guint)atoi (argv[0]) : DEFAULT_CLICKS;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu_times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) main_times = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_idle = 0;

  while (times->len < n_wanted)
    {
      double cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID),
             main = read_clock (CLOCK_THREAD_CPUTIME_ID);
      double ms = desktop_driver_drill (driver);

      if (ms >= 0)
        {
          g_autofree char *state = desktop_driver_get_state (driver);

          cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID) - cpu;
          main = read_clock (CLOCK_THREAD_CPUTIME_ID) - main;
          g_array_append_val (times, ms);
          g_array_append_val (cpu_times, cpu);
          g_array_append_val (main_times, main);
          if (ms > SLOW_MS)
            g_print ("%7.1f ms, %.1f of CPU: %s\n", ms, cpu, state);
        }
      n_idle = ms >= 0 ? 0 : n_idle + 1;
      /* A path that goes no deeper, or has become long: somewhere else. */
      if (n_idle > 3 || times->len % 5 == 4)
        {
          desktop_driver_act (driver, "win.home", NULL);
          desktop_driver_show_page (
              driver, hd_pages[g_rand_int_range (driver->rand, 0, (gint32)hd_n_pages)]->id);
        }
    }
  g_print ("%u clicks\n", times->len);
  print_quantiles ("click to painted", times);
  print_quantiles ("CPU of all threads", cpu_times);
  print_quantiles ("CPU of the main thread", main_times);
  return EXIT_SUCCESS;
}

/* At the same place each time, with what is free given back. (kB) */
static guint64
measure (DesktopDriver *driver, const char *label)
{
  desktop_driver_act (driver, "win.home", NULL);
  desktop_driver_act (driver, "win.time", "");
  desktop_driver_act (driver, "win.compare", "yoy");
  desktop_driver_act (driver, "win.map", "2025");
  desktop_driver_show_page (driver, "morning");
  desktop_driver_rest (driver, 3000);
  malloc_trim (0);
  print_memory (label, -1);
  return read_memory ("Rss:");
}

static gboolean
is_flat (const char *what, guint64 before, guint64 after)
{
  double change = (double)after / (double)before - 1;

  g_print ("%s: %+.2f %%\n", what, 100 * change);
  return change <= FLAT;
}

static int
soak (DesktopDriver *driver, int argc, char **argv)
{
  guint n_interactions = argc > 0 ? (guint)atoi (argv[0]) : DEFAULT_INTERACTIONS;
  guint n_refreshes = argc > 1 ? (guint)atoi (argv[1]) : DEFAULT_REFRESHES;
  guint64 warm, interacted, refreshed;
  gboolean is_ok;

  for (guint n = 0; n < n_interactions / WARM_UP_SHARE; n++)
    desktop_driver_do_anything (driver);
  warm = measure (driver, "warm");
  for (guint n = 0; n < n_interactions; n++)
    desktop_driver_do_anything (driver);
  interacted = measure (driver, "after interactions");
  for (guint n = 0; n < n_refreshes; n++)
    desktop_driver_refresh (driver);
  refreshed = measure (driver, "after refreshes");
  is_ok = is_flat ("interactions", warm, interacted);
  is_ok &= is_flat ("refreshes", interacted, refreshed);
  return is_ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (DesktopDriver *driver, int argc, char **argv);
  } modes[] = { { "walk", walk }, { "drills", time_drills }, { "soak", soak } };
  DesktopDriver driver;
  int status = EXIT_FAILURE;
  guint n_alive;

  if (argc < 3)
    {
      g_print ("SKIP: bench-desktop walk|drills|soak STORE [N…]\n");
      return 77;
    }
  desktop_driver_open (&driver, argv[2], SEED);
  for (guint index = 0; index < G_N_ELEMENTS (modes); index++)
    if (g_str_equal (argv[1], modes[index].name))
      status = modes[index].run (&driver, argc - 3, argv + 3);
  n_alive = desktop_driver_close (&driver);
  g_print ("warnings %u, screens not painted in time %u, widgets that outlive the window %u\n",
           driver.n_warnings, driver.n_timeouts, n_alive);
  return driver.n_warnings + driver.n_timeouts + n_alive == 0 ? status : EXIT_FAILURE;
}
