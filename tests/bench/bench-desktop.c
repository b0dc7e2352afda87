/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop on a store: memory by screen, and the time from a click to the painted screen.
 *
 * bench-desktop walk STORE: every screen twice; resident memory after each (MB).
 * bench-desktop drills STORE [N]: N clicks on marks chosen at random; milliseconds until painted.
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

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (DesktopDriver *driver, int argc, char **argv);
  } modes[] = { { "walk", walk }, { "drills", time_drills } };
  DesktopDriver driver;
  int status = EXIT_FAILURE;
  guint n_alive;

  if (argc < 3)
    {
      g_print ("SKIP: bench-desktop walk|drills STORE [N…]\n");
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
