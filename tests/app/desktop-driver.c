/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole desktop in this process, driven as by a person in a hurry, for soaks and benchmarks.
 */

#include "config.h"

#include "desktop-driver.h"

#include "hd-application.h"
#include "hd-chart-private.h"
#include "hd-first-theme.h"
#include "hd-heap.h"
#include "hd-locale.h"
#include "hd-renderer.h"
#include "hd-window-private.h"

#define TIMEOUT_S 60

static DesktopDriver *open_driver;

static GLogWriterOutput
count_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  /* Worker threads log too. */
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0)
    {
      g_atomic_int_inc (&open_driver->n_warnings);
      return g_log_writer_default (level, fields, n_fields, NULL);
    }
  return G_LOG_WRITER_HANDLED;
}

static gboolean
painted_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  DesktopDriver *self = user_data;

  if (g_value_get_object (values) == hd_window_get_page (HD_WINDOW (self->window)))
    self->is_answered = TRUE;
  return TRUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
after_paint_cb (GdkFrameClock *clock, gboolean *is_painted)
{
  *is_painted = TRUE;
}

/* Until all answers are on the screen, and the frame that shows them is drawn. */
static void
wait_painted (DesktopDriver *self)
{
  gboolean is_over = FALSE, is_painted = FALSE;
  guint timeout_id = g_timeout_add_seconds (TIMEOUT_S, timeout_cb, &is_over);
  GdkFrameClock *clock;
  gulong handler;

  while (!self->is_answered && !is_over)
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (self->window);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &is_painted);
  gtk_widget_queue_draw (self->window);
  while (!is_painted && !is_over)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  g_source_remove (timeout_id);
  self->n_timeouts += is_over;
}

/* Everything below `widget` whose state is `wanted`, appended to `found`. */
static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static gboolean
is_watched (DesktopDriver *self, gpointer object)
{
  return g_object_get_data (object, "driver-watched") == self;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Takes note of the window and of every widget of ours below it. */
static void
watch (DesktopDriver *self)
{
  g_autoptr (GPtrArray) widgets = g_ptr_array_new ();

  collect (self->window, GTK_TYPE_WIDGET, widgets);
  for (guint index = 0; index < widgets->len; index++)
    {
      GObject *widget = g_ptr_array_index (widgets, index);
      GWeakRef *ref;

      if (!g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Hd") || is_watched (self, widget))
        continue;
      ref = g_new (GWeakRef, 1);
      g_weak_ref_init (ref, widget);
      g_object_set_data (widget, "driver-watched", self);
      g_ptr_array_add (self->watched, ref);
    }
}

/* `started_us`: when the person acted; `scope`: what was looked at before. */
static double
finish (DesktopDriver *self, gint64 started_us, const HdScope *scope)
{
  double ms;

  if (scope == hd_context_get_scope (hd_window_get_context (HD_WINDOW (self->window))))
    return -1;
  wait_painted (self);
  ms = (double)(g_get_monotonic_time () - started_us) / 1000;
  watch (self);
  return ms;
}

static HdScope *
begin (DesktopDriver *self, gint64 *started_us)
{
  self->is_answered = FALSE;
  *started_us = g_get_monotonic_time ();
  /* Held, so that a new scope cannot take its address. */
  return hd_scope_ref (hd_context_get_scope (hd_window_get_context (HD_WINDOW (self->window))));
}

void
desktop_driver_open (DesktopDriver *self, const char *store_dir, guint32 seed)
{
  HdApplicationOptions options = { .store_dir = store_dir, .page = "morning" };
  g_autoptr (GError) error = NULL;

  g_assert_null (open_driver);
  *self = (DesktopDriver){ .rand = g_rand_new_with_seed (seed) };
  open_driver = self;
  hd_locale_init (NULL);
  g_log_set_writer_func (count_log, NULL, NULL);
  g_setenv ("GSETTINGS_SCHEMA_DIR", SCHEMA_DIR, FALSE);
  hd_heap_init ();
  hd_renderer_choose ();
  gtk_disable_setlocale ();
  hd_first_theme_leave_out ();
  gtk_init ();
  self->watched = g_ptr_array_new_with_free_func (weak_ref_free);
  self->application = GTK_APPLICATION (hd_application_new (&options, &error));
  g_assert_no_error (error);
  g_type_ensure (HD_TYPE_PAGE);
  g_type_class_unref (g_type_class_ref (HD_TYPE_PAGE));
  if (!g_application_register (G_APPLICATION (self->application), NULL, &error))
    g_error ("%s", error->message);
  self->hook_id = g_signal_add_emission_hook (g_signal_lookup ("painted", HD_TYPE_PAGE), 0,
                                              painted_hook, self, NULL);
  g_application_activate (G_APPLICATION (self->application));
  self->window = GTK_WIDGET (gtk_application_get_active_window (self->application));
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
  wait_painted (self);
  watch (self);
}

static guint
count_alive (DesktopDriver *self)
{
  guint n = 0;

  for (guint index = 0; index < self->watched->len; index++)
    {
      g_autoptr (GObject) widget = g_weak_ref_get (g_ptr_array_index (self->watched, index));

      if (widget != NULL)
        g_printerr ("alive: %s, %u references\n", G_OBJECT_TYPE_NAME (widget),
                    widget->ref_count - 1);
      n += widget != NULL;
    }
  return n;
}

guint
desktop_driver_close (DesktopDriver *self)
{
  guint n_alive;

  gtk_window_close (GTK_WINDOW (self->window));
  /* Answers under way hold their page until they have come. */
  for (guint wait = 0; wait < 20 && self->window != NULL; wait++)
    desktop_driver_rest (self, 100);
  desktop_driver_rest (self, 500);
  n_alive = count_alive (self);
  g_signal_remove_emission_hook (g_signal_lookup ("painted", HD_TYPE_PAGE), self->hook_id);
  g_clear_object (&self->application);
  g_ptr_array_unref (self->watched);
  g_rand_free (self->rand);
  return n_alive;
}

double
desktop_driver_act (DesktopDriver *self, const char *action, const char *target)
{
  gint64 started_us;
  g_autoptr (HdScope) scope = begin (self, &started_us);

  gtk_widget_activate_action (self->window, action, target != NULL ? "s" : NULL, target);
  return finish (self, started_us, scope);
}

double
desktop_driver_show_page (DesktopDriver *self, const char *page)
{
  return desktop_driver_act (self, "win.page", page);
}

double
desktop_driver_refresh (DesktopDriver *self)
{
  gint64 started_us;
  g_autoptr (HdScope) scope = begin (self, &started_us);

  hd_session_reload (HD_WINDOW (self->window)->session);
  return finish (self, started_us, NULL);
}

double
desktop_driver_go (DesktopDriver *self, const char *state)
{
  gint64 started_us;
  g_autoptr (GError) error = NULL;
  HdScope *wanted = hd_scope_parse (state, &error);
  g_autoptr (HdScope) scope = begin (self, &started_us);

  g_assert_no_error (error);
  hd_context_take (hd_window_get_context (HD_WINDOW (self->window)), wanted);
  return finish (self, started_us, scope);
}

HdChart *
desktop_driver_find_chart (DesktopDriver *self)
{
  HdPage *page = hd_window_get_page (HD_WINDOW (self->window));
  g_autoptr (GPtrArray) charts = g_ptr_array_new ();

  if (page != NULL)
    collect (GTK_WIDGET (page), HD_TYPE_CHART, charts);
  for (guint index = charts->len; index-- > 0;)
    {
      HdChart *chart = g_ptr_array_index (charts, index);

      if (!gtk_widget_get_mapped (GTK_WIDGET (chart)) || chart->is_decoration
          || hd_chart_get_n_marks (chart) == 0)
        g_ptr_array_remove_index_fast (charts, index);
    }
  return charts->len > 0 ? g_ptr_array_index (
             charts, (guint)g_rand_int_range (self->rand, 0, (gint32)charts->len))
                         : NULL;
}

int
desktop_driver_choose_mark (DesktopDriver *self, HdChart *chart)
{
  return g_rand_int_range (self->rand, 0, hd_chart_get_n_marks (chart));
}

double
desktop_driver_drill (DesktopDriver *self)
{
  HdChart *chart = desktop_driver_find_chart (self);
  gint64 started_us;
  g_autoptr (HdScope) scope = begin (self, &started_us);

  if (chart != NULL)
    hd_chart_activate_mark (chart, desktop_driver_choose_mark (self, chart));
  return finish (self, started_us, scope);
}

void
desktop_driver_rest (DesktopDriver *self, guint ms)
{
  gboolean is_over = FALSE;
  guint timeout_id = g_timeout_add (ms, timeout_cb, &is_over);

  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout_id);
}

guint
desktop_driver_count_widgets (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GPtrArray) widgets = g_ptr_array_new ();

  for (guint index = 0; index < g_list_model_get_n_items (windows); index++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, index);

      collect (window, GTK_TYPE_WIDGET, widgets);
    }
  return widgets->len;
}

char *
desktop_driver_get_state (DesktopDriver *self)
{
  return hd_scope_to_string (
      hd_context_get_scope (hd_window_get_context (HD_WINDOW (self->window))));
}
