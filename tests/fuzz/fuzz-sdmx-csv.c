/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: SDMX-CSV messages. What is read must not depend on the pieces that it came in.
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-sdmx-csv-writer.h"
#include "hd-sdmx-csv.h"

static HdCodeList *
make_codes (const char *id, const char *const *codes)
{
  HdCodeList *list = hd_code_list_new (id);

  for (guint index = 0; codes != NULL && codes[index] != NULL; index++)
    hd_code_list_add (list, &(HdCodeInfo){ .id = codes[index],
                                           .parent = HD_CODE_NONE,
                                           .valid_from = HD_DAY_NONE,
                                           .valid_to = HD_DAY_NONE });
  if (codes != NULL)
    hd_code_list_close (list);
  return list;
}

static void
add_dimension (HdStructure *structure, const char *id, const char *const *codes)
{
  g_autoptr (HdCodeList) list = make_codes (id, codes);

  hd_structure_add_dimension (structure, &(HdDimension){ .id = id, .codes = list });
}

/* The structure of the specification's own examples, open, and one of ours, coded. Made anew for each message:
 * open lists grow as they are read. */
static HdStructures *
make_structures (void)
{
  static const char *const units[] = { "_T", "KV01", "KV02", "01B1", NULL };
  static const char *const taxes[] = { "NK", "VAT", NULL };
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) examples = hd_structure_new ("ESTAT", "NA_MAIN", "1.6.0");
  g_autoptr (HdStructure) revenue = hd_structure_new ("HD", "REVENUE", "1.0.0");

  add_dimension (examples, "DIM_1", NULL);
  add_dimension (examples, "DIM_2", NULL);
  add_dimension (examples, "DIM_3", NULL);
  hd_structure_add_measure (examples, &(HdMeasure){ .id = "OBS_VALUE", .is_real = TRUE });
  hd_structure_add_attribute (examples, "ATTR_1");
  hd_structures_add (structures, examples);
  hd_structures_add_alias (structures, "datastructure", "DSD_NA_MAIN", examples);

  hd_structure_set_time (revenue, HD_GRAIN_DAY, 1);
  add_dimension (revenue, "UNIT", units);
  add_dimension (revenue, "TAX", taxes);
  hd_structure_add_measure (revenue, &(HdMeasure){ .id = "COLLECTED", .unit_mult = 0 });
  hd_structure_add_measure (revenue, &(HdMeasure){ .id = "RATE", .is_real = TRUE });
  hd_structure_add_attribute (revenue, "OBS_STATUS");
  hd_structures_add (structures, revenue);
  return structures;
}

static HdMessage *
read_message (HdStructures *structures, const guint8 *data, gsize size, gsize piece, GError **error)
{
  g_autoptr (HdSdmxCsvReader) reader = hd_sdmx_csv_reader_new (structures, 1000);

  for (gsize at = 0; at < size; at += piece)
    if (!hd_sdmx_csv_reader_push (reader, (const char *)data + at, MIN (piece, size - at), error))
      return NULL;
  return hd_sdmx_csv_reader_finish (reader, error);
}

/* (transfer full): the rows of a message as we write them. */
static char *
tell (const HdMessage *message)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];
      g_autoptr (HdSdmxCsvWriter) writer = hd_sdmx_csv_writer_new (rows->structure);

      hd_sdmx_csv_writer_put_header (writer, text);
      for (guint row = 0; row < rows->n_rows; row++)
        hd_sdmx_csv_writer_put_row (writer, rows, row, text);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HdStructures) structures = make_structures ();
  g_autoptr (HdStructures) others = make_structures ();
  g_autoptr (GError) error = NULL, other_error = NULL;
  g_autoptr (HdMessage) message = read_message (structures, data, size, MAX (size, 1), &error);
  g_autoptr (HdMessage) other = read_message (others, data, size, 1 + size % 7, &other_error);

  g_assert_true ((message == NULL) == (other == NULL));
  if (message == NULL)
    {
      g_assert_cmpstr (error->message, ==, other_error->message);
      fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_FEED_ERROR, 0 });
    }
  else
    {
      g_autofree char *told = tell (message), *other_told = tell (other);

      g_assert_cmpstr (told, ==, other_told);
    }
  return 0;
}
