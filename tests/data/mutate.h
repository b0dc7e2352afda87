/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spoils texts at random, as carelessness and malice do: bytes turned over, pieces lost, doubled, put in.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What HAIDANG_MUTATIONS asks for, or as many as the suite has time for. */
guint mutate_count (guint as_usual);
/* `text` may hold any bytes. */
void mutate (GRand *rand, GString *text);

G_END_DECLS
