/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packages one after the other: the same answers at every moment, in their turn, after a sender was killed or its
 * store put back.
 */

#include "config.h"

#include "package-fixture.h"

#include "hd-package-chain.h"

static void
test_chain (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u.hdpack", round);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      say_something (fixture);
      path = pack (fixture, name, NULL, round == 7);
      import_well (fixture, path);
      assert_same_answers (fixture, "");
      g_assert_true (import (fixture, path, &error));
      g_assert_no_error (error);
      assert_same_answers (fixture, "");
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;

  say_something (fixture);
  first = pack (fixture, "1", NULL, FALSE);
  say_something (fixture);
  second = pack (fixture, "2", NULL, FALSE);
  say_something (fixture);
  third = pack (fixture, "3", NULL, FALSE);
  import (fixture, second, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  import_well (fixture, first);
  import (fixture, third, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  import_well (fixture, second);
  import_well (fixture, third);
  assert_same_answers (fixture, "");
  g_assert_true (import (fixture, first, &error));
  g_assert_no_error (error);
  /* One is lost; a full one goes on without it. */
  say_something (fixture);
  g_free (pack (fixture, "lost", NULL, FALSE));
  say_something (fixture);
  whole = pack (fixture, "5", NULL, TRUE);
  import_well (fixture, whole);
  assert_same_answers (fixture, "");
}

/* (transfer full): what the sender's packages without a scope are noted under. */
static char *
own_chain (Fixture *fixture)
{
  HdPackageManifest manifest = { .scope = (char *)"" };

  hd_package_key_to_hex (fixture->key, manifest.sender_key);
  return hd_package_chain_name (&manifest);
}

static void
set_link (Fixture *fixture, const HdPackageLink *link)
{
  g_autofree char *chain = own_chain (fixture);
  g_autofree char *text = hd_package_link_write (link);
  g_autoptr (GError) error = NULL;

  hd_store_set_feed_state (fixture->sender, "package created", chain, text, &error);
  g_assert_no_error (error);
}

static void
get_link (Fixture *fixture, HdPackageLink *link)
{
  g_autofree char *chain = own_chain (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (hd_package_link_load (fixture->sender, "created", chain, link, &error));
  g_assert_no_error (error);
}

/* The sender ended between giving the package its name and noting it, twice: whoever took them in, one of them or
 * none takes in the next. `data`: a bit for each of them, and one for its holding everything. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint bits = GPOINTER_TO_UINT (data);
  g_autofree char *first = NULL, *next = NULL, *last = NULL;

  say_something (fixture);
  first = pack (fixture, "0", NULL, FALSE);
  import_well (fixture, first);
  for (guint round = 1; round <= 2; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u", round);
      g_autofree char *path = NULL;
      g_auto (HdPackageLink) link = { 0 };

      say_something (fixture);
      get_link (fixture, &link);
      path = pack (fixture, name, NULL, (bits & 4) != 0);
      link.announced = round + 1;
      link.announced_full = (bits & 4) != 0;
      set_link (fixture, &link);
      if ((bits & round) != 0)
        import_well (fixture, path);
    }
  say_something (fixture);
  next = pack (fixture, "3", NULL, FALSE);
  import_well (fixture, next);
  assert_same_answers (fixture, "");
  say_something (fixture);
  last = pack (fixture, "4", NULL, FALSE);
  import_well (fixture, last);
  assert_same_answers (fixture, "");
}

/* The sender's store was put back from a backup, and counts from there: what it packs then is not taken for what
 * came before, and a full one goes on. */
static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = NULL, *whole = NULL;
  g_auto (HdPackageLink) link = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 4; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u", round);
      g_autofree char *path = NULL;

      say_something (fixture);
      path = pack (fixture, name, NULL, FALSE);
      import_well (fixture, path);
      if (round == 0)
        get_link (fixture, &link);
    }
  set_link (fixture, &link);
  say_something (fixture);
  third = pack (fixture, "third", NULL, FALSE);
  import (fixture, third, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_assert_nonnull (strstr (error->message, "--full"));
  say_something (fixture);
  whole = pack (fixture, "whole", NULL, TRUE);
  import_well (fixture, whole);
  assert_same_answers (fixture, "");
}

/* What changed since is less than everything. */
static void
test_delta (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) whole = NULL;
  g_autoptr (HdPackageManifest) nothing = NULL;

  say_something (fixture);
  first = pack (fixture, "1", NULL, FALSE);
  second = pack (fixture, "2", NULL, FALSE);
  whole = hd_package_check (&(HdPackageFile){ .path = first }, NULL, &error);
  g_assert_no_error (error);
  nothing = hd_package_check (&(HdPackageFile){ .path = second }, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hd_package_manifest_count_rows (whole), >, 10);
  g_assert_cmpuint (hd_package_manifest_count_rows (nothing), ==, 0);
  g_assert_cmpuint (nothing->sequence, ==, 2);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
    int data;
  } tests[] = {
    { "/data/package/chain/1", test_chain, 1 },
    { "/data/package/chain/2", test_chain, 2 },
    { "/data/package/chain/3", test_chain, 3 },
    { "/data/package/order", test_order, 0 },
    { "/data/package/killed/none", test_killed, 0 },
    { "/data/package/killed/first", test_killed, 1 },
    { "/data/package/killed/second", test_killed, 2 },
    { "/data/package/killed/both", test_killed, 3 },
    { "/data/package/killed/both-full", test_killed, 7 },
    { "/data/package/put-back", test_put_back, 0 },
    { "/data/package/delta", test_delta, 0 },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  for (guint index = 0; index < G_N_ELEMENTS (tests); index++)
    g_test_add (tests[index].path, Fixture, GINT_TO_POINTER (tests[index].data), package_set_up,
                tests[index].run, package_tear_down);
  return g_test_run ();
}
