/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers, on the window: an aspect of the path bar, and a bar in words when it is not as it should be.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-engine-words.h"
#include "hd-preferences.h"
#include "hd-settings.h"
#include "hd-window-private.h"

static void
engine_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_settings_set_string (hd_settings_get (), "engine", g_variant_get_string (parameter, NULL));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_engine_link_retry (HD_WINDOW (widget)->engine_link);
}

static void
settings_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hd_preferences_present (GTK_WINDOW (widget), "engine");
}

void
hd_window_class_add_engine_actions (HdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.engine", "s", engine_action);
  gtk_widget_class_install_action (widget_class, "win.engine-retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "win.engine-settings", NULL, settings_action);
}

static void
append_choice (GMenu *menu, const char *label, const char *engine)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.engine", "s", engine);
  g_menu_append_item (menu, item);
}

/* (transfer full) */
static GMenuModel *
make_menu (const HdEngineStatus *status)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) engines = g_menu_new ();
  g_autoptr (GMenu) settings = g_menu_new ();

  append_choice (engines, _ ("This machine"), "local");
  if (status->host != NULL)
    {
      g_autofree char *label = g_strdup_printf (_ ("Warehouse %s"), status->host);

      append_choice (engines, label, "warehouse");
    }
  g_menu_append (settings, _ ("_Data Warehouse…"), "win.engine-settings");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (engines));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (settings));
  return G_MENU_MODEL (menu);
}

/* All that the path shows of it. (transfer full) */
static char *
name_aspect (const HdEngineStatus *status)
{
  g_autofree char *name = hd_engine_words_name (status);

  return g_strdup_printf ("%s\n%s", name, status->host != NULL ? status->host : "");
}

void
hd_window_add_engine_aspect (HdWindow *self)
{
  g_autoptr (HdEngineStatus) status = hd_engine_link_get_status (self->engine_link);
  g_autofree char *name = NULL;
  g_autoptr (GMenuModel) menu = NULL;

  g_clear_pointer (&self->engine_shown, g_free);
  if (status == NULL)
    return;
  name = hd_engine_words_name (status);
  menu = make_menu (status);
  self->engine_shown = name_aspect (status);
  hd_path_bar_add_aspect (HD_PATH_BAR (self->path_bar), name, _ ("Who answers"), menu);
}

static void
link_changed_cb (HdEngineLink *link, HdWindow *self)
{
  g_autoptr (HdEngineStatus) status = hd_engine_link_get_status (link);
  g_autofree char *shown = NULL;

  hd_engine_bar_set_status (HD_ENGINE_BAR (self->engine_bar), status);
  shown = status != NULL ? name_aspect (status) : NULL;
  /* It is told of every question; who answers is another one seldom. */
  if (gtk_widget_get_visible (self->path_bar) && g_strcmp0 (shown, self->engine_shown) != 0)
    hd_window_update_path (self);
}

void
hd_window_renew_engine_link (HdWindow *self)
{
  g_clear_object (&self->engine_link);
  self->engine_link = hd_engine_link_new (self->session, self->context);
  g_signal_connect_object (self->engine_link, "changed", G_CALLBACK (link_changed_cb), self, 0);
  hd_engine_bar_set_status (HD_ENGINE_BAR (self->engine_bar), NULL);
}

void
hd_window_init_engine (HdWindow *self)
{
  GtkWidget *body = gtk_widget_get_parent (self->path_bar);

  self->engine_bar = hd_engine_bar_new ();
  gtk_box_insert_child_after (GTK_BOX (body), self->engine_bar, self->path_bar);
  hd_window_renew_engine_link (self);
}

void
hd_window_dispose_engine (HdWindow *self)
{
  g_clear_object (&self->engine_link);
  g_clear_pointer (&self->engine_shown, g_free);
}
