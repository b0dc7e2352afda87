/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows that no roll-up answers: as many partitions at a time as may be held in memory.
 */

#include "config.h"

#include "hd-cube-cover.h"

/* A code takes two bytes at most, a measure eight, a status one. */
#define BYTES_OF_CODE 2
#define BYTES_OF_MEASURE 8

/* (transfer full) (element-type HdCubeTable): rows of the days, of those partitions where they are named. */
static GPtrArray *
open_rows (const HdCubeSource *source,
           const HdCubeNeed *need,
           HdCubeRange days,
           const int *partitions,
           GCancellable *cancellable,
           GError **error)
{
  HdCubeRowsRequest request = { .structure = need->structure,
                                .dimensions = need->dimensions,
                                .measures = need->measures,
                                .first = days.first,
                                .last = days.last,
                                .partitions = partitions,
                                .as_of = need->as_of,
                                .cancellable = cancellable };
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *tables;

  if (source->funcs->open_rows != NULL)
    return source->funcs->open_rows (source->data, &request, error);
  rows = source->funcs->load (source->data, hd_structure_get_id (need->structure), days.first,
                              days.last, need->as_of, error);
  if (rows == NULL)
    return NULL;
  tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_table_unref);
  for (guint index = 0; index < rows->len; index++)
    g_ptr_array_add (tables, hd_cube_table_new_for_rows (g_ptr_array_index (rows, index)));
  return tables;
}

static guint64
add_days_of_table (HdCubeCover *cover, const HdCubeNeed *need, HdCubeTable *table, HdCubeRange days)
{
  guint64 n_rows = 0;

  for (guint at = hd_cube_table_find_day (table, days.first);
       at < table->n_runs && table->runs[at].first <= days.last; at++)
    {
      if (!hd_cube_need_is_wanted (need, &table->runs[at]))
        continue;
      hd_cube_cover_add_piece (cover, table, table->runs[at].start, table->runs[at + 1].start);
      n_rows += table->runs[at + 1].start - table->runs[at].start;
    }
  return n_rows;
}

/* (transfer full) (element-type int), ended by 0: the next partitions whose columns may be held together;
 * NULL where they are not known, for all. */
static GArray *
choose_parts (HdCubeCover *cover, const HdCubeNeed *need)
{
  guint bytes_of_row = 1 + BYTES_OF_CODE * (guint)__builtin_popcountll (need->dimensions)
                       + BYTES_OF_MEASURE * (guint)__builtin_popcountll (need->measures);
  guint first = cover->n_read;
  const int end = 0;
  GArray *chosen;
  gsize n_bytes = 0;

  if (cover->parts->len == 0)
    return NULL;
  chosen = g_array_new (FALSE, FALSE, sizeof (int));
  for (; cover->n_read < cover->parts->len; cover->n_read++)
    {
      const HdCubeRowsPart *part = &g_array_index (cover->parts, HdCubeRowsPart, cover->n_read);

      n_bytes += (gsize)part->n_rows * bytes_of_row;
      if (need->bytes_at_once > 0 && n_bytes > need->bytes_at_once && cover->n_read > first)
        break;
      g_array_append_val (chosen, part->partition);
    }
  g_array_append_val (chosen, end);
  return chosen;
}

gboolean
hd_cube_cover_read_rows (HdCubeCover *cover,
                         const HdCubeSource *source,
                         const HdCubeNeed *need,
                         GCancellable *cancellable,
                         HdCubeTrace *trace,
                         GError **error)
{
  HdCubeRange bounds = { G_MAXINT32, G_MININT32 };
  g_autoptr (GArray) partitions = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  guint64 n_rows = 0;

  if (cover->rest->len == 0)
    return TRUE;
  for (guint index = 0; index < cover->rest->len; index++)
    {
      HdCubeRange days = g_array_index (cover->rest, HdCubeRange, index);

      bounds.first = MIN (bounds.first, days.first);
      bounds.last = MAX (bounds.last, days.last);
    }
  partitions = choose_parts (cover, need);
  tables
      = open_rows (source, need, bounds, partitions != NULL ? (const int *)partitions->data : NULL,
                   cancellable, error);
  for (guint at = 0; tables != NULL && at < tables->len; at++)
    {
      HdCubeTable *table = g_ptr_array_index (tables, at);

      g_ptr_array_add (cover->tables, hd_cube_table_ref (table));
      for (guint index = 0; index < cover->rest->len; index++)
        n_rows += add_days_of_table (cover, need, table,
                                     g_array_index (cover->rest, HdCubeRange, index));
    }
  hd_cube_cover_note (need, trace, "rows", n_rows);
  return tables != NULL;
}

gboolean
hd_cube_cover_has_more (const HdCubeCover *cover)
{
  return cover->n_read < cover->parts->len;
}

gboolean
hd_cube_cover_go_on (HdCubeCover *cover,
                     const HdCubeSource *source,
                     const HdCubeNeed *need,
                     GCancellable *cancellable,
                     HdCubeTrace *trace,
                     GError **error)
{
  gint64 started_us = g_get_monotonic_time ();
  gboolean is_ok;

  g_array_set_size (cover->pieces, 0);
  g_ptr_array_set_size (cover->tables, 0);
  is_ok = hd_cube_cover_read_rows (cover, source, need, cancellable, trace, error);
  trace->load_us += g_get_monotonic_time () - started_us;
  return is_ok;
}
