/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Serves datasets from files: --data DIR with NAME.csv (SDMX-CSV) and NAME.structure.json beside it.
 *
 * The files are read by the same readers that the client uses, so that what is served here is what a
 * client would accept.
 */

#include "config.h"

#include "hd-central-files.h"

#include "hd-sample-table.h"
#include "hd-sdmx-csv.h"
#include "hd-sdmx-structure.h"

#include <string.h>

#define SMALL_ROWS 20000

struct _HdCentralFiles
{
  GStringChunk *strings; /* all text that the datasets point to */
  GPtrArray *datasets; /* (element-type HdSampleDataset) owned */
};

static const char *
keep (HdCentralFiles *files, const char *text)
{
  return g_string_chunk_insert_const (files->strings, text != NULL ? text : "");
}

static char
freq_of (HdGrain grain)
{
  switch (grain)
    {
    case HD_GRAIN_DAY:
      return 'D';
    case HD_GRAIN_QUARTER:
      return 'Q';
    case HD_GRAIN_YEAR:
      return 'A';
    default:
      return 'M';
    }
}

/* A list of the file's own: its id must not clash with the sample's. */
static const char *
add_list (HdCentralFiles *files,
          HdSampleWorld *world,
          const char *dataset,
          const HdDimension *dimension)
{
  g_autofree char *id = g_strdup_printf ("%s_%s", dataset, dimension->id);
  HdSampleList *list = hd_sample_list_new (id, dimension->name_vi != NULL ? dimension->name_vi : id,
                                           dimension->name_en != NULL ? dimension->name_en : id);

  for (guint code = 0; code < hd_code_list_get_n (dimension->codes); code++)
    {
      const HdCodeInfo *info = hd_code_list_get (dimension->codes, (HdCode)code);
      const char *parent = info->parent != HD_CODE_NONE
                               ? hd_code_list_get (dimension->codes, info->parent)->id
                               : NULL;
      HdSampleCode *added = hd_sample_list_add (
          list, info->id, hd_code_list_name (dimension->codes, (HdCode)code, "vi"),
          hd_code_list_name (dimension->codes, (HdCode)code, "en"), parent, 1);

      added->lower = info->lower;
      added->upper = info->upper;
      added->valid_from = info->valid_from;
      added->valid_to = info->valid_to;
    }
  hd_sample_world_add_list (world, list);
  return keep (files, id);
}

static void
set_measure (HdCentralFiles *files, HdSampleMeasure *measure, const HdMeasure *from)
{
  measure->id = keep (files, from->id);
  measure->vi = keep (files, from->name_vi != NULL ? from->name_vi : from->id);
  measure->en = keep (files, from->name_en != NULL ? from->name_en : from->id);
  measure->unit = keep (files, from->unit != NULL ? from->unit : "1");
  measure->is_real = from->is_real;
  measure->unit_mult = from->unit_mult;
}

/* An open list holds its codes only once the rows are read, so this comes after them. */
static HdSampleDataset *
make_dataset (HdCentralFiles *files, HdSampleWorld *world, HdStructure *structure, guint n_rows)
{
  HdSampleDataset *dataset = g_new0 (HdSampleDataset, 1);
  const char *note_vi = hd_structure_get_note (structure, "vi");
  const char *note_en = hd_structure_get_note (structure, "en");

  dataset->id = keep (files, hd_structure_get_id (structure));
  dataset->agency = keep (files, hd_structure_get_agency (structure));
  dataset->source = dataset->agency;
  dataset->vi = keep (files, hd_structure_get_name (structure, "vi"));
  dataset->en = keep (files, hd_structure_get_name (structure, "en"));
  dataset->note_vi = note_vi != NULL ? keep (files, note_vi) : NULL;
  dataset->note_en = note_en != NULL ? keep (files, note_en) : NULL;
  dataset->freq = freq_of (hd_structure_get_grain (structure));
  dataset->month_start_day = hd_structure_get_month_start_day (structure);
  dataset->is_real = TRUE;
  dataset->is_small = n_rows <= SMALL_ROWS;
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      const HdDimension *dimension = hd_structure_get_dimension (structure, index);

      dataset->dimensions[index].id = keep (files, dimension->id);
      dataset->dimensions[index].list = add_list (files, world, dataset->id, dimension);
    }
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    set_measure (files, &dataset->measures[index], hd_structure_get_measure (structure, index));
  return dataset;
}

static void
add_rows (HdSampleTable *table, const HdRows *rows)
{
  static const char statuses[] = { [HD_STATUS_NORMAL] = 'A',
                                   [HD_STATUS_PROVISIONAL] = 'P',
                                   [HD_STATUS_ESTIMATED] = 'E',
                                   [HD_STATUS_MISSING] = 'M',
                                   [HD_STATUS_CONFIDENTIAL] = 'C' };
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);

  for (guint row = 0; row < rows->n_rows; row++)
    {
      HdSampleVersion version
          = { .known = rows->known_from[row], .is_delete = rows->action[row] == HD_ACTION_DELETE };

      for (guint index = 0; index < n_dimensions; index++)
        version.row.codes[index] = rows->codes[index][row];
      for (guint index = 0; index < n_measures; index++)
        version.row.values[index].i = rows->values[index][row].i;
      version.row.status = statuses[rows->status[row]];
      hd_sample_table_add (table, rows->day[row], &version);
    }
}

/* Replaces the dataset of the same id, if there is one. */
static void
give_dataset (HdSampleWorld *world, HdSampleDataset *dataset)
{
  const HdSampleDataset *old = hd_sample_world_find_dataset (world, dataset->id);

  if (old != NULL)
    g_ptr_array_remove (world->datasets, (gpointer)old);
  g_ptr_array_add (world->datasets, dataset);
}

static gboolean
check_fits (HdStructure *structure, GError **error)
{
  if (hd_structure_get_n_dimensions (structure) <= HD_SAMPLE_MAX_DIMENSIONS
      && hd_structure_get_n_measures (structure) <= HD_SAMPLE_MAX_MEASURES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s has more than %d dimensions or %d measures", hd_structure_get_id (structure),
               HD_SAMPLE_MAX_DIMENSIONS, HD_SAMPLE_MAX_MEASURES);
  return FALSE;
}

static gboolean
give_parts (HdCentralFiles *files, HdSampleWorld *world, const HdMessage *message, GError **error)
{
  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];
      HdSampleTable *table;
      HdSampleDataset *dataset;

      if (!check_fits (rows->structure, error))
        return FALSE;
      table = hd_sample_table_new ();
      dataset = make_dataset (files, world, rows->structure, rows->n_rows);
      g_ptr_array_add (files->datasets, dataset);
      add_rows (table, rows);
      hd_sample_table_give (table, world, dataset->id);
      give_dataset (world, dataset);
    }
  return TRUE;
}

static gboolean
load_file (HdCentralFiles *files, HdSampleWorld *world, const char *csv_path, GError **error)
{
  g_autofree char *stem = g_strndup (csv_path, strlen (csv_path) - strlen (".csv"));
  g_autofree char *structure_path = g_strconcat (stem, ".structure.json", NULL);
  g_autofree char *json = NULL, *csv = NULL;
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (HdSdmxCsvReader) reader = NULL;
  g_autoptr (HdMessage) message = NULL;
  gsize json_length, csv_length;

  if (!g_file_get_contents (structure_path, &json, &json_length, error)
      || !g_file_get_contents (csv_path, &csv, &csv_length, error))
    return FALSE;
  structures = hd_sdmx_structure_parse (json, json_length, error);
  if (structures == NULL)
    {
      g_prefix_error (error, "%s: ", structure_path);
      return FALSE;
    }
  /* What does not say when it was known is as old as the data that the server may show at all. */
  reader = hd_sdmx_csv_reader_new (structures, hd_sample_six_in_the_morning (world->start));
  if (!hd_sdmx_csv_reader_push (reader, csv, csv_length, error)
      || (message = hd_sdmx_csv_reader_finish (reader, error)) == NULL
      || !give_parts (files, world, message, error))
    {
      g_prefix_error (error, "%s: ", csv_path);
      return FALSE;
    }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

HdCentralFiles *
hd_central_files_load (HdSampleWorld *world, const char *path, GError **error)
{
  HdCentralFiles *files = g_new0 (HdCentralFiles, 1);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  files->strings = g_string_chunk_new (4096);
  files->datasets = g_ptr_array_new_with_free_func (g_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".csv"))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint index = 0; index < names->len && dir != NULL; index++)
    if (!load_file (files, world, names->pdata[index], error))
      g_clear_pointer (&dir, g_dir_close);
  if (dir == NULL)
    g_clear_pointer (&files, hd_central_files_free);
  return files;
}

void
hd_central_files_free (HdCentralFiles *files)
{
  g_string_chunk_free (files->strings);
  g_ptr_array_unref (files->datasets);
  g_free (files);
}
