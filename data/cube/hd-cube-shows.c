/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns that a query shows besides values and comparisons.
 */

#include "config.h"

#include "hd-cube-shows.h"

/* All members that differ in the last group only. */
typedef struct
{
  GArray *members; /* (element-type HdCubeMember) */
  HdCubeValue *totals; /* [KPI] */
  gboolean *is_known; /* [KPI] */
} Whole;

struct _HdCubeShows
{
  const HdCubePlan *plan;
  GPtrArray *kpis;
  const HdCubeRowList *list;
  GHashTable
      *wholes; /* (element-type HdCubeMember Whole) by a member with nothing in the last axis */
  GArray *so_far; /* (element-type HdCubeMember): room for the members of one cumulative value */
};

static guint
hash_member (gconstpointer data)
{
  const HdCubeMember *member = data;
  guint hash = member->slot;

  for (guint axis = 0; axis < HD_CUBE_MAX_AXES; axis++)
    hash = hash * 31 + member->codes[axis];
  return hash;
}

static gboolean
are_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (HdCubeMember)) == 0;
}

static void
whole_free (gpointer data)
{
  Whole *whole = data;

  g_array_unref (whole->members);
  g_free (whole->totals);
  g_free (whole->is_known);
  g_free (whole);
}

static gboolean
is_present (gconstpointer others, const HdCubeMember *member)
{
  return g_hash_table_contains ((GHashTable *)others, member);
}

static HdCubeMember
find_parent (const HdCubeShows *self, const HdCubeMember *member)
{
  HdCubeMember parent = *member;

  if (self->plan->axes->len > 0)
    parent.codes[self->plan->axes->len - 1] = 0;
  return parent;
}

static void
add_to_whole (HdCubeShows *self, const HdCubeMember *member)
{
  HdCubeMember parent = find_parent (self, member);
  Whole *whole = g_hash_table_lookup (self->wholes, &parent);

  if (whole == NULL)
    {
      whole = g_new0 (Whole, 1);
      whole->members = g_array_new (FALSE, FALSE, sizeof (HdCubeMember));
      whole->totals = g_new0 (HdCubeValue, self->kpis->len + 1);
      whole->is_known = g_new0 (gboolean, self->kpis->len + 1);
      g_hash_table_insert (self->wholes, g_memdup2 (&parent, sizeof parent), whole);
    }
  g_array_append_val (whole->members, *member);
}

static gboolean
check (const HdCubePlan *plan, GError **error)
{
  guint show = plan->query->show;

  if ((show & HD_SHOW_CUMULATIVE) != 0 && !plan->has_time)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                           "cumulative goes along time: group by time");
      return FALSE;
    }
  for (guint index = 0; index < plan->n_kpis; index++)
    {
      const HdKpi *kpi = plan->kpis[index].kpi;
      gboolean has_shares = kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK;
      gboolean is_of_a_moment = kpi->kind == HD_KPI_STOCK || kpi->kind == HD_KPI_LEVEL
                                || kpi->kind == HD_KPI_PROJECTION;

      if ((show & HD_SHOW_SHARE) != 0 && !has_shares)
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
                       "%s does not add up, so it has no shares", kpi->id);
          return FALSE;
        }
      if ((show & HD_SHOW_CUMULATIVE) != 0 && is_of_a_moment)
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
                       "%s is of a moment and does not add up over time", kpi->id);
          return FALSE;
        }
    }
  return TRUE;
}

HdCubeShows *
hd_cube_shows_new (const HdCubePlan *plan,
                   GPtrArray *kpis,
                   const HdCubeRowList *list,
                   GError **error)
{
  g_autoptr (GHashTable) present = g_hash_table_new (hash_member, are_equal);
  HdCubeShows *self;

  if (!check (plan, error))
    return NULL;
  self = g_new0 (HdCubeShows, 1);
  self->plan = plan;
  self->kpis = kpis;
  self->list = list;
  self->wholes = g_hash_table_new_full (hash_member, are_equal, g_free, whole_free);
  self->so_far = g_array_new (FALSE, FALSE, sizeof (HdCubeMember));
  for (guint at = 0; (plan->query->show & HD_SHOW_SHARE) != 0 && at < list->members->len; at++)
    {
      const HdCubeMember *member = &g_array_index (list->members, HdCubeMember, at);

      g_hash_table_add (present, (gpointer)member);
    }
  for (guint at = 0; (plan->query->show & HD_SHOW_SHARE) != 0 && at < list->members->len; at++)
    {
      const HdCubeMember *member = &g_array_index (list->members, HdCubeMember, at);

      if (!hd_cube_member_has_total_above (plan, member, is_present, present))
        add_to_whole (self, member);
    }
  return self;
}

void
hd_cube_shows_free (HdCubeShows *self)
{
  g_hash_table_unref (self->wholes);
  g_array_unref (self->so_far);
  g_free (self);
}

gboolean
hd_cube_shows_get_share (HdCubeShows *self,
                         guint index,
                         const HdCubeRow *row,
                         const HdCubeValue *value,
                         HdCubeValue *share,
                         GError **error)
{
  HdCubeMember parent
      = find_parent (self, &g_array_index (self->list->members, HdCubeMember, row->first));
  Whole *whole = g_hash_table_lookup (self->wholes, &parent);

  *share = (HdCubeValue){ .flags = value->flags };
  if (whole == NULL || !value->is_present)
    return TRUE;
  if (!whole->is_known[index]
      && !hd_cube_kpi_evaluate (g_ptr_array_index (self->kpis, index),
                                (HdCubeMember *)whole->members->data, whole->members->len, FALSE,
                                &whole->totals[index], error))
    return FALSE;
  whole->is_known[index] = TRUE;
  share->flags |= whole->totals[index].flags;
  if (!whole->totals[index].is_present || whole->totals[index].d == 0)
    return TRUE;
  share->is_present = TRUE;
  share->d = 100 * value->d / whole->totals[index].d;
  return TRUE;
}

/* The first slot of the year that `slot` is in. */
static guint
find_first_slot (const HdCubePlan *plan, guint slot)
{
  HdPeriod own = g_array_index (plan->slots, HdPeriod, slot);
  HdDay year = hd_period_containing (own.first, HD_GRAIN_YEAR, plan->month_start_day).first;

  while (slot > 0 && g_array_index (plan->slots, HdPeriod, slot - 1).first >= year)
    slot--;
  return slot;
}

gboolean
hd_cube_shows_get_cumulative (HdCubeShows *self,
                              guint index,
                              const HdCubeRow *row,
                              gboolean is_base,
                              HdCubeValue *cumulative,
                              GError **error)
{
  const HdCubeMember *members = &g_array_index (self->list->members, HdCubeMember, row->first);
  guint last = members[0].slot;

  g_array_set_size (self->so_far, 0);
  /* The last slot first: whether the value is of a part is asked of the first member's. */
  for (guint back = 0; back <= last - find_first_slot (self->plan, last); back++)
    {
      for (guint at = 0; at < row->n_members; at++)
        {
          HdCubeMember member = members[at];

          member.slot = last - back;
          g_array_append_val (self->so_far, member);
        }
    }
  return hd_cube_kpi_evaluate (g_ptr_array_index (self->kpis, index),
                               (HdCubeMember *)self->so_far->data, self->so_far->len, is_base,
                               cumulative, error);
}
