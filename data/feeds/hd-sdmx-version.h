/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions of SDMX artefacts: which is later, and which one a reference with wildcards means.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Semantic versions (1.2.3, 1.2.3-draft) and the older ones of two parts. Less than, equal to or greater
 * than 0 as `a` is earlier than, the same as or later than `b`; a draft comes before its release. */
int hd_sdmx_version_compare (const char *a, const char *b);
/* Whether `version` is one that `pattern` allows: itself; "*" any; "+" any that is no draft, "~" any;
 * with "+" or "~" behind one part that part and those behind it may be later ("2.3+.1" is 2.4.0 too, but
 * neither 2.3.0 nor 3.0.0). NULL and "" allow any. */
gboolean hd_sdmx_version_matches (const char *pattern, const char *version);

G_END_DECLS
