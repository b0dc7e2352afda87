/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window looks at now, and every step that led there.
 */

#include "config.h"

#include "hd-context.h"

/* Scopes are small; this is a day of clicking. */
#define MAX_HISTORY 1000

struct _HdContext
{
  GObject parent_instance;

  GPtrArray *history; /* (element-type HdScope) */
  guint current;
};

G_DEFINE_FINAL_TYPE (HdContext, hd_context, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
move_to (HdContext *self, guint position)
{
  self->current = position;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
hd_context_dispose (GObject *object)
{
  g_clear_pointer (&HD_CONTEXT (object)->history, g_ptr_array_unref);

  G_OBJECT_CLASS (hd_context_parent_class)->dispose (object);
}

static void
hd_context_class_init (HdContextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_context_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HD_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hd_context_init (HdContext *self)
{
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_scope_unref);
}

HdContext *
hd_context_new (HdScope *scope)
{
  HdContext *self = g_object_new (HD_TYPE_CONTEXT, NULL);

  g_ptr_array_add (self->history, hd_scope_ref (scope));
  return self;
}

HdScope *
hd_context_get_scope (HdContext *self)
{
  g_return_val_if_fail (HD_IS_CONTEXT (self), NULL);

  return g_ptr_array_index (self->history, self->current);
}

void
hd_context_take (HdContext *self, HdScope *scope)
{
  g_return_if_fail (HD_IS_CONTEXT (self));
  g_return_if_fail (scope != NULL);

  if (hd_scope_equal (scope, hd_context_get_scope (self)))
    {
      hd_scope_unref (scope);
      return;
    }
  /* A new step forgets the steps that were undone. */
  g_ptr_array_set_size (self->history, (int)self->current + 1);
  if (self->history->len >= MAX_HISTORY)
    g_ptr_array_remove_index (self->history, 0);
  g_ptr_array_add (self->history, scope);
  move_to (self, self->history->len - 1);
}

void
hd_context_go (HdContext *self, HdScope *scope)
{
  hd_context_take (self, hd_scope_ref (scope));
}

void
hd_context_show (HdContext *self, HdScope *scope)
{
  g_return_if_fail (HD_IS_CONTEXT (self));

  g_ptr_array_set_size (self->history, 0);
  g_ptr_array_add (self->history, hd_scope_ref (scope));
  self->current = 0;
}

gboolean
hd_context_can_undo (HdContext *self)
{
  g_return_val_if_fail (HD_IS_CONTEXT (self), FALSE);

  return self->current > 0;
}

gboolean
hd_context_can_redo (HdContext *self)
{
  g_return_val_if_fail (HD_IS_CONTEXT (self), FALSE);

  return self->current + 1 < self->history->len;
}

void
hd_context_undo (HdContext *self)
{
  if (hd_context_can_undo (self))
    move_to (self, self->current - 1);
}

void
hd_context_redo (HdContext *self)
{
  if (hd_context_can_redo (self))
    move_to (self, self->current + 1);
}
