/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The group of preferences about the feed server.
 *
 * A line is taken when it is applied and nothing is wrong with it; else the row says what, in its title, which a
 * screen reader reads as the row's name, and the setting stays. The token goes to the secret service and is
 * never shown again.
 */

#include "config.h"

#include "hd-source-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-ending.h"
#include "hd-feed-settings.h"
#include "hd-policy.h"
#include "hd-secret-service.h"
#include "hd-settings.h"
#include "hd-widgets.h"

/* On a row: its title without what is wrong. */
#define TITLE "hd-title"
#define KEY_KEY "feed-client-key"

struct _HdSourceGroup
{
  AdwPreferencesGroup parent_instance;

  HdSession *session; /* (nullable) */

  GtkWidget *url, *scope, *ca_file, *client_cert, *client_key, *token, *token_file;
};

G_DEFINE_FINAL_TYPE (HdSourceGroup, hd_source_group, ADW_TYPE_PREFERENCES_GROUP)

/* `words` (nullable) say more of the row than its title. */
static void
tell (GtkWidget *row, const char *words, gboolean is_fault)
{
  const char *title = g_object_get_data (G_OBJECT (row), TITLE);
  g_autofree char *text = words != NULL ? g_strdup_printf ("%s: %s", title, words) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text != NULL ? text : title);
  gtk_widget_set_tooltip_text (row, text);
  if (is_fault)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static void
applied_cb (GtkEditable *row, const char *key)
{
  HdSourceGroup *self
      = HD_SOURCE_GROUP (gtk_widget_get_ancestor (GTK_WIDGET (row), HD_TYPE_SOURCE_GROUP));
  HdStore *store = self->session != NULL ? hd_session_get_store (self->session) : NULL;
  g_autofree char *text = g_strdup (gtk_editable_get_text (row));
  g_autofree char *fault = NULL;

  g_strstrip (text);
  fault = hd_feed_settings_find_fault (key, text, store);
  tell (GTK_WIDGET (row), fault, fault != NULL);
  if (fault != NULL)
    return;
  g_settings_set_string (hd_settings_get (), key, text);
  /* The key that is set may be that of another certificate. */
  if (GTK_WIDGET (row) == self->client_cert)
    {
      g_autofree char *key_file = g_settings_get_string (hd_settings_get (), KEY_KEY);

      g_free (fault);
      fault = hd_feed_settings_find_fault (KEY_KEY, key_file, store);
      tell (self->client_key, fault, fault != NULL);
    }
}

/* The token. */

typedef struct
{
  char *url, *token;
} Secret;

static void
secret_free (Secret *secret)
{
  explicit_bzero (secret->token, strlen (secret->token));
  g_free (secret->token);
  g_free (secret->url);
  g_free (secret);
}

static void
keep_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Secret *secret = task_data;
  GError *error = NULL;

  if (secret->token[0] == '\0')
    hd_secret_service_forget_token (secret->url, &error);
  else
    hd_secret_service_keep_token (secret->url, secret->token, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkWidget *row = GTK_WIDGET (source);
  const Secret *secret = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell (row,
          g_error_matches (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN)
              ? _ ("the policy of this machine does not allow it")
              : _ ("the keyring does not take it"),
          TRUE);
  else
    tell (row, secret->token[0] != '\0' ? _ ("kept by the keyring") : NULL, FALSE);
}

static void
token_applied_cb (GtkEditable *row, HdSourceGroup *self)
{
  g_autofree char *url = hd_feed_settings_get_url ();
  g_autoptr (GTask) task = NULL;
  Secret *secret;

  if (url == NULL)
    {
      tell (GTK_WIDGET (row), _ ("set the address first"), TRUE);
      return;
    }
  secret = g_new0 (Secret, 1);
  secret->url = g_strdup (url);
  secret->token = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  gtk_editable_set_text (row, "");
  task = g_task_new (row, NULL, kept_cb, NULL);
  g_task_set_source_tag (task, token_applied_cb);
  g_task_set_task_data (task, secret, (GDestroyNotify)secret_free);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, keep_thread);
}

/* What is so. */

static void
show_policy (HdSourceGroup *self)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);
  g_autofree char *sources = policy != NULL ? hd_policy_describe (policy, "sources") : NULL;
  gboolean has_keyring = policy != NULL && hd_policy_allows_keyring (policy);

  gtk_widget_set_visible (self->token, hd_secret_service_is_near ());
  gtk_widget_set_sensitive (self->token, has_keyring);
  if (!has_keyring)
    tell (self->token, _ ("the policy of this machine does not allow it"), FALSE);
  if (sources != NULL)
    {
      g_autofree char *text
          = g_strdup_printf (_ ("The policy of this machine allows only: %s"), sources);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), text);
    }
}

/* As it holds: by the policy, or by the settings, where files change and certificates run out. */
static void
show_value (GtkWidget *row, const char *key)
{
  g_autofree char *fixed = hd_feed_settings_get_fixed (key);
  g_autofree char *own = g_settings_get_string (hd_settings_get (), key);
  const char *text = fixed != NULL ? fixed : own;
  g_autofree char *fault = hd_feed_settings_find_fault (key, text, NULL);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_widget_set_sensitive (row, fixed == NULL);
  if (fault != NULL)
    tell (row, fault, TRUE);
  else if (fixed != NULL)
    tell (row, _ ("fixed by the policy of this machine"), FALSE);
}

static void
show_settings (HdSourceGroup *self)
{
  const struct
  {
    GtkWidget *row;
    const char *key; /* (nullable): none */
  } lines[] = {
    { self->url, "feed-url" },
    { self->scope, "feed-scope" },
    { self->ca_file, "feed-ca-file" },
    { self->client_cert, "feed-client-cert" },
    { self->client_key, KEY_KEY },
    { self->token_file, "feed-token-file" },
    { self->token, NULL },
  };

  for (guint index = 0; index < G_N_ELEMENTS (lines); index++)
    {
      GtkWidget *row = lines[index].row;

      g_object_set_data_full (G_OBJECT (row), TITLE,
                              g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))),
                              g_free);
      if (lines[index].key == NULL)
        continue;
      show_value (row, lines[index].key);
      g_signal_connect (row, "apply", G_CALLBACK (applied_cb), (gpointer)lines[index].key);
    }
  g_signal_connect_object (self->token, "apply", G_CALLBACK (token_applied_cb), self, 0);
}

static void
hd_source_group_dispose (GObject *object)
{
  g_clear_object (&HD_SOURCE_GROUP (object)->session);

  G_OBJECT_CLASS (hd_source_group_parent_class)->dispose (object);
}

static void
hd_source_group_class_init (HdSourceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_source_group_dispose;

  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HD_WIDGETS_PREFIX "hd-source-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, url);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, scope);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, ca_file);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, client_cert);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, client_key);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, token);
  gtk_widget_class_bind_template_child (widget_class, HdSourceGroup, token_file);
}

static void
hd_source_group_init (HdSourceGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_settings (self);
  show_policy (self);
}

void
hd_source_group_set_session (HdSourceGroup *self, HdSession *session)
{
  g_set_object (&self->session, session);
}
