/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of the window: one table for the bindings and for the window that lists them.
 *
 * The only file that knows GtkShortcutsWindow, which later GTK replaces.
 */

#include "config.h"

#include "hd-shortcuts.h"

#include <glib/gi18n.h>

const HdShortcut hd_shortcuts[] = {
  { "<Alt>1", "win.page", "morning", N_ ("This Morning"), N_ ("Screens") },
  { "<Alt>2", "win.page", "revenue", N_ ("Revenue"), N_ ("Screens") },
  { "<Alt>3", "win.page", "clearance", N_ ("Clearance"), N_ ("Screens") },
  { "<Alt>4", "win.page", "violations", N_ ("Risk and Violations"), N_ ("Screens") },
  { "<Alt>5", "win.page", "evidence", N_ ("Evidence"), N_ ("Screens") },
  { "<Alt>6", "win.page", "forecast", N_ ("Forecast"), N_ ("Screens") },
  { "<Alt>7", "win.page", "map", N_ ("Map"), N_ ("Screens") },
  { "<Alt>8", "win.page", "single-window", N_ ("Single Window"), N_ ("Screens") },
  { "<Alt>9", "win.page", "digital", N_ ("Digital Customs"), N_ ("Screens") },
  { "<Alt>0", "win.page", "systems", N_ ("System Health"), N_ ("Screens") },
  { "<Ctrl>g", "win.page", "glossary", N_ ("Glossary"), N_ ("Screens") },
  { "F1", "win.explain", "", N_ ("What this figure means"), N_ ("Everywhere") },
  { "question", NULL, NULL, N_ ("What this figure means"), N_ ("Everywhere") },
  { "<Ctrl>k", "win.search", NULL, N_ ("Find anything"), N_ ("Everywhere") },
  { "<Alt>Left", "win.undo", NULL, N_ ("Undo the last step"), N_ ("Everywhere") },
  { "<Alt>Right", "win.redo", NULL, N_ ("Redo"), N_ ("Everywhere") },
  { "<Alt>Home", "win.home", NULL, N_ ("The whole country"), N_ ("Everywhere") },
  { "<Ctrl>m", "win.other-map", NULL, N_ ("The same by the other organisation map"),
    N_ ("Everywhere") },
  { "<Ctrl>d", "win.forecast", NULL, N_ ("Show or hide forecasts in trends"), N_ ("Everywhere") },
  { "<Ctrl>j", "win.choose-figure", NULL, N_ ("Forecast another figure"), N_ ("Everywhere") },
  { "F5", "win.refresh", NULL, N_ ("Refresh the figures"), N_ ("Everywhere") },
  { "<Ctrl>r", "win.refresh", NULL, N_ ("Refresh the figures"), NULL },
  { "<Ctrl><Shift>c", "win.copy-state", NULL, N_ ("Copy the state code"), N_ ("Everywhere") },
  { "F11", "win.meeting", NULL, N_ ("Meeting-room scale, on the whole screen"), N_ ("Everywhere") },
  { "<Ctrl>l", "win.lock", NULL, N_ ("Lock the store"), N_ ("Everywhere") },
  { "<Ctrl>comma", NULL, NULL, N_ ("Preferences"), N_ ("Everywhere") },
  { "F10", NULL, NULL, N_ ("Main menu"), N_ ("Everywhere") },
  { "<Ctrl>question", "win.shortcuts", NULL, N_ ("Keyboard shortcuts"), N_ ("Everywhere") },
  { "<Ctrl>w", "window.close", NULL, N_ ("Close the window"), N_ ("Everywhere") },
  { "<Ctrl>q", NULL, NULL, N_ ("Quit"), N_ ("Everywhere") },
  { "space", NULL, NULL, N_ ("Next item"), N_ ("This Morning") },
  { "BackSpace", NULL, NULL, N_ ("Previous item"), N_ ("This Morning") },
  { "Return", NULL, NULL, N_ ("Look deeper"), N_ ("Charts and maps") },
  { "Left Right", NULL, NULL, N_ ("Walk the marks"), N_ ("Charts and maps") },
  { "<Ctrl>Left <Ctrl>Right", NULL, NULL, N_ ("Walk by six marks"), N_ ("Charts and maps") },
  { "<Shift>Left <Shift>Right", NULL, NULL, N_ ("Choose a period on a time axis; Enter takes it"),
    N_ ("Charts and maps") },
  { "<Ctrl>Return", NULL, NULL, N_ ("Compare side by side"), N_ ("Charts and maps") },
  { "Escape", NULL, NULL, N_ ("Back to the chart"), N_ ("Charts and maps") },
  { "Home End", NULL, NULL, N_ ("First and last mark"), N_ ("Charts and maps") },
  { "t", NULL, NULL, N_ ("The numbers as a table"), N_ ("Charts and maps") },
  { "<Ctrl>c", NULL, NULL, N_ ("Copy the figure"), N_ ("Charts and maps") },
  { "<Shift>F10", NULL, NULL, N_ ("Menu"), N_ ("Charts and maps") },
  { "plus minus 0", NULL, NULL, N_ ("Enlarge, reduce, fit the map"), N_ ("Charts and maps") },
  { "<Shift>Left <Shift>Right <Shift>Up <Shift>Down", NULL, NULL, N_ ("Move the map"),
    N_ ("Charts and maps") },
  { "<Alt>Up", NULL, NULL, N_ ("Out of the unit on the map"), N_ ("Charts and maps") },
};

const guint hd_n_shortcuts = G_N_ELEMENTS (hd_shortcuts);

void
hd_shortcuts_add_binding (GtkWidgetClass *widget_class, const HdShortcut *shortcut)
{
  GtkShortcutTrigger *trigger;
  g_autoptr (GtkShortcut) binding = NULL;

  if (shortcut->action == NULL)
    return;
  trigger = gtk_shortcut_trigger_parse_string (shortcut->accelerator);
  g_return_if_fail (trigger != NULL);
  binding = gtk_shortcut_new (trigger, gtk_named_action_new (shortcut->action));
  if (shortcut->target != NULL)
    gtk_shortcut_set_arguments (binding, g_variant_new_string (shortcut->target));
  gtk_widget_class_add_shortcut (widget_class, binding);
}

/* XML, because GtkShortcutsWindow takes its content from GtkBuilder only. */
static void
append_group (GString *xml, const char *group)
{
  g_autofree char *title = g_markup_escape_text (_ (group), -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsGroup'><property name='title'>%s"
                          "</property>",
                          title);
  for (guint index = 0; index < hd_n_shortcuts; index++)
    {
      const HdShortcut *shortcut = &hd_shortcuts[index];
      g_autofree char *text = g_markup_escape_text (_ (shortcut->title), -1);
      g_autofree char *keys = g_markup_escape_text (shortcut->accelerator, -1);

      if (g_strcmp0 (shortcut->group, group) == 0)
        g_string_append_printf (xml,
                                "<child><object class='GtkShortcutsShortcut'>"
                                "<property name='accelerator'>%s</property>"
                                "<property name='title'>%s</property></object></child>",
                                keys, text);
    }
  g_string_append (xml, "</object></child>");
}

void
hd_shortcuts_present (GtkWindow *parent)
{
  g_autoptr (GString) xml = g_string_new (
      "<interface><object class='GtkShortcutsWindow' id='shortcuts'><property name='modal'>1"
      "</property><child><object class='GtkShortcutsSection'><property name='section-name'>all"
      "</property><property name='max-height'>12</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *last = NULL;
  GtkWindow *window;

  for (guint index = 0; index < hd_n_shortcuts; index++)
    if (hd_shortcuts[index].group != NULL && g_strcmp0 (hd_shortcuts[index].group, last) != 0)
      {
        last = hd_shortcuts[index].group;
        append_group (xml, last);
      }
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, -1);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

char *
hd_shortcuts_find_key (const char *action, const char *target)
{
  for (guint index = 0; index < hd_n_shortcuts; index++)
    if (g_strcmp0 (hd_shortcuts[index].action, action) == 0
        && g_strcmp0 (hd_shortcuts[index].target, target) == 0)
      {
        guint key;
        GdkModifierType modifiers;

        if (gtk_accelerator_parse (hd_shortcuts[index].accelerator, &key, &modifiers))
          return gtk_accelerator_get_label (key, modifiers);
      }
  return NULL;
}
