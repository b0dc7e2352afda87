/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chance that repeats itself: hashes, a small generator, weighted draws, and exact splitting.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state;
} HdRng;

guint64 hd_hash_mix (guint64 a, guint64 b);
guint64 hd_hash_text (const char *text);
HdRng hd_rng_new (guint64 seed);
guint64 hd_rng_next (HdRng *rng);
/* In [0, 1). */
double hd_rng_uniform (HdRng *rng);
/* Standard normal. */
double hd_rng_normal (HdRng *rng);
/* `mean` rounded up or down by chance, so that the mean is kept. */
gint64 hd_rng_round (HdRng *rng, double mean);
/* About `share` of `of`, off by a lognormal `sigma`; never below 0 nor above `of`. */
gint64 hd_rng_part (HdRng *rng, gint64 of, double share, double sigma);
/* The standard normal quantile of `u` in (0, 1) (Acklam's approximation, relative error 1e-9). */
double hd_normal_quantile (double u);
/* A hash as a number in [0, 1), and as a standard normal. */
double hd_hash_uniform (guint64 hash);
double hd_hash_normal (guint64 hash);
/* Standard normal noise that wanders: knots every `step`, straight between them. */
double hd_hash_wander (guint64 hash, double at, double step);

/* A weighted choice. */
typedef struct
{
  guint n;
  double *cumulative; /* the last is the total */
} HdDist;

HdDist *hd_dist_new (const double *weights, guint n) G_GNUC_WARN_UNUSED_RESULT;
void hd_dist_free (HdDist *dist);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdDist, hd_dist_free)
double hd_dist_weight (const HdDist *dist, guint index);
/* The choice at `u` in [0, 1); `u` becomes the place inside the choice, again uniform. */
guint hd_dist_find (const HdDist *dist, double *u);

/* Splits `total` over `n` parts in proportion to `weights`, by rounding the running sum, so that the
 * parts always add up to `total` and each is within one of its share. */
void hd_split (gint64 total, const double *weights, guint n, gint64 *parts);

G_END_DECLS
