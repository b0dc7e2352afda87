/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a frame of the map costs: from the frame clock's call to paint until the pixels are at the display's
 * server, with the renderer that GSK_RENDERER names, in a window of 1920 × 1080. Milliseconds of the main thread's
 * processor time, so that other work on the machine does not count. The first row is the floor: one colour.
 */

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "hd-chart-private.h"
#include "hd-geojson.h"
#include "hd-map.h"

#define WIDTH 1920
#define HEIGHT 1080
#define N_FRAMES 300
#define N_ZOOMS 40

typedef enum
{
  STEP_FLOOR,
  STEP_HOVER,
  STEP_PAN,
  STEP_ZOOM,
  N_STEPS
} Step;

typedef struct
{
  GtkWidget *map, *chart, *floor;
  GMainLoop *loop;
  Step step;
  guint n_frames;
  gint64 start_us;
  GArray *samples; /* (element-type double) ms */
} Bench;

static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return (first > second) - (first < second);
}

static void
report (Bench *bench, const char *name)
{
  const double *samples = (const double *)bench->samples->data;
  guint n_samples = bench->samples->len;

  g_array_sort (bench->samples, compare);
  g_print ("%-28s %3u frames  median %6.2f ms  p95 %6.2f ms  p99 %6.2f ms  most %6.2f ms\n", name,
           n_samples, samples[n_samples / 2], samples[n_samples * 95 / 100],
           samples[n_samples * 99 / 100], samples[n_samples - 1]);
}

static void
before_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->start_us = cpu_us ();
}

static void
after_cb (GdkFrameClock *clock, Bench *bench)
{
  double ms = (double)(cpu_us () - bench->start_us) / 1000;

  if (bench->start_us != 0)
    g_array_append_val (bench->samples, ms);
  bench->start_us = 0;
}

/* As a hand would: round and round over the country; a drag that comes back; in and out again. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;
  double turn = 2 * G_PI * bench->n_frames / 60;

  switch (bench->step)
    {
    case STEP_FLOOR:
      gtk_widget_queue_draw (bench->floor);
      break;
    case STEP_HOVER:
      {
        double x = WIDTH / 2.0 - 150 + 200 * cos (turn);
        double y = HEIGHT / 2.0 + 400 * sin (turn * 0.37);
        HdChartLayout *layout = hd_chart_get_layout (HD_CHART (bench->chart));

        hd_chart_set_hover (HD_CHART (bench->chart), hd_chart_hit (layout, x, y));
        break;
      }
    case STEP_PAN:
      hd_map_pan (HD_MAP (bench->map), round (24 * cos (turn * 0.4)),
                  round (17 * sin (turn * 0.4)));
      break;
    case STEP_ZOOM:
    case N_STEPS:
    default:
      hd_map_zoom (HD_MAP (bench->map), bench->n_frames % 16 < 8 ? 1.2 : 1 / 1.2, WIDTH / 3.0,
                   HEIGHT / 3.0);
      break;
    }
  if (bench->step != STEP_FLOOR)
    gtk_widget_queue_draw (bench->chart);
  if (++bench->n_frames < (bench->step == STEP_ZOOM ? N_ZOOMS : N_FRAMES))
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (bench->loop);
  return G_SOURCE_REMOVE;
}

static void
run (Bench *bench, Step step, const char *name)
{
  bench->step = step;
  bench->n_frames = 0;
  g_array_set_size (bench->samples, 0);
  gtk_widget_add_tick_callback (step == STEP_FLOOR ? bench->floor : bench->map, tick_cb, bench,
                                NULL);
  g_main_loop_run (bench->loop);
  report (bench, name);
}

static gboolean
rested_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* Until names are settled and the tiles round the frame are there, as when a person looks. */
static void
rest (Bench *bench)
{
  g_timeout_add (700, rested_cb, bench->loop);
  g_main_loop_run (bench->loop);
}

static void
draw_floor (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const Bench *bench = user_data;

  cairo_set_source_rgb (cr, bench->n_frames % 2, 0.5, 0.5);
  cairo_paint (cr);
}

static HdChartSpec *
new_map (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, "", "");
  HdMapSpec *map = hd_geojson_map_new (HD_MAP_LAYER_REGIONS, "vi");

  for (guint unit = 0; unit < map->n_units; unit++)
    hd_map_spec_set_value (map, map->units->shapes[unit].code, unit % 11, "I +1,2");
  hd_map_spec_set_quantiles (map);
  hd_chart_spec_take_map (spec, map);
  return spec;
}

int
main (void)
{
  g_autoptr (HdChartSpec) spec = new_map ();
  Bench bench = { .samples = g_array_new (FALSE, FALSE, sizeof (double)) };
  GtkWidget *window;

  if (!gtk_init_check ())
    {
      g_print ("no display\n");
      return 77;
    }
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.map = hd_map_new ();
  bench.chart = hd_map_get_chart (HD_MAP (bench.map));
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  bench.floor = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bench.floor), draw_floor, &bench, NULL);
  gtk_window_set_child (GTK_WINDOW (window), bench.floor);
  gtk_window_present (GTK_WINDOW (window));
  hd_map_set_spec (HD_MAP (bench.map), spec);
  g_signal_connect (gtk_widget_get_frame_clock (window), "before-paint", G_CALLBACK (before_cb),
                    &bench);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_cb),
                    &bench);
  rest (&bench);
  run (&bench, STEP_FLOOR, "one colour (floor)");
  gtk_window_set_child (GTK_WINDOW (window), bench.map);
  g_array_set_size (bench.samples, 0);
  rest (&bench);
  report (&bench, "first pictures");
  run (&bench, STEP_HOVER, "hover");
  run (&bench, STEP_PAN, "drag at zoom 1");
  hd_map_zoom (HD_MAP (bench.map), 6, WIDTH / 2.0, HEIGHT / 2.0);
  rest (&bench);
  run (&bench, STEP_HOVER, "hover at zoom 6");
  run (&bench, STEP_PAN, "drag at zoom 6");
  rest (&bench);
  run (&bench, STEP_ZOOM, "wheel, in and out");
  g_array_unref (bench.samples);
  g_main_loop_unref (bench.loop);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
