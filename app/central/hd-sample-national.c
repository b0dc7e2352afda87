/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * National revenue, declarations and trade: published figures, and a model between and after them.
 */

#include "config.h"

#include "hd-sample-national.h"

#include "hd-sample-csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_YEARS HD_SAMPLE_N_YEARS
#define N_MONTHS (N_YEARS * 12)
#define BILLION G_GINT64_CONSTANT (1000000000)

typedef struct
{
  gint64 revenue[366];
  gint64 declarations[3][366];
  gint64 trade[2][366];
} YearOfDays;

struct _HdNational
{
  gint64 revenue[N_MONTHS];
  double trade[2][N_MONTHS];
  double declarations[N_YEARS];
  double lane_share[3][N_YEARS];
  double *violations;
  YearOfDays *days[N_YEARS]; /* made when asked for */
};

static int
month_index (int year, int month)
{
  return CLAMP ((year - HD_SAMPLE_FIRST_YEAR) * 12 + month - 1, 0, N_MONTHS - 1);
}

/* Reads "2026-02"; -1 when it is something else. */
static int
parse_month (const char *text)
{
  int year, month;

  return sscanf (text, "%d-%d", &year, &month) == 2 ? month_index (year, month) : -1;
}

static void
fill_trade (HdNational *national, guint64 seed)
{
  g_autoptr (HdCsv) revised = hd_csv_load ("real/vietnam_trade_first_and_revised_monthly.csv");
  g_autoptr (HdCsv) monthly = hd_csv_load ("published/trade_monthly.csv");
  static const char *const columns[2][3] = {
    { "imports_revised_musd", "imports_first_estimate_musd", "imports_musd_first_est" },
    { "exports_revised_musd", "exports_first_estimate_musd", "exports_musd_first_est" },
  };

  for (guint flow = 0; flow < 2; flow++)
    {
      double *trade = national->trade[flow];
      int first = N_MONTHS;

      for (guint row = 0; row < monthly->rows->len; row++)
        trade[parse_month (hd_csv_get (monthly, row, "month"))]
            = hd_csv_number (monthly, row, columns[flow][2]);
      for (guint row = 0; row < revised->rows->len; row++)
        {
          int month = parse_month (hd_csv_get (revised, row, "date"));
          double value = hd_csv_number (revised, row, columns[flow][0]);

          first = MIN (first, month);
          trade[month] = isnan (value) ? hd_csv_number (revised, row, columns[flow][1]) : value;
        }
      for (int month = first + 12; month < N_MONTHS; month++)
        if (isnan (trade[month]) || trade[month] <= 0)
          {
            double growth = month < month_index (2026, 1) ? 0.15 : 0.07;
            guint64 hash = hd_hash_mix (hd_hash_mix (seed, flow + 77), (guint64)month);

            trade[month] = trade[month - 12] * (1 + growth + 0.03 * hd_hash_normal (hash));
          }
      for (int month = first - 1; month >= 0; month--)
        trade[month] = trade[month + 12] * 0.9;
    }
}

/* Scales the months from `first` to `last` so that they add up to `total` đồng, exactly. */
static void
scale_months (gint64 *revenue, int first, int last, gint64 total)
{
  double weights[12];

  for (int month = first; month <= last; month++)
    weights[month - first] = (double)revenue[month];
  hd_split (total, weights, (guint)(last - first + 1), revenue + first);
}

static void
anchor_revenue (HdNational *national)
{
  g_autoptr (HdCsv) anchors = hd_csv_load ("published/revenue_ytd_anchors.csv");
  int year_before = -1, done = 0;
  gint64 before = 0;

  for (guint row = 0; row < anchors->rows->len; row++)
    {
      int month = parse_month (hd_csv_get (anchors, row, "to_end_of_month"));
      gint64 ytd = g_ascii_strtoll (hd_csv_get (anchors, row, "ytd_bn_vnd"), NULL, 10) * BILLION;
      int year = month / 12;

      if (year != year_before)
        {
          before = 0;
          done = year * 12;
        }
      scale_months (national->revenue, done, month, ytd - before);
      year_before = year;
      before = ytd;
      done = month + 1;
    }
}

/* How revenue grew on a year before, after the published figures end. 2026 is chosen so that its plan
 * is within reach and uncertain; later years are drawn. */
static double
revenue_growth (guint64 seed, int month)
{
  int year = month / 12 + HD_SAMPLE_FIRST_YEAR;
  double noise = 0.035 * hd_hash_normal (hd_hash_mix (hd_hash_mix (seed, 501), (guint64)month));
  double of_year = hd_hash_normal (hd_hash_mix (hd_hash_mix (seed, 502), (guint64)year));

  return year == 2026 ? -0.038 + 0.006 * of_year + noise : 0.055 + 0.04 * of_year + noise;
}

static void
fill_revenue (HdNational *national, guint64 seed)
{
  g_autoptr (HdCsv) model = hd_csv_load ("published/revenue_monthly_model.csv");
  int first = N_MONTHS, last = 0;

  for (guint row = 0; row < model->rows->len; row++)
    {
      int month = parse_month (hd_csv_get (model, row, "month"));

      national->revenue[month] = (gint64)hd_csv_number (model, row, "revenue_bn_vnd") * BILLION;
      first = MIN (first, month);
      last = MAX (last, month);
    }
  anchor_revenue (national);
  for (int month = last + 1; month < N_MONTHS; month++)
    national->revenue[month]
        = (gint64)((double)national->revenue[month - 12] * (1 + revenue_growth (seed, month)));
  for (int month = first - 1; month >= 0; month--)
    national->revenue[month] = (gint64)((double)national->revenue[month + 12] * 0.94);
}

/* Fills what is NAN between known years by straight lines, before and after them by `growth` a year. */
static void
interpolate (double *values, double growth)
{
  int first = 0, last = N_YEARS - 1;

  while (isnan (values[first]))
    first++;
  while (isnan (values[last]))
    last--;
  for (int year = first; year <= last; year++)
    if (isnan (values[year]))
      {
        int next = year;

        while (isnan (values[next]))
          next++;
        values[year] = values[year - 1] + (values[next] - values[year - 1]) / (next - year + 1);
      }
  for (int year = last + 1; year < N_YEARS; year++)
    values[year] = values[year - 1] * (1 + growth);
  for (int year = first - 1; year >= 0; year--)
    values[year] = values[year + 1] / (1 + growth);
}

static void
fill_declarations (HdNational *national)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("published/declarations_lanes.csv");
  static const char *const lanes[] = { "green_pct", "yellow_pct", "red_pct" };

  for (int year = 0; year < N_YEARS; year++)
    {
      national->declarations[year] = NAN;
      for (guint lane = 0; lane < 3; lane++)
        national->lane_share[lane][year] = NAN;
    }
  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *period = hd_csv_get (csv, row, "period");
      int year = atoi (period) - HD_SAMPLE_FIRST_YEAR;

      if (strcmp (hd_csv_get (csv, row, "scope_vi"), "Toàn quốc") != 0)
        continue;
      if (strlen (period) == 4)
        national->declarations[year] = hd_csv_number (csv, row, "declarations");
      /* Parts of a year tell its lanes, when nothing says them for the year. */
      for (guint lane = 0; lane < 3; lane++)
        if (!isnan (hd_csv_number (csv, row, "green_pct")))
          national->lane_share[lane][year] = hd_csv_number (csv, row, lanes[lane]) / 100;
    }
  interpolate (national->declarations, 0.07);
  for (guint lane = 0; lane < 3; lane++)
    interpolate (national->lane_share[lane], 0);
}

HdNational *
hd_national_new (HdSampleWorld *world)
{
  HdNational *national = g_new0 (HdNational, 1);

  fill_trade (national, world->seed);
  fill_revenue (national, world->seed);
  fill_declarations (national);
  world->national = national;
  national->violations = hd_national_make_violations (world);
  return national;
}

void
hd_national_free (HdNational *national)
{
  for (int year = 0; year < N_YEARS; year++)
    g_free (national->days[year]);
  g_free (national->violations);
  g_free (national);
}

static double
day_noise (const HdSampleWorld *world, guint what, HdDay day, double sigma)
{
  guint64 hash = hd_hash_mix (hd_hash_mix (world->seed, 900 + what), (guint64)day);

  return exp (sigma * hd_hash_normal (hash));
}

static void
split_months (const HdSampleWorld *world, YearOfDays *days, int year)
{
  HdDay first = hd_day_from_ymd (year, 1, 1);

  for (int month = 1; month <= 12; month++)
    {
      HdPeriod period = hd_period_containing (hd_day_from_ymd (year, month, 1), HD_GRAIN_MONTH, 1);
      guint n_days = (guint)hd_period_n_days (period), offset = (guint)(period.first - first);
      double revenue[31], trade[31];

      for (guint index = 0; index < n_days; index++)
        {
          HdDay day = period.first + (HdDay)index;

          revenue[index] = hd_sample_revenue_weight (world, day) * day_noise (world, 0, day, 0.09);
          trade[index] = hd_sample_work_weight (world, day) * day_noise (world, 1, day, 0.06);
        }
      hd_split (hd_national_revenue_of_month (world, year, month), revenue, n_days,
                days->revenue + offset);
      for (guint flow = 0; flow < 2; flow++)
        hd_split ((gint64)(hd_national_trade (world, year, month, flow) * 1e6
                           * hd_national_exchange_rate (year)),
                  trade, n_days, days->trade[flow] + offset);
    }
}

static void
split_declarations (const HdSampleWorld *world, YearOfDays *days, int year)
{
  const HdNational *national = world->national;
  int index_of_year = CLAMP (year - HD_SAMPLE_FIRST_YEAR, 0, N_YEARS - 1);
  guint n_days = (guint)hd_period_n_days (
      hd_period_containing (hd_day_from_ymd (year, 1, 1), HD_GRAIN_YEAR, 1));
  HdDay first = hd_day_from_ymd (year, 1, 1);
  double shares[3], weights[366];
  gint64 by_lane[3];

  for (guint lane = 0; lane < 3; lane++)
    shares[lane] = national->lane_share[lane][index_of_year];
  hd_split (llround (national->declarations[index_of_year]), shares, 3, by_lane);
  for (guint lane = 0; lane < 3; lane++)
    {
      for (guint index = 0; index < n_days; index++)
        {
          HdDay day = first + (HdDay)index;

          weights[index] = hd_sample_work_weight (world, day) * hd_national_activity (world, day)
                           * day_noise (world, 2 + lane, day, lane == 2 ? 0.12 : 0.05);
        }
      hd_split (by_lane[lane], weights, n_days, days->declarations[lane]);
    }
}

static const YearOfDays *
days_of (const HdSampleWorld *world, HdDay day, guint *index)
{
  int year, month, day_of_month, slot;
  YearOfDays *days;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  *index = (guint)(day - hd_day_from_ymd (year, 1, 1));
  slot = CLAMP (year - HD_SAMPLE_FIRST_YEAR, 0, N_YEARS - 1);
  if (world->national->days[slot] == NULL)
    {
      days = world->national->days[slot] = g_new0 (YearOfDays, 1);
      split_months (world, days, year);
      split_declarations (world, days, year);
    }
  return world->national->days[slot];
}

gint64
hd_national_revenue (const HdSampleWorld *world, HdDay day)
{
  guint index;

  return days_of (world, day, &index)->revenue[index];
}

gint64
hd_national_revenue_of_month (const HdSampleWorld *world, int year, int month)
{
  return world->national->revenue[month_index (year, month)];
}

gint64
hd_national_revenue_of_year (const HdSampleWorld *world, int year)
{
  gint64 total = 0;

  for (int month = 1; month <= 12; month++)
    total += hd_national_revenue_of_month (world, year, month);
  return total;
}

gint64
hd_national_declarations (const HdSampleWorld *world, HdDay day, guint lane)
{
  guint index;

  return days_of (world, day, &index)->declarations[lane][index];
}

double
hd_national_trade (const HdSampleWorld *world, int year, int month, guint flow)
{
  return world->national->trade[flow][month_index (year, month)];
}

gint64
hd_national_trade_vnd (const HdSampleWorld *world, HdDay day, guint flow)
{
  guint index;

  return days_of (world, day, &index)->trade[flow][index];
}

double
hd_national_exchange_rate (int year)
{
  static const double rates[]
      = { 21900, 22400, 22700, 23000, 23200, 23200, 23100, 23400, 23850, 25000, 26000, 26400 };

  return rates[CLAMP (year - 2015, 0, (int)G_N_ELEMENTS (rates) - 1)];
}

double
hd_national_activity (const HdSampleWorld *world, HdDay day)
{
  int year, month, day_of_month;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  return (hd_national_trade (world, year, month, 0) + hd_national_trade (world, year, month, 1))
         / 45500;
}

double
hd_national_violations (const HdSampleWorld *world, int year, int month, HdViolation what)
{
  return world->national->violations[(int)what * N_MONTHS + month_index (year, month)];
}
