/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives a fuzz target every file of its corpus: replay CORPUS-FOLDER. Prints TAP.
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

/* Bytes behind the input belong to nobody, so that reading past its end is seen under the sanitizers. */
static void
replay (gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree guint8 *exact = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (data, &text, &size, NULL));
  exact = g_malloc (MAX (size, 1));
  memcpy (exact, text, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, size), ==, 0);
}

static void
test_nothing (void)
{
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const guint8 *)"", 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  LLVMFuzzerInitialize (&argc, &argv);
  folder = g_dir_open (argv[1], 0, NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/fuzz/nothing", test_nothing);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

      g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
      g_test_add_data_func (test, paths->pdata[paths->len - 1], replay);
    }
  g_assert_cmpuint (paths->len, >, 5);
  return g_test_run ();
}
