/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds datasets in their tables, and makes one period of one of them.
 */

#include "config.h"

#include "hd-sample-dataset.h"

#include "hd-sample-spread.h"

#include <stdlib.h>
#include <string.h>

static const struct
{
  const HdSampleDataset *rows;
  const guint *n_rows;
} TABLES[] = {
  { HD_SAMPLE_TRADE_TABLE, &HD_SAMPLE_N_TRADE_TABLE },
  { HD_SAMPLE_CONTROL_TABLE, &HD_SAMPLE_N_CONTROL_TABLE },
  { HD_SAMPLE_BORDER_TABLE, &HD_SAMPLE_N_BORDER_TABLE },
  { HD_SAMPLE_OFFICE_TABLE, &HD_SAMPLE_N_OFFICE_TABLE },
};

GPtrArray *
hd_sample_datasets (void)
{
  GPtrArray *datasets = g_ptr_array_new ();

  for (guint table = 0; table < G_N_ELEMENTS (TABLES); table++)
    for (guint row = 0; row < *TABLES[table].n_rows; row++)
      g_ptr_array_add (datasets, (gpointer)&TABLES[table].rows[row]);
  return datasets;
}

const HdSampleDataset *
hd_sample_world_find_dataset (const HdSampleWorld *world, const char *id)
{
  for (guint index = 0; index < world->datasets->len; index++)
    {
      const HdSampleDataset *dataset = world->datasets->pdata[index];

      if (strcmp (dataset->id, id) == 0)
        return dataset;
    }
  return NULL;
}

const char *
hd_sample_agency (const HdSampleDataset *dataset)
{
  return dataset->agency != NULL ? dataset->agency : HD_SAMPLE_AGENCY;
}

guint
hd_sample_n_dimensions (const HdSampleDataset *dataset)
{
  guint n = 0;

  while (n < HD_SAMPLE_MAX_DIMENSIONS && dataset->dimensions[n].id != NULL)
    n++;
  return n;
}

guint
hd_sample_n_measures (const HdSampleDataset *dataset)
{
  guint n = 0;

  while (n < HD_SAMPLE_MAX_MEASURES && dataset->measures[n].id != NULL)
    n++;
  return n;
}

int
hd_sample_find_dimension (const HdSampleDataset *dataset, const char *id)
{
  for (guint index = 0; index < hd_sample_n_dimensions (dataset); index++)
    if (strcmp (dataset->dimensions[index].id, id) == 0)
      return (int)index;
  return -1;
}

HdSampleList *
hd_sample_dimension_list (const HdSampleWorld *world,
                          const HdSampleDataset *dataset,
                          guint dimension)
{
  const HdSampleDimension *found = &dataset->dimensions[dimension];

  return hd_sample_world_list (world, found->list != NULL ? found->list : found->id);
}

HdPeriod
hd_sample_period (const HdSampleDataset *dataset, HdDay day)
{
  HdGrain grain = dataset->freq == 'D'   ? HD_GRAIN_DAY
                  : dataset->freq == 'M' ? HD_GRAIN_MONTH
                  : dataset->freq == 'Q' ? HD_GRAIN_QUARTER
                                         : HD_GRAIN_YEAR;

  return hd_period_containing (day, grain,
                               dataset->month_start_day > 0 ? dataset->month_start_day : 1);
}

HdDay
hd_sample_first_day (const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  guint years = dataset->years[world->scale];
  int year, month, day;

  hd_day_to_ymd (world->today, &year, &month, &day);
  return years > 0 ? hd_day_from_ymd (year - (int)years, 1, 1) : world->start;
}

gint64
hd_sample_known_at (const HdSampleDataset *dataset, HdPeriod period)
{
  HdDay known = period.last + 1;

  if (dataset->freq == 'M')
    known = period.last + 5;
  else if (dataset->freq == 'A')
    /* Yearly figures (plans, targets) are set as the year begins. */
    known = period.first + 4;
  return hd_sample_six_in_the_morning (known + (HdDay)dataset->late_days);
}

typedef struct
{
  guint64 key;
  guint index;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const Place *)a)->key, right = ((const Place *)b)->key;

  return left < right ? -1 : left > right;
}

/* Rows are wide: their keys are sorted, and each row is moved once, if at all. */
static GArray *
sort_rows (GArray *rows)
{
  g_autofree Place *places = g_new (Place, MAX (rows->len, 1));
  gboolean is_sorted = TRUE;
  GArray *sorted;

  for (guint index = 0; index < rows->len; index++)
    {
      places[index].key = hd_sample_row_key (&g_array_index (rows, HdSampleRow, index));
      places[index].index = index;
      is_sorted = is_sorted && (index == 0 || places[index - 1].key <= places[index].key);
    }
  if (is_sorted)
    return rows;
  qsort (places, rows->len, sizeof *places, compare_places);
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (HdSampleRow), rows->len);
  for (guint index = 0; index < rows->len; index++)
    g_array_append_val (sorted, g_array_index (rows, HdSampleRow, places[index].index));
  g_array_unref (rows);
  return sorted;
}

/* A machine that was out, and a day that never came: the sample has both, twice a year. */
typedef enum
{
  DAY_NORMAL,
  DAY_MISSING, /* rows that say so (OBS_STATUS M) */
  DAY_ABSENT /* no rows */
} DayKind;

static DayKind
kind_of_day (const HdSampleDataset *dataset, HdPeriod period)
{
  int year, month, day;

  hd_day_to_ymd (period.first, &year, &month, &day);
  if (month % 6 == 3 && day == 13 && strcmp (dataset->id, "SCANS") == 0)
    return DAY_MISSING;
  if (month % 6 == 3 && day == 14 && strcmp (dataset->id, "NSW_DOSSIERS") == 0)
    return DAY_ABSENT;
  return DAY_NORMAL;
}

static void
spoil_day (HdSampleMaker *maker, DayKind kind)
{
  if (kind == DAY_ABSENT)
    g_array_set_size (maker->rows, 0);
  for (guint index = 0; index < maker->rows->len && kind == DAY_MISSING; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);

      row->status = 'M';
      for (guint measure = 0; measure < HD_SAMPLE_MAX_MEASURES; measure++)
        row->values[measure].i = HD_SAMPLE_MISSING;
    }
}

GArray *
hd_sample_make (HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period)
{
  HdSampleMaker maker = { world, dataset, period };
  HdSpread spread = { 0 };
  int day;

  maker.rows = g_array_new (FALSE, FALSE, sizeof (HdSampleRow));
  maker.seed
      = hd_hash_mix (hd_hash_mix (world->seed, hd_hash_text (dataset->id)), (guint64)period.last);
  hd_day_to_ymd (period.last, &maker.year, &maker.month, &day);
  if (dataset->make != NULL)
    dataset->make (&maker);
  else
    {
      hd_spread_from_table (&maker, &spread);
      if (spread.n_hits > 0)
        hd_spread (&maker, &spread);
      else
        hd_spread_grid (&maker, &spread);
      hd_spread_measures (&maker, 0);
    }
  spoil_day (&maker, kind_of_day (dataset, period));
  return sort_rows (maker.rows);
}
