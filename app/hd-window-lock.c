/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locking: by hand, when nobody has touched the program for a while, when the session's screen is locked or the
 * machine goes to sleep.
 *
 * What the window knew of the store goes: screens, the search's index, answers, decoded columns, keys, what was
 * copied. Freed memory is overwritten on the way and given back.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <malloc.h>

#include "hd-hold-bar.h"
#include "hd-idle.h"
#include "hd-path-bar.h"
#include "hd-policy.h"
#include "hd-reason-bar.h"
#include "hd-screen-lock.h"
#include "hd-settings.h"
#include "hd-store-schema.h"
#include "hd-trace.h"
#include "hd-unlock.h"
#include "hd-window-private.h"

#define UNLOCK "unlock"
/* What freed bytes are overwritten with; any but 0. */
#define OVERWRITE 0x5A

static void wait_for_idle (HdWindow *self);

/* Seconds without a touch after which the window locks: the person's, and not more than the policy's; 0:
 * never. */
static guint
get_limit_s (void)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);
  guint own_s = 60 * (guint)g_settings_get_int (hd_settings_get (), "lock-minutes");
  guint most_s = policy != NULL ? hd_policy_get_lock_after (policy) : 0;

  return own_s > 0 && most_s > 0 ? MIN (own_s, most_s) : MAX (own_s, most_s);
}

static gboolean
can_lock (HdWindow *self)
{
  return hd_session_is_open (self->session) && hd_session_is_sealed (self->session);
}

/* Tables, dialogs and preferences that stand before the window. */
static void
close_dependents (HdWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (GTK_IS_WINDOW (link->data)
        && gtk_window_get_transient_for (link->data) == GTK_WINDOW (self))
      gtk_window_destroy (link->data);
}

static void
empty_stack (GtkStack *stack)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (stack))) != NULL)
    gtk_stack_remove (stack, child);
}

/* What was copied from here. */
static void
empty_clipboard (HdWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

static void
unlocked_cb (HdUnlock *unlock, HdWindow *self)
{
  hd_window_open_store (self);
}

static void
cancelled_cb (HdUnlock *unlock, HdWindow *self)
{
  hd_window_show_unlock (self, TRUE);
}

static void
show_unlock (HdWindow *self, HdUnlockPurpose purpose)
{
  GtkWidget *page = hd_unlock_new (hd_session_get_store_dir (self->session), purpose);

  g_signal_connect_object (page, "unlocked", G_CALLBACK (unlocked_cb), self, 0);
  g_signal_connect_object (page, "cancelled", G_CALLBACK (cancelled_cb), self, 0);
  self->is_locked = TRUE;
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  empty_stack (self->stack);
  gtk_stack_add_named (self->stack, page, UNLOCK);
  gtk_widget_set_visible (self->path_bar, FALSE);
  gtk_widget_set_visible (self->search, FALSE);
  gtk_widget_set_visible (self->fresh, FALSE);
  gtk_widget_set_sensitive (self->switcher, FALSE);
  gtk_widget_set_sensitive (self->bottom_switcher, FALSE);
  hd_reason_bar_dismiss (HD_REASON_BAR (self->reason_bar));
  hd_hold_bar_set (HD_HOLD_BAR (self->hold_bar), NULL, NULL);
  gtk_revealer_set_reveal_child (self->progress_revealer, FALSE);
  hd_window_update_actions (self);
  hd_trace_mark ("locked", -1);
}

void
hd_window_show_unlock (HdWindow *self, gboolean has_store)
{
  show_unlock (self, has_store ? HD_UNLOCK_OPEN : HD_UNLOCK_CHOOSE);
}

static void
screen_locked_cb (gpointer user_data)
{
  hd_window_lock (user_data);
}

/* The store is open: the window is as before. */
void
hd_window_end_lock (HdWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, UNLOCK);

  wait_for_idle (self);
  /* There is something to lock: once. */
  hd_screen_lock_remove (self);
  if (can_lock (self))
    hd_screen_lock_add (screen_locked_cb, self);
  if (!self->is_locked)
    return;
  self->is_locked = FALSE;
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  if (page != NULL)
    gtk_stack_remove (self->stack, page);
  gtk_widget_set_visible (self->search, TRUE);
  gtk_widget_set_visible (self->fresh, TRUE);
  gtk_widget_set_sensitive (self->switcher, TRUE);
  gtk_widget_set_sensitive (self->bottom_switcher, TRUE);
}

static void
lock (HdWindow *self, HdUnlockPurpose purpose)
{
  if (!can_lock (self))
    return;
  mallopt (M_PERTURB, OVERWRITE);
  g_clear_handle_id (&self->lock_id, g_source_remove);
  close_dependents (self);
  empty_clipboard (self);
  hd_window_dismiss_toast (self);
  hd_window_stop_comparing (self);
  hd_window_forget_search (self);
  hd_window_stop_refresh (self);
  gtk_widget_set_visible (self->other_side, FALSE);
  gtk_widget_set_visible (self->side_label, FALSE);
  empty_stack (self->other_stack);
  g_clear_object (&self->other_context);
  hd_path_bar_reset (HD_PATH_BAR (self->path_bar), "");
  hd_window_renew_engine_link (self);
  show_unlock (self, purpose);
  hd_session_close (self->session);
  hd_window_update_actions (self);
  malloc_trim (0);
  mallopt (M_PERTURB, 0);
}

void
hd_window_lock (HdWindow *self)
{
  lock (self, HD_UNLOCK_OPEN);
}

void
hd_window_change_passphrase (HdWindow *self)
{
  lock (self, HD_UNLOCK_CHANGE);
}

/* (nullable): nothing is wrong but the passphrase that is missing. */
gboolean
hd_window_needs_passphrase (HdWindow *self, const GError *error, gboolean *has_store)
{
  g_autofree char *file
      = g_build_filename (hd_session_get_store_dir (self->session), HD_STORE_FILE, NULL);

  *has_store = g_file_test (file, G_FILE_TEST_EXISTS);
  return g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED)
         || g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE)
         || (!*has_store && g_error_matches (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN));
}

static gboolean
idle_cb (gpointer user_data)
{
  HdWindow *self = user_data;
  guint limit_s = get_limit_s ();

  self->lock_id = 0;
  if (limit_s > 0 && hd_idle_get_s () >= limit_s)
    hd_window_lock (self);
  else
    wait_for_idle (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_idle (HdWindow *self)
{
  guint limit_s = get_limit_s ();
  double left_s = limit_s - hd_idle_get_s ();

  g_clear_handle_id (&self->lock_id, g_source_remove);
  if (limit_s > 0 && can_lock (self))
    self->lock_id = g_timeout_add ((guint)(1000 * CLAMP (left_s, 0.1, limit_s)), idle_cb, self);
}

/* The machine slept beyond the limit: nothing shows before it is locked. */
static gboolean
returned_cb (double idle_s, gpointer user_data)
{
  HdWindow *self = user_data;
  guint limit_s = get_limit_s ();

  if (limit_s == 0 || idle_s < limit_s || !can_lock (self))
    return FALSE;
  hd_window_lock (self);
  return TRUE;
}

static void
reason_given_cb (HdReasonBar *bar, const char *reason, HdWindow *self)
{
  hd_session_set_reason (self->session, reason);
}

void
hd_window_init_lock (HdWindow *self)
{
  GtkWidget *body = gtk_widget_get_parent (self->path_bar);

  self->reason_bar = hd_reason_bar_new ();
  gtk_box_insert_child_after (GTK_BOX (body), self->reason_bar, self->path_bar);
  g_signal_connect_object (self->reason_bar, "given", G_CALLBACK (reason_given_cb), self, 0);
  g_signal_connect_object (self->session, "reason-wanted", G_CALLBACK (hd_reason_bar_ask),
                           self->reason_bar, G_CONNECT_SWAPPED);
  hd_idle_init ();
  hd_idle_add_returned (returned_cb, self);
  g_signal_connect_object (hd_settings_get (), "changed::lock-minutes", G_CALLBACK (wait_for_idle),
                           self, G_CONNECT_SWAPPED);
}

void
hd_window_dispose_lock (HdWindow *self)
{
  g_clear_handle_id (&self->lock_id, g_source_remove);
  hd_idle_remove_returned (self);
  hd_screen_lock_remove (self);
}
