/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of a scan.
 *
 * Time is the sort key of a table, so each run of rows has one interval and its key's highest part is settled
 * once a run. Within a run, rows are taken in blocks (hd-cube-block.c).
 */

#include "config.h"

#include "hd-cube-kernel.h"

#include "hd-cube-block.h"

/* Rows between two looks at the cancellable. */
#define ROWS_PER_CHECK 65536
/* Fewer rows than this are scanned before another thread has started. */
#define ROWS_PER_THREAD 150000
#define MAX_WORKERS 16
/* To make a cell and to add it to another worker's costs about as much as to scan so many rows. */
#define CELL_IN_ROWS 4

typedef struct
{
  HdCubeLane *lanes;
  guint n_lanes;
  GArray *pieces; /* (element-type HdCubePiece) */
  HdCubeCells **cells; /* [lane] */
  HdCubeLaneState *states; /* [lane] as prepared for `prepared` */
  guint least, greatest; /* codes in the sort dimension that any lane wants */
  const HdCubeTable *prepared; /* (nullable) */
  GCancellable *cancellable;
  guint64 n_rows, n_bytes;
  guint64 n_unchecked; /* rows since the last look at the cancellable */
  gint64 vintage;
  guint64 keys[HD_CUBE_BLOCK];
} Worker;

/* (transfer full) (nullable): `code` of `from` → code of `to`; NULL when they are one list. */
static HdCode *
translate (HdCodeList *from, HdCodeList *to)
{
  guint n = hd_code_list_get_n (from);
  HdCode *table;

  if (from == to)
    return NULL;
  table = g_new (HdCode, n + 1);
  for (guint code = 0; code < n; code++)
    table[code] = hd_code_list_find (to, hd_code_list_get (from, code)->id, -1);
  return table;
}

/* What `known`, a code of the scan's own list, adds to a key. */
static guint64
find_worth (const HdCubeScan *scan, guint dimension, HdCode known)
{
  guint64 worth = 0, stride = scan->n_classes;

  if (known == HD_CODE_NONE || (scan->keep[dimension] != NULL && !scan->keep[dimension][known]))
    return HD_CUBE_REJECT;
  if (scan->class_dimension == (int)dimension)
    worth = known;
  for (guint axis = scan->n_axes; axis-- > 0;)
    {
      if (scan->axis_dimension[axis] == (int)dimension)
        {
          guint32 code
              = scan->axis_table[axis] != NULL ? scan->axis_table[axis][known] : (guint32)known;

          if (code == HD_CUBE_NO_CODE)
            return HD_CUBE_REJECT;
          worth += code * stride;
        }
      stride *= scan->axis_size[axis];
    }
  return worth;
}

static void
add_step (HdCubeLaneState *state, const HdCubeScan *scan, const HdCubeTable *table, guint dimension)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCodeList *own = hd_structure_get_dimension (table->structure, dimension)->codes;
  g_autofree HdCode *to_list = translate (own, list);
  HdCubeStep *step = &state->steps[state->n_steps];

  g_assert (state->n_steps < HD_CUBE_MAX_STEPS);
  step->dimension = dimension;
  step->n_codes = hd_cube_table_get_n_codes (table, dimension);
  step->worth = g_new (guint64, step->n_codes + 1);
  for (guint code = 0; code < step->n_codes; code++)
    {
      HdCode known = hd_cube_table_to_structure (table, dimension, code);

      if (to_list != NULL && known != HD_CODE_NONE)
        known = to_list[known];
      step->worth[code] = find_worth (scan, dimension, known);
    }
  state->n_steps++;
}

static gboolean
has_same_steps (const HdCubeLaneState *lane, const HdCubeLaneState *other)
{
  if (lane->n_steps != other->n_steps || lane->stride != other->stride)
    return FALSE;
  for (guint step = 0; step < lane->n_steps; step++)
    {
      if (lane->steps[step].dimension != other->steps[step].dimension
          || memcmp (lane->steps[step].worth, other->steps[step].worth,
                     lane->steps[step].n_codes * sizeof (guint64))
                 != 0)
        return FALSE;
    }
  return TRUE;
}

/* No groups, filters perhaps. */
static gboolean
has_one_cell (const HdCubeLaneState *lane)
{
  for (guint step = 0; step < lane->n_steps; step++)
    for (guint code = 0; code < lane->steps[step].n_codes; code++)
      if (lane->steps[step].worth[code] != 0 && lane->steps[step].worth[code] != HD_CUBE_REJECT)
        return FALSE;
  return TRUE;
}

static void
release (Worker *worker)
{
  for (guint lane = 0; worker->prepared != NULL && lane < worker->n_lanes; lane++)
    for (guint step = 0; step < worker->states[lane].n_steps; step++)
      g_free (worker->states[lane].steps[step].worth);
  g_clear_pointer (&worker->states, g_free);
  worker->prepared = NULL;
}

/* Works out what codes are worth to each lane. */
static void
prepare (Worker *worker, const HdCubeTable *table)
{
  release (worker);
  worker->prepared = table;
  worker->states = g_new0 (HdCubeLaneState, worker->n_lanes);
  for (guint index = 0; index < worker->n_lanes; index++)
    {
      const HdCubeLane *lane = &worker->lanes[index];
      HdCubeLaneState *state = &worker->states[index];

      state->cells = worker->cells[index];
      state->dense = hd_cube_cells_get_dense (state->cells);
      state->stride = lane->n_keys / MAX (lane->intervals->n_intervals, 1);
      for (guint dimension = 0; dimension < lane->scan->n_dimensions; dimension++)
        if (hd_cube_scan_needs_dimension (lane->scan, dimension))
          add_step (state, lane->scan, table, dimension);
      state->has_one_cell = has_one_cell (state);
      state->has_keys_of_previous
          = index > 0 && has_same_steps (state, state - 1) && lane->intervals == lane[-1].intervals;
    }
}

/* Which codes of the table's sort dimension any lane wants: rows outside need not be looked at. */
static void
bound_codes (Worker *worker, const HdCubeTable *table)
{
  worker->least = G_MAXUINT;
  worker->greatest = 0;
  for (guint index = 0; index < worker->n_lanes; index++)
    {
      const HdCubeLaneState *state = &worker->states[index];
      const HdCubeStep *sorted = NULL;

      for (guint step = 0; step < state->n_steps; step++)
        if ((int)state->steps[step].dimension == table->sort_dimension)
          sorted = &state->steps[step];
      if (sorted == NULL)
        {
          worker->least = 0;
          worker->greatest = G_MAXUINT16;
          return;
        }
      for (guint code = 0; code < sorted->n_codes; code++)
        if (sorted->worth[code] < HD_CUBE_REJECT)
          {
            worker->least = MIN (worker->least, code);
            worker->greatest = MAX (worker->greatest, code);
          }
    }
}

/* Points the lanes at the columns of `table`. Partitions of one load share their dictionaries, so codes
 * are worth the same in all of them. */
static void
enter_table (Worker *worker, const HdCubeTable *table)
{
  if (worker->prepared == NULL || worker->prepared->structure != table->structure
      || worker->prepared->dictionaries != table->dictionaries)
    prepare (worker, table);
  for (guint index = 0; index < worker->n_lanes; index++)
    {
      HdCubeLaneState *state = &worker->states[index];
      int measure = worker->lanes[index].scan->measure;

      state->values = table->values[measure];
      state->flags = table->flags[measure];
      state->status = table->status;
      state->is_rollup = table->is_rollup;
      for (guint step = 0; step < state->n_steps; step++)
        state->steps[step].codes = table->codes[state->steps[step].dimension];
    }
  bound_codes (worker, table);
}

static guint
width_of (const HdVector *vector)
{
  return vector != NULL && vector->n_rows > 0
             ? (guint)(hd_vector_get_n_bytes (vector) / vector->n_rows)
             : 0;
}

/* Of the columns that the pass reads, each once however many lanes read it. */
static guint64
count_bytes_per_row (const Worker *worker, const HdCubeTable *table)
{
  guint64 dimensions = 0, measures = 0, n = width_of (table->status);

  for (guint index = 0; index < worker->n_lanes; index++)
    {
      measures |= G_GUINT64_CONSTANT (1) << worker->lanes[index].scan->measure;
      for (guint step = 0; step < worker->states[index].n_steps; step++)
        dimensions |= G_GUINT64_CONSTANT (1) << worker->states[index].steps[step].dimension;
    }
  for (guint index = 0; dimensions >> index != 0; index++)
    n += (dimensions >> index & 1) != 0 ? width_of (table->codes[index]) : 0;
  for (guint index = 0; measures >> index != 0; index++)
    n += (measures >> index & 1) != 0
             ? width_of (table->values[index]) + width_of (table->flags[index])
             : 0;
  return n;
}

/* Looks now and then only: the cancellable is another thread's to write. */
static gboolean
is_overtaken (Worker *worker, guint n_rows)
{
  worker->n_unchecked += n_rows;
  if (worker->n_unchecked < ROWS_PER_CHECK)
    return FALSE;
  worker->n_unchecked = 0;
  return g_cancellable_is_cancelled (worker->cancellable);
}

/* Finds each lane's interval; whether any lane wants the run. */
static gboolean
enter_run (Worker *worker, HdCubeLaneState *states, const HdCubeRun *run)
{
  gboolean is_wanted = FALSE;

  for (guint lane = 0; lane < worker->n_lanes; lane++)
    {
      states[lane].interval = hd_cube_intervals_find (worker->lanes[lane].intervals, run->first);
      is_wanted |= states[lane].interval >= 0;
    }
  return is_wanted;
}

/* FALSE: cancelled on the way. */
static gboolean
scan_piece (Worker *worker, const HdCubePiece *piece)
{
  const HdCubeTable *table = piece->table;
  gboolean goes_on = TRUE;
  guint64 n_rows = 0;
  HdCubeLaneState *states;

  enter_table (worker, table);
  states = worker->states;
  for (guint at = hd_cube_table_find_run (table, piece->first);
       goes_on && at < table->n_runs && table->runs[at].start < piece->last; at++)
    {
      const HdCubeRun *run = &table->runs[at];
      guint start = MAX (run->start, piece->first), end = MIN (run[1].start, piece->last);

      if (!enter_run (worker, states, run))
        continue;
      worker->vintage = MAX (worker->vintage, run->vintage);
      if (table->sort_dimension >= 0 && table->codes[table->sort_dimension] != NULL)
        hd_cube_table_narrow (table, worker->least, worker->greatest, &start, &end);
      for (guint row = start; row < end && goes_on; row += HD_CUBE_BLOCK)
        {
          guint n = MIN (end - row, HD_CUBE_BLOCK);

          for (guint lane = 0; lane < worker->n_lanes; lane++)
            if (states[lane].interval >= 0)
              hd_cube_block_scan (&states[lane], worker->keys, row, n);
          n_rows += n;
          goes_on = !is_overtaken (worker, n);
        }
    }
  worker->n_rows += n_rows;
  worker->n_bytes += n_rows * count_bytes_per_row (worker, table);
  return goes_on;
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Worker *worker = data;
  gboolean goes_on = TRUE;

  for (guint index = 0; goes_on && index < worker->pieces->len; index++)
    goes_on = scan_piece (worker, &g_array_index (worker->pieces, HdCubePiece, index));
  release (worker);
}

/* Cuts the pieces into shares of about the same number of rows. */
static void
share_out (Worker *workers, guint n_workers, const HdCubePiece *pieces, guint n_pieces)
{
  guint64 total = 0, share, filled = 0;

  for (guint index = 0; index < n_pieces; index++)
    total += pieces[index].last - pieces[index].first;
  share = total / n_workers + 1;
  for (guint index = 0; index < n_pieces; index++)
    {
      HdCubePiece rest = pieces[index];

      while (rest.first < rest.last)
        {
          guint worker = MIN ((guint)(filled / share), n_workers - 1);
          guint64 room = share * (worker + 1) - filled;
          HdCubePiece part = { rest.table, rest.first,
                               rest.first + (guint)MIN (room, (guint64)(rest.last - rest.first)) };

          g_array_append_val (workers[worker].pieces, part);
          filled += part.last - part.first;
          rest.first = part.last;
        }
    }
}

static guint
choose_n_workers (const HdCubeLane *lanes, guint n_lanes, const HdCubePiece *pieces, guint n_pieces)
{
  guint64 n_rows = 0, n_cells = 0;

  for (guint lane = 0; lane < n_lanes; lane++)
    if (hd_cube_scan_is_real (lanes[lane].scan))
      return 1;
  for (guint index = 0; index < n_pieces; index++)
    n_rows += pieces[index].last - pieces[index].first;
  for (guint lane = 0; lane < n_lanes; lane++)
    n_cells += MIN (lanes[lane].n_keys, n_rows);
  return (guint)CLAMP (n_rows * n_lanes / (ROWS_PER_THREAD + CELL_IN_ROWS * n_cells), 1,
                       MIN (g_get_num_processors (), MAX_WORKERS));
}

/* The caller's thread works too: it would only wait. */
static void
run_workers (Worker *workers, guint n_workers)
{
  GThreadPool *pool = NULL;

  if (n_workers > 1)
    pool = g_thread_pool_new (work_cb, NULL, (gint)n_workers - 1, FALSE, NULL);
  for (guint index = 1; index < n_workers; index++)
    g_thread_pool_push (pool, &workers[index], NULL);
  work_cb (&workers[0], NULL);
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

/* Adds what the workers found to what the first one did. */
static void
gather (Worker *workers, guint n_workers, HdCubeLane *lanes, guint n_lanes, HdCubeTrace *trace)
{
  for (guint index = 0; index < n_workers; index++)
    {
      Worker *worker = &workers[index];

      trace->rows += worker->n_rows;
      trace->bytes += worker->n_bytes;
      trace->vintage = MAX (trace->vintage, worker->vintage);
      for (guint lane = 0; lane < n_lanes; lane++)
        {
          if (index == 0)
            {
              lanes[lane].cells = worker->cells[lane];
              continue;
            }
          hd_cube_cells_merge (lanes[lane].cells, worker->cells[lane],
                               hd_cube_scan_is_real (lanes[lane].scan));
          hd_cube_cells_free (worker->cells[lane]);
        }
      g_array_unref (worker->pieces);
      g_free (worker->cells);
    }
  trace->threads = MAX (trace->threads, n_workers);
}

gboolean
hd_cube_kernel_run (HdCubeLane *lanes,
                    guint n_lanes,
                    const HdCubePiece *pieces,
                    guint n_pieces,
                    guint n_workers,
                    GCancellable *cancellable,
                    HdCubeTrace *trace,
                    GError **error)
{
  g_autofree Worker *workers = NULL;

  if (n_workers == 0)
    n_workers = choose_n_workers (lanes, n_lanes, pieces, n_pieces);
  workers = g_new0 (Worker, n_workers);
  for (guint index = 0; index < n_workers; index++)
    {
      Worker *worker = &workers[index];

      worker->lanes = lanes;
      worker->n_lanes = n_lanes;
      worker->cancellable = cancellable;
      worker->vintage = 0;
      worker->pieces = g_array_new (FALSE, FALSE, sizeof (HdCubePiece));
      worker->cells = g_new0 (HdCubeCells *, MAX (n_lanes, 1));
      for (guint lane = 0; lane < n_lanes; lane++)
        worker->cells[lane] = hd_cube_cells_new (lanes[lane].n_keys);
    }
  share_out (workers, n_workers, pieces, n_pieces);
  run_workers (workers, n_workers);
  gather (workers, n_workers, lanes, n_lanes, trace);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
