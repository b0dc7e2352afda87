/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Specs with invented but believable figures.
 */

#include "fixtures.h"

#include <math.h>

#define N_MONTHS 12
#define N_DAYS 365
#define TODAY 324
#define DAY_2026 20454

const HdChartWords fixture_words = {
  .missing = "không có số liệu",
  .axis_cut = "trục cắt tại %s",
  .part_period = "kỳ chưa hết",
  .provisional = "tạm tính",
  .highest = "cao nhất %s (%s)",
  .lowest = "thấp nhất %s (%s)",
  .first_last = "từ %s (%s) đến %s (%s)",
  .plan = "dự toán %s",
  .band = "khoảng %s: %s đến %s",
  .better = "tốt hơn",
  .worse = "kém hơn",
  .neutral = "ngang",
  .stale = "số liệu cũ",
  .rest = "còn lại",
  .cumulative = "lũy kế %s",
  .not_shown = "không vẽ: %s",
  .n_negative = "%s số âm",
  .n_missing = "%s thiếu số liệu",
  .by_rank = "theo thứ hạng",
  .weekdays = "T2 T3 T4 T5 T6 T7 CN",
};

static HdNumberFormat
money (double max_abs)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_MONEY, "đồng", max_abs);
}

static HdNumberFormat
percent (void)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_PERCENT, NULL, 10);
}

static HdNumberFormat
measure (const char *unit)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_MEASURE, unit, 10);
}

static HdNumberFormat
count (const char *unit, double max_abs)
{
  return hd_number_format_choose (hd_number_locale_get ("vi"), HD_NUMBER_COUNT, unit, max_abs);
}

static void
add_months (HdChartSpec *spec)
{
  for (guint month = 1; month <= N_MONTHS; month++)
    {
      g_autofree char *code = g_strdup_printf ("2026-%02u", month);
      g_autofree char *label = g_strdup_printf ("%u", month);

      hd_chart_spec_add_category (spec, code, label);
    }
}

static HdChartSpec *
new_columns (void)
{
  const double actual[] = { 8.9e12, 6.1e12, 9.2e12, 8.8e12, 9e12,   9.1e12,
                            8.6e12, 8.9e12, 9.1e12, 9.3e12, 6.4e12, NAN };
  const double previous[] = { 8.1e12, 6.6e12, 9.1e12, 9.0e12, 9.1e12, 9.2e12,
                              8.9e12, 9.0e12, 9.2e12, 9.4e12, 9.0e12, 9.9e12 };
  const double plan[] = { 8.9e12, 6.4e12, 9.5e12, 9.3e12, 9.5e12, 9.5e12,
                          9.3e12, 9.4e12, 9.5e12, 9.6e12, 9.5e12, 10.2e12 };
  const double forecast[] = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 8.9e12, 9.6e12 };
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_COLUMNS, "Theo tháng", "nghìn tỷ đồng · toàn quốc · năm 2026");

  hd_chart_spec_set_format (spec, money (1e13));
  add_months (spec);
  hd_chart_spec_set_note (spec, 10, "21/30 ngày");
  hd_chart_spec_add_series (spec, NULL, "thực thu", HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, previous);
  hd_chart_spec_add_series (spec, NULL, "dự toán", HD_NOTATION_PLAN, plan);
  hd_chart_spec_add_series (spec, NULL, "dự báo", HD_NOTATION_FORECAST, forecast);
  hd_chart_spec_add_flags (spec, 0, 10, HD_POINT_PARTIAL);
  return spec;
}

static HdChartSpec *
new_line (void)
{
  const double actual[] = { 1210, 1320, 1290, 1402, 1380, 1500, 1460, 1390, 1420, 1470, 1486, NAN };
  const double previous[]
      = { 1100, 1150, 1230, 1260, 1310, 1350, 1300, 1370, 1390, 1400, 1380, 1410 };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LINE, "Vụ vi phạm theo tháng báo cáo",
                                         "vụ · toàn quốc · tháng từ 16 đến 15");

  hd_chart_spec_set_format (spec, count ("vụ", 1500));
  add_months (spec);
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, previous);
  hd_chart_spec_add_flags (spec, 0, 10, HD_POINT_PARTIAL);
  hd_chart_spec_add_annotation (spec, 0, 5, "cao điểm chống buôn lậu");
  return spec;
}

static HdChartSpec *
new_bars (void)
{
  static const struct
  {
    const char *code, *label;
    double value, change;
  } rows[] = {
    { "02CI", "02CI Cát Lái", 38.2, -11 },     { "02DS", "02DS Chuyển phát nhanh", 14.1, 3 },
    { "02B1", "02B1 Tân Sơn Nhất", 12.7, -4 }, { "02IK", "02IK Sài Gòn KV3", 9.8, -14 },
    { "02CV", "02CV Hiệp Phước", 7.4, 6 },     { "02PG", "02PG Đầu tư", 5.2, -2 },
    { "02F1", "02F1 KCX Linh Trung", 4.0, 1 }, { "02XE", "02XE Tân Cảng", 2.9, 9 },
    { NULL, "Còn lại (11)", 2.0, -1 },
  };
  double values[G_N_ELEMENTS (rows)];
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_BARS, "Theo đơn vị", "lũy kế, nghìn tỷ đồng · % nhịp dự toán");
  HdNumberFormat change = percent ();

  change.decimals = 0;
  hd_chart_spec_set_format (spec, money (4e13));
  hd_chart_spec_set_change_format (spec, change);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      values[row] = rows[row].value * 1e12;
      hd_chart_spec_add_category (spec, rows[row].code, rows[row].label);
      hd_chart_spec_set_change (spec, row, rows[row].change,
                                rows[row].change > 3    ? HD_STATUS_BETTER
                                : rows[row].change < -3 ? HD_STATUS_WORSE
                                                        : HD_STATUS_NEUTRAL,
                                NULL);
    }
  spec->categories[8].flags |= HD_POINT_REST;
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, values);
  return spec;
}

static HdChartSpec *
new_waterfall (void)
{
  static const char *const labels[]
      = { "2025",    "Ô tô lượng", "Ô tô giá",   "Ô tô thuế suất", "Dầu thô",
          "Máy móc", "Sắt thép",   "Đơn vị mới", "Còn lại",        "2026" };
  const double values[] = { 99.40e12, -1.71e12, -.18e12, -.35e12, -.61e12,
                            .52e12,   -.41e12,  .18e12,  -.56e12, 96.28e12 };
  HdChartSpec *spec = hd_chart_spec_new (
      HD_CHART_WATERFALL, "Cầu nối: vì sao giảm 3.120 tỷ",
      "tỷ đồng · thuế GTGT hàng nhập khẩu · 2026 so với 2025, cùng số ngày thu");

  hd_chart_spec_set_format (spec, money (1e14));
  spec->allow_cut = TRUE;
  for (guint step = 0; step < G_N_ELEMENTS (values); step++)
    hd_chart_spec_add_category (spec, labels[step], labels[step]);
  spec->categories[0].flags |= HD_POINT_TOTAL;
  spec->categories[9].flags |= HD_POINT_TOTAL;
  hd_chart_spec_add_series (spec, NULL, "cầu nối", HD_NOTATION_ACTUAL, values);
  for (guint step = 1; step + 1 < G_N_ELEMENTS (values); step++)
    {
      HdNumberFormat format = hd_number_format_plain (hd_number_locale_get ("vi"), 0);
      g_autofree char *text = hd_number_format_signed (&format, values[step] / 1e9);

      hd_chart_spec_set_text (spec, 0, step, text);
    }
  return spec;
}

static HdChartSpec *
new_ladder (void)
{
  static const char *const labels[]
      = { "Luồng Xanh", "Luồng Vàng", "Luồng Đỏ", "03CC Hải Phòng KV1 · Đỏ", "15BB Hữu Nghị · Đỏ" };
  const double median[] = { 0.02, 4.1, 12.6, 18.2, 9.4 };
  const double high[] = { 0.4, 11.2, 24.8, 31.5, 17.3 };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LADDER, "Thời gian thông quan P50 và P90",
                                         "giờ · theo luồng và chi cục · tháng 11, 21/30 ngày");

  hd_chart_spec_set_format (spec, measure ("giờ"));
  for (guint row = 0; row < G_N_ELEMENTS (labels); row++)
    hd_chart_spec_add_category (spec, labels[row], labels[row]);
  hd_chart_spec_add_series (spec, "P50", "P50", HD_NOTATION_ACTUAL, median);
  hd_chart_spec_add_series (spec, "P90", "P90", HD_NOTATION_ACTUAL, high);
  hd_chart_spec_set_status (spec, 1, 3, HD_STATUS_WORSE);
  return spec;
}

static HdChartSpec *
new_heatmap (void)
{
  static const char *const days[]
      = { "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật" };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_HEATMAP, "Giờ đăng ký tờ khai",
                                         "tờ khai mỗi giờ · toàn quốc · 4 tuần");

  hd_chart_spec_set_format (spec, count ("tờ khai", 4000));
  for (guint hour = 0; hour < 24; hour++)
    {
      g_autofree char *label = g_strdup_printf ("%u", hour);

      hd_chart_spec_add_category (spec, label, label);
    }
  for (guint day = 0; day < 7; day++)
    {
      double values[24];

      for (guint hour = 0; hour < 24; hour++)
        values[hour] = (day > 4 ? 700 : 3600)
                       * (exp (-pow (hour - 10.0, 2) / 8) + exp (-pow (hour - 15.5, 2) / 10));
      if (day == 6)
        values[3] = NAN;
      hd_chart_spec_add_series (spec, days[day], days[day], HD_NOTATION_ACTUAL, values);
    }
  return spec;
}

static HdChartSpec *
new_stack (void)
{
  static const char *const labels[] = { "Toàn quốc", "Khu vực II", "Khu vực III", "Khu vực VI" };
  const double green[] = { 66.1, 64, 69.5, 58.2 };
  const double yellow[] = { 28.9, 31, 26, 33.1 };
  const double red[] = { 5.0, 5, 4.5, 8.7 };
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_STACK, "Phân luồng tờ khai", "% số tờ khai · năm 2026");

  hd_chart_spec_set_format (spec, percent ());
  for (guint row = 0; row < G_N_ELEMENTS (labels); row++)
    hd_chart_spec_add_category (spec, labels[row], labels[row]);
  hd_chart_spec_add_series (spec, "XANH", "Xanh", HD_NOTATION_LANE_GREEN, green);
  hd_chart_spec_add_series (spec, "VANG", "Vàng", HD_NOTATION_LANE_YELLOW, yellow);
  hd_chart_spec_add_series (spec, "DO", "Đỏ", HD_NOTATION_LANE_RED, red);
  return spec;
}

static HdChartSpec *
new_pareto (void)
{
  static const char *const labels[] = { "Hàng tiêu dùng", "Thuốc lá",  "Ma túy", "Điện tử cũ",
                                        "Xăng dầu",       "Dược liệu", "CITES",  "Còn lại" };
  const double values[] = { 512, 318, 204, 131, 96, 62, 30, 133 };
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_PARETO, "Mặt hàng vi phạm", "vụ · 16/12/2025–15/11/2026");

  hd_chart_spec_set_format (spec, count ("vụ", 512));
  for (guint cause = 0; cause < G_N_ELEMENTS (labels); cause++)
    hd_chart_spec_add_category (spec, labels[cause], labels[cause]);
  spec->categories[7].flags |= HD_POINT_REST;
  hd_chart_spec_add_series (spec, NULL, "vụ", HD_NOTATION_ACTUAL, values);
  return spec;
}

static HdChartSpec *
new_sparkline (void)
{
  const double values[] = { 3, 4, 6, 6.5, 7.4, 8, 7.8, 8.3, 8.6, 8.8, 9, 8.1 };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_SPARKLINE, "Thu ngân sách, lũy kế", "");

  add_months (spec);
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, values);
  return spec;
}

static HdChartSpec *
new_bullet (void)
{
  const double value = 398.6e12;
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_BULLET, "Thu ngân sách", "");

  hd_chart_spec_set_format (spec, money (4e14));
  hd_chart_spec_add_category (spec, NULL, "2026");
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, &value);
  hd_chart_spec_add_marker (spec, 408e12, "nhịp dự toán", HD_NOTATION_PLAN, TRUE);
  spec->full = 452e12;
  return spec;
}

static HdChartSpec *
new_histogram (void)
{
  enum
  {
    N_BINS = 60
  };
  double counts[N_BINS];
  double edges[N_BINS + 1];
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_HISTOGRAM, "Khả năng đạt",
                                         "mô phỏng 4.000 đường · hiệu chỉnh trên 9 năm");

  hd_chart_spec_set_format (spec, money (1e14));
  for (guint bin = 0; bin <= N_BINS; bin++)
    edges[bin] = (107 + 12.0 * bin / N_BINS) * 1e12;
  for (guint bin = 0; bin < N_BINS; bin++)
    {
      counts[bin] = round (400 * exp (-pow ((bin - 30.0) / 14, 2)));
      hd_chart_spec_add_category (spec, NULL, "");
    }
  hd_chart_spec_add_series (spec, NULL, "đường", HD_NOTATION_ACTUAL, counts);
  hd_chart_spec_set_edges (spec, edges);
  hd_chart_spec_add_marker (spec, 114.5e12, "dự toán 114,5", HD_NOTATION_PLAN, FALSE);
  hd_chart_spec_set_headline (spec, "34 %", HD_STATUS_BETTER);
  return spec;
}

static HdChartSpec *
new_status (void)
{
  enum
  {
    N_SYSTEMS = 29
  };
  double ages[N_SYSTEMS];
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_STATUS, "Độ tin cậy số liệu", "27/29 hệ thống đúng hạn");

  for (guint system = 0; system < N_SYSTEMS; system++)
    {
      g_autofree char *label = g_strdup_printf ("S%02u", system);

      ages[system] = system % 5;
      hd_chart_spec_add_category (spec, label,
                                  system == 11   ? "CI02"
                                  : system == 22 ? "e-Seal"
                                                 : label);
    }
  hd_chart_spec_set_note (spec, 11, "2 ngày");
  hd_chart_spec_set_note (spec, 22, "9 giờ");
  hd_chart_spec_add_series (spec, NULL, "tuổi", HD_NOTATION_ACTUAL, ages);
  for (guint system = 0; system < N_SYSTEMS; system++)
    hd_chart_spec_set_status (spec, 0, system,
                              system == 11 || system == 22 ? HD_STATUS_WORSE : HD_STATUS_BETTER);
  return spec;
}

static HdChartSpec *
new_table (void)
{
  HdChartSpec *bars = new_bars ();
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_TABLE, "Theo đơn vị", "nghìn tỷ đồng");
  double previous[9];

  hd_chart_spec_set_format (spec, bars->format);
  for (guint row = 0; row < bars->n_categories; row++)
    {
      hd_chart_spec_add_category (spec, bars->categories[row].code, bars->categories[row].label);
      previous[row] = bars->series[0].values[row] * 1.08;
    }
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, bars->series[0].values);
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, previous);
  hd_chart_spec_unref (bars);
  return spec;
}

static void
add_square (HdGeoLayer *layer, const char *code, double west, double south, double size)
{
  hd_geo_layer_begin_shape (layer, HD_GEO_POLYGON, code, code, code, "region");
  hd_geo_layer_begin_ring (layer);
  hd_geo_layer_add_point (layer, west, south);
  hd_geo_layer_add_point (layer, west + size, south);
  hd_geo_layer_add_point (layer, west + size, south + size);
  hd_geo_layer_add_point (layer, west, south + size);
  hd_geo_layer_add_point (layer, west, south);
}

HdMapSpec *
fixture_new_square_map (void)
{
  const double thresholds[] = { -8, -3, 3, 8 };
  const char *const texts[] = { "< −8", "−8…−3", "±3", "3…8", "> 8" };
  g_autoptr (HdGeoLayer) units = hd_geo_layer_new ();
  g_autoptr (HdGeoLayer) reefs = hd_geo_layer_new ();
  g_autoptr (HdGeoLayer) labels = hd_geo_layer_new ();
  HdMapSpec *map;

  add_square (units, "KV01", 104, 18, 3);
  add_square (units, "KV02", 107, 18, 3);
  add_square (units, "KV03", 104, 15, 3);
  add_square (units, "KV04", 107, 15, 3);
  hd_geo_layer_seal (units);
  add_square (reefs, "HS", 112, 16.4, 0.02);
  add_square (reefs, "TS", 114, 9.9, 0.02);
  hd_geo_layer_seal (reefs);
  hd_geo_layer_begin_shape (labels, HD_GEO_POINT, "", "Quần đảo Hoàng Sa", "Hoang Sa Archipelago",
                            "archipelago");
  hd_geo_layer_begin_ring (labels);
  hd_geo_layer_add_point (labels, 112, 15.6);
  hd_geo_layer_begin_shape (labels, HD_GEO_POINT, "", "Quần đảo Trường Sa", "Truong Sa Archipelago",
                            "archipelago");
  hd_geo_layer_begin_ring (labels);
  hd_geo_layer_add_point (labels, 114, 9.4);
  hd_geo_layer_seal (labels);
  map = hd_map_spec_new (units, reefs);
  hd_map_spec_set_labels (map, labels);
  hd_map_spec_set_classes (map, thresholds, 4, texts);
  hd_map_spec_set_value (map, "KV01", -9.4, "I −9,4");
  hd_map_spec_set_value (map, "KV02", 11.2, "II +11,2");
  hd_map_spec_set_value (map, "KV03", 0.4, "III +0,4");
  return map;
}

static HdChartSpec *
new_map (void)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, "So với nhịp dự toán, theo khu vực",
                                         "% chênh lệch lũy kế · đến 21/11/2026");

  hd_chart_spec_set_format (spec, percent ());
  hd_chart_spec_take_map (spec, fixture_new_square_map ());
  return spec;
}

HdChartSpec *
fixture_new_cumulative (void)
{
  double actual[N_DAYS], previous[N_DAYS], plan[N_DAYS], forecast[N_DAYS], strip[N_DAYS];
  double lower[N_DAYS], upper[N_DAYS], inner_lower[N_DAYS], inner_upper[N_DAYS];
  static const double gaps[] = { 5, 4, 2, 1, 3, 4, 0, -3, -8, -11, -6 };
  guint month_end = 30;
  HdChartSpec *spec
      = hd_chart_spec_new (HD_CHART_LINE, "Thu lũy kế và dự toán",
                           "nghìn tỷ đồng · toàn quốc · năm 2026 · số liệu 22/11 06:12");

  hd_chart_spec_set_format (spec, money (4e14));
  for (guint day = 0; day < N_DAYS; day++)
    {
      double ahead = day > TODAY ? (day - TODAY) / 41.0 : 0;

      hd_chart_spec_add_day (spec, NULL, "ngày", DAY_2026 + (gint32)day);
      plan[day] = 452e12 * (day + 1) / N_DAYS;
      previous[day] = 441e12 * pow ((day + 1.0) / N_DAYS, 0.98);
      actual[day] = day <= TODAY ? plan[day] + 6e12 * sin (day / 60.0) - 6e12 : NAN;
      forecast[day] = day >= TODAY ? actual[TODAY] + 58e12 * ahead : NAN;
      lower[day] = day >= TODAY ? forecast[day] - 16e12 * sqrt (ahead) : NAN;
      upper[day] = day >= TODAY ? forecast[day] + 17e12 * sqrt (ahead) : NAN;
      inner_lower[day] = day >= TODAY ? forecast[day] - 8e12 * sqrt (ahead) : NAN;
      inner_upper[day] = day >= TODAY ? forecast[day] + 8e12 * sqrt (ahead) : NAN;
      strip[day] = NAN;
    }
  for (guint month = 0; month < G_N_ELEMENTS (gaps); month++, month_end += 30)
    strip[MIN (month_end, TODAY)] = gaps[month] * 1e12;
  hd_chart_spec_add_series (spec, NULL, "2026", HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, "2025", HD_NOTATION_PREVIOUS, previous);
  hd_chart_spec_add_series (spec, NULL, "dự toán", HD_NOTATION_PLAN, plan);
  hd_chart_spec_add_series (spec, NULL, "dự báo", HD_NOTATION_FORECAST, forecast);
  hd_chart_spec_add_band (spec, "95 %", 0.95, lower, upper);
  hd_chart_spec_add_band (spec, "50 %", 0.5, inner_lower, inner_upper);
  {
    HdNumberFormat format = money (4e14);

    format.decimals = 0;
    hd_chart_spec_set_strip (spec, "lệch", format, strip, NULL);
  }
  hd_chart_spec_set_headline (spec, "P(đạt dự toán 452) = 81 %", HD_STATUS_BETTER);
  return spec;
}

HdChartSpec *
fixture_new_long_line (guint n)
{
  g_autofree double *values = g_new (double, n);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LINE, "Dài", "");
  guint32 state = 1;

  for (guint value = 0; value < n; value++)
    {
      state = state * 1664525u + 1013904223u;
      values[value] = sin (value * 20.0 / n) * 100 + state / 4294967296.0 * 30;
      hd_chart_spec_add_category (spec, NULL, "");
    }
  hd_chart_spec_add_series (spec, NULL, "x", HD_NOTATION_ACTUAL, values);
  return spec;
}

static HdChartSpec *
new_normal (HdChartKind kind)
{
  static HdChartSpec *(*const makers[HD_N_CHART_KINDS]) (void) = {
    [HD_CHART_LINE] = new_line,
    [HD_CHART_BARS] = new_bars,
    [HD_CHART_COLUMNS] = new_columns,
    [HD_CHART_WATERFALL] = new_waterfall,
    [HD_CHART_LADDER] = new_ladder,
    [HD_CHART_HEATMAP] = new_heatmap,
    [HD_CHART_STACK] = new_stack,
    [HD_CHART_PARETO] = new_pareto,
    [HD_CHART_SPARKLINE] = new_sparkline,
    [HD_CHART_BULLET] = new_bullet,
    [HD_CHART_HISTOGRAM] = new_histogram,
    [HD_CHART_PANELS] = fixture_new_panels,
    [HD_CHART_INTERVALS] = fixture_new_intervals,
    [HD_CHART_RELIABILITY] = fixture_new_reliability,
    [HD_CHART_MULTIPLES] = fixture_new_multiples,
    [HD_CHART_TREEMAP] = fixture_new_treemap,
    [HD_CHART_CALENDAR] = fixture_new_calendar,
    [HD_CHART_SLOPE] = fixture_new_slope,
    [HD_CHART_DOTS] = fixture_new_dots,
    [HD_CHART_VARIANCE] = fixture_new_variance,
    [HD_CHART_AREA] = fixture_new_area,
    [HD_CHART_STATUS] = new_status,
    [HD_CHART_MAP] = new_map,
    [HD_CHART_TABLE] = new_table,
  };

  return makers[kind]();
}

/* Bends the values of a good spec. */
static void
spoil (HdChartSpec *spec, Fixture fixture)
{
  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category++)
      {
        double *value = &spec->series[series].values[category];

        if (fixture == FIXTURE_MISSING)
          *value = NAN;
        else if (fixture == FIXTURE_NEGATIVE)
          *value = category % 2 == 0 ? -*value : *value / 3;
        else if (fixture == FIXTURE_ZERO)
          *value = 0;
        else if (fixture == FIXTURE_HUGE)
          *value = category == 1 ? 9e17 : 1;
      }
  for (guint unit = 0; spec->map != NULL && unit < spec->map->n_units; unit++)
    if (fixture == FIXTURE_MISSING)
      spec->map->values[unit] = NAN;
}

const char *
fixture_get_name (Fixture fixture)
{
  static const char *const names[N_FIXTURES]
      = { "normal", "missing", "one", "negative", "zero", "huge", "empty" };

  return names[fixture];
}

HdChartSpec *
fixture_new (HdChartKind kind, Fixture fixture)
{
  HdChartSpec *spec;

  if (fixture == FIXTURE_EMPTY || fixture == FIXTURE_ONE)
    {
      const double value = 42;

      spec = hd_chart_spec_new (kind, "Một điểm", "đơn vị");
      if (fixture == FIXTURE_ONE)
        hd_chart_spec_add_category (spec, "A", "Một");
      hd_chart_spec_add_series (spec, NULL, "chuỗi", HD_NOTATION_ACTUAL, &value);
      return spec;
    }
  spec = new_normal (kind);
  spoil (spec, fixture);
  return spec;
}
