/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts of a chart that were shaped already: the next layout of the chart has most of them again, and one layout tries
 * a name in many places.
 */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

typedef struct _HdTextCache HdTextCache;

HdTextCache *hd_text_cache_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_text_cache_free (HdTextCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdTextCache, hd_text_cache_free)

/* A layout begins: what the one before it did not ask for goes. With another context all of it does. */
void hd_text_cache_turn (HdTextCache *self, PangoContext *context);
void hd_text_cache_clear (HdTextCache *self);
/* The text in that style and size (px), as it was put in. (transfer none) (nullable) */
PangoLayout *hd_text_cache_find (HdTextCache *self, guint style, double font_px, const char *text);
/* `made` is not changed any more. */
void hd_text_cache_put (HdTextCache *self,
                        guint style,
                        double font_px,
                        const char *text,
                        PangoLayout *made);

/* For tests. */
guint hd_text_cache_get_n_texts (const HdTextCache *self);

G_END_DECLS
