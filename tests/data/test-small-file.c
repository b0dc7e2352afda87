/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are read whole: to their end, up to a bound, whatever they are.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "hd-small-file.h"

#define BOUND 100000

static void
assert_reads (const char *path, gsize n_bytes)
{
  g_autofree char *expected = g_malloc (n_bytes + 1);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (gsize at = 0; at < n_bytes; at++)
    expected[at] = (char)(at * 31 % 251);
  expected[n_bytes] = '\0';
  g_assert_true (g_file_set_contents (path, expected, (gssize)n_bytes, NULL));
  if (!hd_small_file_read (path, BOUND, &text, &length, &error))
    {
      g_assert_cmpuint (n_bytes, >, BOUND);
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, path));
      return;
    }
  g_assert_cmpuint (n_bytes, <=, BOUND);
  g_assert_cmpmem (text, length + 1, expected, n_bytes + 1);
}

static void
test_sizes (void)
{
  static const gsize sizes[]
      = { 0, 1, 4095, 4096, 4097, 8192, 8193, BOUND - 1, BOUND, BOUND + 1, 5 * BOUND };
  g_autofree char *dir = g_dir_make_tmp ("hd-small-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "file", NULL);

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    assert_reads (path, sizes[size]);
  g_assert_false (hd_small_file_is_special (path));
  g_unlink (path);
  g_assert_false (hd_small_file_is_special (path));
  g_rmdir (dir);
}

static gpointer
write_thread (gpointer path)
{
  g_autoptr (GError) error = NULL;
  FILE *pipe = g_fopen (path, "w");

  fputs ("through a pipe\nand more", pipe);
  fclose (pipe);
  return NULL;
}

/* As a shell's <(…) gives it; and what has no end. */
static void
test_no_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hd-small-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "pipe", NULL);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  GThread *writing;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_true (hd_small_file_is_special (path));
  writing = g_thread_new ("write", write_thread, path);
  line = hd_small_file_read_line (path, &error);
  g_thread_join (writing);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "through a pipe");
  g_assert_null (hd_small_file_read_line ("/dev/zero", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (hd_small_file_read_line (dir, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_null (hd_small_file_read_line (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_rmdir (dir);
}

/* Nothing of what stands behind the first line stays in memory. */
static void
test_line (void)
{
  static const struct
  {
    const char *text, *line;
  } rows[] = {
    { "", "" }, { "\n", "" }, { "a", "a" }, { "a b\r\nc", "a b" }, { "\xC4\x83\nx\n", "\xC4\x83" }
  };
  g_autofree char *dir = g_dir_make_tmp ("hd-small-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "file", NULL);

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *line = NULL;

      g_assert_true (g_file_set_contents (path, rows[row].text, -1, NULL));
      line = hd_small_file_read_line (path, NULL);
      g_assert_cmpstr (line, ==, rows[row].line);
      for (gsize at = strlen (line); at < strlen (rows[row].text); at++)
        g_assert_cmpint (line[at], ==, 0);
    }
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/small-file/sizes", test_sizes);
  g_test_add_func ("/data/small-file/no-file", test_no_file);
  g_test_add_func ("/data/small-file/line", test_line);
  return g_test_run ();
}
