/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One term of a KPI: the sums that its scan found, and their total over any set of groups.
 */

#include "config.h"

#include "hd-cube-term.h"

static gint64 *
count_days (HdCubePlan *plan,
            const HdKpiTerm *term,
            const HdCubeRange *value_ranges,
            const HdCubeRange *base_ranges)
{
  HdCalendar *calendar = hd_catalog_get_calendar (plan->catalog);
  guint n = plan->slots->len;
  gint64 *days = g_new0 (gint64, 2 * n + 1);

  for (guint index = 0; index < 2 * n; index++)
    {
      HdCubeRange range = hd_cube_plan_range_of_term (
          plan, term, index < n ? value_ranges[index] : base_ranges[index - n]);

      if (!hd_cube_range_is_empty (range))
        days[index] = hd_calendar_count_collecting_days (calendar, range.first, range.last);
    }
  return days;
}

HdCubeTerm *
hd_cube_term_new (HdCubePlan *plan,
                  const HdKpi *kpi,
                  const HdKpiTerm *term,
                  const HdCubeRange *value_ranges,
                  const HdCubeRange *base_ranges,
                  gboolean is_national,
                  GError **error)
{
  g_autoptr (HdCubeTerm) self = g_new0 (HdCubeTerm, 1);
  guint n = plan->slots->len;
  gboolean has_bases = FALSE;

  self->term = term;
  self->n_slots = n;
  self->n_axes = is_national ? 0 : plan->axes->len;
  if (term->dataset == NULL)
    {
      self->days = count_days (plan, term, value_ranges, base_ranges);
      self->is_broadcast = TRUE;
      return g_steal_pointer (&self);
    }
  for (guint index = 0; index < n; index++)
    has_bases |= !hd_cube_range_is_empty (base_ranges[index]);
  self->scan = hd_cube_plan_make_scan (plan, kpi, term, has_bases ? 2 * n : n, is_national, error);
  if (self->scan == NULL)
    return NULL;
  self->shares_days
      = self->scan->is_stock || term->trailing_12 || hd_cube_plan_is_annual (plan, term);
  for (guint index = 0; index < n; index++)
    {
      self->scan->ranges[index] = hd_cube_plan_range_of_term (plan, term, value_ranges[index]);
      if (has_bases)
        self->scan->ranges[n + index] = hd_cube_plan_range_of_term (plan, term, base_ranges[index]);
    }
  for (guint axis = 0; axis < self->n_axes; axis++)
    self->is_broadcast |= self->scan->axis_dimension[axis] < 0;
  hd_cube_batch_add (plan->batch, self->scan, &self->cells);
  return g_steal_pointer (&self);
}

void
hd_cube_term_free (HdCubeTerm *self)
{
  g_clear_pointer (&self->cells, hd_cube_cells_free);
  g_clear_pointer (&self->scan, hd_cube_scan_free);
  g_free (self->days);
  g_free (self);
}

gboolean
hd_cube_term_is_real (const HdCubeTerm *self)
{
  return self->scan != NULL && !self->term->is_count && hd_cube_scan_is_real (self->scan);
}

/* A term that counts is as many as the observations that fell into the sum. */
static HdCubeCell
finish_sum (const HdCubeTerm *self, HdCubeCell sum)
{
  if (self->term->is_count)
    {
      sum.value.i = sum.n;
      sum.flags &= ~HD_CUBE_CELL_OVERFLOW;
    }
  return sum;
}

static void
add_cell (HdCubeCell *sum, const HdCubeCell *cell, const HdCubeTerm *self)
{
  if (cell != NULL)
    hd_cube_cell_add (sum, cell, hd_cube_term_is_real (self));
}

static guint64
key_of (const HdCubeTerm *self, const HdCubeMember *member, gboolean is_base, guint duration_class)
{
  return hd_cube_scan_key (self->scan, member->slot + (is_base ? self->n_slots : 0), member->codes,
                           duration_class);
}

/* Members that share a cell add it once. */
static HdCubeCell
add_up_shared (const HdCubeTerm *self,
               const HdCubeMember *members,
               guint n_members,
               gboolean is_base,
               guint duration_class)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  HdCubeCell sum = { 0 };

  for (guint index = 0; index < n_members; index++)
    {
      guint64 key = key_of (self, &members[index], is_base, duration_class);

      if (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
        add_cell (&sum, hd_cube_cells_find (self->cells, key), self);
    }
  return sum;
}

static gboolean
are_equal (HdCubeRange one, HdCubeRange other)
{
  return one.first == other.first && one.last == other.last;
}

/* (transfer full): the members that stand for all slots together, which is what the term is over their whole
 * run: of a stock, or of twelve months that slide, the last slot's; of whole years, one slot's of each year. */
static GArray *
pick_slots (const HdCubeTerm *self, const HdCubeMember *members, guint n_members, gboolean is_base)
{
  gboolean has_bases = self->scan->n_ranges > self->n_slots;
  const HdCubeRange *ranges = self->scan->ranges + (is_base && has_bases ? self->n_slots : 0);
  g_autofree guint8 *is_kept = g_new0 (guint8, self->n_slots + 1);
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (HdCubeMember));
  gboolean adds_years = !self->scan->is_stock && !self->term->trailing_12;
  guint later = self->n_slots;

  for (guint index = 0; index < n_members; index++)
    is_kept[members[index].slot] = TRUE;
  for (guint slot = self->n_slots; slot-- > 0;)
    {
      if (!is_kept[slot])
        continue;
      is_kept[slot]
          = later == self->n_slots || (adds_years && !are_equal (ranges[slot], ranges[later]));
      later = slot;
    }
  for (guint index = 0; index < n_members; index++)
    if (is_kept[members[index].slot])
      g_array_append_val (picked, members[index]);
  return picked;
}

static gboolean
is_of_one_slot (const HdCubeMember *members, guint n_members)
{
  for (guint index = 1; index < n_members; index++)
    if (members[index].slot != members[0].slot)
      return FALSE;
  return TRUE;
}

static HdCubeCell
add_up_days (const HdCubeTerm *self, const HdCubeMember *members, guint n_members, gboolean is_base)
{
  HdCubeCell sum = { 0 };

  /* Groups share the days of their slot; members of several slots come slot by slot. */
  for (guint index = 0; index < n_members; index++)
    {
      if (index == 0 || members[index].slot != members[index - 1].slot)
        sum.value.i += self->days[members[index].slot + (is_base ? self->n_slots : 0)];
    }
  sum.n = sum.value.i > 0;
  return sum;
}

HdCubeCell
hd_cube_term_add_up (const HdCubeTerm *self,
                     const HdCubeMember *members,
                     guint n_members,
                     gboolean is_base,
                     guint duration_class)
{
  g_autoptr (GArray) picked = NULL;
  HdCubeCell sum = { 0 };

  if (n_members == 0)
    return sum;
  if (self->days != NULL)
    return add_up_days (self, members, n_members, is_base);
  if (self->shares_days && !is_of_one_slot (members, n_members))
    {
      picked = pick_slots (self, members, n_members, is_base);
      members = (const HdCubeMember *)picked->data;
      n_members = picked->len;
    }
  if (self->is_broadcast && n_members > 1)
    return finish_sum (self, add_up_shared (self, members, n_members, is_base, duration_class));
  for (guint index = 0; index < n_members; index++)
    add_cell (
        &sum,
        hd_cube_cells_find (self->cells, key_of (self, &members[index], is_base, duration_class)),
        self);
  return finish_sum (self, sum);
}

gboolean
hd_cube_term_is_part_of (const HdCubeTerm *part, const HdCubeTerm *whole)
{
  if (part->scan == NULL || whole->scan == NULL || part->scan->structure != whole->scan->structure
      || part->term->shift_years != whole->term->shift_years
      || part->term->trailing_12 != whole->term->trailing_12
      || part->scan->is_stock != whole->scan->is_stock)
    return FALSE;
  for (guint dimension = 0; dimension < part->scan->n_dimensions; dimension++)
    {
      HdCodeList *list = hd_structure_get_dimension (part->scan->structure, dimension)->codes;
      const guint8 *inner = part->scan->keep[dimension];
      const guint8 *outer = whole->scan->keep[dimension];

      for (guint code = 0; outer != NULL && code < hd_code_list_get_n (list); code++)
        {
          if (!outer[code] && (inner == NULL || inner[code]))
            return FALSE;
        }
    }
  return TRUE;
}

void
hd_cube_term_collect_members (const HdCubeTerm *self, GArray *members)
{
  HdCubeCellsIter iter;
  const HdCubeCell *cell;
  guint64 key, before = G_MAXUINT64;

  if (self->cells == NULL || self->is_broadcast)
    return;
  hd_cube_cells_iter_init (&iter, self->cells);
  while (hd_cube_cells_iter_next (&iter, &key, &cell))
    {
      HdCubeMember member = { 0 };

      /* The classes of a group lie side by side. */
      if (key / self->scan->n_classes == before)
        continue;
      before = key / self->scan->n_classes;
      hd_cube_scan_split_key (self->scan, key, &member.slot, member.codes);
      member.slot %= self->n_slots;
      g_array_append_val (members, member);
    }
}
