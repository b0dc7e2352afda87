/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Datasets whose rows are given, not made: published real figures, and files of --data.
 */

#include "config.h"

#include "hd-sample-table.h"

HdSampleTable *
hd_sample_table_new (void)
{
  HdSampleTable *table = g_new0 (HdSampleTable, 1);

  table->entries = g_array_new (FALSE, FALSE, sizeof (HdSampleEntry));
  return table;
}

void
hd_sample_table_free (HdSampleTable *table)
{
  g_array_unref (table->entries);
  g_free (table);
}

void
hd_sample_table_add (HdSampleTable *table, HdDay day, const HdSampleVersion *version)
{
  HdSampleEntry entry = { day, *version };

  g_array_append_val (table->entries, entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const HdSampleEntry *left = a, *right = b;
  int order;

  if (left->day != right->day)
    return left->day < right->day ? -1 : 1;
  order = hd_sample_compare_keys (&left->version.row, &right->version.row);
  if (order != 0)
    return order;
  return left->version.known < right->version.known ? -1
                                                    : left->version.known > right->version.known;
}

void
hd_sample_table_give (HdSampleTable *table, HdSampleWorld *world, const char *id)
{
  g_array_sort (table->entries, compare_entries);
  g_hash_table_insert (world->tables, g_strdup (id), table);
}

static const HdSampleTable *
table_of (const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  return g_hash_table_lookup (world->tables, dataset->id);
}

gboolean
hd_sample_table_has (const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  return table_of (world, dataset) != NULL;
}

/* Index of the first entry on or after `day`. */
static guint
lower_bound (const HdSampleTable *table, HdDay day)
{
  guint low = 0, high = table->entries->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (table->entries, HdSampleEntry, middle).day >= day)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

GArray *
hd_sample_table_versions (const HdSampleWorld *world,
                          const HdSampleDataset *dataset,
                          HdPeriod period)
{
  const HdSampleTable *table = table_of (world, dataset);
  GArray *versions = g_array_new (FALSE, FALSE, sizeof (HdSampleVersion));

  for (guint index = lower_bound (table, period.first); index < table->entries->len; index++)
    {
      const HdSampleEntry *entry = &g_array_index (table->entries, HdSampleEntry, index);

      if (entry->day > period.last)
        break;
      g_array_append_val (versions, entry->version);
    }
  return versions;
}

gint64
hd_sample_table_last_known (const HdSampleWorld *world,
                            const HdSampleDataset *dataset,
                            HdPeriod period)
{
  const HdSampleTable *table = table_of (world, dataset);
  gint64 last = 0;

  for (guint index = lower_bound (table, period.first); index < table->entries->len; index++)
    {
      const HdSampleEntry *entry = &g_array_index (table->entries, HdSampleEntry, index);

      if (entry->day > period.last)
        break;
      last = MAX (last, entry->version.known);
    }
  return last;
}

gint64
hd_sample_table_changed_at (const HdSampleWorld *world, const HdSampleDataset *dataset, gint64 now)
{
  const HdSampleTable *table = table_of (world, dataset);
  gint64 changed = 0;

  for (guint index = 0; index < table->entries->len; index++)
    {
      gint64 known = g_array_index (table->entries, HdSampleEntry, index).version.known;

      if (known <= now)
        changed = MAX (changed, known);
    }
  return changed;
}

gboolean
hd_sample_table_span (const HdSampleWorld *world,
                      const HdSampleDataset *dataset,
                      HdDay *first,
                      HdDay *last)
{
  const HdSampleTable *table = table_of (world, dataset);

  if (table->entries->len == 0)
    return FALSE;
  *first = g_array_index (table->entries, HdSampleEntry, 0).day;
  *last = g_array_index (table->entries, HdSampleEntry, table->entries->len - 1).day;
  return TRUE;
}
