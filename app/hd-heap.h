/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How memory goes back to the system once it is free.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To be called before there are threads: few arenas, and large blocks on pages of their own. */
void hd_heap_init (void);
/* Something large is done: soon, on a worker thread, gives back what the arenas no longer need. Asking
 * again meanwhile puts it off. Main thread only. */
void hd_heap_trim_soon (void);

G_END_DECLS
