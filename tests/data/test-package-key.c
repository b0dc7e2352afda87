/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of senders and recipients, in every form that they come in.
 */

#include "config.h"

#include "store-fixture.h"

#include <string.h>

#include "hd-package-key.h"

/* The pair of RFC 8410, sections 10.1 and 10.3. */
static const char pem_secret[]
    = "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n";
static const char pem_public[] = "-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                                 "-----END PUBLIC KEY-----\n";

static HdPackageKey *
read_key (const char *dir, const char *name, const char *text, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, (gssize)length, NULL));
  return hd_package_key_read (path, error);
}

static void
test_forms (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageKey) pair = read_key (dir, "pem", pem_secret, strlen (pem_secret), &error);
  g_autoptr (HdPackageKey) half = read_key (dir, "pub", pem_public, strlen (pem_public), &error);
  g_autoptr (HdPackageKey) again = NULL;
  g_autoptr (HdPackageKey) own_half = NULL;
  g_autofree char *path = g_build_filename (dir, "own.key", NULL);
  g_autofree char *public_path = g_build_filename (dir, "own.key.pub", NULL);
  g_autofree char *long_text = NULL;
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_nonnull (pair->secret_key);
  g_assert_null (half->secret_key);
  g_assert_cmpmem (pair->public_key, HD_PACKAGE_KEY_BYTES, half->public_key, HD_PACKAGE_KEY_BYTES);
  g_assert_true (hd_package_key_write (pair, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  again = hd_package_key_read (path, &error);
  own_half = hd_package_key_read (public_path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (again->secret_key, crypto_sign_SECRETKEYBYTES, pair->secret_key,
                   crypto_sign_SECRETKEYBYTES);
  g_assert_cmpmem (own_half->public_key, HD_PACKAGE_KEY_BYTES, half->public_key,
                   HD_PACKAGE_KEY_BYTES);
  g_assert_false (hd_package_key_write (pair, path, &error)); /* never over another */
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_clear_error (&error);
  g_assert_null (read_key (dir, "no", "not a key at all", 16, &error));
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY);
  g_clear_error (&error);
  long_text = g_strnfill (64 * 1024, 'k');
  g_assert_null (read_key (dir, "long", long_text, 64 * 1024, &error));
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (hd_package_key_read (dir, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/package-key/forms", test_forms);
  return g_test_run ();
}
