/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One sum that is asked of a dataset: which rows, by which groups, over which runs of days.
 */

#include "config.h"

#include "hd-cube-scan.h"

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

gboolean
hd_cube_scan_needs_dimension (const HdCubeScan *scan, guint dimension)
{
  if (scan->keep[dimension] != NULL || scan->class_dimension == (int)dimension)
    return TRUE;
  for (guint axis = 0; axis < scan->n_axes; axis++)
    {
      if (scan->axis_dimension[axis] == (int)dimension)
        return TRUE;
    }
  return FALSE;
}

gboolean
hd_cube_scan_count_keys (const HdCubeScan *scan, guint n_intervals, guint64 *n_keys, GError **error)
{
  guint64 keys = MAX (n_intervals, 1);
  gboolean overflow = __builtin_mul_overflow (keys, (guint64)scan->n_classes, &keys);

  for (guint axis = 0; axis < scan->n_axes; axis++)
    overflow |= __builtin_mul_overflow (keys, (guint64)scan->axis_size[axis], &keys);
  if (overflow || keys > HD_CUBE_MAX_KEYS)
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

HdCubeRange *
hd_cube_scan_settle_ranges (const HdCubeScan *scan)
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
