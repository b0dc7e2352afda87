/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a laid-out plan to a frame: columns, cells with their flags, and the evidence.
 */

#include "config.h"

#include "hd-cube-answer.h"
#include "hd-cube-rows.h"
#include "hd-cube-shows.h"

#include <math.h>

/* One cell, before it is written. */
typedef struct
{
  HdCubeValue value;
  HdCellFlags flags;
} Cell;

static void
add_dimension_columns (const HdCubePlan *plan, HdFrameBuilder *builder)
{
  guint next_axis = 0;

  for (guint index = 0; index < plan->query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (plan->query->groups, index);
      HdColumn column = { "time", HD_COLUMN_DIMENSION, HD_CELL_PERIOD, NULL };
      HdCodeList *codes = NULL;

      if (!g_str_equal (group->dimension, "time"))
        {
          const HdCubeAxis *axis = g_ptr_array_index (plan->axes, next_axis++);

          column.id = axis->id;
          column.type = HD_CELL_CODE;
          codes = axis->list;
        }
      hd_frame_builder_add_column (builder, &column, codes);
    }
}

/* The columns of a KPI, in order. */
static const struct
{
  const char *suffix;
  HdColumnKind kind;
  gboolean is_compared; /* only of a comparison */
  guint show; /* HdShow; 0: always */
} columns[] = {
  { "", HD_COLUMN_VALUE, FALSE, 0 },
  { ".base", HD_COLUMN_BASE, TRUE, 0 },
  { ".difference", HD_COLUMN_DIFFERENCE, TRUE, 0 },
  { ".percent", HD_COLUMN_PERCENT, TRUE, 0 },
  { ".share", HD_COLUMN_SHARE, FALSE, HD_SHOW_SHARE },
  { ".cumulative", HD_COLUMN_CUMULATIVE, FALSE, HD_SHOW_CUMULATIVE },
  { ".cumulative_base", HD_COLUMN_CUMULATIVE_BASE, TRUE, HD_SHOW_CUMULATIVE },
};

static gboolean
is_shown (const HdQuery *query, guint at)
{
  return (!columns[at].is_compared || query->compare != HD_COMPARE_NONE)
         && (columns[at].show == 0 || (query->show & columns[at].show) != 0);
}

static gboolean
is_in_per_cent (HdColumnKind kind)
{
  return kind == HD_COLUMN_PERCENT || kind == HD_COLUMN_SHARE;
}

static void
add_value_columns (const HdCubePlan *plan, GPtrArray *kpis, HdFrameBuilder *builder)
{
  for (guint index = 0; index < kpis->len; index++)
    {
      const HdKpi *kpi = plan->kpis[index].kpi;
      gboolean is_whole = hd_cube_kpi_is_whole (g_ptr_array_index (kpis, index));

      for (guint at = 0; at < G_N_ELEMENTS (columns); at++)
        {
          g_autofree char *id = g_strconcat (kpi->id, columns[at].suffix, NULL);
          gboolean is_percent = is_in_per_cent (columns[at].kind);
          HdColumn column
              = { id, columns[at].kind, is_whole && !is_percent ? HD_CELL_INT64 : HD_CELL_DOUBLE,
                  is_percent ? "%" : kpi->unit };

          if (is_shown (plan->query, at))
            hd_frame_builder_add_column (builder, &column, NULL);
        }
    }
}

static void
write_groups (const HdCubePlan *plan,
              const HdCubeMember *member,
              gboolean is_rest,
              HdFrameBuilder *builder,
              guint row)
{
  guint next_axis = 0;

  for (guint index = 0; index < plan->query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (plan->query->groups, index);
      const HdCubeAxis *axis;

      if (g_str_equal (group->dimension, "time"))
        {
          hd_frame_builder_set_period (builder, row, index,
                                       g_array_index (plan->slots, HdPeriod, member->slot));
          continue;
        }
      axis = g_ptr_array_index (plan->axes, next_axis);
      if (is_rest)
        hd_frame_builder_set_rest (builder, row, index);
      else
        hd_frame_builder_set_code (builder, row, index, axis->groups[member->codes[next_axis]]);
      next_axis++;
    }
}

static void
write_cell (HdFrameBuilder *builder, guint row, guint column, const Cell *cell, gboolean is_whole)
{
  if (!cell->value.is_present)
    hd_frame_builder_set_missing (builder, row, column, cell->flags | HD_CELL_FLAG_MISSING);
  else if (is_whole)
    hd_frame_builder_set_int64 (builder, row, column, cell->value.i, cell->flags);
  else
    hd_frame_builder_set_double (builder, row, column, cell->value.d, cell->flags);
}

/* A unit without a base is new, and one without a value is closed, where the data go back that far. */
static void
flag_comings_and_goings (const HdCubePlan *plan,
                         const HdCubeKpiPlan *kpi,
                         const HdCubeMember *member,
                         Cell *value,
                         Cell *base)
{
  HdCubeRange base_range = kpi->base[member->slot];

  if (plan->axes->len == 0 || plan->query->compare == HD_COMPARE_PLAN
      || hd_cube_range_is_empty (base_range) || base_range.last < kpi->extent.first)
    return;
  if (value->value.is_present && !base->value.is_present)
    base->flags |= HD_CELL_FLAG_NEW;
  if (!value->value.is_present && base->value.is_present)
    value->flags |= HD_CELL_FLAG_CLOSED;
}

static gboolean
subtract (const Cell *value, const Cell *base, Cell *difference, Cell *percent, GError **error)
{
  HdCellFlags flags = value->flags | base->flags;

  *difference = (Cell){ .flags = flags };
  *percent = (Cell){ .flags = flags };
  if (!value->value.is_present || !base->value.is_present)
    return TRUE;
  difference->value.is_present = TRUE;
  difference->value.d = value->value.d - base->value.d;
  if (__builtin_sub_overflow (value->value.i, base->value.i, &difference->value.i))
    {
      g_set_error_literal (
          error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
          "a difference passes 64 bits and would be wrong: ask for a shorter span");
      return FALSE;
    }
  if (base->value.d != 0)
    {
      percent->value.is_present = TRUE;
      percent->value.d = 100 * difference->value.d / fabs (base->value.d);
    }
  return TRUE;
}

static gboolean
evaluate (const HdCubePlan *plan,
          guint index,
          const HdCubeKpi *kpi,
          const HdCubeMember *members,
          const HdCubeRow *row,
          gboolean is_base,
          Cell *cell,
          GError **error)
{
  *cell = (Cell){ 0 };
  /* Grades of many are no grade. */
  if (row->is_rest && plan->kpis[index].kpi->kind == HD_KPI_LEVEL && row->n_members > 1)
    return TRUE;
  if (!hd_cube_kpi_evaluate (kpi, members, row->n_members, is_base, &cell->value, error))
    return FALSE;
  cell->flags = cell->value.flags;
  return TRUE;
}

/* Value, base and what lies between them. */
static gboolean
compare (const HdCubePlan *plan,
         guint index,
         const HdCubeKpi *kpi,
         const HdCubeMember *members,
         const HdCubeRow *row,
         Cell *cells,
         GError **error)
{
  Cell *value = &cells[HD_COLUMN_VALUE], *base = &cells[HD_COLUMN_BASE];

  if (!evaluate (plan, index, kpi, members, row, FALSE, value, error))
    return FALSE;
  if (plan->query->compare == HD_COMPARE_NONE)
    return TRUE;
  if (!evaluate (plan, index, kpi, members, row, TRUE, base, error))
    return FALSE;
  if (!row->is_rest)
    flag_comings_and_goings (plan, &plan->kpis[index], members, value, base);
  return subtract (value, base, &cells[HD_COLUMN_DIFFERENCE], &cells[HD_COLUMN_PERCENT], error);
}

/* What is shown besides. */
static gboolean
show (const HdCubePlan *plan,
      HdCubeShows *shows,
      guint index,
      const HdCubeRow *row,
      Cell *cells,
      GError **error)
{
  guint asked = plan->query->show;
  Cell *share = &cells[HD_COLUMN_SHARE];
  Cell *sum = &cells[HD_COLUMN_CUMULATIVE], *sum_base = &cells[HD_COLUMN_CUMULATIVE_BASE];

  if ((asked & HD_SHOW_SHARE) != 0
      && !hd_cube_shows_get_share (shows, index, row, &cells[HD_COLUMN_VALUE].value, &share->value,
                                   error))
    return FALSE;
  if ((asked & HD_SHOW_CUMULATIVE) != 0
      && (!hd_cube_shows_get_cumulative (shows, index, row, FALSE, &sum->value, error)
          || (plan->query->compare != HD_COMPARE_NONE
              && !hd_cube_shows_get_cumulative (shows, index, row, TRUE, &sum_base->value, error))))
    return FALSE;
  share->flags = share->value.flags;
  sum->flags = sum->value.flags;
  sum_base->flags = sum_base->value.flags;
  return TRUE;
}

/* Writes the columns of one KPI into one row; moves `column` past them. */
static gboolean
write_kpi (const HdCubePlan *plan,
           guint index,
           const HdCubeKpi *kpi,
           HdCubeShows *shows,
           const HdCubeMember *members,
           const HdCubeRow *row,
           HdFrameBuilder *builder,
           guint frame_row,
           guint *column,
           GError **error)
{
  gboolean is_whole = hd_cube_kpi_is_whole (kpi);
  Cell cells[HD_COLUMN_CUMULATIVE_BASE + 1] = { { { 0 } } };

  if (!compare (plan, index, kpi, members, row, cells, error)
      || (shows != NULL && !show (plan, shows, index, row, cells, error)))
    return FALSE;
  for (guint at = 0; at < G_N_ELEMENTS (columns); at++)
    {
      if (is_shown (plan->query, at))
        write_cell (builder, frame_row, (*column)++, &cells[columns[at].kind],
                    is_whole && !is_in_per_cent (columns[at].kind));
    }
  return TRUE;
}

static gboolean
write_rows (const HdCubePlan *plan,
            GPtrArray *kpis,
            const HdCubeRowList *list,
            HdCubeShows *shows,
            HdFrameBuilder *builder,
            GError **error)
{
  for (guint at = 0; at < list->rows->len; at++)
    {
      const HdCubeRow *row = &g_array_index (list->rows, HdCubeRow, at);
      const HdCubeMember *members = &g_array_index (list->members, HdCubeMember, row->first);
      guint frame_row = hd_frame_builder_add_row (builder);
      guint column = plan->query->groups->len;

      if (at % 256 == 0 && g_cancellable_set_error_if_cancelled (plan->cancellable, error))
        return FALSE;
      write_groups (plan, members, row->is_rest, builder, frame_row);
      for (guint index = 0; index < kpis->len; index++)
        {
          if (!write_kpi (plan, index, g_ptr_array_index (kpis, index), shows, members, row,
                          builder, frame_row, &column, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* From the first day of the first range to the last day of the last; the slot itself when that is all. */
static HdPeriod
cover (const HdCubePlan *plan, const HdCubeRange *ranges)
{
  HdDay first = G_MAXINT32, last = G_MININT32;

  for (guint slot = 0; slot < plan->slots->len; slot++)
    {
      if (hd_cube_range_is_empty (ranges[slot]))
        continue;
      first = MIN (first, ranges[slot].first);
      last = MAX (last, ranges[slot].last);
    }
  if (last < first)
    return hd_period_span (0, -1);
  for (HdGrain grain = HD_GRAIN_YEAR + 1; grain-- > HD_GRAIN_DAY;)
    {
      HdPeriod period = hd_period_containing (first, grain, plan->month_start_day);

      if (period.first == first && period.last == last)
        return period;
    }
  return hd_period_span (first, last);
}

static void
write_evidence (HdCubePlan *plan, HdFrameBuilder *builder, gint64 started_us)
{
  g_autofree char *text = hd_query_to_string (plan->query);
  g_autofree char *how = g_strdup_printf (
      "%s: %s; %u pass%s, %u thread%s", plan->source->funcs->sum != NULL ? "warehouse" : "local",
      plan->trace.tables->str, plan->trace.scans, plan->trace.scans == 1 ? "" : "es",
      MAX (plan->trace.threads, 1), plan->trace.threads > 1 ? "s" : "");
  HdTiming timing = { .plan = how,
                      .rows_scanned = plan->trace.rows,
                      .bytes_decoded = plan->trace.bytes,
                      .elapsed_us = g_get_monotonic_time () - started_us,
                      .load_us = plan->trace.load_us,
                      .scan_us = plan->trace.scan_us };

  timing.answer_us = g_get_monotonic_time () - plan->scanned_us;
  timing.resolve_us
      = MAX (timing.elapsed_us - timing.load_us - timing.scan_us - timing.answer_us, 0);

  g_ptr_array_add (plan->datasets, NULL);
  hd_frame_builder_set_evidence (builder, text, plan->query->as_of, plan->trace.vintage,
                                 (const char *const *)plan->datasets->pdata);
  hd_frame_builder_set_spans (builder, cover (plan, plan->kpis[0].value),
                              cover (plan, plan->kpis[0].base));
  hd_frame_builder_set_engine (builder, plan->engine, plan->horizon);
  hd_frame_builder_set_timing (builder, &timing);
}

HdFrame *
hd_cube_answer (HdCubePlan *plan, gint64 started_us, GError **error)
{
  g_autoptr (GPtrArray) kpis = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_kpi_free);
  g_autoptr (HdCubeRowList) list = NULL;
  g_autoptr (HdCubeShows) shows = NULL;
  HdFrameBuilder *builder;
  gboolean written;

  for (guint index = 0; index < plan->n_kpis; index++)
    {
      HdCubeKpi *kpi = hd_cube_kpi_new (plan, index, error);

      if (kpi == NULL)
        return NULL;
      g_ptr_array_add (kpis, kpi);
    }
  if (!hd_cube_batch_run (plan->batch, plan->source, plan->cancellable, &plan->trace, error))
    return NULL;
  plan->scanned_us = g_get_monotonic_time ();
  list = hd_cube_row_list_new (plan, kpis, error);
  if (list == NULL)
    return NULL;
  if (plan->query->show != 0)
    {
      shows = hd_cube_shows_new (plan, kpis, list, error);
      if (shows == NULL)
        return NULL;
    }
  builder = hd_frame_builder_new ();
  add_dimension_columns (plan, builder);
  add_value_columns (plan, kpis, builder);
  hd_frame_builder_reserve (builder, list->rows->len);
  written = write_rows (plan, kpis, list, shows, builder, error);
  if (written)
    write_evidence (plan, builder, started_us);
  if (!written)
    {
      /* The builder has no other end than a frame. */
      hd_frame_unref (hd_frame_builder_finish (builder));
      return NULL;
    }
  return hd_frame_builder_finish (builder);
}
