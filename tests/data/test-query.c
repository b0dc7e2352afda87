/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries: their text, its reading back, and what is refused.
 */

#undef G_DISABLE_ASSERT

#include "hd-query.h"

static HdQuery *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HdQuery *query = hd_query_parse (text, &error);

  g_assert_no_error (error);
  return query;
}

static void
test_text (void)
{
  const char *text
      = "revenue.collected by time,unit:region where tax=GTGT,unit=KV02+KV03 from 2026 to "
        "2026-11 grain month compare plan:DU_TOAN map 2025 top 5 as-of "
        "2026-03-31T08:00:00Z";
  g_autoptr (HdQuery) query = parse (text);
  g_autofree char *printed = hd_query_to_string (query);
  const char *const *codes = hd_query_get_filter (query, "unit");

  g_assert_cmpstr (printed, ==, text);
  g_assert_cmpint (query->groups->len, ==, 2);
  g_assert_cmpstr (codes[0], ==, "KV02");
  g_assert_cmpstr (codes[1], ==, "KV03");
  g_assert_null (hd_query_get_filter (query, "lane"));
  g_assert_cmpint (query->as_of, ==, 1774944000);
  g_assert_cmpstr (query->compare_plan, ==, "DU_TOAN");
}

static void
test_normal_form (void)
{
  g_autoptr (HdQuery) first = parse ("a,b by UNIT:Region where unit=X+W+X,lane=DO  compare none");
  g_autoptr (HdQuery) second = parse ("a,b,a where lane=DO,unit=W+X by unit:region");

  g_assert_true (hd_query_equal (first, second));
}

static void
test_refusals (void)
{
  static const char *const bad[] = {
    "",
    "a by",
    "a by x by y",
    "a by x:y:z",
    "a by x,x",
    "a by ,",
    "a by time:month",
    "a where unit",
    "a where =X",
    "a where unit=X++Y",
    "a grain week",
    "a calendar lunar",
    "a calendar reporting1",
    "a calendar reporting29",
    "a compare",
    "a compare plan",
    "a compare plan:",
    "a compare soon",
    "a map 1999",
    "a top 0",
    "a top -3",
    "a top x",
    "a as-of yesterday",
    "a of b",
    "a,,b",
  };

  for (guint index = 0; index < G_N_ELEMENTS (bad); index++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_query_parse (bad[index], &error));
      g_assert_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX);
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_bad_periods (void)
{
  static const char *const bad[]
      = { "a from 2026-13", "a to 2026-02-30", "a from soon", "a from 2026 to 2025" };

  for (guint index = 0; index < G_N_ELEMENTS (bad); index++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_query_parse (bad[index], &error));
      g_assert_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD);
    }
}

static void
test_calendar_after_period (void)
{
  g_autoptr (HdQuery) first = parse ("violations.cases from 2026-11 calendar reporting15");
  g_autoptr (HdQuery) second = parse ("violations.cases calendar reporting15 from 2026-11");

  g_assert_true (hd_query_equal (first, second));
  g_assert_true (hd_period_equal (first->from, second->from));
  g_assert_cmpint (first->from.first, ==, hd_day_from_ymd (2026, 10, 15));
}

static void
test_edit (void)
{
  g_autoptr (HdQuery) query = parse ("a by unit:region where unit=VN,lane=DO compare yoy");
  g_autofree char *before = hd_query_to_string (query);
  g_autoptr (HdQuery) edited = hd_query_edit (query);
  g_autofree char *after = NULL;
  g_autofree char *changed = NULL;

  g_assert_true (hd_query_set_by (edited, "unit:office", NULL));
  g_assert_true (hd_query_set_where (edited, "unit=KV02,lane=", NULL));
  g_assert_true (hd_query_set_compare (edited, "none", NULL));
  after = hd_query_to_string (query);
  changed = hd_query_to_string (edited);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (changed, ==, "a by unit:office where unit=KV02");
}

static const char *
pick (GRand *random, const char *const *words, guint n_words)
{
  return words[g_rand_int_range (random, 0, n_words)];
}

/* A query put together at random through the setters. */
static HdQuery *
random_query (GRand *random)
{
  static const char *const kpis[] = { "revenue.collected", "REV01", "a,b", "clearance.p90_hours" };
  static const char *const groups[]
      = { "", "time", "unit:region,time", "hs:chapter", "tax,lane,unit" };
  static const char *const filters[]
      = { "unit=KV02", "unit=02CI+01E1", "tax=_T", "hs=85+84,lane=XANH", "unit=" };
  static const char *const periods[]
      = { "", "2026", "2026-Q3", "2026-09", "2026-09-15", "2025-01-03/2026-02" };
  static const char *const grains[] = { "day", "month", "quarter", "year" };
  static const char *const compares[] = { "yoy", "prev", "tet", "plan:PHAN_DAU", "none" };
  static const char *const years[] = { "2024", "2025" };
  HdQuery *query = hd_query_new (pick (random, kpis, G_N_ELEMENTS (kpis)));

  hd_query_set_by (query, pick (random, groups, G_N_ELEMENTS (groups)), NULL);
  for (int filter = g_rand_int_range (random, 0, 4); filter > 0; filter--)
    hd_query_set_where (query, pick (random, filters, G_N_ELEMENTS (filters)), NULL);
  if (g_rand_boolean (random))
    hd_query_set_calendar (query, g_rand_boolean (random) ? "civil" : "reporting15", NULL);
  hd_query_set_from (query, pick (random, periods, G_N_ELEMENTS (periods)), NULL);
  if (g_rand_boolean (random))
    hd_query_set_to (query, "2026-11-30", NULL);
  if (g_rand_boolean (random))
    hd_query_set_grain (query, pick (random, grains, G_N_ELEMENTS (grains)), NULL);
  hd_query_set_compare (query, pick (random, compares, G_N_ELEMENTS (compares)), NULL);
  if (g_rand_boolean (random))
    hd_query_set_map (query, pick (random, years, G_N_ELEMENTS (years)), NULL);
  hd_query_set_top (query, g_rand_int_range (random, 0, 12));
  if (g_rand_boolean (random))
    hd_query_set_as_of (query, g_rand_int (random));
  return query;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2026);

  for (int round = 0; round < 5000; round++)
    {
      g_autoptr (HdQuery) query = random_query (random);
      g_autofree char *text = hd_query_to_string (query);
      g_autoptr (HdQuery) back = parse (text);
      g_autofree char *again = hd_query_to_string (back);

      g_assert_cmpstr (again, ==, text);
      g_assert_true (hd_query_equal (query, back));
      g_assert_cmpint (query->has_from, ==, back->has_from);
      if (query->has_from)
        g_assert_cmpint (query->from.first, ==, back->from.first);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/query/text", test_text);
  g_test_add_func ("/data/query/normal-form", test_normal_form);
  g_test_add_func ("/data/query/refusals", test_refusals);
  g_test_add_func ("/data/query/bad-periods", test_bad_periods);
  g_test_add_func ("/data/query/calendar-after-period", test_calendar_after_period);
  g_test_add_func ("/data/query/edit", test_edit);
  g_test_add_func ("/data/query/round-trip", test_round_trip);
  return g_test_run ();
}
