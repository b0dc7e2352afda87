/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The catalogue: every entry of its tables, and what is refused.
 */

#undef G_DISABLE_ASSERT

#include "hd-catalog.h"

#include <glib/gstdio.h>
#include <math.h>

static HdCatalog *catalog;

static void
assert_text (const char *text, const char *what, const char *id)
{
  if (text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL))
    g_error ("%s: no %s", id, what);
}

static void
assert_term (const HdKpi *kpi, const HdKpiTerm *term)
{
  const HdDataset *dataset;

  g_assert_true (term->sign == 1 || term->sign == -1);
  if (term->is_collecting_days)
    return;
  dataset = hd_catalog_find_dataset (catalog, term->dataset);
  g_assert_nonnull (dataset);
  g_assert_true (g_strv_contains ((const char *const *)dataset->measures, term->measure));
  /* What a KPI may be grouped by, every one of its terms has, and no filter of its own fixes it. */
  for (int index = 1; kpi->dimensions[index] != NULL; index++)
    {
      const char *dimension = kpi->dimensions[index];
      gboolean is_across = g_strv_contains ((const char *const *)term->across, dimension);

      if (!g_strv_contains ((const char *const *)dataset->dimensions, dimension))
        g_error ("%s: %s has no dimension %s", kpi->id, term->dataset, dimension);
      for (guint at = 0; at < term->where->len; at++)
        {
          const HdTermFilter *filter = g_ptr_array_index (term->where, at);

          if (!filter->exclude && !is_across && g_str_equal (filter->dimension, dimension))
            g_error ("%s: %s is fixed, so it is no dimension", kpi->id, dimension);
        }
    }
}

static void
test_kpis (void)
{
  g_assert_cmpint (hd_catalog_get_n_kpis (catalog), >=, 68);
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (catalog, index);

      assert_text (kpi->id, "id", "?");
      assert_text (kpi->name_vi, "Vietnamese name", kpi->id);
      assert_text (kpi->name_en, "English name", kpi->id);
      assert_text (kpi->short_vi, "short Vietnamese name", kpi->id);
      assert_text (kpi->short_en, "short English name", kpi->id);
      assert_text (kpi->definition_vi, "Vietnamese definition", kpi->id);
      assert_text (kpi->definition_en, "English definition", kpi->id);
      assert_text (kpi->formula_vi, "Vietnamese formula", kpi->id);
      assert_text (kpi->formula_en, "English formula", kpi->id);
      g_assert_cmpint (g_utf8_strlen (kpi->short_vi, -1), <=, 24);
      g_assert_true (hd_catalog_find_kpi (catalog, kpi->id) == kpi);
      g_assert_true (kpi->code == NULL || hd_catalog_find_kpi (catalog, kpi->code) == kpi);
      g_assert_cmpstr (kpi->dimensions[0], ==, "time");
      for (guint at = 0; at < kpi->numerator->len; at++)
        assert_term (kpi, g_ptr_array_index (kpi->numerator, at));
      for (guint at = 0; at < kpi->denominator->len; at++)
        assert_term (kpi, g_ptr_array_index (kpi->denominator, at));
    }
}

/* The reference catalogue of indicators is all there. */
static void
test_reference_codes (void)
{
  static const struct
  {
    const char *group;
    int n;
  } groups[] = { { "REV", 16 }, { "TRF", 20 }, { "RSK", 9 }, { "ENF", 11 }, { "ORG", 12 } };

  for (guint group = 0; group < G_N_ELEMENTS (groups); group++)
    for (int number = 1; number <= groups[group].n; number++)
      {
        g_autofree char *code = g_strdup_printf ("%s%02d", groups[group].group, number);

        if (hd_catalog_find_kpi (catalog, code) == NULL)
          g_error ("no KPI has the code %s", code);
      }
}

static gboolean
has_term_of (const GPtrArray *terms, const char *dataset)
{
  for (guint at = 0; at < terms->len; at++)
    if (g_strcmp0 (((HdKpiTerm *)g_ptr_array_index (terms, at))->dataset, dataset) == 0)
      return TRUE;
  return FALSE;
}

static void
test_datasets (void)
{
  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, index);
      gboolean is_used = FALSE;

      g_assert_true (hd_catalog_find_dataset (catalog, dataset->id) == dataset);
      g_assert_nonnull (hd_catalog_find_source (catalog, dataset->source));
      assert_text (hd_dataset_name (dataset, "vi"), "Vietnamese name", dataset->id);
      assert_text (hd_dataset_name (dataset, "en"), "English name", dataset->id);
      g_assert_cmpint (dataset->due_s, >=, 0);
      for (guint at = 0; at < hd_catalog_get_n_kpis (catalog); at++)
        {
          const HdKpi *kpi = hd_catalog_get_kpi (catalog, at);

          is_used |= has_term_of (kpi->numerator, dataset->id);
        }
      if (!is_used)
        g_error ("no KPI uses the dataset %s", dataset->id);
    }
  g_assert_cmpint (hd_catalog_find_dataset (catalog, "VIOLATIONS")->month_start_day, ==, 15);
  g_assert_true (hd_catalog_find_dataset (catalog, "INSPECTIONS")->manual);
  g_assert_false (hd_catalog_find_dataset (catalog, "TRADE")->sample_ok);
  g_assert_null (hd_catalog_find_dataset (catalog, "NOWHERE"));
}

static void
test_known_entries (void)
{
  const HdKpi *attainment = hd_catalog_find_kpi (catalog, "REV02");
  const HdKpi *lanes = hd_catalog_find_kpi (catalog, "risk.lane_share");
  const HdKpi *p90 = hd_catalog_find_kpi (catalog, "clearance.p90_hours");
  const HdKpi *green = hd_catalog_find_kpi (catalog, "clearance.green_within_1h");
  const HdKpiTerm *plan = g_ptr_array_index (attainment->denominator, 0);
  const HdKpiTerm *all_lanes = g_ptr_array_index (lanes->denominator, 0);

  g_assert_cmpstr (attainment->id, ==, "revenue.plan_attainment");
  g_assert_true (plan->is_annual);
  g_assert_cmpfloat (attainment->factor, ==, 100);
  g_assert_cmpstr (all_lanes->across[0], ==, "lane");
  g_assert_true (hd_kpi_has_dimension (lanes, "lane"));
  g_assert_false (hd_kpi_has_dimension (green, "lane"));
  g_assert_true (hd_kpi_has_plan (hd_catalog_find_kpi (catalog, "revenue.collected"), "PHAN_DAU"));
  g_assert_cmpfloat (p90->quantile, ==, 0.9);
  g_assert_cmpfloat_with_epsilon (p90->factor * 60, 1, 1e-12);
  g_assert_cmpfloat (((HdKpiTerm *)g_ptr_array_index (green->numerator, 0))->max_minutes, ==, 60);
  g_assert_true (isinf (((HdKpiTerm *)g_ptr_array_index (green->denominator, 0))->max_minutes));
  g_assert_cmpstr (hd_catalog_unit_name (catalog, "DECL", "vi"), ==, "tờ khai");
  g_assert_cmpstr (hd_catalog_unit_name (catalog, "QUARK", "vi"), ==, "QUARK");
}

static void
test_holidays (void)
{
  HdCalendar *calendar = hd_catalog_get_calendar (catalog);
  HdDay kings = hd_day_from_ymd (2024, 4, 18);

  for (int year = 2010; year <= 2035; year++)
    g_assert_cmpint (hd_calendar_tet (calendar, year), !=, HD_DAY_NONE);
  for (int year = 2014; year <= 2031; year++)
    {
      HdDay tet = hd_calendar_tet (calendar, year);
      int days = hd_calendar_count_collecting_days (calendar, hd_day_from_ymd (year, 1, 1),
                                                    hd_day_from_ymd (year, 12, 31));

      g_assert_true (hd_calendar_is_holiday (calendar, hd_day_from_ymd (year, 1, 1)));
      g_assert_true (hd_calendar_is_holiday (calendar, hd_day_from_ymd (year, 9, 2)));
      for (HdDay day = tet - 1; day <= tet + 2; day++)
        g_assert_true (hd_calendar_is_holiday (calendar, day));
      g_assert_cmpint (days, >=, 247);
      g_assert_cmpint (days, <=, 252);
    }
  g_assert_true (hd_calendar_is_holiday (calendar, kings));
  g_assert_cmpstr (hd_catalog_holiday_name (catalog, kings, "en"), ==, "Hùng Kings' Day");
  g_assert_true (hd_calendar_is_holiday (calendar, hd_day_from_ymd (2025, 4, 7)));
  g_assert_true (hd_calendar_is_holiday (calendar, hd_day_from_ymd (2026, 4, 27)));
  g_assert_null (hd_catalog_holiday_name (catalog, hd_day_from_ymd (2026, 4, 28), "vi"));
}

/* 06:12 on 22 November 2026 in Vietnam. */
#define MORNING G_GINT64_CONSTANT (1795302720)

static gboolean
is_late (const char *dataset, const char *last, int hours_ago)
{
  const HdDataset *found = hd_catalog_find_dataset (catalog, dataset);
  HdPeriod period;

  g_assert_true (hd_period_parse (last, found->month_start_day, &period, NULL));
  return hd_dataset_is_late (found, period, MORNING - 3600 * hours_ago, MORNING);
}

static void
test_late (void)
{
  g_assert_false (is_late ("REVENUE", "2026-11-21", 0));
  g_assert_true (is_late ("REVENUE", "2026-11-21", 31));
  g_assert_false (is_late ("REVENUE", "2026-11-20", 1));
  g_assert_true (is_late ("REVENUE", "2026-11-18", 1)); /* it answers, with old days */
  g_assert_false (is_late ("VIOLATIONS", "2026-11", 100));
  g_assert_false (is_late ("TAX_DEBT", "2026-10", 17 * 24));
  g_assert_true (is_late ("TAX_DEBT", "2026-08", 17 * 24));
  g_assert_false (is_late ("PLANS", "2026", 300 * 24));
  g_assert_false (is_late ("KCS_IMPORTS", "2021-06-30", 24 * 2000)); /* no schedule */
}

/* A small good catalogue in a folder, one file of which each case replaces. */
static char *
write_catalog (const char *file, const char *text)
{
  static const char *const good[][2] = {
    { "units.json", "{\"units\":{\"VND\":{\"vi\":\"đồng\",\"en\":\"VND\"}}}" },
    { "sources.json",
      "{\"sources\":[{\"id\":\"S\",\"names\":{\"vi\":\"s\",\"en\":\"s\"},\"datasets\":[{\"id\":"
      "\"D\","
      "\"names\":{\"vi\":\"d\",\"en\":\"d\"},\"frequency\":\"D\",\"dimensions\":[\"unit\"],"
      "\"measures\":[\"M\"]}]}]}" },
    { "kpis.json", "{\"kpis\":[]}" },
    { "holidays.json", "{\"kinds\":{},\"tet\":[],\"holidays\":{}}" },
  };
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("haidang-catalog-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint index = 0; index < G_N_ELEMENTS (good); index++)
    {
      g_autofree char *path = g_build_filename (dir, good[index][0], NULL);
      gboolean is_case = g_strcmp0 (file, good[index][0]) == 0;

      g_file_set_contents (path, is_case ? text : good[index][1], -1, &error);
      g_assert_no_error (error);
    }
  return dir;
}

static void
remove_catalog (const char *dir)
{
  static const char *const names[] = { "units.json", "sources.json", "kpis.json", "holidays.json" };

  for (guint index = 0; index < G_N_ELEMENTS (names); index++)
    {
      g_autofree char *path = g_build_filename (dir, names[index], NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

static void
assert_refused (const char *file, const char *text, int code, const char *words)
{
  g_autofree char *dir = write_catalog (file, text);
  g_autoptr (GError) error = NULL;

  g_assert_null (hd_catalog_load_from_dir (dir, &error));
  g_assert_error (error, HD_CATALOG_ERROR, code);
  if (strstr (error->message, words) == NULL || strchr (error->message, '\n') != NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
  remove_catalog (dir);
}

static void
assert_kpi_refused (const char *members, const char *words)
{
  g_autofree char *text = g_strdup_printf (
      "{\"kpis\":[{\"id\":\"a.b\",\"names\":{\"vi\":\"a\",\"en\":\"a\"},\"short\":{\"vi\":\"a\","
      "\"en\":"
      "\"a\"},\"definition\":{\"vi\":\"a\",\"en\":\"a\"},\"formula\":{\"vi\":\"a\",\"en\":\"a\"},"
      "\"dataset\":\"D\",%s}]}",
      members);

  assert_refused ("kpis.json", text, HD_CATALOG_ERROR_SCHEMA, words);
}

#define GOOD "\"unit\":\"VND\",\"kind\":\"sum\",\"polarity\":\"higher\",\"dimensions\":[\"time\"],"

static void
test_refusals (void)
{
  g_autofree char *dir = write_catalog (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) small = hd_catalog_load_from_dir (dir, &error);

  g_assert_no_error (error);
  remove_catalog (dir);
  assert_refused ("kpis.json", "{\"kpis\":", HD_CATALOG_ERROR_SYNTAX, "kpis.json");
  assert_refused ("kpis.json", "{\"kpis\": \"\xe3\"}", HD_CATALOG_ERROR_SYNTAX, "not UTF-8");
  assert_refused ("kpis.json", "[]", HD_CATALOG_ERROR_SYNTAX, "no object");
  assert_refused ("kpis.json", "{}", HD_CATALOG_ERROR_SCHEMA, "no \"kpis\"");
  assert_refused ("kpis.json", "{\"kpis\":[{}]}", HD_CATALOG_ERROR_SCHEMA, "no \"id\"");
  assert_refused ("units.json", "{\"units\":{\"X\":{\"vi\":\"x\"}}}", HD_CATALOG_ERROR_SCHEMA,
                  "no \"en\"");
  assert_refused ("holidays.json", "{\"kinds\":{},\"tet\":[\"2026-02-30\"],\"holidays\":{}}",
                  HD_CATALOG_ERROR_SCHEMA, "2026-02-30");
  assert_kpi_refused (GOOD "\"numerator\":[{\"measure\":\"X\"}]",
                      "a.b: numerator 1: the dataset D has no measure X");
  assert_kpi_refused (GOOD "\"numerator\":[{\"dataset\":\"E\",\"measure\":\"M\"}]", "no dataset E");
  assert_kpi_refused (GOOD "\"numerator\":[{\"measure\":\"M\",\"where\":{\"lane\":[\"DO\"]}}]",
                      "no dimension lane");
  assert_kpi_refused (GOOD "\"numerator\":[{\"measure\":\"M\",\"stok\":true}]",
                      "unknown member \"stok\"");
  assert_kpi_refused (GOOD "\"numerator\":[]", "numerator");
  assert_kpi_refused (GOOD
                      "\"numerator\":[{\"measure\":\"M\"}],\"denominator\":[{\"measure\":\"M\"}]",
                      "denominator");
  assert_kpi_refused (
      "\"unit\":\"EUR\",\"kind\":\"sum\",\"polarity\":\"higher\",\"dimensions\":[\"time\"],"
      "\"numerator\":[{\"measure\":\"M\"}]",
      "EUR");
  assert_kpi_refused (
      "\"unit\":\"VND\",\"kind\":\"total\",\"polarity\":\"higher\",\"dimensions\":[\"time\"],"
      "\"numerator\":[{\"measure\":\"M\"}]",
      "\"kind\" cannot be \"total\"");
  assert_kpi_refused (
      "\"unit\":\"VND\",\"kind\":\"projection\",\"polarity\":\"higher\",\"dimensions\":[\"time\"],"
      "\"of\":\"c.d\"",
      "no KPI c.d");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  catalog = hd_catalog_load (&error);
  g_assert_no_error (error);
  g_test_add_func ("/data/catalog/kpis", test_kpis);
  g_test_add_func ("/data/catalog/reference-codes", test_reference_codes);
  g_test_add_func ("/data/catalog/datasets", test_datasets);
  g_test_add_func ("/data/catalog/known-entries", test_known_entries);
  g_test_add_func ("/data/catalog/holidays", test_holidays);
  g_test_add_func ("/data/catalog/late", test_late);
  g_test_add_func ("/data/catalog/refusals", test_refusals);
  status = g_test_run ();
  hd_catalog_unref (catalog);
  return status;
}
