/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The administrator's policy: what it forbids, that a second file cannot loosen the first, and that what is
 * not understood allows nothing.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <glib/gstdio.h>

#include "hd-policy.h"

typedef struct
{
  char *dir;
  char *paths[3];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("haidang-policy-XXXXXX", NULL);
  fixture->paths[0] = g_build_filename (fixture->dir, "system.json", NULL);
  fixture->paths[1] = g_build_filename (fixture->dir, "more.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint index = 0; index < 2; index++)
    {
      g_unlink (fixture->paths[index]);
      g_free (fixture->paths[index]);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

/* `more` (nullable). */
static HdPolicy *
load (Fixture *fixture, const char *text, const char *more, GError **error)
{
  g_assert_true (g_file_set_contents (fixture->paths[0], text, -1, NULL));
  if (more != NULL)
    g_assert_true (g_file_set_contents (fixture->paths[1], more, -1, NULL));
  return hd_policy_load_files ((const char *const *)fixture->paths, error);
}

static HdPolicy *
load_well (Fixture *fixture, const char *text, const char *more)
{
  g_autoptr (GError) error = NULL;
  HdPolicy *policy = load (fixture, text, more, &error);

  g_assert_no_error (error);
  return policy;
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPolicy) policy = hd_policy_load_files ((const char *const *)fixture->paths, &error);

  g_assert_no_error (error);
  g_assert_true (hd_policy_check_source (policy, "http://127.0.0.1:1/", NULL));
  g_assert_true (hd_policy_check_export (policy, "png", NULL));
  g_assert_true (hd_policy_check_sealed (policy, FALSE, NULL));
  g_assert_true (hd_policy_check_reason (policy, "export", NULL, NULL));
  g_assert_null (hd_policy_get_ca_file (policy));
  g_assert_false (hd_policy_is_confidential (policy, "01B1"));
  g_assert_false (hd_policy_has_confidential (policy));
  g_assert_false (hd_policy_needs_audit (policy));
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *url;
    gboolean is_allowed;
  } urls[] = {
    { "https://feeds.example", TRUE },       { "https://feeds.example/sdmx", TRUE },
    { "https://feeds.example?x", TRUE },     { "https://feeds.example.evil", FALSE },
    { "https://feeds.example@evil", FALSE }, { "https://feeds.example:444", FALSE },
    { "http://feeds.example", FALSE },       { "https://other.example/a/b", TRUE },
    { "https://other.example/b", FALSE },    { "", FALSE },
    { "https://other.example/a", TRUE },     { "https://other.example/ab", FALSE },
    { "https://other.example", FALSE },
  };
  g_autoptr (HdPolicy) policy = load_well (
      fixture, "{\"sources\": [\"https://feeds.example\", \"https://other.example/a/\"]}", NULL);

  for (guint index = 0; index < G_N_ELEMENTS (urls); index++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", urls[index].url);
      g_assert_cmpint (hd_policy_check_source (policy, urls[index].url, &error), ==,
                       urls[index].is_allowed);
      if (!urls[index].is_allowed)
        g_assert_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN);
    }
}

/* One address alone is as good as set; a second file may leave one, or none. */
static void
test_only_source (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text, *more, *only;
  } cases[] = {
    { "{}", NULL, NULL },
    { "{\"sources\": [\"https://a.example\"]}", NULL, "https://a.example" },
    { "{\"sources\": [\"https://a.example\", \"https://b.example\"]}", NULL, NULL },
    { "{\"sources\": [\"https://a.example\", \"https://b.example\"]}",
      "{\"sources\": [\"https://b.example\"]}", "https://b.example" },
    { "{\"sources\": [\"https://a.example\"]}", "{\"sources\": [\"https://b.example\"]}", NULL },
    { "{\"sources\": []}", NULL, NULL },
  };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    {
      g_autoptr (HdPolicy) policy = NULL;

      g_unlink (fixture->paths[1]);
      policy = load_well (fixture, cases[index].text, cases[index].more);
      g_assert_cmpstr (hd_policy_get_only_source (policy), ==, cases[index].only);
    }
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPolicy) policy
      = load_well (fixture,
                   "{\"exports\": [\"pdf\"], \"confidential_units\": [\"01B1\"], \"ask_reason\": "
                   "[\"export\"], \"sealed\": true, \"audit\": true, \"ca_file\": \"/ca.pem\"}",
                   NULL);

  g_assert_true (hd_policy_check_export (policy, "pdf", NULL));
  g_assert_false (hd_policy_check_export (policy, "package", NULL));
  g_assert_true (hd_policy_is_confidential (policy, "01B1"));
  g_assert_false (hd_policy_is_confidential (policy, "01B"));
  g_assert_true (hd_policy_check_reason (policy, "view", NULL, NULL));
  g_assert_true (hd_policy_check_reason (policy, "export", "a meeting", NULL));
  g_assert_false (hd_policy_check_reason (policy, "export", "", &error));
  g_assert_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_NO_REASON);
  g_assert_true (hd_policy_check_sealed (policy, TRUE, NULL));
  g_assert_false (hd_policy_check_sealed (policy, FALSE, NULL));
  g_assert_true (hd_policy_needs_audit (policy));
  g_assert_cmpstr (hd_policy_get_ca_file (policy), ==, "/ca.pem");
}

/* Whatever the second file says, what the first one forbids stays forbidden. */
static void
test_not_loosened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdPolicy) policy = load_well (
      fixture,
      "{\"sources\": [\"https://a.example/\"], \"exports\": [\"pdf\", \"png\"], \"sealed\": true,"
      " \"audit\": true, \"ca_file\": \"/ca.pem\", \"ask_reason\": [\"view\"],"
      " \"confidential_units\": [\"01B1\"]}",
      "{\"sources\": [\"https://a.example/x/\", \"https://b.example/\"], \"exports\": [\"png\","
      " \"csv\"], \"sealed\": false, \"audit\": false, \"ca_file\": \"/mine.pem\", \"ask_reason\":"
      " [], \"confidential_units\": [\"02CC\"]}");

  g_assert_false (hd_policy_check_source (policy, "https://b.example/", NULL));
  g_assert_false (hd_policy_check_source (policy, "https://a.example/y", NULL));
  g_assert_true (hd_policy_check_source (policy, "https://a.example/x/", NULL));
  g_assert_true (hd_policy_check_export (policy, "png", NULL));
  g_assert_false (hd_policy_check_export (policy, "pdf", NULL));
  g_assert_false (hd_policy_check_export (policy, "csv", NULL));
  g_assert_false (hd_policy_check_sealed (policy, FALSE, NULL));
  g_assert_false (hd_policy_check_reason (policy, "view", NULL, NULL));
  g_assert_true (hd_policy_needs_audit (policy));
  g_assert_cmpstr (hd_policy_get_ca_file (policy), ==, "/ca.pem");
  g_assert_true (hd_policy_is_confidential (policy, "01B1"));
  g_assert_true (hd_policy_is_confidential (policy, "02CC"));
}

static const char *
parent_of (const char *unit, gconstpointer tree)
{
  return g_str_has_prefix (unit, "02C") ? "KV02" : NULL;
}

static gboolean
allows_units (const HdPolicy *policy, const char *units, HdPolicyParent parent)
{
  g_auto (GStrv) scope = g_strsplit (units, " ", -1);
  g_autoptr (GError) error = NULL;
  gboolean is_allowed
      = hd_policy_check_scope (policy, (const char *const *)scope, parent, NULL, &error);

  g_assert_true (is_allowed || g_error_matches (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN));
  return is_allowed;
}

/* Of two files the narrower scope holds, and a person's may only be narrower still. */
static void
test_scope (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdPolicy) open = load_well (fixture, "{}", NULL);
  g_autoptr (HdPolicy) one = load_well (fixture, "{\"scope\": [\"KV02\", \"KV03\"]}", NULL);
  g_autoptr (HdPolicy) two
      = load_well (fixture, "{\"scope\": [\"KV02\", \"KV03\"]}", "{\"scope\": \"KV03\"}");
  g_autoptr (HdPolicy) none = load_well (fixture, "{\"scope\": \"KV02\"}", "{\"scope\": \"KV03\"}");
  g_auto (GStrv) of_one = hd_policy_get_scope (one);
  g_auto (GStrv) of_two = hd_policy_get_scope (two);
  g_auto (GStrv) of_none = hd_policy_get_scope (none);
  g_autofree char *joined = g_strjoinv (" ", of_one);

  g_assert_null (hd_policy_get_scope (open));
  g_assert_cmpstr (joined, ==, "KV02 KV03");
  g_assert_cmpstr (of_two[0], ==, "KV03");
  g_assert_null (of_two[1]);
  g_assert_null (of_none[0]);
  g_assert_true (allows_units (open, "KV09", NULL));
  g_assert_true (allows_units (one, "KV03", NULL));
  g_assert_false (allows_units (one, "KV03 KV09", NULL));
  g_assert_false (allows_units (one, "02CI", NULL));
  g_assert_true (allows_units (one, "02CI", parent_of));
  g_assert_false (allows_units (two, "02CI", parent_of));
}

/* The least of the bounds that are given; what any file asks for is asked for. */
static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdPolicy) open = load_well (fixture, "{}", NULL);
  g_autoptr (HdPolicy) policy
      = load_well (fixture, "{\"retention_years\": 3, \"lock_after_s\": 60, \"no_keyring\": true}",
                   "{\"retention_years\": 5, \"lock_after_s\": 30, \"query_is_export\": true}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = hd_policy_list (policy);
  const HdPolicyRule *first = g_ptr_array_index (rules, 0);

  g_assert_cmpuint (hd_policy_get_retention_years (open), ==, 0);
  g_assert_cmpuint (hd_policy_get_lock_after (open), ==, 0);
  g_assert_true (hd_policy_check_retention (open, 0, NULL));
  g_assert_true (hd_policy_allows_keyring (open));
  g_assert_false (hd_policy_query_is_export (open));
  g_assert_cmpuint (hd_policy_get_retention_years (policy), ==, 3);
  g_assert_cmpuint (hd_policy_get_lock_after (policy), ==, 30);
  g_assert_true (hd_policy_check_retention (policy, 3, NULL));
  g_assert_false (hd_policy_check_retention (policy, 0, NULL));
  g_assert_false (hd_policy_check_retention (policy, 4, &error));
  g_assert_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN);
  g_assert_false (hd_policy_allows_keyring (policy));
  g_assert_true (hd_policy_query_is_export (policy));
  g_assert_cmpuint (rules->len, ==, 6);
  g_assert_cmpstr (first->name, ==, "query_is_export");
  g_assert_cmpstr (first->value, ==, "true");
  g_assert_cmpstr (first->path, ==, fixture->paths[1]);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{",
    "{\"source\": [\"https://a.example/\"]}", /* misspelt */
    "{\"exports\": [\"docx\"]}",
    "{\"exports\": 1}",
    "{\"sealed\": \"yes\"}",
    "{\"ask_reason\": [\"breathing\"]}",
    "{\"ca_file\": [1]}",
    "{\"scope\": []}",
    "{\"scope\": {\"unit\": \"KV03\"}}",
    "{\"retention_years\": 0}",
    "{\"retention_years\": 2.5}",
    "{\"retention_years\": -1}",
    "{\"lock_after_s\": \"soon\"}",
    "{\"lock_after_s\": 1e300}",
    "{\"ca_file\": \"/etc/ssl/h\xe3i.pem\"}", /* Latin-1 */
  };

  for (guint index = 0; index < G_N_ELEMENTS (texts); index++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (texts[index], NULL);

      g_test_message ("%s", shown);
      g_assert_null (load (fixture, texts[index], NULL, &error));
      g_assert_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_clear_error (&error);
      g_assert_null (load (fixture, "{}", texts[index], &error));
      g_assert_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/data/policy/none", test_none },
    { "/data/policy/sources", test_sources },
    { "/data/policy/rules", test_rules },
    { "/data/policy/only-source", test_only_source },
    { "/data/policy/not-loosened", test_not_loosened },
    { "/data/policy/scope", test_scope },
    { "/data/policy/bounds", test_bounds },
    { "/data/policy/broken", test_broken },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint index = 0; index < G_N_ELEMENTS (tests); index++)
    g_test_add (tests[index].path, Fixture, NULL, set_up, tests[index].run, tear_down);
  return g_test_run ();
}
