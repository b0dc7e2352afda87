/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many rows of REVENUE a second the SDMX-CSV reader takes, and how fast a structure message is read
 * when one is given.
 */

#include "config.h"

#include "hd-sdmx-csv.h"
#include "hd-sdmx-structure.h"

#include <string.h>

#define N_ROWS 2000000u
#define N_UNITS 377u
#define CHUNK 65536u

static void
add_dimension (HdStructure *structure, const char *id, const char *begin, const char *end, guint n)
{
  g_autoptr (HdCodeList) list = hd_code_list_new (id);
  HdDimension dimension = { id, NULL, NULL, list };

  for (guint at = 0; at < n; at++)
    {
      g_autofree char *code = g_strdup_printf ("%s%02u%s", begin, at, end);

      hd_code_list_add (list, &(HdCodeInfo){ .id = code, .parent = HD_CODE_NONE });
    }
  hd_code_list_close (list);
  hd_structure_add_dimension (structure, &dimension);
}

static HdStructures *
make_structures (void)
{
  static const char *const measures[] = { "ASSESSED", "COLLECTED", "REFUNDED", "E_PAID" };
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) revenue = hd_structure_new ("HD", "REVENUE", "1.0.0");

  hd_structure_set_time (revenue, HD_GRAIN_DAY, 1);
  add_dimension (revenue, "UNIT", "", "CC", N_UNITS);
  add_dimension (revenue, "TAX", "T", "", 8);
  add_dimension (revenue, "FLOW", "F", "", 2);
  add_dimension (revenue, "HS", "", "", 97);
  for (guint at = 0; at < G_N_ELEMENTS (measures); at++)
    hd_structure_add_measure (revenue, &(HdMeasure){ .id = measures[at], .unit = "VND" });
  hd_structures_add (structures, revenue);
  return structures;
}

static GString *
make_message (void)
{
  GString *text = g_string_sized_new ((gsize)N_ROWS * 120);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  g_string_append (text, "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,FLOW,HS,TIME_PERIOD,ASSESSED,"
                         "COLLECTED,REFUNDED,E_PAID,OBS_STATUS,EXTRACTED_AT\n");
  for (guint row = 0; row < N_ROWS; row++)
    g_string_append_printf (
        text,
        "dataflow,HD:REVENUE(1.0.0),R,%02uCC,T%02d,F%02d,%02d,2026-%02u-%02u,%d%05d,%d%05d,0,%d,A,"
        "2026-11-21T23:10:00Z\n",
        row % N_UNITS, g_rand_int_range (rand, 0, 8), g_rand_int_range (rand, 0, 2),
        g_rand_int_range (rand, 0, 97), 1 + row / (N_ROWS / 12 + 1), 1 + row / 6000 % 28,
        g_rand_int_range (rand, 1, 99999), g_rand_int_range (rand, 0, 99999),
        g_rand_int_range (rand, 1, 99999), g_rand_int_range (rand, 0, 99999),
        g_rand_int_range (rand, 0, G_MAXINT32));
  return text;
}

static void
bench_csv (void)
{
  g_autoptr (HdStructures) structures = make_structures ();
  GString *text = make_message ();

  for (guint run = 0; run < 3; run++)
    {
      g_autoptr (HdSdmxCsvReader) reader = hd_sdmx_csv_reader_new (structures, 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (HdMessage) message = NULL;
      gint64 start = g_get_monotonic_time ();
      double seconds;

      for (gsize at = 0; at < text->len; at += CHUNK)
        if (!hd_sdmx_csv_reader_push (reader, text->str + at, MIN (CHUNK, text->len - at), &error))
          g_error ("%s", error->message);
      message = hd_sdmx_csv_reader_finish (reader, &error);
      seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      g_print ("sdmx-csv: %u rows, %.0f MB, %.2f s: %.2f M rows/s, %.0f MB/s\n", N_ROWS,
               (double)text->len / 1e6, seconds, N_ROWS / seconds / 1e6,
               (double)text->len / 1e6 / seconds);
    }
  g_string_free (text, TRUE);
}

static void
bench_structure (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    g_error ("%s cannot be read", path);
  for (guint run = 0; run < 3; run++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (HdStructures) structures = hd_sdmx_structure_parse (text, length, &error);

      if (structures == NULL)
        g_error ("%s", error->message);
      g_print ("structure: %u datasets, %" G_GSIZE_FORMAT " bytes, %.1f ms\n",
               hd_structures_get_n (structures), length,
               (double)(g_get_monotonic_time () - start) / 1000);
    }
}

int
main (int argc, char *argv[])
{
  if (argc > 1)
    bench_structure (argv[1]);
  bench_csv ();
  return 0;
}
