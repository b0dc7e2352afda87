/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sample: repeatable, true to the published figures, whole in itself; the real data untouched.
 */

#include "config.h"
#undef G_DISABLE_ASSERT

#include "hd-central-structure.h"
#include "hd-sample-csv.h"
#include "hd-sample-national.h"
#include "hd-sample-spread.h"
#include "hd-sample-table.h"
#include "hd-sdmx-structure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BILLION G_GINT64_CONSTANT (1000000000)

static HdDay
day_of (const char *text)
{
  HdPeriod period;

  g_assert_true (hd_period_parse (text, 1, &period, NULL));
  return period.first;
}

/* Member by member: what lies between them says nothing. */
static void
assert_same_version (const HdSampleVersion *a, const HdSampleVersion *b)
{
  g_assert_cmpmem (a->row.codes, sizeof a->row.codes, b->row.codes, sizeof b->row.codes);
  g_assert_cmpint (a->row.status, ==, b->row.status);
  g_assert_cmpmem (a->row.values, sizeof a->row.values, b->row.values, sizeof b->row.values);
  g_assert_cmpint (a->known, ==, b->known);
  g_assert_cmpint (a->is_delete, ==, b->is_delete);
}

static void
assert_same_period (HdSampleWorld *a, HdSampleWorld *b, const HdSampleDataset *dataset, HdDay day)
{
  HdPeriod period = hd_sample_period (dataset, day);
  g_autoptr (GArray) left = hd_sample_versions (a, dataset, period);
  g_autoptr (GArray) right = hd_sample_versions (b, dataset, period);

  g_assert_cmpuint (left->len, ==, right->len);
  for (guint index = 0; index < left->len; index++)
    assert_same_version (&g_array_index (left, HdSampleVersion, index),
                         &g_array_index (right, HdSampleVersion, index));
}

/* A past day is the same whatever today is, and whatever was made before it. */
static void
test_repeatable (void)
{
  g_autoptr (HdSampleWorld) early = hd_sample_world_new (HD_SCALE_DEMO, 7, day_of ("2026-03-05"));
  g_autoptr (HdSampleWorld) late = hd_sample_world_new (HD_SCALE_DEMO, 7, day_of ("2027-06-01"));
  const char *const days[] = { "2026-02-26", "2020-04-08", "2024-12-31", "2026-02-03" };

  for (guint index = 0; index < late->datasets->len; index++)
    for (guint which = 0; which < G_N_ELEMENTS (days); which++)
      assert_same_period (early, late, late->datasets->pdata[index], day_of (days[which]));
}

/* A percentile is off by the width of a class at most; the catalogue's definitions tell readers how much that is. */
static void
test_durations (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-03-05"));
  HdSampleList *durations = hd_sample_world_list (world, "DURATION");
  guint n_bounded = 0;

  for (guint code = 0; code < durations->codes->len; code++)
    {
      const HdSampleCode *class = hd_sample_list_get (durations, code);

      if (!(class->lower > 0) || !isfinite (class->upper))
        continue;
      g_assert_cmpfloat (class->upper / class->lower, <=, 1.091);
      n_bounded++;
    }
  g_assert_cmpuint (n_bounded, >, 100);
}

/* Another seed is another sample, but for what is published. */
static void
test_seed (void)
{
  g_autoptr (HdSampleWorld) one = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-03-05"));
  g_autoptr (HdSampleWorld) two = hd_sample_world_new (HD_SCALE_SMALL, 2, day_of ("2026-03-05"));

  g_assert_cmpint (hd_national_revenue (one, day_of ("2024-05-06")), !=,
                   hd_national_revenue (two, day_of ("2024-05-06")));
  g_assert_cmpint (hd_national_revenue_of_year (one, 2022), ==,
                   hd_national_revenue_of_year (two, 2022));
}

static gint64
sum_measure (HdSampleWorld *world, const char *id, HdDay first, HdDay last, guint measure)
{
  const HdSampleDataset *dataset = hd_sample_world_find_dataset (world, id);
  HdPeriod period = hd_sample_period (dataset, first);
  gint64 sum = 0;

  for (; period.first <= last; period = hd_period_shift (period, 1))
    {
      g_autoptr (GArray) rows = hd_sample_make (world, dataset, period);

      for (guint index = 0; index < rows->len; index++)
        sum += g_array_index (rows, HdSampleRow, index).values[measure].i;
    }
  return sum;
}

/* Revenue in the rows, from January to each published point's month, is that point, to the đồng. */
static void
check_anchors (HdScale scale)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (scale, 1, day_of ("2026-11-22"));
  g_autoptr (HdCsv) anchors = hd_csv_load ("published/revenue_ytd_anchors.csv");
  gint64 ytd = 0;
  HdDay done = HD_DAY_NONE;
  int year_before = 0;

  for (guint row = 0; row < anchors->rows->len; row++)
    {
      const char *text = hd_csv_get (anchors, row, "to_end_of_month");
      HdPeriod month;
      int year = atoi (text);

      g_assert_true (hd_period_parse (text, 1, &month, NULL));
      if (year != year_before)
        {
          ytd = 0;
          done = hd_day_from_ymd (year, 1, 1) - 1;
        }
      ytd += sum_measure (world, "REVENUE", done + 1, month.last, 1);
      done = month.last;
      year_before = year;
      g_assert_cmpint (
          ytd, ==, g_ascii_strtoll (hd_csv_get (anchors, row, "ytd_bn_vnd"), NULL, 10) * BILLION);
    }
  g_assert_cmpuint (anchors->rows->len, ==, 49);
}

static void
test_anchors_small (void)
{
  check_anchors (HD_SCALE_SMALL);
}

static void
test_anchors_demo (void)
{
  check_anchors (HD_SCALE_DEMO);
}

/* 14.1 million declarations in 2020, 52.48 / 42.55 / 4.97 %; clearance counts the same ones. */
static void
test_declarations (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_DEMO, 1, day_of ("2026-11-22"));
  gint64 lanes[3] = { 0 };
  HdDay first = day_of ("2020-01-01"), last = day_of ("2020-12-31");

  for (HdDay day = first; day <= last; day++)
    for (guint lane = 0; lane < 3; lane++)
      lanes[lane] += hd_national_declarations (world, day, lane);
  g_assert_cmpint (lanes[0] + lanes[1] + lanes[2], ==, 14100000);
  g_assert_cmpint (llabs (lanes[0] - 7399680), <=, 1);
  g_assert_cmpint (llabs (lanes[1] - 5999550), <=, 1);
  g_assert_cmpint (llabs (lanes[2] - 700770), <=, 1);
  g_assert_cmpint (sum_measure (world, "DECLARATIONS", first, last, 0), ==, 14100000);
  /* Every one of the eleven stages counts every declaration. */
  g_assert_cmpint (sum_measure (world, "CLEARANCE", first, last, 0), ==,
                   11 * G_GINT64_CONSTANT (14100000));
}

/* Two books tell one amount of what was refunded, in every unit, but for what one of them restates. */
static void
test_refunds (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-03-05"));
  const HdSampleDataset *ledger = hd_sample_world_find_dataset (world, "REVENUE");
  const HdSampleDataset *dossiers = hd_sample_world_find_dataset (world, "TAX_REFUND");
  HdPeriod month = hd_sample_period (dossiers, day_of ("2025-09-01"));
  g_autoptr (GArray) settled = hd_sample_make (world, dossiers, month);
  gint64 booked[HD_SAMPLE_MAX_CODES] = { 0 };
  guint n_different = 0;

  for (HdDay day = month.first; day <= month.last; day++)
    {
      g_autoptr (GArray) rows = hd_sample_make (world, ledger, hd_sample_period (ledger, day));

      for (guint index = 0; index < rows->len; index++)
        {
          const HdSampleRow *row = &g_array_index (rows, HdSampleRow, index);

          booked[row->codes[0]] += row->values[2].i;
        }
    }
  g_assert_cmpuint (settled->len, >, 0);
  for (guint index = 0; index < settled->len; index++)
    {
      const HdSampleRow *row = &g_array_index (settled, HdSampleRow, index);
      gint64 amount = row->values[2].i;

      g_assert_cmpint (row->values[0].i, >, 0);
      g_assert_cmpint (amount, <=, booked[row->codes[0]]);
      g_assert_cmpint (amount, >=, booked[row->codes[0]] * 95 / 100);
      n_different += amount != booked[row->codes[0]];
      booked[row->codes[0]] = 0;
    }
  g_assert_cmpuint (n_different, <=, 1); /* the office whose last days were restated */
  for (guint unit = 0; unit < HD_SAMPLE_MAX_CODES; unit++)
    g_assert_cmpint (booked[unit], ==, 0);
}

static void
test_violations (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-11-22"));

  /* Reporting 2020 runs from 15 December 2019. */
  g_assert_cmpint (
      sum_measure (world, "VIOLATIONS", day_of ("2020-01-01"), day_of ("2020-12-14"), 0), ==,
      15314);
  g_assert_cmpint (
      sum_measure (world, "VIOLATIONS", day_of ("2020-09-20"), day_of ("2020-09-20"), 0), ==, 1243);
  g_assert_cmpint (
      sum_measure (world, "VIOLATIONS", day_of ("2025-11-01"), day_of ("2025-11-01"), 0), ==, 2176);
}

static gint64
value_of (const HdSampleDataset *dataset, const HdSampleRow *row, const char *id)
{
  for (guint index = 0; index < hd_sample_n_measures (dataset); index++)
    if (strcmp (dataset->measures[index].id, id) == 0)
      return row->values[index].i;
  g_assert_not_reached ();
}

/* A part is never more than its whole, and minutes lie where their duration class says. */
static void
check_row (const HdSampleWorld *world, const HdSampleDataset *dataset, const HdSampleRow *row)
{
  static const char *const parts[][3] = {
    { "RISK_SELECTION", "INSPECTED", "SELECTED" },
    { "RISK_SELECTION", "HITS", "INSPECTED" },
    { "CLEARANCE", "ON_STANDARD", "COUNT" },
    { "REVENUE", "E_PAID", "COLLECTED" },
    { "PCA", "DONE", "PLANNED" },
    { "PCA", "WITH_FINDINGS", "DONE" },
    { "VALUATION", "ADJUSTED", "CONSULTATIONS" },
    { "E_SERVICES", "ELECTRONIC", "TOTAL" },
    { "E_SERVICES", "END_TO_END", "TOTAL" },
    { "CAMERAS", "ONLINE", "TOTAL" },
    { "CAMERAS", "COVERED", "INSPECTIONS" },
    { "STAFF", "FILLED", "POSTS" },
    { "SCANS", "HITS", "SUSPICIOUS" },
    { "SYSTEM_HEALTH", "MINUTES_UP", "MINUTES" },
    { "DIGITAL_TARGETS", "DONE", "TOTAL" },
    { "DECLARATIONS", "FTA_USED_VND", "FTA_ELIGIBLE_VND" },
    { "PORT_STOCK", "ABANDONED", "CONTAINERS" },
    { "VIOLATIONS", "CLOSED", "CASES" },
    { "NSW_DOSSIERS", "ON_TIME", "DOSSIERS" },
    { "DIRECTIVES", "OVERDUE", "ISSUED" },
  };

  for (guint part = 0; part < G_N_ELEMENTS (parts) && row->status != 'M'; part++)
    if (strcmp (parts[part][0], dataset->id) == 0)
      g_assert_cmpint (value_of (dataset, row, parts[part][1]), <=,
                       value_of (dataset, row, parts[part][2]));
  if (strcmp (dataset->id, "CLEARANCE") == 0)
    {
      const HdSampleCode *code
          = hd_sample_list_get (hd_sample_world_list (world, "DURATION"), row->codes[6]);
      double each
          = (double)value_of (dataset, row, "MINUTES") / (double)value_of (dataset, row, "COUNT");

      g_assert_cmpfloat (each, >=, code->lower);
      /* Whole minutes cannot always fall inside a class narrower than one. */
      g_assert_cmpfloat (each, <, MAX (code->upper, ceil (code->lower) + 1e-9) + 0.5);
    }
}

/* Every dataset has rows; every key once a period; every figure plausible. */
static void
test_rows (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_DEMO, 1, day_of ("2026-11-22"));

  for (guint index = 0; index < world->datasets->len; index++)
    {
      const HdSampleDataset *dataset = world->datasets->pdata[index];
      guint n_rows = 0;

      for (HdDay day = day_of ("2020-12-20"); day < day_of ("2021-02-20"); day++)
        {
          HdPeriod period = hd_sample_period (dataset, day);
          g_autoptr (GArray) versions = NULL;

          if (period.first != day && dataset->freq != 'A')
            continue;
          versions = hd_sample_versions (world, dataset, period);
          for (guint which = 0; which < versions->len; which++)
            {
              const HdSampleVersion *version = &g_array_index (versions, HdSampleVersion, which);

              if (which > 0)
                {
                  guint64 before = hd_sample_row_key (&version[-1].row);
                  guint64 key = hd_sample_row_key (&version->row);

                  g_assert_true (before < key
                                 || (before == key && version[-1].known < version->known));
                }
              if (!dataset->is_real)
                check_row (world, dataset, &version->row);
            }
          n_rows += versions->len;
        }
      g_test_message ("%s: %u rows", dataset->id, n_rows);
      g_assert_cmpuint (n_rows, >, 0);
    }
}

/* The message reads back; both maps hold every office; sums by map have nothing to differ by. */
static void
test_structure (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_DEMO, 1, day_of ("2026-11-22"));
  g_autoptr (GBytes) message = hd_central_structure_message (world, "*", "*");
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_sdmx_structure_parse (
      g_bytes_get_data (message, NULL), g_bytes_get_size (message), &error);
  const char *const maps[] = { "MAP2024", "MAP2025" };
  HdHierarchy *stages;

  g_assert_no_error (error);
  g_assert_cmpuint (hd_structures_get_n (structures), ==, world->datasets->len);
  for (guint map = 0; map < G_N_ELEMENTS (maps); map++)
    {
      HdHierarchy *hierarchy = hd_structures_find_hierarchy (structures, maps[map]);
      guint n_offices = 0;

      g_assert_nonnull (hierarchy);
      g_assert_cmpuint (hd_hierarchy_get_n_levels (hierarchy), ==, 3);
      for (guint unit = 0; unit < world->units->codes->len; unit++)
        {
          const char *id = hd_sample_list_get (world->units, unit)->id;
          HdCode code = hd_code_list_find (hd_hierarchy_get_list (hierarchy), id, -1);

          if (strlen (id) != 4 || g_str_has_prefix (id, "KV"))
            continue;
          n_offices++;
          g_assert_true (hd_hierarchy_has (hierarchy, code));
          g_assert_cmpuint (hd_hierarchy_level_of (hierarchy, code), ==, 2);
          g_assert_cmpuint (hd_hierarchy_at_level (hierarchy, code, 0), ==,
                            hd_code_list_find (hd_hierarchy_get_list (hierarchy), "VN", -1));
        }
      g_assert_cmpuint (n_offices, ==, 377);
    }
  stages = hd_structures_find_hierarchy (structures, "STAGE");
  g_assert_false (
      hd_hierarchy_has (stages, hd_code_list_find (hd_hierarchy_get_list (stages), "CLEAR", -1)));
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      HdStructure *structure = hd_structures_get (structures, index);
      const HdSampleDataset *dataset = world->datasets->pdata[index];

      g_assert_cmpuint (hd_structure_get_n_measures (structure), ==,
                        hd_sample_n_measures (dataset));
      g_assert_cmpstr (hd_structure_get_note (structure, "vi"), ==,
                       dataset->is_real ? "số liệu thật, đã công bố" : "dữ liệu mẫu");
      g_assert_cmpuint (hd_structure_get_month_start_day (structure), ==,
                        strcmp (dataset->id, "VIOLATIONS") == 0 ? 15 : 1);
    }
}

/* What awk makes of a file in the source tree. */
static double
awk (const char *program, const char *file)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "resources", "central", "real", file, NULL);
  const char *argv[] = { "awk", "-F,", program, path, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return g_ascii_strtod (out, NULL);
}

static GArray *
table_rows (HdSampleWorld *world, const char *id)
{
  const HdSampleDataset *dataset = hd_sample_world_find_dataset (world, id);
  HdPeriod ever = hd_period_span (day_of ("2000-01-01"), day_of ("2030-01-01"));

  return hd_sample_table_versions (world, dataset, ever);
}

static void
test_korea (void)
{
  static const char *const programs[] = { "NR > 1 { s += $3 } END { printf \"%.0f\", s }",
                                          "NR > 1 { s += $4 } END { printf \"%.0f\", s }",
                                          "NR > 1 { s += $5 } END { printf \"%.0f\", s }",
                                          "NR > 1 { s += $6 } END { printf \"%.0f\", s }",
                                          "NR > 1 { s += $7 } END { printf \"%.0f\", s }" };
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-11-22"));
  g_autoptr (GArray) rows = table_rows (world, "KCS_IMPORTS");

  for (guint measure = 0; measure < G_N_ELEMENTS (programs); measure++)
    {
      gint64 sum = 0;

      for (guint index = 0; index < rows->len; index++)
        sum += g_array_index (rows, HdSampleVersion, index).row.values[measure].i;
      g_assert_cmpfloat ((double)sum, ==,
                         awk (programs[measure], "korea_customs_syn_daily_by_office.csv"));
    }
  g_assert_cmpuint (rows->len, ==,
                    awk ("END { print NR - 1 }", "korea_customs_syn_daily_by_office.csv"));
}

static void
test_trade (void)
{
  g_autoptr (HdSampleWorld) world = hd_sample_world_new (HD_SCALE_SMALL, 1, day_of ("2026-11-22"));
  g_autoptr (GArray) rows = table_rows (world, "TRADE");
  double items = 0, revised = 0;

  for (guint index = 0; index < rows->len; index++)
    {
      const HdSampleVersion *version = &g_array_index (rows, HdSampleVersion, index);

      if (version->row.codes[1] != 0)
        items += version->row.values[0].d;
      else if (version->row.codes[0] == 0 && version->row.status == 'A')
        revised += version->row.values[0].d;
    }
  /* The value is the last field, whatever commas an item's name has; sums differ by order of adding. */
  g_assert_cmpfloat_with_epsilon (
      items,
      awk ("NR > 1 { s += $NF } END { printf \"%.6f\", s }", "vietnam_imports_by_item_monthly.csv"),
      0.01);
  g_assert_cmpfloat_with_epsilon (revised,
                                  awk ("NR > 1 { s += $5 } END { printf \"%.6f\", s }",
                                       "vietnam_trade_first_and_revised_monthly.csv"),
                                  0.01);
}

static void
test_split (void)
{
  double weights[] = { 0.3, 0, 2.5, 1e-9, 4 };
  gint64 parts[5], sum = 0;

  hd_split (G_GINT64_CONSTANT (123456789012345), weights, 5, parts);
  for (guint index = 0; index < 5; index++)
    {
      g_assert_cmpint (parts[index], >=, 0);
      sum += parts[index];
    }
  g_assert_cmpint (sum, ==, G_GINT64_CONSTANT (123456789012345));
  g_assert_cmpint (parts[1], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/central/sample/durations", test_durations);
  g_test_add_func ("/central/sample/split", test_split);
  g_test_add_func ("/central/sample/repeatable", test_repeatable);
  g_test_add_func ("/central/sample/seed", test_seed);
  g_test_add_func ("/central/sample/anchors/small", test_anchors_small);
  g_test_add_func ("/central/sample/anchors/demo", test_anchors_demo);
  g_test_add_func ("/central/sample/declarations", test_declarations);
  g_test_add_func ("/central/sample/refunds", test_refunds);
  g_test_add_func ("/central/sample/violations", test_violations);
  g_test_add_func ("/central/sample/rows", test_rows);
  g_test_add_func ("/central/sample/structure", test_structure);
  g_test_add_func ("/central/sample/korea", test_korea);
  g_test_add_func ("/central/sample/trade", test_trade);
  return g_test_run ();
}
