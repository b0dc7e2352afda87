/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Letting go of old years: what would go, and doing it under the policy and into the audit log.
 */

#include "config.h"

#include "hd-retention.h"

#include "hd-guard.h"

void
hd_retention_part_free (HdRetentionPart *part)
{
  g_free (part->dataset);
  g_free (part);
}

/* (transfer full) (nullable): those that are named, or all that the store knows. */
static char **
choose (HdStore *store, const char *const *datasets, GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) names = NULL;

  if (datasets != NULL)
    return g_strdupv ((char **)datasets);
  if ((all = hd_store_get_status (store, error)) == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  for (guint index = 0; index < all->len; index++)
    g_ptr_array_add (names,
                     g_strdup (((HdStoreDatasetStatus *)g_ptr_array_index (all, index))->dataset));
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

GPtrArray *
hd_retention_preview (HdStore *store, const char *const *datasets, guint n_years, GError **error)
{
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_retention_part_free);
  g_auto (GStrv) chosen = NULL;

  if (!hd_guard_retention (n_years, error) || (chosen = choose (store, datasets, error)) == NULL)
    return NULL;
  for (guint index = 0; chosen[index] != NULL; index++)
    {
      HdRetentionPart *part = g_new0 (HdRetentionPart, 1);

      part->dataset = g_strdup (chosen[index]);
      g_ptr_array_add (parts, part);
      if (!hd_store_retention_count (store, part->dataset, n_years, &part->count, error))
        return NULL;
    }
  return g_steal_pointer (&parts);
}

HdRetentionCount
hd_retention_sum (GPtrArray *parts)
{
  HdRetentionCount sum = { .first = HD_DAY_NONE, .last = HD_DAY_NONE };

  for (guint index = 0; index < parts->len; index++)
    {
      const HdRetentionCount *count = &((HdRetentionPart *)g_ptr_array_index (parts, index))->count;

      sum.n_rows += count->n_rows;
      sum.n_history += count->n_history;
      sum.n_bytes += count->n_bytes;
      if (count->first != HD_DAY_NONE)
        sum.first = sum.first == HD_DAY_NONE ? count->first : MIN (sum.first, count->first);
      sum.last = MAX (sum.last, count->last);
    }
  return sum;
}

gboolean
hd_retention_apply (HdStore *store,
                    const char *const *datasets,
                    guint n_years,
                    guint64 *n_rows,
                    GError **error)
{
  g_autoptr (GPtrArray) parts = hd_retention_preview (store, datasets, n_years, error);
  g_autoptr (GString) what = g_string_new (NULL);

  if (parts == NULL)
    return FALSE;
  g_string_printf (what, "--years %u", n_years);
  for (guint index = 0; index < parts->len; index++)
    g_string_append_printf (what, " %s",
                            ((HdRetentionPart *)g_ptr_array_index (parts, index))->dataset);
  g_string_append_printf (what, ": %" G_GUINT64_FORMAT " rows", hd_retention_sum (parts).n_rows);
  if (!hd_guard_record (store, HD_AUDIT_RETAIN, what->str, NULL, error))
    return FALSE;
  for (guint index = 0; index < parts->len; index++)
    if (!hd_store_retention_set (
            store, ((HdRetentionPart *)g_ptr_array_index (parts, index))->dataset, n_years, error))
      return FALSE;
  return hd_store_retention_apply (store, n_rows, error);
}

gboolean
hd_retention_get (HdStore *store, guint *n_years, GError **error)
{
  g_auto (GStrv) all = choose (store, NULL, error);
  gboolean is_same = all != NULL;

  *n_years = 0;
  for (guint index = 0; all != NULL && all[index] != NULL; index++)
    {
      guint own;

      if (!hd_store_retention_get (store, all[index], &own, error))
        return FALSE;
      is_same = is_same && (index == 0 || own == *n_years);
      /* 0 is all of them, and so the most. */
      *n_years = index == 0 ? own : own == 0 || *n_years == 0 ? 0 : MAX (own, *n_years);
    }
  return is_same;
}
