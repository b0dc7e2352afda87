/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applies a message: one transaction, whatever datasets and years it touches.
 */

#include "config.h"

#include "hd-store-private.h"

#include <string.h>

#include "hd-store-batch.h"
#include "hd-store-partition.h"

/* One dataset of a message on its way in. */
typedef struct
{
  HdStoreBatch batch;
  HdSegmentWriter *writer;
  guint64 generation; /* that its news will make */
  gboolean is_news;
  HdApplyResult result;
} Apply;

static HdVersions *
read_part (Apply *apply, const HdPartitionInfo *info, HdPart part, GError **error)
{
  g_autoptr (GHashTable) segments = NULL;

  segments = hd_partition_fetch (apply->batch.sql, apply->batch.layout, info->year, part, error);
  return segments != NULL
             ? hd_partition_decode (apply->batch.layout, info, part, segments, TRUE, error)
             : NULL;
}

static void
add_counts (Apply *apply, const HdMergePlan *plan)
{
  apply->result.added += plan->added;
  apply->result.replaced += plan->replaced;
  apply->result.deleted += plan->deleted;
  apply->result.unchanged += plan->unchanged;
  apply->is_news |= plan->is_news;
}

static gboolean
merge_sources (Apply *apply,
               const HdPartitionInfo *info,
               HdVersions **sources,
               GArray *items,
               GError **error)
{
  guint n_dimensions = apply->batch.layout->dimensions->len;
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_auto (HdKeyShape) shape = { 0 };
  g_auto (HdMergePlan) plan = { 0 };
  HdMergeInput input = {
    .sources = sources,
    .n_parts = apply->batch.parts->len,
    .shape = &shape,
    .is_real = (const gboolean *)apply->batch.layout->is_real->data,
    .items = items,
    .new_rules = apply->batch.new_rules,
    .old_rules = apply->batch.old_rules,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (apply->batch.layout, index);
  if (!hd_key_shape_init (&shape, hd_day_from_ymd (info->year, 1, 1), n_dimensions, n_codes))
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE,
                   "%s: has more dimensions and codes than a key can hold",
                   apply->batch.layout->name);
      return FALSE;
    }
  for (guint index = 0; index < items->len; index++)
    {
      HdVersionItem *item = &g_array_index (items, HdVersionItem, index);

      item->key = hd_key_of (&shape, sources[item->ref.source], item->ref.row);
    }
  hd_version_items_sort (&shape, items);
  hd_version_merge (&input, &plan);
  add_counts (apply, &plan);
  return !plan.is_changed
         || hd_partition_write (apply->batch.sql, apply->batch.layout, info->year, &input, &plan,
                                apply->writer, plan.is_news ? apply->generation : info->version,
                                error);
}

static gboolean
merge_year (Apply *apply, const HdPartitionInfo *info, GArray *items, GError **error)
{
  guint n_parts = apply->batch.parts->len;
  g_autofree HdVersions **sources = g_new0 (HdVersions *, n_parts + 3);
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;
  g_autoptr (HdVersions) derived = hd_versions_new (apply->batch.layout->dimensions->len,
                                                    apply->batch.layout->measures->len, 0);

  current = read_part (apply, info, HD_PART_CURRENT, error);
  history = current != NULL ? read_part (apply, info, HD_PART_HISTORY, error) : NULL;
  if (history == NULL)
    return FALSE;
  memcpy (sources, apply->batch.parts->pdata, n_parts * sizeof *sources);
  sources[n_parts] = current;
  sources[n_parts + 1] = history;
  sources[n_parts + 2] = derived;
  return merge_sources (apply, info, sources, items, error);
}

static gboolean
may_reach (const Apply *apply, int year)
{
  for (guint index = 0; index < apply->batch.new_rules->len; index++)
    {
      HdDay day = g_array_index (apply->batch.new_rules, HdDeletionRule, index).day;

      if (day == HD_DAY_NONE
          || (day >= hd_day_from_ymd (year, 1, 1) && day <= hd_day_from_ymd (year, 12, 31)))
        return TRUE;
    }
  return FALSE;
}

static int
compare_years (gconstpointer a, gconstpointer b)
{
  return GPOINTER_TO_INT (a) - GPOINTER_TO_INT (b);
}

static gboolean
merge_years (Apply *apply, GError **error)
{
  g_autoptr (GArray) stored = hd_partitions_list (apply->batch.sql, apply->batch.layout, error);
  g_autoptr (GList) years = NULL;

  if (stored == NULL)
    return FALSE;
  for (guint index = 0; index < stored->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (stored, HdPartitionInfo, index);
      gboolean has_items = g_hash_table_contains (apply->batch.years, GINT_TO_POINTER (info->year));

      if (!has_items && !may_reach (apply, info->year))
        continue;
      if (!merge_year (apply, info, hd_store_batch_get_items (&apply->batch, info->year), error))
        return FALSE;
      g_hash_table_remove (apply->batch.years, GINT_TO_POINTER (info->year));
    }
  years = g_list_sort (g_hash_table_get_keys (apply->batch.years), compare_years);
  for (GList *link = years; link != NULL; link = link->next)
    {
      HdPartitionInfo info = { .year = GPOINTER_TO_INT (link->data) };

      if (!merge_year (apply, &info, hd_store_batch_get_items (&apply->batch, info.year), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_message (Apply *apply, const HdMessage *message, const HdReceipt *receipt, GError **error)
{
  static const HdReceipt no_receipt = { 0 };
  const HdReceipt *from = receipt != NULL ? receipt : &no_receipt;

  return hd_store_sql_run (
      apply->batch.sql,
      "INSERT INTO messages (dataset, url, etag, sha256, prepared, received, n_bytes, added,"
      " replaced, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error, "ssssiiiiii", apply->batch.layout->name, from->url, from->etag, from->sha256,
      message->prepared, from->received, (gint64)from->n_bytes, (gint64)apply->result.added,
      (gint64)apply->result.replaced, (gint64)apply->result.deleted);
}

/* Is part number `index` the first of its dataset? */
static gboolean
is_first_of_dataset (const HdMessage *message, guint index)
{
  const HdRows *rows = g_ptr_array_index (message->parts, index);

  for (guint before = 0; before < index; before++)
    if (g_str_equal (
            hd_structure_get_id (((HdRows *)g_ptr_array_index (message->parts, before))->structure),
            hd_structure_get_id (rows->structure)))
      return FALSE;
  return TRUE;
}

static gboolean
run (Apply *apply, const HdMessage *message, guint first, const HdReceipt *receipt, GError **error)
{
  gint64 generation;

  if (!hd_store_sql_get_int64 (apply->batch.sql, "SELECT value FROM meta WHERE key = 'generation'",
                               &generation, 0, error))
    return FALSE;
  apply->generation = (guint64)generation + 1;
  return hd_store_batch_collect (&apply->batch, message, first, error)
         && hd_store_batch_load_rules (&apply->batch, error) && merge_years (apply, error)
         && hd_store_batch_save_rules (&apply->batch, error)
         && note_message (apply, message, receipt, error)
         && (!apply->is_news
             || hd_store_next_generation (apply->batch.sql, &apply->generation, error));
}

static gboolean
apply_dataset (HdStoreSql *sql,
               const HdMessage *message,
               guint first,
               const HdReceipt *receipt,
               HdApplyResult *total,
               GError **error)
{
  Apply apply = { .writer = hd_segment_writer_new () };
  gboolean is_ok;

  hd_store_batch_init (&apply.batch, sql);
  is_ok = run (&apply, message, first, receipt, error);
  total->added += apply.result.added;
  total->replaced += apply.result.replaced;
  total->deleted += apply.result.deleted;
  total->unchanged += apply.result.unchanged;
  hd_store_batch_clear (&apply.batch);
  hd_segment_writer_free (apply.writer);
  return is_ok;
}

gboolean
hd_store_apply (HdStore *self,
                const HdMessage *message,
                const HdReceipt *receipt,
                HdApplyResult *result,
                GError **error)
{
  HdApplyResult total = { 0 };
  g_autoptr (GError) problem = NULL;
  gboolean is_ok = TRUE;
  HdStoreSql *sql;

  g_return_val_if_fail (HD_IS_STORE (self) && message != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  for (guint index = 0; is_ok && index < message->parts->len; index++)
    if (is_first_of_dataset (message, index))
      is_ok = apply_dataset (sql, message, index, receipt, &total, &problem);
  if (!hd_store_end (self, is_ok, is_ok ? &problem : NULL))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (result != NULL)
    *result = total;
  return TRUE;
}
