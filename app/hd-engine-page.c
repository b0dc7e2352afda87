/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of preferences about who answers: this machine, or a warehouse and how it is reached.
 *
 * A line is taken when it is applied, not letter by letter: every change of a setting connects anew. Secrets
 * stay in files, of which the settings have the names alone.
 */

#include "config.h"

#include "hd-engine-page.h"

#include "hd-combo-choices.h"
#include "hd-settings.h"
#include "hd-widgets.h"

struct _HdEnginePage
{
  AdwPreferencesPage parent_instance;

  AdwComboRow *engine;
  GtkEditable *url, *user, *password_file, *token_file, *ca_file, *database;
  GtkSpinButton *timeout;
};

G_DEFINE_FINAL_TYPE (HdEnginePage, hd_engine_page, ADW_TYPE_PREFERENCES_PAGE)

/* In the order of the list in hd-engine-page.ui. */
static const char *const engines[] = { "local", "warehouse" };

static void
engine_selected_cb (AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected < G_N_ELEMENTS (engines))
    g_settings_set_string (hd_settings_get (), "engine", engines[selected]);
}

static void
applied_cb (GtkEditable *row, const char *key)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (row));

  g_settings_set_string (hd_settings_get (), key, g_strstrip (text));
}

static void
show_settings (HdEnginePage *self)
{
  GSettings *settings = hd_settings_get ();
  g_autofree char *engine = g_settings_get_string (settings, "engine");
  const struct
  {
    GtkEditable *row;
    const char *key;
  } lines[] = {
    { self->url, "warehouse-url" },
    { self->user, "warehouse-user" },
    { self->password_file, "warehouse-password-file" },
    { self->token_file, "warehouse-token-file" },
    { self->ca_file, "warehouse-ca-file" },
    { self->database, "warehouse-database" },
  };

  adw_combo_row_set_selected (self->engine, g_str_equal (engine, engines[1]) ? 1 : 0);
  for (guint index = 0; index < G_N_ELEMENTS (lines); index++)
    {
      g_autofree char *text = g_settings_get_string (settings, lines[index].key);

      gtk_editable_set_text (lines[index].row, text);
      g_signal_connect (lines[index].row, "apply", G_CALLBACK (applied_cb),
                        (gpointer)lines[index].key);
    }
  g_settings_bind (settings, "warehouse-timeout", gtk_spin_button_get_adjustment (self->timeout),
                   "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect (self->engine, "notify::selected", G_CALLBACK (engine_selected_cb), NULL);
}

static void
hd_engine_page_class_init (HdEnginePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-engine-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, engine);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, url);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, user);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, password_file);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, token_file);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, ca_file);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, database);
  gtk_widget_class_bind_template_child (widget_class, HdEnginePage, timeout);
}

static void
hd_engine_page_init (HdEnginePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hd_combo_choices_name (self->engine);
  show_settings (self);
}

GtkWidget *
hd_engine_page_new (void)
{
  return g_object_new (HD_TYPE_ENGINE_PAGE, NULL);
}
