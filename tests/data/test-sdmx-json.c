/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SDMX-JSON data messages: published ones of 1.0 and 2.0, our own form, deletions, refusals.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-sdmx-json.h"
#include "hd-sdmx-reader.h"

#include <math.h>
#include <string.h>

#define KNOWN_FROM G_GINT64_CONSTANT (1790000000)

static HdMessage *
read_text (const char *text, HdStructures *structures, HdStructures **own, GError **error)
{
  return hd_sdmx_json_read (text, strlen (text), structures, KNOWN_FROM, own, error);
}

static HdMessage *
read_fixture (const char *name, HdStructures **own)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  HdMessage *message;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  message = read_text (text, NULL, own, &error);
  g_assert_no_error (error);
  return message;
}

static const char *
code_of (const HdRows *rows, const char *dimension, guint row)
{
  int index = hd_structure_find_dimension (rows->structure, dimension);
  HdCodeList *codes = hd_structure_get_dimension (rows->structure, (guint)index)->codes;

  return hd_code_list_get (codes, rows->codes[index][row])->id;
}

/* The same four exchange rates, in 1.0 and 2.0, flat and as series. */
static void
test_exchange_rates (void)
{
  static const char *const names[]
      = { "ECB_EXR_flat.json", "ECB_EXR_ts.json", "v3_json_data_exr-flat.json",
          "v3_json_data_exr-time-series.json" };
  static const double rates[] = { 1.5931, 1.5925, 40.3426, 40.3 };
  static const char *const currencies[] = { "NZD", "NZD", "RUB", "RUB" };

  for (guint name = 0; name < G_N_ELEMENTS (names); name++)
    {
      g_autoptr (HdStructures) own = NULL;
      g_autoptr (HdMessage) message = read_fixture (names[name], &own);
      const HdRows *rows;

      g_assert_cmpuint (message->parts->len, ==, 1);
      rows = message->parts->pdata[0];
      g_assert_cmpuint (rows->n_rows, ==, 4);
      g_assert_cmpstr (hd_structure_get_id (rows->structure), ==, "EXR");
      g_assert_cmpstr (hd_structure_get_agency (rows->structure), ==, "ECB");
      g_assert_cmpint (hd_structure_get_grain (rows->structure), ==, HD_GRAIN_DAY);
      g_assert_cmpuint (hd_structure_get_n_dimensions (rows->structure), ==, 5);
      g_assert_cmpstr (hd_structure_get_dimension (rows->structure, 1)->id, ==, "CURRENCY");
      g_assert_true (rows->structure == hd_structures_get (own, 0));
      for (guint row = 0; row < 4; row++)
        {
          g_assert_true (rows->values[0][row].d == rates[row]);
          g_assert_cmpstr (code_of (rows, "CURRENCY", row), ==, currencies[row]);
          g_assert_cmpstr (code_of (rows, "FREQ", row), ==, "D");
          g_assert_cmpstr (code_of (rows, "CURRENCY_DENOM", row), ==, "EUR");
          g_assert_cmpint (rows->day[row], ==, hd_day_from_ymd (2013, 1, row % 2 == 0 ? 18 : 21));
          g_assert_cmpint (rows->action[row], ==, HD_ACTION_MERGE);
          g_assert_cmpint (rows->known_from[row], ==, message->prepared);
        }
      g_assert_cmpint (message->prepared, ==,
                       name < 2 ? G_GINT64_CONSTANT (1354178426) : G_GINT64_CONSTANT (1520778647));
    }
}

/* No time, null for attributes, and an attribute without values that is not counted. */
static void
test_oecd (void)
{
  g_autoptr (HdStructures) own = NULL;
  g_autoptr (HdMessage) message = read_fixture ("OECD_data-PART2-all-all.json", &own);
  const HdRows *rows = message->parts->pdata[0];

  g_assert_cmpstr (hd_structure_get_id (rows->structure), ==, "PART2");
  g_assert_cmpstr (hd_structure_get_name (rows->structure, "en"), ==,
                   "Part 2 - Innovation as change in classrooms and schools");
  g_assert_cmpuint (hd_structure_get_n_dimensions (rows->structure), ==, 6);
  g_assert_cmpuint (rows->n_rows, ==, 7);
  g_assert_true (rows->values[0][0].d == 11.963615756565);
  g_assert_cmpstr (code_of (rows, "LOCATION", 0), ==, "AUS");
  g_assert_cmpstr (code_of (rows, "LOCATION", 6), ==, "OME");
  g_assert_cmpstr (code_of (rows, "MSR", 6), ==, "IND");
  g_assert_cmpint (rows->day[6], ==, 0);
}

static HdStructures *
make_structures (void)
{
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) plans = hd_structure_new ("HD", "PLANS", "1.0.0");
  g_autoptr (HdCodeList) units = hd_code_list_new ("UNIT");
  HdDimension dimension = { "UNIT", NULL, NULL, units };

  hd_code_list_add (units, &(HdCodeInfo){ .id = "03CC", .parent = HD_CODE_NONE });
  hd_code_list_add (units, &(HdCodeInfo){ .id = "15BB", .parent = HD_CODE_NONE });
  hd_code_list_close (units);
  hd_structure_set_time (plans, HD_GRAIN_YEAR, 1);
  hd_structure_add_dimension (plans, &dimension);
  hd_structure_add_measure (plans, &(HdMeasure){ .id = "AMOUNT", .unit = "VND" });
  hd_structure_add_measure (plans, &(HdMeasure){ .id = "SHARE", .is_real = TRUE });
  hd_structures_add (structures, plans);
  return structures;
}

/* A message of PLANS with the given datasets. Values are in no order, one unit is unknown and unused. */
static char *
plans_message (const char *datasets)
{
  return g_strdup_printf (
      "{\"meta\":{\"id\":\"P1\",\"prepared\":\"2026-11-22T06:12:00+07:00\"},\"x-ours\":1,\"data\":{"
      "\"structures\":[{\"links\":[{\"rel\":\"dataflow\",\"urn\":"
      "\"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=HD:PLANS(1.0.0)\"}],"
      "\"dimensions\":{\"series\":[{\"id\":\"UNIT\",\"values\":[{\"id\":\"15BB\"},{\"id\":\"03CC\"}"
      ","
      "{\"id\":\"99ZZ\"}]}],\"observation\":[{\"id\":\"TIME_PERIOD\",\"values\":[{\"id\":\"2026\"},"
      "{\"id\":\"2025\"}]}]},"
      "\"measures\":{\"observation\":[{\"id\":\"SHARE\"},{\"id\":\"AMOUNT\"}]},"
      "\"attributes\":{\"dataSet\":[{\"id\":\"EXTRACTED_AT\"}],\"series\":[],\"observation\":["
      "{\"id\":\"OBS_STATUS\",\"values\":[{\"id\":\"A\"},{\"id\":\"P\"}]},{\"id\":\"EXTRACTED_AT\"}"
      "]}}],"
      "\"dataSets\":[%s]}}",
      datasets);
}

static void
test_own_form (void)
{
  g_autofree char *text = plans_message (
      "{\"structure\":0,\"action\":\"Replace\",\"attributes\":[\"2026-01-02T00:00:00Z\"],"
      "\"series\":{"
      "\"1\":{\"observations\":{\"0\":[0.5,9007199254740993,1,\"2026-02-01T00:00:00Z\"],"
      "\"1\":[null,\"9223372036854775807\"]}}}},"
      "{\"structure\":0,\"action\":\"Delete\",\"series\":{\"0\":{},\"1\":{\"observations\":{\"1\":"
      "null}}}}");
  g_autoptr (HdStructures) structures = make_structures ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message = read_text (text, structures, NULL, &error);
  const HdRows *rows;

  g_assert_no_error (error);
  g_assert_cmpstr (message->id, ==, "P1");
  g_assert_cmpint (message->prepared, ==, G_GINT64_CONSTANT (1795302720));
  g_assert_cmpuint (message->parts->len, ==, 2);
  rows = message->parts->pdata[0];
  g_assert_cmpuint (rows->n_rows, ==, 2);
  g_assert_cmpint (rows->action[0], ==, HD_ACTION_REPLACE);
  g_assert_cmpint (rows->values[0][0].i, ==, G_GINT64_CONSTANT (9007199254740993));
  g_assert_true (rows->values[1][0].d == 0.5);
  g_assert_cmpint (rows->status[0], ==, HD_STATUS_PROVISIONAL);
  g_assert_cmpint (rows->known_from[0], ==, G_GINT64_CONSTANT (1769904000));
  g_assert_cmpint (rows->values[0][1].i, ==, G_MAXINT64);
  g_assert_true (isnan (rows->values[1][1].d));
  g_assert_cmpint (rows->status[1], ==, HD_STATUS_NORMAL);
  g_assert_cmpint (rows->known_from[1], ==, G_GINT64_CONSTANT (1767312000));
  g_assert_cmpint (rows->day[1], ==, hd_day_from_ymd (2025, 1, 1));
  rows = message->parts->pdata[1];
  g_assert_cmpuint (rows->n_rows, ==, 2);
  g_assert_cmpint (rows->action[0], ==, HD_ACTION_DELETE);
  g_assert_cmpint (rows->day[0], ==, HD_DAY_NONE);
  g_assert_cmpstr (code_of (rows, "UNIT", 0), ==, "15BB");
  g_assert_cmpint (rows->day[1], ==, hd_day_from_ymd (2025, 1, 1));
  g_assert_cmpint (rows->known_from[1], ==, message->prepared);
}

/* A message of PLANS with two dimensions of series, attributes of groups, and defaults. */
static const char grouped[]
    = "{\"data\":{\"structures\":[{\"links\":[{\"rel\":\"datastructure\",\"urn\":"
      "\"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=HD:DSD_PLANS(4.2.0)\"}],"
      "\"dimensions\":{\"series\":[{\"id\":\"UNIT\",\"values\":[{\"id\":\"03CC\"},{\"id\":\"15BB\"}"
      "]}],"
      "\"observation\":[{\"id\":\"TIME_PERIOD\",\"values\":[{\"id\":\"2025\"},{\"id\":\"2026\"}]}]}"
      ","
      "\"measures\":{\"observation\":[{\"id\":\"AMOUNT\"},{\"id\":\"SHARE\"}]},"
      "\"attributes\":{\"dimensionGroup\":[{\"id\":\"TITLE\"},{\"id\":\"OBS_STATUS\",\"default\":"
      "\"E\","
      "\"values\":[{\"id\":\"P\"},{\"id\":\"M\"}]},{\"id\":\"EXTRACTED_AT\"}],"
      "\"observation\":[{\"id\":\"REMARK\"},{\"id\":\"OBS_STATUS\",\"values\":[{\"id\":\"C\"}]}]}}]"
      ","
      "\"dataSets\":[{\"validFrom\":\"2026-03-01T00:00:00Z\",\"dimensionGroupAttributes\":{"
      "\":1\":[{\"vi\":\"a\",\"en\":\"b\"},[0,1],\"2026-04-01T00:00:00Z\"],\"1:1\":[null,1],\"0:\":"
      "[\"x\"]},"
      "\"series\":{\"0\":{\"observations\":{\"0\":[[1],0.5],\"1\":[2,0.5,{\"en\":\"said\"},0]}},"
      "\"1\":{\"observations\":{\"0\":[3,0.5],\"1\":[4,0.5]}}}}]}}";

static void
test_groups (void)
{
  static const HdStatus statuses[]
      = { HD_STATUS_ESTIMATED, HD_STATUS_CONFIDENTIAL, HD_STATUS_ESTIMATED, HD_STATUS_MISSING };
  g_autoptr (HdStructures) structures = make_structures ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message = NULL;
  const HdRows *rows;

  hd_structures_add_alias (structures, "datastructure", "DSD_PLANS",
                           hd_structures_find (structures, "PLANS"));
  message = read_text (grouped, structures, NULL, &error);
  g_assert_no_error (error);
  rows = message->parts->pdata[0];
  g_assert_cmpuint (rows->n_rows, ==, 4);
  for (guint row = 0; row < 4; row++)
    {
      g_assert_cmpint (rows->values[0][row].i, ==, row + 1);
      g_assert_cmpint (rows->status[row], ==, statuses[row]);
      /* 2026 is of a group that says since when; the dataset says it of the rest. */
      g_assert_cmpint (rows->known_from[row], ==,
                       row % 2 == 1 ? G_GINT64_CONSTANT (1775001600)
                                    : G_GINT64_CONSTANT (1772323200));
    }
}

/* What is deleted is the lowest level that is named. */
static void
test_deletes (void)
{
  static const struct
  {
    const char *dataset;
    guint n_rows;
    gboolean is_any_unit, is_any_day; /* of the first row */
  } rows[] = {
    { "{\"action\":\"Delete\"}", 1, TRUE, TRUE },
    { "{\"action\":\"Delete\",\"series\":{}}", 0, FALSE, FALSE },
    { "{\"action\":\"Delete\",\"series\":{\"\":{\"observations\":{\"0\":[]}}}}", 1, TRUE, FALSE },
    { "{\"action\":\"Delete\",\"series\":{\"0\":{\"observations\":{\"\":null}}}}", 1, FALSE, TRUE },
    { "{\"action\":\"Delete\",\"series\":{\"0\":{\"observations\":{\"0\":[\"-\",\"-\"]}}}}", 1,
      FALSE, FALSE },
    { "{\"action\":\"Delete\",\"series\":{\"0\":{\"observations\":{\"0\":[null,null,0]}}}}", 0,
      FALSE, FALSE },
    { "{\"action\":\"Delete\",\"series\":{\"0\":{\"observations\":{\"0\":[1]}}}}", 1, FALSE,
      FALSE },
    { "{\"action\":\"Delete\",\"series\":{\"~\":{\"observations\":{\"0\":[]}}}}", 0, FALSE, FALSE },
  };
  g_autoptr (HdStructures) structures = make_structures ();

  for (guint at = 0; at < G_N_ELEMENTS (rows); at++)
    {
      g_autofree char *text = plans_message (rows[at].dataset);
      g_autoptr (GError) error = NULL;
      g_autoptr (HdMessage) message = read_text (text, structures, NULL, &error);
      const HdRows *found;

      g_assert_no_error (error);
      g_assert_cmpuint (hd_sdmx_message_count (message), ==, rows[at].n_rows);
      if (rows[at].n_rows == 0)
        continue;
      found = message->parts->pdata[0];
      g_assert_cmpint (found->action[0], ==, HD_ACTION_DELETE);
      g_assert_cmpint (found->codes[0][0] == HD_CODE_NONE, ==, rows[at].is_any_unit);
      g_assert_cmpint (found->day[0] == HD_DAY_NONE, ==, rows[at].is_any_day);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *datasets;
    int code;
    const char *part;
  } rows[] = {
    { "{\"series\":{\"2\":{\"observations\":{\"0\":[1,1]}}}}", HD_FEED_ERROR_SCHEMA,
      "UNIT has no code “99ZZ”" },
    { "{\"series\":{\"3\":{\"observations\":{\"0\":[1,1]}}}}", HD_FEED_ERROR_SCHEMA,
      "the index “3”" },
    { "{\"series\":{\"0:0\":{\"observations\":{\"0\":[1,1]}}}}", HD_FEED_ERROR_SCHEMA, "parts" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":[1,9223372036854775808]}}}}",
      HD_FEED_ERROR_SYNTAX, "AMOUNT: “9223372036854775808” is beyond 64 bits" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":[1,1.5]}}}}", HD_FEED_ERROR_SYNTAX,
      "whole number" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":[1,true]}}}}", HD_FEED_ERROR_SYNTAX, "AMOUNT" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":7}}}}", HD_FEED_ERROR_SYNTAX, "not an array" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":[1,1,0,\"today\"]}}}}", HD_FEED_ERROR_SYNTAX,
      "EXTRACTED_AT" },
    { "{\"series\":{\"0\":{\"observations\":{\"0\":[1,[1,2]]}}}}", HD_FEED_ERROR_SYNTAX,
      "AMOUNT: not one value" },
    { "{\"structure\":1,\"series\":{}}", HD_FEED_ERROR_SCHEMA, "not in the message" },
    { "{\"action\":\"Mend\",\"series\":{}}", HD_FEED_ERROR_SYNTAX, "not an action" },
  };
  g_autoptr (HdStructures) structures = make_structures ();

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *text = plans_message (rows[row].datasets);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (text, structures, NULL, &error));
      g_assert_error (error, HD_FEED_ERROR, rows[row].code);
      g_assert_true (g_str_has_prefix (error->message, "line 1, column "));
      if (strstr (error->message, rows[row].part) == NULL)
        g_error ("“%s” does not say “%s”", error->message, rows[row].part);
    }
}

static void
test_not_data (void)
{
  static const struct
  {
    const char *text;
    int code;
  } rows[] = {
    { "{}", HD_FEED_ERROR_SCHEMA },
    { "[]", HD_FEED_ERROR_SCHEMA },
    { "{\"errors\":[{\"code\":404,\"title\":\"no such data\"}]}", HD_FEED_ERROR_SCHEMA },
    { "{\"data\":{\"structures\":[{}],\"dataSets\":[{\"structure\":0}]}}", HD_FEED_ERROR_SCHEMA },
    { "{\"data\":{\"dataSets\":[", HD_FEED_ERROR_TRUNCATED },
    { "<html></html>", HD_FEED_ERROR_SYNTAX },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr (HdStructures) own = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (rows[row].text, NULL, &own, &error));
      g_assert_error (error, HD_FEED_ERROR, rows[row].code);
    }
}

/* Every action by its name; what is absent is a merge, as in 1.0, where "Information" is one. */
static void
test_actions (void)
{
  static const struct
  {
    const char *said;
    int action;
  } rows[] = {
    { "\"action\":\"Information\",", HD_ACTION_MERGE },
    { "\"action\":\"Append\",", HD_ACTION_MERGE },
    { "\"action\":\"Merge\",", HD_ACTION_MERGE },
    { "\"action\":\"Replace\",", HD_ACTION_REPLACE },
    { "\"action\":\"Delete\",", HD_ACTION_DELETE },
    { "", HD_ACTION_MERGE },
  };
  g_autoptr (HdStructures) structures = make_structures ();

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *dataset = g_strdup_printf (
          "{%s\"series\":{\"1\":{\"observations\":{\"0\":[0.5,7]}}}}", rows[row].said);
      g_autofree char *text = plans_message (dataset);
      g_autoptr (GError) error = NULL;
      g_autoptr (HdMessage) message = read_text (text, structures, NULL, &error);
      const HdRows *found;

      g_assert_no_error (error);
      found = message->parts->pdata[0];
      g_assert_cmpuint (found->n_rows, ==, 1);
      g_assert_cmpint (found->action[0], ==, rows[row].action);
    }
}

/* Two structures and three datasets, of 2.1 by what the message says of itself: each dataset is of the structure
 * that it names, one flat and one as series, and the parts come in the order of the message. */
static const char several[]
    = "{\"meta\":{\"schema\":\"https://json.sdmx.org/2.1.0/"
      "sdmx-json-data-schema.json\",\"id\":\"S\","
      "\"prepared\":\"2026-11-22T06:12:00+07:00\",\"contentLanguages\":[\"vi\",\"en\"]},\"data\":{"
      "\"structures\":[{\"links\":[{\"rel\":\"dataflow\",\"urn\":"
      "\"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=HD:PLANS(1.0.0)\"}],\"dimensions\":{"
      "\"series\":[{\"id\":\"UNIT\",\"values\":[{\"id\":\"03CC\",\"name\":\"Cửa khẩu\",\"names\":"
      "{\"vi\":\"Cửa "
      "khẩu\",\"en\":\"Gate\"}}]}],\"observation\":[{\"id\":\"TIME_PERIOD\",\"values\":"
      "[{\"id\":\"2026\"}]}]},\"measures\":{\"observation\":[{\"id\":\"AMOUNT\"},{\"id\":\"SHARE\"}"
      "]},"
      "\"attributes\":{\"observation\":[]}},{\"links\":[{\"rel\":\"dataflow\",\"urn\":"
      "\"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=HD:DEBTS(1.0.0)\"}],\"dimensions\":{"
      "\"observation\":[{\"id\":\"TAX\",\"values\":[{\"id\":\"VA\"},{\"id\":\"NK\"}]},"
      "{\"id\":\"TIME_PERIOD\",\"values\":[{\"id\":\"2025\"},{\"id\":\"2026\"}]}]},"
      "\"measures\":{\"observation\":[{\"id\":\"VALUE\"}]},\"attributes\":{\"observation\":["
      "{\"id\":\"NOTE\"}]}}],\"dataSets\":["
      "{\"structure\":1,\"action\":\"Delete\",\"observations\":{\"0:\":null}},"
      "{\"structure\":0,\"action\":\"Replace\",\"series\":{\"0\":{\"observations\":{\"0\":[\"7\","
      "null]}}}},"
      "{\"structure\":1,\"action\":\"Replace\",\"observations\":{\"1:1\":[-5,[{\"vi\":\"a\"},\"b\"]"
      "],"
      "\"0:0\":[\"NaN\"]}}]}}";

static void
test_several (void)
{
  static const char *const parts[] = { "DEBTS", "PLANS", "DEBTS" };
  g_autoptr (HdStructures) structures = make_structures ();
  g_autoptr (HdStructure) debts = hd_structure_new ("HD", "DEBTS", "1.0.0");
  g_autoptr (HdCodeList) taxes = hd_code_list_new ("TAX");
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message = NULL;
  const HdRows *rows;

  hd_structure_set_time (debts, HD_GRAIN_YEAR, 1);
  hd_code_list_add (taxes, &(HdCodeInfo){ .id = "NK", .parent = HD_CODE_NONE });
  hd_code_list_add (taxes, &(HdCodeInfo){ .id = "VA", .parent = HD_CODE_NONE });
  hd_structure_add_dimension (debts, &(HdDimension){ .id = "TAX", .codes = taxes });
  hd_structure_add_measure (debts, &(HdMeasure){ .id = "VALUE", .unit = "VND" });
  hd_structures_add (structures, debts);
  message = read_text (several, structures, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (message->parts->len, ==, G_N_ELEMENTS (parts));
  for (guint part = 0; part < message->parts->len; part++)
    {
      rows = message->parts->pdata[part];
      g_assert_cmpstr (hd_structure_get_id (rows->structure), ==, parts[part]);
    }
  rows = message->parts->pdata[0];
  g_assert_cmpuint (rows->n_rows, ==, 1);
  g_assert_cmpint (rows->action[0], ==, HD_ACTION_DELETE);
  g_assert_cmpstr (code_of (rows, "TAX", 0), ==, "VA");
  g_assert_cmpint (rows->day[0], ==, HD_DAY_NONE);
  rows = message->parts->pdata[1];
  g_assert_cmpint (rows->values[0][0].i, ==, 7);
  g_assert_true (hd_rows_is_missing (rows, 1, 0));
  rows = message->parts->pdata[2];
  g_assert_cmpuint (rows->n_rows, ==, 2);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      gboolean is_debt = strcmp (code_of (rows, "TAX", row), "NK") == 0;

      g_assert_cmpint (rows->day[row], ==, hd_day_from_ymd (is_debt ? 2026 : 2025, 1, 1));
      g_assert_cmpint (hd_rows_is_missing (rows, 0, row), ==, !is_debt);
      g_assert_true (!is_debt || rows->values[0][row].i == -5);
    }
}

/* A dataset that nobody told us of is refused, unless its own structure is asked for. */
static void
test_unknown (void)
{
  g_autofree char *text = plans_message ("{\"series\":{}}");
  g_autoptr (HdStructures) none = hd_structures_new (), own = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message = NULL;

  g_assert_null (read_text (text, none, NULL, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA);
  g_clear_error (&error);
  message = read_text (text, none, &own, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hd_structures_find (own, "PLANS"));
  g_assert_cmpint (hd_structure_get_grain (hd_structures_get (own, 0)), ==, HD_GRAIN_YEAR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sdmx-json/exchange-rates", test_exchange_rates);
  g_test_add_func ("/data/sdmx-json/oecd", test_oecd);
  g_test_add_func ("/data/sdmx-json/own-form", test_own_form);
  g_test_add_func ("/data/sdmx-json/groups", test_groups);
  g_test_add_func ("/data/sdmx-json/deletes", test_deletes);
  g_test_add_func ("/data/sdmx-json/refused", test_refused);
  g_test_add_func ("/data/sdmx-json/not-data", test_not_data);
  g_test_add_func ("/data/sdmx-json/actions", test_actions);
  g_test_add_func ("/data/sdmx-json/several", test_several);
  g_test_add_func ("/data/sdmx-json/unknown", test_unknown);
  return g_test_run ();
}
