/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives a fuzz target every file of its corpus, and these spoilt at random (as often as HAIDANG_MUTATIONS says):
 * replay CORPUS-FOLDER. Prints TAP.
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "mutate.h"

#define N_MUTATIONS 300

/* Bytes behind the input belong to nobody, so that reading past its end is seen under the sanitizers. */
static void
give (const char *text, gsize size)
{
  g_autofree guint8 *exact = g_malloc (MAX (size, 1));

  memcpy (exact, text, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, size), ==, 0);
}

static void
replay (gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (data, &text, &size, NULL));
  give (text, size);
}

/* Now and then one file goes on as another. */
static void
test_mutations (gconstpointer data)
{
  const GPtrArray *paths = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  guint n_turns = mutate_count (N_MUTATIONS);

  for (guint turn = 0; turn < n_turns; turn++)
    {
      const char *path = paths->pdata[g_rand_int_range (rand, 0, (gint32)paths->len)];
      const char *other = paths->pdata[g_rand_int_range (rand, 0, (gint32)paths->len)];
      g_autofree char *text = NULL, *tail = NULL;
      g_autoptr (GString) spoilt = NULL;
      gsize size, tail_size;

      g_assert_true (g_file_get_contents (path, &text, &size, NULL));
      g_assert_true (g_file_get_contents (other, &tail, &tail_size, NULL));
      spoilt = g_string_new_len (text, (gssize)size);
      if (turn % 4 == 0 && size > 0 && tail_size > 0)
        {
          gsize from = (gsize)g_rand_int_range (rand, 0, (gint32)tail_size);

          g_string_truncate (spoilt, (gsize)g_rand_int_range (rand, 0, (gint32)size));
          g_string_append_len (spoilt, tail + from, (gssize)(tail_size - from));
        }
      mutate (rand, spoilt);
      give (spoilt->str, spoilt->len);
    }
  g_test_message ("%u spoilt inputs", n_turns);
}

static void
test_nothing (void)
{
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const guint8 *)"", 0), ==, 0);
}

/* So that every machine spoils the same files. */
static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
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
  g_ptr_array_sort (paths, compare_paths);
  g_test_add_data_func ("/fuzz/mutations", paths, test_mutations);
  return g_test_run ();
}
