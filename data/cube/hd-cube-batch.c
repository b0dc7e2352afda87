/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the scans of a question: those of one dataset in one pass over the smallest tables that can answer.
 *
 * Days are first translated into intervals: a scan's ranges themselves when they do not overlap, else the
 * pieces that their ends cut, which are added up again afterwards. Each row is thus looked at once,
 * however many ranges want it, and however many scans.
 */

#include "config.h"

#include "hd-cube-batch.h"
#include "hd-cube-cover.h"
#include "hd-cube-totals.h"

/* More scans than this of one dataset are run in several passes. */
#define MAX_LANES 16
/* Columns of rows that a pass holds at a time, beside those that the cache keeps. */
#define BYTES_AT_ONCE (32u << 20)

typedef struct
{
  HdCubeScan *scan;
  HdCubeCells **cells;
  HdCubeRange *ranges; /* settled */
  gboolean is_done;
} Entry;

struct _HdCubeBatch
{
  GArray *entries; /* (element-type Entry) */
};

/* The scans of one pass. */
typedef struct
{
  const HdCubeSource *source;
  GCancellable *cancellable;
  HdCubeTrace *trace;
  Entry *entries[MAX_LANES];
  HdCubeScan *scans[MAX_LANES]; /* theirs */
  guint n_entries;
} Pass;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *)data)->ranges);
}

HdCubeBatch *
hd_cube_batch_new (void)
{
  HdCubeBatch *batch = g_new0 (HdCubeBatch, 1);

  batch->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (batch->entries, entry_clear);
  return batch;
}

void
hd_cube_batch_free (HdCubeBatch *batch)
{
  g_array_unref (batch->entries);
  g_free (batch);
}

void
hd_cube_batch_add (HdCubeBatch *batch, HdCubeScan *scan, HdCubeCells **cells)
{
  Entry entry = { scan, cells, hd_cube_scan_settle_ranges (scan), FALSE };

  g_array_append_val (batch->entries, entry);
}

static gboolean
needs_rows (const HdCubeScan *scan)
{
  return scan->is_count || hd_cube_scan_is_real (scan);
}

/* May the two share a pass, without one having to read a larger table for the other's sake? */
static gboolean
go_together (const HdCubeScan *first, const HdCubeScan *second)
{
  return first->structure == second->structure && first->as_of == second->as_of
         && first->is_stock == second->is_stock && needs_rows (first) == needs_rows (second);
}

/* Every cut in time that a scan of the pass asks for; NULL when none asks for a day. */
static HdCubeIntervals *
cut_time (const Pass *pass)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (HdCubeRange));

  for (guint index = 0; index < pass->n_entries; index++)
    {
      const Entry *entry = pass->entries[index];

      for (guint range = 0; range < entry->scan->n_ranges; range++)
        if (entry->ranges[range].last >= entry->ranges[range].first)
          g_array_append_val (ranges, entry->ranges[range]);
    }
  return ranges->len > 0 ? hd_cube_intervals_new ((HdCubeRange *)ranges->data, ranges->len) : NULL;
}

static HdCubeNeed
find_need (const Pass *pass, const HdCubeIntervals *intervals)
{
  guint64 open = 0;
  HdCubeNeed need = { .structure = pass->entries[0]->scan->structure,
                      .as_of = pass->entries[0]->scan->as_of,
                      .needs_days = pass->entries[0]->scan->is_stock,
                      .needs_rows = needs_rows (pass->entries[0]->scan),
                      .intervals = intervals };

  for (guint index = 0; index < pass->n_entries; index++)
    {
      const HdCubeScan *scan = pass->entries[index]->scan;

      need.measures |= G_GUINT64_CONSTANT (1) << scan->measure;
      open |= hd_cube_totals_find_open (scan);
      for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
        if (hd_cube_scan_needs_dimension (scan, dimension))
          need.dimensions |= G_GUINT64_CONSTANT (1) << dimension;
    }
  need.dimensions |= open;
  /* The last report of all, and which totals were reported, are known only when all rows were seen. */
  if (!need.needs_days && open == 0)
    {
      need.bytes_at_once = BYTES_AT_ONCE;
      need.scans = pass->scans;
      need.n_scans = pass->n_entries;
    }
  return need;
}

/* A stock is what the last report of the dataset within the range says, for every cell of the same
 * report, so that parts add up. A cell absent from it is absent from the stock: it is not carried over
 * from an older report, for a closed office would then be counted for ever beside its heir. */
static void
close_stock_ranges (Entry *entry, const HdCubeCover *cover)
{
  for (guint index = 0; index < entry->scan->n_ranges; index++)
    {
      HdCubeRange *range = &entry->ranges[index];
      HdDay closing = HD_DAY_NONE;

      for (guint at = 0; at < cover->tables->len; at++)
        {
          const HdCubeTable *table = g_ptr_array_index (cover->tables, at);
          guint after = hd_cube_table_find_day (table, range->last + 1);

          if (range->last >= range->first && after > 0
              && table->runs[after - 1].first >= range->first
              && (closing == HD_DAY_NONE || table->runs[after - 1].first > closing))
            closing = table->runs[after - 1].first;
        }
      range->first = closing == HD_DAY_NONE ? 0 : closing;
      range->last = closing == HD_DAY_NONE ? -1 : closing;
    }
}

/* Lanes with the same ranges share their intervals, and so perhaps their keys. */
static HdCubeIntervals *
make_intervals (const Pass *pass, guint index, HdCubeIntervals **made)
{
  const Entry *entry = pass->entries[index];

  for (guint before = 0; before < index; before++)
    {
      const Entry *other = pass->entries[before];

      if (other->scan->n_ranges == entry->scan->n_ranges
          && memcmp (other->ranges, entry->ranges, entry->scan->n_ranges * sizeof (HdCubeRange))
                 == 0)
        return made[before];
    }
  return hd_cube_intervals_new (entry->ranges, entry->scan->n_ranges);
}

static gboolean
fold (const Entry *entry, HdCubeLane *lane, GError **error)
{
  guint64 n_keys;

  if (lane->intervals->is_direct)
    {
      *entry->cells = g_steal_pointer (&lane->cells);
      return TRUE;
    }
  if (!hd_cube_scan_count_keys (entry->scan, entry->scan->n_ranges, &n_keys, error))
    return FALSE;
  *entry->cells = hd_cube_intervals_fold (lane->intervals, lane->cells, n_keys,
                                          hd_cube_scan_is_real (entry->scan));
  return TRUE;
}

/* What may be held at a time decides how often the kernel goes over the lanes. */
static gboolean
scan_cover (const Pass *pass,
            const HdCubeNeed *need,
            HdCubeCover *cover,
            HdCubeLane *lanes,
            GError **error)
{
  gboolean is_ok
      = hd_cube_kernel_run (lanes, pass->n_entries, (HdCubePiece *)cover->pieces->data,
                            cover->pieces->len, 0, pass->cancellable, pass->trace, error);

  while (is_ok && hd_cube_cover_has_more (cover))
    {
      HdCubeCells *before[MAX_LANES];

      for (guint index = 0; index < pass->n_entries; index++)
        before[index] = g_steal_pointer (&lanes[index].cells);
      is_ok = hd_cube_cover_go_on (cover, pass->source, need, pass->cancellable, pass->trace, error)
              && hd_cube_kernel_run (lanes, pass->n_entries, (HdCubePiece *)cover->pieces->data,
                                     cover->pieces->len, 0, pass->cancellable, pass->trace, error);
      for (guint index = 0; index < pass->n_entries; index++)
        {
          if (is_ok)
            hd_cube_cells_merge (before[index], lanes[index].cells,
                                 hd_cube_scan_is_real (lanes[index].scan));
          g_clear_pointer (&lanes[index].cells, hd_cube_cells_free);
          lanes[index].cells = before[index];
        }
    }
  return is_ok;
}

static gboolean
run_lanes (const Pass *pass, const HdCubeNeed *need, HdCubeCover *cover, GError **error)
{
  HdCubeIntervals *intervals[MAX_LANES] = { NULL };
  HdCubeLane lanes[MAX_LANES] = { { NULL } };
  gboolean is_ok = TRUE;

  for (guint index = 0; is_ok && index < pass->n_entries; index++)
    {
      intervals[index] = make_intervals (pass, index, intervals);
      lanes[index].scan = pass->entries[index]->scan;
      lanes[index].intervals = intervals[index];
      is_ok = hd_cube_scan_count_keys (lanes[index].scan, intervals[index]->n_intervals,
                                       &lanes[index].n_keys, error);
    }
  if (is_ok)
    is_ok = scan_cover (pass, need, cover, lanes, error);
  for (guint index = 0; is_ok && index < pass->n_entries; index++)
    is_ok = fold (pass->entries[index], &lanes[index], error);
  for (guint index = 0; index < pass->n_entries; index++)
    {
      gboolean is_shared = FALSE;

      for (guint after = index + 1; after < pass->n_entries; after++)
        is_shared |= intervals[after] == intervals[index];
      if (!is_shared)
        g_clear_pointer (&intervals[index], hd_cube_intervals_free);
      g_clear_pointer (&lanes[index].cells, hd_cube_cells_free);
    }
  return is_ok;
}

static gboolean
run_empty (const Pass *pass, GError **error)
{
  for (guint index = 0; index < pass->n_entries; index++)
    {
      const HdCubeScan *scan = pass->entries[index]->scan;
      guint64 n_keys;

      if (!hd_cube_scan_count_keys (scan, scan->n_ranges, &n_keys, error))
        return FALSE;
      *pass->entries[index]->cells = hd_cube_cells_new (n_keys);
    }
  return TRUE;
}

/* The source adds up itself. */
static gboolean
ask_source (const Pass *pass, GError **error)
{
  HdCubeRange *ranges[MAX_LANES];
  HdCubeCells *cells[MAX_LANES] = { NULL };
  gboolean is_ok;

  for (guint index = 0; index < pass->n_entries; index++)
    {
      ranges[index] = pass->entries[index]->ranges;
    }
  is_ok = pass->source->funcs->sum (pass->source->data, pass->scans, ranges, pass->n_entries, cells,
                                    pass->cancellable, pass->trace, error);
  for (guint index = 0; index < pass->n_entries; index++)
    *pass->entries[index]->cells = cells[index];
  return is_ok;
}

static gboolean
run_pass (const Pass *pass, GError **error)
{
  g_autoptr (HdCubeIntervals) intervals = cut_time (pass);
  g_autoptr (HdCubeCover) cover = NULL;
  gint64 started_us, loaded_us;
  HdCubeNeed need;
  gboolean is_ok;

  if (intervals == NULL)
    return run_empty (pass, error);
  if (pass->source->funcs->sum != NULL)
    return ask_source (pass, error);
  need = find_need (pass, intervals);
  cover = hd_cube_cover_new (pass->source, &need, pass->cancellable, pass->trace, error);
  if (cover == NULL)
    return FALSE;
  started_us = g_get_monotonic_time ();
  loaded_us = pass->trace->load_us;
  pass->trace->scans++;
  for (guint index = 0; index < pass->n_entries; index++)
    {
      hd_cube_totals_settle (pass->entries[index]->scan, cover->pieces);
      if (need.needs_days)
        close_stock_ranges (pass->entries[index], cover);
    }
  is_ok = run_lanes (pass, &need, cover, error);
  pass->trace->scan_us += g_get_monotonic_time () - started_us - (pass->trace->load_us - loaded_us);
  return is_ok;
}

gboolean
hd_cube_batch_run (HdCubeBatch *batch,
                   const HdCubeSource *source,
                   GCancellable *cancellable,
                   HdCubeTrace *trace,
                   GError **error)
{
  gboolean is_ok = TRUE;

  for (guint first = 0; is_ok && first < batch->entries->len; first++)
    {
      Entry *leader = &g_array_index (batch->entries, Entry, first);
      Pass pass = { .source = source, .cancellable = cancellable, .trace = trace };

      for (guint index = first; !leader->is_done && index < batch->entries->len; index++)
        {
          Entry *entry = &g_array_index (batch->entries, Entry, index);

          if (entry->is_done || pass.n_entries == MAX_LANES
              || !go_together (leader->scan, entry->scan))
            continue;
          pass.scans[pass.n_entries] = entry->scan;
          pass.entries[pass.n_entries++] = entry;
        }
      for (guint index = 0; index < pass.n_entries; index++)
        pass.entries[index]->is_done = TRUE;
      is_ok = pass.n_entries == 0 || run_pass (&pass, error);
    }
  g_array_set_size (batch->entries, 0);
  return is_ok;
}

static gboolean
is_kept (const HdCubeScan *scan, const HdCubeTable *table, guint dimension, guint row)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCodeList *own = hd_structure_get_dimension (table->structure, dimension)->codes;
  HdCode code;

  if (scan->keep[dimension] == NULL)
    return TRUE;
  code = hd_cube_table_to_structure (table, dimension,
                                     hd_cube_vector_get_code (table->codes[dimension], row));
  if (own != list && code != HD_CODE_NONE)
    code = hd_code_list_find (list, hd_code_list_get (own, code)->id, -1);
  return code != HD_CODE_NONE && scan->keep[dimension][code];
}

static HdDay
find_last_reported (const HdCubeScan *scan, const HdCubePiece *piece)
{
  for (guint row = piece->last; row-- > piece->first;)
    {
      gboolean counts = hd_cube_table_is_observed (piece->table, (guint)scan->measure, row);

      for (guint dimension = 0; counts && dimension < scan->n_dimensions; dimension++)
        counts = is_kept (scan, piece->table, dimension, row);
      if (counts)
        return piece->table->runs[hd_cube_table_find_run (piece->table, row)].last;
    }
  return HD_DAY_NONE;
}

/* A month, then years, from the end: most often the last day of all has the measure. */
static gboolean
look_back (HdCubeScan *scan,
           const HdCubeSource *source,
           HdPeriod extent,
           HdDay *last,
           GError **error)
{
  HdDay to = extent.last;

  while (to >= extent.first && *last == HD_DAY_NONE)
    {
      HdGrain step = to == extent.last ? HD_GRAIN_MONTH : HD_GRAIN_YEAR;
      HdPeriod period = hd_period_containing (to, step, HD_MONTH_START_CIVIL);
      HdCubeRange range = { period.first, to };
      g_autoptr (HdCubeIntervals) intervals = hd_cube_intervals_new (&range, 1);
      HdCubeNeed need = { .structure = scan->structure,
                          .dimensions = hd_cube_totals_find_open (scan),
                          .measures = G_GUINT64_CONSTANT (1) << scan->measure,
                          .as_of = scan->as_of,
                          .needs_days = TRUE,
                          .needs_rows = hd_cube_scan_is_real (scan),
                          .intervals = intervals };
      HdCubeTrace unnoted = { 0 };
      g_autoptr (HdCubeCover) cover = NULL;

      for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
        if (scan->keep[dimension] != NULL)
          need.dimensions |= G_GUINT64_CONSTANT (1) << dimension;
      cover = hd_cube_cover_new (source, &need, NULL, &unnoted, error);
      if (cover == NULL)
        return FALSE;
      hd_cube_totals_settle (scan, cover->pieces);
      for (guint index = 0; index < cover->pieces->len; index++)
        *last = MAX (*last,
                     find_last_reported (scan, &g_array_index (cover->pieces, HdCubePiece, index)));
      to = period.first - 1;
    }
  return TRUE;
}

gboolean
hd_cube_batch_find_last_day (HdCubeScan *scan,
                             const HdCubeSource *source,
                             HdPeriod extent,
                             HdDay *last,
                             GError **error)
{
  HdGrain grain = hd_structure_get_grain (scan->structure);
  gboolean is_ok;

  *last = HD_DAY_NONE;
  if (source->funcs->find_last_day != NULL)
    is_ok = source->funcs->find_last_day (source->data, scan, last, error);
  else
    is_ok = look_back (scan, source, extent, last, error);
  if (*last != HD_DAY_NONE && grain != HD_GRAIN_DAY && grain != HD_GRAIN_SPAN)
    *last = hd_period_containing (*last, grain, hd_structure_get_month_start_day (scan->structure))
                .last;
  return is_ok;
}
