/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The messages of the small feed server that a sync is tested against: two datasets, their structure, plans.
 */

#pragma once

#define LIST(id) "\"urn:sdmx:org.sdmx.infomodel.codelist.Codelist=HD:" id "(1.0.0)\""
#define DIMENSION(id) "{\"id\":\"" id "\",\"localRepresentation\":{\"enumeration\":" LIST (id) "}}"
#define FLOW(id)                                                                                   \
  "{\"id\":\"" id "\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"structure\":"                    \
  "\"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=HD:" id "(1.0.0)\"}"
#define DEFINITION(id, freq, one, two, measure)                                                    \
  "{\"id\":\"" id "\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"annotations\":[{\"type\":"       \
  "\"FREQUENCY\",\"value\":\"" freq "\"}],\"dataStructureComponents\":{\"dimensionList\":{"        \
  "\"dimensions\":[" DIMENSION (one) "," DIMENSION (                                               \
      two) "]},\"measureList\":{\"measures\":["                                                    \
           "{\"id\":\"" measure                                                                    \
           "\",\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]},"                   \
           "\"attributeList\":{\"attributes\":[{\"id\":\"EXTRACTED_AT\"}]}}}"
#define CODES(id, a, b)                                                                            \
  "{\"id\":\"" id "\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":[{\"id\":\"" a "\"},"    \
  "{\"id\":\"" b "\"}]}"

static const char structure_message[]
    = "{\"meta\":{\"id\":\"S\",\"prepared\":\"2026-11-22T06:12:00+07:00\"},\"data\":{\"dataflows\":"
      "[" FLOW ("REVENUE") "," FLOW ("PLANS") "],\"dataStructures\":[" DEFINITION ("REVENUE", "D", "UNIT", "TAX", "COLLECTED") "," DEFINITION (
          "PLANS",
          "A",
          "UNIT",
          "PLAN",
          "AMOUNT_VND") "],\"codelists\":[" CODES ("UNIT",
                                                   "03CC",
                                                   "15BB") "," CODES ("TAX",
                                                                      "VA",
                                                                      "NK") "," CODES ("PLAN",
                                                                                       "DU_TOAN",
                                                                                       "PHAN_DAU") "]}}";

static const char plans_message[]
    = "{\"meta\":{\"prepared\":\"2026-11-22T06:12:00+07:00\"},\"data\":{\"structures\":[{\"links\":"
      "[{"
      "\"rel\":\"dataflow\",\"urn\":\"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=HD:PLANS("
      "1.0.0)"
      "\"}],\"dimensions\":{\"observation\":[{\"id\":\"UNIT\",\"values\":[{\"id\":\"03CC\"}]},"
      "{\"id\":\"PLAN\",\"values\":[{\"id\":\"DU_TOAN\"}]},{\"id\":\"TIME_PERIOD\",\"values\":["
      "{\"id\":\"2025\"},{\"id\":\"2026\"}]}]},\"measures\":{\"observation\":[{\"id\":\"AMOUNT_"
      "VND\"}]},"
      "\"attributes\":{\"dataSet\":[{\"id\":\"EXTRACTED_AT\"}]}}],\"dataSets\":[{\"structure\":0,"
      "\"action\":\"Replace\",\"attributes\":[\"2026-01-02T00:00:00Z\"],\"observations\":{"
      "\"0:0:0\":[411],\"0:0:1\":[450]}}]}}";

#define CSV_HEADER "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,TIME_PERIOD,COLLECTED,EXTRACTED_AT\n"
#define CSV_LINE "dataflow,HD:REVENUE(1.0.0),"
