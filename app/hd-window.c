/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window: header, drill path, the five screens, and what keeps them together.
 */

#include "config.h"

#include "hd-window.h"

#include <glib/gi18n.h>

#include "hd-path-bar.h"
#include "hd-recent.h"
#include "hd-settings.h"
#include "hd-states.h"
#include "hd-trace.h"
#include "hd-widgets.h"
#include "hd-window-private.h"

#define CLOCK_INTERVAL_S 60
#define NARROWEST_PX 360
/* A window that would be filled sooner than this is not shown empty first. */
#define PRESENT_DELAY_MS 200
#define FIRST_RUN "first-run"

G_DEFINE_FINAL_TYPE (HdWindow, hd_window, ADW_TYPE_APPLICATION_WINDOW)

HdPage *
hd_window_get_page (HdWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  return HD_IS_PAGE (child) ? HD_PAGE (child) : NULL;
}

static void
show_table_cb (HdPage *page, HdChartSpec *spec, HdWindow *self)
{
  hd_window_show_table (self, spec);
}

static void
export_cb (HdPage *page, HdChartSpec *spec, HdWindow *self)
{
  hd_window_export_chart (self, spec);
}

static gboolean
present_cb (gpointer user_data)
{
  HdWindow *self = user_data;

  self->present_id = 0;
  gtk_window_present (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* There is something to be looked at. */
static void
present_now (HdWindow *self)
{
  if (self->present_id == 0)
    return;
  g_clear_handle_id (&self->present_id, g_source_remove);
  present_cb (self);
}

void
hd_window_present (HdWindow *self)
{
  g_return_if_fail (HD_IS_WINDOW (self));

  if (self->is_settled || gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (self));
  else if (self->present_id == 0)
    self->present_id = g_timeout_add (PRESENT_DELAY_MS, present_cb, self);
}

/* Something stands in the window: a screen with its answers, a welcome, or what went wrong. */
static void
settle (HdWindow *self)
{
  self->is_settled = TRUE;
  present_now (self);
}

static void
after_painted_cb (GdkFrameClock *clock, HdWindow *self)
{
  HdPage *page = hd_window_get_page (self);
  gint64 now = g_get_monotonic_time ();

  g_signal_handlers_disconnect_by_func (clock, after_painted_cb, self);
  if (!self->has_painted && page != NULL)
    {
      g_autofree char *mark = g_strdup_printf ("%s-painted", hd_page_get_info (page)->id);

      self->has_painted = TRUE;
      hd_trace_mark (mark, -1);
    }
  else if (self->drill_start_us != 0)
    hd_trace_mark ("drill-painted", (double)(now - self->drill_start_us) / 1000);
  self->drill_start_us = 0;
}

/* The frame in which all answers are painted is what the person waited for: until it is over. */
static gboolean
painted_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, after_painted_cb, widget);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_painted_cb), widget, 0);
  return G_SOURCE_REMOVE;
}

static void
painted_cb (HdPage *page, HdWindow *self)
{
  settle (self);
  hd_session_keep_answers (self->session);
  if (hd_trace_is_on ())
    gtk_widget_add_tick_callback (GTK_WIDGET (self), painted_tick_cb, NULL, NULL);
}

static void
command_cb (HdPage *page, const HdPageCommand *command, HdWindow *self)
{
  hd_window_do_command (self, page, command);
}

/* A screen is made when it is first shown: start-up pays for one. */
HdPage *
hd_window_ensure_page (HdWindow *self, GtkStack *stack, HdContext *context, const HdPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (stack, info->id);

  if (page != NULL)
    return HD_PAGE (page);
  page = hd_page_new (info, self->session, context);
  hd_page_set_engine_link (HD_PAGE (page), self->engine_link);
  g_signal_connect (page, "show-table", G_CALLBACK (show_table_cb), self);
  g_signal_connect (page, "export", G_CALLBACK (export_cb), self);
  g_signal_connect (page, "command", G_CALLBACK (command_cb), self);
  if (stack == self->stack)
    g_signal_connect (page, "painted", G_CALLBACK (painted_cb), self);
  gtk_stack_add_named (stack, page, info->id);
  return HD_PAGE (page);
}

static GtkWidget *
ensure_first_run (HdWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, FIRST_RUN);

  if (page != NULL)
    return page;
  page = hd_states_new_first_run ();
  gtk_stack_add_named (self->stack, page, FIRST_RUN);
  return page;
}

/* The others are hidden from assistive technology too, which a stack alone does not do. */
static void
show_child (HdWindow *self, GtkWidget *shown)
{
  GtkWidget *child;

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != shown)
      gtk_widget_set_visible (child, FALSE);
}

/* Shows what the context looks at, and asks for it. */
static void
update (HdWindow *self)
{
  HdScope *scope = hd_context_get_scope (self->context);
  const HdPageInfo *info = hd_pages_find (scope->page);

  if (info == NULL)
    info = hd_pages[0];
  hd_window_update_actions (self);
  hd_window_mark_page (self, info->id);
  if (!hd_session_is_open (self->session))
    return;
  if (hd_session_is_empty (self->session))
    {
      gtk_widget_set_visible (self->path_bar, FALSE);
      show_child (self, ensure_first_run (self));
      settle (self);
      return;
    }
  gtk_widget_set_visible (self->path_bar, TRUE);
  hd_window_update_path (self);
  gtk_stack_set_visible_child (
      self->stack, GTK_WIDGET (hd_window_ensure_page (self, self->stack, self->context, info)));
  hd_page_update (hd_window_get_page (self));
  hd_window_update_sides (self, info);
}

static void
context_changed_cb (HdContext *context, HdWindow *self)
{
  g_autofree char *state = hd_scope_to_string (hd_context_get_scope (context));

  self->drill_start_us = g_get_monotonic_time ();
  hd_trace_mark ("drill-start", -1);
  /* Codes of a sealed store stay in it. */
  if (!hd_session_is_sealed (self->session))
    g_settings_set_string (hd_settings_get (), "state", state);
  update (self);
}

static void
data_changed_cb (HdSession *session, HdWindow *self)
{
  /* Names of new units must be found too. */
  g_clear_pointer (&self->index, hd_search_free);
  hd_window_update_fresh (self);
  update (self);
}

static gboolean
clock_cb (gpointer user_data)
{
  HdWindow *self = user_data;

  /* A window left open overnight is not looked at. */
  if (gtk_window_is_active (GTK_WINDOW (self)))
    hd_session_look (self->session);
  hd_window_update_fresh (self);
  return G_SOURCE_CONTINUE;
}

static void
show_problem (HdWindow *self, const GError *error)
{
  GtkWidget *page = hd_states_new_problem (error);

  gtk_stack_add_named (self->stack, page, "error");
  gtk_stack_set_visible_child (self->stack, page);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hd_session_open_finish (HD_SESSION (source), result, &error))
    {
      gboolean has_store;

      if (hd_window_needs_passphrase (self, error, &has_store))
        hd_window_show_unlock (self, has_store);
      else
        show_problem (self, error);
      settle (self);
      return;
    }
  hd_window_end_lock (self);
  hd_window_update_fresh (self);
  hd_engine_link_start (self->engine_link);
  update (self);
  hd_window_forecast_when_stale (self);
  hd_window_schedule_refresh (self);
  hd_window_start_watch (self);
  hd_window_ask_offers (self);
}

void
hd_window_open_store (HdWindow *self)
{
  hd_session_open_async (self->session, opened_cb, g_object_ref (self));
}

static void
step_removed_cb (HdPathBar *bar, guint index, HdWindow *self)
{
  const HdScope *scope = hd_context_get_scope (self->context);

  /* After the steps stands the other side. */
  hd_context_take (self->context, index < scope->steps->len
                                      ? hd_scope_without_step (scope, index)
                                      : hd_scope_with_beside (scope, NULL, NULL));
}

static void
root_clicked_cb (HdPathBar *bar, HdWindow *self)
{
  hd_context_take (self->context, hd_scope_without_steps (hd_context_get_scope (self->context)));
}

/* A wide window can be made as narrow as a phone: it shows other buttons then. */
static void
hd_window_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  GtkWidgetClass *parent_class = GTK_WIDGET_CLASS (hd_window_parent_class);
  int least = 0, usual, none;

  /* Its children are not asked how high they are when narrower than they can be now. */
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    parent_class->measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, &usual, &none, &none);
  parent_class->measure (widget, orientation, for_size < 0 ? for_size : MAX (for_size, least),
                         minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && gtk_widget_get_width (widget) > NARROWEST_PX)
    *minimum = MIN (*minimum, NARROWEST_PX);
}

static void
hd_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  /* Choosing what is visible before the children get their sizes: it takes effect in the next frame. */
  hd_window_fit (HD_WINDOW (widget), width);
  GTK_WIDGET_CLASS (hd_window_parent_class)->size_allocate (widget, width, height, baseline);
}

/* The time that a frame takes on this thread: layout and drawing, without the wait for the display. */
static void
before_paint_cb (GdkFrameClock *clock, HdWindow *self)
{
  self->frame_start_us = g_get_monotonic_time ();
  self->frame_start_cpu_ms = hd_trace_cpu_ms ();
}

static void
after_paint_cb (GdkFrameClock *clock, HdWindow *self)
{
  if (self->frame_start_us != 0)
    hd_trace_frame ((double)(g_get_monotonic_time () - self->frame_start_us) / 1000,
                    hd_trace_cpu_ms () - self->frame_start_cpu_ms);
  self->frame_start_us = 0;
}

static void
hd_window_realize (GtkWidget *widget)
{
  GdkFrameClock *clock;

  GTK_WIDGET_CLASS (hd_window_parent_class)->realize (widget);
  if (!hd_trace_is_on ())
    return;
  clock = gtk_widget_get_frame_clock (widget);
  g_signal_connect_object (clock, "before-paint", G_CALLBACK (before_paint_cb), widget, 0);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), widget, 0);
}

static void
hd_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hd_window_parent_class)->map (widget);
  hd_trace_mark ("window-mapped", -1);
}

static gboolean
hd_window_close_request (GtkWindow *window)
{
  GSettings *settings = hd_settings_get ();
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  hd_session_look (HD_WINDOW (window)->session);
  return GTK_WINDOW_CLASS (hd_window_parent_class)->close_request (window);
}

static void
hd_window_dispose (GObject *object)
{
  HdWindow *self = HD_WINDOW (object);

  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_handle_id (&self->present_id, g_source_remove);
  g_clear_handle_id (&self->offer_id, g_source_remove);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  hd_window_dispose_search (self);
  hd_window_dispose_refresh (self);
  hd_window_dispose_engine (self);
  hd_window_dispose_hold (self);
  hd_window_dispose_lock (self);
  g_clear_object (&self->session);
  g_clear_object (&self->context);
  g_clear_object (&self->other_context);
  g_clear_pointer (&self->comparing, g_free);
  g_clear_pointer (&self->placeholder, g_free);
  g_clear_pointer (&self->fresh_text, g_free);
  g_clear_pointer (&self->fresh_moment, g_free);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_weak_pointer (&self->toast);

  G_OBJECT_CLASS (hd_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HdWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, header);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, bottom_switcher);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, search);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, fresh_label);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, path_bar);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, sides);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, side_label);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, other_side);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, other_label);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, other_stack);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, HdWindow, recent_menu);
}

static void
hd_window_class_init (HdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_window_dispose;
  widget_class->measure = hd_window_measure;
  widget_class->size_allocate = hd_window_size_allocate;
  widget_class->realize = hd_window_realize;
  widget_class->map = hd_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = hd_window_close_request;

  hd_widgets_init ();
  g_type_ensure (HD_TYPE_PATH_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-window.ui");
  bind_children (widget_class);
  hd_window_class_add_actions (klass);
  hd_window_class_add_engine_actions (klass);
  hd_window_class_add_hold_actions (klass);
}

static void
hd_window_init (HdWindow *self)
{
  g_autoptr (GMenuModel) recent = hd_recent_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_menu_append_section (self->recent_menu, NULL, recent);
  hd_widgets_set_menu (GTK_MENU_BUTTON (self->menu_button), self->primary_menu);
  hd_window_init_switchers (self);
  g_signal_connect (self->path_bar, "step-removed", G_CALLBACK (step_removed_cb), self);
  g_signal_connect (self->path_bar, "root-clicked", G_CALLBACK (root_clicked_cb), self);
  hd_window_init_search (self);
  hd_window_init_drop (self);
  g_object_get (self->search, "placeholder-text", &self->placeholder, NULL);
  self->clock_id = g_timeout_add_seconds (CLOCK_INTERVAL_S, clock_cb, self);
}

HdWindow *
hd_window_new (AdwApplication *application, HdSession *session, HdContext *context)
{
  GSettings *settings = hd_settings_get ();
  HdWindow *self = g_object_new (HD_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  self->context = g_object_ref (context);
  hd_window_init_engine (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  g_signal_connect_object (session, "data-changed", G_CALLBACK (data_changed_cb), self, 0);
  hd_window_init_refresh (self);
  hd_window_init_background (self);
  hd_window_init_watch (self);
  hd_window_init_lock (self);
  hd_window_init_hold (self);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  update (self);
  if (!hd_session_is_open (session))
    hd_window_open_store (self);
  return self;
}

HdContext *
hd_window_get_context (HdWindow *self)
{
  return self->context;
}

HdSession *
hd_window_get_session (HdWindow *self)
{
  return self->session;
}

void
hd_window_toast (HdWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  AdwToast *toast = adw_toast_new (escaped);

  /* The answer to what was just done comes at once, not after the answers to what was done before. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
hd_window_dismiss_toast (HdWindow *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
}
