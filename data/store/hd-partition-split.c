/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns a year that has grown long into months.
 */

#include "config.h"

#include "hd-store-partition.h"

/* The rows of `versions`, which are in order, from `*next` on whose day is `last` at most. */
static GArray *
take_until (const HdVersions *versions, guint source, guint *next, HdDay last)
{
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));

  for (; *next < versions->n_rows && versions->day[*next] <= last; (*next)++)
    {
      HdVersionRef ref = { source, *next };

      g_array_append_val (refs, ref);
    }
  return refs;
}

gboolean
hd_partition_split (HdStoreSql *sql,
                    const HdStoreLayout *layout,
                    const HdPartitionInfo *year,
                    HdSegmentWriter *writer,
                    guint64 version,
                    GError **error)
{
  g_autoptr (HdVersions) current = NULL;
  g_autoptr (HdVersions) history = NULL;
  HdVersions *sources[2];
  HdMergeInput input = { .sources = sources, .is_real = (const gboolean *)layout->is_real->data };
  guint next[2] = { 0, 0 };

  current = hd_partition_read (sql, layout, year, HD_PART_CURRENT, error);
  if (current != NULL)
    history = hd_partition_read (sql, layout, year, HD_PART_HISTORY, error);
  if (history == NULL || !hd_partition_drop (sql, layout, year->number, error))
    return FALSE;
  sources[0] = current;
  sources[1] = history;
  for (int month = 1; month <= 12; month++)
    {
      int number = year->number + month;
      HdDay last = hd_partition_last_day (number);
      g_auto (HdMergePlan) plan = { 0 };

      plan.current = take_until (current, 0, &next[0], last);
      plan.history = take_until (history, 1, &next[1], last);
      if (!hd_partition_write (sql, layout, number, &input, &plan, writer, version, error))
        return FALSE;
    }
  return TRUE;
}
