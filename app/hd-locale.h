/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language the program speaks: Vietnamese unless it is asked, or the locale says otherwise.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Chooses and sets the locale; call it once, first of all, before there are threads. `asked` (nullable)
 * is --lang. Returns "vi" or "en". */
const char *hd_locale_init (const char *asked);
/* What hd_locale_init() chose. */
const char *hd_locale_get_lang (void);
/* The choice itself, apart from the process: `messages` is the locale of messages as the environment
 * gives it ("vi_VN.UTF-8", "C", NULL), `language` is $LANGUAGE. */
const char *hd_locale_choose (const char *asked, const char *language, const char *messages);

G_END_DECLS
