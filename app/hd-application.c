/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application: one a session, a window for each store, where they begin, light and dark.
 */

#include "config.h"

#include "hd-application.h"

#include <glib/gi18n.h>

#include "hd-about.h"
#include "hd-first-theme.h"
#include "hd-page.h"
#include "hd-preferences.h"
#include "hd-present-text.h"
#include "hd-recent.h"
#include "hd-settings.h"
#include "hd-trace.h"
#include "hd-widgets.h"
#include "hd-window.h"

struct _HdApplication
{
  AdwApplication parent_instance;

  HdScope *scope; /* where to begin */
  char *asked; /* the state code that was asked for; empty: none was */
  char *store_dir;
  char **files; /* URIs: to be asked about */
  HdSession *begun; /* (nullable): of `store_dir`, for the first window */
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

/* (nullable) (transfer none): the window that shows the store of `dir`. */
static HdWindow *
find_window (HdApplication *self, const char *dir)
{
  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list != NULL;
       list = list->next)
    if (HD_IS_WINDOW (list->data)
        && g_strcmp0 (hd_session_get_store_dir (hd_window_get_session (list->data)), dir) == 0)
      return list->data;
  return NULL;
}

static HdWindow *
open_window (HdApplication *self, const char *dir, HdScope *scope)
{
  gboolean is_begun
      = self->begun != NULL && g_str_equal (hd_session_get_store_dir (self->begun), dir);
  g_autoptr (HdSession) session = is_begun ? g_steal_pointer (&self->begun) : hd_session_new (dir);
  g_autoptr (HdContext) context = hd_context_new (scope);
  HdWindow *window = hd_window_new (ADW_APPLICATION (self), session, context);

  follow_contrast_cb (adw_style_manager_get_default (), NULL, GTK_APPLICATION (self));
  hd_recent_add (dir);
  return window;
}

/* A store and a state code, empty for where the person was: from another process, or the list of stores. */
static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HdApplication *self = HD_APPLICATION (user_data);
  const char *dir, *state;
  g_autoptr (HdScope) scope = NULL;
  HdWindow *window;

  g_variant_get (parameter, "(&s&s)", &dir, &state);
  scope = state[0] != '\0' ? hd_scope_parse (state, NULL) : NULL;
  if (scope != NULL && hd_pages_find (scope->page) == NULL)
    g_clear_pointer (&scope, hd_scope_unref);
  window = find_window (self, dir);
  if (window == NULL)
    window = open_window (self, dir, scope != NULL ? scope : self->scope);
  else if (scope != NULL)
    hd_context_go (hd_window_get_context (window), scope);
  hd_window_present (window);
}

static void
open_store_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *dir = g_variant_get_string (parameter, NULL);

  open_action (NULL, g_variant_new ("(ss)", dir, ""), user_data);
}

/* A store, and URIs of files that another program, or a person in a file manager, has it open. */
static void
take_in_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HdApplication *self = HD_APPLICATION (user_data);
  g_autofree const char **uris = NULL;
  const char *dir;

  g_variant_get (parameter, "(&s^a&s)", &dir, &uris);
  open_action (NULL, g_variant_new ("(ss)", dir, ""), self);
  for (guint file = 0; uris[file] != NULL; file++)
    {
      g_autoptr (GFile) opened = g_file_new_for_uri (uris[file]);

      hd_window_offer (find_window (self, dir), opened);
    }
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hd_preferences_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)), NULL);
}

static void
hd_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about_action, NULL, NULL, NULL },
    { "quit", quit_action, NULL, NULL, NULL },
    { "open", open_action, "(ss)", NULL, NULL },
    { "open-store", open_store_action, "s", NULL, NULL },
    { "take-in", take_in_action, "(sas)", NULL, NULL },
    { "preferences", preferences_action, NULL, NULL, NULL },
  };
  static const char *const quit_keys[] = { "<Ctrl>q", NULL };
  static const char *const preferences_keys[] = { "<Ctrl>comma", NULL };
  HdApplication *self = HD_APPLICATION (application);
  g_autoptr (GAction) scheme = NULL;

  /* The store is read while GTK gets ready. A service has no window yet, and may never have one. */
  if ((g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) == 0)
    {
      self->begun = hd_session_new (self->store_dir);
      hd_session_open_async (self->begun, NULL, NULL);
    }
  /* The style sheets and icons must be registered before AdwApplication looks for them. */
  hd_widgets_init ();
  G_APPLICATION_CLASS (hd_application_parent_class)->startup (application);
  hd_first_theme_restore ();

  hd_widgets_name_buttons ();
  hd_widgets_set_words (hd_present_words ());
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  scheme = g_settings_create_action (hd_settings_get (), "color-scheme");
  g_action_map_add_action (G_ACTION_MAP (application), scheme);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.preferences",
                                         preferences_keys);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (follow_contrast_cb), application, 0);
  g_signal_connect (hd_settings_get (), "changed::color-scheme", G_CALLBACK (follow_scheme), NULL);
  follow_scheme ();
  gtk_window_set_default_icon_name (HD_APP_ID);
}

static void
hd_application_activate (GApplication *application)
{
  HdApplication *self = HD_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (open_window (self, self->store_dir, self->scope));
  if (HD_IS_WINDOW (window))
    hd_window_present (HD_WINDOW (window));
  else
    gtk_window_present (window);
}

/* By org.freedesktop.Application.Open, as a file manager does. */
static void
hd_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  HdApplication *self = HD_APPLICATION (application);
  HdWindow *window;

  open_action (NULL, g_variant_new ("(ss)", self->store_dir, ""), self);
  window = find_window (self, self->store_dir);
  for (int file = 0; file < n_files; file++)
    hd_window_offer (window, files[file]);
}

static void
hd_application_dispose (GObject *object)
{
  HdApplication *self = HD_APPLICATION (object);

  g_clear_object (&self->begun);
  g_clear_pointer (&self->scope, hd_scope_unref);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->store_dir, g_free);
  g_clear_pointer (&self->files, g_strfreev);

  G_OBJECT_CLASS (hd_application_parent_class)->dispose (object);
}

static void
hd_application_class_init (HdApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = hd_application_startup;
  G_APPLICATION_CLASS (klass)->activate = hd_application_activate;
  G_APPLICATION_CLASS (klass)->open = hd_application_open;
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
  g_autofree char *calendar = g_settings_get_string (hd_settings_get (), "calendar");
  g_autoptr (HdScope) scope = NULL;
  HdScope *drilled;

  if (options->page != NULL && hd_pages_find (options->page) == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no such screen: '%s'",
                   options->page);
      return NULL;
    }
  if (options->state != NULL)
    {
      scope = hd_scope_parse (options->state, error);
      if (scope != NULL && hd_pages_find (scope->page) == NULL)
        g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no such screen: '%s'",
                     scope->page);
      if (scope == NULL || hd_pages_find (scope->page) == NULL)
        return NULL;
    }
  else if (options->page == NULL && options->drill == NULL && state[0] != '\0')
    scope = hd_scope_parse (state, NULL);
  if (scope == NULL || hd_pages_find (scope->page) == NULL)
    {
      g_clear_pointer (&scope, hd_scope_unref);
      scope = hd_scope_new (options->page != NULL ? options->page : hd_pages[0]->id);
      scope->is_reporting = g_str_equal (calendar, "reporting15");
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

static gboolean
is_asked (const HdApplicationOptions *options)
{
  return options->state != NULL || options->page != NULL || options->drill != NULL
         || options->as_of != 0;
}

/* Another process has another working folder. */
static char **
make_uris (const char *const *files)
{
  GPtrArray *uris = g_ptr_array_new ();

  for (guint file = 0; files != NULL && files[file] != NULL; file++)
    {
      g_autoptr (GFile) opened = g_file_new_for_commandline_arg (files[file]);

      g_ptr_array_add (uris, g_file_get_uri (opened));
    }
  g_ptr_array_add (uris, NULL);
  return (char **)g_ptr_array_free (uris, FALSE);
}

HdApplication *
hd_application_new (const HdApplicationOptions *options, GError **error)
{
  HdScope *scope = first_scope (options, error);
  HdApplication *self;

  if (scope == NULL)
    return NULL;
  hd_trace_mark ("main", -1);
  self = g_object_new (HD_TYPE_APPLICATION, "application-id", HD_APP_ID, "flags",
                       options->is_alone     ? G_APPLICATION_NON_UNIQUE
                       : options->is_service ? G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE
                                             : G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/haidang/HaiDang", NULL);
  self->scope = scope;
  self->store_dir = g_canonicalize_filename (options->store_dir, NULL);
  self->asked = is_asked (options) ? hd_scope_to_string (scope) : g_strdup ("");
  self->files = make_uris (options->files);
  return self;
}

/* Before this process ends, what it asked for has to be on its way. */
static void
ask (HdApplication *self, const char *action, GVariant *parameter)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  g_action_group_activate_action (G_ACTION_GROUP (self), action, parameter);
  if (bus != NULL)
    g_dbus_connection_flush_sync (bus, NULL, NULL);
}

void
hd_application_ask_primary (HdApplication *self)
{
  g_return_if_fail (HD_IS_APPLICATION (self));

  ask (self, "open", g_variant_new ("(ss)", self->store_dir, self->asked));
}

void
hd_application_offer_files (HdApplication *self)
{
  g_return_if_fail (HD_IS_APPLICATION (self));

  if (self->files[0] != NULL)
    ask (self, "take-in", g_variant_new ("(s^as)", self->store_dir, self->files));
}
