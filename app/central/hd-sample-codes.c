/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds the code lists from the tables in resources/central.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-world.h"

#include <math.h>
#include <string.h>

/* What the lists of codes.csv are called, and those made here. */
static const char *const LIST_NAMES[][3] = {
  { "AGE_CLASS", "Tuổi nợ", "Age of debt" },
  { "AUDIT_KIND", "Hình thức kiểm tra", "Kind of audit" },
  { "CAMERA_KIND", "Loại camera", "Kind of camera" },
  { "CHANNEL", "Kênh", "Channel" },
  { "COMPLIANCE", "Mức tuân thủ", "Compliance level" },
  { "DIRECTION", "Chiều", "Direction" },
  { "DWELL_CLASS", "Thời gian lưu bãi", "Dwell time" },
  { "EXCHANGE_PARTNER", "Đối tác trao đổi", "Exchange partner" },
  { "FLOW", "Hướng", "Flow" },
  { "GOODS", "Nhóm hàng", "Goods" },
  { "MATURITY_ITEM", "Hạng mục", "Business item" },
  { "METHOD", "Hành vi", "Method" },
  { "MINISTRY", "Bộ, ngành", "Ministry" },
  { "NSW_STAGE", "Bước xử lý", "Processing step" },
  { "PILLAR", "Trụ cột 5E", "5E pillar" },
  { "PLAN", "Kế hoạch", "Plan" },
  { "PROCEDURE", "Nhóm thủ tục", "Procedure group" },
  { "PROFILE", "Nhóm tiêu chí", "Profile group" },
  { "RATE_KIND", "Biểu thuế", "Tariff" },
  { "ROUTE", "Tuyến", "Route" },
  { "SEAL_ROUTE", "Tuyến vận chuyển", "Transit route" },
  { "SOURCE_KIND", "Nguồn tin", "Kind of source" },
  { "STAFF_KIND", "Nhóm công chức", "Kind of staff" },
  { "STAGE", "Công đoạn", "Stage" },
  { "SYSTEM", "Hệ thống", "System" },
  { "TARGET", "Chỉ tiêu", "Target" },
  { "TRANSPORT", "Phương thức vận tải", "Mode of transport" },
  { "URGENCY", "Độ khẩn", "Urgency" },
  { "VERDICT", "Kết luận", "Verdict" },
};

static void
make_small_lists (HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("codes.csv");

  for (guint name = 0; name < G_N_ELEMENTS (LIST_NAMES); name++)
    {
      HdSampleList *list
          = hd_sample_list_new (LIST_NAMES[name][0], LIST_NAMES[name][1], LIST_NAMES[name][2]);

      for (guint row = 0; row < csv->rows->len; row++)
        if (strcmp (hd_csv_get (csv, row, "list"), list->id) == 0)
          hd_sample_list_add (list, hd_csv_get (csv, row, "code"), hd_csv_get (csv, row, "name_vi"),
                              hd_csv_get (csv, row, "name_en"), hd_csv_get (csv, row, "parent"),
                              hd_csv_number (csv, row, "weight"));
      hd_sample_world_add_list (world, list);
    }
}

/* A list straight from a CSV of codes; the weight comes from `weigh` (NULL: 1). */
static void
make_list_from (HdSampleWorld *world,
                const char *file,
                const char *code_column,
                HdSampleList *list,
                double (*weigh) (const char *code))
{
  g_autoptr (HdCsv) csv = hd_csv_load (file);

  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *code = hd_csv_get (csv, row, code_column);

      hd_sample_list_add (list, code, hd_csv_get (csv, row, "name_vi"),
                          hd_csv_get (csv, row, "name_en"), NULL, weigh != NULL ? weigh (code) : 1);
    }
  hd_sample_world_add_list (world, list);
}

static double
weigh_tax (const char *code)
{
  static const struct
  {
    const char *code;
    double weight;
  } shares[] = { { "XK", 2 },     { "NK", 13.5 },  { "GTGT", 72.5 }, { "TTDB", 9 },
                 { "BVMT", 0.5 }, { "TV", 0.4 },   { "CBPG", 1.1 },  { "CTC", 0.2 },
                 { "PHI", 0.2 },  { "PHAT", 0.3 }, { "CHAM", 0.2 },  { "KHAC", 0.1 } };

  for (guint index = 0; index < G_N_ELEMENTS (shares); index++)
    if (strcmp (shares[index].code, code) == 0)
      return shares[index].weight;
  return 0.1;
}

static double
weigh_regime (const char *code)
{
  static const struct
  {
    const char *code;
    double weight;
  } shares[] = { { "A11", 24 },  { "A12", 22 }, { "E11", 14 }, { "E21", 12 },  { "E31", 13 },
                 { "A41", 5 },   { "H11", 3 },  { "G13", 1 },  { "C11", 1.5 }, { "E15", 2 },
                 { "B11", 38 },  { "E42", 22 }, { "E52", 14 }, { "E62", 16 },  { "B13", 2 },
                 { "H21", 2.5 }, { "C12", 1.5 } };

  for (guint index = 0; index < G_N_ELEMENTS (shares); index++)
    if (strcmp (shares[index].code, code) == 0)
      return shares[index].weight;
  return 0.15;
}

static double
weigh_lane (const char *code)
{
  return strcmp (code, "XANH") == 0 ? 0.6 : strcmp (code, "VANG") == 0 ? 0.35 : 0.05;
}

static int
roman_to_int (const char *roman)
{
  int total = 0, before = 0;

  for (const char *at = roman; *at != '\0'; at++)
    {
      int value = *at == 'I' ? 1 : *at == 'V' ? 5 : 10;

      total += value > before ? value - 2 * before : value;
      before = value;
    }
  return total;
}

/* "KV03" of "III", "S03" of "III". */
static char *
roman_code (const char *prefix, const char *roman)
{
  return g_strdup_printf ("%s%02d", prefix, roman_to_int (roman));
}

static void
add_offices (HdSampleList *list)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/customs_offices_vnaccs.csv");
  g_autoptr (HdCsv) dated = hd_csv_load ("offices_dated.csv");

  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *region = hd_csv_get (csv, row, "customs_region_2025_03");
      const char *name = hd_csv_get (csv, row, "label_vi");
      g_autofree char *parent = *region != '\0' ? roman_code ("KV", region) : g_strdup ("VN");

      hd_sample_list_add (list, hd_csv_get (csv, row, "code"), name, name, parent, 1);
    }
  for (guint row = 0; row < dated->rows->len; row++)
    {
      guint16 found = hd_sample_list_find (list, hd_csv_get (dated, row, "code"));
      HdSampleCode *code = g_ptr_array_index (list->codes, found);
      HdPeriod period;

      if (hd_period_parse (hd_csv_get (dated, row, "valid_from"), 1, &period, NULL))
        code->valid_from = period.first;
      if (hd_period_parse (hd_csv_get (dated, row, "valid_to"), 1, &period, NULL))
        code->valid_to = period.last;
    }
}

static void
make_units (HdSampleWorld *world)
{
  g_autoptr (HdCsv) regions = hd_csv_load ("customs/customs_regions_20.csv");
  g_autoptr (HdCsv) departments = hd_csv_load ("customs/customs_depts_35.csv");
  HdSampleList *list = hd_sample_list_new ("UNIT", "Đơn vị hải quan", "Customs unit");

  hd_sample_list_add (list, "VN", "Cả nước", "Whole country", NULL, 0);
  for (guint row = 0; row < regions->rows->len; row++)
    {
      g_autofree char *id = roman_code ("KV", hd_csv_get (regions, row, "region"));

      hd_sample_list_add (list, id, hd_csv_get (regions, row, "name_vi"),
                          hd_csv_get (regions, row, "name_en"), "VN", 0);
    }
  for (guint row = 0; row < departments->rows->len; row++)
    hd_sample_list_add (list, hd_csv_get (departments, row, "code"),
                        hd_csv_get (departments, row, "name_vi"),
                        hd_csv_get (departments, row, "name_en"), "VN", 0);
  add_offices (list);
  world->units = list;
  hd_sample_world_add_list (world, list);
}

static void
make_hs (HdSampleWorld *world)
{
  g_autoptr (HdCsv) sections = hd_csv_load ("customs/hs_sections.csv");
  g_autoptr (HdCsv) chapters = hd_csv_load ("customs/hs_chapters.csv");
  HdSampleList *list = hd_sample_list_new ("HS", "Chương HS", "HS chapter");

  for (guint row = 0; row < sections->rows->len; row++)
    {
      g_autofree char *id = roman_code ("S", hd_csv_get (sections, row, "section"));

      hd_sample_list_add (list, id, hd_csv_get (sections, row, "name_vi"),
                          hd_csv_get (sections, row, "name_en"), NULL, 0);
    }
  for (guint row = 0; row < chapters->rows->len; row++)
    {
      const char *section = hd_csv_get (chapters, row, "section");
      g_autofree char *parent = roman_code ("S", section);

      if (*section != '\0')
        hd_sample_list_add (list, hd_csv_get (chapters, row, "chapter"),
                            hd_csv_get (chapters, row, "name_vi"),
                            hd_csv_get (chapters, row, "name_en"), parent, 1);
    }
  hd_sample_world_add_list (world, list);
}

static void
add_class (HdSampleList *list, const char *prefix, double lower, double upper, double per_unit)
{
  g_autofree char *id = g_strdup_printf ("%s%03u", prefix, list->codes->len);
  const char *vi = per_unit == 1 ? "phút" : "giây", *en = per_unit == 1 ? "min" : "s";
  g_autofree char *text = isinf (upper)
                              ? g_strdup_printf ("≥ %.4g", lower * per_unit)
                              : g_strdup_printf ("%.4g–%.4g", lower * per_unit, upper * per_unit);
  g_autofree char *name_vi = g_strconcat (text, " ", vi, NULL);
  g_autofree char *name_en = g_strconcat (text, " ", en, NULL);
  HdSampleCode *code = hd_sample_list_add (list, id, name_vi, name_en, NULL, 1);

  code->lower = lower;
  code->upper = upper;
}

/* Classes between `unit` * 2^(k/8) for k in first..last, cut further at `exact`. */
static void
make_durations (HdSampleWorld *world,
                HdSampleList *list,
                const char *prefix,
                double unit,
                int first,
                int last,
                const double *exact)
{
  double lower = 0, per_unit = unit < 1 ? 60 : 1;

  for (int step = first; step <= last; step++)
    {
      /* Every eighth bound is a whole power of two of the unit, exactly. */
      double upper = unit * exp2 (step / 8.0);

      for (const double *cut = exact; *cut > 0; cut++)
        if (*cut > lower && *cut < upper)
          {
            add_class (list, prefix, lower, *cut, per_unit);
            lower = *cut;
          }
      add_class (list, prefix, lower, upper, per_unit);
      lower = upper;
    }
  add_class (list, prefix, lower, INFINITY, per_unit);
  list->relative_width = exp2 (1 / 8.0) - 1;
  hd_sample_world_add_list (world, list);
}

static void
make_hours (HdSampleWorld *world)
{
  static const char *const days_vi[]
      = { "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật" };
  static const char *const days_en[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  HdSampleList *list = hd_sample_list_new ("HOUR", "Giờ trong tuần", "Hour of the week");

  for (int hour = 0; hour < 168; hour++)
    {
      g_autofree char *id = g_strdup_printf ("H%03d", hour);
      g_autofree char *vi = g_strdup_printf ("%s %d giờ", days_vi[hour / 24], hour % 24);
      g_autofree char *en = g_strdup_printf ("%s %02d:00", days_en[hour / 24], hour % 24);

      hd_sample_list_add (list, id, vi, en, NULL, 1);
    }
  hd_sample_world_add_list (world, list);
}

/* Sea and air ports, and land gates, under the code of the office that supervises them (a second
 * port of the same office gets a letter). They stand in the file by size, more or less. */
static HdSampleCode *
add_place (HdSampleList *list, const HdCsv *csv, guint row, char prefix)
{
  const char *office = hd_csv_get (csv, row, "office_code");
  g_autoptr (GString) id = g_string_new (NULL);
  double rank = list->codes->len % 44;
  HdSampleCode *code;

  g_string_printf (id, "%c%s", prefix, office);
  while (hd_sample_list_find (list, id->str) != HD_SAMPLE_NO_CODE)
    g_string_append_c (id, 'B');
  code = hd_sample_list_add (list, id->str, hd_csv_get (csv, row, "name_vi"),
                             hd_csv_get (csv, row, "name_en"), NULL,
                             1 / (1 + rank) * exp (0.6 * hd_hash_normal (hd_hash_text (id->str))));
  code->place = g_strdup (office);
  return code;
}

static void
make_places (HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/gates_ports_airports.csv");
  HdSampleList *ports = hd_sample_list_new ("PORT", "Cảng, sân bay", "Port or airport");
  HdSampleList *gates = hd_sample_list_new ("GATE", "Cửa khẩu đường bộ", "Land gate");
  g_autoptr (GArray) airports = g_array_new (FALSE, TRUE, sizeof (double));

  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *kind = hd_csv_get (csv, row, "kind");
      double weight;

      if (*hd_csv_get (csv, row, "office_code") == '\0')
        continue;
      if (strcmp (kind, "land_border") == 0)
        {
          add_place (gates, csv, row, 'G');
          continue;
        }
      weight = add_place (ports, csv, row, kind[0] == 'a' ? 'A' : 'P')->weight;
      if (kind[0] != 'a')
        weight = 0;
      g_array_append_val (airports, weight);
    }
  world->airports = hd_dist_new ((double *)airports->data, airports->len);
  hd_sample_world_add_list (world, ports);
  hd_sample_world_add_list (world, gates);
}

static void
make_partners (HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/trade_partners_top.csv");
  HdSampleList *list = hd_sample_list_new ("PARTNER", "Nước đối tác", "Partner");
  g_autoptr (GArray) asean = g_array_new (FALSE, TRUE, sizeof (double));
  double none = 0;

  hd_sample_list_add (list, "_T", "Tất cả", "Total", NULL, 0);
  g_array_append_val (asean, none);
  for (guint row = 0; row < csv->rows->len; row++)
    {
      double trade = hd_csv_number (csv, row, "exports_2024_usd_bn_approx")
                     + hd_csv_number (csv, row, "imports_2024_usd_bn_approx");
      double member = strstr (hd_csv_get (csv, row, "fta"), "ATIGA") != NULL ? trade : 0;

      hd_sample_list_add (list, hd_csv_get (csv, row, "iso_a2"), hd_csv_get (csv, row, "name_vi"),
                          hd_csv_get (csv, row, "name_en"), NULL, trade);
      g_array_append_val (asean, member);
    }
  world->asean = hd_dist_new ((double *)asean->data, asean->len);
  hd_sample_world_add_list (world, list);
}

void
hd_sample_world_make_lists (HdSampleWorld *world)
{
  static const double day_bounds[] = { 1440, 2880, 4320, 0 };
  static const double no_bounds[] = { 0 };

  make_units (world);
  make_hs (world);
  make_small_lists (world);
  make_list_from (world, "customs/lanes.csv", "code", hd_sample_list_new ("LANE", "Luồng", "Lane"),
                  weigh_lane);
  make_list_from (world, "customs/tax_kinds.csv", "code",
                  hd_sample_list_new ("TAX", "Sắc thuế", "Tax kind"), weigh_tax);
  make_list_from (world, "customs/regime_codes.csv", "code",
                  hd_sample_list_new ("REGIME", "Loại hình", "Regime"), weigh_regime);
  make_durations (world, hd_sample_list_new ("DURATION", "Thời lượng", "Duration"), "D", 60, -48,
                  89, day_bounds);
  make_durations (world, hd_sample_list_new ("DURATION_S", "Thời gian phản hồi", "Response time"),
                  "R", 1 / 60.0, -32, 56, no_bounds);
  make_hours (world);
  make_places (world);
  make_partners (world);
}
