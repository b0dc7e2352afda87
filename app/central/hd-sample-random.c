/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chance that repeats itself: hashes, a small generator, weighted draws, and exact splitting.
 */

#include "config.h"

#include "hd-sample-random.h"

#include <math.h>

guint64
hd_hash_mix (guint64 a, guint64 b)
{
  /* The finaliser of splitmix64 (Steele, Lea, Flood 2014). */
  guint64 z = a + 0x9E3779B97F4A7C15u * (b + 1);

  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

guint64
hd_hash_text (const char *text)
{
  guint64 hash = 0xCBF29CE484222325u; /* FNV-1a */

  for (const char *at = text; *at != '\0'; at++)
    hash = (hash ^ (guint8)*at) * 0x100000001B3u;
  return hash;
}

HdRng
hd_rng_new (guint64 seed)
{
  return (HdRng){ .state = seed };
}

guint64
hd_rng_next (HdRng *rng)
{
  rng->state += 0x9E3779B97F4A7C15u;
  return hd_hash_mix (rng->state, 0);
}

double
hd_rng_uniform (HdRng *rng)
{
  return hd_hash_uniform (hd_rng_next (rng));
}

double
hd_rng_normal (HdRng *rng)
{
  /* The sum of four uniforms is near enough to normal for noise, and cheap. */
  guint64 a = hd_rng_next (rng), b = hd_rng_next (rng);
  double sum
      = (double)(a & 0xFFFFFFFF) + (double)(a >> 32) + (double)(b & 0xFFFFFFFF) + (double)(b >> 32);

  return (sum / 4294967296.0 - 2) * 1.7320508075688772;
}

gint64
hd_rng_round (HdRng *rng, double mean)
{
  return (gint64)floor (mean + hd_rng_uniform (rng));
}

gint64
hd_rng_part (HdRng *rng, gint64 of, double share, double sigma)
{
  double mean = (double)of * share;
  gint64 part;

  if (sigma > 0)
    mean *= exp (sigma * hd_rng_normal (rng));
  part = hd_rng_round (rng, mean);
  return CLAMP (part, 0, of);
}

double
hd_normal_quantile (double u)
{
  static const double a[]
      = { -3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00 };
  static const double b[] = { -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                              6.680131188771972e+01, -1.328068155288572e+01 };
  static const double c[]
      = { -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00 };
  static const double d[] = { 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                              3.754408661907416e+00 };
  double q, r;

  u = CLAMP (u, 1e-12, 1 - 1e-12);
  if (u < 0.02425 || u > 1 - 0.02425)
    {
      q = sqrt (-2 * log (u < 0.5 ? u : 1 - u));
      r = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5])
          / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
      return u < 0.5 ? r : -r;
    }
  q = u - 0.5;
  r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
         / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double
hd_hash_uniform (guint64 hash)
{
  return (double)(hash >> 11) * 0x1p-53;
}

double
hd_hash_normal (guint64 hash)
{
  return hd_normal_quantile (hd_hash_uniform (hd_hash_mix (hash, 0)));
}

double
hd_hash_wander (guint64 hash, double at, double step)
{
  double knot = floor (at / step);
  double part = at / step - knot;
  gint64 index = (gint64)knot;

  return hd_hash_normal (hd_hash_mix (hash, (guint64)index)) * (1 - part)
         + hd_hash_normal (hd_hash_mix (hash, (guint64)(index + 1))) * part;
}

HdDist *
hd_dist_new (const double *weights, guint n)
{
  HdDist *dist = g_new0 (HdDist, 1);
  double sum = 0;

  dist->n = n;
  dist->cumulative = g_new (double, MAX (n, 1));
  for (guint index = 0; index < n; index++)
    {
      sum += MAX (weights[index], 0);
      dist->cumulative[index] = sum;
    }
  return dist;
}

void
hd_dist_free (HdDist *dist)
{
  g_free (dist->cumulative);
  g_free (dist);
}

double
hd_dist_weight (const HdDist *dist, guint index)
{
  return dist->cumulative[index] - (index > 0 ? dist->cumulative[index - 1] : 0);
}

guint
hd_dist_find (const HdDist *dist, double *u)
{
  double total = dist->cumulative[dist->n - 1];
  double target = *u * total;
  guint low = 0, high = dist->n - 1;
  double below, width;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (dist->cumulative[middle] > target)
        high = middle;
      else
        low = middle + 1;
    }
  below = low > 0 ? dist->cumulative[low - 1] : 0;
  width = dist->cumulative[low] - below;
  *u = width > 0 ? CLAMP ((target - below) / width, 0, 0x1.fffffffffffffp-1) : 0;
  return low;
}

void
hd_split (gint64 total, const double *weights, guint n, gint64 *parts)
{
  double sum = 0, running = 0;
  gint64 given = 0;
  guint last = 0;

  for (guint index = 0; index < n; index++)
    {
      sum += weights[index];
      if (weights[index] > 0)
        last = index;
    }
  for (guint index = 0; index < n; index++)
    {
      gint64 upto;

      running += weights[index];
      upto = sum > 0 ? (gint64)floor ((double)total * (running / sum)) : 0;
      if (index >= last)
        upto = total;
      parts[index] = MAX (upto - given, 0);
      given += parts[index];
    }
}
