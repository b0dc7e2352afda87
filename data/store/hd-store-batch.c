/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset out of a message: as versions, by year, and its deletions with wildcards.
 */

#include "config.h"

#include "hd-store-batch.h"

#include <string.h>

#include "hd-store.h"

static GArray *
rules_new (void)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (HdDeletionRule));

  g_array_set_clear_func (rules, (GDestroyNotify)hd_deletion_rule_clear);
  return rules;
}

void
hd_store_batch_init (HdStoreBatch *batch, HdStoreSql *sql)
{
  *batch = (HdStoreBatch){ .sql = sql };
  batch->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_versions_free);
  batch->years = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  batch->new_rules = rules_new ();
  batch->old_rules = rules_new ();
}

void
hd_store_batch_clear (HdStoreBatch *batch)
{
  g_clear_pointer (&batch->layout, hd_store_layout_unref);
  g_clear_pointer (&batch->parts, g_ptr_array_unref);
  g_clear_pointer (&batch->years, g_hash_table_unref);
  g_clear_pointer (&batch->new_rules, g_array_unref);
  g_clear_pointer (&batch->old_rules, g_array_unref);
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
translate_codes (HdStoreBatch *batch, const HdRows *rows, HdVersions *part, GError **error)
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
add_rule (HdStoreBatch *batch, const HdVersions *part, guint source, guint row)
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

GArray *
hd_store_batch_get_items (HdStoreBatch *batch, int year)
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
sort_into_years (HdStoreBatch *batch,
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
          items = hd_store_batch_get_items (batch, year);
        }
      g_array_append_val (items, item);
    }
  return TRUE;
}

/* Takes in the parts of the message that are of the dataset of its part number `first`. */
gboolean
hd_store_batch_collect (HdStoreBatch *batch, const HdMessage *message, guint first, GError **error)
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

gboolean
hd_store_batch_load_rules (HdStoreBatch *batch, GError **error)
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

gboolean
hd_store_batch_save_rules (HdStoreBatch *batch, GError **error)
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
