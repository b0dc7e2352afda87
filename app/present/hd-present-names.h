/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of codes as short as their neighbours allow.
 */

#pragma once

#include "hd-frame.h"

G_BEGIN_DECLS

/* The name of a code cell for a label: the words with which most names of the column begin go, but for
 * the last two, so that "Chi cục Hải quan khu vực II" among its like is "Khu vực II". Periods are as
 * hd_frame_get_name() has them; the rest is named. (transfer full) */
char *hd_present_cell_name (const HdFrame *frame, guint row, guint column, const char *lang);
/* The same of names from anywhere. */
char *
hd_present_short_name (const char *const *names, guint n_names, guint index, gboolean are_regions);

/* As hd_present_cell_name(), but a period as short as an axis allows. (transfer full) */
char *hd_present_cell_label (const HdFrame *frame, guint row, guint column, const char *lang);

G_END_DECLS
