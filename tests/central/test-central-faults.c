/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each fault of the feed server is met by a client as it is meant; and files of --data are served.
 */

#include "config.h"
#undef G_DISABLE_ASSERT

#include "central-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define REVENUE "/data/dataflow/HD/REVENUE/+/*"
#define PLANS "/data/dataflow/HD/PLANS/+/*"

/* What a client sees: a status, or an error of the transport (0). */
static guint
ask (const char *fault, const char *path, const char *accept, gsize *length)
{
  const char *const args[]
      = { "--today", "2026-03-05", fault != NULL ? "--fault" : NULL, fault, NULL };
  g_autoptr (Central) central = central_start (args);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (central->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (accept != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Accept", accept);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  if (length != NULL)
    *length = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  return bytes != NULL ? soup_message_get_status (message) : 0;
}

static void
test_statuses (void)
{
  static const struct
  {
    const char *fault;
    guint status;
  } cases[] = { { "http-500", 500 },
                { "http-503-retry-after", 503 },
                { "http-401", 401 },
                { "redirect-away", 302 },
                { "http-500:0", 200 } };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    g_assert_cmpuint (ask (cases[index].fault, PLANS, NULL, NULL), ==, cases[index].status);
}

/* The transport itself breaks, or the rows end in the middle of one. */
static void
test_broken (void)
{
  static const char *const faults[] = { "reset", "bad-gzip" };
  static const char *const json = "application/vnd.sdmx.data+json;version=2.0.0";
  gsize plain, cut;

  for (guint index = 0; index < G_N_ELEMENTS (faults); index++)
    g_assert_cmpuint (ask (faults[index], REVENUE, NULL, NULL), ==, 0);
  g_assert_cmpuint (ask ("reset", PLANS, json, NULL), ==, 0);
  g_assert_cmpuint (ask (NULL, REVENUE, NULL, &plain), ==, 200);
  ask ("truncate", REVENUE, NULL, &cut);
  g_assert_cmpuint (cut, <, plain);
  g_assert_cmpuint (ask ("truncate", PLANS, json, NULL), ==, 0);
  g_assert_cmpuint (ask ("wrong-length", PLANS, NULL, NULL), ==, 0);
}

/* These come whole, and are wrong inside. */
static void
test_spoiled (void)
{
  gsize plain, malformed, twice, huge;

  g_assert_cmpuint (ask (NULL, PLANS, NULL, &plain), ==, 200);
  g_assert_cmpuint (ask ("malformed-csv", PLANS, NULL, &malformed), ==, 200);
  g_assert_cmpuint (ask ("duplicate-delta", PLANS, NULL, &twice), ==, 200);
  g_assert_cmpuint (ask ("huge", PLANS, NULL, &huge), ==, 200);
  g_assert_cmpuint (malformed, >, plain);
  g_assert_cmpuint (twice, >, plain * 3 / 2);
  g_assert_cmpuint (huge, >, 64 * 1024 * 1024);
}

static const char STRUCTURE[]
    = "{\"data\": {\"dataflows\": [{\"id\": \"TIDES\", \"agencyID\": \"X\", \"version\": \"1.0.0\","
      " \"names\": {\"vi\": \"Thủy triều\", \"en\": \"Tides\"}, \"structure\":"
      " \"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=X:DSD(1.0.0)\","
      " \"annotations\": [{\"type\": \"FREQUENCY\", \"value\": \"M\"}]}],"
      " \"dataStructures\": [{\"id\": \"DSD\", \"agencyID\": \"X\", \"version\": \"1.0.0\","
      " \"dataStructureComponents\": {\"dimensionList\": {\"dimensions\": [{\"id\": \"PLACE\"}]},"
      " \"measureList\": {\"measures\": [{\"id\": \"METRES\"}]}}}]}}";
static const char CSV[]
    = "STRUCTURE,STRUCTURE_ID,ACTION,PLACE,TIME_PERIOD,METRES,OBS_STATUS,EXTRACTED_AT\r\n"
      "dataflow,X:TIDES(1.0.0),R,\"Hòn Dấu, Hải "
      "Phòng\",2025-01,3.25,A,2025-02-01T00:00:00+07:00\r\n"
      "dataflow,X:TIDES(1.0.0),R,\"Hòn Dấu, Hải "
      "Phòng\",2025-02,3.5,A,2025-03-01T00:00:00+07:00\r\n";

static void
test_data_dir (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hd-central-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (dir, "tides.csv", NULL);
  g_autofree char *structure = g_build_filename (dir, "tides.structure.json", NULL);
  const char *const args[] = { "--today", "2026-03-05", "--data", dir, NULL };

  g_assert_true (g_file_set_contents (csv, CSV, -1, NULL));
  g_assert_true (g_file_set_contents (structure, STRUCTURE, -1, NULL));
  {
    g_autoptr (Central) central = central_start (args);
    g_autoptr (Answer) all = central_get (central, "/data/dataflow/X/TIDES/+/*", NULL);
    g_autoptr (Answer) part
        = central_get (central, "/data/dataflow/X/TIDES/+/*?c[TIME_PERIOD]=ge:2025-02", NULL);
    g_auto (GStrv) flows = central_flows (central);

    g_assert_cmpuint (all->status, ==, 200);
    g_assert_cmpstr (all->text, ==, CSV);
    g_assert_nonnull (strstr (part->text, "2025-02,3.5,"));
    g_assert_null (strstr (part->text, "2025-01,"));
    g_assert_true (g_strv_contains ((const char *const *)flows, "X/TIDES"));
  }
  g_unlink (csv);
  g_unlink (structure);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/central/faults/statuses", test_statuses);
  g_test_add_func ("/central/faults/broken", test_broken);
  g_test_add_func ("/central/faults/spoiled", test_spoiled);
  g_test_add_func ("/central/faults/data-dir", test_data_dir);
  return g_test_run ();
}
