/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes a message in: one transaction, whatever datasets and partitions it touches, whole or in pieces.
 */

#include "config.h"

#include "hd-store-private.h"

#include "hd-store-apply.h"

/* What may wait before it is merged. With what reading, merging and coding a month take beside it, an
 * import stays under 256 MB. */
#define MAX_WAITING_BYTES (48u * 1024 * 1024)

struct _HdStoreIntake
{
  HdStore *store;
  HdStoreSql *sql; /* in the transaction; NULL when it has ended */
  gint64 prepared;
  gboolean in_one_piece;
  guint64 generation;
  gsize max_waiting;
  guint max_rows;
  GPtrArray *applies; /* (element-type HdStoreApply), a dataset each, in order of appearance */
  HdApplyCheck check; /* (nullable) */
  gpointer check_data;
};

static void
apply_free (gpointer data)
{
  hd_store_apply_clear (data);
  g_free (data);
}

/* Its news will make the next one. */
static gboolean
find_generation (HdStoreIntake *intake, GError **error)
{
  gint64 generation;

  if (!hd_store_sql_get_int64 (intake->sql, "SELECT value FROM meta WHERE key = 'generation'",
                               &generation, 0, error))
    return FALSE;
  intake->generation = (guint64)generation + 1;
  return TRUE;
}

HdStoreIntake *
hd_store_intake_new (HdStore *self, gint64 prepared, gboolean in_one_piece, GError **error)
{
  g_autoptr (HdStoreIntake) intake = NULL;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  intake = g_new0 (HdStoreIntake, 1);
  intake->store = g_object_ref (self);
  intake->prepared = prepared;
  intake->in_one_piece = in_one_piece;
  intake->max_waiting = MAX_WAITING_BYTES;
  intake->max_rows = HD_PARTITION_MAX_ROWS;
  intake->applies = g_ptr_array_new_with_free_func (apply_free);
  if ((intake->sql = hd_store_begin (self, error)) == NULL || !find_generation (intake, error))
    return NULL;
  return g_steal_pointer (&intake);
}

void
hd_store_intake_set_limits (HdStoreIntake *intake, gsize max_waiting, guint max_rows)
{
  intake->max_waiting = max_waiting;
  intake->max_rows = max_rows;
}

void
hd_store_intake_set_check (HdStoreIntake *intake, HdApplyCheck check, gpointer user_data)
{
  intake->check = check;
  intake->check_data = user_data;
}

void
hd_store_intake_free (HdStoreIntake *intake)
{
  g_clear_pointer (&intake->applies, g_ptr_array_unref);
  if (intake->sql != NULL)
    hd_store_end (intake->store, FALSE, NULL);
  g_clear_object (&intake->store);
  g_free (intake);
}

static HdStoreApply *
find_apply (HdStoreIntake *intake, const HdStructure *structure, GError **error)
{
  HdStoreApply *apply;

  for (guint index = 0; index < intake->applies->len; index++)
    {
      apply = g_ptr_array_index (intake->applies, index);
      if (g_str_equal (apply->batch.layout->name, hd_structure_get_id (structure)))
        return apply;
    }
  apply = g_new0 (HdStoreApply, 1);
  if (!hd_store_apply_init (apply, intake->sql, structure, intake->prepared, intake->generation,
                            error))
    {
      apply_free (apply);
      return NULL;
    }
  apply->max_rows = intake->max_rows;
  g_ptr_array_add (intake->applies, apply);
  return apply;
}

static gboolean
flush (HdStoreIntake *intake, HdStoreApply *apply, GError **error)
{
  if (intake->in_one_piece || apply->batch.n_bytes <= intake->max_waiting)
    return TRUE;
  /* A deletion with wildcards reaches rows that came before it and not those behind: such a message is
   * merged at once. */
  if (apply->batch.new_rules->len > 0 && !apply->has_flushed)
    return TRUE;
  if (!hd_store_apply_flush (apply, FALSE, error))
    return FALSE;
  apply->has_flushed = TRUE;
  /* One partition is more than may wait. */
  return apply->batch.n_bytes <= intake->max_waiting || hd_store_apply_flush (apply, TRUE, error);
}

gboolean
hd_store_intake_set_structure_message (HdStoreIntake *intake, GBytes *json, GError **error)
{
  g_return_val_if_fail (intake->sql != NULL && intake->applies->len == 0, FALSE);
  return hd_store_write_structure_message (intake->sql, json, error)
         && find_generation (intake, error);
}

gboolean
hd_store_intake_set_feed_state (HdStoreIntake *intake,
                                const char *feed,
                                const char *key,
                                const char *value,
                                GError **error)
{
  g_return_val_if_fail (intake->sql != NULL, FALSE);
  return hd_store_write_feed_state (intake->sql, feed, key, value, error);
}

gboolean
hd_store_intake_note_check (HdStoreIntake *intake,
                            const char *dataset,
                            gint64 checked_at,
                            GError **error)
{
  g_return_val_if_fail (intake->sql != NULL, FALSE);
  return hd_store_write_check (intake->sql, dataset, checked_at, NULL, error);
}

gboolean
hd_store_intake_push (HdStoreIntake *intake, HdRows *rows, GError **error)
{
  HdStoreApply *apply;

  g_return_val_if_fail (intake->sql != NULL, FALSE);
  apply = find_apply (intake, rows->structure, error);
  if (apply == NULL || !hd_store_batch_add (&apply->batch, rows, intake->prepared, error))
    return FALSE;
  if (apply->has_flushed && apply->batch.new_rules->len > 0)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NOT_IN_PIECES,
                   "%s: a deletion with wildcards stands far behind rows",
                   apply->batch.layout->name);
      return FALSE;
    }
  return flush (intake, apply, error);
}

static gboolean
finish (HdStoreIntake *intake, const HdReceipt *receipt, HdApplyResult *total, GError **error)
{
  gboolean is_news = FALSE;

  for (guint index = 0; index < intake->applies->len; index++)
    {
      HdStoreApply *apply = g_ptr_array_index (intake->applies, index);

      if (!hd_store_apply_finish (apply, receipt, error))
        return FALSE;
      is_news |= apply->is_news;
      total->added += apply->result.added;
      total->replaced += apply->result.replaced;
      total->deleted += apply->result.deleted;
      total->unchanged += apply->result.unchanged;
    }
  return !is_news || hd_store_next_generation (intake->sql, &intake->generation, error);
}

gboolean
hd_store_intake_finish (HdStoreIntake *intake,
                        const HdReceipt *receipt,
                        HdApplyResult *result,
                        GError **error)
{
  HdApplyResult total = { 0 };
  g_autoptr (GError) problem = NULL;
  gboolean is_ok;

  g_return_val_if_fail (intake->sql != NULL, FALSE);
  is_ok = finish (intake, receipt, &total, &problem)
          && (intake->check == NULL || intake->check (&total, intake->check_data, &problem));
  intake->sql = NULL;
  if (!hd_store_end (intake->store, is_ok, is_ok ? &problem : NULL))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (result != NULL)
    *result = total;
  return TRUE;
}

gboolean
hd_store_apply (HdStore *self,
                const HdMessage *message,
                const HdReceipt *receipt,
                HdApplyResult *result,
                GError **error)
{
  g_autoptr (HdStoreIntake) intake = NULL;

  g_return_val_if_fail (HD_IS_STORE (self) && message != NULL, FALSE);
  intake = hd_store_intake_new (self, message->prepared, TRUE, error);
  if (intake == NULL)
    return FALSE;
  for (guint index = 0; index < message->parts->len; index++)
    if (!hd_store_intake_push (intake, g_ptr_array_index (message->parts, index), error))
      return FALSE;
  return hd_store_intake_finish (intake, receipt, result, error);
}
