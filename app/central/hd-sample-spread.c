/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spreads a national amount over the cells of a dataset: systematic draws, exact parts.
 *
 * n draws at even steps from a random start hit each cell in proportion to its weight, so that a few
 * rows a day already have the right shares over a month; the amount is then split over the cells that
 * were hit, exactly.
 */

#include "config.h"

#include "hd-sample-spread.h"

#include "hd-sample-national.h"

#include <math.h>
#include <string.h>

/* Lists hold fewer codes than this, so that seven of them make a key. */
#define KEY_BITS 9
#define GOLDEN 0.6180339887498949

typedef struct
{
  guint64 key;
  double weight;
} Hit;

guint64
hd_sample_row_key (const HdSampleRow *row)
{
  guint64 key = 0;

  for (guint dimension = 0; dimension < HD_SAMPLE_MAX_DIMENSIONS; dimension++)
    key = key << KEY_BITS | row->codes[dimension];
  return key;
}

static void
unpack_key (guint64 key, guint16 *codes)
{
  for (guint dimension = HD_SAMPLE_MAX_DIMENSIONS; dimension-- > 0; key >>= KEY_BITS)
    codes[dimension] = key & ((1 << KEY_BITS) - 1);
}

static const HdDist *
dist_of (const HdSampleMaker *maker, const HdSpreadDimension *dimension, const guint16 *codes)
{
  if (dimension->by == NULL)
    return dimension->dist;
  if (dimension->given_kind)
    return dimension->by[maker->world->offices[codes[0]].kind];
  return dimension->by[codes[dimension->given] - dimension->first_given];
}

/* A slow office is slow for months. */
static double
office_pace (HdSampleMaker *maker, guint16 unit)
{
  guint64 hash = hd_hash_mix (maker->world->seed, 31 + unit);

  if (maker->pace[unit] == 0)
    maker->pace[unit] = (float)exp (0.3 * hd_hash_normal (hash)
                                    + 0.25 * hd_hash_wander (hash, maker->period.last, 120));
  return maker->pace[unit];
}

static guint64
draw_cell (HdSampleMaker *maker, const HdSpread *spread, double u, double u_duration)
{
  guint n_dimensions = hd_sample_n_dimensions (maker->dataset);
  guint16 codes[HD_SAMPLE_MAX_DIMENSIONS] = { 0 };
  HdSampleRow row = { 0 };

  for (guint index = 0; index < n_dimensions; index++)
    {
      const HdSpreadDimension *dimension = &spread->dimensions[index];

      if (dimension->is_fixed)
        codes[index] = dimension->code;
      else if (dimension->is_duration)
        {
          double pace = strcmp (maker->dataset->dimensions[0].id, "UNIT") == 0
                            ? office_pace (maker, codes[0])
                            : 1;
          double minutes
              = spread->median * pace * exp (spread->sigma * hd_normal_quantile (u_duration));

          codes[index] = hd_sample_list_class (
              hd_sample_dimension_list (maker->world, maker->dataset, index), minutes);
        }
      else
        codes[index] = (guint16)hd_dist_find (dist_of (maker, dimension, codes), &u);
    }
  memcpy (row.codes, codes, sizeof codes);
  return hd_sample_row_key (&row);
}

static double
fraction (double value)
{
  return value - floor (value);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const Hit *)a)->key, right = ((const Hit *)b)->key;

  return left < right ? -1 : left > right;
}

static GArray *
draw_hits (HdSampleMaker *maker, const HdSpread *spread, guint n_hits)
{
  GArray *hits = g_array_sized_new (FALSE, FALSE, sizeof (Hit), n_hits);
  HdRng rng = hd_rng_new (spread->seed);
  double start = hd_rng_uniform (&rng), phase = hd_rng_uniform (&rng);

  for (guint index = 0; index < n_hits; index++)
    {
      double u_duration = fraction (phase + (index + 1) * GOLDEN);
      Hit hit = { draw_cell (maker, spread, (index + start) / n_hits, u_duration), 1 };

      hit.weight = exp (spread->noise * hd_rng_normal (&rng));
      if (spread->cell_noise > 0)
        hit.weight *= exp (spread->cell_noise
                           * hd_hash_normal (hd_hash_mix (maker->world->seed, hit.key)));
      g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  return hits;
}

static void
append_rows (HdSampleMaker *maker, GArray *hits, gint64 total, gboolean keep_empty)
{
  g_autofree double *weights = g_new (double, hits->len);
  g_autofree gint64 *parts = g_new (gint64, hits->len);
  guint n_cells = 0;

  for (guint index = 0; index < hits->len; index++)
    {
      const Hit *hit = &g_array_index (hits, Hit, index);

      if (n_cells > 0 && g_array_index (hits, Hit, n_cells - 1).key == hit->key)
        weights[n_cells - 1] += hit->weight;
      else
        {
          g_array_index (hits, Hit, n_cells) = *hit;
          weights[n_cells++] = hit->weight;
        }
    }
  hd_split (total, weights, n_cells, parts);
  for (guint cell = 0; cell < n_cells; cell++)
    if (keep_empty || parts[cell] > 0)
      {
        HdSampleRow row = { .status = 'A' };

        unpack_key (g_array_index (hits, Hit, cell).key, row.codes);
        row.values[0].i = parts[cell];
        g_array_append_val (maker->rows, row);
      }
}

void
hd_spread (HdSampleMaker *maker, const HdSpread *spread)
{
  g_autoptr (GArray) hits = NULL;
  guint n_hits = spread->n_hits;

  if (spread->total <= 0)
    return;
  if (spread->total < n_hits)
    n_hits = (guint)spread->total;
  hits = draw_hits (maker, spread, MAX (n_hits, 1));
  append_rows (maker, hits, spread->total, FALSE);
}

static void
visit_cells (HdSampleMaker *maker,
             const HdSpread *spread,
             guint index,
             HdSampleRow *row,
             double weight,
             GArray *hits)
{
  const HdSpreadDimension *dimension = &spread->dimensions[index];
  const HdDist *dist;
  Hit hit;

  if (index == hd_sample_n_dimensions (maker->dataset))
    {
      guint64 hash;

      hit.key = hd_sample_row_key (row);
      hash = hd_hash_mix (hd_hash_mix (maker->world->seed, hd_hash_text (maker->dataset->id)),
                          hit.key);
      hit.weight = weight
                   * exp (spread->cell_noise * hd_hash_normal (hash)
                          + spread->noise * hd_hash_wander (hash, maker->period.last, 200));
      g_array_append_val (hits, hit);
      return;
    }
  if (dimension->is_fixed)
    {
      row->codes[index] = dimension->code;
      visit_cells (maker, spread, index + 1, row, weight, hits);
      return;
    }
  dist = dist_of (maker, dimension, row->codes);
  for (guint code = 0; code < dist->n; code++)
    if (hd_dist_weight (dist, code) > 0)
      {
        row->codes[index] = (guint16)code;
        visit_cells (maker, spread, index + 1, row, weight * hd_dist_weight (dist, code), hits);
      }
}

void
hd_spread_grid (HdSampleMaker *maker, const HdSpread *spread)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  HdSampleRow row = { .status = 'A' };

  visit_cells (maker, spread, 0, &row, 1, hits);
  append_rows (maker, hits, spread->total, TRUE);
}

static double
travel_factor (const HdSampleMaker *maker)
{
  static const double by_month[]
      = { 1.2, 1.15, 0.9, 0.95, 0.95, 1.15, 1.25, 1.15, 0.85, 0.85, 0.95, 1.15 };
  int months = maker->year * 12 + maker->month;

  if (months >= 2020 * 12 + 4 && months <= 2022 * 12 + 3)
    return 0.02;
  return by_month[maker->month - 1];
}

/* The nation's amount of the period, by the table. */
static double
table_total (HdSampleMaker *maker)
{
  const HdSampleDataset *dataset = maker->dataset;
  double years = maker->year + (maker->month - 0.5) / 12 - 2020.5;
  double total = dataset->level * pow (1 + dataset->growth, years);
  HdDay day = maker->period.last;

  if (dataset->shape == HD_SHAPE_STOCK)
    return total * exp (0.03 * hd_hash_normal (maker->seed));
  total *= exp (0.07 * hd_hash_normal (maker->seed));
  if (dataset->shape == HD_SHAPE_TRAVEL)
    return total * travel_factor (maker);
  if (dataset->freq == 'D')
    total *= dataset->shape == HD_SHAPE_OFFICE
                 ? hd_sample_work_weight (maker->world, day)
                 : 0.6 + 0.4 * hd_sample_work_weight (maker->world, day);
  return dataset->freq == 'A' ? total : total * hd_national_activity (maker->world, day);
}

void
hd_spread_from_table (HdSampleMaker *maker, HdSpread *spread)
{
  const HdSampleDataset *dataset = maker->dataset;
  HdSampleWorld *world = maker->world;
  guint n_dimensions = hd_sample_n_dimensions (dataset);

  spread->total = llround (table_total (maker));
  spread->n_hits = dataset->hits[world->scale];
  spread->seed = hd_hash_mix (maker->seed, 1);
  spread->noise = spread->n_hits > 0 ? dataset->sigma : 0.5 * dataset->sigma;
  spread->cell_noise = spread->n_hits > 0 ? 0.3 : dataset->sigma;
  for (guint index = 0; index < n_dimensions; index++)
    {
      HdSpreadDimension *dimension = &spread->dimensions[index];
      const char *id = dataset->dimensions[index].id;

      if (strcmp (id, "UNIT") == 0)
        dimension->dist = hd_sample_world_unit_dist (world, dataset->role, maker->period.last);
      else if (g_str_has_prefix (id, "DURATION"))
        dimension->is_duration = TRUE;
      else
        dimension->dist = hd_sample_dimension_list (world, dataset, index)->dist;
    }
}

static gint64
class_minutes (const HdSampleMaker *maker, const HdSampleRow *row, gint64 count, HdRng *rng)
{
  for (guint index = 0; index < hd_sample_n_dimensions (maker->dataset); index++)
    if (g_str_has_prefix (maker->dataset->dimensions[index].id, "DURATION"))
      {
        const HdSampleCode *code = hd_sample_list_get (
            hd_sample_dimension_list (maker->world, maker->dataset, index), row->codes[index]);
        double upper = isinf (code->upper) ? code->lower * 1.2 : code->upper;
        double minutes = code->lower + (upper - code->lower) * (0.2 + 0.6 * hd_rng_uniform (rng));

        return CLAMP (llround (minutes * (double)count), (gint64)ceil (code->lower * (double)count),
                      MAX ((gint64)floor (upper * (double)count),
                           (gint64)ceil (code->lower * (double)count)));
      }
  return 0;
}

static gint64
table_value (const HdSampleMaker *maker,
             const HdSampleMeasure *measure,
             const HdSampleRow *row,
             HdRng *rng)
{
  gint64 of = row->values[measure->of].i;
  double size = measure->size * pow (1 + measure->trend, maker->year - 2020);

  if (measure->make == HD_MAKE_TIME)
    return class_minutes (maker, row, of, rng);
  if (measure->make == HD_MAKE_SHARE)
    return hd_rng_part (rng, of, size, measure->spread);
  if (measure->spread > 0)
    size *= exp (measure->spread * hd_rng_normal (rng));
  return hd_rng_round (rng, (double)of * size);
}

void
hd_spread_measures (HdSampleMaker *maker, guint first)
{
  guint n_measures = hd_sample_n_measures (maker->dataset);

  for (guint index = first; index < maker->rows->len; index++)
    {
      HdSampleRow *row = &g_array_index (maker->rows, HdSampleRow, index);
      HdRng rng = hd_rng_new (hd_hash_mix (maker->seed, hd_sample_row_key (row)));

      for (guint which = 1; which < n_measures; which++)
        {
          const HdSampleMeasure *measure = &maker->dataset->measures[which];

          if (measure->make != HD_MAKE_NOTHING)
            row->values[which].i = table_value (maker, measure, row, &rng);
        }
      if (maker->dataset->finish != NULL)
        maker->dataset->finish (maker, row, &rng);
    }
}
