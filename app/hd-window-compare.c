/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two units side by side: the same screen twice, each with its own unit, everything else in common.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-window-private.h"

/* A step taken on the other side is a step of the window. */
static void
other_changed_cb (HdContext *other, HdWindow *self)
{
  hd_context_take (self->context, hd_scope_with_other (hd_context_get_scope (self->context),
                                                       hd_context_get_scope (other)));
}

static HdContext *
ensure_other_context (HdWindow *self, HdScope *scope)
{
  if (self->other_context == NULL)
    {
      self->other_context = hd_context_new (scope);
      g_signal_connect_object (self->other_context, "changed", G_CALLBACK (other_changed_cb), self,
                               0);
    }
  else
    hd_context_show (self->other_context, scope);
  return self->other_context;
}

static void
set_label (HdWindow *self, GtkWidget *label, const HdScope *scope, const char *dimension)
{
  const char *code = hd_scope_get_code (scope, dimension);
  g_autofree char *name = code != NULL ? hd_window_describe_code (self, dimension, code)
                                       : g_strdup (_ ("Whole country"));

  gtk_label_set_label (GTK_LABEL (label), name);
}

/* Both sides scroll as one, and point as one. */
static void
couple (HdPage *page, HdPage *other)
{
  if (hd_page_get_link (page) == hd_page_get_link (other))
    return;
  hd_page_set_link (other, hd_page_get_link (page));
  g_object_bind_property (hd_page_get_adjustment (page), "value", hd_page_get_adjustment (other),
                          "value", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

void
hd_window_update_sides (HdWindow *self, const HdPageInfo *info)
{
  HdScope *scope = hd_context_get_scope (self->context);
  g_autoptr (HdScope) other = hd_scope_get_other (scope);
  g_autofree char *dimension = NULL;
  HdPage *page;

  gtk_widget_set_visible (self->side_label, other != NULL);
  gtk_widget_set_visible (self->other_side, other != NULL);
  if (other == NULL)
    return;
  dimension = g_strndup (scope->beside, strcspn (scope->beside, ":"));
  page = hd_window_ensure_page (self, self->other_stack, ensure_other_context (self, other), info);
  set_label (self, self->side_label, scope, dimension);
  set_label (self, self->other_label, other, dimension);
  couple (hd_window_ensure_page (self, self->stack, self->context, info), page);
  gtk_stack_set_visible_child (self->other_stack, GTK_WIDGET (page));
  hd_page_update (page);
}

/* "unit=KV02" in two. FALSE: it is no step. */
static gboolean
split (const char *code, char **dimension, const char **value)
{
  const char *equals = strchr (code, '=');

  if (equals == NULL || g_str_has_prefix (code, "time="))
    return FALSE;
  *dimension = g_strndup (code, (gsize)(equals - code));
  *value = equals + 1;
  return TRUE;
}

static void
set_comparing (HdWindow *self, const char *code, const char *name)
{
  g_autofree char *text = name != NULL ? g_strdup_printf (_ ("Compare %s with…"), name)
                                       : g_strdup (self->placeholder);

  g_free (self->comparing);
  self->comparing = g_strdup (code);
  g_object_set (self->search, "placeholder-text", text, NULL);
}

void
hd_window_stop_comparing (HdWindow *self)
{
  if (self->comparing != NULL)
    set_comparing (self, NULL, NULL);
}

/* Both are known: the first on this side, the second on the other. */
static void
compare_two (HdWindow *self, const char *dimension, const char *first, const char *second)
{
  const HdScope *scope = hd_context_get_scope (self->context);
  g_autoptr (HdScope) open = hd_scope_without_dimension (scope, dimension);
  g_autoptr (HdScope) one = hd_scope_with_step (
      g_strcmp0 (hd_scope_get_code (scope, dimension), first) == 0 ? scope : open, dimension,
      first);

  hd_context_take (self->context, hd_scope_with_beside (one, dimension, second));
}

void
hd_window_compare (HdWindow *self, const char *code)
{
  g_autofree char *dimension = NULL;
  g_autofree char *first_dimension = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *comparing = g_strdup (self->comparing);
  const char *value, *first;

  if (code == NULL || !split (code, &dimension, &value))
    {
      hd_window_toast (self, _ ("Only units and other codes are compared side by side"));
      return;
    }
  if (comparing != NULL && split (comparing, &first_dimension, &first)
      && g_str_equal (dimension, first_dimension) && !g_str_equal (first, value))
    {
      hd_window_stop_comparing (self);
      compare_two (self, dimension, first, value);
      return;
    }
  name = hd_window_describe_code (self, dimension, value);
  set_comparing (self, code, name);
  /* Translators: a unit that was chosen with Ctrl and a click. */
  text = g_strdup_printf (_ ("%s: now Ctrl+click what it is to be compared with"), name);
  hd_window_toast (self, text);
}

void
hd_window_compare_with (HdWindow *self, const char *code)
{
  g_autofree char *dimension = NULL;
  g_autofree char *name = NULL;
  const char *value;

  if (code == NULL || !split (code, &dimension, &value))
    {
      hd_window_toast (self, _ ("Only units and other codes are compared side by side"));
      return;
    }
  name = hd_window_describe_code (self, dimension, value);
  set_comparing (self, code, name);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.search", NULL);
}
