/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls the functions at the borders of data/ with random words and numbers: each answers, or fails with an error
 * of a domain of ours that can be shown, and no library has a word to say. One row of the table is one function.
 * As often as HAIDANG_MUTATIONS says.
 */

#include "config.h"

#include <string.h>

#include "cube-fixture.h"
#include "hd-feed-client.h"
#include "hd-feed-error.h"
#include "hd-feed-identity.h"
#include "hd-feed-tls.h"
#include "hd-forecast-csv.h"
#include "hd-forecast.h"
#include "hd-hold.h"
#include "hd-package-error.h"
#include "hd-package-key.h"
#include "hd-package-manifest.h"
#include "hd-package-scope.h"
#include "hd-policy.h"
#include "hd-store-audit.h"
#include "hd-store-backup.h"
#include "hd-store-retention.h"
#include "hd-warehouse-client.h"
#include "mutate.h"
#include "store-fixture.h"

#define N_CALLS 4000
#define MAX_VALUES 80

typedef struct
{
  CubeSetup cube;
  HdStore *store;
  char *dir;
  GRand *rand;
} Fixture;

static const char *const words[] = { "",
                                     "time",
                                     "unit",
                                     "unit:region",
                                     "unit=KV01",
                                     "tax",
                                     "lane",
                                     "revenue",
                                     "revenue.collected",
                                     "clearance.p90_hours",
                                     "REVENUE",
                                     "2026",
                                     "2025-Q3",
                                     "2025-11",
                                     "2025-11-30",
                                     "2025-02-30",
                                     "0000",
                                     "9999-12-31",
                                     "-1",
                                     "yoy",
                                     "plan:DU_TOAN",
                                     "tet",
                                     "day",
                                     "year",
                                     "reporting15",
                                     "share",
                                     "cumulative",
                                     "Hải Phòng",
                                     "a b",
                                     "%s%n",
                                     "'",
                                     "\"",
                                     "{}",
                                     "[]",
                                     "\n",
                                     "\x01",
                                     "/nonexistent/x",
                                     "/dev/null",
                                     "/",
                                     "..",
                                     "http://127.0.0.1:1/",
                                     "https://x/",
                                     "ftp://x",
                                     "http://",
                                     "://",
                                     "U0",
                                     "T1",
                                     "*",
                                     "~",
                                     "99999999999999999999",
                                     "1e400",
                                     "NaN" };

/* A word, several with what stands between them, or spoilt; as all that comes in from outside, UTF-8.
 * (transfer full) */
static char *
make_text (Fixture *fixture)
{
  static const char *const between[] = { ",", "+", "=", ":", ";", " ", "&", "/" };
  GRand *rand = fixture->rand;
  g_autoptr (GString) text = g_string_new (words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  int dice = g_rand_int_range (rand, 0, 12);

  for (int more = 0; more < dice - 7; more++)
    {
      g_string_append (text, between[g_rand_int_range (rand, 0, G_N_ELEMENTS (between))]);
      g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
    }
  if (dice == 6)
    mutate (rand, text);
  for (int doubling = 0; dice == 5 && doubling < 8; doubling++)
    {
      g_autofree char *copy = g_strdup (text->str);

      g_string_append (text, copy);
    }
  return g_utf8_make_valid (text->str, (gssize)strlen (text->str));
}

/* Small ones, and those where something wraps round. */
static gint64
make_number (Fixture *fixture)
{
  static const gint64 edges[]
      = { 0, 1, -1, G_MAXINT32, G_MININT32, G_MAXUINT32, G_MAXINT64, G_MININT64, 20455 };

  return g_rand_boolean (fixture->rand)
             ? edges[g_rand_int_range (fixture->rand, 0, G_N_ELEMENTS (edges))]
             : g_rand_int_range (fixture->rand, -5, 30000);
}

/* One word in three is one that is there. */
static char *
make_dataset (Fixture *fixture)
{
  return g_rand_int_range (fixture->rand, 0, 3) > 0 ? g_strdup ("REVENUE") : make_text (fixture);
}

static void
call_period (Fixture *fixture, GError **error)
{
  g_autofree char *text = make_text (fixture);
  HdPeriod period;

  hd_period_parse (text, (guint8)g_rand_int_range (fixture->rand, 1, 29), &period, error);
}

static void
call_query_parse (Fixture *fixture, GError **error)
{
  g_autofree char *text = make_text (fixture);
  g_autoptr (HdQuery) query = hd_query_parse (text, error);
  g_autofree char *said = query != NULL ? hd_query_to_string (query) : NULL;
}

/* The first word that is refused ends the question. */
static void
call_engine (Fixture *fixture, GError **error)
{
  static gboolean (*const setters[]) (HdQuery * query, const char *text, GError **error)
      = { hd_query_set_by,       hd_query_set_where,   hd_query_set_from, hd_query_set_to,
          hd_query_set_grain,    hd_query_set_compare, hd_query_set_map,  hd_query_set_show,
          hd_query_set_calendar, hd_query_set_rank };
  static const char *const kpis[]
      = { "revenue.collected", "clearance.p90_hours", "revenue.collected,clearance.p90_hours" };
  g_autofree char *other = make_text (fixture);
  guint dice = (guint)g_rand_int_range (fixture->rand, 0, 6);
  g_autoptr (HdQuery) query = hd_query_new (dice < 3 ? kpis[dice] : other);
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (GError) refused = NULL;

  for (guint part = (guint)g_rand_int_range (fixture->rand, 0, 5); part > 0; part--)
    {
      g_autofree char *text = make_text (fixture);

      g_clear_error (&refused);
      setters[g_rand_int_range (fixture->rand, 0, G_N_ELEMENTS (setters))](query, text, &refused);
    }
  hd_query_set_top (query, (guint)make_number (fixture));
  if (g_rand_int_range (fixture->rand, 0, 4) == 0)
    hd_query_set_as_of (query, ABS (make_number (fixture) / 2));
  frame = hd_engine_query (fixture->cube.engine, query, NULL, error);
}

static void
call_load (Fixture *fixture, GError **error)
{
  g_autofree char *dataset = make_dataset (fixture);
  g_autoptr (GPtrArray) parts
      = hd_store_load (fixture->store, dataset, (HdDay)make_number (fixture),
                       (HdDay)make_number (fixture), make_number (fixture), error);
}

static void
call_retention (Fixture *fixture, GError **error)
{
  g_autofree char *dataset = make_dataset (fixture);
  guint n_years;

  switch (g_rand_int_range (fixture->rand, 0, 4))
    {
    case 0:
      hd_store_retention_set (fixture->store, dataset, (guint)make_number (fixture), error);
      return;
    case 1:
      hd_store_retention_get (fixture->store, dataset, &n_years, error);
      return;
    case 2:
      hd_store_retention_apply (fixture->store, NULL, error);
      return;
    default:
      hd_store_retention_forget (fixture->store, dataset, error);
    }
}

static void
call_notes (Fixture *fixture, GError **error)
{
  g_autofree char *dataset = make_dataset (fixture), *key = make_text (fixture),
                  *value = make_text (fixture);
  g_autofree char *found = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  switch (g_rand_int_range (fixture->rand, 0, 4))
    {
    case 0:
      hd_store_set_feed_state (fixture->store, dataset, key, value, error);
      return;
    case 1:
      found = hd_store_get_feed_state (fixture->store, dataset, key, error);
      return;
    case 2:
      hd_store_note_check (fixture->store, dataset, make_number (fixture), value, error);
      return;
    default:
      messages
          = hd_store_get_messages (fixture->store, dataset, (guint)make_number (fixture), error);
    }
}

static void
call_derived (Fixture *fixture, GError **error)
{
  g_autofree char *key = make_text (fixture), *value = make_text (fixture);
  g_autoptr (GBytes) bytes = g_bytes_new (value, strlen (value));
  g_autoptr (GBytes) found = NULL;

  if (g_rand_boolean (fixture->rand))
    hd_store_put_derived (fixture->store, key, (guint64)make_number (fixture), bytes, error);
  else
    found = hd_store_get_derived (fixture->store, key, g_rand_boolean (fixture->rand), error);
}

static void
call_audit (Fixture *fixture, GError **error)
{
  g_autofree char *object = make_text (fixture), *reason = make_text (fixture);
  g_autoptr (GPtrArray) entries = NULL;
  gint64 broken;

  if (g_rand_int_range (fixture->rand, 0, 8) > 0)
    entries = hd_store_get_audit (fixture->store, make_number (fixture), &broken, error);
  else
    hd_store_audit (fixture->store,
                    (HdAuditAction)g_rand_int_range (fixture->rand, 0, HD_AUDIT_N_ACTIONS), object,
                    reason, make_number (fixture), error);
}

static void
call_structure (Fixture *fixture, GError **error)
{
  g_autofree char *text = make_text (fixture);
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));

  hd_store_set_structure_message (fixture->store, json, error);
}

/* Places where there is no store of ours. */
static void
call_open (Fixture *fixture, GError **error)
{
  g_autofree char *name = make_text (fixture), *text = make_text (fixture);
  g_autofree char *dir = g_build_filename ("/nonexistent", name, NULL);
  g_autoptr (HdStore) store = NULL;

  switch (g_rand_int_range (fixture->rand, 0, 6))
    {
    case 0:
      store = hd_store_open (dir, HD_STORE_READ, error);
      return;
    case 1:
      hd_store_unlock (g_rand_boolean (fixture->rand) ? dir : fixture->dir, text, error);
      return;
    case 2:
      hd_store_change_passphrase (fixture->dir, text, error);
      return;
    case 3:
      hd_store_seal (dir, error);
      return;
    case 4:
      hd_store_restore (dir, fixture->dir, FALSE, error);
      return;
    default:
      hd_store_backup (fixture->store, dir, error);
    }
}

static void
call_client (Fixture *fixture, GError **error)
{
  g_autofree char *url = make_text (fixture), *file = make_text (fixture),
                  *token = make_text (fixture);
  HdFeedClientOptions options = { .base_url = url, .token = token, .timeout_s = 1 };
  g_autoptr (HdFeedClient) client = NULL;

  if (g_rand_int_range (fixture->rand, 0, 4) == 0)
    options.ca_file = file;
  if (g_rand_int_range (fixture->rand, 0, 4) == 0)
    options.client_cert_file = file;
  client = hd_feed_client_new (&options, error);
}

static void
call_certificates (Fixture *fixture, GError **error)
{
  g_autofree char *file = make_text (fixture), *key_file = make_text (fixture);
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (g_rand_boolean (fixture->rand))
    hd_feed_tls_check_authority (file, error);
  else
    certificate = hd_feed_identity_load (file, g_rand_boolean (fixture->rand) ? key_file : NULL,
                                         NULL, error);
}

static void
call_forecast (Fixture *fixture, GError **error)
{
  static const double edges[] = { NAN, INFINITY, -INFINITY, 0, 1e308, -1e308, 5e-324, 1e15 };
  static const double levels[] = { 80, 95 };
  double values[MAX_VALUES];
  gboolean is_wild = g_rand_boolean (fixture->rand);
  HdForecastInput input = {
    .values = values,
    .n_values = (guint)g_rand_int_range (fixture->rand, 0, MAX_VALUES),
    .season = (guint)g_rand_int_range (fixture->rand, 0, 14),
    .horizon = (guint)g_rand_int_range (fixture->rand, 0, 15),
    .levels = levels,
    .n_levels = (guint)g_rand_int_range (fixture->rand, 0, 3),
    .n_paths = (guint)g_rand_int_range (fixture->rand, 0, 20),
    .is_non_negative = g_rand_boolean (fixture->rand),
    .n_origins = 1,
    .is_brief = TRUE,
  };
  g_autoptr (HdForecast) forecast = NULL;

  for (guint at = 0; at < MAX_VALUES; at++)
    values[at] = is_wild && g_rand_int_range (fixture->rand, 0, 6) == 0
                     ? edges[g_rand_int_range (fixture->rand, 0, G_N_ELEMENTS (edges))]
                     : g_rand_double_range (fixture->rand, -100, 1000);
  forecast = hd_forecast_run (&input, error);
}

static void
call_package (Fixture *fixture, GError **error)
{
  g_autofree char *text = make_text (fixture), *more = make_text (fixture);
  const char *const conditions[] = { text, more, NULL };
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr (HdPackageKey) key = NULL;
  g_autoptr (HdPackageScope) scope = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;

  switch (g_rand_int_range (fixture->rand, 0, 4))
    {
    case 0:
      key = hd_package_key_read (text, error);
      return;
    case 1:
      scope = hd_package_scope_new (conditions, fixture->cube.fixture->structures, error);
      return;
    case 2:
      scope = hd_package_scope_parse (text, fixture->cube.fixture->structures, error);
      return;
    default:
      manifest = hd_package_manifest_read (json, error);
    }
}

static void
call_policy (Fixture *fixture, GError **error)
{
  g_autofree char *path = make_text (fixture), *word = make_text (fixture);
  const char *const paths[] = { path, NULL };
  const char *const scope[] = { word, NULL };
  g_autoptr (HdPolicy) policy = hd_policy_load_files (paths, error);

  if (policy == NULL || !hd_policy_check_source (policy, word, error)
      || !hd_policy_check_export (policy, word, error)
      || !hd_policy_check_retention (policy, (guint)make_number (fixture), error))
    return;
  hd_policy_check_scope (policy, scope, NULL, NULL, error);
}

static void
call_catalog (Fixture *fixture, GError **error)
{
  g_autofree char *dir = make_text (fixture);
  g_autoptr (HdCatalog) catalog = hd_catalog_load_from_dir (dir, error);
}

static void
call_warehouse (Fixture *fixture, GError **error)
{
  g_autofree char *url = make_text (fixture), *name = make_text (fixture), *secret = NULL;
  HdWarehouseOptions options = { .url = url, .user = name, .timeout_s = 1 };
  g_autoptr (HdWarehouseClient) client = NULL;

  if (g_rand_boolean (fixture->rand))
    options.database = name;
  if (g_rand_int_range (fixture->rand, 0, 4) == 0)
    secret = hd_warehouse_read_secret (name, error);
  else
    client = hd_warehouse_client_new (&options, error);
}

static void
call_series (Fixture *fixture, GError **error)
{
  g_autofree char *path = make_text (fixture);
  g_autoptr (GPtrArray) series = hd_time_series_read_csv (path, NULL, error);
}

/* These have no words for what is wrong. */
static void
call_hold (Fixture *fixture, GError **error)
{
  g_autofree char *text = make_text (fixture);
  g_autoptr (HdHold) hold = hd_hold_parse (text);
  g_autofree char *said = hold != NULL ? hd_hold_describe (hold) : NULL;
}

typedef struct
{
  const char *name;
  void (*call) (Fixture *fixture, GError **error);
  guint rarely; /* once in so many turns, as it takes its time */
  gboolean reads_file; /* what the system says of one that cannot be read is handed on */
} Row;

static const Row rows[] = {
  { "period", call_period, 1 },
  { "query-parse", call_query_parse, 1 },
  { "engine", call_engine, 2 },
  { "load", call_load, 4 },
  { "retention", call_retention, 4 },
  { "notes", call_notes, 4 },
  { "derived", call_derived, 4 },
  { "audit", call_audit, 8 },
  { "structure", call_structure, 4 },
  { "open", call_open, 8 },
  { "client", call_client, 4 },
  { "certificates", call_certificates, 4 },
  { "forecast", call_forecast, 40 },
  { "package", call_package, 1, TRUE },
  { "policy", call_policy, 2 },
  { "catalog", call_catalog, 2, TRUE },
  { "warehouse", call_warehouse, 4, TRUE },
  { "series", call_series, 2, TRUE },
  { "hold", call_hold, 1 },
};

static gboolean
is_ours (GQuark domain)
{
  const GQuark ours[]
      = { HD_CATALOG_ERROR, HD_POLICY_ERROR,   HD_PERIOD_ERROR,  HD_QUERY_ERROR, HD_WAREHOUSE_ERROR,
          HD_FEED_ERROR,    HD_FORECAST_ERROR, HD_PACKAGE_ERROR, HD_STORE_ERROR };

  for (guint index = 0; index < G_N_ELEMENTS (ours); index++)
    if (ours[index] == domain)
      return TRUE;
  return FALSE;
}

/* A store with rows of two years. (transfer full) */
static HdStore *
make_store (const char *dir)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = fixture_message (structure, 1000);
  HdStore *store = fixture_open (dir);

  for (int day = 0; day < 700; day++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 1, 1) + day, day % N_UNITS,
                                        day % N_TAXES, day, -day, 0.5, HD_ACTION_REPLACE, 1000 });
  fixture_apply (store, message);
  return store;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  guint n_calls = MAX (mutate_count (N_CALLS) / row->rarely, 1), n_refused = 0;
  Fixture fixture = { .rand = g_rand_new_with_seed (20261123), .dir = fixture_folder () };

  cube_setup_fill (&fixture.cube, NULL);
  fixture.store = make_store (fixture.dir);
  for (guint call = 0; call < n_calls; call++)
    {
      g_autoptr (GError) error = NULL;

      row->call (&fixture, &error);
      if (error == NULL)
        continue;
      n_refused++;
      if ((!is_ours (error->domain) && !(row->reads_file && error->domain == G_FILE_ERROR))
          || *error->message == '\0' || !g_utf8_validate (error->message, -1, NULL))
        g_error ("call %u: %s: %s", call, g_quark_to_string (error->domain), error->message);
    }
  fixture_assert_sound (fixture.store);
  g_test_message ("%u calls, %u refused", n_calls, n_refused);
  g_clear_object (&fixture.store);
  fixture_remove (fixture.dir);
  g_free (fixture.dir);
  cube_setup_clear (&fixture.cube, NULL);
  g_rand_free (fixture.rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  hd_store_vault_set_cost (1, 8);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *path = g_strconcat ("/data/random-calls/", rows[row].name, NULL);

      g_test_add_data_func (path, &rows[row], test_row);
    }
  return g_test_run ();
}
