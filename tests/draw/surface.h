/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Charts on an image surface, and questions about its pixels.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

typedef struct
{
  HdChartLayout *layout;
  cairo_surface_t *surface;
  const HdPalette *palette;
  int width, height;
} Picture;

/* Draws without text on the card's colour, unless `show_text`. */
Picture *
picture_new (HdChartSpec *spec, HdScheme scheme, int width, int height, gboolean show_text);
/* With text of that size, in the light scheme. */
Picture *picture_new_with_text (HdChartSpec *spec, int width, int height, double font_px);
void picture_free (Picture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

HdColour picture_colour (const Picture *picture, int x, int y);
gboolean picture_is (const Picture *picture, int x, int y, HdRole role);
/* Pixels of exactly that colour in a rectangle; NULL: everywhere. */
guint picture_count (const Picture *picture, HdRole role, const HdRect *area);
/* Pixels that are not the card's. */
guint picture_count_ink (const Picture *picture);
/* How many pixels differ by more than `tolerance` in a channel. */
guint picture_compare (const Picture *a, const Picture *b, int tolerance);
void picture_write (const Picture *picture, const char *name);

G_END_DECLS
