/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Published messages, spoilt at random: each is read or refused with a reason, and nothing breaks.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-sdmx-csv.h"
#include "hd-sdmx-json.h"
#include "hd-sdmx-structure.h"
#include "mutate.h"

#include <string.h>

/* Of each message; HAIDANG_MUTATIONS asks for more. */
#define N_TURNS 1000

static gboolean
read_csv (const char *text, gsize length, GError **error)
{
  g_autoptr (HdStructures) structures = hd_structures_new ();
  g_autoptr (HdStructure) structure = hd_structure_new ("ESTAT", "NA_MAIN", "1.6.0");
  static const char *const ids[] = { "DIM_1", "DIM_2", "DIM_3" };
  g_autoptr (HdSdmxCsvReader) reader = NULL;
  g_autoptr (HdMessage) message = NULL;

  for (guint at = 0; at < G_N_ELEMENTS (ids); at++)
    {
      g_autoptr (HdCodeList) codes = hd_code_list_new (ids[at]);

      hd_structure_add_dimension (structure, &(HdDimension){ .id = ids[at], .codes = codes });
    }
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "OBS_VALUE", .is_real = TRUE });
  hd_structures_add (structures, structure);
  reader = hd_sdmx_csv_reader_new (structures, 0);
  for (gsize at = 0; at < length; at += 37)
    if (!hd_sdmx_csv_reader_push (reader, text + at, MIN (37, length - at), error))
      return FALSE;
  message = hd_sdmx_csv_reader_finish (reader, error);
  return message != NULL;
}

static gboolean
read_json (const char *text, gsize length, GError **error)
{
  g_autoptr (HdStructures) own = NULL;
  g_autoptr (HdMessage) message = hd_sdmx_json_read (text, length, NULL, 0, &own, error);

  return message != NULL;
}

static gboolean
read_structure (const char *text, gsize length, GError **error)
{
  g_autoptr (HdStructures) structures = hd_sdmx_structure_parse (text, length, error);

  return structures != NULL;
}

static const struct
{
  const char *name;
  gboolean (*read) (const char *text, gsize length, GError **error);
} messages[] = {
  { "v3_csv_example-01.csv", read_csv },
  { "v3_csv_example-04.csv", read_csv },
  { "v3_csv_example-08.csv", read_csv },
  { "v3_csv_example-10.csv", read_csv },
  { "ECB_EXR_ts.json", read_json },
  { "v3_json_data_exr-flat.json", read_json },
  { "v3_json_structure_constructed-sample.json", read_structure },
};

static void
test_mutations (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx", messages[row].name, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (row + 1);
  g_autofree char *text = NULL;
  guint n_turns = mutate_count (N_TURNS), n_read = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (messages[row].read (text, strlen (text), NULL));
  for (guint turn = 0; turn < n_turns; turn++)
    {
      g_autoptr (GString) spoilt = g_string_new (text);
      g_autoptr (GError) error = NULL;

      mutate (rand, spoilt);
      if (messages[row].read (spoilt->str, spoilt->len, &error))
        n_read++;
      else
        {
          g_assert_nonnull (error);
          g_assert_true (error->domain == HD_FEED_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
    }
  g_test_message ("%s: %u of %u were still messages", messages[row].name, n_read, n_turns);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint row = 0; row < G_N_ELEMENTS (messages); row++)
    {
      g_autofree char *test = g_strconcat ("/data/feed-mutations/", messages[row].name, NULL);

      g_test_add_data_func (test, GUINT_TO_POINTER (row), test_mutations);
    }
  return g_test_run ();
}
