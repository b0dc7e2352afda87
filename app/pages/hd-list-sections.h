/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sections of a list: a heading above the first row of each.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws the headings of `list`; rows of one section stand together. */
void hd_list_sections_show (GtkListBox *list);
/* `section` (nullable) is the heading's text, translated. To be called before the row is in the list. */
void hd_list_sections_set (GtkListBoxRow *row, const char *section);

G_END_DECLS
