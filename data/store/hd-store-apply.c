/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset of a message into its partitions, within the message's transaction.
 */

#include "config.h"

#include "hd-store-apply.h"

#include "hd-deletion-rules.h"

#include <string.h>

gboolean
hd_store_apply_init (HdStoreApply *apply,
                     HdStoreSql *sql,
                     const HdStructure *structure,
                     gint64 prepared,
                     guint64 generation,
                     GError **error)
{
  *apply = (HdStoreApply){ .prepared = prepared, .generation = generation };
  apply->writer = hd_segment_writer_new ();
  return hd_store_batch_init (&apply->batch, sql, structure, error);
}

void
hd_store_apply_clear (HdStoreApply *apply)
{
  hd_store_batch_clear (&apply->batch);
  g_clear_pointer (&apply->writer, hd_segment_writer_free);
}

static gboolean
take_plan (HdStoreApply *apply,
           const HdPartitionInfo *info,
           const HdMergeInput *input,
           const HdMergePlan *plan,
           GError **error)
{
  if (plan->has_clash)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NOT_IN_PIECES,
                   "%s: the message says different things of one observation far apart",
                   apply->batch.layout->name);
      return FALSE;
    }
  apply->result.added += plan->added;
  apply->result.replaced += plan->replaced;
  apply->result.deleted += plan->deleted;
  apply->result.unchanged += plan->unchanged;
  apply->is_news |= plan->is_news;
  return !plan->is_changed
         || hd_partition_write (apply->batch.sql, apply->batch.layout, info->number, input, plan,
                                apply->writer, plan->is_news ? apply->generation : info->version,
                                error);
}

static gboolean
merge_sources (HdStoreApply *apply,
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
    .is_continued = apply->has_flushed,
    .prepared = apply->prepared,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (apply->batch.layout, index);
  if (!hd_key_shape_init (&shape, hd_partition_first_day (info->number), n_dimensions, n_codes))
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
  return take_plan (apply, info, &input, &plan, error);
}

static gboolean
merge_partition (HdStoreApply *apply, const HdPartitionInfo *info, GArray *items, GError **error)
{
  const HdStoreLayout *layout = apply->batch.layout;
  guint n_parts = apply->batch.parts->len;
  g_autofree HdVersions **sources = g_new0 (HdVersions *, n_parts + 3);
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;
  g_autoptr (HdVersions) derived
      = hd_versions_new (layout->dimensions->len, layout->measures->len, 0);

  current = hd_partition_read (apply->batch.sql, layout, info, HD_PART_CURRENT, error);
  if (current != NULL)
    history = hd_partition_read (apply->batch.sql, layout, info, HD_PART_HISTORY, error);
  if (history == NULL)
    return FALSE;
  memcpy (sources, apply->batch.parts->pdata, n_parts * sizeof *sources);
  sources[n_parts] = current;
  sources[n_parts + 1] = history;
  sources[n_parts + 2] = derived;
  return merge_sources (apply, info, sources, items, error);
}

static gboolean
may_reach (const HdStoreApply *apply, int number)
{
  for (guint index = 0; index < apply->batch.new_rules->len; index++)
    {
      HdDay day = g_array_index (apply->batch.new_rules, HdDeletionRule, index).day;

      if (day == HD_DAY_NONE
          || (day >= hd_partition_first_day (number) && day <= hd_partition_last_day (number)))
        return TRUE;
    }
  return FALSE;
}

static HdPartitionInfo
find_stored (const GArray *stored, int number)
{
  for (guint index = 0; index < stored->len; index++)
    if (g_array_index (stored, HdPartitionInfo, index).number == number)
      return g_array_index (stored, HdPartitionInfo, index);
  return (HdPartitionInfo){ .number = number };
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return GPOINTER_TO_INT (a) - GPOINTER_TO_INT (b);
}

/* Years that would grow too long become months. */
static gboolean
split_years (HdStoreApply *apply, const GArray *stored, GError **error)
{
  g_autoptr (GList) groups = g_hash_table_get_keys (apply->batch.groups);

  for (GList *link = groups; link != NULL; link = link->next)
    {
      int number = GPOINTER_TO_INT (link->data);
      HdPartitionInfo info = find_stored (stored, number);
      const GArray *items = g_hash_table_lookup (apply->batch.groups, link->data);

      if (number % 100 != 0 || info.n_rows + items->len <= apply->max_rows)
        continue;
      if (info.n_rows + info.n_history > 0)
        {
          if (!hd_partition_split (apply->batch.sql, apply->batch.layout, &info, apply->writer,
                                   apply->generation, error))
            return FALSE;
          apply->is_news = TRUE;
        }
      hd_store_batch_split_year (&apply->batch, number / 100);
    }
  return TRUE;
}

gboolean
hd_store_apply_flush (HdStoreApply *apply, gboolean with_newest, GError **error)
{
  g_autoptr (GArray) stored = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GList) groups = NULL;

  stored = hd_partitions_list (apply->batch.sql, apply->batch.layout, error);
  if (stored == NULL || !split_years (apply, stored, error))
    return FALSE;
  after = hd_partitions_list (apply->batch.sql, apply->batch.layout, error);
  if (after == NULL)
    return FALSE;
  groups = g_list_sort (g_hash_table_get_keys (apply->batch.groups), compare_numbers);
  for (GList *link = groups; link != NULL; link = link->next)
    {
      HdPartitionInfo info = find_stored (after, GPOINTER_TO_INT (link->data));
      g_autoptr (GArray) items = NULL;

      if (info.number == apply->batch.newest && !with_newest)
        continue;
      items = hd_store_batch_steal_items (&apply->batch, info.number);
      if (!merge_partition (apply, &info, items, error))
        return FALSE;
      hd_store_batch_release (&apply->batch, items);
    }
  return TRUE;
}

/* Stored partitions of which the message has no row, but a deletion with wildcards. */
static gboolean
apply_rules (HdStoreApply *apply, const GArray *stored, GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));

  for (guint index = 0; index < stored->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (stored, HdPartitionInfo, index);

      if (!g_hash_table_contains (apply->batch.groups, GINT_TO_POINTER (info->number))
          && may_reach (apply, info->number) && !merge_partition (apply, info, none, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_message (HdStoreApply *apply, const HdReceipt *receipt, GError **error)
{
  static const HdReceipt no_receipt = { 0 };
  const HdReceipt *from = receipt != NULL ? receipt : &no_receipt;

  return hd_store_sql_run (
      apply->batch.sql,
      "INSERT INTO messages (dataset, url, etag, sha256, prepared, received, n_bytes, added,"
      " replaced, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error, "ssssiiiiii", apply->batch.layout->name, from->url, from->etag, from->sha256,
      apply->prepared, from->received, (gint64)from->n_bytes, (gint64)apply->result.added,
      (gint64)apply->result.replaced, (gint64)apply->result.deleted);
}

gboolean
hd_store_apply_finish (HdStoreApply *apply, const HdReceipt *receipt, GError **error)
{
  g_autoptr (GArray) stored = NULL;

  if (apply->batch.new_rules->len > 0)
    {
      stored = hd_partitions_list (apply->batch.sql, apply->batch.layout, error);
      if (stored == NULL || !split_years (apply, stored, error))
        return FALSE;
      g_clear_pointer (&stored, g_array_unref);
      stored = hd_partitions_list (apply->batch.sql, apply->batch.layout, error);
      if (stored == NULL || !apply_rules (apply, stored, error))
        return FALSE;
    }
  return hd_store_apply_flush (apply, TRUE, error)
         && hd_deletion_rules_save (apply->batch.sql, apply->batch.layout, apply->batch.new_rules,
                                    error)
         && note_message (apply, receipt, error);
}
