/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The drill path as a bar of removable steps, and what else the figures below are of.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_PATH_BAR (hd_path_bar_get_type ())
G_DECLARE_FINAL_TYPE (HdPathBar, hd_path_bar, HD, PATH_BAR, GtkWidget)

/* ::step-removed (guint index): the × of a step. ::root-clicked (): back to the whole. */
GtkWidget *hd_path_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Clears all steps and aspects. `root` is the whole: "Toàn quốc". */
void hd_path_bar_reset (HdPathBar *self, const char *root);
/* `remove_label` is read aloud for the ×. */
void hd_path_bar_add_step (HdPathBar *self, const char *label, const char *remove_label);
/* A chip with a menu: period, comparison, map. `menu` is nullable. */
void
hd_path_bar_add_aspect (HdPathBar *self, const char *label, const char *tooltip, GMenuModel *menu);
/* The words at the end: source and vintage, or when the person looked last. */
void hd_path_bar_set_note (HdPathBar *self, const char *note);
/* Where there is no room for the words at the end. */
void hd_path_bar_set_small (HdPathBar *self, gboolean is_small);
guint hd_path_bar_get_n_steps (HdPathBar *self);

G_END_DECLS
