/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the datasets of a store as plain CSV, for other engines to read in tests/bench/drills.
 *
 * bench-export STORE FOLDER [--sdmx] DATASET…: FOLDER/DATASET.csv with the day, every code by its id and every
 * measure (nothing where it is missing); units.csv with each office's region and department; and
 * durations.csv with the bounds of the classes of CLEARANCE. With --sdmx, only FOLDER/DATASET.csv as SDMX-CSV, and
 * DATASET.structure.json: what `haidang import` takes.
 */

#include "config.h"

#include "hd-sdmx-csv-writer.h"
#include "hd-store-columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static FILE *
open_file (const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.csv", folder, name);
  FILE *file = fopen (path, "w");

  if (file == NULL)
    g_error ("%s cannot be written", path);
  return file;
}

static void
write_header (FILE *file, HdStructure *structure)
{
  fputs ("day", file);
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    fprintf (file, ",%s", hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    fprintf (file, ",%s", hd_structure_get_measure (structure, index)->id);
  fputc ('\n', file);
}

static void
write_row (FILE *file, HdStructure *structure, const HdColumns *columns, const char *day, guint row)
{
  fputs (day, file);
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      gint64 own = hd_vector_get (columns->codes[index], row);
      HdCode code = columns->dictionaries->to_structure[index][own];

      fprintf (file, ",%s",
               hd_code_list_get (hd_structure_get_dimension (structure, index)->codes, code)->id);
    }
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    {
      gint64 value = columns->values[index] != NULL ? hd_vector_get (columns->values[index], row)
                                                    : HD_INT64_MISSING;

      if (value == HD_INT64_MISSING)
        fputc (',', file);
      else
        fprintf (file, ",%" G_GINT64_FORMAT, value);
    }
  fputc ('\n', file);
}

static void
write_partition (FILE *file, HdStructure *structure, const HdColumns *columns)
{
  for (guint at = 0; at < columns->days->n_days; at++)
    {
      g_autofree char *day = hd_period_to_string (
          hd_period_containing (columns->days->day[at], HD_GRAIN_DAY, HD_MONTH_START_CIVIL));

      for (guint row = columns->days->first_row[at]; row < columns->days->first_row[at + 1]; row++)
        write_row (file, structure, columns, day, row);
    }
}

/* A partition at a time, so that ten years do not have to be in memory. */
static void
export_dataset (HdStore *store, HdStructure *structure, const char *folder)
{
  const char *id = hd_structure_get_id (structure);
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  g_autoptr (GPtrArray) measures = g_ptr_array_new ();
  g_autoptr (GArray) parts = hd_store_list_partitions (store, id, NULL);
  FILE *file = open_file (folder, id);

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_ptr_array_add (dimensions, (gpointer)hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    g_ptr_array_add (measures, (gpointer)hd_structure_get_measure (structure, index)->id);
  g_ptr_array_add (dimensions, NULL);
  g_ptr_array_add (measures, NULL);
  write_header (file, structure);
  for (guint at = 0; at < parts->len; at++)
    {
      const HdStorePartition *part = &g_array_index (parts, HdStorePartition, at);
      const int only[] = { part->partition, 0 };
      HdColumnsRequest request = { .dataset = id,
                                   .dimensions = (const char *const *)dimensions->pdata,
                                   .measures = (const char *const *)measures->pdata,
                                   .first = part->first,
                                   .last = part->last,
                                   .partitions = only };
      g_autoptr (GPtrArray) loaded = hd_store_load_columns (store, &request, NULL, NULL);

      if (loaded == NULL || loaded->len == 0)
        g_error ("%s %d cannot be read", id, part->partition);
      write_partition (file, structure, g_ptr_array_index (loaded, 0));
    }
  fclose (file);
}

static const char *
find_above (HdStructures *structures, const char *map, const char *level, const char *unit)
{
  HdHierarchy *tree = hd_structures_find_hierarchy (structures, map);
  HdCodeList *list = hd_hierarchy_get_list (tree);
  HdCode code = hd_code_list_find (list, unit, -1);
  HdCode above
      = code == HD_CODE_NONE
            ? HD_CODE_NONE
            : hd_hierarchy_at_level (tree, code, (guint)hd_hierarchy_find_level (tree, level));

  return above == HD_CODE_NONE ? unit : hd_code_list_get (list, above)->id;
}

static void
export_lists (HdStructures *structures, const char *folder)
{
  HdStructure *clearance = hd_structures_find (structures, "CLEARANCE");
  HdCodeList *units = hd_structure_get_dimension (
                          clearance, (guint)hd_structure_find_dimension (clearance, "UNIT"))
                          ->codes;
  HdCodeList *classes = hd_structure_get_dimension (
                            clearance, (guint)hd_structure_find_dimension (clearance, "DURATION"))
                            ->codes;
  FILE *file = open_file (folder, "units");

  fputs ("unit,region,department\n", file);
  for (guint code = 0; code < hd_code_list_get_n (units); code++)
    {
      const char *id = hd_code_list_get (units, (HdCode)code)->id;

      fprintf (file, "%s,%s,%s\n", id, find_above (structures, "MAP2025", "region", id),
               find_above (structures, "MAP2024", "department", id));
    }
  fclose (file);
  file = open_file (folder, "durations");
  fputs ("duration,lower,upper\n", file);
  for (guint code = 0; code < hd_code_list_get_n (classes); code++)
    {
      const HdCodeInfo *info = hd_code_list_get (classes, (HdCode)code);

      if (isfinite (info->lower))
        fprintf (file, "%s,%.17g,%.17g\n", info->id, info->lower,
                 isfinite (info->upper) ? info->upper : 1e300);
    }
  fclose (file);
}

/* A month at a time. */
static void
export_messages (HdStore *store, HdStructure *structure, const char *folder)
{
  const char *id = hd_structure_get_id (structure);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) parts = hd_store_list_partitions (store, id, NULL);
  g_autoptr (HdSdmxCsvWriter) writer = hd_sdmx_csv_writer_new (structure);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) message = hd_store_get_structure_message (store, &error);
  g_autofree char *path = g_strdup_printf ("%s/%s.structure.json", folder, id);
  FILE *file = open_file (folder, id);

  hd_sdmx_csv_writer_put_header (writer, text);
  for (guint at = 0; at < parts->len; at++)
    {
      const HdStorePartition *part = &g_array_index (parts, HdStorePartition, at);
      HdPeriod month = hd_period_containing (part->first, HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);

      for (; month.first <= part->last; month = hd_period_shift (month, 1))
        {
          g_autoptr (GPtrArray) loaded = hd_store_load (store, id, MAX (month.first, part->first),
                                                        MIN (month.last, part->last), 0, &error);

          for (guint index = 0; loaded != NULL && index < loaded->len; index++)
            {
              const HdRows *rows = g_ptr_array_index (loaded, index);

              for (guint row = 0; row < rows->n_rows; row++)
                hd_sdmx_csv_writer_put_row (writer, rows, row, text);
            }
          fwrite (text->str, 1, text->len, file);
          g_string_truncate (text, 0);
        }
    }
  fclose (file);
  if (error != NULL
      || !g_file_set_contents (path, g_bytes_get_data (message, NULL),
                               (gssize)g_bytes_get_size (message), &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdStructures) structures = NULL;

  gboolean is_sdmx = argc > 3 && g_str_equal (argv[3], "--sdmx");

  if (argc < 3)
    {
      g_print ("SKIP: bench-export STORE FOLDER [--sdmx] DATASET…\n");
      return 77;
    }
  store = hd_store_open (argv[1], HD_STORE_READ, &error);
  structures = store != NULL ? hd_store_get_structures (store, &error) : NULL;
  if (structures == NULL)
    g_error ("%s", error != NULL ? error->message : "the store has no structures");
  hd_store_set_cache_budget (store, 0);
  for (int index = is_sdmx ? 4 : 3; index < argc; index++)
    (is_sdmx ? export_messages
             : export_dataset) (store, hd_structures_find (structures, argv[index]), argv[2]);
  if (!is_sdmx)
    export_lists (structures, argv[2]);
  return EXIT_SUCCESS;
}
