/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The preferences window: every row is bound to one key of the settings.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HD_TYPE_PREFERENCES (hd_preferences_get_type ())
G_DECLARE_FINAL_TYPE (HdPreferences, hd_preferences, HD, PREFERENCES, AdwPreferencesWindow)

/* Both are nullable; `page` is the name of one of its pages, "engine". */
void hd_preferences_present (GtkWindow *parent, const char *page);

G_END_DECLS
