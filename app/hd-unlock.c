/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The locked screen: one field, one button, and what was wrong in words beneath the field.
 *
 * Accessibility: the field has the focus from the start; what was wrong is an alert, which is read at once.
 */

#include "config.h"

#include "hd-unlock.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-cli-passphrase.h"
#include "hd-ending.h"
#include "hd-passphrase.h"
#include "hd-policy.h"
#include "hd-problem.h"
#include "hd-secret-service.h"
#include "hd-store.h"
#include "hd-widgets.h"

struct _HdUnlock
{
  AdwBin parent_instance;

  char *dir;
  HdUnlockPurpose purpose;
  gboolean is_working; /* a passphrase is being tried */

  GtkWidget *page;
  GtkWidget *passphrase;
  GtkWidget *chosen;
  GtkWidget *again;
  GtkWidget *problem;
  GtkWidget *keep;
  GtkWidget *cancel;
  GtkWidget *unlock;
};

G_DEFINE_FINAL_TYPE (HdUnlock, hd_unlock, ADW_TYPE_BIN)

enum
{
  SIGNAL_UNLOCKED,
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *dir;
  char *passphrase;
  char *chosen; /* (nullable): what it is to be changed to */
  gboolean chooses, keeps;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_free (attempt->dir);
  hd_cli_passphrase_free (attempt->passphrase);
  hd_cli_passphrase_free (attempt->chosen);
  g_free (attempt);
}

/* A key is kept in the end, as after any unlocking, and no passphrase. */
static gboolean
change (const Attempt *attempt, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean is_changed;

  hd_store_set_passphrase (attempt->passphrase);
  is_changed = hd_passphrase_change (attempt->dir, attempt->chosen, NULL, now, error);
  hd_store_lock (attempt->dir);
  return is_changed && hd_store_unlock (attempt->dir, attempt->chosen, error);
}

static void
unlock_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Attempt *attempt = task_data;
  g_autoptr (HdStore) store = NULL;
  GError *error = NULL;

  if (attempt->chooses)
    {
      hd_store_set_passphrase (attempt->passphrase);
      /* A keyring keeps a passphrase with the key that it opens, which there has to be. */
      if (attempt->keeps)
        store = hd_store_open (attempt->dir, HD_STORE_WRITE | HD_STORE_CREATE, NULL);
      g_clear_object (&store);
    }
  else if (!hd_store_unlock (attempt->dir, attempt->passphrase, &error)
           || (attempt->chosen != NULL && !change (attempt, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Open it is, whether the keyring takes the passphrase or not. */
  if (attempt->keeps)
    hd_secret_service_keep (attempt->dir,
                            attempt->chosen != NULL ? attempt->chosen : attempt->passphrase, NULL);
  g_task_return_boolean (task, TRUE);
}

/* The fields keep the focus, and so stay as they are. */
static void
set_working (HdUnlock *self, gboolean is_working)
{
  self->is_working = is_working;
  gtk_widget_set_sensitive (self->unlock, !is_working);
}

/* `text` (nullable): nothing is wrong. */
static void
tell (HdUnlock *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdUnlock *self = HD_UNLOCK (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0);
      return;
    }
  /* The screen is gone when the window was closed meanwhile. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  text = hd_problem_describe (error);
  set_working (self, FALSE);
  tell (self, text);
  gtk_widget_grab_focus (self->passphrase);
}

/* What becomes the passphrase. (nullable): none does. */
static const char *
get_chosen (HdUnlock *self)
{
  GtkWidget *entry = self->purpose == HD_UNLOCK_CHOOSE   ? self->passphrase
                     : self->purpose == HD_UNLOCK_CHANGE ? self->chosen
                                                         : NULL;

  return entry == NULL ? NULL : gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* (nullable): what is wrong with what was chosen. */
static const char *
find_fault (HdUnlock *self)
{
  const char *text = get_chosen (self);

  if (text == NULL)
    return NULL;
  if (g_utf8_strlen (text, -1) < HD_PASSPHRASE_MIN_LETTERS)
    return _ ("Too few letters: some words that nobody else would think of are best.");
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->again))))
    return _ ("The two are not the same.");
  return NULL;
}

static void
try_cb (HdUnlock *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  const char *fault = find_fault (self);
  g_autoptr (GTask) task = NULL;
  Attempt *attempt;

  if (self->is_working)
    return;
  if (text[0] == '\0' || fault != NULL)
    {
      tell (self, fault);
      gtk_widget_grab_focus (self->passphrase);
      return;
    }
  attempt = g_new0 (Attempt, 1);
  attempt->dir = g_strdup (self->dir);
  attempt->passphrase = g_strdup (text);
  attempt->chosen = self->purpose == HD_UNLOCK_CHANGE ? g_strdup (get_chosen (self)) : NULL;
  attempt->chooses = self->purpose == HD_UNLOCK_CHOOSE;
  attempt->keeps = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->keep));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->chosen), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  tell (self, NULL);
  set_working (self, TRUE);
  task = g_task_new (self, NULL, unlocked_cb, NULL);
  g_task_set_source_tag (task, try_cb);
  g_task_set_task_data (task, attempt, (GDestroyNotify)attempt_free);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, unlock_thread);
}

static void
cancel_cb (HdUnlock *self)
{
  if (!self->is_working)
    g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static void
hd_unlock_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hd_unlock_parent_class)->map (widget);
  gtk_widget_grab_focus (HD_UNLOCK (widget)->passphrase);
}

static void
hd_unlock_finalize (GObject *object)
{
  g_free (HD_UNLOCK (object)->dir);

  G_OBJECT_CLASS (hd_unlock_parent_class)->finalize (object);
}

static void
hd_unlock_class_init (HdUnlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hd_unlock_finalize;
  widget_class->map = hd_unlock_map;

  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", HD_TYPE_UNLOCK, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", HD_TYPE_UNLOCK, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-unlock.ui");
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, page);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, passphrase);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, again);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, chosen);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, cancel);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, problem);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, keep);
  gtk_widget_class_bind_template_child (widget_class, HdUnlock, unlock);
}

static void
hd_unlock_init (HdUnlock *self)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->keep, hd_secret_service_is_near () && policy != NULL
                                          && hd_policy_allows_keyring (policy));
  g_signal_connect_object (self->unlock, "clicked", G_CALLBACK (try_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (cancel_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->again, "entry-activated", G_CALLBACK (try_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Enter goes on to the next field where there is one. */
static void
activated_cb (HdUnlock *self)
{
  if (self->purpose == HD_UNLOCK_OPEN)
    try_cb (self);
  else
    gtk_widget_grab_focus (self->purpose == HD_UNLOCK_CHANGE ? self->chosen : self->again);
}

static void
chosen_activated_cb (HdUnlock *self)
{
  gtk_widget_grab_focus (self->again);
}

GtkWidget *
hd_unlock_new (const char *dir, HdUnlockPurpose purpose)
{
  HdUnlock *self = g_object_new (HD_TYPE_UNLOCK, NULL);
  AdwStatusPage *page = ADW_STATUS_PAGE (self->page);

  self->dir = g_strdup (dir);
  self->purpose = purpose;
  if (purpose == HD_UNLOCK_CHOOSE)
    {
      adw_status_page_set_title (page, _ ("Choose a Passphrase"));
      adw_status_page_set_description (
          page,
          _ ("The policy of this machine wants figures sealed. Whoever forgets the passphrase "
             "fetches them anew."));
      gtk_button_set_label (GTK_BUTTON (self->unlock), _ ("_Seal"));
      gtk_widget_set_visible (self->again, TRUE);
    }
  if (purpose == HD_UNLOCK_CHANGE)
    {
      adw_status_page_set_title (page, _ ("Change the Passphrase"));
      adw_status_page_set_description (
          page, _ ("The store is closed meanwhile. Figures are not sealed anew, only their key."));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passphrase),
                                     _ ("Present passphrase"));
      gtk_button_set_label (GTK_BUTTON (self->unlock), _ ("C_hange"));
      gtk_widget_set_visible (self->chosen, TRUE);
      gtk_widget_set_visible (self->again, TRUE);
      gtk_widget_set_visible (self->cancel, TRUE);
    }
  g_signal_connect_object (self->passphrase, "entry-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chosen, "entry-activated", G_CALLBACK (chosen_activated_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
