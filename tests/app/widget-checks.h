/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to hold of every screen and window, whatever its size: nothing wider than it, targets that a finger
 * hits, and every screen within reach. Each tells its faults as comments of TAP and returns how many.
 */

#pragma once

#include "desktop-driver.h"

G_BEGIN_DECLS

guint widget_checks_width (GtkWidget *window, int width_px, const char *where);
/* Whether it can be made as narrow as that. */
guint widget_checks_least (GtkWidget *window, int width_px, const char *where);
guint widget_checks_targets (GtkWidget *root, const char *where);
guint widget_checks_reach (GtkWidget *window, const char *where);
/* Contrast of every label and icon shown with what it is painted upon. */
guint widget_checks_contrast (GtkWidget *root, const char *where);

G_END_DECLS
