/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop on a store: memory by screen, and the time from a click to the painted screen.
 *
 * bench-desktop walk STORE: every screen twice; resident memory after each (MB).
 * bench-desktop drills STORE [N]: N clicks on marks chosen at random; milliseconds until painted.
 * bench-desktop record STORE [N]: the same, and prints where each led, a line each, after "click" or "move".
 * bench-desktop replay STORE WALK: goes through such a file, timing its clicks: the same questions of two programs.
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
  g_printerr ("%-24s median %6.1f ms, p95 %6.1f ms, p99 %6.1f ms, worst %6.1f ms\n", what,
              g_array_index (times, double, times->len / 2),
              g_array_index (times, double, times->len * 95 / 100),
              g_array_index (times, double, times->len * 99 / 100),
              g_array_index (times, double, times->len - 1));
}

/* What clicks took, ms each: the clock, all threads, the main thread. */
typedef struct
{
  GArray *wall, *cpu, *main;
  double cpu_started, main_started;
} Clicks;

static void
clicks_init (Clicks *self)
{
  self->wall = g_array_new (FALSE, FALSE, sizeof (double));
  self->cpu = g_array_new (FALSE, FALSE, sizeof (double));
  self->main = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
clicks_begin (Clicks *self)
{
  self->cpu_started = read_clock (CLOCK_PROCESS_CPUTIME_ID);
  self->main_started = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static void
clicks_end (Clicks *self, double ms, const char *state)
{
  double cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID) - self->cpu_started,
         main = read_clock (CLOCK_THREAD_CPUTIME_ID) - self->main_started;

  g_array_append_val (self->wall, ms);
  g_array_append_val (self->cpu, cpu);
  g_array_append_val (self->main, main);
  if (ms > SLOW_MS)
    g_printerr ("%7.1f ms, %.1f of CPU, %.1f of the main thread: %s\n", ms, cpu, main, state);
}

static void
clicks_print (Clicks *self)
{
  g_printerr ("%u clicks\n", self->wall->len);
  if (self->wall->len > 0)
    {
      print_quantiles ("click to painted", self->wall);
      print_quantiles ("CPU of all threads", self->cpu);
      print_quantiles ("CPU of the main thread", self->main);
    }
  g_array_unref (self->wall);
  g_array_unref (self->cpu);
  g_array_unref (self->main);
}

/* Somewhere else. */
static void
move (DesktopDriver *driver, gboolean is_recording)
{
  g_autofree char *state = NULL;

  desktop_driver_act (driver, "win.home", NULL);
  desktop_driver_show_page (driver,
                            hd_pages[g_rand_int_range (driver->rand, 0, (gint32)hd_n_pages)]->id);
  state = desktop_driver_get_state (driver);
  if (is_recording)
    g_print ("move %s\n", state);
}

static int
click (DesktopDriver *driver, guint n_wanted, gboolean is_recording)
{
  Clicks clicks;
  guint n_idle = 0;

  clicks_init (&clicks);
  while (clicks.wall->len < n_wanted)
    {
      double ms;

      clicks_begin (&clicks);
      ms = desktop_driver_drill (driver);
      if (ms >= 0)
        {
          g_autofree char *state = desktop_driver_get_state (driver);

          clicks_end (&clicks, ms, state);
          if (is_recording)
            g_print ("click %s\n", state);
        }
      n_idle = ms >= 0 ? 0 : n_idle + 1;
      /* A path that goes no deeper, or has become long. */
      if (n_idle > 3 || clicks.wall->len % 5 == 4)
        move (driver, is_recording);
    }
  clicks_print (&clicks);
  return EXIT_SUCCESS;
}

static int
time_drills (DesktopDriver *driver, int argc, char **argv)
{
  return click (driver, argc > 0 ? (guint)atoi (argv[0]) : DEFAULT_CLICKS, FALSE);
}

static int
record (DesktopDriver *driver, int argc, char **argv)
{
  return click (driver, argc > 0 ? (guint)atoi (argv[0]) : DEFAULT_CLICKS, TRUE);
}

/* Apart from the moves, for profilers that look at one function. */
static G_GNUC_NO_INLINE void
replay_click (DesktopDriver *driver, Clicks *clicks, const char *state)
{
  double ms;

  clicks_begin (clicks);
  ms = desktop_driver_go (driver, state);
  if (ms >= 0)
    clicks_end (clicks, ms, state);
}

static int
replay (DesktopDriver *driver, int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Clicks clicks;

  if (argc == 0 || !g_file_get_contents (argv[0], &text, NULL, &error))
    {
      g_printerr ("bench-desktop replay: %s\n", error != NULL ? error->message : "no WALK");
      return EXIT_FAILURE;
    }
  lines = g_strsplit (text, "\n", -1);
  clicks_init (&clicks);
  for (guint line = 0; lines[line] != NULL; line++)
    {
      const char *state = strchr (lines[line], ' ');

      if (g_str_has_prefix (lines[line], "click "))
        replay_click (driver, &clicks, state + 1);
      else if (state != NULL)
        desktop_driver_go (driver, state + 1);
    }
  clicks_print (&clicks);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (DesktopDriver *driver, int argc, char **argv);
  } modes[]
      = { { "walk", walk }, { "drills", time_drills }, { "record", record }, { "replay", replay } };
  DesktopDriver driver;
  int status = EXIT_FAILURE;
  guint n_alive;

  if (argc < 3)
    {
      g_print ("SKIP: bench-desktop walk|drills|record|replay STORE [N|WALK]\n");
      return 77;
    }
  desktop_driver_open (&driver, argv[2], SEED);
  for (guint index = 0; index < G_N_ELEMENTS (modes); index++)
    if (g_str_equal (argv[1], modes[index].name))
      status = modes[index].run (&driver, argc - 3, argv + 3);
  n_alive = desktop_driver_close (&driver);
  g_printerr ("warnings %u, screens not painted in time %u, widgets that outlive the window %u\n",
              driver.n_warnings, driver.n_timeouts, n_alive);
  return driver.n_warnings + driver.n_timeouts + n_alive == 0 ? status : EXIT_FAILURE;
}
