/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What our widgets share: templates, the reader's words, and the palette that fits a widget's surroundings.
 */

#include "config.h"

#include "hd-widgets.h"

#include "hd-text-color.h"
#include "hd-ui-resources.h"

static const HdChartWords *chart_words;

void
hd_widgets_init (void)
{
  static gsize is_done = 0;

  /* A static library's constructors are dropped by the linker, so this is called by name. */
  if (g_once_init_enter (&is_done))
    {
      hd_ui_register_resource ();
      g_once_init_leave (&is_done, 1);
    }
}

void
hd_widgets_set_words (const HdChartWords *words)
{
  chart_words = words;
}

const HdChartWords *
hd_widgets_get_words (void)
{
  return chart_words;
}

void
hd_widgets_set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

const HdPalette *
hd_widgets_get_palette (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GdkRGBA colour;
  gboolean is_dark, is_high;

  hd_text_color_get (widget, &colour);
  is_dark = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue > 0.5;
  is_high = root != NULL && gtk_widget_has_css_class (GTK_WIDGET (root), HD_CSS_HIGH_CONTRAST);
  if (is_high)
    return hd_palette_get (is_dark ? HD_SCHEME_HIGH_CONTRAST_DARK : HD_SCHEME_HIGH_CONTRAST);
  return hd_palette_get (is_dark ? HD_SCHEME_DARK : HD_SCHEME_LIGHT);
}

double
hd_widgets_get_font_px (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double)pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72.0;
  return size > 0 ? size : 13;
}
