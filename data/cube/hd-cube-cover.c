/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tables to read.
 *
 * A partition may have roll-ups by year, month and day. Of each grain the one with the fewest rows that
 * has all dimensions and measures is taken, and only if it has fewer than the best finer one: a ladder.
 * Each run of the top of the ladder whose days all lie in one interval (or in none) is answered there;
 * the days of the others are left to the next rung, and at the foot stand the rows themselves. So
 * "to date" costs months and some days, not the year.
 */

#include "config.h"

#include "hd-cube-cover.h"

/* A year, a quarter, a month, a day. */
#define MAX_RUNGS 4

static const HdCubeRange all_days = { G_MININT32 + 1, G_MAXINT32 - 1 };

typedef struct
{
  const HdCubeSource *source;
  const HdCubeNeed *need;
  HdCubeCover *cover;
  HdCubeTrace *trace;
  GCancellable *cancellable; /* (nullable) */
  const HdStorePartition *part; /* (nullable): at hand */
  HdCubeRollup *rungs[MAX_RUNGS]; /* (transfer none): coarsest first */
  HdCubeTable *opened[MAX_RUNGS]; /* (nullable) (transfer none) */
  guint n_rungs;
} Builder;

gboolean
hd_cube_need_is_wanted (const HdCubeNeed *need, const HdCubeRun *run)
{
  const HdCubeIntervals *intervals = need->intervals;
  HdDay first = MAX (run->first, intervals->first);
  HdDay last = MIN (run->last, intervals->first + (HdDay)intervals->n_days - 1);

  for (HdDay day = first; day <= last; day++)
    {
      if (intervals->of_day[day - intervals->first] >= 0)
        return TRUE;
    }
  return FALSE;
}

/* Do all days of the run lie in one interval? Intervals are runs of days themselves. */
static gboolean
is_whole (const HdCubeNeed *need, const HdCubeRun *run)
{
  gint32 interval = hd_cube_intervals_find (need->intervals, run->first);

  if (interval < 0)
    return FALSE;
  for (HdDay day = run->first + 1; day <= run->last; day++)
    {
      if (hd_cube_intervals_find (need->intervals, day) != interval)
        return FALSE;
    }
  return TRUE;
}

void
hd_cube_cover_note (const HdCubeNeed *need, HdCubeTrace *trace, const char *what, guint64 n_rows)
{
  GString *text = trace->tables;
  g_autofree char *name = NULL;

  if (text == NULL || n_rows == 0)
    return;
  name = g_strdup_printf ("%s %s", hd_structure_get_id (need->structure), what);
  if (strstr (text->str, name) == NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
}

void
hd_cube_cover_add_piece (HdCubeCover *cover, HdCubeTable *table, guint first, guint last)
{
  HdCubePiece piece = { table, first, last };
  HdCubePiece *before = cover->pieces->len > 0
                            ? &g_array_index (cover->pieces, HdCubePiece, cover->pieces->len - 1)
                            : NULL;

  if (before != NULL && before->table == table && before->last == first)
    before->last = last;
  else
    g_array_append_val (cover->pieces, piece);
}

/* Leaves days to the rows. */
static void
leave_days (Builder *builder, HdCubeRange days)
{
  const HdCubeIntervals *intervals = builder->need->intervals;
  const HdStorePartition *part = builder->part;
  GArray *parts = builder->cover->parts;

  days.first = MAX (days.first, intervals->first);
  days.last = MIN (days.last, intervals->first + (HdDay)intervals->n_days - 1);
  if (part != NULL)
    {
      days.first = MAX (days.first, part->first);
      days.last = MIN (days.last, part->last);
    }
  if (days.last < days.first)
    return;
  g_array_append_val (builder->cover->rest, days);
  if (part != NULL
      && (parts->len == 0
          || g_array_index (parts, HdCubeRowsPart, parts->len - 1).partition != part->partition))
    {
      HdCubeRowsPart left = { part->partition, part->n_rows };

      g_array_append_val (parts, left);
    }
}

static void climb_down (Builder *builder, guint rung, HdCubeRange days);

/* (transfer none) (nullable): the rung is passed over when its table cannot be opened. */
static HdCubeTable *
open_rung (Builder *builder, guint rung)
{
  const HdCubeNeed *need = builder->need;

  if (builder->opened[rung] == NULL)
    {
      builder->opened[rung] = builder->source->funcs->open_rollup (
          builder->source->data, need->structure, builder->rungs[rung], need->dimensions,
          need->measures);
      if (builder->opened[rung] != NULL)
        g_ptr_array_add (builder->cover->tables, builder->opened[rung]);
    }
  return builder->opened[rung];
}

/* Answers what it can of `days` on the rung; leaves the other runs, joined where they follow each other, to
 * the next one. */
static void
answer_on_rung (Builder *builder, guint rung, HdCubeTable *table, HdCubeRange days)
{
  HdCubeRange left = { 0, -1 };
  guint left_at = 0;
  guint64 n_rows = 0;

  for (guint at = 0; at < table->n_runs; at++)
    {
      const HdCubeRun *run = &table->runs[at];

      if (run->last < days.first || run->first > days.last
          || !hd_cube_need_is_wanted (builder->need, run))
        continue;
      if (run->first >= days.first && run->last <= days.last && is_whole (builder->need, run))
        {
          hd_cube_cover_add_piece (builder->cover, table, run->start, run[1].start);
          n_rows += run[1].start - run->start;
          continue;
        }
      if (left.last >= left.first && left_at + 1 < at)
        climb_down (builder, rung + 1, left);
      if (left.last < left.first || left_at + 1 < at)
        left.first = MAX (run->first, days.first);
      left.last = MIN (run->last, days.last);
      left_at = at;
    }
  hd_cube_cover_note (builder->need, builder->trace, builder->rungs[rung]->id, n_rows);
  if (left.last >= left.first)
    climb_down (builder, rung + 1, left);
}

static void
climb_down (Builder *builder, guint rung, HdCubeRange days)
{
  HdCubeTable *table = rung < builder->n_rungs ? open_rung (builder, rung) : NULL;

  if (table != NULL)
    answer_on_rung (builder, rung, table, days);
  else if (rung < builder->n_rungs)
    climb_down (builder, rung + 1, days);
  else
    leave_days (builder, days);
}

/* Does the scan want no rows but those that the roll-up is of? */
static gboolean
keeps_within (const HdCubeScan *scan, const HdCubeRollup *rollup)
{
  int dimension = hd_structure_find_dimension (scan->structure, rollup->where);
  HdCodeList *list;

  if (dimension < 0 || scan->keep[dimension] == NULL)
    return FALSE;
  list = hd_structure_get_dimension (scan->structure, (guint)dimension)->codes;
  for (guint code = 0; code < hd_code_list_get_n (list); code++)
    if (scan->keep[dimension][code]
        && !g_strv_contains ((const char *const *)rollup->where_codes,
                             hd_code_list_get (list, (HdCode)code)->id))
      return FALSE;
  return TRUE;
}

static gboolean
has_rows_for (const HdCubeNeed *need, const HdCubeRollup *rollup)
{
  if (rollup->where == NULL)
    return TRUE;
  for (guint index = 0; index < need->n_scans; index++)
    if (!keeps_within (need->scans[index], rollup))
      return FALSE;
  return need->n_scans > 0;
}

static gboolean
can_answer (const HdCubeNeed *need, const HdCubeRollup *rollup)
{
  HdGrain own = hd_structure_get_grain (need->structure);

  return has_rows_for (need, rollup)
         && (!need->needs_days || rollup->grain == HD_GRAIN_DAY
             || (own != HD_GRAIN_SPAN && rollup->grain <= own));
}

/* The best of each grain, coarsest first; none that is not smaller than what stands below it. */
static void
make_ladder (Builder *builder, GPtrArray *rollups)
{
  HdCubeRollup *best[HD_GRAIN_SPAN] = { NULL };
  guint smallest = builder->part->n_rows;

  for (guint index = 0; index < rollups->len; index++)
    {
      HdCubeRollup *rollup = g_ptr_array_index (rollups, index);

      if (can_answer (builder->need, rollup)
          && (best[rollup->grain] == NULL || rollup->n_rows < best[rollup->grain]->n_rows))
        best[rollup->grain] = rollup;
    }
  builder->n_rungs = 0;
  for (HdGrain grain = HD_GRAIN_DAY; grain <= HD_GRAIN_YEAR; grain++)
    {
      if (best[grain] == NULL || best[grain]->n_rows >= smallest)
        continue;
      smallest = best[grain]->n_rows;
      memmove (builder->rungs + 1, builder->rungs, builder->n_rungs * sizeof *builder->rungs);
      builder->rungs[0] = best[grain];
      builder->n_rungs++;
    }
}

/* Does any run of the rung lie whole in what is asked for? Else it need not be opened. */
static gboolean
is_of_use (const Builder *builder, guint rung)
{
  const HdCubeRollup *rollup = builder->rungs[rung];

  for (guint at = 0; at < rollup->n_runs; at++)
    {
      if (is_whole (builder->need, &rollup->runs[at]))
        return TRUE;
    }
  return FALSE;
}

static void
drop_useless_rungs (Builder *builder)
{
  guint kept = 0;

  for (guint rung = 0; rung < builder->n_rungs; rung++)
    {
      if (is_of_use (builder, rung))
        builder->rungs[kept++] = builder->rungs[rung];
    }
  builder->n_rungs = kept;
}

static void
cover_part (Builder *builder)
{
  const HdCubeNeed *need = builder->need;
  const HdStorePartition *part = builder->part;
  HdCubeRun whole = { part->first, part->last, 0, 0 };
  g_autoptr (GPtrArray) rollups = NULL;

  if (part->n_rows == 0 || !hd_cube_need_is_wanted (need, &whole))
    return;
  if (builder->source->funcs->list_rollups != NULL && !need->needs_rows)
    rollups = builder->source->funcs->list_rollups (builder->source->data, need->structure, part,
                                                    need->dimensions, need->measures);
  builder->n_rungs = 0;
  memset (builder->opened, 0, sizeof builder->opened);
  if (rollups != NULL)
    make_ladder (builder, rollups);
  drop_useless_rungs (builder);
  climb_down (builder, 0, (HdCubeRange){ part->first, part->last });
}

static gboolean
cover_parts (Builder *builder, GArray *parts, GError **error)
{
  for (guint index = 0; index < parts->len; index++)
    {
      if (g_cancellable_set_error_if_cancelled (builder->cancellable, error))
        return FALSE;
      builder->part = &g_array_index (parts, HdStorePartition, index);
      cover_part (builder);
    }
  return TRUE;
}

/* Rows of the past may lie outside the days of the latest ones, so partitions do not tell where. */
static gboolean
lies_elsewhere (const HdCubeNeed *need, GArray *parts)
{
  for (guint index = 0; need->as_of != 0 && index < parts->len; index++)
    {
      if (g_array_index (parts, HdStorePartition, index).vintage > need->as_of)
        return TRUE;
    }
  return FALSE;
}

HdCubeCover *
hd_cube_cover_new (const HdCubeSource *source,
                   const HdCubeNeed *need,
                   GCancellable *cancellable,
                   HdCubeTrace *trace,
                   GError **error)
{
  g_autoptr (HdCubeCover) cover = g_new0 (HdCubeCover, 1);
  Builder builder = {
    .source = source, .need = need, .cover = cover, .cancellable = cancellable, .trace = trace
  };
  g_autoptr (GArray) parts = NULL;
  gint64 started_us = g_get_monotonic_time ();
  gboolean is_ok = TRUE;

  cover->pieces = g_array_new (FALSE, FALSE, sizeof (HdCubePiece));
  cover->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_table_unref);
  cover->rest = g_array_new (FALSE, FALSE, sizeof (HdCubeRange));
  cover->parts = g_array_new (FALSE, FALSE, sizeof (HdCubeRowsPart));
  if (source->funcs->list_parts != NULL)
    {
      parts
          = source->funcs->list_parts (source->data, hd_structure_get_id (need->structure), error);
      if (parts == NULL)
        return NULL;
    }
  if (parts == NULL || lies_elsewhere (need, parts))
    leave_days (&builder, all_days);
  else
    is_ok = cover_parts (&builder, parts, error);
  is_ok = is_ok && hd_cube_cover_read_rows (cover, source, need, cancellable, trace, error);
  trace->load_us += g_get_monotonic_time () - started_us;
  return is_ok ? g_steal_pointer (&cover) : NULL;
}

void
hd_cube_cover_free (HdCubeCover *cover)
{
  g_clear_pointer (&cover->pieces, g_array_unref);
  g_clear_pointer (&cover->tables, g_ptr_array_unref);
  g_clear_pointer (&cover->rest, g_array_unref);
  g_clear_pointer (&cover->parts, g_array_unref);
  g_free (cover);
}
