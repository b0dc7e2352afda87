/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Specs of the forecast desk's charts, with invented but believable figures.
 */

#include "fixtures.h"

#include <math.h>

#define N_MONTHS 60
#define N_PAST 12

static HdNumberFormat
money (void)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_MONEY, "đồng", 4e13);
}

/* Every month from January 2022; days are near enough for a picture. */
static void
add_months (HdChartSpec *spec, guint n_months)
{
  for (guint month = 0; month < n_months; month++)
    {
      g_autofree char *code = g_strdup_printf ("time=%u-%02u", 2022 + month / 12, month % 12 + 1);
      g_autofree char *label = g_strdup_printf ("%u/%u", month % 12 + 1, 2022 + month / 12);

      hd_chart_spec_add_day (spec, code, label, 18993 + (gint32)(month * 30.44));
    }
}

HdChartSpec *
fixture_new_panels (void)
{
  double actual[N_MONTHS], level[N_MONTHS], season[N_MONTHS], tet[N_MONTHS], rest[N_MONTHS];
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_PANELS, "Các phần của chuỗi",
                                         "nghìn tỷ đồng · toàn quốc · 1/2022–12/2026");

  hd_chart_spec_set_format (spec, money ());
  add_months (spec, N_MONTHS);
  for (guint month = 0; month < N_MONTHS; month++)
    {
      level[month] = 2.8e13 + 1.5e11 * month;
      season[month] = 2.4e12 * sin (month * G_PI / 6);
      tet[month] = month % 12 == 1 ? -1.6e12 : month % 12 == 0 ? 0.9e12 : 0;
      rest[month] = 7e11 * sin (month * 12.9898);
      actual[month] = level[month] + season[month] + tet[month] + rest[month];
    }
  hd_chart_spec_add_series (spec, NULL, "thực thu", HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, "mức", HD_NOTATION_PREVIOUS, level);
  hd_chart_spec_add_series (spec, NULL, "mùa vụ", HD_NOTATION_PART, season);
  hd_chart_spec_add_series (spec, NULL, "Tết và ngày thu", HD_NOTATION_PART, tet);
  hd_chart_spec_add_series (spec, NULL, "phần dư", HD_NOTATION_PART, rest);
  spec->allow_cut = TRUE;
  return spec;
}

HdChartSpec *
fixture_new_intervals (void)
{
  double actual[N_PAST], forecast[N_PAST], rival[N_PAST];
  double lower[N_PAST], upper[N_PAST], inner_lower[N_PAST], inner_upper[N_PAST];
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_INTERVALS, "Mười hai dự báo gần nhất",
                                         "nghìn tỷ đồng · toàn quốc · trước một tháng");

  hd_chart_spec_set_format (spec, money ());
  for (guint month = 0; month < N_PAST; month++)
    {
      g_autofree char *code = g_strdup_printf ("time=2026-%02u", month + 1);
      g_autofree char *label = g_strdup_printf ("%u/26", month + 1);

      hd_chart_spec_add_category (spec, code, label);
      forecast[month] = 3.4e13 + 2e12 * sin (month);
      actual[month] = forecast[month] + (month == 7 ? -5.2e12 : 9e11 * cos (month * 5.0));
      rival[month] = forecast[month] - 1.2e12;
      lower[month] = forecast[month] - 3.6e12;
      upper[month] = forecast[month] + 3.8e12;
      inner_lower[month] = forecast[month] - 2.1e12;
      inner_upper[month] = forecast[month] + 2.2e12;
    }
  hd_chart_spec_add_series (spec, NULL, "thực thu", HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, "dự báo", HD_NOTATION_FORECAST, forecast);
  hd_chart_spec_add_series (spec, NULL, "mùa năm trước", HD_NOTATION_PREVIOUS, rival);
  hd_chart_spec_set_status (spec, 0, 7, HD_STATUS_WORSE);
  hd_chart_spec_add_band (spec, "95 %", 0.95, lower, upper);
  hd_chart_spec_add_band (spec, "80 %", 0.80, inner_lower, inner_upper);
  spec->allow_cut = TRUE;
  return spec;
}

HdChartSpec *
fixture_new_reliability (void)
{
  static const double stated[] = { 6, 24, 45, 63, 81, 95 };
  static const double happened[] = { 4, 31, 40, 58, 52, 96 };
  static const double counts[] = { 31, 12, 9, 14, 22, 44 };
  static const double lower[] = { 0, 8, 22, 43, 68, 89 };
  static const double upper[] = { 13, 42, 67, 86, 95, 100 };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_RELIABILITY, "Xác suất đã nói có đúng không",
                                         "% · 132 lần nói · 2019–2026");

  hd_chart_spec_set_format (
      spec, hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_PERCENT, NULL, 10));
  for (guint bin = 0; bin < G_N_ELEMENTS (stated); bin++)
    {
      g_autofree char *label = g_strdup_printf ("khoảng %.0f %%", stated[bin]);

      hd_chart_spec_add_category (spec, NULL, label);
    }
  hd_chart_spec_add_series (spec, NULL, "đã nói", HD_NOTATION_FORECAST, stated);
  hd_chart_spec_add_series (spec, NULL, "đã xảy ra", HD_NOTATION_ACTUAL, happened);
  hd_chart_spec_add_series (spec, NULL, "số lần", HD_NOTATION_PREVIOUS, counts);
  for (guint bin = 0; bin < G_N_ELEMENTS (stated); bin++)
    {
      g_autofree char *text = g_strdup_printf ("%.0f lần", counts[bin]);

      hd_chart_spec_set_text (spec, 2, bin, text);
    }
  hd_chart_spec_set_status (spec, 1, 4, HD_STATUS_WORSE);
  hd_chart_spec_add_band (spec, "90 %", 0.90, lower, upper);
  return spec;
}
