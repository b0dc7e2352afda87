/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The workbook: it is there whole, or not at all.
 */

#undef G_DISABLE_ASSERT

#include "fake-engine.h"
#include "hd-briefing.h"
#include "hd-workbook.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_write (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *scratch = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  fake_present_fill (&fake, "morning", 8);
  path = g_build_filename (fake.dir, "briefing.xlsx", NULL);
  scratch = g_strconcat (path, ".part", NULL);
  g_assert_true (hd_workbook_write (&fake.present, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
  g_assert_cmpint (length, >, 10000);
  g_assert_cmpint (memcmp (bytes, "PK\x03\x04", 4), ==, 0);
  g_assert_false (g_file_test (scratch, G_FILE_TEST_EXISTS));
}

static void
test_bad_folder (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GError) error = NULL;

  fake_present_fill (&fake, "morning", 8);
  g_assert_false (hd_workbook_write (&fake.present, "/nonexistent/briefing.xlsx", &error));
  g_assert_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO);
}

/* Cancelled half way: what was there before stays, and nothing half-made lies about. */
static void
test_cancelled (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *path = NULL;
  g_autofree char *scratch = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  fake_present_fill (&fake, "morning", 8);
  path = g_build_filename (fake.dir, "briefing.xlsx", NULL);
  scratch = g_strconcat (path, ".part", NULL);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_cancellable_cancel (cancelled);
  fake.present.cancellable = cancelled;
  g_assert_false (hd_workbook_write (&fake.present, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_cmpstr (before, ==, "before");
  g_assert_false (g_file_test (scratch, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/present/workbook/write", test_write);
  g_test_add_func ("/present/workbook/bad-folder", test_bad_folder);
  g_test_add_func ("/present/workbook/cancelled", test_cancelled);
  return g_test_run ();
}
