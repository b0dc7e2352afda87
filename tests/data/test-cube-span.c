/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spans: which days a comparison stands against, over leap years, ends of months and Tết.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"

typedef struct
{
  const char *query; /* what follows "revenue.collected " */
  const char *data_end;
  const char *first, *last; /* of the value */
  const char *base_first, *base_last;
} Case;

static const Case cases[] = {
  /* The year to date. */
  { "compare yoy", "2026-03-10", "2026-01-01", "2026-03-10", "2025-01-01", "2025-03-10" },
  { "compare prev", "2026-03-10", "2026-01-01", "2026-03-10", "2025-01-01", "2025-03-10" },
  /* The end of February stands against the end of February. */
  { "compare yoy", "2024-02-29", "2024-01-01", "2024-02-29", "2023-01-01", "2023-02-28" },
  { "compare yoy", "2025-02-28", "2025-01-01", "2025-02-28", "2024-01-01", "2024-02-29" },
  { "compare yoy", "2025-02-27", "2025-01-01", "2025-02-27", "2024-01-01", "2024-02-27" },
  { "from 2024-02-29 to 2024-02-29 compare yoy", "2026-03-10", "2024-02-29", "2024-02-29",
    "2023-02-28", "2023-02-28" },
  /* Months: 31 against 30, 29 and 28; a part against the same part. */
  { "from 2025-03 to 2025-03 compare prev", "2026-03-10", "2025-03-01", "2025-03-31", "2025-02-01",
    "2025-02-28" },
  { "from 2024-03 to 2024-03 compare prev", "2026-03-10", "2024-03-01", "2024-03-31", "2024-02-01",
    "2024-02-29" },
  { "from 2026-03 to 2026-03 compare prev", "2026-03-10", "2026-03-01", "2026-03-10", "2026-02-01",
    "2026-02-10" },
  { "from 2025-03 to 2025-03 compare prev", "2025-03-30", "2025-03-01", "2025-03-30", "2025-02-01",
    "2025-02-28" },
  /* Three months against the three before, and to the same day of the last. */
  { "from 2025-04 to 2025-06 compare prev", "2026-03-10", "2025-04-01", "2025-06-30", "2025-01-01",
    "2025-03-31" },
  { "from 2025-05 to 2025-07 compare prev", "2025-07-10", "2025-05-01", "2025-07-10", "2025-02-01",
    "2025-04-10" },
  /* Ten days against the ten before. */
  { "from 2025-03-05 to 2025-03-14 compare prev", "2026-03-10", "2025-03-05", "2025-03-14",
    "2025-02-23", "2025-03-04" },
  /* Only an end: from the year's begin. */
  { "to 2025-06 compare yoy", "2026-03-10", "2025-01-01", "2025-06-30", "2024-01-01",
    "2024-06-30" },
  { "to 2025-06-15 compare prev", "2026-03-10", "2025-01-01", "2025-06-15", "2024-01-01",
    "2024-06-15" },
  /* Only a begin: to the end of the data. */
  { "from 2025-11 compare yoy", "2026-03-10", "2025-11-01", "2026-03-10", "2024-11-01",
    "2025-03-10" },
  /* Tết 2026 is nineteen days later than Tết 2025: 17 February against 29 January. */
  { "from 2026-02-10 to 2026-02-24 compare tet", "2026-03-10", "2026-02-10", "2026-02-24",
    "2025-01-22", "2025-02-05" },
  /* The reporting calendar. */
  { "calendar reporting15 from 2026-02 to 2026-02 compare yoy", "2026-03-10", "2026-01-15",
    "2026-02-14", "2025-01-15", "2025-02-14" },
  { "calendar reporting15 to 2026-02 compare yoy", "2026-03-10", "2025-12-15", "2026-02-14",
    "2024-12-15", "2025-02-14" },
};

static void
add_day (CubeFixture *fixture, HdDay day)
{
  const char *codes[] = { "A1", "NK", "NK", "84" };
  HdNumber values[] = { { .i = 1 }, { .i = 1 } };

  cube_fixture_add (fixture, "REVENUE", day, codes, values, HD_STATUS_NORMAL);
}

static int
count_days (const char *first, const char *last)
{
  return cube_day (last) - cube_day (first) + 1;
}

/* One đồng a day: a sum is the number of its days. */
static void
test_spans (void)
{
  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    {
      const Case *one = &cases[index];
      g_autoptr (CubeFixture) fixture = cube_fixture_new ();
      g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
      g_autofree char *text = g_strconcat ("revenue.collected ", one->query, NULL);
      g_autoptr (HdFrame) frame = NULL;

      for (HdDay day = cube_day ("2022-01-01"); day <= cube_day (one->data_end); day++)
        add_day (fixture, day);
      frame = cube_ask (engine, text);
      g_test_message ("%s, data to %s", text, one->data_end);
      g_assert_cmpint (hd_frame_get_span (frame).first, ==, cube_day (one->first));
      g_assert_cmpint (hd_frame_get_span (frame).last, ==, cube_day (one->last));
      g_assert_cmpint (hd_frame_get_base_span (frame).first, ==, cube_day (one->base_first));
      g_assert_cmpint (hd_frame_get_base_span (frame).last, ==, cube_day (one->base_last));
      g_assert_cmpint (hd_frame_get_int64 (frame, 0, 0), ==, count_days (one->first, one->last));
      g_assert_cmpint (hd_frame_get_int64 (frame, 0, 1), ==,
                       count_days (one->base_first, one->base_last));
    }
}

/* Month by month, each base is the same month of the year before, to the day where it is a part. */
static void
test_months (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) frame = NULL;
  guint last;

  for (HdDay day = cube_day ("2023-01-01"); day <= cube_day ("2026-03-10"); day++)
    add_day (fixture, day);
  frame = cube_ask (engine, "revenue.collected by time from 2024 compare yoy");
  last = hd_frame_get_n_rows (frame) - 1;
  g_assert_cmpuint (last, ==, 26);
  for (guint row = 0; row < last; row++)
    {
      HdPeriod month = hd_frame_get_period (frame, row, 0);

      g_assert_cmpint (hd_frame_get_int64 (frame, row, 1), ==, hd_period_n_days (month));
      g_assert_cmpint (hd_frame_get_int64 (frame, row, 2), ==,
                       hd_period_n_days (hd_period_shift_years (month, -1)));
      g_assert_false (hd_frame_get_flags (frame, row, 1) & HD_CELL_FLAG_PARTIAL);
    }
  g_assert_cmpint (hd_frame_get_int64 (frame, last, 1), ==, 10);
  g_assert_cmpint (hd_frame_get_int64 (frame, last, 2), ==, 10);
  g_assert_true (hd_frame_get_flags (frame, last, 1) & HD_CELL_FLAG_PARTIAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/cube-span/spans", test_spans);
  g_test_add_func ("/data/cube-span/months", test_months);
  return g_test_run ();
}
