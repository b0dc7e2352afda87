/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applies a message: one transaction, whatever datasets and years it touches.
 */

#include "config.h"

#include "hd-store-private.h"

#include <string.h>

#include "hd-store-partition.h"

/* What a message holds of one dataset. */
typedef struct
{
  HdStoreSql *sql;
  HdStoreLayout *layout;
  GPtrArray *parts; /* (element-type HdVersions): its rows, codes by the dictionary */
  GHashTable *years; /* (key year) (value GArray of HdVersionItem) */
  GArray *new_rules, *old_rules; /* (element-type HdDeletionRule) */
  HdSegmentWriter *writer;
  guint64 generation;
  gboolean is_news;
  HdApplyResult result;
} Batch;

static void
batch_clear (Batch *batch)
{
  g_clear_pointer (&batch->layout, hd_store_layout_unref);
  g_clear_pointer (&batch->parts, g_ptr_array_unref);
  g_clear_pointer (&batch->years, g_hash_table_unref);
  g_clear_pointer (&batch->new_rules, g_array_unref);
  g_clear_pointer (&batch->old_rules, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static GArray *
rules_new (void)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (HdDeletionRule));

  g_array_set_clear_func (rules, (GDestroyNotify)hd_deletion_rule_clear);
  return rules;
}

static gboolean
refuse_row (const HdRows *rows, guint row, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE, "%s: row %u: %s",
               hd_structure_get_id (rows->structure), row + 1, what);
  return FALSE;
}

/* Codes of the message's lists become those of the dataset's dictionary, which learns what is new. */
static gboolean
translate_codes (Batch *batch, const HdRows *rows, HdVersions *part, GError **error)
{
  for (guint dimension = 0; dimension < part->n_dimensions; dimension++)
    {
      const char *id = g_ptr_array_index (batch->layout->dimensions, dimension);
      guint from = (guint)hd_structure_find_dimension (rows->structure, id);
      const HdCodeList *codes = hd_structure_get_dimension (rows->structure, from)->codes;
      guint n_codes = hd_code_list_get_n (codes);
      g_autofree HdCode *map = g_new (HdCode, n_codes + 1);

      memset (map, 0xff, (n_codes + 1) * sizeof *map);
      for (guint row = 0; row < rows->n_rows; row++)
        {
          HdCode code = rows->codes[from][row];

          if (code == HD_CODE_NONE && rows->action[row] == HD_ACTION_DELETE)
            {
              part->codes[dimension][row] = HD_CODE_NONE;
              continue;
            }
          if (code >= n_codes)
            return refuse_row (rows, row, "lacks a code", error);
          if (map[code] == HD_CODE_NONE)
            map[code] = hd_store_layout_add_code (batch->layout, dimension,
                                                  hd_code_list_get (codes, code)->id);
          if (map[code] == HD_CODE_NONE)
            return refuse_row (rows, row, "has one code more than a dimension may have", error);
          part->codes[dimension][row] = map[code];
        }
    }
  return TRUE;
}

/* The rows of a message as versions: its own columns, borrowed, but for the codes. */
static HdVersions *
borrow_rows (const HdStoreLayout *layout, const HdRows *rows, gint64 prepared)
{
  HdVersions *part = hd_versions_new (layout->dimensions->len, layout->measures->len, 0);

  part->is_borrowed = TRUE;
  part->n_rows = rows->n_rows;
  for (guint dimension = 0; dimension < part->n_dimensions; dimension++)
    part->codes[dimension] = g_renew (HdCode, part->codes[dimension], rows->n_rows);
  part->day = rows->day;
  part->status = rows->status;
  part->action = rows->action;
  part->known_from = rows->known_from;
  g_clear_pointer (&part->prepared, g_free);
  part->prepared_all = prepared;
  for (guint measure = 0; measure < part->n_measures; measure++)
    {
      int from = hd_structure_find_measure (rows->structure,
                                            g_ptr_array_index (layout->measures, measure));

      part->values[measure] = from < 0 ? NULL : rows->values[from];
    }
  return part;
}

static gboolean
is_wildcard (const HdVersions *part, guint row)
{
  gboolean is_wild = part->day[row] == HD_DAY_NONE;

  for (guint dimension = 0; dimension < part->n_dimensions && !is_wild; dimension++)
    is_wild = part->codes[dimension][row] == HD_CODE_NONE;
  return is_wild;
}

static void
add_rule (Batch *batch, const HdVersions *part, guint source, guint row)
{
  HdDeletionRule rule = {
    .day = part->day[row],
    .codes = g_new (HdCode, part->n_dimensions + 1),
    .known_from = part->known_from[row],
    .prepared = part->prepared_all,
    .place = { source, row },
  };

  for (guint dimension = 0; dimension < part->n_dimensions; dimension++)
    rule.codes[dimension] = part->codes[dimension][row];
  g_array_append_val (batch->new_rules, rule);
}

static GArray *
items_of_year (Batch *batch, int year)
{
  GArray *items = g_hash_table_lookup (batch->years, GINT_TO_POINTER (year));

  if (items == NULL)
    {
      items = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));
      g_hash_table_insert (batch->years, GINT_TO_POINTER (year), items);
    }
  return items;
}

static gboolean
sort_into_years (Batch *batch,
                 const HdRows *rows,
                 const HdVersions *part,
                 guint source,
                 GError **error)
{
  HdDay first = G_MAXINT32, last = G_MININT32;
  GArray *items = NULL;

  for (guint row = 0; row < part->n_rows; row++)
    {
      HdDay day = part->day[row];
      HdVersionItem item = { .ref = { source, row } };

      if (part->action[row] == HD_ACTION_DELETE && is_wildcard (part, row))
        {
          add_rule (batch, part, source, row);
          continue;
        }
      if (day == HD_DAY_NONE)
        return refuse_row (rows, row, "lacks a day", error);
      if (day < first || day > last)
        {
          int year, month, day_of_month;

          hd_day_to_ymd (day, &year, &month, &day_of_month);
          first = hd_day_from_ymd (year, 1, 1);
          last = hd_day_from_ymd (year, 12, 31);
          items = items_of_year (batch, year);
        }
      g_array_append_val (items, item);
    }
  return TRUE;
}

/* Takes in the parts of the message that are of the dataset of its part number `first`. */
static gboolean
collect_parts (Batch *batch, const HdMessage *message, guint first, GError **error)
{
  HdRows *head = g_ptr_array_index (message->parts, first);
  const char *dataset = hd_structure_get_id (head->structure);

  batch->layout = hd_store_layout_ensure (batch->sql, head->structure, error);
  if (batch->layout == NULL)
    return FALSE;
  for (guint index = first; index < message->parts->len; index++)
    {
      HdRows *rows = g_ptr_array_index (message->parts, index);
      HdVersions *part;

      if (!g_str_equal (hd_structure_get_id (rows->structure), dataset))
        continue;
      if (!hd_store_layout_is_compatible (batch->layout, rows->structure))
        return refuse_row (rows, 0, "is of another structure than the rows before", error);
      part = borrow_rows (batch->layout, rows, message->prepared);
      g_ptr_array_add (batch->parts, part);
      if (!translate_codes (batch, rows, part, error)
          || !sort_into_years (batch, rows, part, batch->parts->len - 1, error))
        return FALSE;
    }
  return hd_store_layout_save_codes (batch->sql, batch->layout, error);
}

static gboolean
load_old_rules (Batch *batch, GError **error)
{
  guint n_dimensions = batch->layout->dimensions->len;
  sqlite3_stmt *statement = hd_store_sql_bind (
      batch->sql, "SELECT day, codes, known_from, prepared FROM deletions WHERE dataset = ?1",
      error, "i", batch->layout->id);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (batch->sql, statement, error)) == 1)
    {
      HdDeletionRule rule = {
        .day = sqlite3_column_int (statement, 0),
        .codes = g_new0 (HdCode, n_dimensions + 1),
        .known_from = sqlite3_column_int64 (statement, 2),
        .prepared = sqlite3_column_int64 (statement, 3),
      };

      /* Little-endian as written; a length that does not fit can match nothing of ours. */
      if ((gsize)sqlite3_column_bytes (statement, 1) == n_dimensions * sizeof (HdCode)
          && n_dimensions > 0)
        memcpy (rule.codes, sqlite3_column_blob (statement, 1), n_dimensions * sizeof (HdCode));
      for (guint dimension = 0; dimension < n_dimensions; dimension++)
        rule.codes[dimension] = GUINT16_FROM_LE (rule.codes[dimension]);
      g_array_append_val (batch->old_rules, rule);
    }
  return more == 0;
}

static gboolean
save_new_rules (Batch *batch, GError **error)
{
  guint n_dimensions = batch->layout->dimensions->len;

  for (guint index = 0; index < batch->new_rules->len; index++)
    {
      const HdDeletionRule *rule = &g_array_index (batch->new_rules, HdDeletionRule, index);
      g_autofree HdCode *codes = g_new (HdCode, n_dimensions + 1);
      g_autoptr (GBytes) pattern = NULL;

      for (guint dimension = 0; dimension < n_dimensions; dimension++)
        codes[dimension] = GUINT16_TO_LE (rule->codes[dimension]);
      pattern = g_bytes_new (codes, n_dimensions * sizeof *codes);
      if (!hd_store_sql_run (batch->sql,
                             "INSERT INTO deletions VALUES (?1, ?2, ?3, ?4, ?5)"
                             " ON CONFLICT (dataset, day, codes, known_from)"
                             " DO UPDATE SET prepared = max (prepared, excluded.prepared)",
                             error, "iibii", batch->layout->id, (gint64)rule->day, pattern,
                             rule->known_from, rule->prepared))
        return FALSE;
    }
  return TRUE;
}

static HdVersions *
read_part (Batch *batch, const HdPartitionInfo *info, HdPart part, GError **error)
{
  g_autoptr (GHashTable) segments = NULL;

  segments = hd_partition_fetch (batch->sql, batch->layout, info->year, part, error);
  return segments != NULL ? hd_partition_decode (batch->layout, info, part, segments, TRUE, error)
                          : NULL;
}

static void
add_counts (Batch *batch, const HdMergePlan *plan)
{
  batch->result.added += plan->added;
  batch->result.replaced += plan->replaced;
  batch->result.deleted += plan->deleted;
  batch->result.unchanged += plan->unchanged;
  batch->is_news |= plan->is_news;
}

static gboolean
merge_sources (Batch *batch,
               const HdPartitionInfo *info,
               HdVersions **sources,
               GArray *items,
               GError **error)
{
  guint n_dimensions = batch->layout->dimensions->len;
  g_autofree guint *n_codes = g_new (guint, n_dimensions + 1);
  g_auto (HdKeyShape) shape = { 0 };
  g_auto (HdMergePlan) plan = { 0 };
  HdMergeInput input = {
    .sources = sources,
    .n_parts = batch->parts->len,
    .shape = &shape,
    .is_real = (const gboolean *)batch->layout->is_real->data,
    .items = items,
    .new_rules = batch->new_rules,
    .old_rules = batch->old_rules,
  };

  for (guint index = 0; index < n_dimensions; index++)
    n_codes[index] = hd_store_layout_n_codes (batch->layout, index);
  if (!hd_key_shape_init (&shape, hd_day_from_ymd (info->year, 1, 1), n_dimensions, n_codes))
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE,
                   "%s: has more dimensions and codes than a key can hold", batch->layout->name);
      return FALSE;
    }
  for (guint index = 0; index < items->len; index++)
    {
      HdVersionItem *item = &g_array_index (items, HdVersionItem, index);

      item->key = hd_key_of (&shape, sources[item->ref.source], item->ref.row);
    }
  hd_version_items_sort (&shape, items);
  hd_version_merge (&input, &plan);
  add_counts (batch, &plan);
  return !plan.is_changed
         || hd_partition_write (batch->sql, batch->layout, info->year, &input, &plan, batch->writer,
                                plan.is_news ? batch->generation : info->version, error);
}

static gboolean
merge_year (Batch *batch, const HdPartitionInfo *info, GArray *items, GError **error)
{
  guint n_parts = batch->parts->len;
  g_autofree HdVersions **sources = g_new0 (HdVersions *, n_parts + 3);
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;
  g_autoptr (HdVersions) derived
      = hd_versions_new (batch->layout->dimensions->len, batch->layout->measures->len, 0);

  current = read_part (batch, info, HD_PART_CURRENT, error);
  history = current != NULL ? read_part (batch, info, HD_PART_HISTORY, error) : NULL;
  if (history == NULL)
    return FALSE;
  memcpy (sources, batch->parts->pdata, n_parts * sizeof *sources);
  sources[n_parts] = current;
  sources[n_parts + 1] = history;
  sources[n_parts + 2] = derived;
  return merge_sources (batch, info, sources, items, error);
}

static gboolean
may_reach (const Batch *batch, int year)
{
  for (guint index = 0; index < batch->new_rules->len; index++)
    {
      HdDay day = g_array_index (batch->new_rules, HdDeletionRule, index).day;

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
merge_years (Batch *batch, GError **error)
{
  g_autoptr (GArray) stored = hd_partitions_list (batch->sql, batch->layout, error);
  g_autoptr (GList) years = NULL;

  if (stored == NULL)
    return FALSE;
  for (guint index = 0; index < stored->len; index++)
    {
      const HdPartitionInfo *info = &g_array_index (stored, HdPartitionInfo, index);
      gboolean has_items = g_hash_table_contains (batch->years, GINT_TO_POINTER (info->year));

      if (!has_items && !may_reach (batch, info->year))
        continue;
      if (!merge_year (batch, info, items_of_year (batch, info->year), error))
        return FALSE;
      g_hash_table_remove (batch->years, GINT_TO_POINTER (info->year));
    }
  years = g_list_sort (g_hash_table_get_keys (batch->years), compare_years);
  for (GList *link = years; link != NULL; link = link->next)
    {
      HdPartitionInfo info = { .year = GPOINTER_TO_INT (link->data) };

      if (!merge_year (batch, &info, items_of_year (batch, info.year), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_message (Batch *batch, const HdMessage *message, const HdReceipt *receipt, GError **error)
{
  static const HdReceipt no_receipt = { 0 };
  const HdReceipt *from = receipt != NULL ? receipt : &no_receipt;

  return hd_store_sql_run (
      batch->sql,
      "INSERT INTO messages (dataset, url, etag, sha256, prepared, received, n_bytes, added,"
      " replaced, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error, "ssssiiiiii", batch->layout->name, from->url, from->etag, from->sha256,
      message->prepared, from->received, (gint64)from->n_bytes, (gint64)batch->result.added,
      (gint64)batch->result.replaced, (gint64)batch->result.deleted);
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
apply_dataset (HdStoreSql *sql,
               const HdMessage *message,
               guint first,
               const HdReceipt *receipt,
               HdApplyResult *total,
               GError **error)
{
  g_autoptr (HdSegmentWriter) writer = hd_segment_writer_new ();
  g_auto (Batch) batch = { .sql = sql, .writer = writer };
  gint64 generation;

  batch.parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_versions_free);
  batch.years = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  batch.new_rules = rules_new ();
  batch.old_rules = rules_new ();
  if (!hd_store_sql_get_int64 (sql, "SELECT value FROM meta WHERE key = 'generation'", &generation,
                               0, error))
    return FALSE;
  batch.generation = (guint64)generation + 1;

  if (!collect_parts (&batch, message, first, error) || !load_old_rules (&batch, error)
      || !merge_years (&batch, error) || !save_new_rules (&batch, error)
      || !note_message (&batch, message, receipt, error))
    return FALSE;
  total->added += batch.result.added;
  total->replaced += batch.result.replaced;
  total->deleted += batch.result.deleted;
  total->unchanged += batch.result.unchanged;
  return !batch.is_news || hd_store_next_generation (sql, &batch.generation, error);
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
