/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sources say twice: restatements, withdrawals and late corrections, as versions of rows.
 *
 * The rules repeat every month, so that whatever today is, something was restated not long ago:
 * - REVENUE: one office's figures of the 24th to the 26th were too low by 4 %; put right on the 8th.
 * - DECLARATIONS: an office's rows of the 3rd came twice, under the code of a neighbour as well (two
 *   systems both reported them); the copies are withdrawn on the 9th.
 */

#include "config.h"

#include "hd-sample-revisions.h"

#include "hd-sample-table.h"

#include <math.h>
#include <string.h>

int
hd_sample_compare_keys (const HdSampleRow *a, const HdSampleRow *b)
{
  for (guint dimension = 0; dimension < HD_SAMPLE_MAX_DIMENSIONS; dimension++)
    if (a->codes[dimension] != b->codes[dimension])
      return a->codes[dimension] < b->codes[dimension] ? -1 : 1;
  return 0;
}

static int
compare_versions (gconstpointer a, gconstpointer b)
{
  const HdSampleVersion *left = a, *right = b;
  int order = hd_sample_compare_keys (&left->row, &right->row);

  if (order != 0)
    return order;
  return left->known < right->known ? -1 : left->known > right->known;
}

/* The morning of day `day_of_month` of the month `months` after the one holding `day`. */
static gint64
morning_of (HdDay day, int months, int day_of_month)
{
  HdPeriod month = hd_period_shift (hd_period_containing (day, HD_GRAIN_MONTH, 1), months);

  return hd_sample_six_in_the_morning (month.first + day_of_month - 1);
}

typedef enum
{
  RULE_NONE,
  RULE_RESTATED,
  RULE_TWICE
} Rule;

/* The rule that touches the period, and when it is put right. */
static Rule
rule_of (const HdSampleDataset *dataset, HdPeriod period, gint64 *when)
{
  int year, month, day;

  hd_day_to_ymd (period.first, &year, &month, &day);
  if (strcmp (dataset->id, "REVENUE") == 0 && day >= 24 && day <= 26)
    {
      *when = morning_of (period.first, 1, 8);
      return RULE_RESTATED;
    }
  if (strcmp (dataset->id, "DECLARATIONS") == 0 && day == 3)
    {
      *when = morning_of (period.first, 0, 9);
      return RULE_TWICE;
    }
  return RULE_NONE;
}

/* The office that a rule is about this month: by turns the bigger ones. */
static guint16
office_of (HdSampleWorld *world, HdPeriod period)
{
  const HdDist *dist = hd_sample_world_unit_dist (world, HD_ROLE_REVENUE, period.first);
  int months = hd_period_steps_between (0, period.first, HD_GRAIN_MONTH, 1);
  double u = hd_hash_uniform (hd_hash_mix (world->seed + 404, (guint64)months));

  return (guint16)hd_dist_find (dist, &u);
}

/* Appends the versions before the last of `row`, if a rule says so. */
static void
append_restated (GArray *versions, const HdSampleVersion *last, guint16 office, gint64 when)
{
  HdSampleVersion early = *last, late = *last;

  if (last->row.codes[0] != office)
    {
      g_array_append_val (versions, *last);
      return;
    }
  for (guint measure = 0; measure < 4; measure++)
    early.row.values[measure].i = (gint64)floor ((double)last->row.values[measure].i * 0.96);
  late.known = when;
  g_array_append_val (versions, early);
  g_array_append_val (versions, late);
}

static void
append_twice (HdSampleWorld *world,
              GArray *versions,
              const HdSampleVersion *row,
              guint16 office,
              gint64 when)
{
  /* The last code of the list is a unit of the centre, which never registers declarations, so that
   * the copy is nobody else's row. */
  HdSampleVersion copy = *row, withdrawn;

  g_array_append_val (versions, *row);
  if (row->row.codes[0] != office)
    return;
  copy.row.codes[0] = (guint16)(world->units->codes->len - 1);
  withdrawn = copy;
  withdrawn.known = when;
  withdrawn.is_delete = TRUE;
  g_array_append_val (versions, copy);
  g_array_append_val (versions, withdrawn);
}

GArray *
hd_sample_versions (HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period)
{
  g_autoptr (GArray) rows = NULL;
  GArray *versions;
  gint64 when = 0;
  Rule rule;
  guint16 office;

  if (hd_sample_table_has (world, dataset))
    return hd_sample_table_versions (world, dataset, period);
  rows = hd_sample_make (world, dataset, period);
  rule = rule_of (dataset, period, &when);
  office = rule == RULE_NONE ? 0 : office_of (world, period);
  versions = g_array_sized_new (FALSE, FALSE, sizeof (HdSampleVersion), rows->len);
  for (guint index = 0; index < rows->len; index++)
    {
      HdSampleVersion version = { g_array_index (rows, HdSampleRow, index),
                                  hd_sample_known_at (dataset, period), FALSE };

      if (rule == RULE_RESTATED)
        append_restated (versions, &version, office, when);
      else if (rule == RULE_TWICE)
        append_twice (world, versions, &version, office, when);
      else
        g_array_append_val (versions, version);
    }
  if (rule != RULE_NONE)
    g_array_sort (versions, compare_versions);
  return versions;
}

gint64
hd_sample_last_known (const HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period)
{
  gint64 when = hd_sample_known_at (dataset, period);

  if (hd_sample_table_has (world, dataset))
    return hd_sample_table_last_known (world, dataset, period);
  rule_of (dataset, period, &when);
  return when;
}

gint64
hd_sample_changed_at (HdSampleWorld *world, const HdSampleDataset *dataset, gint64 now)
{
  HdPeriod period = hd_sample_period (dataset, world->today);
  HdDay first = hd_sample_first_day (world, dataset);
  gint64 changed = 0;

  if (hd_sample_table_has (world, dataset))
    return hd_sample_table_changed_at (world, dataset, now);
  /* A rule reaches back less than seventy days. */
  for (int step = 0; step < 70 && period.last >= first;
       step++, period = hd_period_shift (period, -1))
    {
      gint64 last = hd_sample_last_known (world, dataset, period);
      gint64 known = hd_sample_known_at (dataset, period);

      changed = MAX (changed, last <= now ? last : known <= now ? known : 0);
    }
  return changed;
}
