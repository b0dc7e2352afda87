/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Declarations, how long they take, and at which hours they come.
 */

#include "config.h"

#include "hd-sample-makers.h"
#include "hd-sample-national.h"
#include "hd-sample-spread.h"

#include <math.h>
#include <string.h>

/* Lanes are coded in the order of the list: green, yellow, red. */
static const HdRole LANE_ROLE[] = { HD_ROLE_GREEN, HD_ROLE_YELLOW, HD_ROLE_RED };
/* Imports, exports: their share of each lane. */
static const double FLOW_SHARE[3][2] = { { 0.5, 0.5 }, { 0.6, 0.4 }, { 0.68, 0.32 } };

enum
{
  DECLARATIONS,
  VALUE_VND,
  PRE_ARRIVAL,
  EARLY_RELEASE,
  AMENDED,
  AEO_VALUE_VND,
  FTA_ELIGIBLE_VND,
  FTA_USED_VND,
  EXEMPTED_VND
};

static guint
hits_of (const HdSampleMaker *maker, double share)
{
  return (guint)MAX (llround (maker->dataset->hits[maker->world->scale] * share), 1);
}

static gint64
flow_count (const HdSampleMaker *maker, guint lane, guint flow)
{
  gint64 count = hd_national_declarations (maker->world, maker->period.first, lane), parts[2];

  hd_split (count, FLOW_SHARE[lane], 2, parts);
  return parts[flow];
}

static void
spread_flow_value (HdSampleMaker *maker, guint flow)
{
  g_autofree double *weights = g_new0 (double, maker->rows->len);
  g_autofree gint64 *parts = g_new0 (gint64, maker->rows->len);

  for (guint index = 0; index < maker->rows->len; index++)
    {
      const HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed + 5, hd_sample_row_key (row)));

      if (row->codes[1] == flow)
        weights[index] = (double)row->values[0].i * exp (0.4 * hd_rng_normal (&rng));
    }
  hd_split (hd_national_trade_vnd (maker->world, maker->period.first, flow), weights,
            maker->rows->len, parts);
  for (guint index = 0; index < maker->rows->len; index++)
    if (g_array_index (maker->rows, HdSampleRow, index).codes[1] == flow)
      g_array_index (maker->rows, HdSampleRow, index).values[VALUE_VND].i = parts[index];
}

static void
finish_declarations (const HdSampleMaker *maker, HdSampleRow *row)
{
  HdRng rng = hd_rng_new (hd_hash_mix (maker->seed + 6, hd_sample_row_key (row)));
  gboolean is_import = row->codes[1] == 0;
  double years = maker->year - 2020 + maker->month / 12.0;
  gint64 count = row->values[DECLARATIONS].i, value = row->values[VALUE_VND].i;

  row->values[PRE_ARRIVAL].i = is_import ? hd_rng_part (&rng, count, 0.22 + 0.02 * years, 0.3) : 0;
  row->values[EARLY_RELEASE].i = is_import ? hd_rng_part (&rng, count, 0.03, 0.4) : 0;
  row->values[AMENDED].i = hd_rng_part (&rng, count, MAX (0.06 - 0.003 * years, 0.02), 0.4);
  row->values[AEO_VALUE_VND].i = hd_rng_part (&rng, value, 0.34 + 0.005 * years, 0.3);
  row->values[FTA_ELIGIBLE_VND].i = is_import ? hd_rng_part (&rng, value, 0.5, 0.2) : 0;
  row->values[FTA_USED_VND].i
      = hd_rng_part (&rng, row->values[FTA_ELIGIBLE_VND].i, MIN (0.5 + 0.03 * years, 0.85), 0.15);
  row->values[EXEMPTED_VND].i = is_import ? hd_rng_part (&rng, value, 0.021, 0.5) : 0;
}

void
hd_sample_make_declarations (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  static const double lane_hits[] = { 0.42, 0.36, 0.22 };

  for (guint16 lane = 0; lane < 3; lane++)
    for (guint16 flow = 0; flow < 2; flow++)
      {
        HdSpread spread = {
          .total = flow_count (maker, lane, flow),
          .n_hits = hits_of (maker, lane_hits[lane] * FLOW_SHARE[lane][flow]),
          .seed = maker->seed + lane * 2 + flow,
          .noise = 0.25,
          .cell_noise = 0.3,
          .dimensions
          = { { .dist = hd_sample_world_unit_dist (world, LANE_ROLE[lane], maker->period.first) },
              { .is_fixed = TRUE, .code = flow },
              { .dist = world->regime_by_flow[flow] },
              { .is_fixed = TRUE, .code = lane },
              { .dist = world->hs_by_flow[flow] },
              { .by = world->transport_by_kind, .given_kind = TRUE } },
        };

        hd_spread (maker, &spread);
      }
  spread_flow_value (maker, 0);
  spread_flow_value (maker, 1);
  for (guint index = 0; index < maker->rows->len; index++)
    finish_declarations (maker, &g_array_index (maker->rows, HdSampleRow, index));
}

/* Hours; the published studies of release times give the sizes (release_times.csv). */
typedef struct
{
  const char *stage;
  double median_h[3]; /* by lane */
  double sigma[3];
  double hits; /* share of the day's draws */
  double promise_h; /* what the law promises, once papers are in; 0: nothing */
} StageModel;

static const StageModel STAGES[] = {
  { "CLEAR", { 0.1, 6, 14 }, { 1.9, 1.25, 1.1 }, 0.36, 0 },
  { "RELEASE", { 34, 46, 62 }, { 0.85, 0.85, 0.9 }, 0.16, 0 },
  { "ARRIVE", { 3, 3, 3 }, { 0.7, 0.7, 0.7 }, 0.05, 0 },
  { "UNLOAD", { 8, 8, 8 }, { 0.8, 0.8, 0.8 }, 0.05, 0 },
  { "REGISTER", { 9, 9, 9 }, { 0.9, 0.9, 0.9 }, 0.05, 0 },
  { "LANE", { 0.02, 0.02, 0.02 }, { 0.3, 0.3, 0.3 }, 0.04, 0 },
  { "DOC", { 0.03, 4, 6 }, { 0.6, 0.8, 0.8 }, 0.07, 2 },
  { "PAY", { 3, 4, 4 }, { 1, 1, 1 }, 0.05, 0 },
  { "AGENCY", { 5, 7, 10 }, { 1.1, 1.1, 1.1 }, 0.06, 0 },
  { "PHYS", { 0.02, 0.05, 7 }, { 0.4, 0.6, 0.7 }, 0.06, 8 },
  { "REMOVE", { 4, 5, 6 }, { 0.8, 0.8, 0.8 }, 0.05, 0 },
};

/* Things got quicker: 2018's 16.75 hours in Hà Nội were 10.37 in 2019. */
static double
pace_of_year (int year)
{
  static const double pace[] = { 1.75, 1.7, 1.65, 1.55, 1.05, 1, 1.08, 0.95, 0.9, 0.84, 0.8, 0.74 };

  return pace[CLAMP (year - 2015, 0, (int)G_N_ELEMENTS (pace) - 1)];
}

static void
spread_stage (HdSampleMaker *maker, const StageModel *model, guint16 lane, guint16 flow)
{
  HdSampleWorld *world = maker->world;
  static const double lane_hits[] = { 0.4, 0.36, 0.24 };
  guint16 stage = hd_sample_list_find (hd_sample_world_list (world, "STAGE"), model->stage);
  HdSpread spread = {
    .total = flow_count (maker, lane, flow),
    .n_hits = hits_of (maker, model->hits * lane_hits[lane] * FLOW_SHARE[lane][flow]),
    .seed = hd_hash_mix (maker->seed, (guint64)stage * 8 + lane * 2 + flow),
    .noise = 0.2,
    .cell_noise = 0.2,
    .median = model->median_h[lane] * 60 * pace_of_year (maker->year) * (flow == 1 ? 0.55 : 1),
    .sigma = model->sigma[lane],
    .dimensions
    = { { .dist = hd_sample_world_unit_dist (world, LANE_ROLE[lane], maker->period.first) },
        { .is_fixed = TRUE, .code = flow },
        { .is_fixed = TRUE, .code = lane },
        { .dist = world->regime_by_flow[flow] },
        { .by = world->transport_by_kind, .given_kind = TRUE },
        { .is_fixed = TRUE, .code = stage },
        { .is_duration = TRUE } },
  };

  hd_spread (maker, &spread);
}

/* Of `count` that took `minutes` each, how many kept the legal promise: all within it, and of those
 * beyond, the ones whose papers came late. */
static gint64
on_standard (const StageModel *model, gint64 count, double minutes, guint lane, HdRng *rng)
{
  static const double clear_promise_h[] = { 2, 4, 12 };
  double promise = 60
                   * (model->promise_h > 0                  ? model->promise_h
                      : strcmp (model->stage, "CLEAR") == 0 ? clear_promise_h[lane]
                                                            : 96);
  double share = minutes <= promise ? 1 : 0.9 * pow (promise / minutes, 0.35);

  return hd_rng_part (rng, count, share, 0);
}

/* A scale with few draws a day would give every stage, lane and flow one row at least, which is 66:
 * there the days take turns at the lanes and flows of all but the first stage. */
static gboolean
is_turn (const HdSampleMaker *maker, guint stage, guint lane, guint flow)
{
  if (maker->world->scale != HD_SCALE_SMALL)
    return TRUE;
  if (stage == 0)
    return flow == (guint)(maker->period.first + (gint64)lane) % 2;
  return lane == (guint)(maker->period.first % 3) && flow == (guint)(maker->period.first / 3 % 2);
}

void
hd_sample_make_clearance (HdSampleMaker *maker)
{
  HdSampleWorld *world = maker->world;
  HdSampleList *durations = hd_sample_world_list (world, "DURATION");

  for (guint index = 0; index < G_N_ELEMENTS (STAGES); index++)
    {
      guint first = maker->rows->len;

      for (guint16 lane = 0; lane < 3; lane++)
        for (guint16 flow = 0; flow < 2; flow++)
          if (is_turn (maker, index, lane, flow))
            spread_stage (maker, &STAGES[index], lane, flow);
      for (guint which = first; which < maker->rows->len; which++)
        {
          HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, which);
          HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));
          const HdSampleCode *code = hd_sample_list_get (durations, row->codes[6]);
          double upper = isinf (code->upper) ? code->lower * 1.2 : code->upper;
          double each = code->lower + (upper - code->lower) * (0.2 + 0.6 * hd_rng_uniform (&rng));
          gint64 count = row->values[0].i;
          gint64 least = (gint64)ceil (code->lower * (double)count);

          row->values[1].i = MAX (llround (each * (double)count), least);
          row->values[2].i = on_standard (&STAGES[index], count, each, row->codes[2], &rng);
        }
    }
}

void
hd_sample_make_clearance_hours (HdSampleMaker *maker)
{
  /* Share of the day's declarations by hour, lunch seen. */
  static const double by_hour[] = { 0.4, 0.3, 0.2, 0.2,  0.3, 0.5, 1,   3, 8,   10.5, 11, 8.5,
                                    4,   8,   10,  10.5, 9,   5,   2.5, 2, 1.8, 1.5,  1,  0.7 };
  HdSampleWorld *world = maker->world;
  guint weekday = (guint)hd_day_weekday (maker->period.first) - 1;
  double weights[168] = { 0 };
  g_autoptr (HdDist) hours = NULL;

  memcpy (weights + weekday * 24, by_hour, sizeof by_hour);
  hours = hd_dist_new (weights, G_N_ELEMENTS (weights));
  for (guint16 lane = 0; lane < 3; lane++)
    {
      HdSpread spread = {
        .total = hd_national_declarations (world, maker->period.first, lane),
        .n_hits = hits_of (maker, lane == 2 ? 0.2 : 0.4),
        .seed = maker->seed + lane,
        .noise = 0.2,
        .dimensions
        = { { .dist = hd_sample_world_unit_dist (world, LANE_ROLE[lane], maker->period.first) },
            { .is_fixed = TRUE, .code = lane },
            { .dist = hours } },
      };

      hd_spread (maker, &spread);
    }
  for (guint index = 0; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));

      row->values[1].i
          = hd_rng_round (&rng, (double)row->values[0].i * (0.9 + 0.15 * hd_rng_uniform (&rng)));
    }
}
