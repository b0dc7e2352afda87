/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What our widgets share: templates, the reader's words, and the palette that fits a widget's surroundings.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"
#include "hd-palette.h"

G_BEGIN_DECLS

#define HD_WIDGETS_PREFIX "/org/haidang/HaiDang/ui/"

/* On the window: charts below it use the palettes of high contrast. */
#define HD_CSS_HIGH_CONTRAST "high-contrast"

/* Registers the resource of templates, once. Called by each class_init. */
void hd_widgets_init (void);

/* From now on the names of buttons are read without the mark of their mnemonic: GTK 4.8 says "_Cancel Cancel". */
void hd_widgets_name_buttons (void);

/* The words of summaries, in the reader's language; must live as long as the program. NULL is English. */
void hd_widgets_set_words (const HdChartWords *words);
const HdChartWords *hd_widgets_get_words (void);

/* Told when it is asked for: each time that GTK is given one it asks an X server three times where the pointer is. One
 * that says what an ellipsis may hide of the label itself is not read out a second time. */
void hd_widgets_set_tooltip (GtkWidget *widget, const char *text);
/* (transfer none) (nullable): that, or the one of its template. */
const char *hd_widgets_get_tooltip (GtkWidget *widget);

/* Lines end between words, and within one only where the label's text has one too long for a phone's width, of which
 * `n_beside` letters are something else's. Where any letter may begin a line, GTK finds the least width by breaking the
 * text at each: as many times as slow as it has letters. */
void hd_widgets_choose_wrapping (GtkLabel *label, guint n_beside);

/* The menu of a button, built when it is opened: a menu that is there is told of every shortcut of the program, one by
 * one, when its window comes to the application. */
void hd_widgets_set_menu (GtkMenuButton *button, GMenuModel *menu);
/* (transfer none) (nullable) */
GMenuModel *hd_widgets_get_menu (GtkMenuButton *button);

/* Light or dark is read from the colour of the widget's text, so that a chart follows its style sheet. */
const HdPalette *hd_widgets_get_palette (GtkWidget *widget);
/* The size of the widget's font in px, with the person's text scaling. */
double hd_widgets_get_font_px (GtkWidget *widget);

G_END_DECLS
