/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window: header, drill path, the five screens, and what keeps them together.
 */

#pragma once

#include <adwaita.h>

#include "hd-context.h"
#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_WINDOW (hd_window_get_type ())
G_DECLARE_FINAL_TYPE (HdWindow, hd_window, HD, WINDOW, AdwApplicationWindow)

HdWindow *hd_window_new (AdwApplication *application,
                         HdSession *session,
                         HdContext *context) G_GNUC_WARN_UNUSED_RESULT;

/* As gtk_window_present(), but the first time with its screen painted rather than empty, if that is soon. */
void hd_window_present (HdWindow *self);
HdContext *hd_window_get_context (HdWindow *self); /* (transfer none) */
HdSession *hd_window_get_session (HdWindow *self); /* (transfer none) */
/* The person is asked whether to take it in, as soon as the store is open. */
void hd_window_offer (HdWindow *self, GFile *file);
void hd_window_toast (HdWindow *self, const char *text);

G_END_DECLS
