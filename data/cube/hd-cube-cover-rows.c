/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows that no roll-up answers: as many partitions at a time as may be held in memory.
 */

#include "config.h"

#include "hd-cube-cover.h"

/* A code takes two bytes at most, a measure eight, a status one. */
#define BYTES_OF_CODE 2
#define BYTES_OF_MEASURE 8

/* What of the codes of a dimension any of the scans keeps; NULL: all. */
static guint8 *
join_keeps (const HdCubeNeed *need, guint dimension)
{
  HdCodeList *list = hd_structure_get_dimension (need->structure, dimension)->codes;
  guint n = hd_code_list_get_n (list);
  g_autofree guint8 *joined = g_new0 (guint8, n + 1);

  for (guint index = 0; index < need->n_scans; index++)
    {
      const guint8 *keep = need->scans[index]->keep[dimension];

      if (keep == NULL)
        return NULL;
      for (guint code = 0; code < n; code++)
        joined[code] |= keep[code];
    }
  return g_steal_pointer (&joined);
}

static void
filter_init (HdRowFilter *filter, const HdCubeNeed *need)
{
  guint n = hd_structure_get_n_dimensions (need->structure);

  filter->structure = need->structure;
  filter->keep = g_new0 (guint8 *, n + 1);
  for (guint dimension = 0; dimension < n && need->n_scans > 0; dimension++)
    filter->keep[dimension] = join_keeps (need, dimension);
}

static void
filter_clear (HdRowFilter *filter)
{
  for (guint dimension = 0; dimension < hd_structure_get_n_dimensions (filter->structure);
       dimension++)
    g_free (filter->keep[dimension]);
  g_clear_pointer (&filter->keep, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdRowFilter, filter_clear)

/* (transfer full) (element-type HdCubeTable): rows of the days, of those partitions where they are named; of the rows
 * all that the scans want. */
static GPtrArray *
open_rows (const HdCubeSource *source,
           const HdCubeNeed *need,
           HdCubeRange days,
           const int *partitions,
           GCancellable *cancellable,
           GError **error)
{
  g_auto (HdRowFilter) filter = { NULL };
  HdCubeRowsRequest request = { .structure = need->structure,
                                .dimensions = need->dimensions,
                                .measures = need->measures,
                                .first = days.first,
                                .last = days.last,
                                .partitions = partitions,
                                .filter = &filter,
                                .as_of = need->as_of,
                                .cancellable = cancellable };
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *tables;

  filter_init (&filter, need);
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

/* Returns how many days of the table are wanted. A day without a row that anybody wants is an answer as new as the day's
 * rows are, whichever of them were read. */
static guint
add_days_of_table (HdCubeCover *cover,
                   const HdCubeNeed *need,
                   HdCubeTable *table,
                   HdCubeRange days,
                   HdCubeTrace *trace)
{
  guint n_days = 0;

  for (guint at = hd_cube_table_find_day (table, days.first);
       at < table->n_runs && table->runs[at].first <= days.last; at++)
    {
      if (!hd_cube_need_is_wanted (need, &table->runs[at]))
        continue;
      n_days++;
      trace->vintage = MAX (trace->vintage, table->runs[at].vintage);
      if (table->runs[at + 1].start > table->runs[at].start)
        hd_cube_cover_add_piece (cover, table, table->runs[at].start, table->runs[at + 1].start);
    }
  return n_days;
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
  guint n_days = 0;

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
        n_days += add_days_of_table (cover, need, table,
                                     g_array_index (cover->rest, HdCubeRange, index), trace);
    }
  hd_cube_cover_note (need, trace, "rows", n_days);
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
