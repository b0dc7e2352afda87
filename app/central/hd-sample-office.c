/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rates, targets, levels and systems: datasets of fixed cells, each cell with its own course.
 */

#include "config.h"

#include "hd-sample-makers.h"
#include "hd-sample-spread.h"

#include <math.h>
#include <string.h>

static void
add_row (HdSampleMaker *maker, guint16 first, guint16 second, const gint64 *values, guint n_values)
{
  HdSampleRow row = { .codes = { first, second }, .status = 'A' };

  for (guint measure = 0; measure < n_values; measure++)
    row.values[measure].i = values[measure];
  g_array_append_val (maker->rows, row);
}

static guint64
cell_hash (const HdSampleMaker *maker, guint first, guint second)
{
  return hd_hash_mix (hd_hash_mix (maker->world->seed, hd_hash_text (maker->dataset->id)),
                      first * 512 + second);
}

/* Basis points: MFN by chapter; free trade agreements phase theirs out. */
void
hd_sample_make_rates (HdSampleMaker *maker)
{
  static const double start[] = { 1, 0.12, 0.25, 0.7, 0.75, 0 };
  const HdSampleList *hs = hd_sample_world_list (maker->world, "HS");
  const HdSampleList *kinds = hd_sample_world_list (maker->world, "RATE_KIND");

  for (guint16 chapter = 0; chapter < hs->codes->len; chapter++)
    for (guint16 kind = 0; kind < kinds->codes->len; kind++)
      {
        double base = 1100 * exp (0.7 * hd_hash_normal (cell_hash (maker, chapter, 0)));
        double phased = pow (0.78, MAX (maker->year - 2019, 0));
        gboolean is_vat = strcmp (hd_sample_list_get (kinds, kind)->id, "VAT") == 0;
        gboolean is_cut = maker->year >= 2022 && maker->year <= 2026;
        gint64 rate = is_vat ? (chapter % 7 == 0 ? 500
                                : is_cut         ? 800
                                                 : 1000)
                             : llround (base * start[kind] * (kind == 0 ? 1 : phased));

        if (hd_sample_list_get (hs, chapter)->weight > 0)
          add_row (maker, chapter, kind, &rate, 1);
      }
}

void
hd_sample_make_targets (HdSampleMaker *maker)
{
  const HdSampleList *targets = hd_sample_world_list (maker->world, "TARGET");

  for (guint16 target = 0; target < targets->codes->len; target++)
    {
      double pace = 0.5 + 0.3 * hd_hash_uniform (hd_hash_mix (cell_hash (maker, target, 0), 1));
      gint64 total = 20 + (gint64)(cell_hash (maker, target, 1) % 60);
      double share = 1 / (1 + exp (-pace * (maker->year - 2020.5 - target * 0.4)));
      gint64 values[] = { llround ((double)total * share), total };

      add_row (maker, target, 0, values, 2);
    }
}

void
hd_sample_make_maturity (HdSampleMaker *maker)
{
  const HdSampleList *items = hd_sample_world_list (maker->world, "MATURITY_ITEM");

  for (guint16 item = 0; item < items->codes->len; item++)
    {
      double level
          = 2 + 0.28 * (maker->year - 2016) + 0.8 * hd_hash_normal (cell_hash (maker, item, 0));
      gint64 rounded = CLAMP (llround (level), 1, 6);

      add_row (maker, item, 0, &rounded, 1);
    }
}

void
hd_sample_make_survey (HdSampleMaker *maker)
{
  const HdDist *units
      = hd_sample_world_unit_dist (maker->world, HD_ROLE_YELLOW, maker->period.last);

  for (guint16 unit = 0; unit < units->n; unit++)
    if (hd_dist_weight (units, unit) > 0)
      {
        guint64 hash = cell_hash (maker, unit, 0);
        double score = 74 + 0.9 * (maker->year - 2016) + 4 * hd_hash_normal (hash)
                       + 1.5 * hd_hash_normal (hd_hash_mix (hash, (guint64)maker->year));
        gint64 tenths = llround (CLAMP (score, 40, 99) * 10);

        add_row (maker, unit, 0, &tenths, 1);
      }
}

void
hd_sample_make_system_health (HdSampleMaker *maker)
{
  const HdSampleList *systems = hd_sample_world_list (maker->world, "SYSTEM");

  for (guint16 system = 0; system < systems->codes->len; system++)
    {
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, system));
      double weight = hd_sample_list_get (systems, system)->weight;
      gboolean is_down = hd_rng_uniform (&rng) < 0.02;
      gint64 rows
          = llround (3e6 * weight * hd_sample_work_weight (maker->world, maker->period.first)
                     * exp (0.1 * hd_rng_normal (&rng)));
      gint64 down = is_down ? 5 + (gint64)(hd_rng_uniform (&rng) * 170) : 0;
      gint64 extracts = 4 + (gint64)(system % 3) * 10;
      gint64 lag = llround ((double)extracts * 18 * exp (0.5 * hd_rng_normal (&rng))) + down;
      gint64 errors = hd_rng_round (&rng, (double)rows * 0.0015 * exp (0.8 * hd_rng_normal (&rng)));
      gint64 values[] = { 1440 - down, 1440, lag, extracts, rows, MIN (errors, rows), is_down };

      add_row (maker, system, 0, values, G_N_ELEMENTS (values));
    }
}

void
hd_sample_make_system_response (HdSampleMaker *maker)
{
  HdSpread spread = { 0 };

  hd_spread_from_table (maker, &spread);
  /* Published: 1 to 3 seconds for a green declaration. */
  spread.median = 1.1 / 60;
  spread.sigma = 0.75;
  hd_spread (maker, &spread);
}

void
hd_sample_finish_traders (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng)
{
  /* Level 1 is the best and has five points, level 5 one. */
  row->values[1].i = row->values[0].i * (5 - row->codes[1]);
}

void
hd_sample_finish_directives (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng)
{
  gint64 open = row->values[0].i - row->values[1].i;

  row->values[2].i = hd_rng_part (rng, open, 0.35, 0);
}
