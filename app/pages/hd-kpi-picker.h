/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button that names the KPI in question and lets another be found by a few letters, with or without
 * diacritics.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

/* Offers those KPIs that `is_wanted`. One chosen goes into the page's drill path as the step "kpi". */
GtkWidget *hd_kpi_picker_new (HdPage *page,
                              gboolean (*is_wanted) (const HdKpi *kpi)) G_GNUC_WARN_UNUSED_RESULT;
void hd_kpi_picker_set_kpi (GtkWidget *picker, const HdKpi *kpi, const char *lang);
void hd_kpi_picker_open (GtkWidget *picker);

G_END_DECLS
