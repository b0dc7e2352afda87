/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of the window: one table for the bindings and for the window that lists them.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *accelerator; /* "<Alt>1" */
  const char *action; /* (nullable): a key of a widget, listed only */
  const char *target; /* (nullable): the action's string */
  const char *title; /* N_() */
  const char *group; /* N_() */
} HdShortcut;

extern const HdShortcut hd_shortcuts[];
extern const guint hd_n_shortcuts;

void hd_shortcuts_add_binding (GtkWidgetClass *widget_class, const HdShortcut *shortcut);
/* "Alt+1", as the person reads it. (transfer full) (nullable): it has none. */
char *hd_shortcuts_find_key (const char *action, const char *target);
void hd_shortcuts_present (GtkWindow *parent);

G_END_DECLS
