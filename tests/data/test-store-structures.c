/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Structure messages over stored figures: lists that grow, shrink and turn, dimensions that change.
 */

#include "config.h"

#include "store-fixture.h"

#define URN "urn:sdmx:org.sdmx.infomodel."

/* A message of the one dataset FLOWS by UNIT (its codes separated by blanks) and perhaps `extra`. */
static GBytes *
structure_message (const char *units, const char *extra, const char *measure)
{
  g_auto (GStrv) ids = g_strsplit (units, " ", -1);
  g_autoptr (GString) codes = g_string_new (NULL);
  g_autofree char *more
      = extra == NULL ? g_strdup ("")
                      : g_strdup_printf (",{\"id\":\"%s\",\"localRepresentation\":{\"enumeration\":"
                                         "\"" URN "codelist.Codelist=HD:CL_UNIT(1.0.0)\"}}",
                                         extra);
  char *text;

  for (guint index = 0; ids[index] != NULL; index++)
    g_string_append_printf (codes, "%s{\"id\":\"%s\",\"names\":{\"vi\":\"Đơn vị %s\"}}",
                            index > 0 ? "," : "", ids[index], ids[index]);
  text = g_strdup_printf (
      "{\"meta\":{\"id\":\"M\"},\"data\":{\"dataflows\":[{\"id\":\"FLOWS\",\"agencyID\":\"HD\","
      "\"version\":\"1.0.0\",\"structure\":\"" URN "datastructure.DataStructure=HD:DSD(1.0.0)\"}],"
      "\"dataStructures\":[{\"id\":\"DSD\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"D\"}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":[{\"id\":\"UNIT\","
      "\"localRepresentation\":{\"enumeration\":\"" URN
      "codelist.Codelist=HD:CL_UNIT(1.0.0)\"}}%s],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},\"measureList\":{\"measures\":[{\"id\":\"%s\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]}}}],"
      "\"codelists\":[{\"id\":\"CL_UNIT\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":[%s]}"
      "]}}",
      more, measure, codes->str);
  return g_bytes_new_take (text, strlen (text));
}

static void
set_structure (HdStore *store, const char *units, const char *extra, const char *measure)
{
  g_autoptr (GBytes) message = structure_message (units, extra, measure);
  g_autoptr (GError) error = NULL;

  hd_store_set_structure_message (store, message, &error);
  g_assert_no_error (error);
}

/* A figure for each of the units of the present structure: its number in the list. */
static void
apply_figures (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_store_get_structures (store, &error);
  HdStructure *structure = hd_structures_find (structures, "FLOWS");
  guint n_units = hd_code_list_get_n (hd_structure_get_dimension (structure, 0)->codes);
  g_autoptr (HdMessage) message = fixture_message (structure, 1);

  g_assert_no_error (error);
  for (guint unit = 0; unit < n_units; unit++)
    {
      HdCode codes[] = { (HdCode)unit };
      HdNumber values[] = { { .i = unit } };

      hd_rows_append (message->parts->pdata[0],
                      &(HdRow){ .day = 20000, .codes = codes, .values = values, .known_from = 1 });
    }
  fixture_apply (store, message);
}

static char *
tell_figures (HdStore *store)
{
  g_autoptr (GPtrArray) years = fixture_load (store, "FLOWS", 0);
  GString *text = g_string_new (NULL);

  for (guint index = 0; index < years->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (years, index);
      const HdCodeList *units = hd_structure_get_dimension (rows->structure, 0)->codes;

      for (guint row = 0; row < rows->n_rows; row++)
        if (hd_rows_is_missing (rows, 0, row))
          g_string_append_printf (text, "%s=- ", hd_code_list_get (units, rows->codes[0][row])->id);
        else
          g_string_append_printf (text, "%s=%" G_GINT64_FORMAT " ",
                                  hd_code_list_get (units, rows->codes[0][row])->id,
                                  rows->values[0][row].i);
    }
  return g_string_free (text, FALSE);
}

static void
assert_figures (HdStore *store, const char *expected)
{
  g_autofree char *told = tell_figures (store);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_lists_change (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdStructures) none = hd_store_get_structures (store, NULL);
  guint64 generation;

  g_assert_null (none);
  set_structure (store, "A B C", NULL, "CASES");
  generation = hd_store_get_generation (store);
  set_structure (store, "A B C", NULL, "CASES");
  g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
  apply_figures (store);
  assert_figures (store, "A=0 B=1 C=2 ");
  set_structure (store, "C Z B A", NULL, "CASES");
  g_assert_cmpuint (hd_store_get_generation (store), >, generation);
  assert_figures (store, "A=0 B=1 C=2 ");
  /* B is listed no more, and its figure still there. */
  set_structure (store, "C A", NULL, "CASES");
  assert_figures (store, "A=0 B=1 C=2 ");
  g_clear_object (&store);
  store = hd_store_open (dir, HD_STORE_READ, NULL);
  assert_figures (store, "A=0 B=1 C=2 ");
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
test_measures_change (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);

  set_structure (store, "A B", NULL, "CASES");
  apply_figures (store);
  set_structure (store, "A B", NULL, "VALUE");
  assert_figures (store, "A=- B=- ");
  apply_figures (store);
  assert_figures (store, "A=0 B=1 ");
  set_structure (store, "A B", NULL, "CASES");
  assert_figures (store, "A=0 B=1 ");
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
test_dimensions_change (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GPtrArray) status = NULL;

  set_structure (store, "A B", NULL, "CASES");
  apply_figures (store);
  set_structure (store, "A B", "GATE", "CASES");
  assert_figures (store, "");
  status = hd_store_get_status (store, NULL);
  for (guint index = 0; index < status->len; index++)
    g_assert_cmpuint (((HdStoreDatasetStatus *)status->pdata[index])->n_rows, ==, 0);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
test_refused (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("{\"data\":", 8);
  g_autoptr (GError) error = NULL;

  set_structure (store, "A B", NULL, "CASES");
  apply_figures (store);
  g_assert_false (hd_store_set_structure_message (store, nonsense, &error));
  g_assert_nonnull (error);
  assert_figures (store, "A=0 B=1 ");
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/structures/lists-change", test_lists_change);
  g_test_add_func ("/data/store/structures/measures-change", test_measures_change);
  g_test_add_func ("/data/store/structures/dimensions-change", test_dimensions_change);
  g_test_add_func ("/data/store/structures/refused", test_refused);
  return g_test_run ();
}
