/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What our widgets share: templates, the reader's words, and the palette that fits a widget's surroundings.
 */

#include "config.h"

#include "hd-widgets.h"

#include "hd-text-color.h"
#include "hd-ui-resources.h"

#define MENU_KEY "hd-menu"
/* What a card has of the narrowest window, and a letter of a font of 1 px: of monospace, which is wider than others. */
#define NARROW_PX 290
#define LETTER 0.62
#define TOOLTIP_KEY "hd-tooltip"

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
  /* The label names its button, too, as whose mnemonic it is: it would be read twice. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
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

static gboolean
query_tooltip_cb (GtkWidget *widget,
                  int x,
                  int y,
                  gboolean is_by_keyboard,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  gtk_tooltip_set_text (tooltip, hd_widgets_get_tooltip (widget));
  return TRUE;
}

void
hd_widgets_set_tooltip (GtkWidget *widget, const char *text)
{
  GObject *object = G_OBJECT (widget);
  const char *before = g_object_get_data (object, TOOLTIP_KEY);

  if (text != NULL && text[0] == '\0')
    text = NULL;
  if (g_strcmp0 (before, text) == 0)
    return;
  g_signal_handlers_disconnect_by_func (widget, query_tooltip_cb, NULL);
  g_object_set_data_full (object, TOOLTIP_KEY, g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
  if (text != NULL)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_PRELIGHT)
    gtk_widget_trigger_tooltip_query (widget);
  if (text != NULL
      && (!GTK_IS_LABEL (widget) || g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) != 0))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

const char *
hd_widgets_get_tooltip (GtkWidget *widget)
{
  const char *text = g_object_get_data (G_OBJECT (widget), TOOLTIP_KEY);

  return text != NULL ? text : gtk_widget_get_tooltip_text (widget);
}

static void
open_menu_cb (GtkMenuButton *button, gpointer menu)
{
  if (gtk_menu_button_get_menu_model (button) != menu)
    gtk_menu_button_set_menu_model (button, menu);
}

static guint
count_longest_word (const char *text)
{
  guint length = 0, longest = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      length = *text == ' ' || *text == '\n' ? 0 : length + 1;
      longest = MAX (longest, length);
    }
  return longest;
}

void
hd_widgets_choose_wrapping (GtkLabel *label, guint n_beside)
{
  guint n_letters = n_beside + count_longest_word (gtk_label_get_text (label));
  double width_px = n_letters * LETTER * hd_widgets_get_font_px (GTK_WIDGET (label));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_wrap_mode (label, width_px > NARROW_PX ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
}

void
hd_widgets_set_menu (GtkMenuButton *button, GMenuModel *menu)
{
  gtk_menu_button_set_menu_model (button, NULL);
  g_object_set_data_full (G_OBJECT (button), MENU_KEY, g_object_ref (menu), g_object_unref);
  gtk_menu_button_set_create_popup_func (button, open_menu_cb, g_object_ref (menu), g_object_unref);
}

GMenuModel *
hd_widgets_get_menu (GtkMenuButton *button)
{
  return g_object_get_data (G_OBJECT (button), MENU_KEY);
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
