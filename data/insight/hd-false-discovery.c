/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many of many alarms are false.
 */

#include "config.h"

#include "hd-false-discovery.h"

#include <math.h>

typedef struct
{
  double p_value;
  gsize place;
} Ranked;

static int
compare_p_values (gconstpointer left, gconstpointer right)
{
  const Ranked *a = left, *b = right;

  if (a->p_value != b->p_value)
    return a->p_value < b->p_value ? -1 : 1;
  return a->place < b->place ? -1 : a->place > b->place;
}

void
hd_false_discovery_q_values (const double *p_values, gsize n_values, double *q_values)
{
  g_autofree Ranked *ranked = g_new (Ranked, MAX (n_values, 1));
  gsize n_tests = 0;
  double least = 1;

  for (gsize place = 0; place < n_values; place++)
    {
      q_values[place] = NAN;
      if (!isnan (p_values[place]))
        ranked[n_tests++] = (Ranked){ p_values[place], place };
    }
  qsort (ranked, n_tests, sizeof *ranked, compare_p_values);
  for (gsize rank = n_tests; rank > 0; rank--)
    {
      least = fmin (least, ranked[rank - 1].p_value * n_tests / rank);
      q_values[ranked[rank - 1].place] = least;
    }
}
