/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small seeded generator, so that every forecast can be drawn again from its inputs.
 */

#include "config.h"

#include "hd-random.h"

#include <math.h>

static guint64
next_word (HdRandom *random)
{
  guint64 word = (random->state += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));

  word = (word ^ (word >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  word = (word ^ (word >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return word ^ (word >> 31);
}

HdRandom
hd_random_new (guint64 seed)
{
  return (HdRandom){ .state = seed };
}

double
hd_random_uniform (HdRandom *random)
{
  return (double)(next_word (random) >> 11) * 0x1p-53;
}

double
hd_random_normal (HdRandom *random)
{
  double across, along, radius2, stretch;

  if (random->has_spare)
    {
      random->has_spare = FALSE;
      return random->spare;
    }
  do
    {
      across = 2 * hd_random_uniform (random) - 1;
      along = 2 * hd_random_uniform (random) - 1;
      radius2 = across * across + along * along;
    }
  while (radius2 >= 1 || radius2 == 0);
  stretch = sqrt (-2 * log (radius2) / radius2);
  random->spare = along * stretch;
  random->has_spare = TRUE;
  return across * stretch;
}
