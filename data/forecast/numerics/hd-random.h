/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small seeded generator, so that every forecast can be drawn again from its inputs.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* splitmix64: one word of state, and the same stream on every machine (GRand promises neither). */
typedef struct
{
  guint64 state;
  double spare; /* the second normal of the last pair */
  gboolean has_spare;
} HdRandom;

HdRandom hd_random_new (guint64 seed);
/* In [0, 1), 53 bits. */
double hd_random_uniform (HdRandom *random);
/* Standard normal, by Marsaglia's polar method. */
double hd_random_normal (HdRandom *random);

G_END_DECLS
