/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of plain numbers, found without comparing them.
 */

#include "config.h"

#include "hd-rank.h"

#include <string.h>

#define DIGITS 8 /* bytes of a double */
#define BUCKETS 256

/* Unsigned numbers in the order of the doubles: the sign bit of positive ones is set, negative ones are
 * turned over. -0 counts as 0. */
static guint64
ordered_bits (double value)
{
  guint64 bits, sign = G_GUINT64_CONSTANT (1) << 63;

  value += 0.0;
  memcpy (&bits, &value, sizeof bits);
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

void
hd_rank_doubles (const double *values, gsize stride, guint n_values, HdRanked *spare, guint *order)
{
  guint counts[DIGITS][BUCKETS] = { 0 };
  HdRanked *from = spare, *to = spare + n_values;

  for (guint place = 0; place < n_values; place++)
    {
      from[place] = (HdRanked){ ordered_bits (values[place * stride]), place };
      for (guint digit = 0; digit < DIGITS; digit++)
        counts[digit][(from[place].bits >> (8 * digit)) & 0xFF]++;
    }
  for (guint digit = 0; digit < DIGITS && n_values > 0; digit++)
    {
      guint next = 0, shift = 8 * digit;
      HdRanked *swap = from;

      if (counts[digit][(from[0].bits >> shift) & 0xFF] == n_values)
        continue; /* all alike in this byte */
      for (guint bucket = 0; bucket < BUCKETS; bucket++)
        {
          guint count = counts[digit][bucket];

          counts[digit][bucket] = next;
          next += count;
        }
      for (guint place = 0; place < n_values; place++)
        to[counts[digit][(from[place].bits >> shift) & 0xFF]++] = from[place];
      from = to;
      to = swap;
    }
  for (guint place = 0; place < n_values; place++)
    order[place] = from[place].place;
}
