/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of an answer: groups in dimension order, or the top ones and the rest.
 */

#include "config.h"

#include "hd-cube-rows.h"

#include <math.h>
#include <stdlib.h>

/* Fewer members than this are sorted sooner by comparing them. */
#define WORTH_RANKING 4000

/* All members with the same codes, in all slots. */
typedef struct
{
  guint first, n_members; /* in members sorted by codes, then slot */
  double value;
  gboolean is_present;
  gboolean is_inside; /* a code above one of its own is an entity too, and holds it already */
} Entity;

static int
compare_codes (const HdCubeMember *left, const HdCubeMember *right)
{
  for (guint axis = 0; axis < HD_CUBE_MAX_AXES; axis++)
    {
      if (left->codes[axis] != right->codes[axis])
        return left->codes[axis] < right->codes[axis] ? -1 : 1;
    }
  return 0;
}

/* Time first, then code list order. */
static int
compare_members (gconstpointer a, gconstpointer b)
{
  const HdCubeMember *left = a, *right = b;

  if (left->slot != right->slot)
    return left->slot < right->slot ? -1 : 1;
  return compare_codes (left, right);
}

static int
compare_entities_first (gconstpointer a, gconstpointer b)
{
  int order = compare_codes (a, b);

  return order != 0 ? order : compare_members (a, b);
}

static int
compare_only_codes (const void *a, const void *b)
{
  return compare_codes (a, b);
}

static void
drop_repeated (GArray *members)
{
  guint kept = 0;

  for (guint at = 0; at < members->len; at++)
    {
      HdCubeMember *member = &g_array_index (members, HdCubeMember, at);

      if (kept > 0
          && compare_members (member, &g_array_index (members, HdCubeMember, kept - 1)) == 0)
        continue;
      g_array_index (members, HdCubeMember, kept++) = *member;
    }
  g_array_set_size (members, kept);
}

static gboolean
is_in_order (const GArray *members)
{
  for (guint at = 1; at < members->len; at++)
    {
      if (compare_members (&g_array_index (members, HdCubeMember, at - 1),
                           &g_array_index (members, HdCubeMember, at))
          > 0)
        return FALSE;
    }
  return TRUE;
}

/* The place of a member among all that there can be: slot first, then the codes. */
static guint64
rank_of (const HdCubePlan *plan, const HdCubeMember *member)
{
  guint64 rank = member->slot;

  for (guint axis = 0; axis < plan->axes->len; axis++)
    {
      const HdCubeAxis *own = g_ptr_array_index (plan->axes, axis);

      rank = rank * MAX (own->n_groups, 1) + member->codes[axis];
    }
  return rank;
}

static HdCubeMember
member_of (const HdCubePlan *plan, guint64 rank)
{
  HdCubeMember member = { 0 };

  for (guint axis = plan->axes->len; axis-- > 0;)
    {
      const HdCubeAxis *own = g_ptr_array_index (plan->axes, axis);
      guint n = MAX (own->n_groups, 1);

      member.codes[axis] = (guint32)(rank % n);
      rank /= n;
    }
  member.slot = (guint)rank;
  return member;
}

/* How many members there can be; 0 when they are too many for a number. */
static guint64
count_ranks (const HdCubePlan *plan)
{
  guint64 n = MAX (plan->slots->len, 1);

  for (guint axis = 0; axis < plan->axes->len; axis++)
    {
      const HdCubeAxis *own = g_ptr_array_index (plan->axes, axis);

      if (__builtin_mul_overflow (n, (guint64)MAX (own->n_groups, 1), &n))
        return 0;
    }
  return n;
}

/* Sorts numbers below `limit` by sixteen bits at a time, from the lowest. */
static void
sort_ranks (guint64 *ranks, guint n, guint64 limit)
{
  g_autofree guint64 *other = g_new (guint64, n + 1);
  g_autofree guint *start = g_new (guint, 65537);
  guint64 *from = ranks, *to = other;

  for (guint shift = 0; shift < 64 && limit >> shift != 0; shift += 16)
    {
      guint64 *swapped = from;

      memset (start, 0, 65537 * sizeof *start);
      for (guint at = 0; at < n; at++)
        start[(from[at] >> shift & 0xFFFF) + 1]++;
      for (guint digit = 0; digit < 65536; digit++)
        start[digit + 1] += start[digit];
      for (guint at = 0; at < n; at++)
        to[start[from[at] >> shift & 0xFFFF]++] = from[at];
      from = to;
      to = swapped;
    }
  if (from != ranks)
    memcpy (ranks, from, n * sizeof *ranks);
}

/* Into the order of time, then codes; each once. Answers have up to a million rows, so they are not sorted
 * by comparing when it can be helped. */
static void
sort_members (const HdCubePlan *plan, GArray *members)
{
  guint64 limit = count_ranks (plan);
  g_autofree guint64 *ranks = NULL;

  if (is_in_order (members))
    {
      drop_repeated (members);
      return;
    }
  if (limit == 0 || members->len < WORTH_RANKING)
    {
      g_array_sort (members, compare_members);
      drop_repeated (members);
      return;
    }
  ranks = g_new (guint64, members->len);
  for (guint at = 0; at < members->len; at++)
    ranks[at] = rank_of (plan, &g_array_index (members, HdCubeMember, at));
  sort_ranks (ranks, members->len, limit);
  for (guint at = 0; at < members->len; at++)
    g_array_index (members, HdCubeMember, at) = member_of (plan, ranks[at]);
  drop_repeated (members);
}

/* Highest first, without a value last, else in the order of codes. */
static int
compare_entities (gconstpointer a, gconstpointer b)
{
  const Entity *left = a, *right = b;

  if (left->is_present != right->is_present)
    return left->is_present ? -1 : 1;
  if (left->is_present && left->value != right->value)
    return left->value > right->value ? -1 : 1;
  return left->first < right->first ? -1 : left->first > right->first;
}

/* What ranks an entity: its value (or change) over all slots, or in its last one where time is not added over. */
static gboolean
rank_entity (const HdCubePlan *plan,
             const HdCubeKpi *kpi,
             const HdCubeMember *members,
             Entity *entity,
             GError **error)
{
  HdKpiKind kind = plan->kpis[0].kpi->kind;
  gboolean is_of_a_moment
      = kind == HD_KPI_STOCK || kind == HD_KPI_LEVEL || kind == HD_KPI_PROJECTION;
  guint skipped = is_of_a_moment ? entity->n_members - 1 : 0;
  const HdCubeMember *own = members + entity->first + skipped;
  guint n_own = entity->n_members - skipped;
  HdCubeValue value, base = { 0 };
  double change;

  if (!hd_cube_kpi_evaluate (kpi, own, n_own, FALSE, &value, error))
    return FALSE;
  entity->is_present = value.is_present;
  entity->value = hd_cube_kpi_is_whole (kpi) ? (double)value.i : value.d;
  if (plan->query->rank == HD_RANK_VALUE)
    return TRUE;
  /* What is new moved from nothing, what has closed moved to nothing. */
  if (!hd_cube_kpi_evaluate (kpi, own, n_own, TRUE, &base, error))
    return FALSE;
  entity->is_present |= base.is_present;
  change = (value.is_present ? entity->value : 0) - (base.is_present ? base.d : 0);
  entity->value = plan->query->rank == HD_RANK_CHANGE ? fabs (change)
                  : plan->query->rank == HD_RANK_FALL ? -change
                                                      : change;
  return TRUE;
}

gboolean
hd_cube_member_has_total_above (const HdCubePlan *plan,
                                const HdCubeMember *member,
                                HdCubeIsThereFunc is_there,
                                gconstpointer others)
{
  for (guint index = 0; index < plan->axes->len; index++)
    {
      const HdCubeAxis *axis = g_ptr_array_index (plan->axes, index);
      HdCubeMember above = *member;
      HdCode code = axis->groups[member->codes[index]];

      /* A list is at most this deep; a loop of parents must not hang us. */
      for (guint depth = 0; axis->hierarchy == NULL && depth < 32; depth++)
        {
          code = hd_code_list_get (axis->list, code)->parent;
          if (code == HD_CODE_NONE)
            break;
          above.codes[index] = axis->group_of[code];
          if (is_there (others, &above))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_member (gconstpointer others, const HdCubeMember *member)
{
  const GArray *members = others;

  return members->len > 0
         && bsearch (member, members->data, members->len, sizeof *member, compare_only_codes)
                != NULL;
}

static GArray *
list_entities (const HdCubePlan *plan, GArray *members)
{
  GArray *entities = g_array_new (FALSE, TRUE, sizeof (Entity));

  for (guint at = 0; at < members->len; at++)
    {
      const HdCubeMember *member = &g_array_index (members, HdCubeMember, at);
      Entity entity = { at, 1, 0, FALSE, FALSE };

      if (at > 0 && compare_codes (member - 1, member) == 0)
        g_array_index (entities, Entity, entities->len - 1).n_members++;
      else
        {
          /* Never to be added to that total in the rest. */
          entity.is_inside = hd_cube_member_has_total_above (plan, member, is_member, members);
          g_array_append_val (entities, entity);
        }
    }
  return entities;
}

/* The rows of one slot: entities by rank, then all others as one row. */
static void
append_slot (HdCubeRowList *self, GArray *sorted, GArray *entities, guint slot, guint top)
{
  HdCubeRow rest = { self->members->len, 0, TRUE };

  for (guint rank = 0; rank < entities->len; rank++)
    {
      const Entity *entity = &g_array_index (entities, Entity, rank);

      for (guint at = entity->first; at < entity->first + entity->n_members; at++)
        {
          HdCubeMember member = g_array_index (sorted, HdCubeMember, at);
          HdCubeRow row = { self->members->len, 1, FALSE };

          if (member.slot != slot || (rank >= top && entity->is_inside))
            continue;
          if (rank == top)
            rest.first = row.first;
          g_array_append_val (self->members, member);
          if (rank < top)
            g_array_append_val (self->rows, row);
          else if (rest.n_members++ == 0)
            rest.first = row.first;
        }
    }
  if (rest.n_members > 0)
    g_array_append_val (self->rows, rest);
}

static gboolean
pick_top (HdCubeRowList *self, const HdCubePlan *plan, const HdCubeKpi *kpi, GError **error)
{
  g_autoptr (GArray) sorted = g_steal_pointer (&self->members);
  g_autoptr (GArray) entities = NULL;

  g_array_sort (sorted, compare_entities_first);
  entities = list_entities (plan, sorted);
  for (guint index = 0; index < entities->len; index++)
    {
      if (!rank_entity (plan, kpi, (HdCubeMember *)sorted->data,
                        &g_array_index (entities, Entity, index), error))
        return FALSE;
    }
  g_array_sort (entities, compare_entities);
  self->members = g_array_new (FALSE, FALSE, sizeof (HdCubeMember));
  for (guint slot = 0; slot < plan->slots->len; slot++)
    append_slot (self, sorted, entities, slot, plan->query->top);
  return TRUE;
}

static void
append_each_slot (GArray *members, guint n_slots)
{
  for (guint slot = 0; slot < n_slots; slot++)
    {
      HdCubeMember member = { .slot = slot };

      g_array_append_val (members, member);
    }
}

HdCubeRowList *
hd_cube_row_list_new (const HdCubePlan *plan, GPtrArray *kpis, GError **error)
{
  g_autoptr (HdCubeRowList) self = g_new0 (HdCubeRowList, 1);

  self->members = g_array_new (FALSE, FALSE, sizeof (HdCubeMember));
  self->rows = g_array_new (FALSE, FALSE, sizeof (HdCubeRow));
  /* Without other groups every period has its row, observed or not. */
  if (plan->axes->len == 0)
    append_each_slot (self->members, plan->slots->len);
  for (guint index = 0; plan->axes->len > 0 && index < kpis->len; index++)
    hd_cube_kpi_collect_members (g_ptr_array_index (kpis, index), self->members);
  sort_members (plan, self->members);
  if (plan->query->top > 0 && plan->axes->len > 0)
    return pick_top (self, plan, g_ptr_array_index (kpis, 0), error) ? g_steal_pointer (&self)
                                                                     : NULL;
  g_array_set_size (self->rows, self->members->len);
  for (guint at = 0; at < self->members->len; at++)
    g_array_index (self->rows, HdCubeRow, at) = (HdCubeRow){ at, 1, FALSE };
  return g_steal_pointer (&self);
}

void
hd_cube_row_list_free (HdCubeRowList *self)
{
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}
