/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of GTK's renderers draws the windows.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE when a device below `drm` (/sys/class/drm) can render: what GL would draw on if it is asked. */
gboolean hd_renderer_has_gpu (const char *drm);
/* To be called before GTK is initialised. Without a device that can render, GL would be done by the CPU:
 * Mesa's software driver with its compiler takes 100 MB and a tenth of a second at the start, to draw
 * slower than Cairo does. What the environment says of renderers is kept. */
void hd_renderer_choose (void);

G_END_DECLS
