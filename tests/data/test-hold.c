/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is held of a feed: kept and read again as it was, whatever is in it; what is none is refused.
 */

#include "config.h"

#include "hd-hold.h"

#include <string.h>

#define N_RANDOM 500

static char *
draw_text (GRand *random)
{
  static const char *const pieces[]
      = { "REVENUE", "KV02", "'", "\"", "\\", "Cảng Hải Phòng", ", ", "%s", ")", "" };
  GString *text = g_string_new (NULL);

  for (gint count = g_rand_int_range (random, 0, 4); count > 0; count--)
    g_string_append (text, pieces[g_rand_int_range (random, 0, (gint32)G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static HdHold *
draw_hold (GRand *random)
{
  HdHold *hold = g_new0 (HdHold, 1);

  hold->kind = (HdHoldKind)g_rand_int_range (random, 0, HD_HOLD_N_KINDS);
  hold->dataset = draw_text (random);
  hold->n_changed = (guint64)g_rand_int (random) << 32 | g_rand_int (random);
  hold->n_known = g_rand_int (random);
  hold->bound = g_rand_int (random);
  hold->measure = hold->kind == HD_HOLD_LEAP ? draw_text (random) : NULL;
  hold->unit = g_rand_boolean (random) ? draw_text (random) : NULL;
  hold->known = g_rand_double_range (random, -1e15, 1e15);
  hold->told = g_rand_double (random) * 1e-9;
  return hold;
}

static void
test_kept (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint number = 0; number < N_RANDOM; number++)
    {
      g_autoptr (HdHold) hold = draw_hold (random);
      g_autofree char *text = hd_hold_print (hold);
      g_autoptr (HdHold) again = hd_hold_parse (text);
      g_autofree char *words = hd_hold_describe (hold);
      g_autofree char *words_again = NULL;

      g_assert_nonnull (again);
      g_assert_cmpint (again->kind, ==, hold->kind);
      g_assert_cmpstr (again->dataset, ==, hold->dataset);
      g_assert_cmpuint (again->n_changed, ==, hold->n_changed);
      g_assert_cmpuint (again->n_known, ==, hold->n_known);
      g_assert_cmpuint (again->bound, ==, hold->bound);
      g_assert_cmpstr (again->measure, ==, hold->measure);
      g_assert_cmpstr (again->unit, ==, hold->unit);
      g_assert_cmpfloat (again->known, ==, hold->known);
      g_assert_cmpfloat (again->told, ==, hold->told);
      words_again = hd_hold_describe (again);
      g_assert_cmpstr (words_again, ==, words);
    }
}

static void
test_cut (void)
{
  HdHold hold = { .kind = HD_HOLD_LEAP,
                  .dataset = (char *)"REVENUE",
                  .measure = (char *)"COLLECTED",
                  .known = 1,
                  .told = 1000 };
  g_autofree char *text = hd_hold_print (&hold);

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *cut = g_strndup (text, length);

      g_assert_null (hd_hold_parse (cut));
    }
}

static void
test_none (void)
{
  static const char *const texts[] = {
    "",
    "REVENUE: 200 of 336 rows would go, more than 20 %",
    "(3, 'REVENUE', 1, 1, 20, nothing, nothing, 0.0, 0.0)", /* no such kind */
    "(2, 'REVENUE', 1, 1, 20, nothing, nothing, 0.0, 0.0)", /* a leap of nothing */
    "(0, 'REVENUE', -1, 1, 20, nothing, nothing, 0.0, 0.0)",
    "(0, 'REVENUE')",
  };

  for (guint index = 0; index < G_N_ELEMENTS (texts); index++)
    g_assert_null (hd_hold_parse (texts[index]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/hold/kept", test_kept);
  g_test_add_func ("/data/hold/cut", test_cut);
  g_test_add_func ("/data/hold/none", test_none);
  return g_test_run ();
}
