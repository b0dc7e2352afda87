/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The feed server over HTTP: formats, filters, conditions, deltas, scopes, refusals.
 */

#include "config.h"
#undef G_DISABLE_ASSERT

#include "central-fixture.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

static const char *const MARCH[] = { "--today", "2026-03-05", NULL };
static const char *const APRIL[] = { "--today", "2026-04-12", NULL };

static Central *march;

static char *
data_path (const char *flow, const char *query)
{
  return g_strconcat ("/data/dataflow/", flow, "/+/*", query != NULL ? "?" : "", query, NULL);
}

/* The n-th field of a line without quotes in it. */
static char *
field (const char *line, guint index)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  return g_strdup (fields[index]);
}

static guint
column (const char *header, const char *id)
{
  g_auto (GStrv) fields = g_strsplit (header, ",", -1);

  for (guint index = 0; fields[index] != NULL; index++)
    if (strcmp (fields[index], id) == 0)
      return index;
  g_assert_not_reached ();
}

/* key (up to and with TIME_PERIOD) → the rest of the line. */
static GHashTable *
read_rows (const Answer *answer, GHashTable *onto)
{
  GHashTable *rows
      = onto != NULL ? onto : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = answer_lines (answer);
  guint time;

  if (answer->status == 204)
    return rows;
  time = column (lines[0], "TIME_PERIOD");
  for (char **line = lines + 1; *line != NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ",", -1);
      g_autofree char *action = g_strdup (fields[2]);
      g_autofree char *rest = g_strjoinv (",", fields + time + 1);
      g_autofree char *key = NULL;
      char *cut = fields[time + 1];

      fields[time + 1] = NULL;
      key = g_strjoinv (",", fields + 3);
      fields[time + 1] = cut;
      if (strcmp (action, "D") == 0)
        g_hash_table_remove (rows, key);
      else
        g_hash_table_insert (rows, g_steal_pointer (&key), g_steal_pointer (&rest));
    }
  return rows;
}

static void
assert_same_rows (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_assert_cmpstr (value, ==, g_hash_table_lookup (b, key));
  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
}

/* What was known in March, and what was learnt since, is what is known in April: for every dataset. */
static void
test_delta (void)
{
  g_autoptr (Central) april = central_start (APRIL);
  g_auto (GStrv) flows = central_flows (march);
  guint n_deleted = 0;

  g_assert_cmpuint (g_strv_length (flows), >=, 30);
  for (char **flow = flows; *flow != NULL; flow++)
    {
      /* Nothing older changes; what is there already would only make the test slow. */
      g_autofree char *path = data_path (*flow, "c[TIME_PERIOD]=ge:2025-09");
      g_autofree char *delta_path = data_path (*flow, "updatedAfter=2026-03-05T06:12:00%2B07:00");
      g_autoptr (Answer) before = central_get (march, path, NULL);
      g_autoptr (Answer) delta = central_get (april, delta_path, NULL);
      g_autoptr (Answer) after = central_get (april, path, NULL);
      g_autoptr (GHashTable) rows = read_rows (before, NULL);
      g_autoptr (GHashTable) full = read_rows (after, NULL);
      const char *at = delta->text;

      g_assert_true (before->status == 200 || before->status == 204);
      read_rows (delta, rows);
      assert_same_rows (rows, full);
      /* Twice changes nothing. */
      read_rows (delta, rows);
      assert_same_rows (rows, full);
      for (; (at = strstr (at, "(1.0.0),D,")) != NULL; at++)
        n_deleted++;
    }
  g_assert_cmpuint (n_deleted, >, 0);
}

/* Later is only more: asOf March, April's server says what March's did. */
static void
test_as_of (void)
{
  g_autoptr (Central) april = central_start (APRIL);
  const char *const flows[] = { "HD/REVENUE", "HD/DECLARATIONS", "HD/TRADE" };

  for (guint index = 0; index < G_N_ELEMENTS (flows); index++)
    {
      g_autofree char *now = data_path (flows[index], NULL);
      g_autofree char *then = data_path (flows[index], "asOf=2026-03-05T06:12:00%2B07:00");
      g_autoptr (Answer) before = central_get (march, now, NULL);
      g_autoptr (Answer) after = central_get (april, then, NULL);

      g_assert_cmpstr (before->text, ==, after->text);
    }
}

/* The history has every version, oldest first for each key; its last ones are the plain answer. */
static void
test_history (void)
{
  g_autofree char *path = data_path ("HD/DECLARATIONS", NULL);
  g_autofree char *history_path = data_path ("HD/DECLARATIONS", "includeHistory=true");
  g_autoptr (Answer) plain = central_get (march, path, NULL);
  g_autoptr (Answer) history = central_get (march, history_path, NULL);
  g_autoptr (GHashTable) rows = read_rows (plain, NULL);
  g_autoptr (GHashTable) replayed = read_rows (history, NULL);

  g_assert_cmpuint (history->length, >, plain->length);
  assert_same_rows (rows, replayed);
}

typedef gboolean (*KeepFunc) (char **fields, const guint *columns);

static gboolean
keep_unit_tax_year (char **fields, const guint *columns)
{
  return (strcmp (fields[columns[0]], "02CI") == 0 || strcmp (fields[columns[0]], "03CE") == 0)
         && strcmp (fields[columns[1]], "GTGT") == 0
         && g_str_has_prefix (fields[columns[2]], "2025");
}

static gboolean
keep_months (char **fields, const guint *columns)
{
  return strcmp (fields[columns[2]], "2025-02") >= 0 && strcmp (fields[columns[2]], "2025-06") < 0
         && strcmp (fields[columns[1]], "GTGT") != 0 && g_str_has_prefix (fields[columns[0]], "02");
}

static gboolean
keep_key (char **fields, const guint *columns)
{
  return strcmp (fields[columns[0]], "02CI") == 0
         && (strcmp (fields[columns[1]], "NK") == 0 || strcmp (fields[columns[1]], "GTGT") == 0);
}

static void
test_filters (void)
{
  static const struct
  {
    const char *path;
    KeepFunc keep;
  } cases[] = {
    { "/data/dataflow/HD/REVENUE/1.0.0/*?c[UNIT]=02CI,03CE&c%5BTAX%5D=eq:GTGT&c[TIME_PERIOD]=2025",
      keep_unit_tax_year },
    { "/data/dataflow/HD/REVENUE/+/*?c[TIME_PERIOD]=ge:2025-02+lt:2025-06&c[TAX]=ne:GTGT"
      "&c[UNIT]=sw:02",
      keep_months },
    { "/data/dataflow/HD/REVENUE/+/*?c[TIME_PERIOD]=ge:2025-02%2Ble:2025-05&c[TAX]=nc:GTG"
      "&c[UNIT]=sw:02",
      keep_months },
    { "/data/dataflow/*/REVENUE/~/02CI.NK+GTGT.*.", keep_key },
  };
  g_autoptr (Answer) all = central_get (march, "/data/dataflow/HD/REVENUE/+/*", NULL);
  g_auto (GStrv) lines = answer_lines (all);
  guint columns[]
      = { column (lines[0], "UNIT"), column (lines[0], "TAX"), column (lines[0], "TIME_PERIOD") };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    {
      g_autoptr (Answer) answer = central_get (march, cases[index].path, NULL);
      g_auto (GStrv) got = answer_lines (answer);
      guint n_got = 0;

      g_assert_cmpuint (answer->status, ==, 200);
      for (char **line = lines + 1; *line != NULL; line++)
        {
          g_auto (GStrv) fields = g_strsplit (*line, ",", -1);

          if (cases[index].keep (fields, columns))
            g_assert_cmpstr (*line, ==, got[++n_got]);
        }
      g_assert_cmpuint (n_got, >, 0);
      g_assert_null (got[n_got + 1]);
    }
}

static void
test_conditions (void)
{
  g_autofree char *path = data_path ("HD/PLANS", NULL);
  const char *const gzip[] = { "Accept-Encoding", "gzip", NULL };
  g_autoptr (Answer) first = central_get (march, path, NULL);
  g_autoptr (Answer) again = central_get (march, path, NULL);
  g_autoptr (Answer) packed = central_get (march, path, gzip);
  const char *const none_match[] = { "If-None-Match", first->etag, NULL };
  const char *const since[] = { "If-Modified-Since", first->modified, NULL };
  const char *const other[] = { "If-None-Match", "\"another\"", NULL };
  g_autoptr (Answer) same = central_get (march, path, none_match);
  g_autoptr (Answer) not_since = central_get (march, path, since);
  g_autoptr (Answer) changed = central_get (march, path, other);

  g_assert_cmpstr (first->etag, ==, again->etag);
  g_assert_cmpstr (first->text, ==, again->text);
  /* Another encoding is other bytes, and so another strong tag. */
  g_assert_cmpstr (first->etag, !=, packed->etag);
  g_assert_cmpuint (same->status, ==, 304);
  g_assert_cmpuint (same->length, ==, 0);
  g_assert_cmpuint (not_since->status, ==, 304);
  g_assert_cmpuint (changed->status, ==, 200);
}

static void
test_gzip (void)
{
  g_autofree char *path = data_path ("HD/CLEARANCE", NULL);
  const char *const gzip[] = { "Accept-Encoding", "gzip", NULL };
  g_autoptr (Answer) plain = central_get (march, path, NULL);
  g_autoptr (Answer) packed = central_get (march, path, gzip);
  g_autoptr (GZlibDecompressor) unzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) bytes
      = g_memory_input_stream_new_from_data (packed->text, (gssize)packed->length, NULL);
  g_autoptr (GInputStream) text = g_converter_input_stream_new (bytes, G_CONVERTER (unzip));
  g_autofree char *unpacked = g_malloc (plain->length + 1);
  g_autoptr (GError) error = NULL;
  gsize n_read;

  g_assert_cmpstr (packed->encoding, ==, "gzip");
  g_assert_cmpuint (packed->length, <, plain->length / 3);
  g_assert_true (
      g_input_stream_read_all (text, unpacked, plain->length + 1, &n_read, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (unpacked, n_read, plain->text, plain->length);
}

static void
test_statuses (void)
{
  static const struct
  {
    const char *path, *accept;
    guint status;
  } cases[] = {
    { "/data/dataflow/HD/NOTHING/+/*", NULL, 404 },
    { "/data/dataflow/XX/REVENUE/+/*", NULL, 404 },
    { "/data/dataflow/HD/REVENUE/9.9.9/*", NULL, 404 },
    { "/elsewhere", NULL, 404 },
    { "/structure/dataflow/HD/NOTHING/+", NULL, 404 },
    { "/data/dataflow/HD/REVENUE/+/*?c[NOWHERE]=a", NULL, 400 },
    { "/data/dataflow/HD/REVENUE/+/*?c[TIME_PERIOD]=ge:2026-13", NULL, 400 },
    { "/data/dataflow/HD/REVENUE/+/*?updatedAfter=yesterday", NULL, 400 },
    { "/data/dataflow/HD/REVENUE/+/*?surprise=1", NULL, 400 },
    { "/data/dataflow/HD/REVENUE/+/a.b", NULL, 400 },
    { "/data/dataflow/HD/REVENUE/+/*?c[UNIT]=99ZZ", NULL, 204 },
    { "/data/dataflow/HD/REVENUE/+/*?c[TIME_PERIOD]=1999", NULL, 204 },
    { "/data/dataflow/HD/REVENUE/+/*", "application/vnd.sdmx.data+json;version=2.0.0", 406 },
    { "/data/dataflow/HD/PLANS/+/*", "application/vnd.sdmx.data+csv;version=1.0.0", 406 },
    { "/data/dataflow/HD/PLANS/+/*", "application/vnd.sdmx.data+json;version=2.1.0", 200 },
    { "/structure/dataflow/HD/*/+?references=all", "application/xml", 406 },
  };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    {
      const char *const accept[] = { "Accept", cases[index].accept, NULL };
      g_autoptr (Answer) answer
          = central_get (march, cases[index].path, cases[index].accept != NULL ? accept : NULL);

      g_test_message ("%s", cases[index].path);
      g_assert_cmpuint (answer->status, ==, cases[index].status);
    }
}

/* A message in JSON has as many observations as the CSV has rows. */
static void
test_json (void)
{
  const char *const accept[] = { "Accept", "application/vnd.sdmx.data+json;version=2.0.0", NULL };
  const char *const flows[] = { "HD/PLANS", "HD/MATURITY", "HD/ASW_CERTIFICATES", "HD/SURVEY" };

  for (guint index = 0; index < G_N_ELEMENTS (flows); index++)
    {
      g_autofree char *path = data_path (flows[index], NULL);
      g_autoptr (Answer) json = central_get (march, path, accept);
      g_autoptr (Answer) csv = central_get (march, path, NULL);
      g_auto (GStrv) lines = answer_lines (csv);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *set;

      g_assert_true (g_str_has_prefix (json->type, "application/vnd.sdmx.data+json"));
      g_assert_true (json_parser_load_from_data (parser, json->text, (gssize)json->length, NULL));
      set = json_array_get_object_element (
          json_object_get_array_member (
              json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)),
                                             "data"),
              "dataSets"),
          0);
      g_assert_cmpuint (json_object_get_size (json_object_get_object_member (set, "observations")),
                        ==, g_strv_length (lines) - 1);
    }
}

static void
test_tokens (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hd-central-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (dir, "tokens.json", NULL);
  const char *const args[] = { "--today", "2026-03-05", "--token-file", file, NULL };
  const char *const all[] = { "Authorization", "Bearer everything", NULL };
  const char *const region[] = { "Authorization", "Bearer third", NULL };
  const char *const wrong[] = { "Authorization", "Bearer guess", NULL };
  const char *const own[]
      = { "03CC", "03CD", "03CE", "03EE", "03K1", "03NK", "03PA", "03QM", "03RR", "03TG", NULL };
  g_autofree char *path = data_path ("HD/REVENUE", NULL);
  g_autofree char *nation_path = data_path ("HD/NSW_DOSSIERS", NULL);
  g_autofree char *open_path = data_path ("HD/TRADE", NULL);

  g_assert_true (g_file_set_contents (file,
                                      "[{\"token\": \"everything\", \"name\": \"all\"},"
                                      " {\"token\": \"third\", \"name\": \"III\","
                                      "  \"units\": [\"KV03\"]}]",
                                      -1, NULL));
  {
    g_autoptr (Central) central = central_start (args);
    g_autoptr (Answer) nobody = central_get (central, path, NULL);
    g_autoptr (Answer) guess = central_get (central, path, wrong);
    g_autoptr (Answer) full = central_get (central, path, all);
    g_autoptr (Answer) part = central_get (central, path, region);
    g_autoptr (Answer) nation = central_get (central, nation_path, region);
    g_autoptr (Answer) open = central_get (central, open_path, region);
    g_auto (GStrv) lines = answer_lines (part);
    g_autoptr (Answer) open_march = central_get (march, path, NULL);

    g_assert_cmpuint (nobody->status, ==, 401);
    g_assert_cmpuint (guess->status, ==, 401);
    g_assert_cmpstr (full->text, ==, open_march->text);
    g_assert_cmpuint (g_strv_length (lines), >, 100);
    for (char **line = lines + 1; *line != NULL; line++)
      {
        g_autofree char *unit = field (*line, 3);

        g_assert_true (g_strv_contains (own, unit));
      }
    g_assert_cmpuint (nation->status, ==, 204);
    g_assert_cmpuint (open->status, ==, 200);
  }
  g_unlink (file);
  g_rmdir (dir);
}

static void
test_usage (void)
{
  static const char *const wrong[][3]
      = { { "--scale", "enormous", NULL }, { "--today", "2026-02-30", NULL },
          { "--fault", "boredom", NULL },  { "--fault", "truncate:2", NULL },
          { "--listen", "here", NULL },    { "--tls-cert", "only.pem", NULL },
          { "surprise", NULL, NULL } };

  for (guint index = 0; index < G_N_ELEMENTS (wrong); index++)
    {
      g_autofree char *program
          = g_test_build_filename (G_TEST_BUILT, "..", "app", "haidang-central", NULL);
      const char *const argv[] = { program, wrong[index][0], wrong[index][1], NULL };
      g_autoptr (GSubprocess) process = g_subprocess_newv (
          argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
      g_autofree char *out = NULL, *err = NULL;

      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
      g_assert_cmpstr (out, ==, "");
      g_assert_nonnull (strchr (err, '\n'));
      g_assert_cmpstr (strchr (err, '\n'), ==, "\n");
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  march = central_start (MARCH);
  g_test_add_func ("/central/http/delta", test_delta);
  g_test_add_func ("/central/http/as-of", test_as_of);
  g_test_add_func ("/central/http/history", test_history);
  g_test_add_func ("/central/http/filters", test_filters);
  g_test_add_func ("/central/http/conditions", test_conditions);
  g_test_add_func ("/central/http/gzip", test_gzip);
  g_test_add_func ("/central/http/statuses", test_statuses);
  g_test_add_func ("/central/http/json", test_json);
  g_test_add_func ("/central/http/tokens", test_tokens);
  g_test_add_func ("/central/http/usage", test_usage);
  status = g_test_run ();
  central_stop (march);
  return status;
}
