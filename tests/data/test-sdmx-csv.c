/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SDMX-CSV: the specification's samples, every header form, refusals with their place, any chunking.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-sdmx-csv.h"

#include <math.h>
#include <string.h>

#define KNOWN_FROM G_GINT64_CONSTANT (1790000000)

static void
add_dimension (HdStructure *structure, const char *id, const char *const *codes)
{
  g_autoptr (HdCodeList) list = hd_code_list_new (id);
  HdDimension dimension = { id, NULL, NULL, list };

  for (guint at = 0; codes != NULL && codes[at] != NULL; at++)
    hd_code_list_add (list, &(HdCodeInfo){ .id = codes[at], .parent = HD_CODE_NONE });
  if (codes != NULL)
    hd_code_list_close (list);
  hd_structure_add_dimension (structure, &dimension);
}

/* REVENUE as our own feeds have it, monthly STOCKS on the reporting calendar, and the sample's NA_MAIN. */
static HdStructures *
make_structures (void)
{
  static const char *const units[] = { "03CC", "15BB", "a long code, of an office", NULL };
  static const char *const taxes[] = { "VA", "NK", "_T", NULL };
  static const char *const samples[] = { "NA_MAIN", "DF_NA_MAIN", "DSD_NA_MAIN", "DPA_NA_MAIN" };
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) revenue = hd_structure_new ("HD", "REVENUE", "1.0.0");
  g_autoptr (HdStructure) stocks = hd_structure_new ("HD", "STOCKS", "1.0.0");

  hd_structure_set_time (revenue, HD_GRAIN_DAY, 1);
  add_dimension (revenue, "UNIT", units);
  add_dimension (revenue, "TAX", taxes);
  hd_structure_add_measure (revenue, &(HdMeasure){ .id = "ASSESSED", .unit = "VND" });
  hd_structure_add_measure (revenue, &(HdMeasure){ .id = "COLLECTED", .unit = "VND" });
  hd_structure_add_attribute (revenue, "OBS_STATUS");
  hd_structure_add_attribute (revenue, "SOURCE_ROWS");
  hd_structures_add (structures, revenue);
  hd_structures_add_alias (structures, "datastructure", "DSD_REVENUE", revenue);
  hd_structures_add_alias (structures, "dataprovision", "FROM_KTT", revenue);
  hd_structure_set_time (stocks, HD_GRAIN_MONTH, 15);
  add_dimension (stocks, "UNIT", NULL);
  hd_structure_add_measure (stocks, &(HdMeasure){ .id = "VALUE", .is_real = TRUE });
  hd_structures_add (structures, stocks);
  for (guint sample = 0; sample < G_N_ELEMENTS (samples); sample++)
    {
      g_autoptr (HdStructure) main = hd_structure_new ("ESTAT", samples[sample], "1.6.0");

      hd_structure_set_time (main, HD_GRAIN_SPAN, 1);
      add_dimension (main, "DIM_1", NULL);
      add_dimension (main, "DIM_2", NULL);
      add_dimension (main, "DIM_3", NULL);
      hd_structure_add_measure (main, &(HdMeasure){ .id = "OBS_VALUE", .is_real = TRUE });
      hd_structures_add (structures, main);
    }
  return structures;
}

static HdMessage *
read_in (HdStructures *structures, const char *text, gsize length, gsize chunk, GError **error)
{
  g_autoptr (HdSdmxCsvReader) reader = hd_sdmx_csv_reader_new (structures, KNOWN_FROM);

  for (gsize at = 0; at < length; at += chunk)
    if (!hd_sdmx_csv_reader_push (reader, text + at, MIN (chunk, length - at), error))
      return NULL;
  return hd_sdmx_csv_reader_finish (reader, error);
}

static HdMessage *
read_text (const char *text, GError **error)
{
  g_autoptr (HdStructures) structures = make_structures ();

  return read_in (structures, text, strlen (text), G_MAXSIZE, error);
}

/* Every row as a line of text, to compare what was read. */
static char *
describe (HdMessage *message)
{
  GString *text = g_string_new (NULL);

  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];

      for (guint row = 0; row < rows->n_rows; row++)
        {
          g_string_append_printf (text, "%s %c", hd_structure_get_id (rows->structure),
                                  "MRD"[rows->action[row]]);
          for (guint at = 0; at < hd_structure_get_n_dimensions (rows->structure); at++)
            {
              HdCode code = rows->codes[at][row];
              const HdDimension *dimension = hd_structure_get_dimension (rows->structure, at);

              g_string_append_printf (
                  text, " %s",
                  code == HD_CODE_NONE ? "*" : hd_code_list_get (dimension->codes, code)->id);
            }
          g_string_append_printf (text, " @%d", rows->day[row]);
          for (guint at = 0; at < hd_structure_get_n_measures (rows->structure); at++)
            {
              HdNumber value = rows->values[at][row];

              if (hd_rows_is_missing (rows, at, row))
                g_string_append (text, " -");
              else if (hd_structure_get_measure (rows->structure, at)->is_real)
                g_string_append_printf (text, " %.17g", value.d);
              else
                g_string_append_printf (text, " %" G_GINT64_FORMAT, value.i);
            }
          g_string_append_printf (text, " s%d k%" G_GINT64_FORMAT "\n", rows->status[row],
                                  rows->known_from[row] - KNOWN_FROM);
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_reads (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message = read_text (text, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = describe (message);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_refused (const char *text, int code, const char *begin)
{
  g_autoptr (GError) error = NULL;
  HdMessage *message = read_text (text, &error);

  g_assert_null (message);
  g_assert_error (error, HD_FEED_ERROR, code);
  if (!g_str_has_prefix (error->message, begin))
    g_error ("“%s” does not begin with “%s”", error->message, begin);
}

/* The samples say the same two observations in ten forms. */
static void
test_samples (void)
{
  static const struct
  {
    const char *name, *expected;
  } rows[] = {
    { "01",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02 @0 10.800000000000001 s0 k0\n" },
    { "02", "NA_MAIN M A B 2014-01 @0 - s0 k0\nNA_MAIN M A B 2014-02 @0 - s0 k0\n" },
    { "03", "NA_MAIN M A B 2014-01 @0 - s0 k0\nNA_MAIN M A B 2014-02 @0 - s0 k0\n" },
    { "04",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02 @0 10.800000000000001 s0 k0\n" },
    { "05", "NA_MAIN M A B 2014-01-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02-01 @0 "
            "10.800000000000001 s0 k0\n" },
    { "06",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02 @0 10.800000000000001 s0 k0\n" },
    { "07",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02 @0 10.800000000000001 s0 k0\n" },
    { "08",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN M A B 2014-02 @0 10.800000000000001 s0 k0\n" },
    { "09A",
      "DF_NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nDSD_NA_MAIN M A B 2014-02 @0 10.800000000000001 "
      "s0 k0\nDPA_NA_MAIN M A B 2014-03 @0 11.199999999999999 s0 k0\n" },
    { "10",
      "NA_MAIN M A B 2014-01 @0 12.4 s0 k0\nNA_MAIN R A B 2014-02 @0 10.800000000000001 s0 k0\n" },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *name = g_strdup_printf ("v3_csv_example-%s.csv", rows[row].name);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx", name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_file_get_contents (path, &text, NULL, &error);
      g_assert_no_error (error);
      assert_reads (text, rows[row].expected);
    }
}

#define HEADER                                                                                     \
  "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,TIME_PERIOD,ASSESSED,COLLECTED,OBS_STATUS,EXTRACTED_"    \
  "AT\n"
#define LINE "dataflow,HD:REVENUE(1.0.0),"

static void
test_forms (void)
{
  /* BOM, CRLF, quotes with the separator, a doubled quote and a line end inside, no last line end. */
  assert_reads (
      "\xEF\xBB\xBFSTRUCTURE,STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED,ASSESSED,REMARK\r\n" LINE
      "\"a long code, of an office\",VA,2026-01-02,9007199254740993,-5,\"a \"\"b\"\",\r\nc\"\r\n"
      "\r\n" LINE "03CC,_T,2026-01-03,0,,",
      "REVENUE M a long code, of an office VA @20455 -5 9007199254740993 s0 k0\n"
      "REVENUE M 03CC _T @20456 - 0 s0 k0\n");
  /* Semicolons and a decimal comma; open lists grow; the reporting month begins on the 15th before. */
  assert_reads ("STRUCTURE[|];STRUCTURE_ID;UNIT: Unit;TIME_PERIOD: Time;VALUE: Value\n"
                "dataflow;HD:STOCKS(1.0.0): Stocks;A: Alpha;2026-11: 2026-11;12,5\n"
                "dataflow;HD:STOCKS(1.0.0): Stocks;B: Beta;2026-M12;1.25\n",
                "STOCKS M A @20741 12.5 s0 k0\nSTOCKS M B @20772 1.25 s0 k0\n");
  /* Actions, statuses and vintages. */
  assert_reads (HEADER LINE "R,03CC,VA,2026-01-02,1,2,P,2026-09-21T14:13:30Z\n" LINE
                            "D,,VA,,,,,2026-09-21T21:13:30+07:00\n" LINE
                            "M,15BB,NK,2026-01-02,NaN,#N/A,M,2026-09-21T14:13:20.5Z\n" LINE
                            "I,15BB,NK,2026-01-02,7,,,\n",
                "REVENUE R 03CC VA @20455 1 2 s1 k10\nREVENUE D * VA @-2147483648 - - s0 k10\n"
                "REVENUE R 15BB NK @20455 - - s3 k0\nREVENUE M 15BB NK @20455 7 - s0 k0\n");
  /* Rows that only carry attributes of a whole series are none of ours. */
  assert_reads (HEADER LINE "M,03CC,VA,~,,,,\n" LINE "M,03CC,,,,,P,\n", "");
  /* Several structures in one message: a part each. */
  assert_reads ("STRUCTURE,STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED,VALUE\n" LINE
                "03CC,VA,2026-01-02,1,\ndataflow,HD:STOCKS(1.0.0),A,,2026-11,,2\n" LINE
                "03CC,VA,2026-01-03,3,\n",
                "REVENUE M 03CC VA @20455 - 1 s0 k0\nREVENUE M 03CC VA @20456 - 3 s0 k0\n"
                "STOCKS M A @20741 2 s0 k0\n");
  assert_reads (HEADER, "");
}

/* A deletion is of the lowest level that its row names; what is switched off is no wildcard. */
static void
test_deletes (void)
{
  assert_reads (HEADER LINE "D,03CC,,2026-01-02,,,,\n" LINE "D,,,,,,,\n",
                "REVENUE D 03CC * @20455 - - s0 k0\nREVENUE D * * @-2147483648 - - s0 k0\n");
  assert_reads (HEADER LINE "D,03CC,VA,2026-01-02,-,-,,\n", "REVENUE D 03CC VA @20455 0 0 s0 k0\n");
  /* Attributes only: of the observation, of the series, of a group. */
  assert_reads (HEADER LINE "D,03CC,VA,2026-01-02,,,-,\n" LINE "D,03CC,~,2026-01-02,,,,\n" LINE
                            "D,,VA,~,,,-,\n",
                "");
  assert_reads ("STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,TIME_PERIOD,SOURCE_ROWS,REMARK\n" LINE
                "D,03CC,VA,2026-01-02,-,\n" LINE "D,03CC,VA,2026-01-03,,a custom column\n",
                "REVENUE D 03CC VA @20456 - - s0 k0\n");
  /* By its data structure, and without a single dimension: all of it. */
  assert_reads ("STRUCTURE,STRUCTURE_ID,ACTION\ndatastructure,HD:DSD_REVENUE(7.0.0),D\n",
                "REVENUE D * * @-2147483648 - - s0 k0\n");
  /* Some measures only, of one observation and of a series. */
  assert_reads (HEADER LINE "D,03CC,VA,2026-01-02,-,,,\n" LINE "D,03CC,,,,-,,\n",
                "REVENUE D 03CC VA @20455 0 - s0 k0\nREVENUE D 03CC * @-2147483648 - 0 s0 k0\n");
  /* A merge that says of one measure that it is missing leaves the other, or gives it. */
  assert_reads (HEADER LINE "M,03CC,VA,2026-01-02,NaN,,,\n" LINE "M,03CC,VA,2026-01-03,#N/A,7,P,\n",
                "REVENUE D 03CC VA @20455 0 - s0 k0\nREVENUE M 03CC VA @20455 - - s0 k0\n"
                "REVENUE R 03CC VA @20456 - 7 s1 k0\n");
  assert_refused (HEADER LINE "D,03CC,~,2026-02-01,-,-,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 35: a value without");
}

/* Several values in a cell, names in columns of their own, aliases of the dataset. */
static void
test_columns (void)
{
  assert_reads ("STRUCTURE[;],STRUCTURE_ID,UNIT: Unit,TAX: Tax,TIME_PERIOD,COLLECTED: Collected,"
                "OBS_STATUS[]: Status,REMARK[vi;en]\n" LINE
                "03CC: Port,VA: Tax: a kind,2026-01-02,1,P: Provisional;A: Normal,vi:a;en:b\n",
                "REVENUE M 03CC VA @20455 - 1 s1 k0\n");
  /* The name of TAX is what another component is called. */
  assert_reads (
      "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,UNIT,Unit,TAX,COLLECTED,TIME_PERIOD,Day,"
      "COLLECTED,Collected\n" LINE "Revenue,R,03CC,Port,VA,Value added,2026-01-02,,7,\n",
      "REVENUE R 03CC VA @20455 - 7 s0 k0\n");
  assert_reads ("STRUCTURE,STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED\n"
                "datastructure,HD:DSD_REVENUE(1.4.0),03CC,VA,2026-01-02,1\n"
                "dataprovision,HD:FROM_KTT(1.0.0),03CC,VA,2026-01-03,2\n" LINE
                "03CC,VA,2026-01-04,3\n",
                "REVENUE M 03CC VA @20455 - 1 s0 k0\nREVENUE M 03CC VA @20456 - 2 s0 k0\n"
                "REVENUE M 03CC VA @20457 - 3 s0 k0\n");
  /* Several data structures, each with its own columns (9-B of the field guide). */
  assert_reads ("STRUCTURE;STRUCTURE_ID;UNIT;TIME_PERIOD;TAX;VALUE;COLLECTED\n"
                "dataflow;HD:STOCKS(1.0.0);A;2026-11;;0,5;\n"
                "dataflow;HD:REVENUE(1.0.0);03CC;2026-01-02;VA;;5\n",
                "STOCKS M A @20741 0.5 s0 k0\nREVENUE M 03CC VA @20455 - 5 s0 k0\n");
  assert_refused ("STRUCTURE,STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED,TAX\n",
                  HD_FEED_ERROR_SYNTAX, "line 1, column 55: there are two columns");
  assert_refused ("STRUCTURE,STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED\n"
                  "datastructure,HD:DSD_OTHER(1.4.0),03CC,VA,2026-01-02,1\n",
                  HD_FEED_ERROR_SCHEMA, "line 2, column 15: no structure is known");
}

static void
test_refused (void)
{
  assert_refused ("", HD_FEED_ERROR_TRUNCATED, "line 1, column 1:");
  assert_refused ("day,value\n1,2\n", HD_FEED_ERROR_SYNTAX,
                  "line 1, column 1: this is not SDMX-CSV");
  assert_refused ("<html>\n", HD_FEED_ERROR_SYNTAX, "line 1, column 1: this is not SDMX-CSV");
  assert_refused (HEADER LINE "R,03CC,VA\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 35: 5 fields where the header has 10");
  assert_refused (HEADER "dataflow,HD:NONE(1.0),R,03CC,VA,2026-01-02,1,2,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 10: no structure is known");
  assert_refused (HEADER "dataflow,HD:REVENUE(2.0),R,03CC,VA,2026-01-02,1,2,,\n",
                  HD_FEED_ERROR_SCHEMA, "line 2, column 10: HD:REVENUE(2.0) is not");
  assert_refused (HEADER LINE "X,03CC,VA,2026-01-02,1,2,,\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 28: ACTION");
  assert_refused (HEADER LINE "R,03CX,VA,2026-01-02,1,2,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 30: UNIT has no code “03CX”");
  assert_refused (HEADER LINE "R,03CC\t,VA,2026-01-02,1,2,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 30: UNIT has no code");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02-30,1,2,,\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 38: “2026-02-30” is not a period");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02,1,2,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 38: “2026-02” is not a day");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02-01,x,2,,\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 49: ASSESSED: “x” is not a number");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02-01,1.5,2,,\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 49: ASSESSED: “1.5” is not a whole number");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02-01,1,9223372036854775808,,\n",
                  HD_FEED_ERROR_SYNTAX,
                  "line 2, column 51: COLLECTED: “9223372036854775808” is beyond 64 bits");
  assert_refused (HEADER LINE "R,03CC,VA,2026-02-01,1,2,,yesterday\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 54: EXTRACTED_AT");
  assert_refused (HEADER LINE "R,,VA,2026-02-01,1,2,,\n", HD_FEED_ERROR_SCHEMA,
                  "line 2, column 30: a value without all its dimensions");
  assert_refused (HEADER "\"x\ny\"," LINE "\n", HD_FEED_ERROR_SYNTAX,
                  "line 3, column 31: 4 fields");
  assert_refused (HEADER LINE "R,03\"CC,VA\n", HD_FEED_ERROR_SYNTAX,
                  "line 2, column 32: a stray quotation mark");
  assert_refused (HEADER LINE "R,\"03CC\"x,VA\n", HD_FEED_ERROR_SYNTAX, "line 2, column 36:");
  assert_refused (HEADER LINE "R,\"03CC,VA\n", HD_FEED_ERROR_TRUNCATED, "line 2, column 1:");
  assert_refused ("STRUCTURE,STRUCTURE_ID,UNIT,TIME_PERIOD,COLLECTED\n" LINE "03CC,2026-02-01,1\n",
                  HD_FEED_ERROR_SCHEMA, "line 2,");
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("STRUCTURE,STRUCTURE_ID");

  for (guint column = 0; column < 300; column++)
    g_string_append_printf (text, ",C%u", column);
  g_string_append (text, "\n");
  assert_refused (text->str, HD_FEED_ERROR_TOO_LARGE, "line 1, column ");
  g_string_assign (text, HEADER);
  for (guint at = 0; at < 100000; at++)
    g_string_append (text, "x");
  assert_refused (text->str, HD_FEED_ERROR_TOO_LARGE, "line 2, column 1: the line is too long");
  g_string_append (text, "\n");
  assert_refused (text->str, HD_FEED_ERROR_TOO_LARGE, "line 2, column 1: the line is too long");
  g_string_assign (text, HEADER "\"");
  for (guint at = 0; at < 300000; at++)
    g_string_append (text, "\n");
  assert_refused (text->str, HD_FEED_ERROR_TOO_LARGE, "line 2, column 1: the line is too long");
}

static const char *const chunked[] = {
  "\xEF\xBB\xBFSTRUCTURE[;],STRUCTURE_ID,UNIT,TAX,TIME_PERIOD,COLLECTED,REMARK\r\n" LINE
  "\"a long code, of an office\",VA,2026-01-02,1,\"a \"\"b\"\",\r\nc\n\"\r\n\r\n" LINE
  "03CC,_T,2026-01-03,22,\"\"\n" LINE "\"03CC\",NK,2026-01-04,333,\r\n" LINE
  "15BB,VA,2026-01-05,4,x",
  HEADER LINE "R,03CC,VA,2026-01-02,1,2,P,\n" LINE "R,03CC,VA,2026-01-32,1,2,P,\n",
  HEADER LINE "R,03CC,VA,2026-01-02,1,2,P,\"a\nb\"\n" LINE "R,03\"CC,VA\n",
  HEADER LINE "R,\"03CC,VA\n\n\n",
};

/* However the bytes arrive, the same is read, or the same is refused at the same place. */
static void
test_chunks (void)
{
  for (guint text = 0; text < G_N_ELEMENTS (chunked); text++)
    {
      gsize length = strlen (chunked[text]);
      g_autofree char *expected = NULL;

      for (gsize chunk = length; chunk > 0; chunk--)
        {
          g_autoptr (HdStructures) structures = make_structures ();
          g_autoptr (GError) error = NULL;
          g_autoptr (HdMessage) message
              = read_in (structures, chunked[text], length, chunk, &error);
          g_autofree char *found = message != NULL ? describe (message) : g_strdup (error->message);

          if (expected == NULL)
            expected = g_steal_pointer (&found);
          else
            g_assert_cmpstr (found, ==, expected);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sdmx-csv/samples", test_samples);
  g_test_add_func ("/data/sdmx-csv/forms", test_forms);
  g_test_add_func ("/data/sdmx-csv/deletes", test_deletes);
  g_test_add_func ("/data/sdmx-csv/columns", test_columns);
  g_test_add_func ("/data/sdmx-csv/refused", test_refused);
  g_test_add_func ("/data/sdmx-csv/bounds", test_bounds);
  g_test_add_func ("/data/sdmx-csv/chunks", test_chunks);
  return g_test_run ();
}
