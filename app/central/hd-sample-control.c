/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Risk selection, violations and scans.
 */

#include "config.h"

#include "hd-sample-makers.h"
#include "hd-sample-national.h"
#include "hd-sample-spread.h"

#include <math.h>
#include <string.h>

#define BILLION 1e9

/* What becomes of what was selected, by lane: green, yellow, red. */
static const struct
{
  double selected; /* of the lane's declarations */
  double inspected, hits, rerouted;
} RISK[] = { { 0.012, 0.55, 0.012, 0.2 }, { 1, 0.96, 0.0085, 0.006 }, { 1, 0.97, 0.024, 0.011 } };

void
hd_sample_make_risk (HdSampleMaker *maker)
{
  static const HdRole roles[] = { HD_ROLE_GREEN, HD_ROLE_YELLOW, HD_ROLE_RED };
  static const double lane_hits[] = { 0.15, 0.45, 0.4 };
  HdSampleWorld *world = maker->world;
  guint n_hits = maker->dataset->hits[world->scale];

  for (guint16 lane = 0; lane < 3; lane++)
    {
      gint64 registered = hd_national_declarations (world, maker->period.first, lane);
      HdSpread spread = {
        .total = llround ((double)registered * RISK[lane].selected),
        .n_hits = (guint)MAX (lround (n_hits * lane_hits[lane]), 1),
        .seed = maker->seed + lane,
        .noise = 0.25,
        .cell_noise = 0.3,
        .dimensions
        = { { .dist = hd_sample_world_unit_dist (world, roles[lane], maker->period.first) },
            { .is_fixed = TRUE, .code = lane },
            { .dist = hd_sample_world_list (world, "PROFILE")->dist } },
      };

      hd_spread (maker, &spread);
    }
  for (guint index = 0; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      guint lane = row->codes[1];
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));
      /* Targeting improves slowly. */
      double better = 1 + 0.03 * (maker->year - 2020);

      row->values[1].i = hd_rng_part (&rng, row->values[0].i, RISK[lane].inspected, 0.02);
      row->values[2].i = hd_rng_part (&rng, row->values[1].i, RISK[lane].hits * better, 0.35);
      row->values[3].i = hd_rng_part (&rng, row->values[0].i, RISK[lane].rerouted, 0.4);
    }
}

/* VIOLATIONS: the order of its measures. */
enum
{
  CASES,
  VALUE_VND,
  FINES_VND,
  PROSECUTED,
  TRANSFERRED,
  NARCOTICS_G,
  CLOSED,
  HANDLING_DAYS
};

/* Published months are not whole: the running sum is rounded, so that their sums stay so. */
static gint64
month_total (const HdSampleMaker *maker, HdViolation what, double unit)
{
  double before = 0;

  for (int month = 1; month < maker->month; month++)
    before += hd_national_violations (maker->world, maker->year, month, what);
  return llround ((before + hd_national_violations (maker->world, maker->year, maker->month, what))
                  * unit)
         - llround (before * unit);
}

/* Splits a nation's total over the rows: heavy-tailed, for a few cases are most of the value. */
static void
split_over_rows (HdSampleMaker *maker, guint measure, gint64 total, double sigma)
{
  guint n_rows = maker->rows->len;
  g_autofree double *weights = g_new (double, n_rows);
  g_autofree gint64 *parts = g_new (gint64, n_rows);

  for (guint index = 0; index < n_rows; index++)
    {
      const HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed + measure, hd_sample_row_key (row)));

      weights[index] = (double)row->values[CASES].i * exp (sigma * hd_rng_normal (&rng));
    }
  hd_split (total, weights, n_rows, parts);
  for (guint index = 0; index < n_rows; index++)
    g_array_index (maker->rows, HdSampleRow, index).values[measure].i = parts[index];
}

void
hd_sample_make_violations (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  guint16 narcotics = hd_sample_list_find (hd_sample_world_list (world, "GOODS"), "NARCOTICS");
  HdSpread spread = {
    .total = month_total (maker, HD_VIOLATION_CASES, 1),
    .n_hits = maker->dataset->hits[world->scale],
    .seed = maker->seed,
    .noise = 0.4,
    .dimensions
    = { { .dist = hd_sample_world_unit_dist (world, HD_ROLE_ENFORCE, maker->period.last) },
        { .dist = hd_sample_world_list (world, "METHOD")->dist },
        { .dist = hd_sample_world_list (world, "ROUTE")->dist },
        { .dist = hd_sample_world_list (world, "GOODS")->dist } },
  };

  hd_spread (maker, &spread);
  split_over_rows (maker, VALUE_VND, month_total (maker, HD_VIOLATION_VALUE_BN, BILLION), 1.6);
  split_over_rows (maker, FINES_VND, month_total (maker, HD_VIOLATION_BUDGET_BN, BILLION), 0.8);
  split_over_rows (maker, PROSECUTED, month_total (maker, HD_VIOLATION_PROSECUTED, 1), 1);
  split_over_rows (maker, TRANSFERRED, month_total (maker, HD_VIOLATION_TRANSFERRED, 1), 1);
  for (guint index = 0; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));

      row->values[NARCOTICS_G].i
          = row->codes[3] == narcotics
                ? llround ((double)row->values[CASES].i * 3500 * exp (1.4 * hd_rng_normal (&rng)))
                : 0;
      row->values[CLOSED].i = hd_rng_part (&rng, row->values[CASES].i, 0.86, 0.08);
      row->values[HANDLING_DAYS].i = hd_rng_round (&rng, (double)row->values[CLOSED].i * 13
                                                             * exp (0.4 * hd_rng_normal (&rng)));
    }
}

void
hd_sample_finish_scans (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng)
{
  const HdSampleList *verdicts = hd_sample_world_list (maker->world, "VERDICT");
  gboolean is_suspect = strcmp (hd_sample_list_get (verdicts, row->codes[1])->id, "SUSPECT") == 0;

  row->values[1].i = is_suspect ? row->values[0].i : 0;
  row->values[2].i = hd_rng_part (rng, row->values[1].i, 0.21, 0.3);
}
