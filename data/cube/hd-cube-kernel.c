/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loop of a scan.
 */

#include "config.h"

#include "hd-cube-kernel.h"

#define MAX_FILTERS 16
/* Rows between two looks at the cancellable. */
#define ROWS_PER_CHECK 65536

/* Rows first..last-1 of one part. */
typedef struct
{
  const HdRows *rows;
  guint first, last;
} Run;

typedef struct
{
  const HdCubeKernel *kernel;
  GArray *runs; /* (element-type Run) */
  HdCubeCells *cells;
  guint64 n_rows;
  gint64 vintage;
} Worker;

/* What a part needs, with its own code lists' numbers. */
typedef struct
{
  const HdCode *filter_codes[MAX_FILTERS];
  const guint8 *filter_keep[MAX_FILTERS];
  guint n_filters;
  const HdCode *axis_codes[HD_CUBE_MAX_AXES + 1];
  const guint32 *axis_table[HD_CUBE_MAX_AXES + 1]; /* NULL: the code itself */
  guint axis_size[HD_CUBE_MAX_AXES + 1];
  guint n_axes;
  GPtrArray *owned; /* tables translated for this part */
} Tables;

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

static void
add_filter (Tables *tables, const HdCubeScan *scan, const HdRows *rows, guint dimension)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCodeList *own = hd_structure_get_dimension (rows->structure, dimension)->codes;
  g_autofree HdCode *to_list = translate (own, list);
  const guint8 *keep = scan->keep[dimension];

  if (to_list != NULL)
    {
      guint8 *translated = g_new0 (guint8, hd_code_list_get_n (own) + 1);

      for (guint code = 0; code < hd_code_list_get_n (own); code++)
        translated[code] = to_list[code] != HD_CODE_NONE && keep[to_list[code]];
      g_ptr_array_add (tables->owned, translated);
      keep = translated;
    }
  tables->filter_codes[tables->n_filters] = rows->codes[dimension];
  tables->filter_keep[tables->n_filters] = keep;
  tables->n_filters++;
}

static void
add_axis (Tables *tables,
          const HdCubeScan *scan,
          const HdRows *rows,
          guint dimension,
          const guint32 *table,
          guint size)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCodeList *own = hd_structure_get_dimension (rows->structure, dimension)->codes;
  g_autofree HdCode *to_list = translate (own, list);

  if (to_list != NULL)
    {
      guint32 *translated = g_new0 (guint32, hd_code_list_get_n (own) + 1);

      for (guint code = 0; code < hd_code_list_get_n (own); code++)
        {
          HdCode known = to_list[code];

          translated[code] = known == HD_CODE_NONE ? HD_CUBE_NO_CODE
                             : table != NULL       ? table[known]
                                                   : known;
        }
      g_ptr_array_add (tables->owned, translated);
      table = translated;
    }
  tables->axis_codes[tables->n_axes] = rows->codes[dimension];
  tables->axis_table[tables->n_axes] = table;
  tables->axis_size[tables->n_axes] = size;
  tables->n_axes++;
}

static void
prepare_tables (Tables *tables, const HdCubeScan *scan, const HdRows *rows)
{
  tables->n_filters = 0;
  tables->n_axes = 0;
  tables->owned = g_ptr_array_new_with_free_func (g_free);
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      g_assert (tables->n_filters < MAX_FILTERS);
      if (scan->keep[dimension] != NULL)
        add_filter (tables, scan, rows, dimension);
    }
  for (guint axis = 0; axis < scan->n_axes; axis++)
    {
      if (scan->axis_dimension[axis] >= 0)
        add_axis (tables, scan, rows, (guint)scan->axis_dimension[axis], scan->axis_table[axis],
                  scan->axis_size[axis]);
    }
  if (scan->class_dimension >= 0)
    add_axis (tables, scan, rows, (guint)scan->class_dimension, NULL, scan->n_classes);
}

/* FALSE: the row is filtered away or belongs to no group. */
static inline gboolean
find_key (const Tables *tables, guint row, guint64 *key)
{
  for (guint filter = 0; filter < tables->n_filters; filter++)
    {
      if (!tables->filter_keep[filter][tables->filter_codes[filter][row]])
        return FALSE;
    }
  for (guint axis = 0; axis < tables->n_axes; axis++)
    {
      guint32 code = tables->axis_codes[axis][row];

      if (tables->axis_table[axis] != NULL)
        code = tables->axis_table[axis][code];
      if (code == HD_CUBE_NO_CODE)
        return FALSE;
      *key = *key * tables->axis_size[axis] + code;
    }
  return TRUE;
}

static inline void
add_row (HdCubeCell *cell, const HdRows *rows, guint measure, guint row, gboolean is_real)
{
  HdNumber value = rows->values[measure][row];
  HdStatus status = rows->status[row];

  if (status == HD_STATUS_PROVISIONAL || status == HD_STATUS_ESTIMATED)
    cell->flags |= HD_CUBE_CELL_PROVISIONAL;
  if (status == HD_STATUS_MISSING || (is_real ? value.d != value.d : value.i == HD_INT64_MISSING))
    {
      cell->flags |= HD_CUBE_CELL_MISSING;
      return;
    }
  cell->n++;
  if (is_real)
    cell->value.d += value.d;
  else if (__builtin_add_overflow (cell->value.i, value.i, &cell->value.i))
    cell->flags |= HD_CUBE_CELL_OVERFLOW;
}

static void
scan_run (Worker *worker, const Run *run)
{
  const HdCubeKernel *kernel = worker->kernel;
  const HdCubeIntervals *intervals = kernel->intervals;
  const HdRows *rows = run->rows;
  gboolean is_real = hd_cube_scan_is_real (kernel->scan);
  guint measure = (guint)kernel->scan->measure;
  Tables tables;

  prepare_tables (&tables, kernel->scan, rows);
  for (guint row = run->first; row < run->last; row++)
    {
      guint offset = (guint)(rows->day[row] - intervals->first);
      guint64 key;

      if ((row - run->first) % ROWS_PER_CHECK == 0
          && g_cancellable_is_cancelled (kernel->cancellable))
        break;
      if (offset >= intervals->n_days || intervals->of_day[offset] < 0)
        continue;
      worker->n_rows++;
      key = (guint64)intervals->of_day[offset];
      if (!find_key (&tables, row, &key))
        continue;
      if (rows->known_from[row] > worker->vintage)
        worker->vintage = rows->known_from[row];
      add_row (hd_cube_cells_ensure (worker->cells, key), rows, measure, row, is_real);
    }
  g_ptr_array_unref (tables.owned);
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Worker *worker = data;

  for (guint index = 0; index < worker->runs->len; index++)
    scan_run (worker, &g_array_index (worker->runs, Run, index));
}

/* First row whose day is at least `day`. Rows are in order of time. */
static guint
find_row (const HdRows *rows, HdDay day)
{
  guint low = 0, high = rows->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rows->day[middle] < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
share_out (Worker *workers, guint n_workers, const HdCubeKernel *kernel, GPtrArray *parts)
{
  const HdCubeIntervals *intervals = kernel->intervals;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  guint64 total = 0, share, filled = 0;

  for (guint index = 0; index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);
      Run run = { rows, find_row (rows, intervals->first),
                  find_row (rows, intervals->first + (HdDay)intervals->n_days) };

      total += run.last - run.first;
      g_array_append_val (runs, run);
    }
  share = total / n_workers + 1;
  for (guint index = 0; index < runs->len; index++)
    {
      Run run = g_array_index (runs, Run, index);

      while (run.first < run.last)
        {
          guint worker = MIN ((guint)(filled / share), n_workers - 1);
          guint64 room = worker == n_workers - 1 ? G_MAXUINT64 : share * (worker + 1) - filled;
          Run piece = { run.rows, run.first,
                        run.first + (guint)MIN (room, (guint64)(run.last - run.first)) };

          g_array_append_val (workers[worker].runs, piece);
          filled += piece.last - piece.first;
          run.first = piece.last;
        }
    }
}

/* Of the columns that a scan reads: days, values, status, vintage, and the codes it asks about. */
static guint64
bytes_per_row (const HdCubeScan *scan)
{
  guint64 n = sizeof (HdDay) + sizeof (HdNumber) + sizeof (guint8) + sizeof (gint64);

  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    n += scan->keep[dimension] != NULL ? sizeof (HdCode) : 0;
  for (guint axis = 0; axis < scan->n_axes; axis++)
    n += scan->axis_dimension[axis] >= 0 ? sizeof (HdCode) : 0;
  return n + (scan->class_dimension >= 0 ? sizeof (HdCode) : 0);
}

HdCubeCells *
hd_cube_kernel_run (const HdCubeKernel *kernel,
                    GPtrArray *parts,
                    guint n_workers,
                    HdCubeTrace *trace,
                    GError **error)
{
  g_autofree Worker *workers = g_new0 (Worker, n_workers);
  gboolean is_real = hd_cube_scan_is_real (kernel->scan);
  HdCubeCells *sum;

  for (guint index = 0; index < n_workers; index++)
    {
      workers[index].kernel = kernel;
      workers[index].runs = g_array_new (FALSE, FALSE, sizeof (Run));
      workers[index].cells = hd_cube_cells_new (kernel->n_keys);
    }
  share_out (workers, n_workers, kernel, parts);
  if (n_workers > 1)
    {
      GThreadPool *pool = g_thread_pool_new (work_cb, NULL, (gint)n_workers, FALSE, NULL);

      for (guint index = 0; index < n_workers; index++)
        g_thread_pool_push (pool, &workers[index], NULL);
      g_thread_pool_free (pool, FALSE, TRUE);
    }
  else
    {
      work_cb (&workers[0], NULL);
    }
  sum = workers[0].cells;
  for (guint index = 0; index < n_workers; index++)
    {
      trace->rows += workers[index].n_rows;
      trace->bytes += workers[index].n_rows * bytes_per_row (kernel->scan);
      trace->vintage = MAX (trace->vintage, workers[index].vintage);
      g_array_unref (workers[index].runs);
      if (index > 0)
        {
          hd_cube_cells_merge (sum, workers[index].cells, is_real);
          hd_cube_cells_free (workers[index].cells);
        }
    }
  trace->threads = MAX (trace->threads, n_workers);
  if (g_cancellable_set_error_if_cancelled (kernel->cancellable, error))
    g_clear_pointer (&sum, hd_cube_cells_free);
  return sum;
}
