/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers from feeds: exact or refused.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-number.h"

#include <string.h>

static HdNumberResult
whole (const char *text, gint64 *value)
{
  return hd_number_parse_int64 (text, strlen (text), '.', value);
}

static HdNumberResult
real (const char *text, double *value)
{
  return hd_number_parse_double (text, strlen (text), '.', value);
}

static void
test_int64 (void)
{
  static const struct
  {
    const char *text;
    HdNumberResult result;
    gint64 value;
  } rows[] = { { "0", HD_NUMBER_OK, 0 },
               { "-0", HD_NUMBER_OK, 0 },
               { "+7", HD_NUMBER_OK, 7 },
               { "007", HD_NUMBER_OK, 7 },
               { "9007199254740993", HD_NUMBER_OK, G_GINT64_CONSTANT (9007199254740993) },
               { "9223372036854775807", HD_NUMBER_OK, G_MAXINT64 },
               { "-9223372036854775807", HD_NUMBER_OK, -G_MAXINT64 },
               { "9223372036854775808", HD_NUMBER_OVERFLOW, 0 },
               { "-9223372036854775808", HD_NUMBER_OVERFLOW, 0 },
               { "99999999999999999999999", HD_NUMBER_OVERFLOW, 0 },
               { "12.000", HD_NUMBER_OK, 12 },
               { "12.5", HD_NUMBER_FRACTION, 0 },
               { "1e3", HD_NUMBER_FRACTION, 0 },
               { "12.", HD_NUMBER_SYNTAX, 0 },
               { ".5", HD_NUMBER_SYNTAX, 0 },
               { "-", HD_NUMBER_SYNTAX, 0 },
               { "", HD_NUMBER_SYNTAX, 0 },
               { " 1", HD_NUMBER_SYNTAX, 0 },
               { "1 ", HD_NUMBER_SYNTAX, 0 },
               { "1,000", HD_NUMBER_SYNTAX, 0 },
               { "0x10", HD_NUMBER_SYNTAX, 0 },
               { "NaN", HD_NUMBER_SYNTAX, 0 } };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      gint64 value = 0;

      g_assert_cmpint (whole (rows[row].text, &value), ==, rows[row].result);
      if (rows[row].result == HD_NUMBER_OK)
        g_assert_cmpint (value, ==, rows[row].value);
    }
}

static void
test_double (void)
{
  static const char *const good[]
      = { "0",   "1",     "-1.5",    "12.4",  "11.963615756565", "-2.13889095389401",
          "1e3", "1E-22", "2.5e+10", "1e300", "4.9e-324",        "123456789012345678901234567890",
          ".5",  "5." };
  static const char *const bad[] = { "",    "-",   ".",     "e5",    "1e",  "1e+", "inf",
                                     "nan", "NaN", "0x1p3", "1.2.3", "1,5", " 1",  "1 " };
  double value;

  for (guint row = 0; row < G_N_ELEMENTS (good); row++)
    {
      g_assert_cmpint (real (good[row], &value), ==, HD_NUMBER_OK);
      g_assert_true (value == g_ascii_strtod (good[row], NULL));
    }
  for (guint row = 0; row < G_N_ELEMENTS (bad); row++)
    g_assert_cmpint (real (bad[row], &value), ==, HD_NUMBER_SYNTAX);
  g_assert_cmpint (real ("1e400", &value), ==, HD_NUMBER_OVERFLOW);
  g_assert_cmpint (hd_number_parse_double ("12,4", 4, ',', &value), ==, HD_NUMBER_OK);
  g_assert_true (value == 12.4);
}

/* Every double prints and reads back to itself, on the quick way and on the long one. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2026);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint step = 0; step < 20000; step++)
    {
      double value = g_rand_double_range (rand, -1, 1), back = 0;

      for (guint power = g_rand_int_range (rand, 0, 40); power > 0; power--)
        value *= 10;
      if (step % 2 == 0)
        g_ascii_formatd (text, sizeof text, "%.4f", value);
      else
        g_ascii_dtostr (text, sizeof text, value);
      g_assert_cmpint (real (text, &back), ==, HD_NUMBER_OK);
      g_assert_true (back == g_ascii_strtod (text, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/number/int64", test_int64);
  g_test_add_func ("/data/number/double", test_double);
  g_test_add_func ("/data/number/round-trip", test_round_trip);
  return g_test_run ();
}
