/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Violations by reporting month: a level that wanders, fitted to every published total.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-national.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N_MONTHS (HD_SAMPLE_N_YEARS * 12)
/* The totals overlap, so they are fitted by turns until all hold. */
#define N_ROUNDS 400

static const char *const COLUMNS[HD_N_VIOLATIONS]
    = { "cases", "value_bn_vnd", "to_budget_bn_vnd", "prosecuted", "transferred" };

/* What a month of 2016 would have, and its growth a year. */
static const double LEVELS[HD_N_VIOLATIONS][2]
    = { { 1250, 0.025 }, { 180, 0.16 }, { 38, 0.04 }, { 3.2, -0.02 }, { 10, 0.01 } };

static int
index_of (int year, int month)
{
  return (year - HD_SAMPLE_FIRST_YEAR) * 12 + month - 1;
}

/* The reporting months that a period of violations.csv covers; FALSE when it names a place, not a time. */
static gboolean
parse_span (const char *text, int *first, int *last)
{
  int year, month, day, year_2, month_2, day_2;

  if (sscanf (text, "%4d-%2d-%2d..%4d-%2d-%2d", &year, &month, &day, &year_2, &month_2, &day_2)
      == 6)
    *first = index_of (year, month) + 1, *last = index_of (year_2, month_2);
  else if (sscanf (text, "%4d-%2d-%2d..%2d-%2d", &year, &month, &day, &month_2, &day_2) == 5)
    *first = index_of (year, month) + 1, *last = index_of (year, month_2);
  else if (sscanf (text, "%4d-%2d..%2d", &year, &month, &month_2) == 3)
    *first = index_of (year, month), *last = index_of (year, month_2);
  else if (sscanf (text, "%4d-H%1d", &year, &month) == 2)
    *first = index_of (year, 1), *last = index_of (year, 6);
  else if (sscanf (text, "%4d-Q%1d", &year, &month) == 2)
    *first = index_of (year, 1), *last = index_of (year, 3);
  else if (sscanf (text, "%4d (to 15/%d)", &year, &month) == 2)
    *first = index_of (year, 1), *last = index_of (year, month);
  else if (sscanf (text, "%4d-%2d", &year, &month) == 2)
    *first = *last = index_of (year, month);
  else if (sscanf (text, "%4d", &year) == 1)
    *first = index_of (year, 1), *last = index_of (year, 12);
  else
    return FALSE;
  return TRUE;
}

static void
fit (double *months, const HdCsv *csv, const char *column)
{
  for (guint row = 0; row < csv->rows->len; row++)
    {
      double total = hd_csv_number (csv, row, column), sum = 0;
      int first, last;

      /* "HCMC only" and the like stand in the cases: such rows are not the nation's. */
      if (strstr (hd_csv_get (csv, row, "cases"), "only") != NULL)
        continue;
      if (isnan (total) || !parse_span (hd_csv_get (csv, row, "period"), &first, &last))
        continue;
      for (int month = first; month <= last; month++)
        sum += months[month];
      for (int month = first; month <= last; month++)
        months[month] *= total / sum;
    }
}

double *
hd_national_make_violations (const HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("published/violations.csv");
  double *all = g_new0 (double, HD_N_VIOLATIONS *N_MONTHS);

  for (guint what = 0; what < HD_N_VIOLATIONS; what++)
    {
      double *months = all + what * N_MONTHS;

      for (int month = 0; month < N_MONTHS; month++)
        {
          double years = (month - index_of (2016, 1)) / 12.0;
          guint64 hash = hd_hash_mix (hd_hash_mix (world->seed, 700 + what), (guint64)month);

          /* The month of Tết is quiet, and so is the one after the year's end. */
          months[month] = LEVELS[what][0] * pow (1 + LEVELS[what][1], years)
                          * (month % 12 == 1 ? 0.8 : 1) * exp (0.1 * hd_hash_normal (hash));
        }
      for (int round = 0; round < N_ROUNDS; round++)
        fit (months, csv, COLUMNS[what]);
    }
  return all;
}
