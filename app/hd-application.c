/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application: its window, where it begins, its light and dark.
 */

#include "config.h"

#include "hd-application.h"

#include <glib/gi18n.h>

#include "hd-about.h"
#include "hd-page.h"
#include "hd-present-text.h"
#include "hd-settings.h"
#include "hd-trace.h"
#include "hd-widgets.h"
#include "hd-window.h"

struct _HdApplication
{
  AdwApplication parent_instance;

  HdScope *scope; /* where to begin */
  HdSession *session;
};

G_DEFINE_FINAL_TYPE (HdApplication, hd_application, ADW_TYPE_APPLICATION)

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hd_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (window);
}

static void
follow_scheme (void)
{
  g_autofree char *scheme = g_settings_get_string (hd_settings_get (), "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (scheme, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                                      : g_str_equal (scheme, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                                      : ADW_COLOR_SCHEME_DEFAULT);
}

/* Charts under a window of high contrast take the palettes of high contrast. */
static void
follow_contrast_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkApplication *application)
{
  for (GList *list = gtk_application_get_windows (application); list != NULL; list = list->next)
    {
      if (adw_style_manager_get_high_contrast (manager))
        gtk_widget_add_css_class (list->data, HD_CSS_HIGH_CONTRAST);
      else
        gtk_widget_remove_css_class (list->data, HD_CSS_HIGH_CONTRAST);
    }
}

static void
hd_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about_action, NULL, NULL, NULL },
    { "quit", quit_action, NULL, NULL, NULL },
  };
  static const char *const quit_keys[] = { "<Ctrl>q", NULL };
  g_autoptr (GAction) scheme = NULL;

  /* The style sheets and icons must be registered before AdwApplication looks for them. */
  hd_widgets_init ();
  G_APPLICATION_CLASS (hd_application_parent_class)->startup (application);

  hd_widgets_set_words (hd_present_words ());
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  scheme = g_settings_create_action (hd_settings_get (), "color-scheme");
  g_action_map_add_action (G_ACTION_MAP (application), scheme);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit_keys);
  g_signal_connect (hd_settings_get (), "changed::color-scheme", G_CALLBACK (follow_scheme), NULL);
  follow_scheme ();
  gtk_window_set_default_icon_name (HD_APP_ID);
}

static void
hd_application_activate (GApplication *application)
{
  HdApplication *self = HD_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (window == NULL)
    {
      g_autoptr (HdContext) context = hd_context_new (self->scope);

      window = GTK_WINDOW (hd_window_new (ADW_APPLICATION (self), self->session, context));
      g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (follow_contrast_cb),
                               self, 0);
      follow_contrast_cb (manager, NULL, GTK_APPLICATION (self));
    }
  gtk_window_present (window);
}

static void
hd_application_dispose (GObject *object)
{
  HdApplication *self = HD_APPLICATION (object);

  g_clear_pointer (&self->scope, hd_scope_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hd_application_parent_class)->dispose (object);
}

static void
hd_application_class_init (HdApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = hd_application_startup;
  G_APPLICATION_CLASS (klass)->activate = hd_application_activate;
}

static void
hd_application_init (HdApplication *self)
{
}

/* Where the person was last, unless something else was asked for. */
static HdScope *
first_scope (const HdApplicationOptions *options, GError **error)
{
  g_autofree char *state = g_settings_get_string (hd_settings_get (), "state");
  g_autoptr (HdScope) scope = NULL;
  HdScope *drilled;

  if (options->page != NULL && hd_pages_find (options->page) == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no such screen: '%s'",
                   options->page);
      return NULL;
    }
  if (options->page == NULL && options->drill == NULL && state[0] != '\0')
    scope = hd_scope_parse (state, NULL);
  if (scope == NULL || hd_pages_find (scope->page) == NULL)
    {
      g_clear_pointer (&scope, hd_scope_unref);
      scope = hd_scope_new (options->page != NULL ? options->page : hd_pages[0]->id);
    }
  if (options->as_of != 0)
    {
      HdScope *known = hd_scope_with_as_of (scope, options->as_of);

      hd_scope_unref (scope);
      scope = known;
    }
  if (options->drill == NULL)
    return g_steal_pointer (&scope);
  drilled = hd_scope_with_drill (scope, options->drill, error);
  return drilled;
}

HdApplication *
hd_application_new (const HdApplicationOptions *options, GError **error)
{
  HdScope *scope = first_scope (options, error);
  HdApplication *self;

  if (scope == NULL)
    return NULL;
  hd_trace_mark ("main", -1);
  self
      = g_object_new (HD_TYPE_APPLICATION, "application-id", HD_APP_ID, "flags",
                      G_APPLICATION_NON_UNIQUE, "resource-base-path", "/org/haidang/HaiDang", NULL);
  self->scope = scope;
  self->session = hd_session_new (options->store_dir);
  return self;
}
