/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Invented specs of the chart kinds that compare units, parts and days.
 */

#include "fixtures.h"

#include <math.h>

#define N_MONTHS 12

static HdNumberFormat
money (double max_abs)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_MONEY, "đồng", max_abs);
}

static HdNumberFormat
percent (void)
{
  HdNumberFormat format
      = hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_PERCENT, NULL, 10);

  format.decimals = 1;
  return format;
}

static void
add_months (HdChartSpec *spec)
{
  for (guint month = 1; month <= N_MONTHS; month++)
    {
      g_autofree char *code = g_strdup_printf ("time=2026-%02u", month);
      g_autofree char *label = g_strdup_printf ("%u", month);

      hd_chart_spec_add_category (spec, code, label);
    }
}

HdChartSpec *
fixture_new_multiples (void)
{
  static const char *const names[]
      = { "KV I Hà Nội",     "KV II TP. Hồ Chí Minh", "KV III Hải Phòng",
          "KV IV Hưng Yên",  "KV V Bắc Ninh",         "KV VI Lạng Sơn",
          "KV VII Hà Giang", "KV VIII Quảng Ninh",    "KV IX Quảng Trị" };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MULTIPLES, "Lũy kế so với dự toán năm",
                                         "% dự toán · 9 khu vực · năm 2026");

  hd_chart_spec_set_format (spec, percent ());
  add_months (spec);
  for (guint unit = 0; unit < G_N_ELEMENTS (names); unit++)
    {
      double actual[N_MONTHS], plan[N_MONTHS];
      g_autofree char *code = g_strdup_printf ("unit=KV%02u", unit + 1);

      for (guint month = 0; month < N_MONTHS; month++)
        {
          plan[month] = 100.0 * (month + 1) / N_MONTHS;
          actual[month] = month < 11 ? plan[month] * (0.8 + 0.05 * ((unit * 5) % 9)) : NAN;
        }
      hd_chart_spec_add_series (spec, code, names[unit], HD_NOTATION_ACTUAL, actual);
      hd_chart_spec_add_series (spec, NULL, "dự toán", HD_NOTATION_PLAN, plan);
      hd_chart_spec_add_flags (spec, 2 * unit, 10, HD_POINT_PARTIAL);
      hd_chart_spec_set_status (spec, 2 * unit, 10,
                                actual[10] < plan[10] ? HD_STATUS_WORSE : HD_STATUS_BETTER);
    }
  return spec;
}

typedef struct
{
  const char *code, *label;
  double value, before;
} Part;

static const Part chapters[] = {
  { "hs=85", "Máy điện, thiết bị điện tử", 89.5, 90.1 },
  { "hs=87", "Xe cộ, ô tô, xe máy", 51.2, 58.5 },
  { "hs=84", "Máy móc, thiết bị cơ khí", 40.9, 37.2 },
  { "hs=27", "Nhiên liệu khoáng, dầu mỏ", 32.0, 31.7 },
  { "hs=72", "Sắt và thép", 21.0, 21.4 },
  { "hs=39", "Nhựa và sản phẩm nhựa", 20.9, 21.6 },
  { "hs=90", "Dụng cụ quang học, đo lường, y tế", 8.1, 8.9 },
  { "hs=73", "Sản phẩm sắt, thép", 7.4, 7.3 },
  { "hs=29", "Hóa chất hữu cơ", 7.3, 7.3 },
  { "hs=52", "Bông", 7.1, 6.2 },
  { "hs=22", "Đồ uống, rượu, giấm", 6.7, 6.6 },
  { "hs=99", "Điều chỉnh, hoàn thuế", -1.4, -1.2 },
  { NULL, "Còn lại", 104.4, 106.2 },
};

/* Chapters with what they were a year before. */
static void
add_parts (HdChartSpec *spec, const Part *parts, guint n_parts, HdNotation base)
{
  g_autofree double *values = g_new (double, n_parts);
  g_autofree double *befores = g_new (double, n_parts);

  hd_chart_spec_set_format (spec, money (1e14));
  hd_chart_spec_set_change_format (spec, percent ());
  for (guint part = 0; part < n_parts; part++)
    {
      double change = (parts[part].value / parts[part].before - 1) * 100;

      values[part] = parts[part].value * 1e12;
      befores[part] = parts[part].before * 1e12;
      hd_chart_spec_add_category (spec, parts[part].code, parts[part].label);
      if (parts[part].code == NULL)
        spec->categories[part].flags |= HD_POINT_REST;
      hd_chart_spec_set_change (spec, part, change,
                                fabs (change) < 1 ? HD_STATUS_NEUTRAL
                                : change > 0      ? HD_STATUS_BETTER
                                                  : HD_STATUS_WORSE,
                                NULL);
    }
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, values);
  hd_chart_spec_add_series (spec, NULL, base == HD_NOTATION_PLAN ? "dự toán" : "2025", base,
                            befores);
}

HdChartSpec *
fixture_new_treemap (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_TREEMAP, "Thu theo chương hàng hóa",
                                         "nghìn tỷ đồng · toàn quốc · năm 2026");

  add_parts (spec, chapters, G_N_ELEMENTS (chapters), HD_NOTATION_PREVIOUS);
  return spec;
}

static const Part offices[] = {
  { "unit=02CI", "02CI Cát Lái", 38.2, 42.9 },
  { "unit=02DS", "02DS Chuyển phát nhanh", 14.1, 13.7 },
  { "unit=02B1", "02B1 Tân Sơn Nhất", 12.7, 13 },
  { "unit=02IK", "02IK Sài Gòn KV3", 9.8, 14.1 },
  { "unit=02CV", "02CV Hiệp Phước", 7.4, 7.0 },
  { "unit=02PG", "02PG Đầu tư", 5.2, 5.2 },
  { "unit=02F1", "02F1 KCX Linh Trung", 4.0, 4 },
  { "unit=02XE", "02XE Tân Cảng", 2.9, 5.6 },
};

HdChartSpec *
fixture_new_slope (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_SLOPE, "Thứ hạng các đơn vị",
                                         "nghìn tỷ đồng · Khu vực II · 2026 so với 2025");

  add_parts (spec, offices, G_N_ELEMENTS (offices), HD_NOTATION_PREVIOUS);
  return spec;
}

HdChartSpec *
fixture_new_dots (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_DOTS, "Thu và dự toán theo đơn vị",
                                         "nghìn tỷ đồng · Khu vực II · năm 2026");

  add_parts (spec, offices, G_N_ELEMENTS (offices), HD_NOTATION_PLAN);
  return spec;
}

HdChartSpec *
fixture_new_variance (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_VARIANCE, "Chênh lệch so với dự toán",
                                         "nghìn tỷ đồng · Khu vực II · năm 2026");

  add_parts (spec, offices, G_N_ELEMENTS (offices), HD_NOTATION_PLAN);
  return spec;
}

HdChartSpec *
fixture_new_area (void)
{
  static const char *const names[] = { "Thuế GTGT", "Thuế nhập khẩu", "Thuế TTĐB", "Thuế khác" };
  static const double sizes[] = { 25, 5.2, 3.4, 1.8 };
  double total[N_MONTHS];
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_AREA, "Thu theo sắc thuế",
                                         "nghìn tỷ đồng · toàn quốc · năm 2026");

  hd_chart_spec_set_format (spec, money (4e13));
  add_months (spec);
  for (guint tax = 0; tax < G_N_ELEMENTS (names); tax++)
    {
      double values[N_MONTHS];

      for (guint month = 0; month < N_MONTHS; month++)
        {
          values[month]
              = month < 11 ? sizes[tax] * 1e12 * (1 + 0.12 * sin (month * 1.3 + tax)) : NAN;
          if (month == 10)
            values[month] *= 0.7;
          total[month] = (tax == 0 ? 0 : total[month]) + values[month] * 0.95;
        }
      hd_chart_spec_add_series (spec, NULL, names[tax], HD_NOTATION_PART, values)->part = tax;
      hd_chart_spec_add_flags (spec, tax, 10, HD_POINT_PARTIAL);
    }
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, total);
  return spec;
}

HdChartSpec *
fixture_new_calendar (void)
{
  const gint32 first = 20089; /* 2025-01-01, a Wednesday */
  const guint n_days = 690;
  const gint32 tet[] = { 20117, 20501 }; /* 29 January 2025, 17 February 2026 */
  g_autofree double *values = g_new (double, n_days);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_CALENDAR, "Thu theo ngày", "tỷ đồng · toàn quốc");

  hd_chart_spec_set_format (spec, money (2e12));
  for (guint index = 0; index < n_days; index++)
    {
      gint32 day = first + (gint32)index;
      gboolean is_weekend = (index + 2) % 7 >= 5;
      HdCategory *category = hd_chart_spec_add_day (spec, NULL, "ngày", day);

      values[index] = (is_weekend ? 0.2e12 : 1.7e12) * (1 + 0.4 * sin (index / 13.0))
                      + 3e9 * (index * 37 % 101);
      for (guint year = 0; year < G_N_ELEMENTS (tet); year++)
        if (day >= tet[year] - 1 && day <= tet[year] + 5)
          {
            category->flags |= HD_POINT_HOLIDAY;
            values[index] = 5e10;
            if (day == tet[year] - 1)
              hd_chart_spec_set_note (spec, index, "Tết");
          }
      if (index > 400 && index < 405)
        values[index] = NAN;
    }
  hd_chart_spec_add_series (spec, NULL, "thu", HD_NOTATION_ACTUAL, values);
  hd_chart_spec_add_flags (spec, 0, n_days - 1, HD_POINT_PARTIAL);
  return spec;
}
