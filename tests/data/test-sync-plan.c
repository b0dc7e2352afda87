/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sync remembers, and what it asks for next.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-sync-plan.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795327920) /* 2026-11-22 */
#define BASE "data/dataflow/HD/REVENUE/1.0.0/*?"

/* All parts until the last, each in when the next is asked for. */
static GPtrArray *
plan (HdGrain grain, gboolean is_small, const char *state_text, guint n_months)
{
  g_autoptr (HdStructure) structure = hd_structure_new ("HD", "REVENUE", "1.0.0");
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sync_part_free);
  g_auto (HdSyncState) state = { 0 };
  HdSyncPart *part;

  hd_structure_set_time (structure, grain, 1);
  hd_sync_state_parse (&state, state_text);
  do
    {
      part = hd_sync_plan_next (structure, is_small, &state, NOW, n_months);
      g_ptr_array_add (parts, part);
      g_free (state.mark);
      state.mark = g_strdup (part->label);
      state.is_whole = FALSE;
      g_assert_cmpuint (parts->len, <, 1000);
      g_assert_cmpfloat (part->fraction, <, 1);
    }
  while (!part->is_last);
  return parts;
}

static const char *
path_of (GPtrArray *parts, guint index)
{
  return ((const HdSyncPart *)parts->pdata[index])->path;
}

static void
test_state (void)
{
  static const char *const texts[] = { "whole 1795302000 \"85ba02\"", "whole 1795302000 W/\"a b\"",
                                       "whole 5 ", "part 0 17 2019", "part 12 17 2019-03" };
  static const char *const none[] = { NULL, "", "whole", "part 1 2", "something else entirely" };

  for (guint row = 0; row < G_N_ELEMENTS (texts); row++)
    {
      g_auto (HdSyncState) state = { 0 };
      g_autofree char *text = NULL;

      hd_sync_state_parse (&state, texts[row]);
      text = hd_sync_state_print (&state);
      g_assert_cmpstr (text, ==, texts[row]);
    }
  for (guint row = 0; row < G_N_ELEMENTS (none); row++)
    {
      g_auto (HdSyncState) state = { 0 };

      hd_sync_state_parse (&state, none[row]);
      g_assert_false (state.is_whole);
      g_assert_null (state.mark);
    }
}

/* The years touch each other, the first is open below and the last above: no observation is left out, and
 * none comes twice. */
static void
test_years (void)
{
  static const struct
  {
    HdGrain grain;
    const char *first, *second, *last;
  } rows[] = {
    { HD_GRAIN_DAY, "lt:2016-01-01", "ge:2016-01-01%2Blt:2017-01-01", "ge:2026-01-01" },
    { HD_GRAIN_MONTH, "lt:2016-01", "ge:2016-01%2Blt:2017-01", "ge:2026-01" },
    { HD_GRAIN_QUARTER, "lt:2016-Q1", "ge:2016-Q1%2Blt:2017-Q1", "ge:2026-Q1" },
    { HD_GRAIN_YEAR, "lt:2016", "ge:2016%2Blt:2017", "ge:2026" },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr (GPtrArray) parts = plan (rows[row].grain, FALSE, NULL, 12);

      g_assert_cmpuint (parts->len, ==, 12);
      g_assert_true (g_str_has_prefix (path_of (parts, 0), BASE "includeHistory=true&c%5B"));
      g_assert_true (g_str_has_suffix (path_of (parts, 0), rows[row].first));
      g_assert_true (g_str_has_suffix (path_of (parts, 1), rows[row].second));
      g_assert_true (g_str_has_suffix (path_of (parts, 11), rows[row].last));
    }
}

/* The same of months, of seven (which a year's end cuts short), and of quarters, of which there are no less
 * than four at once. */
static void
test_months (void)
{
  g_autoptr (GPtrArray) months = plan (HD_GRAIN_DAY, FALSE, NULL, 1);
  g_autoptr (GPtrArray) sevens = plan (HD_GRAIN_MONTH, FALSE, NULL, 7);
  g_autoptr (GPtrArray) quarters = plan (HD_GRAIN_QUARTER, FALSE, NULL, 1);

  g_assert_cmpuint (months->len, ==, 1 + 10 * 12 + 11);
  g_assert_true (g_str_has_suffix (path_of (months, 0), "lt:2016-01-01"));
  g_assert_true (g_str_has_suffix (path_of (months, 1), "ge:2016-01-01%2Blt:2016-02-01"));
  g_assert_true (g_str_has_suffix (path_of (months, 12), "ge:2016-12-01%2Blt:2017-01-01"));
  g_assert_cmpstr (((HdSyncPart *)months->pdata[12])->label, ==, "2016");
  g_assert_cmpstr (((HdSyncPart *)months->pdata[13])->label, ==, "2017-01");
  g_assert_true (g_str_has_suffix (path_of (months, 131), "ge:2026-11-01"));
  g_assert_cmpuint (sevens->len, ==, 1 + 11 * 2);
  g_assert_true (g_str_has_suffix (path_of (sevens, 2), "ge:2016-08%2Blt:2017-01"));
  g_assert_true (g_str_has_suffix (path_of (sevens, 22), "ge:2026-08"));
  g_assert_cmpuint (quarters->len, ==, 12);
}

static void
test_next (void)
{
  g_autoptr (GPtrArray) small = plan (HD_GRAIN_YEAR, TRUE, NULL, 12);
  g_autoptr (GPtrArray) rest = plan (HD_GRAIN_DAY, FALSE, "part 0 17 2024", 12);
  g_autoptr (GPtrArray) middle = plan (HD_GRAIN_DAY, FALSE, "part 0 17 2024-10", 12);
  g_autoptr (GPtrArray) again = plan (HD_GRAIN_DAY, FALSE, "part 0 17 2026", 12);
  g_autoptr (GPtrArray) changes = plan (HD_GRAIN_DAY, FALSE, "whole 1795302000 \"x\"", 12);
  g_autoptr (GPtrArray) unknown = plan (HD_GRAIN_DAY, TRUE, "whole 0 ", 12);

  g_assert_cmpuint (small->len, ==, 1);
  g_assert_cmpstr (path_of (small, 0), ==, BASE "includeHistory=true");
  g_assert_cmpuint (rest->len, ==, 2);
  g_assert_true (g_str_has_suffix (path_of (rest, 0), "ge:2025-01-01%2Blt:2026-01-01"));
  g_assert_cmpuint (middle->len, ==, 3);
  g_assert_true (g_str_has_suffix (path_of (middle, 0), "ge:2024-11-01%2Blt:2025-01-01"));
  g_assert_cmpuint (again->len, ==, 12);
  /* Ten minutes before what the server said last. */
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (path_of (changes, 0), ==,
                   BASE "updatedAfter=2026-11-21T22:50:00Z&includeHistory=true");
  g_assert_true (((const HdSyncPart *)changes->pdata[0])->is_delta);
  /* Without a clock there are no changes to ask for. */
  g_assert_cmpstr (path_of (unknown, 0), ==, BASE "includeHistory=true");
}

/* As many as fit into memory, a month at least. */
static void
test_how_many (void)
{
  g_autoptr (HdStructure) structure = hd_structure_new ("HD", "REVENUE", "1.0.0");

  g_assert_cmpuint (hd_sync_plan_months (structure, 0), ==, 12);
  g_assert_cmpuint (hd_sync_plan_months (structure, 1000), ==, 12);
  g_assert_cmpuint (hd_sync_plan_months (structure, 1000000), ==, 2);
  g_assert_cmpuint (hd_sync_plan_months (structure, 100000000), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sync-plan/state", test_state);
  g_test_add_func ("/data/sync-plan/years", test_years);
  g_test_add_func ("/data/sync-plan/months", test_months);
  g_test_add_func ("/data/sync-plan/next", test_next);
  g_test_add_func ("/data/sync-plan/how-many", test_how_many);
  return g_test_run ();
}
