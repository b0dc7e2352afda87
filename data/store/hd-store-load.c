/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads rows of a dataset: the latest, or as they were known at a moment.
 */

#include "config.h"

#include "hd-store-private.h"

#include <string.h>

#include "hd-store-rows.h"
#include "hd-store-view.h"

/* One partition on its way from the disk to rows. */
typedef struct
{
  HdPartitionInfo info;
  gint64 as_of; /* 0: the latest; then the history is not read */
  HdRows *rows; /* (nullable): found in the cache */
  GHashTable *current, *history; /* (nullable): segments as fetched */
  GError *error; /* (nullable): why it could not be decoded */
} Wanted;

/* Fewer rows than this are decoded before another thread has started. */
#define ROWS_WORTH_A_THREAD 20000

typedef struct
{
  HdStore *self;
  HdStructures *structures;
  guint64 serial;
  HdStoreLayout *layout;
  GArray *wanted; /* (element-type Wanted) */
} Load;

static void
wanted_clear (Wanted *wanted)
{
  g_clear_pointer (&wanted->rows, hd_rows_unref);
  g_clear_pointer (&wanted->current, g_hash_table_unref);
  g_clear_pointer (&wanted->history, g_hash_table_unref);
  g_clear_error (&wanted->error);
}

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->structures, hd_structures_unref);
  g_clear_pointer (&load->layout, hd_store_layout_unref);
  g_clear_pointer (&load->wanted, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static const HdStoreCacheKind rows_kind
    = { (gpointer (*) (gpointer))hd_rows_ref, (void (*) (gpointer))hd_rows_unref };

/* The codes of rows are those of the structures, which the serial names. */
static char *
cache_key (const Load *load, const Wanted *wanted)
{
  return g_strdup_printf ("%s/%d/%" G_GINT64_FORMAT "/rows/%" G_GUINT64_FORMAT, load->layout->name,
                          wanted->info.number, wanted->as_of, load->serial);
}

static gsize
size_of_rows (const HdRows *rows)
{
  gsize per_row = sizeof (HdDay) + 2 + sizeof (gint64)
                  + sizeof (HdCode) * hd_structure_get_n_dimensions (rows->structure)
                  + sizeof (HdNumber) * hd_structure_get_n_measures (rows->structure);

  return sizeof (HdRows) + per_row * rows->n_rows;
}

/* Is there anything for first..last in the partition? Its own days say so of the latest; what it showed
 * before may have stood on other days. */
static gboolean
is_wanted (const HdPartitionInfo *info, HdDay first, HdDay last, gint64 as_of)
{
  if (as_of == 0)
    return info->n_rows > 0 && info->first_day <= last && info->last_day >= first;
  return hd_partition_first_day (info->number) <= last
         && hd_partition_last_day (info->number) >= first;
}

static gboolean
fetch_partition (Load *load, const HdPartitionInfo *info, gint64 as_of, GError **error)
{
  HdStoreSql *sql = load->self->reader;
  Wanted wanted = { .info = *info, .as_of = as_of };
  g_autofree char *key = cache_key (load, &wanted);

  wanted.rows = hd_store_cache_get (load->self->cache, key, info->version);
  if (wanted.rows == NULL)
    {
      wanted.current = hd_partition_fetch (sql, load->layout, info->number, HD_PART_CURRENT, error);
      if (wanted.current != NULL && as_of != 0)
        wanted.history
            = hd_partition_fetch (sql, load->layout, info->number, HD_PART_HISTORY, error);
    }
  g_array_append_val (load->wanted, wanted);
  return wanted.rows != NULL || (wanted.current != NULL && (as_of == 0 || wanted.history != NULL));
}

/* All that is read from the database, in one transaction, so that it is of one moment; decoding comes after
 * it and holds nobody up. `load->layout` stays NULL when nothing of the dataset is stored. */
static gboolean
fetch (Load *load, const char *dataset, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  HdStoreSql *sql = load->self->reader;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sql->lock);
  g_autoptr (HdStoreView) view = NULL;
  gboolean is_ok;

  if (!hd_store_sql_begin_read (sql, error))
    return FALSE;
  is_ok = hd_store_find_view_locked (load->self, dataset, &view, error);
  if (view != NULL)
    load->layout = hd_store_layout_ref (view->layout);
  for (guint index = 0; is_ok && view != NULL && index < view->partitions->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (view->partitions, HdPartitionInfo, index);
      gint64 moment = as_of != 0 && info->vintage > as_of ? as_of : 0;

      if (is_wanted (info, first, last, moment))
        is_ok = fetch_partition (load, info, moment, error);
    }
  hd_store_sql_rollback (sql);
  return is_ok;
}

static guint
first_row_from (const HdRows *rows, HdDay day)
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

/* The rows whose day lies in first..last: all of them as they are, or a copy of the stretch. */
static HdRows *
cut (HdRows *rows, HdDay first, HdDay last)
{
  guint start = first_row_from (rows, first);
  guint end = last == G_MAXINT32 ? rows->n_rows : first_row_from (rows, last + 1);
  guint n_rows = end > start ? end - start : 0;
  HdRows *piece;

  if (n_rows == rows->n_rows)
    return hd_rows_ref (rows);
  piece = hd_rows_new_sized (rows->structure, n_rows);
  if (n_rows == 0)
    return piece;
  memcpy (piece->day, rows->day + start, n_rows * sizeof *piece->day);
  memcpy (piece->status, rows->status + start, n_rows);
  memcpy (piece->action, rows->action + start, n_rows);
  memcpy (piece->known_from, rows->known_from + start, n_rows * sizeof *piece->known_from);
  for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
    memcpy (piece->codes[index], rows->codes[index] + start, n_rows * sizeof (HdCode));
  for (guint index = 0; index < hd_structure_get_n_measures (rows->structure); index++)
    memcpy (piece->values[index], rows->values[index] + start, n_rows * sizeof (HdNumber));
  return piece;
}

/* Partitions that wait to be decoded, shared out among threads. */
typedef struct
{
  const HdRowsMaker *maker;
  GPtrArray *waiting; /* (element-type Wanted) */
  gint next; /* atomic */
} Work;

static gpointer
decode_next (gpointer data)
{
  Work *work = data;
  guint index;

  while ((index = (guint)g_atomic_int_add (&work->next, 1)) < work->waiting->len)
    {
      Wanted *wanted = g_ptr_array_index (work->waiting, index);

      if (wanted->as_of == 0)
        wanted->rows = hd_rows_maker_make_latest (work->maker, &wanted->info, wanted->current,
                                                  &wanted->error);
      else
        wanted->rows = hd_rows_maker_make_as_of (work->maker, &wanted->info, wanted->current,
                                                 wanted->history, wanted->as_of, &wanted->error);
    }
  return NULL;
}

/* (element-type Wanted): those that were not in the cache. */
static GPtrArray *
list_waiting (const Load *load)
{
  GPtrArray *waiting = g_ptr_array_new ();

  for (guint index = 0; index < load->wanted->len; index++)
    {
      Wanted *wanted = &g_array_index (load->wanted, Wanted, index);

      if (wanted->rows == NULL)
        g_ptr_array_add (waiting, wanted);
    }
  return waiting;
}

/* On all cores when it is much. */
static void
share_out (Work *work)
{
  GThread *helpers[7];
  guint n_helpers, n_rows = 0;

  for (guint index = 0; index < work->waiting->len; index++)
    n_rows += ((const Wanted *)g_ptr_array_index (work->waiting, index))->info.n_rows;
  n_helpers = MIN (MIN (n_rows / ROWS_WORTH_A_THREAD, g_get_num_processors () - 1),
                   MIN (work->waiting->len, G_N_ELEMENTS (helpers)));
  for (guint index = 0; index < n_helpers; index++)
    helpers[index] = g_thread_new ("hd-decode", decode_next, work);
  decode_next (work);
  for (guint index = 0; index < n_helpers; index++)
    g_thread_join (helpers[index]);
}

/* Decodes partitions and puts them into the cache. */
static gboolean
decode (const Load *load, const HdRowsMaker *maker, GPtrArray *waiting, GError **error)
{
  Work work = { maker, waiting, 0 };

  share_out (&work);
  for (guint index = 0; index < waiting->len; index++)
    {
      Wanted *wanted = g_ptr_array_index (waiting, index);
      g_autofree char *key = cache_key (load, wanted);

      if (wanted->rows == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wanted->error));
          return FALSE;
        }
      hd_store_cache_put (load->self->cache, key, wanted->info.version, &rows_kind, wanted->rows,
                          size_of_rows (wanted->rows));
    }
  return TRUE;
}

typedef enum
{
  ATTEMPT_OK,
  ATTEMPT_FAILED,
  ATTEMPT_UNKNOWN_CODES, /* the structures do not know all that is stored */
} Attempt;

static Attempt
attempt (Load *load,
         const char *dataset,
         HdDay first,
         HdDay last,
         gint64 as_of,
         GPtrArray *result,
         GError **error)
{
  g_auto (HdRowsMaker) maker = { 0 };
  g_autoptr (GPtrArray) waiting = NULL;
  HdStructure *structure;

  load->wanted = g_array_new (FALSE, TRUE, sizeof (Wanted));
  g_array_set_clear_func (load->wanted, (GDestroyNotify)wanted_clear);
  if (!fetch (load, dataset, first, last, as_of, error))
    return ATTEMPT_FAILED;
  structure = hd_structures_find (load->structures, dataset);
  if (structure == NULL)
    return ATTEMPT_UNKNOWN_CODES;
  if (load->layout == NULL)
    return ATTEMPT_OK;
  waiting = list_waiting (load);
  if (waiting->len > 0 && !hd_rows_maker_init (&maker, structure, load->layout))
    return ATTEMPT_UNKNOWN_CODES;
  if (!decode (load, &maker, waiting, error))
    return ATTEMPT_FAILED;
  for (guint index = 0; index < load->wanted->len; index++)
    {
      g_autoptr (HdRows) piece
          = cut (g_array_index (load->wanted, Wanted, index).rows, first, last);

      if (piece->n_rows > 0)
        g_ptr_array_add (result, g_steal_pointer (&piece));
    }
  return ATTEMPT_OK;
}

GPtrArray *
hd_store_load (HdStore *self,
               const char *dataset,
               HdDay first,
               HdDay last,
               gint64 as_of,
               GError **error)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  Attempt outcome = ATTEMPT_UNKNOWN_CODES;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, NULL);
  for (guint round = 0; round < 2 && outcome == ATTEMPT_UNKNOWN_CODES; round++)
    {
      g_auto (Load) load = { .self = self };

      load.structures = hd_store_peek_structures (self, round > 0, &load.serial, error);
      if (load.structures == NULL)
        return NULL;
      outcome = attempt (&load, dataset, first, last, as_of, result, error);
    }
  if (outcome == ATTEMPT_UNKNOWN_CODES)
    g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET,
                 "%s: no such dataset in the store", dataset);
  return outcome == ATTEMPT_OK ? g_steal_pointer (&result) : NULL;
}
