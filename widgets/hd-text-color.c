/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colour of a widget's text: the one place that asks the style context, which later GTK replaces.
 */

#include "config.h"

#include "hd-text-color.h"

void
hd_text_color_get (GtkWidget *widget, GdkRGBA *colour)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), colour);
}
