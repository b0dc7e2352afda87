/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of preferences about who answers: this machine, or a warehouse and how it is reached.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HD_TYPE_ENGINE_PAGE (hd_engine_page_get_type ())
G_DECLARE_FINAL_TYPE (HdEnginePage, hd_engine_page, HD, ENGINE_PAGE, AdwPreferencesPage)

GtkWidget *hd_engine_page_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
