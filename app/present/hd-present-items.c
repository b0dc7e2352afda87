/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * At most seven things that may need a decision: a day has no attention for more.
 */

#include "config.h"

#include "hd-present-rules.h"

#define DEFAULT_BUDGET 7

void
hd_present_item_free (HdPresentItem *item)
{
  g_free (item->id);
  g_free (item->kpi);
  g_free (item->head);
  g_free (item->causes);
  g_free (item->figure);
  g_free (item->side);
  g_free (item->link);
  g_clear_pointer (&item->bridge, hd_chart_spec_unref);
  g_free (item);
}

GPtrArray *
hd_present_items (const HdPresent *present, GError **error)
{
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_present_item_free);

  guint budget = present->alert_budget > 0 ? present->alert_budget : DEFAULT_BUDGET;

  for (guint rule = 0; rule < hd_present_n_rules && items->len < budget; rule++)
    {
      if (g_cancellable_set_error_if_cancelled (present->cancellable, error))
        return NULL;
      hd_present_rule_find (rule, present, items);
    }
  g_ptr_array_set_size (items, (int)MIN (items->len, budget));
  return g_steal_pointer (&items);
}
