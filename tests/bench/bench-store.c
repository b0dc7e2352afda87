/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the store takes messages in and gives them back, and how small it keeps them.
 *
 * bench-store [ROWS A YEAR] [YEARS]: rows shaped like REVENUE (day, office, tax, flow, chapter).
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "hd-store.h"

#define N_OFFICES 180
#define N_TAXES 8
#define N_CHAPTERS 97

static HdCodeList *
make_codes (const char *prefix, guint n_codes)
{
  HdCodeList *codes = hd_code_list_new (prefix);

  for (guint code = 0; code < n_codes; code++)
    {
      g_autofree char *id = g_strdup_printf ("%s%u", prefix, code);

      hd_code_list_add (codes, &(HdCodeInfo){ .id = id,
                                              .parent = HD_CODE_NONE,
                                              .lower = NAN,
                                              .upper = NAN,
                                              .valid_from = HD_DAY_NONE,
                                              .valid_to = HD_DAY_NONE });
    }
  return codes;
}

static HdStructure *
make_structure (void)
{
  static const struct
  {
    const char *id;
    guint n_codes;
  } dimensions[]
      = { { "UNIT", N_OFFICES }, { "TAX", N_TAXES }, { "FLOW", 2 }, { "HS", N_CHAPTERS } };
  static const char *const measures[] = { "ASSESSED", "COLLECTED", "REFUNDED", "E_PAID" };
  HdStructure *structure = hd_structure_new ("HD", "REVENUE", "1.0.0");

  hd_structure_set_time (structure, HD_GRAIN_DAY, 1);
  for (guint index = 0; index < G_N_ELEMENTS (dimensions); index++)
    {
      g_autoptr (HdCodeList) codes = make_codes (dimensions[index].id, dimensions[index].n_codes);

      hd_structure_add_dimension (structure,
                                  &(HdDimension){ .id = dimensions[index].id, .codes = codes });
    }
  for (guint index = 0; index < G_N_ELEMENTS (measures); index++)
    hd_structure_add_measure (structure, &(HdMeasure){ .id = measures[index], .unit = "VND" });
  return structure;
}

/* Sorted by series or by day, each key once. */
static HdMessage *
make_year (HdStructure *structure, int year, guint n_rows, gboolean by_day, GRand *random)
{
  HdMessage *message = hd_message_new ();
  HdRows *rows = hd_rows_new (structure);
  guint n_days = 365, per_day = n_rows / n_days;

  message->prepared = 1000;
  for (guint index = 0; index < per_day * n_days; index++)
    {
      guint series = by_day ? index % per_day : index / n_days;
      guint day = by_day ? index / per_day : index % n_days;
      guint spread = series * 2654435761u % (N_OFFICES * N_TAXES * 2 * N_CHAPTERS);
      HdCode codes[] = { (HdCode)(spread % N_OFFICES), (HdCode)(spread / N_OFFICES % N_TAXES),
                         (HdCode)(spread / N_OFFICES / N_TAXES % 2),
                         (HdCode)(spread / N_OFFICES / N_TAXES / 2) };
      gint64 assessed = (gint64)exp (14 + 6 * g_rand_double (random));
      HdNumber values[] = { { .i = assessed },
                            { .i = assessed - assessed / 50 },
                            { .i = g_rand_int_range (random, 0, 20) == 0 ? assessed / 9 : 0 },
                            { .i = assessed - assessed / 50 } };

      hd_rows_append (rows, &(HdRow){ .day = hd_day_from_ymd (year, 1, 1) + (HdDay)day,
                                      .codes = codes,
                                      .values = values,
                                      .action = HD_ACTION_MERGE,
                                      .known_from = 1700000000 + day * 86400 });
    }
  g_ptr_array_add (message->parts, rows);
  return message;
}

/* A day's correction of some hundred rows. */
static HdMessage *
make_delta (HdStructure *structure, const HdMessage *year)
{
  const HdRows *rows = g_ptr_array_index (year->parts, 0);
  HdMessage *message = hd_message_new ();
  HdRows *changed = hd_rows_new (structure);

  message->prepared = 2000;
  for (guint row = 0; row < MIN (rows->n_rows, 500); row++)
    {
      HdCode codes[]
          = { rows->codes[0][row], rows->codes[1][row], rows->codes[2][row], rows->codes[3][row] };
      HdNumber values[] = { { .i = rows->values[0][row].i + 1 },
                            rows->values[1][row],
                            rows->values[2][row],
                            rows->values[3][row] };

      hd_rows_append (changed, &(HdRow){ .day = rows->day[row],
                                         .codes = codes,
                                         .values = values,
                                         .action = HD_ACTION_REPLACE,
                                         .known_from = 1800000000 });
    }
  g_ptr_array_add (message->parts, changed);
  return message;
}

static double
since (gint64 start_us)
{
  return (g_get_monotonic_time () - start_us) / 1e6;
}

static void
apply (HdStore *store, const HdMessage *message, const char *what)
{
  const HdRows *rows = g_ptr_array_index (message->parts, 0);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  double seconds;

  if (!hd_store_apply (store, message, NULL, NULL, &error))
    g_error ("%s", error->message);
  seconds = since (start);
  g_print ("%-28s %8u rows %8.1f ms %10.0f rows/s\n", what, rows->n_rows, 1000 * seconds,
           rows->n_rows / seconds);
}

static void
load (HdStore *store, gint64 as_of, const char *what)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) years = hd_store_load (store, "REVENUE", 0, G_MAXINT32, as_of, NULL);
  double seconds = since (start);
  guint n_rows = 0;

  for (guint index = 0; index < years->len; index++)
    n_rows += ((HdRows *)g_ptr_array_index (years, index))->n_rows;
  g_print ("%-28s %8u rows %8.1f ms %10.0f rows/s\n", what, n_rows, 1000 * seconds,
           n_rows / seconds);
}

static void
open_and_ask (const char *dir)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_READ, NULL);
  double opened = since (start);
  g_autoptr (GPtrArray) status = hd_store_get_status (store, NULL);
  const HdStoreDatasetStatus *about = g_ptr_array_index (status, 0);
  g_autoptr (GPtrArray) faults = NULL;

  g_print ("%-28s %29.2f ms\n%-28s %29.2f ms\n", "open", 1000 * opened, "open and status",
           1000 * since (start));
  g_print ("%-28s %8.2f bytes a row (%.1f MB)\n", "segments",
           (double)about->n_bytes / (about->n_rows + about->n_history), about->n_bytes / 1e6);
  load (store, 0, "load cold");
  load (store, 0, "load cached");
  load (store, 1790000000, "load as of, cold");
  load (store, 1790000000, "load as of, cached");
  start = g_get_monotonic_time ();
  faults = hd_store_verify (store, NULL, NULL);
  g_print ("%-28s %29.1f ms, %u faults\n", "verify", 1000 * since (start), faults->len);
}

int
main (int argc, char **argv)
{
  guint n_rows = argc > 1 ? (guint)atoi (argv[1]) : 200000;
  guint n_years = argc > 2 ? (guint)atoi (argv[2]) : 5;
  g_autofree char *dir = g_dir_make_tmp ("haidang-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  g_autoptr (HdStructure) structure = make_structure ();
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE | HD_STORE_CREATE, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  struct rusage usage;

  for (guint year = 0; year < n_years; year++)
    {
      g_autoptr (HdMessage) message
          = make_year (structure, 2016 + (int)year, n_rows, year % 2 == 0, random);
      g_autoptr (HdMessage) delta = make_delta (structure, message);

      apply (store, message, year % 2 == 0 ? "a year, sorted by day" : "a year, sorted by series");
      if (year == 0)
        {
          apply (store, message, "the same again");
          message->prepared++;
          apply (store, message, "said again later");
        }
      if (year + 1 == n_years)
        apply (store, delta, "a delta into it");
    }
  g_clear_object (&store);
  open_and_ask (dir);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%-28s %29.1f MB\n", "peak memory", usage.ru_maxrss / 1024.0);
  g_unlink (path);
  g_rmdir (dir);
  return 0;
}
