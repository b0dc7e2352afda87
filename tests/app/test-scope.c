/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked at: state codes, the drill path, and its history.
 */

#undef G_DISABLE_ASSERT

#include "hd-context.h"
#include "hd-scope.h"

static void
test_round_trip (void)
{
  static const char *const states[] = {
    "morning",
    "revenue?unit=KV02",
    "revenue?unit=KV02&unit=02CI&tax=GTGT&from=2026&to=2026-10&compare=plan:DU_TOAN&map=2024",
    "violations?goods=NARCOTICS&as-of=2026-03-31T08:00:00Z",
    "evidence?dataset=NSW_DOSSIERS&kpi=nsw.average_hours",
    "forecast?unit=KV02&kpi=clearance.p90_hours&forecast=off",
    "clearance?unit=KV02&to=2026-10&calendar=reporting15&beside=unit:KV03",
  };

  for (guint index = 0; index < G_N_ELEMENTS (states); index++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HdScope) scope = hd_scope_parse (states[index], &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = hd_scope_to_string (scope);
      g_assert_cmpstr (text, ==, states[index]);
    }
}

static void
test_bad_states (void)
{
  static const char *const states[] = { "",
                                        "?unit=KV02",
                                        "revenue?unit",
                                        "revenue?=KV02",
                                        "revenue?unit=",
                                        "revenue?to=2026-13",
                                        "revenue?map=1999",
                                        "revenue?as-of=yesterday",
                                        "revenue?forecast=perhaps",
                                        "revenue?beside=KV03",
                                        "revenue?calendar=lunar",
                                        "revenue?beside=unit:",
                                        "unit=KV02" };

  for (guint index = 0; index < G_N_ELEMENTS (states); index++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_scope_parse (states[index], &error));
      g_assert_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX);
    }
}

static void
test_steps (void)
{
  g_autoptr (HdScope) nation = hd_scope_new ("revenue");
  g_autoptr (HdScope) region = hd_scope_with_step (nation, "unit", "KV02");
  g_autoptr (HdScope) tax = hd_scope_with_step (region, "tax", "GTGT");
  g_autoptr (HdScope) office = hd_scope_with_step (tax, "unit", "02CI");
  g_autoptr (HdScope) same = hd_scope_with_step (office, "unit", "02CI");
  g_autoptr (HdScope) back = hd_scope_without_step (office, 0);
  g_autoptr (HdScope) out_of_range = hd_scope_without_step (office, 99);

  g_assert_null (hd_scope_get_code (nation, "unit"));
  g_assert_cmpstr (hd_scope_get_code (office, "unit"), ==, "02CI");
  g_assert_cmpstr (hd_scope_get_code (office, "tax"), ==, "GTGT");
  g_assert_cmpuint (office->steps->len, ==, 3);
  g_assert_true (hd_scope_equal (office, same));
  /* Taking the region away takes the office under it away too, and leaves the tax. */
  g_assert_cmpuint (back->steps->len, ==, 1);
  g_assert_cmpstr (hd_scope_get_code (back, "tax"), ==, "GTGT");
  g_assert_true (hd_scope_equal (office, out_of_range));
}

static void
test_like_replaces_like (void)
{
  g_autoptr (HdScope) scope
      = hd_scope_parse ("revenue?unit=KV02&unit=02CI&tax=NK&hs=S16&hs=84", NULL);
  g_autoptr (HdScope) region = hd_scope_with_step (scope, "unit", "KV03");
  g_autoptr (HdScope) tax = hd_scope_with_step (region, "tax", "GTGT");
  g_autoptr (HdScope) chapter = hd_scope_with_step (tax, "hs", "85");
  g_autoptr (HdScope) open = hd_scope_without_dimension (chapter, "hs");
  g_autofree char *chapter_text = hd_scope_to_string (chapter);
  g_autofree char *open_text = hd_scope_to_string (open);

  g_assert_cmpstr (chapter_text, ==, "revenue?hs=S16&unit=KV03&tax=GTGT&hs=85");
  g_assert_cmpstr (open_text, ==, "revenue?unit=KV03&tax=GTGT");
}

static void
test_drill (void)
{
  g_autoptr (HdScope) scope = hd_scope_new ("revenue");
  g_autoptr (GError) error = NULL;
  g_autoptr (HdScope) drilled = hd_scope_with_drill (scope, "unit=KV03,time=2026-03", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hd_scope_get_code (drilled, "unit"), ==, "KV03");
  g_assert_cmpstr (drilled->from, ==, "2026-03");
  g_assert_cmpstr (drilled->to, ==, "2026-03");
  g_assert_null (hd_scope_with_drill (scope, "unit", &error));
  g_assert_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX);
}

static void
test_map (void)
{
  g_autoptr (HdScope) nation = hd_scope_new ("revenue");
  g_autoptr (HdScope) region = hd_scope_with_step (nation, "unit", "KV02");
  g_autoptr (HdScope) office = hd_scope_with_step (region, "unit", "02CI");
  g_autoptr (HdScope) old = hd_scope_with_map (office, 2024);

  /* The old map has no regions, but the same offices. */
  g_assert_cmpuint (old->steps->len, ==, 1);
  g_assert_cmpstr (hd_scope_get_code (old, "unit"), ==, "02CI");
}

static void
count_cb (HdContext *context, guint *count)
{
  (*count)++;
}

static void
test_history (void)
{
  g_autoptr (HdScope) nation = hd_scope_new ("revenue");
  g_autoptr (HdContext) context = hd_context_new (nation);
  guint count = 0;

  g_signal_connect (context, "changed", G_CALLBACK (count_cb), &count);
  g_assert_false (hd_context_can_undo (context));
  hd_context_undo (context);
  hd_context_take (context, hd_scope_with_step (nation, "unit", "KV02"));
  hd_context_take (context, hd_scope_with_step (nation, "unit", "KV02"));
  g_assert_cmpuint (count, ==, 1);
  hd_context_take (context, hd_scope_with_step (hd_context_get_scope (context), "tax", "NK"));
  hd_context_undo (context);
  g_assert_cmpstr (hd_scope_get_code (hd_context_get_scope (context), "unit"), ==, "KV02");
  g_assert_null (hd_scope_get_code (hd_context_get_scope (context), "tax"));
  g_assert_true (hd_context_can_redo (context));
  hd_context_redo (context);
  g_assert_cmpstr (hd_scope_get_code (hd_context_get_scope (context), "tax"), ==, "NK");
  hd_context_undo (context);
  hd_context_undo (context);
  g_assert_true (hd_scope_equal (hd_context_get_scope (context), nation));
  /* Another way forward forgets the first. */
  hd_context_take (context, hd_scope_with_step (nation, "lane", "DO"));
  g_assert_false (hd_context_can_redo (context));
  g_assert_cmpuint (count, ==, 7);
}

static void
assert_state (const HdScope *scope, const char *state)
{
  g_autofree char *text = hd_scope_to_string (scope);

  g_assert_cmpstr (text, ==, state);
}

static void
test_beside (void)
{
  g_autoptr (HdScope) start = hd_scope_parse ("clearance?unit=KV02&unit=02CI&lane=DO", NULL);
  g_autoptr (HdScope) pair = hd_scope_with_beside (start, "unit", "03TD");
  g_autoptr (HdScope) other = hd_scope_get_other (pair);
  g_autoptr (HdScope) deeper = hd_scope_with_step (other, "regime", "A11");
  g_autoptr (HdScope) moved = hd_scope_with_step (deeper, "unit", "03PA");
  g_autoptr (HdScope) back = hd_scope_with_other (pair, moved);
  g_autoptr (HdScope) alone = hd_scope_with_beside (back, NULL, NULL);

  g_assert_null (hd_scope_get_other (start));
  assert_state (pair, "clearance?unit=KV02&unit=02CI&lane=DO&beside=unit:03TD");
  assert_state (other, "clearance?lane=DO&unit=03TD&beside=unit:02CI");
  /* A step on the other side moves both, but for the dimension in which they differ. */
  assert_state (back, "clearance?lane=DO&regime=A11&unit=KV02&unit=02CI&beside=unit:03PA");
  assert_state (alone, "clearance?lane=DO&regime=A11&unit=KV02&unit=02CI");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/scope/round-trip", test_round_trip);
  g_test_add_func ("/app/scope/bad-states", test_bad_states);
  g_test_add_func ("/app/scope/steps", test_steps);
  g_test_add_func ("/app/scope/like-replaces-like", test_like_replaces_like);
  g_test_add_func ("/app/scope/drill", test_drill);
  g_test_add_func ("/app/scope/map", test_map);
  g_test_add_func ("/app/scope/history", test_history);
  g_test_add_func ("/app/scope/beside", test_beside);
  return g_test_run ();
}
