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

/* "_Cancel" is Cancel; "__" stands for a line that is meant. (transfer full) */
static char *
without_mnemonic (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *cursor = text; *cursor != '\0'; cursor++)
    if (*cursor != '_' || *++cursor != '\0')
      g_string_append_c (plain, *cursor);
    else
      break;
  return g_string_free (plain, FALSE);
}

static gboolean
mapped_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  gpointer widget = g_value_get_object (values);
  g_autofree char *name = NULL;

  if (!GTK_IS_BUTTON (widget) || !gtk_button_get_use_underline (widget)
      || gtk_button_get_label (widget) == NULL)
    return TRUE;
  name = without_mnemonic (gtk_button_get_label (widget));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return TRUE;
}

void
hd_widgets_name_buttons (void)
{
  static gsize is_done = 0;

  if (!g_once_init_enter (&is_done))
    return;
  /* Signals are there with the class only. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_hook, NULL, NULL);
  g_once_init_leave (&is_done, 1);
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
