/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sender and a receiver of packages, and what each of them answers.
 */

#pragma once

#include "store-fixture.h"

#include <string.h>

#include "hd-package-import.h"

#define URN "urn:sdmx:org.sdmx.infomodel."
#define N_UNITS_HERE 5
#define NOW 1790000000

/* Two regions with two offices and one; a dataset without units beside it. */
static const char structure_message[]
    = "{\"meta\":{\"id\":\"M\"},\"data\":{\"dataflows\":["
      "{\"id\":\"FLOWS\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"structure\":\"" URN
      "datastructure.DataStructure=HD:DSD(1.0.0)\"},"
      "{\"id\":\"NATION\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"structure\":\"" URN
      "datastructure.DataStructure=HD:DSD_NATION(1.0.0)\"}],"
      "\"dataStructures\":[{\"id\":\"DSD\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"D\"}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":[{\"id\":\"UNIT\","
      "\"localRepresentation\":{\"enumeration\":\"" URN "codelist.Codelist=HD:CL_UNIT(1.0.0)\"}}],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},\"measureList\":{\"measures\":[{\"id\":\"DONG\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]}}},"
      "{\"id\":\"DSD_NATION\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"D\"}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":[{\"id\":\"TAX\","
      "\"localRepresentation\":{\"enumeration\":\"" URN "codelist.Codelist=HD:CL_TAX(1.0.0)\"}}],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},\"measureList\":{\"measures\":[{\"id\":\"DONG\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]}}}],"
      "\"codelists\":[{\"id\":\"CL_UNIT\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":["
      "{\"id\":\"KV01\"},{\"id\":\"KV02\"},{\"id\":\"01AA\",\"parent\":\"KV01\"},"
      "{\"id\":\"01BB\",\"parent\":\"KV01\"},{\"id\":\"02CC\",\"parent\":\"KV02\"}]},"
      "{\"id\":\"CL_TAX\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":[{\"id\":\"VA\"}]}"
      "]}}";

/* A sender with a store, a receiver with an empty one, and a folder for packages. */
typedef struct
{
  char *dirs[3];
  HdStore *sender, *receiver;
  HdPackageKey *key, *other_key;
  GPtrArray *trusted;
  GRand *random;
  gint64 prepared;
} Fixture;

static inline void
package_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) message = g_bytes_new_static (structure_message, sizeof structure_message - 1);
  g_autoptr (GError) error = NULL;

  for (guint index = 0; index < G_N_ELEMENTS (fixture->dirs); index++)
    fixture->dirs[index] = fixture_folder ();
  fixture->sender = fixture_open (fixture->dirs[0]);
  fixture->receiver = fixture_open (fixture->dirs[1]);
  hd_store_set_structure_message (fixture->sender, message, &error);
  g_assert_no_error (error);
  fixture->key = hd_package_key_generate ();
  fixture->other_key = hd_package_key_generate ();
  fixture->trusted = g_ptr_array_new ();
  g_ptr_array_add (fixture->trusted, fixture->key);
  fixture->random = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  fixture->prepared = 1000;
}

static inline void
package_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->sender);
  g_clear_object (&fixture->receiver);
  for (guint index = 0; index < G_N_ELEMENTS (fixture->dirs); index++)
    {
      fixture_remove (fixture->dirs[index]);
      g_free (fixture->dirs[index]);
    }
  hd_package_key_free (fixture->key);
  hd_package_key_free (fixture->other_key);
  g_ptr_array_unref (fixture->trusted);
  g_rand_free (fixture->random);
}

/* Any statements on FLOWS, some of them deletions of everything on a day or of a unit. */
static inline void
say_something (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_store_get_structures (fixture->sender, &error);
  g_autoptr (HdMessage) message
      = fixture_message (hd_structures_find (structures, "FLOWS"), fixture->prepared++);
  GRand *random = fixture->random;

  g_assert_no_error (error);
  for (guint index = 0; index < 20; index++)
    {
      HdCode codes[] = { (HdCode)g_rand_int_range (random, 0, N_UNITS_HERE) };
      HdNumber values[] = { { .i = g_rand_int_range (random, 0, 1000) } };
      HdRow row
          = { .day = 20000 + 300 * g_rand_int_range (random, 0, 4),
              .codes = codes,
              .values = values,
              .action = g_rand_int_range (random, 0, 8) == 0 ? HD_ACTION_DELETE : HD_ACTION_REPLACE,
              .known_from = 100 + g_rand_int_range (random, 0, 6) };

      if (row.action == HD_ACTION_DELETE && g_rand_boolean (random))
        codes[0] = HD_CODE_NONE;
      hd_rows_append (message->parts->pdata[0], &row);
    }
  fixture_apply (fixture->sender, message);
}

static inline char *
package_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dirs[2], name, NULL);
}

/* (transfer full): its path. */
static inline char *
pack (Fixture *fixture, const char *name, const char *scope, gboolean is_full)
{
  const char *conditions[] = { scope, NULL };
  g_autoptr (GError) error = NULL;
  char *path = package_path (fixture, name);
  g_autoptr (HdPackageManifest) manifest = NULL;
  HdPackageOrder order = { .path = path,
                           .scope = scope != NULL ? conditions : NULL,
                           .signer = fixture->key,
                           .sender = "a test",
                           .is_full = is_full,
                           .now = NOW + fixture->prepared };

  manifest = hd_package_create (fixture->sender, &order, &error);
  g_assert_no_error (error);
  return path;
}

/* Returns whether it was in already; with an error none of the store changed. */
static inline gboolean
import (Fixture *fixture, const char *path, GError **error)
{
  HdPackageReceipt receipt = { .file = { .path = path }, .trusted = fixture->trusted, .now = NOW };
  guint64 generation = hd_store_get_generation (fixture->receiver);
  HdPackageOutcome outcome;
  g_autoptr (HdPackageManifest) manifest
      = hd_package_import (fixture->receiver, &receipt, &outcome, error);

  if (manifest == NULL)
    g_assert_cmpuint (hd_store_get_generation (fixture->receiver), ==, generation);
  return outcome.is_known;
}

static inline void
import_well (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (import (fixture, path, &error));
  g_assert_no_error (error);
  fixture_assert_sound (fixture->receiver);
}

/* Adds what the latest store, or that of a moment, shows of units that begin with `prefix`. */
static inline void
tell_moment (HdStore *store, gint64 as_of, const char *prefix, GPtrArray *lines)
{
  g_autoptr (GPtrArray) parts = fixture_load (store, "FLOWS", as_of);

  for (guint part = 0; part < parts->len; part++)
    {
      const HdRows *rows = g_ptr_array_index (parts, part);
      const HdCodeList *units = hd_structure_get_dimension (rows->structure, 0)->codes;

      for (guint row = 0; row < rows->n_rows; row++)
        {
          const char *unit = hd_code_list_get (units, rows->codes[0][row])->id;

          if (g_str_has_prefix (unit, prefix))
            g_ptr_array_add (
                lines, g_strdup_printf ("%d: %d %s %d since %d", (int)as_of, rows->day[row], unit,
                                        (int)rows->values[0][row].i, (int)rows->known_from[row]));
        }
    }
}

static inline int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): all that `store` shows of FLOWS, now and at every moment. */
static inline char *
tell (HdStore *store, const char *prefix)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  tell_moment (store, 0, prefix, lines);
  for (gint64 as_of = 99; as_of < 107; as_of++)
    tell_moment (store, as_of, prefix, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static inline void
assert_same_answers (Fixture *fixture, const char *prefix)
{
  g_autofree char *sent = tell (fixture->sender, prefix);
  g_autofree char *received = tell (fixture->receiver, prefix);

  g_assert_cmpstr (received, ==, sent);
}
