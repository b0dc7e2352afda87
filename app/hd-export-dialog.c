/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks in which format, colours and size a chart is to be exported.
 *
 * What was chosen last is offered first.
 */

#include "config.h"

#include "hd-export-dialog.h"

#include <glib/gi18n.h>

#include "hd-combo-choices.h"
#include "hd-policy.h"
#include "hd-settings.h"
#include "hd-widgets.h"

struct _HdExportDialog
{
  AdwWindow parent_instance;

  GtkWidget *format;
  GtkWidget *scheme;
  GtkWidget *size;
  GtkWidget *reason_group;
  GtkWidget *reason;
  GtkWidget *save;
  HdPolicy *policy; /* (nullable): it cannot be read, and then allows nothing */
};

G_DEFINE_FINAL_TYPE (HdExportDialog, hd_export_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the rows' choices; A4 in CSS pixels. */
static const HdScheme schemes[] = { HD_SCHEME_LIGHT, HD_SCHEME_DARK, HD_SCHEME_PRINT };
static const struct
{
  double width, height;
} sizes[] = { { 960, 600 }, { 1280, 720 }, { 1920, 1080 }, { 1123, 794 } };

/* What the policy does not allow is said before anything is chosen any further. */
static void
changed_cb (HdExportDialog *self)
{
  guint format = adw_combo_row_get_selected (ADW_COMBO_ROW (self->format));
  gboolean is_picture = format != HD_EXPORT_CSV && format != HD_EXPORT_XLSX;
  gboolean is_allowed
      = self->policy != NULL && format < HD_EXPORT_N_FORMATS
        && hd_policy_check_export (self->policy, hd_chart_export_suffix (format) + 1, NULL);
  g_autofree char *reason = hd_export_dialog_get_reason (self);

  gtk_widget_set_sensitive (self->scheme, is_picture);
  gtk_widget_set_sensitive (self->size, is_picture);
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (self->format),
      is_allowed ? "" : _ ("The policy of this machine does not allow this format."));
  gtk_widget_set_sensitive (
      self->save, is_allowed && hd_policy_check_reason (self->policy, "export", reason, NULL));
}

static void
save_clicked_cb (GtkButton *button, HdExportDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
hd_export_dialog_dispose (GObject *object)
{
  g_clear_pointer (&HD_EXPORT_DIALOG (object)->policy, hd_policy_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), HD_TYPE_EXPORT_DIALOG);

  G_OBJECT_CLASS (hd_export_dialog_parent_class)->dispose (object);
}

static void
hd_export_dialog_class_init (HdExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_export_dialog_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HD_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HD_WIDGETS_PREFIX "hd-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, scheme);
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, reason_group);
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, HdExportDialog, save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hd_export_dialog_init (HdExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hd_combo_choices_name (ADW_COMBO_ROW (self->format));
  hd_combo_choices_name (ADW_COMBO_ROW (self->scheme));
  hd_combo_choices_name (ADW_COMBO_ROW (self->size));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save);
  g_settings_bind (hd_settings_get (), "export-format", self->format, "selected",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (hd_settings_get (), "export-scheme", self->scheme, "selected",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (hd_settings_get (), "export-size", self->size, "selected",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect (self->save, "clicked", G_CALLBACK (save_clicked_cb), self);
  self->policy = hd_policy_load (NULL);
  gtk_widget_set_visible (self->reason_group,
                          self->policy != NULL
                              && !hd_policy_check_reason (self->policy, "export", NULL, NULL));
  g_signal_connect_object (self->format, "notify::selected", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reason, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}

GtkWidget *
hd_export_dialog_new (GtkWindow *parent)
{
  HdExportDialog *self = g_object_new (HD_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  /* What was chosen last stands there already; this does not. */
  if (gtk_widget_get_visible (self->reason_group))
    gtk_widget_grab_focus (self->reason);
  return GTK_WIDGET (self);
}

char *
hd_export_dialog_get_reason (HdExportDialog *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));

  return g_strstrip (text)[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

HdChartExport
hd_export_dialog_get (HdExportDialog *self)
{
  guint format = adw_combo_row_get_selected (ADW_COMBO_ROW (self->format));
  guint scheme = adw_combo_row_get_selected (ADW_COMBO_ROW (self->scheme));
  guint size = adw_combo_row_get_selected (ADW_COMBO_ROW (self->size));

  return (HdChartExport){
    .format = MIN (format, HD_EXPORT_N_FORMATS - 1),
    .scheme = schemes[MIN (scheme, G_N_ELEMENTS (schemes) - 1)],
    .width = sizes[MIN (size, G_N_ELEMENTS (sizes) - 1)].width,
    .height = sizes[MIN (size, G_N_ELEMENTS (sizes) - 1)].height,
  };
}
