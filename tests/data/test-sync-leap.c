/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of another magnitude are held, and what is merely unusual is not: by random messages.
 */

#include "config.h"

#include "store-fixture.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-sync-leap.h"

#define FIRST_DAY 20000 /* 4 October 2024 */
#define N_DAYS 400
#define N_TURNS 40
/* Beyond what a series' own two weeks spread, by which a factor of just over the bound may be missed. */
#define SURELY 100

typedef struct
{
  char *dir;
  HdStore *store;
  HdStructure *structure;
  GRand *rand;
} Fixture;

/* A series' own level, and its days about it. Office 3 has a quiet fortnight once a year, as at Tết. */
static gint64
value_of (Fixture *fixture, HdDay day, HdCode unit, HdCode tax)
{
  double level = 1e6 * pow (30, unit) * (tax + 1);
  gboolean is_quiet = unit == 3 && (day - FIRST_DAY) % 365 < 14;

  return (gint64)(level * exp (g_rand_double_range (fixture->rand, -0.7, 0.7))
                  / (is_quiet ? 40 : 1));
}

typedef struct
{
  HdDay first;
  guint n_days, first_unit, end_unit;
  double times; /* the fault */
  HdCode faulty_unit; /* HD_CODE_NONE: all */
} Wanted;

static HdMessage *
make_message (Fixture *fixture, Wanted wanted)
{
  HdMessage *message = fixture_message (fixture->structure, 1);

  for (guint at = 0; at < wanted.n_days; at++)
    for (guint unit = wanted.first_unit; unit < wanted.end_unit; unit++)
      for (guint tax = 0; tax < N_TAXES; tax++)
        {
          HdDay day = wanted.first + (HdDay)at;
          gint64 value = value_of (fixture, day, (HdCode)unit, (HdCode)tax);
          gboolean is_faulty = wanted.faulty_unit == HD_CODE_NONE || wanted.faulty_unit == unit;

          if (is_faulty && wanted.times != 0)
            value = (gint64)((double)value * wanted.times);
          fixture_add (message, (FixtureRow){ .day = day,
                                              .unit = (HdCode)unit,
                                              .tax = (HdCode)tax,
                                              .collected = value,
                                              .refunded = HD_INT64_MISSING,
                                              .rate = NAN,
                                              .action = HD_ACTION_REPLACE,
                                              .known_from = 1 });
        }
  return message;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdMessage) message = NULL;

  fixture->dir = fixture_folder ();
  fixture->store = fixture_open (fixture->dir);
  fixture->structure = fixture_structure ("REVENUE", N_UNITS);
  fixture->rand = g_rand_new_with_seed (20261123);
  message = make_message (fixture,
                          (Wanted){ FIRST_DAY, N_DAYS, 0, N_UNITS, .faulty_unit = HD_CODE_NONE });
  fixture_apply (fixture->store, message);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  fixture_remove (fixture->dir);
  hd_structure_unref (fixture->structure);
  g_rand_free (fixture->rand);
  g_free (fixture->dir);
}

static gboolean
check (Fixture *fixture, const HdMessage *message, guint max_times, GError **error)
{
  g_auto (HdSyncGuard) guard = { .dataset = g_strdup ("REVENUE"),
                                 .n_rows = N_DAYS * N_UNITS * N_TAXES,
                                 .max_leap_times = max_times };

  return hd_sync_leap_check (fixture->store, message, &guard, error);
}

/* Some days at the end, some of them told again. */
static Wanted
draw (Fixture *fixture, guint min_days)
{
  guint n_days = (guint)g_rand_int_range (fixture->rand, (gint32)min_days, 40);

  return (Wanted){ FIRST_DAY + N_DAYS - (HdDay)g_rand_int_range (fixture->rand, 0, 20), n_days, 0,
                   N_UNITS, .faulty_unit = HD_CODE_NONE };
}

static void
test_usual_passes (Fixture *fixture, gconstpointer data)
{
  for (guint turn = 0; turn < N_TURNS; turn++)
    {
      g_autoptr (HdMessage) message = make_message (fixture, draw (fixture, 1));
      g_autoptr (GError) error = NULL;

      check (fixture, message, HD_SYNC_MAX_LEAP_TIMES, &error);
      g_assert_no_error (error);
    }
}

static void
test_leap_is_held (Fixture *fixture, gconstpointer data)
{
  for (guint turn = 0; turn < N_TURNS; turn++)
    {
      Wanted wanted = draw (fixture, 1);
      g_autoptr (HdMessage) message = NULL;
      g_autoptr (GError) error = NULL;

      wanted.times = pow (SURELY, g_rand_double_range (fixture->rand, 1, 2));
      if (turn % 2 == 1)
        wanted.times = 1 / wanted.times;
      message = make_message (fixture, wanted);
      g_assert_false (check (fixture, message, HD_SYNC_MAX_LEAP_TIMES, &error));
      g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD);
      g_assert_true (g_str_has_prefix (error->message, "REVENUE: COLLECTED "));
      g_assert_nonnull (strstr (error->message, " would leap from "));
      g_assert_null (strchr (error->message, '\n'));
      g_clear_error (&error);
      /* A wider bound lets it in. */
      g_assert_true (check (fixture, message, 1000000, &error));
      g_assert_no_error (error);
    }
}

/* One office that sends thousands is found among the others, and named. */
static void
test_leap_of_one_unit (Fixture *fixture, gconstpointer data)
{
  for (HdCode unit = 0; unit < N_UNITS; unit++)
    {
      g_autofree char *name = g_strdup_printf ("COLLECTED of U%u would leap", unit);
      Wanted wanted = draw (fixture, 10);
      g_autoptr (HdMessage) message = NULL;
      g_autoptr (GError) error = NULL;

      wanted.times = 1000;
      wanted.faulty_unit = unit;
      message = make_message (fixture, wanted);
      g_assert_false (check (fixture, message, HD_SYNC_MAX_LEAP_TIMES, &error));
      g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD);
      g_assert_nonnull (strstr (error->message, name));
    }
}

/* Four values are too few to say anything of; and so is anything of a store that has little. */
static void
test_little_says_nothing (Fixture *fixture, gconstpointer data)
{
  Wanted wanted = { FIRST_DAY + N_DAYS, 1, 0, 1, 1000, HD_CODE_NONE };
  g_auto (HdSyncGuard) young = { .dataset = g_strdup ("REVENUE"),
                                 .n_rows = HD_SYNC_MIN_GUARDED_ROWS - 1,
                                 .max_leap_times = HD_SYNC_MAX_LEAP_TIMES };
  g_auto (HdSyncGuard) agreed = { .dataset = g_strdup ("REVENUE"),
                                  .n_rows = G_MAXUINT32,
                                  .max_leap_times = HD_SYNC_MAX_LEAP_TIMES,
                                  .is_off = TRUE };
  g_autoptr (HdMessage) few = make_message (fixture, wanted);
  g_autoptr (HdMessage) many = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (check (fixture, few, HD_SYNC_MAX_LEAP_TIMES, &error));
  wanted.end_unit = N_UNITS;
  many = make_message (fixture, wanted);
  g_assert_true (hd_sync_leap_check (fixture->store, many, &young, &error));
  g_assert_true (hd_sync_leap_check (fixture->store, many, &agreed, &error));
  g_assert_no_error (error);
}

/* A series that is not there yet may be of any magnitude: nothing is compared with another. */
static void
test_new_series_pass (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdStructure) grown = fixture_structure ("REVENUE", N_UNITS + 6);
  g_autoptr (HdMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  hd_structure_unref (fixture->structure);
  fixture->structure = hd_structure_ref (grown);
  message = make_message (fixture, (Wanted){ FIRST_DAY + N_DAYS, 5, N_UNITS, N_UNITS + 6,
                                             .faulty_unit = HD_CODE_NONE });
  check (fixture, message, HD_SYNC_MAX_LEAP_TIMES, &error);
  g_assert_no_error (error);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/data/sync-leap/usual-passes", test_usual_passes);
  ADD ("/data/sync-leap/leap-is-held", test_leap_is_held);
  ADD ("/data/sync-leap/leap-of-one-unit", test_leap_of_one_unit);
  ADD ("/data/sync-leap/little-says-nothing", test_little_says_nothing);
  ADD ("/data/sync-leap/new-series-pass", test_new_series_pass);
  return g_test_run ();
}
