/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs of days that may overlap, cut into intervals that do not.
 */

#include "config.h"

#include "hd-cube-intervals.h"

typedef struct
{
  guint interval;
  guint range;
} Cover;

static gboolean
is_empty (HdCubeRange range)
{
  return range.last < range.first;
}

/* Writes `range` into the day table; FALSE when another range has a day of it already. */
static gboolean
claim_days (HdCubeIntervals *self, HdCubeRange range, gint32 interval)
{
  for (HdDay day = range.first; day <= range.last; day++)
    {
      if (self->of_day[day - self->first] >= 0)
        return FALSE;
      self->of_day[day - self->first] = interval;
    }
  return TRUE;
}

static void
clear_days (HdCubeIntervals *self)
{
  for (guint index = 0; index < self->n_days; index++)
    self->of_day[index] = -1;
}

/* Numbers the pieces between the ends of ranges; days in no range keep -1. */
static void
cut_pieces (HdCubeIntervals *self, const HdCubeRange *ranges, guint n_ranges)
{
  g_autofree gint32 *depth = g_new0 (gint32, self->n_days + 1);
  g_autofree guint8 *is_cut = g_new0 (guint8, self->n_days + 1);
  gint32 open = 0;

  for (guint index = 0; index < n_ranges; index++)
    {
      if (is_empty (ranges[index]))
        continue;
      depth[ranges[index].first - self->first]++;
      depth[ranges[index].last + 1 - self->first]--;
      is_cut[ranges[index].first - self->first] = TRUE;
      is_cut[ranges[index].last + 1 - self->first] = TRUE;
    }
  self->n_intervals = 0;
  for (guint day = 0; day < self->n_days; day++)
    {
      open += depth[day];
      if (open > 0 && is_cut[day])
        self->n_intervals++;
      self->of_day[day] = open > 0 ? (gint32)self->n_intervals - 1 : -1;
    }
}

static void
note_covers (HdCubeIntervals *self, const HdCubeRange *ranges, guint n_ranges)
{
  self->range_of = g_array_new (FALSE, FALSE, sizeof (Cover));
  for (guint index = 0; index < n_ranges; index++)
    {
      guint first, last;

      if (is_empty (ranges[index]))
        continue;
      first = (guint)self->of_day[ranges[index].first - self->first];
      last = (guint)self->of_day[ranges[index].last - self->first];
      for (guint interval = first; interval <= last; interval++)
        {
          Cover cover = { interval, index };

          g_array_append_val (self->range_of, cover);
        }
    }
}

HdCubeIntervals *
hd_cube_intervals_new (const HdCubeRange *ranges, guint n_ranges)
{
  HdCubeIntervals *self = g_new0 (HdCubeIntervals, 1);
  HdDay first = G_MAXINT32, last = G_MININT32;

  for (guint index = 0; index < n_ranges; index++)
    {
      if (is_empty (ranges[index]))
        continue;
      first = MIN (first, ranges[index].first);
      last = MAX (last, ranges[index].last);
    }
  self->first = first;
  self->n_days = last >= first ? (guint)(last - first + 1) : 0;
  self->of_day = g_new (gint32, self->n_days + 1);
  self->n_intervals = n_ranges;
  self->is_direct = TRUE;
  clear_days (self);
  for (guint index = 0; index < n_ranges && self->is_direct; index++)
    self->is_direct = is_empty (ranges[index]) || claim_days (self, ranges[index], (gint32)index);
  if (self->is_direct)
    return self;
  clear_days (self);
  cut_pieces (self, ranges, n_ranges);
  note_covers (self, ranges, n_ranges);
  return self;
}

void
hd_cube_intervals_free (HdCubeIntervals *self)
{
  g_clear_pointer (&self->range_of, g_array_unref);
  g_free (self->of_day);
  g_free (self);
}

static int
compare_covers (gconstpointer a, gconstpointer b)
{
  const Cover *left = a, *right = b;

  return left->interval < right->interval ? -1 : left->interval > right->interval;
}

HdCubeCells *
hd_cube_intervals_fold (const HdCubeIntervals *self,
                        const HdCubeCells *pieces,
                        guint64 n_keys,
                        gboolean is_real)
{
  HdCubeCells *folded = hd_cube_cells_new (n_keys);
  guint64 stride = hd_cube_cells_get_n_keys (pieces) / self->n_intervals;
  g_autofree guint *start = g_new0 (guint, self->n_intervals + 1);
  HdCubeCellsIter iter;
  const HdCubeCell *cell;
  guint64 key;

  g_array_sort (self->range_of, compare_covers);
  for (guint at = 0; at < self->range_of->len; at++)
    start[g_array_index (self->range_of, Cover, at).interval + 1] = at + 1;
  for (guint interval = 0; interval < self->n_intervals; interval++)
    start[interval + 1] = MAX (start[interval + 1], start[interval]);
  hd_cube_cells_iter_init (&iter, pieces);
  while (hd_cube_cells_iter_next (&iter, &key, &cell))
    {
      guint64 interval = key / stride;

      for (guint at = start[interval]; at < start[interval + 1]; at++)
        {
          guint64 range = g_array_index (self->range_of, Cover, at).range;

          hd_cube_cell_add (hd_cube_cells_ensure (folded, range * stride + key % stride), cell,
                            is_real);
        }
    }
  return folded;
}
