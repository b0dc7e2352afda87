/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colour of a widget's text: the one place that asks the style context, which later GTK replaces.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hd_text_color_get (GtkWidget *widget, GdkRGBA *colour);

G_END_DECLS
