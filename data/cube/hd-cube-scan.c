/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the rows of one dataset: filter, group, add one measure over several runs of days.
 *
 * Days are first translated into intervals: the ranges themselves when they do not overlap, else the
 * pieces that their ends cut, which are added up again afterwards. Each row is thus looked at once,
 * however many ranges want it.
 */

#include "config.h"

#include "hd-cube-kernel.h"
#include "hd-cube-scan.h"
#include "hd-cube-totals.h"

/* Fewer rows than this are not worth another thread. */
#define ROWS_PER_THREAD 150000

HdCubeScan *
hd_cube_scan_new (HdStructure *structure, int measure, guint n_ranges)
{
  HdCubeScan *scan = g_new0 (HdCubeScan, 1);

  scan->structure = structure;
  scan->measure = measure;
  scan->n_dimensions = hd_structure_get_n_dimensions (structure);
  scan->keep = g_new0 (guint8 *, scan->n_dimensions);
  scan->totals = g_new0 (HdCubeTotalRule, scan->n_dimensions);
  scan->is_nested = g_new0 (gboolean, scan->n_dimensions);
  scan->class_dimension = -1;
  scan->n_classes = 1;
  scan->n_ranges = n_ranges;
  scan->ranges = g_new0 (HdCubeRange, n_ranges);
  return scan;
}

void
hd_cube_scan_free (HdCubeScan *scan)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    g_free (scan->keep[dimension]);
  for (guint axis = 0; axis < scan->n_axes; axis++)
    g_free (scan->axis_table[axis]);
  g_free (scan->keep);
  g_free (scan->totals);
  g_free (scan->is_nested);
  g_free (scan->ranges);
  g_free (scan);
}

gboolean
hd_cube_scan_is_real (const HdCubeScan *scan)
{
  return hd_structure_get_measure (scan->structure, scan->measure)->is_real;
}

guint64
hd_cube_scan_key (const HdCubeScan *scan, guint range, const guint32 *codes, guint duration_class)
{
  guint64 key = range;

  for (guint axis = 0; axis < scan->n_axes; axis++)
    {
      guint32 code = scan->axis_dimension[axis] < 0 ? 0 : codes[axis];

      key = key * scan->axis_size[axis] + code;
    }
  return key * scan->n_classes + duration_class;
}

void
hd_cube_scan_split_key (const HdCubeScan *scan, guint64 key, guint *range, guint32 *codes)
{
  key /= scan->n_classes;
  for (guint axis = scan->n_axes; axis-- > 0;)
    {
      codes[axis] = key % scan->axis_size[axis];
      key /= scan->axis_size[axis];
    }
  *range = (guint)key;
}

static gboolean
count_keys (const HdCubeScan *scan, guint n_intervals, guint64 *n_keys, GError **error)
{
  guint64 keys = MAX (n_intervals, 1);
  gboolean overflow = __builtin_mul_overflow (keys, (guint64)scan->n_classes, &keys);

  for (guint axis = 0; axis < scan->n_axes; axis++)
    overflow |= __builtin_mul_overflow (keys, (guint64)scan->axis_size[axis], &keys);
  if (overflow || keys > G_MAXINT64)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           "too many groups: group by fewer or coarser dimensions");
      return FALSE;
    }
  *n_keys = keys;
  return TRUE;
}

/* A report counts when all of its period lies in the range. */
static HdCubeRange
snap_range (const HdStructure *structure, HdCubeRange range)
{
  HdGrain grain = hd_structure_get_grain (structure);
  guint8 start = hd_structure_get_month_start_day (structure);
  HdPeriod period;

  if (range.last < range.first || grain == HD_GRAIN_DAY || grain == HD_GRAIN_SPAN)
    return range;
  period = hd_period_containing (range.first, grain, start);
  if (period.first != range.first)
    range.first = period.last + 1;
  period = hd_period_containing (range.last, grain, start);
  if (period.last != range.last)
    range.last = period.first - 1;
  return range;
}

/* The days on which the dataset reports, ascending. */
static GArray *
collect_days (GPtrArray *parts)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (HdDay));
  HdDay previous = HD_DAY_NONE;

  for (guint index = 0; index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);

      for (guint row = 0; row < rows->n_rows; row++)
        {
          if (rows->day[row] == previous)
            continue;
          previous = rows->day[row];
          g_array_append_val (days, previous);
        }
    }
  return days;
}

/* A stock is what the last report of the dataset within the range says, for every cell of the same
 * report, so that parts add up. A cell absent from it is absent from the stock: it is not carried over
 * from an older report, for a closed office would then be counted for ever beside its heir. */
static void
close_stock_ranges (const HdCubeScan *scan, HdCubeRange *ranges, GPtrArray *parts)
{
  g_autoptr (GArray) days = collect_days (parts);

  for (guint index = 0; index < scan->n_ranges; index++)
    {
      HdDay closing = HD_DAY_NONE;

      for (guint at = days->len; at-- > 0;)
        {
          HdDay day = g_array_index (days, HdDay, at);

          if (day > ranges[index].last)
            continue;
          if (day >= ranges[index].first)
            closing = day;
          break;
        }
      ranges[index].first = closing == HD_DAY_NONE ? 0 : closing;
      ranges[index].last = closing == HD_DAY_NONE ? -1 : closing;
    }
}

/* (transfer full): the ranges as the dataset's reports can answer them. */
static HdCubeRange *
settle_ranges (const HdCubeScan *scan)
{
  HdCubeRange *ranges = g_new (HdCubeRange, MAX (scan->n_ranges, 1));

  for (guint index = 0; index < scan->n_ranges; index++)
    {
      ranges[index] = snap_range (scan->structure, scan->ranges[index]);
      /* Asked for a part of a month, a monthly stock is what the last month before it ended with. */
      if (scan->is_stock && ranges[index].last < ranges[index].first
          && scan->ranges[index].last >= scan->ranges[index].first)
        {
          HdPeriod before
              = hd_period_containing (ranges[index].last, hd_structure_get_grain (scan->structure),
                                      hd_structure_get_month_start_day (scan->structure));

          ranges[index].first = before.first;
        }
    }
  return ranges;
}

static gboolean
bound_ranges (const HdCubeRange *ranges, guint n_ranges, HdCubeRange *bounds)
{
  bounds->first = G_MAXINT32;
  bounds->last = G_MININT32;
  for (guint index = 0; index < n_ranges; index++)
    {
      if (ranges[index].last < ranges[index].first)
        continue;
      bounds->first = MIN (bounds->first, ranges[index].first);
      bounds->last = MAX (bounds->last, ranges[index].last);
    }
  return bounds->last >= bounds->first;
}

static HdCubeCells *
run_workers (HdCubeKernel *kernel, GPtrArray *parts, HdCubeTrace *trace, GError **error)
{
  guint64 n_rows = 0;
  guint n_workers;

  for (guint index = 0; index < parts->len; index++)
    n_rows += ((HdRows *)g_ptr_array_index (parts, index))->n_rows;
  n_workers = CLAMP (n_rows / ROWS_PER_THREAD + 1, 1, g_get_num_processors ());
  return hd_cube_kernel_run (kernel, parts, n_workers, trace, error);
}

HdCubeCells *
hd_cube_scan_run (HdCubeScan *scan,
                  const HdCubeSource *source,
                  GCancellable *cancellable,
                  HdCubeTrace *trace,
                  GError **error)
{
  g_autofree HdCubeRange *ranges = settle_ranges (scan);
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (HdCubeIntervals) intervals = NULL;
  g_autoptr (HdCubeCells) pieces = NULL;
  HdCubeKernel kernel = { scan, NULL, cancellable, 0 };
  HdCubeRange bounds;
  guint64 n_keys;

  if (!count_keys (scan, scan->n_ranges, &n_keys, error))
    return NULL;
  if (!bound_ranges (ranges, scan->n_ranges, &bounds))
    return hd_cube_cells_new (n_keys);
  parts = source->funcs->load (source->data, hd_structure_get_id (scan->structure), bounds.first,
                               bounds.last, scan->as_of, error);
  if (parts == NULL)
    return NULL;
  hd_cube_totals_settle (scan, parts);
  if (scan->is_stock)
    close_stock_ranges (scan, ranges, parts);
  if (!bound_ranges (ranges, scan->n_ranges, &bounds))
    return hd_cube_cells_new (n_keys);
  intervals = hd_cube_intervals_new (ranges, scan->n_ranges);
  if (!count_keys (scan, intervals->n_intervals, &kernel.n_keys, error))
    return NULL;
  kernel.intervals = intervals;
  trace->scans++;
  pieces = run_workers (&kernel, parts, trace, error);
  if (pieces == NULL || intervals->is_direct)
    return g_steal_pointer (&pieces);
  return hd_cube_intervals_fold (intervals, pieces, n_keys, hd_cube_scan_is_real (scan));
}

static gboolean
is_kept (const HdCubeScan *scan, const HdRows *rows, guint dimension, guint row)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCodeList *own = hd_structure_get_dimension (rows->structure, dimension)->codes;
  HdCode code = rows->codes[dimension][row];

  if (scan->keep[dimension] == NULL)
    return TRUE;
  if (own != list)
    code = hd_code_list_find (list, hd_code_list_get (own, code)->id, -1);
  return code != HD_CODE_NONE && scan->keep[dimension][code];
}

static HdDay
find_last_reported (const HdCubeScan *scan, const HdRows *rows)
{
  for (guint row = rows->n_rows; row-- > 0;)
    {
      gboolean counts = rows->status[row] != HD_STATUS_MISSING
                        && !hd_rows_is_missing (rows, scan->measure, row);

      for (guint dimension = 0; counts && dimension < scan->n_dimensions; dimension++)
        counts = is_kept (scan, rows, dimension, row);
      if (counts)
        return rows->day[row];
    }
  return HD_DAY_NONE;
}

gboolean
hd_cube_scan_find_last_day (HdCubeScan *scan,
                            const HdCubeSource *source,
                            HdPeriod extent,
                            HdDay *last,
                            GError **error)
{
  HdGrain grain = hd_structure_get_grain (scan->structure);
  HdDay to = extent.last;

  *last = HD_DAY_NONE;
  while (to >= extent.first)
    {
      HdPeriod year = hd_period_containing (to, HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);
      g_autoptr (GPtrArray) parts = source->funcs->load (
          source->data, hd_structure_get_id (scan->structure), year.first, to, scan->as_of, error);

      if (parts == NULL)
        return FALSE;
      hd_cube_totals_settle (scan, parts);
      for (guint index = parts->len; index-- > 0 && *last == HD_DAY_NONE;)
        *last = find_last_reported (scan, g_ptr_array_index (parts, index));
      if (*last != HD_DAY_NONE)
        break;
      to = year.first - 1;
    }
  if (*last != HD_DAY_NONE && grain != HD_GRAIN_DAY && grain != HD_GRAIN_SPAN)
    *last = hd_period_containing (*last, grain, hd_structure_get_month_start_day (scan->structure))
                .last;
  return TRUE;
}
