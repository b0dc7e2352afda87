/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two short texts: at the two ends of a line where both have room whole, else the second below the first.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_PAIR (hd_pair_get_type ())
G_DECLARE_FINAL_TYPE (HdPair, hd_pair, HD, PAIR, GtkWidget)

G_END_DECLS
