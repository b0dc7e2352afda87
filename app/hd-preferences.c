/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The preferences window: every row is bound to one key of the settings, and takes effect at once.
 */

#include "config.h"

#include "hd-preferences.h"

#include <glib/gi18n.h>

#include "hd-combo-choices.h"
#include "hd-engine-page.h"
#include "hd-policy.h"
#include "hd-retention-group.h"
#include "hd-settings.h"
#include "hd-source-group.h"
#include "hd-widgets.h"
#include "hd-window.h"

struct _HdPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkWidget *language;
  GtkWidget *color_scheme;
  GtkWidget *calendar;
  GtkWidget *money_unit;
  GtkWidget *alert_budget;
  GtkWidget *lock_row;
  GtkWidget *lock_minutes;
  HdSourceGroup *source;
  GtkWidget *sync_minutes;
  GtkWidget *notify_sync;
  HdRetentionGroup *retention;
};

G_DEFINE_FINAL_TYPE (HdPreferences, hd_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The values of a key in the order of the row's choices. */
static const char *const languages[] = { "system", "vi", "en", NULL };
static const char *const color_schemes[] = { "system", "light", "dark", NULL };
static const char *const calendars[] = { "own", "reporting15", NULL };
static const char *const money_units[] = { "best", "million", "billion", "thousand-billion", NULL };

static gboolean
get_choice (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *choices = user_data;
  const char *key = g_variant_get_string (variant, NULL);

  for (guint index = 0; choices[index] != NULL; index++)
    if (g_str_equal (choices[index], key))
      {
        g_value_set_uint (value, index);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
set_choice (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *choices = user_data;
  guint index = g_value_get_uint (value);

  return index < g_strv_length ((char **)choices) ? g_variant_new_string (choices[index]) : NULL;
}

/* What is chosen may be longer than the row has room for. */
static void
selected_cb (AdwComboRow *row)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (row),
                               chosen != NULL ? gtk_string_object_get_string (chosen) : NULL);
}

static void
bind_choice (const char *key, GtkWidget *row, const char *const *choices)
{
  hd_combo_choices_name (ADW_COMBO_ROW (row));
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);
  g_settings_bind_with_mapping (hd_settings_get (), key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_choice, set_choice, (gpointer)choices, NULL);
  selected_cb (ADW_COMBO_ROW (row));
}

static void
bind (const char *key, GtkWidget *widget, const char *property)
{
  g_settings_bind (hd_settings_get (), key, widget, property, G_SETTINGS_BIND_DEFAULT);
}

/* What the administrator has fixed is shown as it holds, and cannot be changed here. */
static void
show_policy (HdPreferences *self)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);
  guint lock_s = policy != NULL ? hd_policy_get_lock_after (policy) : 0;

  if (lock_s > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("The policy of this machine: after %u second at the latest",
                    "The policy of this machine: after %u seconds at the latest", lock_s),
          lock_s);
      guint own = (guint)g_settings_get_int (hd_settings_get (), "lock-minutes");
      guint most = (lock_s + 59) / 60;

      /* The earlier of the two holds. */
      g_settings_unbind (self->lock_minutes, "value");
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->lock_minutes),
                                 own > 0 ? MIN (own, most) : most);
      gtk_widget_set_sensitive (self->lock_minutes, FALSE);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->lock_row), text);
      gtk_widget_set_sensitive (self->lock_row, FALSE);
    }
}

static void
hd_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HD_TYPE_PREFERENCES);

  G_OBJECT_CLASS (hd_preferences_parent_class)->dispose (object);
}

static void
hd_preferences_class_init (HdPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_preferences_dispose;

  hd_widgets_init ();
  g_type_ensure (HD_TYPE_ENGINE_PAGE);
  g_type_ensure (HD_TYPE_RETENTION_GROUP);
  g_type_ensure (HD_TYPE_SOURCE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, calendar);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, money_unit);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, alert_budget);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, lock_row);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, lock_minutes);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, source);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, sync_minutes);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, notify_sync);
  gtk_widget_class_bind_template_child (widget_class, HdPreferences, retention);
}

static void
hd_preferences_init (HdPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_choice ("language", self->language, languages);
  bind_choice ("color-scheme", self->color_scheme, color_schemes);
  bind_choice ("calendar", self->calendar, calendars);
  bind_choice ("money-unit", self->money_unit, money_units);
  bind ("alert-budget", self->alert_budget, "value");
  bind ("lock-minutes", self->lock_minutes, "value");
  bind ("sync-minutes", self->sync_minutes, "value");
  bind ("notify-sync", self->notify_sync, "active");
  show_policy (self);
}

void
hd_preferences_present (GtkWindow *parent, const char *page)
{
  HdPreferences *self = g_object_new (HD_TYPE_PREFERENCES, "transient-for", parent, NULL);

  if (HD_IS_WINDOW (parent))
    {
      HdSession *session = hd_window_get_session (HD_WINDOW (parent));

      hd_retention_group_set_session (self->retention, session);
      hd_source_group_set_session (self->source, session);
    }
  if (page != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), page);
  gtk_window_present (GTK_WINDOW (self));
}
