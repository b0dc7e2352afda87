/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SDMX-JSON structure messages: the specification's sample, our annotations, hierarchies, refusals.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-sdmx-structure.h"
#include "hd-sdmx-version.h"

#include <math.h>
#include <string.h>

static HdStructures *
parse (const char *text, GError **error)
{
  return hd_sdmx_structure_parse (text, strlen (text), error);
}

static void
test_sample (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx",
                                                 "v3_json_structure_constructed-sample.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = NULL;
  const HdDimension *currency, *denominator;
  HdStructure *exr;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  structures = parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hd_structures_get_n (structures), ==, 1);
  exr = hd_structures_find (structures, "EXR");
  g_assert_cmpstr (hd_structure_get_agency (exr), ==, "ECB");
  g_assert_cmpstr (hd_structure_get_version (exr), ==, "1.0");
  g_assert_cmpstr (hd_structure_get_name (exr, "en"), ==, "Exchange Rates");
  g_assert_cmpuint (hd_structure_get_n_dimensions (exr), ==, 5);
  currency = hd_structure_get_dimension (exr, 1);
  denominator = hd_structure_get_dimension (exr, 2);
  g_assert_cmpstr (currency->id, ==, "CURRENCY");
  g_assert_true (currency->codes == denominator->codes);
  g_assert_cmpuint (hd_code_list_get_n (currency->codes), ==, 2);
  g_assert_cmpuint (hd_code_list_get (currency->codes, 1)->parent, ==, 0);
  g_assert_true (hd_code_list_is_closed (currency->codes));
  g_assert_cmpuint (hd_structure_get_n_measures (exr), ==, 1);
  g_assert_cmpstr (hd_structure_get_measure (exr, 0)->id, ==, "OBS_VALUE");
  g_assert_true (hd_structure_get_measure (exr, 0)->is_real);
  g_assert_true (hd_structure_has_attribute (exr, "OBS_CONF"));
  g_assert_cmpint (hd_structure_get_grain (exr), ==, HD_GRAIN_SPAN);
}

#define CODE_URN "urn:sdmx:org.sdmx.infomodel.codelist.Code=HD:CL_UNIT(1.0.0)."
#define CONCEPT_URN "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=HD:CONCEPTS(1.0.0)."

static const char small[]
    = "{\"meta\":{\"id\":\"M1\",\"prepared\":\"2026-11-22T06:12:00+07:00\"},\"data\":{"
      "\"dataflows\":[{\"id\":\"VIOLATIONS\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"names\":{\"vi\":\"Vi phạm\",\"en\":\"Violations\"},"
      "\"structure\":\"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=HD:DSD_V(1.0.0)\"}],"
      "\"dataStructures\":[{\"id\":\"DSD_V\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"M\"},"
      "{\"type\":\"MONTH_START_DAY\",\"value\":\"15\"},"
      "{\"type\":\"NOTE\",\"texts\":{\"vi\":\"dữ liệu mẫu\",\"en\":\"sample data\"}}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":["
      "{\"id\":\"DURATION\",\"position\":2,\"localRepresentation\":{\"enumeration\":"
      "\"urn:sdmx:org.sdmx.infomodel.codelist.Codelist=HD:DURATION(1.0.0)\"}},"
      "{\"id\":\"UNIT\",\"position\":1,\"conceptIdentity\":\"" CONCEPT_URN "UNIT\","
      "\"localRepresentation\":{\"enumeration\":"
      "\"urn:sdmx:org.sdmx.infomodel.codelist.Codelist=HD:CL_UNIT(1.0+)\"}},"
      "{\"id\":\"FREE\",\"position\":3}],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},"
      "\"measureList\":{\"measures\":[{\"id\":\"CASES\",\"conceptIdentity\":\"" CONCEPT_URN
      "CASES\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}},"
      "\"annotations\":[{\"type\":\"UNIT_MEASURE\",\"value\":\"CASE\"}]},"
      "{\"id\":\"VALUE\",\"localRepresentation\":{\"format\":{\"dataType\":\"Double\"}},"
      "\"annotations\":[{\"id\":\"UNIT_MULT\",\"title\":\"6\"}]}]},"
      "\"attributeList\":{\"attributes\":[{\"id\":\"OBS_STATUS\"},{\"id\":\"EXTRACTED_AT\"}]}}}],"
      "\"conceptSchemes\":[{\"id\":\"CONCEPTS\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"concepts\":[{\"id\":\"UNIT\",\"names\":{\"vi\":\"Đơn vị\",\"en\":\"Unit\"}},"
      "{\"id\":\"CASES\",\"name\":\"Cases\"}]}],"
      "\"codelists\":[{\"id\":\"CL_UNIT\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":["
      "{\"id\":\"03CC\",\"parent\":\"KV03\",\"names\":{\"vi\":\"Cảng Hải Phòng\"}},{\"id\":\"VN\"},"
      "{\"id\":\"KV03\",\"parent\":\"VN\"},{\"id\":\"00XX\",\"parent\":\"VN\","
      "\"annotations\":[{\"type\":\"VALID_TO\",\"value\":\"2025-03-14\"}]}]},"
      "{\"id\":\"DURATION\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":["
      "{\"id\":\"D000\",\"annotations\":[{\"type\":\"LOWER\",\"value\":\"0\"},"
      "{\"type\":\"UPPER\",\"value\":\"0.91700404320467\"}]},"
      "{\"id\":\"D001\",\"annotations\":[{\"type\":\"LOWER\",\"value\":\"1440\"}]}]}],"
      "\"hierarchies\":[{\"id\":\"MAP2025\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"names\":{\"vi\":\"Bản đồ 2025\",\"en\":\"2025 "
      "map\"},\"validFrom\":\"2025-03-15T00:00:00\","
      "\"hasFormalLevels\":true,\"level\":{\"id\":\"nation\",\"level\":{\"id\":\"region\","
      "\"level\":{\"id\":\"office\"}}},\"hierarchicalCodes\":[{\"id\":\"VN\",\"code\":\"" CODE_URN
      "VN\","
      "\"level\":\"nation\",\"hierarchicalCodes\":[{\"id\":\"KV03\",\"code\":\"" CODE_URN "KV03\","
      "\"level\":\"nation.region\",\"hierarchicalCodes\":[{\"id\":\"03CC\",\"code\":\"" CODE_URN
      "03CC\","
      "\"level\":\"office\"}]},{\"id\":\"00XX\",\"code\":\"" CODE_URN
      "00XX\",\"level\":\"office\"}]}]}]}}";

static void
test_dataset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = parse (small, &error);
  HdStructure *structure;
  HdCodeList *units, *durations;

  g_assert_no_error (error);
  structure = hd_structures_find (structures, "VIOLATIONS");
  g_assert_cmpstr (hd_structure_get_name (structure, "vi"), ==, "Vi phạm");
  g_assert_cmpstr (hd_structure_get_note (structure, "vi"), ==, "dữ liệu mẫu");
  g_assert_cmpint (hd_structure_get_grain (structure), ==, HD_GRAIN_MONTH);
  g_assert_cmpint (hd_structure_get_month_start_day (structure), ==, 15);
  g_assert_cmpint (hd_structure_find_dimension (structure, "UNIT"), ==, 0);
  g_assert_cmpint (hd_structure_find_dimension (structure, "DURATION"), ==, 1);
  g_assert_cmpstr (hd_structure_get_dimension (structure, 0)->name_vi, ==, "Đơn vị");
  g_assert_false (hd_code_list_is_closed (hd_structure_get_dimension (structure, 2)->codes));
  units = hd_structure_get_dimension (structure, 0)->codes;
  g_assert_cmpint (hd_code_list_get (units, 0)->parent, ==, 2);
  g_assert_cmpint (hd_code_list_get (units, 3)->valid_to, ==, hd_day_from_ymd (2025, 3, 14));
  durations = hd_structure_get_dimension (structure, 1)->codes;
  g_assert_cmpfloat (hd_code_list_get (durations, 0)->upper, ==, 0.91700404320467);
  g_assert_true (isinf (hd_code_list_get (durations, 1)->upper));
  g_assert_true (isnan (hd_code_list_get (units, 0)->lower));
  g_assert_false (hd_structure_get_measure (structure, 0)->is_real);
  g_assert_cmpstr (hd_structure_get_measure (structure, 0)->unit, ==, "CASE");
  g_assert_true (hd_structure_get_measure (structure, 1)->is_real);
  g_assert_cmpint (hd_structure_get_measure (structure, 1)->unit_mult, ==, 6);
}

static void
test_hierarchy (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = parse (small, &error);
  HdHierarchy *map;
  HdCodeList *units;
  HdCode office, nation, region, central;

  g_assert_no_error (error);
  map = hd_structures_find_hierarchy (structures, "MAP2025");
  units = hd_hierarchy_get_list (map);
  nation = hd_code_list_find (units, "VN", -1);
  region = hd_code_list_find (units, "KV03", -1);
  office = hd_code_list_find (units, "03CC", -1);
  central = hd_code_list_find (units, "00XX", -1);
  g_assert_cmpuint (hd_hierarchy_get_n_levels (map), ==, 3);
  g_assert_cmpint (hd_hierarchy_find_level (map, "region"), ==, 1);
  g_assert_cmpuint (hd_hierarchy_at_level (map, office, 1), ==, region);
  g_assert_cmpuint (hd_hierarchy_at_level (map, office, 0), ==, nation);
  g_assert_cmpuint (hd_hierarchy_parent_of (map, central), ==, nation);
  g_assert_cmpuint (hd_hierarchy_level_of (map, central), ==, 2);
  g_assert_cmpuint (hd_hierarchy_at_level (map, central, 1), ==, central);
  g_assert_cmpstr (hd_hierarchy_get_name (map, "vi"), ==, "Bản đồ 2025");
}

/* One change that spoils the good message, and how it is refused. */
static void
test_refused (void)
{
  static const struct
  {
    const char *from, *to;
    int code;
  } rows[] = {
    { "\"data\":", "\"date\":", HD_FEED_ERROR_SCHEMA },
    { "\"id\":\"KV03\",\"parent\":\"VN\"", "\"id\":\"VN\"", HD_FEED_ERROR_SCHEMA },
    { "\"id\":\"KV03\",\"parent\":\"VN\"", "\"id\":\"KV03\",\"parent\":\"XX\"",
      HD_FEED_ERROR_SCHEMA },
    { "\"id\":\"KV03\",\"parent\":\"VN\"", "\"name\":\"KV03\"", HD_FEED_ERROR_SCHEMA },
    { "HD:DSD_V(1.0.0)\"}]", "HD:DSD_W(1.0.0)\"}]", HD_FEED_ERROR_SCHEMA },
    { CODE_URN "00XX", CODE_URN "03CC", HD_FEED_ERROR_SCHEMA },
    { CODE_URN "00XX", CODE_URN "99ZZ", HD_FEED_ERROR_SCHEMA },
    { "}]}]}]}}", "}]}]}]}", HD_FEED_ERROR_TRUNCATED },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr (GString) text = g_string_new (small);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, rows[row].from, rows[row].to, 1), ==, 1);
      g_assert_null (parse (text->str, &error));
      g_assert_error (error, HD_FEED_ERROR, rows[row].code);
      g_assert_true (g_str_has_prefix (error->message, "line 1, column "));
    }
}

static void
test_versions (void)
{
  static const struct
  {
    const char *pattern, *version;
    gboolean matches;
  } rows[] = { { "1.0.0", "1.0.0", TRUE },     { "1.0", "1.0.0", TRUE },
               { "1.0.0", "1.0.1", FALSE },    { "*", "0.1.0-draft", TRUE },
               { "+", "9.1.0", TRUE },         { "+", "9.1.0-draft", FALSE },
               { "~", "9.1.0-draft", TRUE },   { "2.3+.1", "2.3.1", TRUE },
               { "2.3+.1", "2.4.0", TRUE },    { "2.3+.1", "2.3.0", FALSE },
               { "2.3+.1", "3.0.0", FALSE },   { "2+.3.1", "3.0.0", TRUE },
               { "2.3.1+", "2.3.4", TRUE },    { "2.3.1+", "2.4.0", FALSE },
               { "2.3+.0", "2.5.0-a", FALSE }, { "2.3~.0", "2.5.0-a", TRUE } };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    g_assert_cmpint (hd_sdmx_version_matches (rows[row].pattern, rows[row].version), ==,
                     rows[row].matches);
  g_assert_cmpint (hd_sdmx_version_compare ("1.10.0", "1.9.0"), >, 0);
  g_assert_cmpint (hd_sdmx_version_compare ("1.0.0-draft", "1.0.0"), <, 0);
  g_assert_cmpint (hd_sdmx_version_compare ("1.0", "1.0.0"), ==, 0);
}

#define FLOW(version, dsd)                                                                         \
  "{\"id\":\"F\",\"agencyID\":\"X\",\"version\":\"" version "\",\"structure\":\"urn:a=X:D(" dsd    \
  ")\"}"
#define DSD(version, dimension)                                                                    \
  "{\"id\":\"D\",\"agencyID\":\"X\",\"version\":\"" version "\",\"dataStructureComponents\":{"     \
  "\"dimensionList\":{\"dimensions\":[{\"id\":\"" dimension "\"}]}}}"

/* Of a dataflow in two versions the later is the dataset, with the data structure that it asks for. */
static void
test_latest (void)
{
  static const char text[] = "{\"data\":{\"dataflows\":[" FLOW ("2.0.0", "1.1+.0") "," FLOW (
      "1.0.0",
      "2.0.0") "],\"dataStructures\":[" DSD ("1.0.0",
                                             "OLD") "," DSD ("1.2.0",
                                                             "GOOD") "," DSD ("2.0.0",
                                                                              "NEW") "],"
                                                                                     "\"provisionAg"
                                                                                     "reements\":[{"
                                                                                     "\"id\":\"P\","
                                                                                     "\"dataflow\":"
                                                                                     "\"urn:a=X:F("
                                                                                     "2.0.0)\"}]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_sdmx_structure_parse (text, strlen (text), &error);
  HdStructure *flow;

  g_assert_no_error (error);
  flow = hd_structures_find (structures, "F");
  g_assert_cmpstr (hd_structure_get_version (flow), ==, "2.0.0");
  g_assert_cmpstr (hd_structure_get_dimension (flow, 0)->id, ==, "GOOD");
  g_assert_cmpuint (hd_structures_get_n (structures), ==, 1);
  g_assert_true (hd_structures_find_alias (structures, "dataprovision", "P") == flow);
  g_assert_true (hd_structures_find_alias (structures, "datastructure", "D") == flow);
  g_assert_null (hd_structures_find_alias (structures, "datastructure", "E"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sdmx-structure/sample", test_sample);
  g_test_add_func ("/data/sdmx-structure/dataset", test_dataset);
  g_test_add_func ("/data/sdmx-structure/hierarchy", test_hierarchy);
  g_test_add_func ("/data/sdmx-structure/refused", test_refused);
  g_test_add_func ("/data/sdmx-structure/versions", test_versions);
  g_test_add_func ("/data/sdmx-structure/latest", test_latest);
  return g_test_run ();
}
