/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Revenue, refunds, plans and tax debt.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-makers.h"
#include "hd-sample-national.h"
#include "hd-sample-revisions.h"
#include "hd-sample-spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum
{
  ASSESSED,
  COLLECTED,
  REFUNDED,
  E_PAID
};

#define BILLION G_GINT64_CONSTANT (1000000000)
/* An average refund dossier, in đồng. */
#define DOSSIER_VND 6.2e8

void
hd_sample_make_revenue (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  guint n_hits = maker->dataset->hits[world->scale];
  HdSpread spread = {
    .total = hd_national_revenue (world, maker->period.first),
    /* Outside working days little is paid, by few. */
    .n_hits = hd_sample_is_working (world, maker->period.first) ? n_hits : MAX (n_hits / 20, 1),
    .seed = maker->seed,
    .noise = 0.5,
    .cell_noise = 0.4,
    .dimensions
    = { { .dist = hd_sample_world_unit_dist (world, HD_ROLE_REVENUE, maker->period.first) },
        { .dist = hd_sample_world_list (world, "TAX")->dist },
        { .by = world->flow_by_tax, .given = 1 },
        { .by = world->hs_by_tax, .given = 1 } },
  };
  double e_paid = 0.88 + 0.012 * CLAMP (maker->year - 2016, 0, 9);
  guint16 vat = hd_sample_list_find (hd_sample_world_list (world, "TAX"), "GTGT");

  hd_spread (maker, &spread);
  for (guint index = 0; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));
      double collected = (double)row->values[0].i;

      row->values[COLLECTED].i = row->values[0].i;
      row->values[ASSESSED].i = llround (collected * (1.015 + 0.03 * hd_rng_normal (&rng)));
      row->values[REFUNDED].i = row->codes[1] == vat && hd_rng_uniform (&rng) < 0.15
                                    ? llround (collected * 0.2 * hd_rng_uniform (&rng))
                                    : 0;
      row->values[E_PAID].i = hd_rng_part (&rng, row->values[COLLECTED].i, e_paid, 0.02);
    }
}

/* The dossiers behind the refunds that the ledger books, so that both systems tell one amount for every unit
 * and month; but for what the ledger restates later (hd-sample-revisions.c), of which dossiers say what was
 * known first. */
void
hd_sample_make_tax_refund (HdSampleMaker *maker)
{
  const HdSampleDataset *ledger = hd_sample_world_find_dataset (maker->world, "REVENUE");
  gint64 refunded[HD_SAMPLE_MAX_CODES] = { 0 };

  for (HdDay day = maker->period.first; day <= maker->period.last; day++)
    {
      HdPeriod booked = hd_sample_period (ledger, day);
      gint64 first_known = hd_sample_known_at (ledger, booked);
      g_autoptr (GArray) versions = hd_sample_versions (maker->world, ledger, booked);

      for (guint index = 0; index < versions->len; index++)
        {
          const HdSampleVersion *version = &g_array_index (versions, HdSampleVersion, index);

          if (version->known == first_known)
            refunded[version->row.codes[0]] += version->row.values[REFUNDED].i;
        }
    }
  for (guint unit = 0; unit < maker->world->units->codes->len; unit++)
    {
      HdSampleRow row = { .codes = { (guint16)unit }, .status = 'A' };

      if (refunded[unit] == 0)
        continue;
      row.values[0].i = MAX (llround ((double)refunded[unit] / DOSSIER_VND), 1);
      row.values[2].i = refunded[unit];
      g_array_append_val (maker->rows, row);
    }
  hd_spread_measures (maker, 0);
}

typedef struct
{
  gint64 billions; /* of đồng; 0: that year had no such plan */
  gboolean is_published; /* else the sample's own */
} Plan;

/* What the sample sets where nothing is published: a plan from the year before, a striving target five per
 * cent above, and one plan that was revised, down, in 2020. */
static gint64
model_plan (const HdSampleWorld *world, int year, const char *id, gint64 target)
{
  gint64 last = hd_national_revenue_of_year (world, year - 1) / BILLION;

  if (strcmp (id, "DIEU_CHINH") == 0)
    return year == 2020 ? 317000 : 0;
  if (strcmp (id, "DU_TOAN") == 0)
    return llround ((double)last * 1.02 / 500) * 500;
  if (year < 2026)
    return 0;
  return llround ((double)(target > 0 ? target : last) * 1.05 / 1000) * 1000;
}

static Plan
plan_of (const HdSampleWorld *world, int year, const char *id)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("published/revenue_annual.csv");
  const char *column = strcmp (id, "DU_TOAN") == 0    ? "target_bn_vnd"
                       : strcmp (id, "PHAN_DAU") == 0 ? "striving_target_bn_vnd"
                                                      : "";
  gint64 target = 0;

  for (guint row = 0; row < csv->rows->len; row++)
    if (atoi (hd_csv_get (csv, row, "year")) == year)
      {
        double value = hd_csv_number (csv, row, column);

        if (!isnan (value))
          return (Plan){ (gint64)value, TRUE };
        target = (gint64)hd_csv_number (csv, row, "target_bn_vnd");
      }
  return (Plan){ model_plan (world, year, id, target), FALSE };
}

void
hd_sample_make_plans (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  HdSampleList *plans = hd_sample_world_list (world, "PLAN");

  for (guint code = 0; code < plans->codes->len; code++)
    {
      Plan plan = plan_of (world, maker->year, hd_sample_list_get (plans, code)->id);
      guint first = maker->rows->len;
      HdSpread spread = {
        .total = plan.billions * BILLION,
        .cell_noise = 0.05,
        .noise = 0.04,
        .dimensions
        = { { .dist = hd_sample_world_unit_dist (world, HD_ROLE_REVENUE, maker->period.first) },
            { .is_fixed = TRUE, .code = (guint16)code } },
      };

      if (spread.total > 0)
        hd_spread_grid (maker, &spread);
      for (guint index = first; index < maker->rows->len; index++)
        g_array_index (maker->rows, HdSampleRow, index).status = plan.is_published ? 'A' : 'E';
    }
}

/* The debt at a month's end: about 1.5 % of the year's revenue, wandering. */
static gint64
debt_at (const HdSampleWorld *world, HdDay day)
{
  int year, month, day_of_month;
  double level;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  level = 5.2e12 * exp (0.08 * hd_hash_wander (hd_hash_mix (world->seed, 61), day, 180));
  return (gint64)(level * (1 + 0.01 * (year - 2020)));
}

void
hd_sample_make_tax_debt (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  HdSpread spread = {
    .total = debt_at (world, maker->period.last),
    .cell_noise = 0.6,
    .noise = 0.15,
    .dimensions
    = { { .dist = hd_sample_world_unit_dist (world, HD_ROLE_REVENUE, maker->period.last) },
        { .dist = hd_sample_world_list (world, "AGE_CLASS")->dist } },
  };
  double grown = (double)spread.total / (double)debt_at (world, maker->period.first - 1);

  hd_spread_grid (maker, &spread);
  for (guint index = 0; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));
      double debt = (double)row->values[0].i;

      row->values[1].i = row->values[0].i > 0 ? 1 + (gint64)(debt / 2.5e8) : 0;
      row->values[3].i = llround (debt / grown);
      row->values[2].i = llround (debt / grown * (0.03 + 0.04 * hd_rng_uniform (&rng)));
    }
}
