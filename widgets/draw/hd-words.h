/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that came translated from the caller, with an English one for each that did not.
 */

#pragma once

#include "hd-chart-spec.h"

G_BEGIN_DECLS

const char *hd_words_or (const char *word, const char *english);
/* Puts `args` (NULL-ended) where the template has %s, or %1$s … when a translation reorders. The
 * template is data here, never a printf format. (transfer full) */
char *hd_words_fill (const char *words_template, const char *const *args);
/* hd_words_fill() with one argument. */
char *hd_words_fill_one (const char *words_template, const char *arg);
/* The spec's category as said in a sentence: its label, and its note in brackets. (transfer full) */
char *hd_words_category (const HdChartSpec *spec, guint category);

G_END_DECLS
