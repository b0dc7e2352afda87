/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Single windows, ports, gates and transit: what the table's own kind of dataset leaves open.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-makers.h"
#include "hd-sample-national.h"
#include "hd-sample-spread.h"

#include <math.h>
#include <string.h>

/* How long things take, hours. */
static const struct
{
  const char *dataset;
  double median_h, sigma;
} TIMES[] = { { "ROAD_VEHICLES", 0.6, 0.8 },
              { "PORT_SUPERVISION", 1.1, 1 },
              { "ESEAL", 9, 0.5 },
              { "VAT_REFUND", 0.12, 0.6 } };

static void
set_times (const HdSampleMaker *maker, HdSpread *spread)
{
  for (guint index = 0; index < G_N_ELEMENTS (TIMES); index++)
    if (strcmp (TIMES[index].dataset, maker->dataset->id) == 0)
      {
        /* Four per cent quicker a year. */
        spread->median = TIMES[index].median_h * 60 * pow (0.96, maker->year - 2020);
        spread->sigma = TIMES[index].sigma;
      }
}

void
hd_sample_make_timed (HdSampleMaker *maker)
{
  HdSpread spread = { 0 };

  hd_spread_from_table (maker, &spread);
  set_times (maker, &spread);
  hd_spread (maker, &spread);
  hd_spread_measures (maker, 0);
}

void
hd_sample_make_vat_refund (HdSampleMaker *maker)
{
  HdSpread spread = { 0 };

  hd_spread_from_table (maker, &spread);
  set_times (maker, &spread);
  spread.dimensions[0].dist = maker->world->airports;
  hd_spread (maker, &spread);
  hd_spread_measures (maker, 0);
}

void
hd_sample_make_asw (HdSampleMaker *maker)
{
  HdSpread spread = { 0 };

  hd_spread_from_table (maker, &spread);
  spread.dimensions[0].dist = maker->world->asean;
  hd_spread_grid (maker, &spread);
  hd_spread_measures (maker, 0);
}

/* Each dossier passes all three steps; each step has its own time and its own limit. */
void
hd_sample_make_nsw (HdSampleMaker *maker)
{
  static const struct
  {
    double median_h, sigma, limit_h;
  } steps[] = { { 1.5, 0.9, 8 }, { 22, 1, 72 }, { 2, 0.8, 8 } };
  HdSampleList *durations = hd_sample_world_list (maker->world, "DURATION");

  for (guint16 step = 0; step < G_N_ELEMENTS (steps); step++)
    {
      guint first = maker->rows->len;
      HdSpread spread = { 0 };

      hd_spread_from_table (maker, &spread);
      spread.n_hits = MAX (spread.n_hits / 3, 1);
      spread.seed = hd_hash_mix (maker->seed, step);
      spread.median = steps[step].median_h * 60 * pow (0.95, maker->year - 2020);
      spread.sigma = steps[step].sigma;
      spread.dimensions[2] = (HdSpreadDimension){ .is_fixed = TRUE, .code = step };
      hd_spread (maker, &spread);
      hd_spread_measures (maker, first);
      for (guint index = first; index < maker->rows->len; index++)
        {
          HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
          gboolean is_late
              = hd_sample_list_get (durations, row->codes[3])->lower >= steps[step].limit_h * 60;

          row->values[1].i = is_late ? 0 : row->values[0].i;
          row->values[2].i = is_late ? row->values[0].i : 0;
        }
    }
}

void
hd_sample_finish_port_stock (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng)
{
  const HdSampleList *classes = hd_sample_world_list (maker->world, "DWELL_CLASS");

  /* Goods count as abandoned after ninety days. */
  row->values[1].i = strcmp (hd_sample_list_get (classes, row->codes[1])->id, "DW_90") == 0
                         ? hd_rng_round (rng, (double)row->values[0].i * 0.42)
                         : 0;
}

void
hd_sample_make_partners (HdSampleMaker *maker)
{
  static const char *const columns[]
      = { "imports_2024_usd_bn_approx", "exports_2024_usd_bn_approx" };
  HdSampleList *partners = hd_sample_world_list (maker->world, "PARTNER");
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/trade_partners_top.csv");

  for (guint16 flow = 0; flow < 2; flow++)
    {
      g_autofree double *weights = g_new0 (double, partners->codes->len);
      g_autoptr (HdDist) dist = NULL;
      HdSpread spread = {
        .total = llround (hd_national_trade (maker->world, maker->year, maker->month, flow) * 1e6),
        .noise = 0.15,
        .dimensions = { { .is_fixed = TRUE, .code = flow } },
      };

      for (guint row = 0; row < csv->rows->len; row++)
        weights[hd_sample_list_find (partners, hd_csv_get (csv, row, "iso_a2"))]
            = hd_csv_number (csv, row, columns[flow]) + 0.02;
      dist = hd_dist_new (weights, partners->codes->len);
      spread.dimensions[1].dist = dist;
      hd_spread_grid (maker, &spread);
    }
}
