/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of plain arrays.
 */

#include "config.h"

#include "hd-quantile.h"

#include <math.h>

/* Below this many, moving each to its place is quickest. */
#define FEW 24

static void
insert_each (double *values, gsize n_values)
{
  for (gsize next = 1; next < n_values; next++)
    {
      double value = values[next];
      gsize place = next;

      for (; place > 0 && values[place - 1] > value; place--)
        values[place] = values[place - 1];
      values[place] = value;
    }
}

static double
median_of_three (double a, double b, double c)
{
  return fmax (fmin (a, b), fmin (fmax (a, b), c));
}

/* Hoare's quicksort without a call for each comparison: qsort() took a fifth of a forecast's time. The
 * depth is bounded by sorting the smaller side first; equal values split evenly. */
void
hd_sort_doubles (double *values, gsize n_values)
{
  while (n_values > FEW)
    {
      double pivot = median_of_three (values[0], values[n_values / 2], values[n_values - 1]);
      gsize left = 0, right = n_values - 1;

      for (;;)
        {
          while (values[left] < pivot)
            left++;
          while (values[right] > pivot)
            right--;
          if (left >= right)
            break;
          {
            double swapped = values[left];

            values[left++] = values[right];
            values[right--] = swapped;
          }
        }
      /* [0, right] is at most the pivot, the rest at least. */
      if (right + 1 < n_values - right - 1)
        {
          hd_sort_doubles (values, right + 1);
          values += right + 1;
          n_values -= right + 1;
        }
      else
        {
          hd_sort_doubles (values + right + 1, n_values - right - 1);
          n_values = right + 1;
        }
    }
  insert_each (values, n_values);
}

double
hd_quantile_of_sorted (const double *sorted, gsize n_values, double share)
{
  double rank = share * (double)(n_values - 1), lower = floor (rank);
  gsize place = (gsize)lower;

  if (place + 1 >= n_values)
    return sorted[n_values - 1];
  return sorted[place] + (rank - lower) * (sorted[place + 1] - sorted[place]);
}

static inline void
swap (double *values, gsize one, gsize two)
{
  double kept = values[one];

  values[one] = values[two];
  values[two] = kept;
}

/* Hoare's FIND (1961): puts the value of rank `wanted` in its place, none greater before it and none
 * less behind. The middle of three as the pivot keeps sorted input from being the worst one. */
static void
find (double *values, gsize n_values, gsize wanted)
{
  gsize first = 0, last = n_values - 1;

  while (first < last)
    {
      gsize middle = first + (last - first) / 2, left = first, right = last;
      double pivot;

      if (values[middle] < values[first])
        swap (values, middle, first);
      if (values[last] < values[first])
        swap (values, last, first);
      if (values[last] < values[middle])
        swap (values, last, middle);
      pivot = values[middle];
      while (left <= right)
        {
          while (values[left] < pivot)
            left++;
          while (pivot < values[right])
            right--;
          if (left <= right)
            {
              swap (values, left++, right);
              if (right == 0)
                break;
              right--;
            }
        }
      if (wanted <= right)
        last = right;
      else if (wanted >= left)
        first = left;
      else
        return;
    }
}

double
hd_quantile_select (double *values, gsize n_values, double share)
{
  double rank = share * (double)(n_values - 1), lower = floor (rank), next;
  gsize place = MIN ((gsize)lower, n_values - 1);

  find (values, n_values, place);
  if (place + 1 >= n_values)
    return values[place];
  next = values[place + 1];
  for (gsize later = place + 2; later < n_values; later++)
    next = MIN (next, values[later]);
  return values[place] + (rank - lower) * (next - values[place]);
}
