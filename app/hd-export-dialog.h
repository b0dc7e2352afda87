/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks in which format, colours and size a chart is to be exported.
 */

#pragma once

#include <adwaita.h>

#include "hd-chart-export.h"

G_BEGIN_DECLS

#define HD_TYPE_EXPORT_DIALOG (hd_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HdExportDialog, hd_export_dialog, HD, EXPORT_DIALOG, AdwWindow)

/* ::chosen (): Save was pressed; the dialog closes after it. */
GtkWidget *hd_export_dialog_new (GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;

HdChartExport hd_export_dialog_get (HdExportDialog *self);
/* (transfer full) (nullable): why, where somebody said so. */
char *hd_export_dialog_get_reason (HdExportDialog *self);

G_END_DECLS
