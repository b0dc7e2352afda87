/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list that a few letters narrow, with or without diacritics.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_FILTER_LIST (hd_filter_list_get_type ())
G_DECLARE_FINAL_TYPE (HdFilterList, hd_filter_list, HD, FILTER_LIST, GtkWidget)

/* ::chosen (const char *id): by Enter or a click. ::stopped (): Escape was pressed. */
GtkWidget *hd_filter_list_new (const char *prompt, const char *label) G_GNUC_WARN_UNUSED_RESULT;

gboolean hd_filter_list_is_empty (HdFilterList *self);
/* `words` are what it is found by; `section` (nullable) is told once above the rows that share it. */
void hd_filter_list_add (HdFilterList *self,
                         const char *id,
                         const char *name,
                         const char *words,
                         const char *section);
/* Marks that row without choosing it, and brings it into view. */
void hd_filter_list_select (HdFilterList *self, const char *id);
/* Nothing is looked for, and the keyboard is in the entry. */
void hd_filter_list_reset (HdFilterList *self);

G_END_DECLS
