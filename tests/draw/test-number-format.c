/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers are written as Vietnamese and English readers expect.
 */

#undef G_DISABLE_ASSERT

#include "hd-number-format.h"

#include <math.h>

static void
assert_taken (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_vietnamese (void)
{
  HdNumberFormat plain = hd_number_format_plain (hd_number_locale_get ("vi_VN"), 1);

  assert_taken (hd_number_format (&plain, 1234.56), "1.234,6");
  assert_taken (hd_number_format (&plain, -1234567), "−1.234.567,0");
  assert_taken (hd_number_format (&plain, NAN), "—");
  assert_taken (hd_number_format (&plain, -0.01), "0,0");
  assert_taken (hd_number_format_signed (&plain, 4.1), "+4,1");
  assert_taken (hd_number_format_signed (&plain, -12), "−12,0");
  assert_taken (hd_number_format_signed (&plain, 0), "0,0");
  assert_taken (hd_number_format_signed (&plain, 0.04), "0,0");
}

static void
test_english (void)
{
  HdNumberFormat plain = hd_number_format_plain (NULL, 2);

  assert_taken (hd_number_format (&plain, 1234567.891), "1,234,567.89");
  assert_taken (hd_number_format (&plain, INFINITY), "∞");
}

static void
test_money (void)
{
  const HdNumberLocale *vi = hd_number_locale_get ("vi");
  HdNumberFormat year = hd_number_format_choose (vi, HD_NUMBER_MONEY, "đồng", 398.6e12);
  HdNumberFormat day = hd_number_format_choose (vi, HD_NUMBER_MONEY, "đồng", 1.842e12);
  HdNumberFormat fine = hd_number_format_choose (vi, HD_NUMBER_MONEY, "đồng", 46e6);
  HdNumberFormat english
      = hd_number_format_choose (hd_number_locale_get ("en"), HD_NUMBER_MONEY, "VND", 398.6e12);

  assert_taken (hd_number_format_full (&year, 398.6e12), "398,6\u00a0nghìn tỷ đồng");
  assert_taken (hd_number_format_full (&day, 1.842e12), "1.842\u00a0tỷ đồng");
  assert_taken (hd_number_format_full (&fine, 46e6), "46,0\u00a0triệu đồng");
  assert_taken (hd_number_format_full (&english, 398.6e12), "398.6\u00a0trillion VND");
  assert_taken (hd_number_format_full (&year, NAN), "—");
}

static void
test_percent (void)
{
  HdNumberFormat format
      = hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_PERCENT, NULL, 100);

  assert_taken (hd_number_format (&format, 88.2), "88,2\u202f%");
  assert_taken (hd_number_format_full (&format, 88.2), "88,2\u202f%");
  assert_taken (hd_number_format_signed (&format, -5), "−5,0\u202f%");
}

static void
test_count (void)
{
  const HdNumberLocale *vi = hd_number_locale_get ("vi");
  HdNumberFormat cases = hd_number_format_choose (vi, HD_NUMBER_COUNT, "vụ", 1486);
  HdNumberFormat declarations = hd_number_format_choose (vi, HD_NUMBER_COUNT, "tờ khai", 14.1e6);

  assert_taken (hd_number_format_full (&cases, 1486), "1.486\u00a0vụ");
  assert_taken (hd_number_format_full (&declarations, 14.1e6), "14,1\u00a0triệu tờ khai");
}

static void
test_exact (void)
{
  const HdNumberLocale *vi = hd_number_locale_get ("vi");

  assert_taken (hd_number_format_exact (vi, 1234567890123), "1.234.567.890.123");
  assert_taken (hd_number_format_exact (vi, -1), "−1");
  assert_taken (hd_number_format_exact (vi, G_MININT64), "—");
  assert_taken (hd_number_format_exact (vi, G_MAXINT64), "9.223.372.036.854.775.807");
  assert_taken (hd_number_format_exact (NULL, 0), "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/number-format/vietnamese", test_vietnamese);
  g_test_add_func ("/draw/number-format/english", test_english);
  g_test_add_func ("/draw/number-format/money", test_money);
  g_test_add_func ("/draw/number-format/percent", test_percent);
  g_test_add_func ("/draw/number-format/count", test_count);
  g_test_add_func ("/draw/number-format/exact", test_exact);
  return g_test_run ();
}
