/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The choices of a combo row, named for screen readers: those of GTK 4.8 have the name of a C type.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the row's list a factory whose items tell their text as their name; the row's model holds strings. */
void hd_combo_choices_name (AdwComboRow *row);

G_END_DECLS
