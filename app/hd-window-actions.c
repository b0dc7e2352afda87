/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands of the window, with their keys in one table that the shortcuts window reads too.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-forecast-cards.h"
#include "hd-map-cards.h"
#include "hd-glossary.h"
#include "hd-shortcuts.h"
#include "hd-window-private.h"

static HdScope *
scope_of (HdWindow *self)
{
  return hd_context_get_scope (self->context);
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  HdPage *page;
  GtkWidget *terms;

  hd_context_take (self->context,
                   hd_scope_with_page (scope_of (self), g_variant_get_string (parameter, NULL)));
  page = hd_window_get_page (self);
  terms = page != NULL ? hd_page_find_card (page, "glossary-terms") : NULL;
  if (terms != NULL)
    hd_glossary_terms_find (terms);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_context_undo (HD_WINDOW (widget)->context);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_context_redo (HD_WINDOW (widget)->context);
}

static void
home_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);

  hd_context_take (self->context, hd_scope_without_steps (scope_of (self)));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);

  hd_context_take (self->context,
                   hd_scope_with_compare (scope_of (self), g_variant_get_string (parameter, NULL)));
}

static void
map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  gboolean is_old = g_str_equal (g_variant_get_string (parameter, NULL), "2024");

  hd_context_take (self->context, hd_scope_with_map (scope_of (self), is_old ? 2024 : 2025));
}

/* The same by the map before the reform, or after it. */
static void
other_map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  HdScope *scope = scope_of (self);

  hd_context_take (self->context, hd_scope_with_map (scope, scope->map == 2024 ? 2025 : 2024));
}

static void
time_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  const char *value = g_variant_get_string (parameter, NULL);

  if (value[0] == '\0')
    value = NULL;
  hd_context_take (self->context, hd_scope_with_time (scope_of (self), value, value));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_set_visible (HD_WINDOW (widget)->search, TRUE);
  gtk_widget_grab_focus (HD_WINDOW (widget)->search);
}

static void
forecast_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  HdScope *scope = scope_of (self);

  hd_window_toast (self, scope->hides_forecast ? _ ("Trends go on with their forecast")
                                               : _ ("Trends end with what is known"));
  hd_context_take (self->context, hd_scope_with_forecast (scope, scope->hides_forecast));
}

/* The list of figures of the map, or from any other screen that of the forecast desk. */
static void
choose_figure_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  HdPage *page = hd_window_get_page (self);
  GtkWidget *choice = page != NULL ? hd_page_find_card (page, "map-choice") : NULL;

  if (choice != NULL)
    {
      hd_map_choice_open (choice);
      return;
    }
  hd_context_take (self->context, hd_scope_with_page (scope_of (self), "forecast"));
  page = hd_window_get_page (self);
  choice = page != NULL ? hd_page_find_card (page, "forecast-choice") : NULL;
  if (choice != NULL)
    hd_forecast_choice_open (choice);
}

/* What has the focus, or the KPI that is named. */
static void
explain (HdWindow *self, const char *kpi)
{
  HdPage *page = hd_window_get_page (self);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (page == NULL)
    return;
  if (kpi[0] == '\0')
    kpi = hd_page_get_kpi (page, focus);
  hd_context_take (self->context, hd_glossary_scope (scope_of (self), kpi));
  gtk_widget_child_focus (GTK_WIDGET (hd_window_get_page (self)), GTK_DIR_TAB_FORWARD);
}

static void
explain_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  explain (HD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* "?" is a letter where letters are typed. */
static gboolean
question_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT (focus)))
    return GDK_EVENT_PROPAGATE;
  explain (HD_WINDOW (widget), "");
  return GDK_EVENT_STOP;
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_refresh (HD_WINDOW (widget));
}

static void
forecast_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_forecast_again (HD_WINDOW (widget));
}

static void
cancel_refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_cancel_work (HD_WINDOW (widget));
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_connect_server (HD_WINDOW (widget));
}

static void
sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_load_sample (HD_WINDOW (widget));
}

static void
copy_state_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdWindow *self = HD_WINDOW (widget);
  g_autofree char *state = hd_scope_to_string (scope_of (self));
  g_autofree char *text = g_strdup_printf (_ ("Copied: %s"), state);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), state);
  hd_window_toast (self, text);
}

static void
meeting_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (gtk_widget_has_css_class (widget, "meeting"))
    {
      gtk_widget_remove_css_class (widget, "meeting");
      gtk_window_unfullscreen (GTK_WINDOW (widget));
    }
  else
    {
      gtk_widget_add_css_class (widget, "meeting");
      gtk_window_fullscreen (GTK_WINDOW (widget));
    }
}

static void
walk_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HdPage *page = hd_window_get_page (HD_WINDOW (widget));

  if (page != NULL)
    hd_page_walk (page, g_variant_get_int32 (parameter));
}

static void
lock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_lock (HD_WINDOW (widget));
}

static void
change_passphrase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_window_change_passphrase (HD_WINDOW (widget));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_shortcuts_present (GTK_WINDOW (widget));
}

/* Space and Backspace walk the items unless something that takes them has the focus. */
static gboolean
walk_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));
  HdPage *page = hd_window_get_page (HD_WINDOW (widget));
  int step;

  g_variant_get (args, "(i)", &step);
  if (page == NULL
      || (focus != NULL
          && (GTK_IS_EDITABLE (focus) || GTK_IS_BUTTON (focus) || GTK_IS_TEXT (focus))))
    return GDK_EVENT_PROPAGATE;
  return hd_page_walk (page, step);
}

void
hd_window_update_actions (HdWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  static const char *const places[]
      = { "win.page",    "win.home",   "win.compare",   "win.map",           "win.other-map",
          "win.time",    "win.search", "win.forecast",  "win.choose-figure", "win.explain",
          "win.connect", "win.sample", "win.copy-state" };

  gboolean is_sealed = hd_session_is_open (self->session) && hd_session_is_sealed (self->session);

  for (guint index = 0; index < G_N_ELEMENTS (places); index++)
    gtk_widget_action_set_enabled (widget, places[index], !self->is_locked);
  gtk_widget_action_set_enabled (widget, "win.undo",
                                 !self->is_locked && hd_context_can_undo (self->context));
  gtk_widget_action_set_enabled (widget, "win.redo",
                                 !self->is_locked && hd_context_can_redo (self->context));
  gtk_widget_action_set_enabled (widget, "win.lock", is_sealed);
  gtk_widget_action_set_enabled (widget, "win.change-passphrase", is_sealed);
  gtk_widget_action_set_enabled (widget, "win.cancel-refresh", hd_window_is_working (self));
  gtk_widget_action_set_enabled (widget, "win.forecast-again",
                                 hd_session_is_open (self->session)
                                     && !hd_forecast_job_is_running (self->forecasting));
  /* One writes at a time. */
  gtk_widget_action_set_enabled (widget, "win.refresh",
                                 hd_session_is_open (self->session)
                                     && !hd_session_is_importing (self->session));
}

void
hd_window_class_add_actions (HdWindowClass *klass)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.page", "s", page_action },
    { "win.undo", NULL, undo_action },
    { "win.redo", NULL, redo_action },
    { "win.home", NULL, home_action },
    { "win.compare", "s", compare_action },
    { "win.map", "s", map_action },
    { "win.other-map", NULL, other_map_action },
    { "win.time", "s", time_action },
    { "win.search", NULL, search_action },
    { "win.forecast", NULL, forecast_action },
    { "win.forecast-again", NULL, forecast_again_action },
    { "win.choose-figure", NULL, choose_figure_action },
    { "win.explain", "s", explain_action },
    { "win.refresh", NULL, refresh_action },
    { "win.cancel-refresh", NULL, cancel_refresh_action },
    { "win.connect", NULL, connect_action },
    { "win.sample", NULL, sample_action },
    { "win.copy-state", NULL, copy_state_action },
    { "win.meeting", NULL, meeting_action },
    { "win.walk", "i", walk_action },
    { "win.lock", NULL, lock_action },
    { "win.change-passphrase", NULL, change_passphrase_action },
    { "win.shortcuts", NULL, shortcuts_action },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  for (guint index = 0; index < G_N_ELEMENTS (actions); index++)
    gtk_widget_class_install_action (widget_class, actions[index].name,
                                     actions[index].parameter_type, actions[index].activate);
  for (guint index = 0; index < hd_n_shortcuts; index++)
    hd_shortcuts_add_binding (widget_class, &hd_shortcuts[index]);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_question, 0, question_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_question, GDK_SHIFT_MASK, question_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, walk_cb, "(i)", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_BackSpace, 0, walk_cb, "(i)", -1);
}
