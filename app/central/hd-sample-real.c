/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real figures: Vietnamese trade and imports by item, Korean import declarations, exactly as published.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-table.h"

#include <math.h>
#include <string.h>

/* TRADE: FLOW COMMODITY PARTNER → VALUE_MUSD (real), VALUE_VND. */
enum
{
  VALUE_MUSD,
  VALUE_VND
};

/* Commodity codes by their Vietnamese names, in the order of the first file. */
static HdSampleList *
make_commodities (const HdCsv *items)
{
  HdSampleList *list = hd_sample_list_new ("COMMODITY", "Mặt hàng", "Commodity");
  g_autoptr (HdCsv) names = hd_csv_load ("commodities.csv");

  hd_sample_list_add (list, "_T", "Tổng trị giá", "Total value", NULL, 0);
  for (guint row = 0; row < names->rows->len; row++)
    hd_sample_list_add (list, hd_csv_get (names, row, "code"), hd_csv_get (names, row, "item"),
                        hd_csv_get (names, row, "name_en"), hd_csv_get (names, row, "parent"), 1);
  for (guint row = 0; row < items->rows->len; row++)
    {
      gboolean known = FALSE;

      for (guint name = 0; name < names->rows->len && !known; name++)
        known = strcmp (hd_csv_get (items, row, "item"), hd_csv_get (names, name, "item")) == 0;
      g_assert (known);
    }
  return list;
}

static guint16
find_commodity (const HdSampleList *list, const char *item)
{
  for (guint code = 1; code < list->codes->len; code++)
    if (strcmp (hd_sample_list_get (list, code)->vi, item) == 0)
      return (guint16)code;
  return HD_SAMPLE_NO_CODE;
}

static HdPeriod
month_of (const char *date)
{
  HdPeriod period = { 0 };

  if (!hd_period_parse (date, 1, &period, NULL))
    g_error ("a real data file has no date where it should: %s", date);
  return hd_period_containing (period.first, HD_GRAIN_MONTH, 1);
}

static void
add_trade (HdSampleTable *table,
           HdPeriod month,
           guint16 flow,
           guint16 commodity,
           double value,
           char status,
           gint64 known)
{
  HdSampleVersion version = { .known = known };

  if (isnan (value))
    return;
  version.row.codes[0] = flow;
  version.row.codes[1] = commodity;
  version.row.status = status;
  version.row.values[VALUE_MUSD].d = value;
  version.row.values[VALUE_VND].i = HD_SAMPLE_MISSING;
  hd_sample_table_add (table, month.first, &version);
}

/* The statistics office prints its first estimate on the 29th of the month itself. */
static gint64
first_estimate_at (HdPeriod month)
{
  return hd_sample_six_in_the_morning (MIN (month.first + 28, month.last));
}

static gint64
revised_at (HdPeriod month)
{
  return hd_sample_six_in_the_morning (hd_period_shift (month, 1).last);
}

static void
load_trade (HdSampleWorld *world)
{
  g_autoptr (HdCsv) trade = hd_csv_load ("real/vietnam_trade_first_and_revised_monthly.csv");
  g_autoptr (HdCsv) later = hd_csv_load ("published/trade_monthly.csv");
  g_autoptr (HdCsv) items = hd_csv_load ("real/vietnam_imports_by_item_monthly.csv");
  static const char *const columns[2][3] = {
    { "imports_first_estimate_musd", "imports_revised_musd", "imports_musd_first_est" },
    { "exports_first_estimate_musd", "exports_revised_musd", "exports_musd_first_est" },
  };
  HdSampleTable *table = hd_sample_table_new ();
  HdSampleList *commodities = make_commodities (items);
  HdDay last = HD_DAY_NONE;

  hd_sample_world_add_list (world, commodities);
  for (guint row = 0; row < trade->rows->len; row++)
    {
      HdPeriod month = month_of (hd_csv_get (trade, row, "date"));

      last = month.first;
      for (guint16 flow = 0; flow < 2; flow++)
        {
          add_trade (table, month, flow, 0, hd_csv_number (trade, row, columns[flow][0]), 'P',
                     first_estimate_at (month));
          add_trade (table, month, flow, 0, hd_csv_number (trade, row, columns[flow][1]), 'A',
                     revised_at (month));
        }
    }
  for (guint row = 0; row < later->rows->len; row++)
    {
      HdPeriod month = month_of (hd_csv_get (later, row, "month"));

      for (guint16 flow = 0; flow < 2 && month.first > last; flow++)
        add_trade (table, month, flow, 0, hd_csv_number (later, row, columns[flow][2]), 'P',
                   first_estimate_at (month));
    }
  for (guint row = 0; row < items->rows->len; row++)
    {
      HdPeriod month = month_of (hd_csv_get (items, row, "date"));

      add_trade (table, month, 0, find_commodity (commodities, hd_csv_get (items, row, "item")),
                 hd_csv_number (items, row, "value_musd"), 'A', revised_at (month));
    }
  hd_sample_table_give (table, world, "TRADE");
}

static void
load_korea (HdSampleWorld *world)
{
  static const char *const measures[]
      = { "declarations", "item_value_krw", "duty_krw", "frauds", "critical" };
  g_autoptr (HdCsv) csv = hd_csv_load ("real/korea_customs_syn_daily_by_office.csv");
  HdSampleList *list
      = hd_sample_list_new ("OFFICE", "Cơ quan hải quan Hàn Quốc", "Korean customs office");
  HdSampleTable *table = hd_sample_table_new ();

  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *office = hd_csv_get (csv, row, "office");
      HdSampleVersion version = { .row.status = 'A' };
      HdPeriod day = { 0 };

      if (hd_sample_list_find (list, office) == HD_SAMPLE_NO_CODE)
        {
          g_autofree char *vi = g_strconcat ("Cơ quan ", office, NULL);
          g_autofree char *en = g_strconcat ("Office ", office, NULL);

          hd_sample_list_add (list, office, vi, en, NULL, 1);
        }
      if (!hd_period_parse (hd_csv_get (csv, row, "date"), 1, &day, NULL))
        g_error ("the Korean file has no date in row %u", row);
      version.row.codes[0] = hd_sample_list_find (list, office);
      for (guint measure = 0; measure < G_N_ELEMENTS (measures); measure++)
        version.row.values[measure].i
            = g_ascii_strtoll (hd_csv_get (csv, row, measures[measure]), NULL, 10);
      version.known = hd_sample_six_in_the_morning (day.last + 1);
      hd_sample_table_add (table, day.first, &version);
    }
  hd_sample_world_add_list (world, list);
  hd_sample_table_give (table, world, "KCS_IMPORTS");
}

void
hd_sample_load_real (HdSampleWorld *world)
{
  load_trade (world);
  load_korea (world);
}
