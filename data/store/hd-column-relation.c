/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chooses relations between measures; arithmetic only, and the same for the same rows.
 */

#include "config.h"

#include "hd-column-relation.h"

#include <math.h>

#include "hd-column-lengths.h"

/* A relation has to save that much to be worth the reading of its base. */
#define WORTH_IT 0.95
/* Ratios by the codes of longer lists are fitted to the sample, and cost more than they tell. */
#define MAX_CODES 256
/* More than any measure is of another; less than what overflows. */
#define MAX_RATIO 1e12

/* Bits a number by the entropy of its bytes: what byte planes come to. */
static double
estimate_planes (const gint64 *values, guint n_rows)
{
  double entropy = 0;

  for (guint plane = 0; plane < 8; plane++)
    {
      guint counts[256] = { 0 };

      for (guint row = 0; row < n_rows; row++)
        counts[(guint64)values[row] >> (8 * plane) & 0xff]++;
      for (guint byte = 0; byte < 256; byte++)
        if (counts[byte] > 0)
          entropy -= counts[byte] * log2 ((double)counts[byte] / n_rows);
    }
  return entropy / n_rows;
}

static double
estimate_alone (const gint64 *values, guint n_rows)
{
  return MIN (estimate_planes (values, n_rows), hd_lengths_estimate (values, n_rows, NULL, NULL));
}

/* The better of two: the base itself foretells the number, or only its magnitude. */
static double
estimate_related (const gint64 *values, const gint64 *base, guint n_rows, gint64 *ratio)
{
  const gint64 ratios[] = { HD_RATIO_ONE, 0 };
  HdColumnBase of = { base, NULL };
  double same = hd_lengths_estimate (values, n_rows, &of, &ratios[0]);
  double magnitude = hd_lengths_estimate (values, n_rows, &of, &ratios[1]);

  *ratio = ratios[magnitude < same];
  return MIN (same, magnitude);
}

gint64 *
hd_column_relation_measure (const gint64 *values,
                            const gint64 *base,
                            const HdCode *codes,
                            guint n_rows,
                            guint n_codes)
{
  g_autofree double *sums = g_new0 (double, n_codes + 1), *bases = g_new0 (double, n_codes + 1);
  gint64 *ratios = g_new0 (gint64, n_codes + 1);

  for (guint row = 0; row < n_rows; row++)
    if (values[row] != HD_INT64_MISSING && base[row] != HD_INT64_MISSING)
      {
        sums[codes[row]] += (double)values[row];
        bases[codes[row]] += (double)base[row];
      }
  for (guint code = 0; code < n_codes; code++)
    if (fabs (sums[code]) < fabs (bases[code]) * (MAX_RATIO / HD_RATIO_ONE))
      ratios[code] = llround (sums[code] / bases[code] * HD_RATIO_ONE);
  return ratios;
}

static void
refine_by_dimension (const HdRelationSample *sample,
                     const gint64 *values,
                     double bits,
                     HdColumnRelation *relation)
{
  const gint64 *base = sample->values[relation->base];

  for (guint dimension = 0; dimension < sample->n_dimensions; dimension++)
    {
      const HdCode *codes = sample->codes[dimension];
      guint n_codes = sample->n_codes[dimension];
      HdColumnBase of = { base, codes };
      g_autofree gint64 *ratios = NULL;
      double by_code;

      if (n_codes > MAX_CODES || n_codes < 2)
        continue;
      ratios = hd_column_relation_measure (values, base, codes, sample->n_rows, n_codes);
      by_code = hd_lengths_estimate (values, sample->n_rows, &of, ratios);
      if (by_code < bits * WORTH_IT)
        {
          bits = by_code;
          relation->dimension = (int)dimension;
        }
    }
}

/* What all measures cost when `lead` tells what it can of the others. */
static double
estimate_lead (const HdRelationSample *sample, guint lead, const double *alone)
{
  double total = 0;

  for (guint measure = 0; measure < sample->n_measures; measure++)
    if (sample->values[measure] != NULL)
      {
        gint64 ratio;
        double related = measure == lead
                             ? G_MAXDOUBLE
                             : estimate_related (sample->values[measure], sample->values[lead],
                                                 sample->n_rows, &ratio);

        total += related < alone[measure] * WORTH_IT ? related : alone[measure];
      }
  return total;
}

static int
find_lead (const HdRelationSample *sample, const double *alone)
{
  double least = 0;
  int best = -1;

  for (guint measure = 0; measure < sample->n_measures; measure++)
    if (sample->values[measure] != NULL)
      {
        double total = estimate_lead (sample, measure, alone);

        if (best < 0 || total < least)
          {
            least = total;
            best = (int)measure;
          }
      }
  return best;
}

void
hd_column_relations_choose (const HdRelationSample *sample, HdColumnRelation *relations)
{
  g_autofree double *alone = g_new0 (double, sample->n_measures + 1);
  int lead;

  for (guint measure = 0; measure < sample->n_measures; measure++)
    {
      relations[measure] = (HdColumnRelation){ .base = -1, .dimension = -1 };
      if (sample->values[measure] != NULL)
        alone[measure] = estimate_alone (sample->values[measure], sample->n_rows);
    }
  lead = find_lead (sample, alone);
  for (guint measure = 0; lead >= 0 && measure < sample->n_measures; measure++)
    {
      HdColumnRelation relation = { .base = lead, .dimension = -1 };
      const gint64 *values = sample->values[measure];
      double bits;

      if (values == NULL || (int)measure == lead)
        continue;
      bits = estimate_related (values, sample->values[lead], sample->n_rows, &relation.ratio);
      refine_by_dimension (sample, values, MIN (bits, alone[measure]), &relation);
      if (relation.dimension >= 0 || bits < alone[measure] * WORTH_IT)
        relations[measure] = relation;
    }
}
