/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads the columns that are asked for: from the cache, else from the disk, on all cores.
 */

#include "config.h"

#include "hd-store-columns.h"

#include "hd-columns.h"
#include "hd-row-selection.h"
#include "hd-segment.h"
#include "hd-store-piece.h"

/* Fewer numbers than this are decoded before another thread has started. */
#define NUMBERS_WORTH_A_THREAD 50000
#define MAX_ROUNDS 8
/* Columns that take more than this part of the cache would soon push each other out of it: of them only the rows that
 * are wanted are read. Others are kept whole, for the next question, which may want other rows. */
#define SHARE_OF_CACHE 4

/* Of a partition as it was once all pieces come of one reading, of selected rows they are found in one go. */
typedef struct
{
  guint first, n_pieces;
  gboolean is_selected;
} Task;

typedef struct
{
  HdStore *self;
  const HdColumnsRequest *request;
  HdStoreView *view;
  HdDictionaries *dictionaries;
  GArray *columns; /* (element-type HdColumn): the days, then those asked for */
  GArray *pieces; /* (element-type HdStorePiece), as many a partition as there are columns */
  GArray *tasks; /* (element-type Task) */
  guint8
      *is_wanted; /* (nullable) [code of the sort dimension's dictionary]: read these rows alone */
  char *selection; /* (nullable): the same, as part of a key */
  HdColumn sort_column; /* where they are wanted */
  GCancellable *cancellable;
  gint next; /* atomic: task */
  gint has_moved; /* atomic: a partition was written meanwhile */
  GMutex lock; /* of `error` */
  GError *error;
} Load;

static void
load_clear (Load *load)
{
  for (guint index = 0; load->pieces != NULL && index < load->pieces->len; index++)
    {
      HdStorePiece *piece = &g_array_index (load->pieces, HdStorePiece, index);

      if (piece->object != NULL && piece->column->kind == HD_COLUMN_DAY)
        hd_day_index_unref (piece->object);
      else if (piece->object != NULL)
        hd_vector_unref (piece->object);
    }
  g_clear_pointer (&load->pieces, g_array_unref);
  g_clear_pointer (&load->tasks, g_array_unref);
  g_clear_pointer (&load->columns, g_array_unref);
  g_clear_pointer (&load->is_wanted, g_free);
  g_clear_pointer (&load->selection, g_free);
  g_clear_pointer (&load->dictionaries, hd_dictionaries_unref);
  g_clear_pointer (&load->view, hd_store_view_unref);
  g_clear_error (&load->error);
  g_mutex_clear (&load->lock);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static const HdStoreCacheKind vector_kind
    = { (gpointer (*) (gpointer))hd_vector_ref, (void (*) (gpointer))hd_vector_unref };
static const HdStoreCacheKind days_kind
    = { (gpointer (*) (gpointer))hd_day_index_ref, (void (*) (gpointer))hd_day_index_unref };

static char *
make_key (const Load *load, const HdStorePiece *piece, gboolean is_selected)
{
  return g_strdup_printf ("%s/%d/%" G_GINT64_FORMAT "/%s%s", load->view->layout->name,
                          piece->info->number, piece->as_of, piece->column->name,
                          is_selected ? load->selection : "");
}

static void
find_kept (Load *load, HdStorePiece *piece, gboolean is_selected)
{
  g_autofree char *key = make_key (load, piece, is_selected);

  piece->object = hd_store_cache_get (load->self->cache, key, piece->info->version);
  piece->is_found = piece->object != NULL;
}

static void
keep (Load *load, HdStorePiece *piece, const char *key)
{
  gboolean is_days = piece->column->kind == HD_COLUMN_DAY;

  piece->is_found = TRUE;
  if (piece->object == NULL)
    return;
  hd_store_cache_put (load->self->cache, key, piece->info->version,
                      is_days ? &days_kind : &vector_kind, piece->object,
                      is_days ? hd_day_index_get_n_bytes (piece->object)
                              : hd_vector_get_n_bytes (piece->object));
}

static gboolean provide (Load *load,
                         HdStorePiece *piece,
                         HdRowSelection **selection,
                         gboolean *has_moved,
                         GError **error);

/* (nullable): the days and the column that sorts them tell where the rows are. */
static HdRowSelection *
select_rows (Load *load, const HdPartitionInfo *info, gboolean *has_moved, GError **error)
{
  guint n_codes = hd_store_layout_n_codes (load->view->layout, 0);
  HdStorePiece days = { info, 0, &g_array_index (load->columns, HdColumn, 0), NULL, FALSE };
  HdStorePiece codes = { info, 0, &load->sort_column, NULL, FALSE };
  HdRowSelection *selection = NULL;

  if (provide (load, &days, NULL, has_moved, error)
      && provide (load, &codes, NULL, has_moved, error))
    selection = hd_row_selection_new (days.object, codes.object, load->is_wanted, n_codes);
  g_clear_pointer ((HdDayIndex **)&days.object, hd_day_index_unref);
  g_clear_pointer ((HdVector **)&codes.object, hd_vector_unref);
  return selection;
}

static gboolean
read_piece (Load *load,
            HdStorePiece *piece,
            HdRowSelection **selection,
            gboolean *has_moved,
            GError **error)
{
  if (selection == NULL)
    return hd_store_piece_load (load->self, load->view, piece, NULL, has_moved, error);
  if (*selection == NULL)
    *selection = select_rows (load, piece->info, has_moved, error);
  if (*selection == NULL)
    return FALSE;
  if (piece->column->kind != HD_COLUMN_DAY)
    return hd_store_piece_load (load->self, load->view, piece, &(*selection)->rows, has_moved,
                                error);
  piece->object = hd_day_index_ref ((*selection)->days);
  return TRUE;
}

/* From the cache, from whoever is reading the same just now, or from the disk. `selection` (nullable): only the rows that
 * are wanted; which they are is found out when that is asked for. FALSE also when the partition is another by now,
 * without error. */
static gboolean
provide (Load *load,
         HdStorePiece *piece,
         HdRowSelection **selection,
         gboolean *has_moved,
         GError **error)
{
  g_autofree char *key = make_key (load, piece, selection != NULL);
  gboolean is_ok;

  piece->object = hd_store_cache_claim (load->self->cache, key, piece->info->version);
  piece->is_found = piece->object != NULL;
  if (piece->is_found)
    return TRUE;
  is_ok = read_piece (load, piece, selection, has_moved, error);
  if (is_ok)
    keep (load, piece, key);
  hd_store_cache_release (load->self->cache, key);
  return is_ok;
}

/* All pieces of a partition as it showed them once, in one reading. */
static gboolean
play_back (Load *load, const Task *task, gboolean *has_moved, GError **error)
{
  HdStorePiece *pieces = &g_array_index (load->pieces, HdStorePiece, task->first);

  if (!hd_store_pieces_load_as_of (load->self, load->view, pieces, task->n_pieces, has_moved,
                                   error))
    return FALSE;
  for (guint index = 0; index < task->n_pieces; index++)
    {
      g_autofree char *key = make_key (load, &pieces[index], FALSE);

      keep (load, &pieces[index], key);
    }
  return TRUE;
}

static gboolean
run_task (Load *load, const Task *task, GError **error)
{
  g_autoptr (HdRowSelection) selection = NULL;
  gboolean has_moved = FALSE, is_ok = TRUE;

  if (g_array_index (load->pieces, HdStorePiece, task->first).as_of != 0)
    is_ok = play_back (load, task, &has_moved, error);
  else
    for (guint index = task->first; is_ok && index < task->first + task->n_pieces; index++)
      {
        HdStorePiece *piece = &g_array_index (load->pieces, HdStorePiece, index);

        if (!piece->is_found)
          is_ok = provide (load, piece, task->is_selected ? &selection : NULL, &has_moved, error);
      }
  if (has_moved)
    g_atomic_int_set (&load->has_moved, TRUE);
  return is_ok;
}

static gpointer
work (gpointer data)
{
  Load *load = data;
  guint index;

  while ((index = (guint)g_atomic_int_add (&load->next, 1)) < load->tasks->len)
    {
      const Task *task = &g_array_index (load->tasks, Task, index);
      g_autoptr (GError) problem = NULL;

      if (!g_cancellable_set_error_if_cancelled (load->cancellable, &problem)
          && run_task (load, task, &problem))
        continue;
      g_atomic_int_set (&load->next, G_MAXINT / 2); /* no more for anybody */
      g_mutex_lock (&load->lock);
      if (load->error == NULL)
        load->error = g_steal_pointer (&problem);
      g_mutex_unlock (&load->lock);
    }
  hd_segment_forget_room ();
  return NULL;
}

static void
share_out (Load *load)
{
  GThread *helpers[7];
  guint64 n_numbers = 0;
  guint n_helpers;

  for (guint index = 0; index < load->tasks->len; index++)
    {
      const Task *task = &g_array_index (load->tasks, Task, index);
      const HdStorePiece *piece = &g_array_index (load->pieces, HdStorePiece, task->first);

      n_numbers += (guint64)piece->info->n_rows * task->n_pieces;
    }
  n_helpers = (guint)MIN (n_numbers / NUMBERS_WORTH_A_THREAD, g_get_num_processors () - 1);
  n_helpers = MIN (MIN (n_helpers, load->tasks->len), G_N_ELEMENTS (helpers));
  for (guint index = 0; index < n_helpers; index++)
    helpers[index] = g_thread_new ("hd-decode", work, load);
  work (load);
  for (guint index = 0; index < n_helpers; index++)
    g_thread_join (helpers[index]);
}

static gboolean
is_asked_for (const char *const *ids, const char *id)
{
  return ids != NULL && g_strv_contains (ids, id);
}

/* The index of days first, then columns of the layout that are asked for. */
static void
choose_columns (Load *load)
{
  g_autoptr (GArray) all = hd_partition_columns (load->view->layout);
  const HdStoreLayout *layout = load->view->layout;

  load->columns = g_array_new (FALSE, FALSE, sizeof (HdColumn));
  for (guint index = 0; index < all->len; index++)
    {
      const HdColumn *column = &g_array_index (all, HdColumn, index);

      if (column->kind == HD_COLUMN_DAY
          || (column->kind == HD_COLUMN_STATUS && load->request->with_status)
          || (column->kind == HD_COLUMN_CODE
              && is_asked_for (load->request->dimensions,
                               g_ptr_array_index (layout->dimensions, column->index)))
          || (column->kind == HD_COLUMN_VALUE
              && is_asked_for (load->request->measures,
                               g_ptr_array_index (layout->measures, column->index))))
        g_array_append_val (load->columns, *column);
    }
}

static gboolean
is_wanted (const HdColumnsRequest *request, const HdPartitionInfo *info, gint64 as_of)
{
  const int *wanted = request->partitions;

  while (wanted != NULL && *wanted != 0 && *wanted != info->number)
    wanted++;
  if (wanted != NULL && *wanted == 0)
    return FALSE;
  if (as_of == 0)
    return info->n_rows > 0 && info->first_day <= request->last && info->last_day >= request->first;
  return hd_partition_first_day (info->number) <= request->last
         && hd_partition_last_day (info->number) >= request->first;
}

/* Pieces from `first` on let go of what they hold. */
static void
empty_pieces (Load *load, guint first)
{
  for (guint index = first; index < load->pieces->len; index++)
    {
      HdStorePiece *piece = &g_array_index (load->pieces, HdStorePiece, index);

      if (piece->object != NULL)
        (piece->column->kind == HD_COLUMN_DAY ? days_kind : vector_kind).unref (piece->object);
      piece->object = NULL;
      piece->is_found = FALSE;
    }
}

/* Whether the cache has all pieces from `first` on. */
static gboolean
find_all_kept (Load *load, guint first, gboolean is_selected)
{
  gboolean are_all_found = TRUE;

  for (guint index = first; index < load->pieces->len; index++)
    {
      HdStorePiece *piece = &g_array_index (load->pieces, HdStorePiece, index);

      find_kept (load, piece, is_selected);
      are_all_found &= piece->is_found;
    }
  return are_all_found;
}

/* What the cache lacks becomes a task. */
static void
add_partition (Load *load, const HdPartitionInfo *info, gint64 as_of)
{
  Task task = { load->pieces->len, load->columns->len, load->is_wanted != NULL && as_of == 0 };

  for (guint index = 0; index < load->columns->len; index++)
    {
      HdStorePiece piece
          = { info, as_of, &g_array_index (load->columns, HdColumn, index), NULL, FALSE };

      g_array_append_val (load->pieces, piece);
    }
  if (find_all_kept (load, task.first, FALSE))
    return;
  if (task.is_selected || as_of != 0)
    {
      empty_pieces (load, task.first);
      if (!task.is_selected || !find_all_kept (load, task.first, TRUE))
        g_array_append_val (load->tasks, task);
      return;
    }
  for (guint index = task.first; index < load->pieces->len; index++)
    {
      Task own = { index, 1, FALSE };

      if (!g_array_index (load->pieces, HdStorePiece, index).is_found)
        g_array_append_val (load->tasks, own);
    }
}

static gint64
get_moment (const Load *load, const HdPartitionInfo *info)
{
  gint64 as_of = load->request->as_of;

  return as_of != 0 && info->vintage > as_of ? as_of : 0;
}

/* Of the columns that are asked for, in their widest types. */
static gsize
count_bytes (const Load *load)
{
  gsize n_bytes = 0, width = 0;

  for (guint index = 0; index < load->columns->len; index++)
    {
      HdColumnKind kind = g_array_index (load->columns, HdColumn, index).kind;

      width += kind == HD_COLUMN_VALUE  ? sizeof (gint64)
               : kind == HD_COLUMN_CODE ? sizeof (HdCode)
                                        : 0;
    }
  for (guint index = 0; index < load->view->partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (load->view->partitions, HdPartitionInfo, index);

      if (is_wanted (load->request, info, get_moment (load, info)))
        n_bytes += width * info->n_rows;
    }
  return n_bytes;
}

/* Only where at most half of the codes are wanted is it worth it. */
static void
choose_rows (Load *load)
{
  guint n_wanted = 0;
  g_autofree guint8 *marks = NULL;
  g_autoptr (GArray) all = NULL;

  if (load->request->filter != NULL
      && count_bytes (load) > hd_store_cache_get_budget (load->self->cache) / SHARE_OF_CACHE)
    marks = hd_row_filter_mark (load->request->filter, load->dictionaries, &n_wanted);
  if (marks == NULL || n_wanted > hd_store_layout_n_codes (load->view->layout, 0) / 2)
    return;
  all = hd_partition_columns (load->view->layout);
  for (guint index = 0; index < all->len; index++)
    if (g_array_index (all, HdColumn, index).kind == HD_COLUMN_CODE
        && g_array_index (all, HdColumn, index).index == 0)
      load->sort_column = g_array_index (all, HdColumn, index);
  load->selection = hd_row_marks_to_string (marks, hd_store_layout_n_codes (load->view->layout, 0));
  load->is_wanted = g_steal_pointer (&marks);
}

static void
put_piece (const HdStoreLayout *layout, HdColumns *columns, HdStorePiece *piece)
{
  HdStructure *structure = columns->dictionaries->structure;
  const HdColumn *column = piece->column;
  gpointer object = g_steal_pointer (&piece->object);
  int to;

  switch (column->kind)
    {
    case HD_COLUMN_DAY:
      columns->days = object;
      columns->n_rows = columns->days->first_row[columns->days->n_days];
      return;
    case HD_COLUMN_STATUS:
      columns->status = object;
      if (columns->status->greatest <= HD_STATUS_NORMAL)
        g_clear_pointer (&columns->status, hd_vector_unref);
      return;
    case HD_COLUMN_CODE:
      to = hd_structure_find_dimension (structure,
                                        g_ptr_array_index (layout->dimensions, column->index));
      columns->codes[to] = object;
      return;
    default:
      to = hd_structure_find_measure (structure,
                                      g_ptr_array_index (layout->measures, column->index));
      columns->values[to] = object;
    }
}

static GPtrArray *
assemble (Load *load)
{
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_columns_unref);

  for (guint index = 0; index < load->pieces->len; index += load->columns->len)
    {
      HdStorePiece *pieces = &g_array_index (load->pieces, HdStorePiece, index);
      g_autoptr (HdColumns) columns
          = hd_columns_new (load->dictionaries, pieces->info->number, pieces->info->version, 0);

      for (guint column = 0; column < load->columns->len; column++)
        put_piece (load->view->layout, columns, &pieces[column]);
      /* With its days, which are an answer too, where none of them has a row that was wanted. */
      if (columns->days->n_days > 0)
        g_ptr_array_add (result, g_steal_pointer (&columns));
    }
  return result;
}

typedef enum
{
  ATTEMPT_DONE,
  ATTEMPT_FAILED,
  ATTEMPT_AGAIN, /* something was written meanwhile */
  ATTEMPT_UNKNOWN_CODES, /* the structures do not know all that is stored */
} Attempt;

static Attempt
attempt (Load *load, HdStructure *structure, GPtrArray **result, GError **error)
{
  if (structure == NULL)
    return ATTEMPT_UNKNOWN_CODES;
  load->pieces = g_array_new (FALSE, FALSE, sizeof (HdStorePiece));
  load->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  if (load->view != NULL)
    {
      load->dictionaries = hd_dictionaries_new (structure, load->view->layout);
      if (load->dictionaries == NULL)
        return ATTEMPT_UNKNOWN_CODES;
      choose_columns (load);
      choose_rows (load);
      for (guint index = 0; index < load->view->partitions->len; index++)
        {
          const HdPartitionInfo *info
              = &g_array_index (load->view->partitions, HdPartitionInfo, index);
          gint64 moment = get_moment (load, info);

          if (is_wanted (load->request, info, moment))
            add_partition (load, info, moment);
        }
      share_out (load);
    }
  if (load->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&load->error));
      return ATTEMPT_FAILED;
    }
  if (load->has_moved)
    return ATTEMPT_AGAIN;
  *result = load->view != NULL ? assemble (load) : g_ptr_array_new ();
  return ATTEMPT_DONE;
}

GPtrArray *
hd_store_load_columns (HdStore *self,
                       const HdColumnsRequest *request,
                       GCancellable *cancellable,
                       GError **error)
{
  gboolean is_complete = FALSE;

  g_return_val_if_fail (HD_IS_STORE (self) && request->dataset != NULL, NULL);
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_auto (Load) load = { .self = self, .request = request, .cancellable = cancellable };
      g_autoptr (HdStructures) structures = NULL;
      GPtrArray *result = NULL;
      guint64 serial;
      Attempt outcome;

      g_mutex_init (&load.lock);
      structures = hd_store_peek_structures (self, is_complete, &serial, error);
      if (structures == NULL || !hd_store_find_view (self, request->dataset, &load.view, error))
        return NULL;
      outcome = attempt (&load, hd_structures_find (structures, request->dataset), &result, error);
      if (outcome == ATTEMPT_DONE || outcome == ATTEMPT_FAILED)
        return result;
      if (outcome == ATTEMPT_UNKNOWN_CODES && is_complete)
        {
          g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET,
                       "%s: no such dataset in the store", request->dataset);
          return NULL;
        }
      is_complete |= outcome == ATTEMPT_UNKNOWN_CODES;
    }
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_LOCKED,
               "%s: is being written over and over: try again", request->dataset);
  return NULL;
}

HdDictionaries *
hd_store_get_dictionaries (HdStore *self, const char *dataset, GError **error)
{
  HdDictionaries *dictionaries = NULL;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, NULL);
  for (guint round = 0; round < 2 && dictionaries == NULL; round++)
    {
      g_autoptr (HdStructures) structures = NULL;
      g_autoptr (HdStoreView) view = NULL;
      HdStructure *structure;
      guint64 serial;

      structures = hd_store_peek_structures (self, round > 0, &serial, error);
      if (structures == NULL || !hd_store_find_view (self, dataset, &view, error))
        return NULL;
      structure = hd_structures_find (structures, dataset);
      if (view != NULL && structure != NULL)
        dictionaries = hd_dictionaries_new (structure, view->layout);
    }
  return dictionaries;
}

GArray *
hd_store_list_partitions (HdStore *self, const char *dataset, GError **error)
{
  g_autoptr (HdStoreView) view = NULL;
  GArray *list;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, NULL);
  if (!hd_store_find_view (self, dataset, &view, error))
    return NULL;
  list = g_array_new (FALSE, FALSE, sizeof (HdStorePartition));
  for (guint index = 0; view != NULL && index < view->partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (view->partitions, HdPartitionInfo, index);
      HdStorePartition partition = { info->number,    info->version,  info->n_rows,
                                     info->first_day, info->last_day, info->vintage };

      if (info->n_rows > 0)
        g_array_append_val (list, partition);
    }
  return list;
}
