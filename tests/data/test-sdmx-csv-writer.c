/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SDMX-CSV as it is written: the reader reads back what was written, whatever it was.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-sdmx-csv-writer.h"
#include "hd-sdmx-csv.h"

#include <math.h>
#include <string.h>

static void
add_dimension (HdStructure *structure, const char *id, const char *const *codes)
{
  g_autoptr (HdCodeList) list = hd_code_list_new (id);

  for (guint at = 0; codes[at] != NULL; at++)
    hd_code_list_add (list, &(HdCodeInfo){ .id = codes[at], .parent = HD_CODE_NONE });
  hd_code_list_close (list);
  hd_structure_add_dimension (structure, &(HdDimension){ id, NULL, NULL, list });
}

static HdStructure *
make_structure (HdGrain grain, guint8 month_start_day)
{
  static const char *const units[]
      = { "03CC", "a \"quoted\" code", "two, of them", "line\nbreak", NULL };
  static const char *const taxes[] = { "VA", "_T", NULL };
  HdStructure *structure = hd_structure_new ("HD", "REVENUE", "1.2.0");

  hd_structure_set_time (structure, grain, month_start_day);
  add_dimension (structure, "UNIT", units);
  add_dimension (structure, "TAX", taxes);
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "COLLECTED", .unit = "VND" });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "RATE", .is_real = TRUE });
  return structure;
}

static gint64
random_integer (GRand *random)
{
  static const gint64 extremes[] = { HD_INT64_MISSING, 0, -1, G_MAXINT64, G_MININT64 + 1 };

  return g_rand_boolean (random)
             ? extremes[g_rand_int_range (random, 0, G_N_ELEMENTS (extremes))]
             : (gint64)(((guint64)g_rand_int (random) << 32 | g_rand_int (random)) >> 1);
}

static double
random_real (GRand *random)
{
  static const double extremes[] = { NAN, 0, -0.1, 1e300, 5e-324, 1.0 / 3 };

  return g_rand_boolean (random) ? extremes[g_rand_int_range (random, 0, G_N_ELEMENTS (extremes))]
                                 : g_rand_double_range (random, -1e6, 1e6);
}

static HdRows *
random_rows (GRand *random, HdStructure *structure)
{
  HdRows *rows = hd_rows_new (structure);

  for (guint index = 0; index < 200; index++)
    {
      HdPeriod period = hd_period_containing (g_rand_int_range (random, 0, 30000),
                                              hd_structure_get_grain (structure),
                                              hd_structure_get_month_start_day (structure));
      HdCode codes[]
          = { (HdCode)g_rand_int_range (random, 0, 4), (HdCode)g_rand_int_range (random, 0, 2) };
      HdNumber values[] = { { .i = random_integer (random) }, { .d = random_real (random) } };
      HdRow row = { .day = period.first,
                    .codes = codes,
                    .values = values,
                    .status = (HdStatus)g_rand_int_range (random, 0, 5),
                    .action = (HdAction)g_rand_int_range (random, 0, 3),
                    .known_from = g_rand_int (random) };

      if (row.action == HD_ACTION_DELETE)
        {
          row.day = g_rand_boolean (random) ? HD_DAY_NONE : row.day;
          codes[0] = g_rand_boolean (random) ? HD_CODE_NONE : codes[0];
          codes[1] = g_rand_boolean (random) ? HD_CODE_NONE : codes[1];
          values[0].i = HD_INT64_MISSING;
          values[1].d = NAN;
        }
      hd_rows_append (rows, &row);
    }
  return rows;
}

static HdRows *
write_and_read (const HdRows *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_structures_new ();
  g_autoptr (HdSdmxCsvWriter) writer = hd_sdmx_csv_writer_new (rows->structure);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HdMessage) message = NULL;
  HdSdmxCsvReader *reader;

  hd_structures_add (structures, rows->structure);
  hd_sdmx_csv_writer_put_header (writer, text);
  for (guint row = 0; row < rows->n_rows; row++)
    hd_sdmx_csv_writer_put_row (writer, rows, row, text);
  reader = hd_sdmx_csv_reader_new (structures, 1);
  g_assert_true (hd_sdmx_csv_reader_push (reader, text->str, text->len, &error));
  g_assert_no_error (error);
  message = hd_sdmx_csv_reader_finish (reader, &error);
  g_assert_no_error (error);
  hd_sdmx_csv_reader_free (reader);
  g_assert_cmpuint (message->parts->len, ==, 1);
  return hd_rows_ref (g_ptr_array_index (message->parts, 0));
}

static void
assert_same (const HdRows *a, const HdRows *b)
{
  g_assert_cmpuint (a->n_rows, ==, b->n_rows);
  for (guint row = 0; row < a->n_rows; row++)
    {
      g_assert_cmpint (a->day[row], ==, b->day[row]);
      g_assert_cmpint (a->codes[0][row], ==, b->codes[0][row]);
      g_assert_cmpint (a->codes[1][row], ==, b->codes[1][row]);
      g_assert_cmpint (a->action[row], ==, b->action[row]);
      g_assert_cmpint (a->known_from[row], ==, b->known_from[row]);
      if (a->action[row] == HD_ACTION_DELETE)
        continue;
      g_assert_cmpint (a->status[row], ==, b->status[row]);
      g_assert_cmpint (a->values[0][row].i, ==, b->values[0][row].i);
      g_assert_true (a->values[1][row].d == b->values[1][row].d
                     || (isnan (a->values[1][row].d) && isnan (b->values[1][row].d)));
    }
}

static void
test_read_back (void)
{
  static const struct
  {
    HdGrain grain;
    guint8 month_start_day;
  } times[] = { { HD_GRAIN_DAY, 1 },
                { HD_GRAIN_MONTH, 1 },
                { HD_GRAIN_MONTH, 15 },
                { HD_GRAIN_QUARTER, 1 },
                { HD_GRAIN_YEAR, 1 } };

  for (guint index = 0; index < G_N_ELEMENTS (times); index++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (index);
      g_autoptr (HdStructure) structure
          = make_structure (times[index].grain, times[index].month_start_day);
      g_autoptr (HdRows) rows = random_rows (random, structure);
      g_autoptr (HdRows) read = write_and_read (rows);

      g_test_message ("grain %d, from day %d", times[index].grain, times[index].month_start_day);
      assert_same (read, rows);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sdmx-csv-writer/read-back", test_read_back);
  return g_test_run ();
}
