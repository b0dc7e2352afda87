/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset out of a message, piece by piece: as versions, by partition, and its
 * deletions with wildcards.
 */

#include "config.h"

#include "hd-store-batch.h"

#include <string.h>

#include "hd-deletion-rules.h"
#include "hd-store-partition.h"
#include "hd-store.h"

void
hd_store_batch_clear (HdStoreBatch *batch)
{
  g_clear_pointer (&batch->layout, hd_store_layout_unref);
  for (guint part = 0; batch->parts != NULL && part < batch->parts->len; part++)
    {
      g_clear_pointer ((HdVersions **)&batch->parts->pdata[part], hd_versions_free);
      g_clear_pointer ((HdRows **)&batch->rows->pdata[part], hd_rows_unref);
    }
  g_clear_pointer (&batch->parts, g_ptr_array_unref);
  g_clear_pointer (&batch->rows, g_ptr_array_unref);
  g_clear_pointer (&batch->n_waiting, g_array_unref);
  g_clear_pointer (&batch->groups, g_hash_table_unref);
  g_clear_pointer (&batch->split_years, g_hash_table_unref);
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
  const gboolean *is_real = (const gboolean *)batch->layout->is_real->data;
  HdDeletionRule rule = {
    .day = part->day[row],
    .codes = g_new (HdCode, part->n_dimensions + 1),
    .known_from = part->known_from[row],
    .prepared = part->prepared_all,
    .place = { source, row },
  };

  for (guint dimension = 0; dimension < part->n_dimensions; dimension++)
    rule.codes[dimension] = part->codes[dimension][row];
  for (guint measure = 0; part->n_measures > 1 && measure < part->n_measures; measure++)
    {
      HdNumber value = hd_versions_get_value (part, measure, row, is_real[measure]);

      if (hd_number_is_missing (value, is_real[measure]))
        continue;
      if (rule.measures == NULL)
        rule.measures = g_new0 (guint8, part->n_measures);
      rule.measures[measure] = 1;
    }
  g_array_append_val (batch->new_rules, rule);
}

static GArray *
find_group (HdStoreBatch *batch, int partition)
{
  GArray *items = g_hash_table_lookup (batch->groups, GINT_TO_POINTER (partition));

  if (items == NULL)
    {
      items = g_array_new (FALSE, FALSE, sizeof (HdVersionItem));
      g_hash_table_insert (batch->groups, GINT_TO_POINTER (partition), items);
    }
  return items;
}

int
hd_store_batch_find_partition (const HdStoreBatch *batch, int year, int month)
{
  gboolean is_split = g_hash_table_contains (batch->split_years, GINT_TO_POINTER (year));

  return year * 100 + (is_split ? month : 0);
}

/* Where rows go for as long as their days lie in one partition. */
typedef struct
{
  HdDay first, last;
  GArray *items;
} Place;

static void
find_place (HdStoreBatch *batch, HdDay day, Place *place)
{
  int year, month, day_of_month;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  batch->newest = hd_store_batch_find_partition (batch, year, month);
  place->first = hd_partition_first_day (batch->newest);
  place->last = hd_partition_last_day (batch->newest);
  place->items = find_group (batch, batch->newest);
}

static gboolean
sort_into_partitions (HdStoreBatch *batch,
                      const HdRows *rows,
                      const HdVersions *part,
                      guint source,
                      GError **error)
{
  Place place = { G_MAXINT32, G_MININT32, NULL };
  guint n_items = 0;

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
      if (day < place.first || day > place.last)
        find_place (batch, day, &place);
      g_array_append_val (place.items, item);
      n_items++;
    }
  g_array_index (batch->n_waiting, guint, source) = n_items;
  batch->n_items += n_items;
  return TRUE;
}

static gsize
size_of_part (const HdVersions *part)
{
  return part->n_rows
         * (sizeof (HdDay) + 2 + sizeof (gint64) + 2 * part->n_dimensions * sizeof (HdCode)
            + part->n_measures * sizeof (HdNumber) + sizeof (HdVersionItem));
}

gboolean
hd_store_batch_add (HdStoreBatch *batch, HdRows *rows, gint64 prepared, GError **error)
{
  guint none = 0;
  HdVersions *part;

  if (!hd_store_layout_is_compatible (batch->layout, rows->structure))
    return refuse_row (rows, 0, "is of another structure than the rows before", error);
  part = borrow_rows (batch->layout, rows, prepared);
  g_ptr_array_add (batch->parts, part);
  g_ptr_array_add (batch->rows, hd_rows_ref (rows));
  g_array_append_val (batch->n_waiting, none);
  batch->n_bytes += size_of_part (part);
  return translate_codes (batch, rows, part, error)
         && sort_into_partitions (batch, rows, part, batch->parts->len - 1, error)
         && hd_store_layout_save_codes (batch->sql, batch->layout, error);
}

void
hd_store_batch_split_year (HdStoreBatch *batch, int year)
{
  gboolean has_newest = batch->newest == year * 100;
  g_autoptr (GArray) items = NULL;

  g_hash_table_add (batch->split_years, GINT_TO_POINTER (year));
  items = hd_store_batch_steal_items (batch, year * 100);
  for (guint index = 0; items != NULL && index < items->len; index++)
    {
      HdVersionItem item = g_array_index (items, HdVersionItem, index);
      const HdVersions *part = g_ptr_array_index (batch->parts, item.ref.source);
      int year_of_day, month, day_of_month;

      hd_day_to_ymd (part->day[item.ref.row], &year_of_day, &month, &day_of_month);
      g_array_append_val (find_group (batch, year * 100 + month), item);
      batch->newest = has_newest ? year * 100 + month : batch->newest;
    }
}

GArray *
hd_store_batch_steal_items (HdStoreBatch *batch, int partition)
{
  gpointer items = NULL;

  g_hash_table_steal_extended (batch->groups, GINT_TO_POINTER (partition), NULL, &items);
  return items;
}

void
hd_store_batch_release (HdStoreBatch *batch, const GArray *items)
{
  batch->n_items -= items->len;
  for (guint index = 0; index < items->len; index++)
    {
      guint source = g_array_index (items, HdVersionItem, index).ref.source;
      HdVersions **part = (HdVersions **)&batch->parts->pdata[source];

      if (--g_array_index (batch->n_waiting, guint, source) > 0)
        continue;
      batch->n_bytes -= size_of_part (*part);
      g_clear_pointer (part, hd_versions_free);
      g_clear_pointer ((HdRows **)&batch->rows->pdata[source], hd_rows_unref);
    }
}

static gboolean
load_split_years (HdStoreBatch *batch, GError **error)
{
  g_autoptr (GArray) stored = hd_partitions_list (batch->sql, batch->layout, error);

  for (guint index = 0; stored != NULL && index < stored->len; index++)
    {
      int number = g_array_index (stored, HdPartitionInfo, index).number;

      if (number % 100 != 0)
        g_hash_table_add (batch->split_years, GINT_TO_POINTER (number / 100));
    }
  return stored != NULL;
}

gboolean
hd_store_batch_init (HdStoreBatch *batch,
                     HdStoreSql *sql,
                     const HdStructure *structure,
                     GError **error)
{
  *batch = (HdStoreBatch){ .sql = sql };
  batch->parts = g_ptr_array_new ();
  batch->rows = g_ptr_array_new ();
  batch->n_waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  batch->groups = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  batch->split_years = g_hash_table_new (NULL, NULL);
  batch->new_rules = hd_deletion_rules_new ();
  batch->layout = hd_store_layout_ensure (sql, structure, error);
  if (batch->layout != NULL)
    batch->old_rules = hd_deletion_rules_load (sql, batch->layout, error);
  return batch->old_rules != NULL && load_split_years (batch, error);
}
