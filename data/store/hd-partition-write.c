/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the column segments of a partition.
 */

#include "config.h"

#include "hd-store-partition.h"

#include "hd-column-relation.h"

/* One column of the rows that `refs` name, widened for coding. FALSE when all are missing for want of a column. */
static gboolean
gather (const HdMergeInput *input, const GArray *refs, const HdColumn *column, gint64 *out)
{
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;
  gboolean has_any = column->kind != HD_COLUMN_VALUE;

  for (guint row = 0; row < refs->len; row++)
    {
      const HdVersions *from = input->sources[ref[row].source];
      guint at = ref[row].row;

      switch (column->kind)
        {
        case HD_COLUMN_DAY:
          out[row] = from->day[at];
          break;
        case HD_COLUMN_STATUS:
          out[row] = from->status[at];
          break;
        case HD_COLUMN_ACTION:
          out[row] = from->action[at];
          break;
        case HD_COLUMN_KNOWN_FROM:
          out[row] = from->known_from[at];
          break;
        case HD_COLUMN_PREPARED:
          out[row] = hd_versions_get_prepared (from, at);
          break;
        case HD_COLUMN_CODE:
          out[row] = from->codes[column->index][at];
          break;
        case HD_COLUMN_VALUE:
          out[row]
              = hd_versions_get_value (from, column->index, at, input->is_real[column->index]).i;
          has_any |= from->values[column->index] != NULL;
          break;
        default:
          g_assert_not_reached ();
        }
    }
  return has_any;
}

/* A segment that did not change is left where it is: a message often touches a few columns only. */
static gboolean
store_segment (HdStoreSql *sql,
               const HdStoreLayout *layout,
               int number,
               HdPart part,
               const char *name,
               GBytes *segment,
               GError **error)
{
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql,
                           "SELECT data = ?5 FROM segments WHERE dataset = ?1 AND period = ?2 AND "
                           "part = ?3 AND name = ?4",
                           error, "iiisb", layout->id, (gint64)number, (gint64)part, name, segment);
  int found = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;
  gboolean is_same = found == 1 && sqlite3_column_int (statement, 0) != 0;

  if (found == 1)
    sqlite3_reset (statement);
  if (found == -1 || is_same)
    return found != -1;
  return hd_store_sql_run (
      sql,
      "INSERT INTO segments (dataset, period, part, name, data)"
      " VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (dataset, period, part, name) DO UPDATE SET data = excluded.data",
      error, "iiisb", layout->id, (gint64)number, (gint64)part, name, segment);
}

/* Enough to tell relations apart, in slices, so that neighbours stay together. */
#define SAMPLE_SLICES 4
#define SLICE_ROWS 1024
/* Fewer rows cost little either way. */
#define MIN_ROWS 512

/* What is needed to write a part, and kept while its columns are written one after the other. */
typedef struct
{
  HdStoreSql *sql;
  const HdStoreLayout *layout;
  int number;
  HdPart part;
  const HdMergeInput *input;
  const GArray *refs; /* (element-type HdVersionRef) */
  HdSegmentWriter *writer;
  GArray *columns; /* (element-type HdColumn) */
  HdColumnRelation *relations; /* [measure] */
  int base; /* measure that `base_values` are of; -1: none yet */
  gint64 *values, *base_values;
  HdCode *codes;
} PartWriter;

static void
part_writer_clear (PartWriter *writer)
{
  g_clear_pointer (&writer->columns, g_array_unref);
  g_clear_pointer (&writer->relations, g_free);
  g_clear_pointer (&writer->values, g_free);
  g_clear_pointer (&writer->base_values, g_free);
  g_clear_pointer (&writer->codes, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PartWriter, part_writer_clear)

static GArray *
sample_refs (const GArray *refs)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));

  if (refs->len <= SAMPLE_SLICES * SLICE_ROWS)
    return g_array_append_vals (picked, refs->data, refs->len);
  for (guint slice = 0; slice < SAMPLE_SLICES; slice++)
    {
      guint start = (guint)((guint64)(refs->len - SLICE_ROWS) * slice / (SAMPLE_SLICES - 1));

      g_array_append_vals (picked, &g_array_index (refs, HdVersionRef, start), SLICE_ROWS);
    }
  return picked;
}

static const HdColumn *
find_column (const PartWriter *writer, HdColumnKind kind, guint index)
{
  const HdColumn *column = (const HdColumn *)writer->columns->data;

  while (column->kind != kind || column->index != index)
    column++;
  return column;
}

static void
gather_codes (const PartWriter *writer, const GArray *refs, guint dimension, HdCode *out)
{
  const HdVersionRef *ref = (const HdVersionRef *)refs->data;

  for (guint row = 0; row < refs->len; row++)
    out[row] = writer->input->sources[ref[row].source]->codes[dimension][ref[row].row];
}

/* Versions of the history may lack codes: a deletion of all. So there is no relation by them. */
static gboolean
has_all_codes (const HdCode *codes, guint n_rows, guint n_codes)
{
  HdCode greatest = 0;

  for (guint row = 0; row < n_rows; row++)
    greatest = MAX (greatest, codes[row]);
  return n_rows == 0 || greatest < n_codes;
}

static void
choose_relations (PartWriter *writer)
{
  const HdStoreLayout *layout = writer->layout;
  guint n_measures = layout->measures->len, n_dimensions = layout->dimensions->len;
  g_autoptr (GArray) refs = sample_refs (writer->refs);
  g_autofree gint64 **values = g_new0 (gint64 *, n_measures + 1);
  g_autofree HdCode **codes = g_new0 (HdCode *, n_dimensions + 1);
  g_autofree guint *n_codes = g_new0 (guint, n_dimensions + 1);
  HdRelationSample sample = { refs->len, n_measures, n_dimensions, values, codes, n_codes };

  for (guint measure = 0; measure < n_measures; measure++)
    if (!writer->input->is_real[measure])
      {
        values[measure] = g_new (gint64, refs->len + 1);
        if (!gather (writer->input, refs, find_column (writer, HD_COLUMN_VALUE, measure),
                     values[measure]))
          g_clear_pointer (&values[measure], g_free);
      }
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    {
      codes[dimension] = g_new (HdCode, refs->len + 1);
      gather_codes (writer, refs, dimension, codes[dimension]);
      n_codes[dimension] = hd_store_layout_n_codes (layout, dimension);
      if (!has_all_codes (codes[dimension], refs->len, n_codes[dimension]))
        n_codes[dimension] = 0;
    }
  hd_column_relations_choose (&sample, writer->relations);
  for (guint measure = 0; measure < n_measures; measure++)
    g_free (values[measure]);
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    g_free (codes[dimension]);
}

/* The column of `values` by its relation; NULL when that does not hold of all rows. */
static GBytes *
write_related (PartWriter *writer, const char *place, const HdColumnRelation *relation)
{
  const HdColumn *base = find_column (writer, HD_COLUMN_VALUE, (guint)relation->base);
  HdSegmentRelation by = { .base_name = base->name, .ratios = &relation->ratio, .n_ratios = 1 };
  g_autofree gint64 *ratios = NULL;

  if (writer->base != relation->base)
    {
      if (writer->base_values == NULL)
        writer->base_values = g_new (gint64, writer->refs->len);
      if (!gather (writer->input, writer->refs, base, writer->base_values))
        return NULL;
      writer->base = relation->base;
    }
  by.base.values = writer->base_values;
  if (relation->dimension >= 0)
    {
      guint dimension = (guint)relation->dimension;

      if (writer->codes == NULL)
        writer->codes = g_new (HdCode, writer->refs->len);
      gather_codes (writer, writer->refs, dimension, writer->codes);
      by.n_ratios = hd_store_layout_n_codes (writer->layout, dimension);
      if (!has_all_codes (writer->codes, writer->refs->len, by.n_ratios))
        return NULL;
      ratios = hd_column_relation_measure (writer->values, writer->base_values, writer->codes,
                                           writer->refs->len, by.n_ratios);
      by.codes_name = find_column (writer, HD_COLUMN_CODE, dimension)->name;
      by.base.codes = writer->codes;
      by.ratios = ratios;
    }
  return hd_segment_write_related (writer->writer, place, writer->values, writer->refs->len, &by);
}

static gboolean
write_column (PartWriter *writer, const HdColumn *column, GError **error)
{
  const HdColumnRelation *relation
      = column->kind == HD_COLUMN_VALUE ? &writer->relations[column->index] : NULL;
  g_autofree char *place
      = hd_partition_place (writer->layout, writer->number, writer->part, column->name);
  g_autoptr (GBytes) segment = NULL;

  if (!gather (writer->input, writer->refs, column, writer->values))
    return hd_store_sql_run (writer->sql,
                             "DELETE FROM segments WHERE dataset = ?1 AND period = ?2"
                             " AND part = ?3 AND name = ?4",
                             error, "iiis", writer->layout->id, (gint64)writer->number,
                             (gint64)writer->part, column->name);
  if (relation != NULL && relation->base >= 0)
    segment = write_related (writer, place, relation);
  if (segment == NULL)
    segment = hd_segment_write (writer->writer, place, writer->values, writer->refs->len);
  return store_segment (writer->sql, writer->layout, writer->number, writer->part, column->name,
                        segment, error);
}

static gboolean
write_part (PartWriter *writer, GError **error)
{
  const HdStoreLayout *layout = writer->layout;

  if (writer->refs->len == 0)
    return hd_store_sql_run (writer->sql,
                             "DELETE FROM segments WHERE dataset = ?1 AND period = ?2"
                             " AND part = ?3",
                             error, "iii", layout->id, (gint64)writer->number,
                             (gint64)writer->part);
  writer->columns = hd_partition_columns (layout);
  writer->values = g_new (gint64, writer->refs->len);
  writer->base = -1;
  writer->relations = g_new (HdColumnRelation, layout->measures->len + 1);
  for (guint measure = 0; measure < layout->measures->len; measure++)
    writer->relations[measure] = (HdColumnRelation){ .base = -1, .dimension = -1 };
  if (writer->refs->len >= MIN_ROWS && layout->measures->len > 1)
    choose_relations (writer);
  for (guint index = 0; index < writer->columns->len; index++)
    if (!write_column (writer, &g_array_index (writer->columns, HdColumn, index), error))
      return FALSE;
  return TRUE;
}

static gint64
newest (const HdMergeInput *input, const GArray *refs, gint64 vintage)
{
  for (guint row = 0; row < refs->len; row++)
    {
      HdVersionRef ref = g_array_index (refs, HdVersionRef, row);

      vintage = MAX (vintage, input->sources[ref.source]->known_from[ref.row]);
    }
  return vintage;
}

static gboolean
write_catalogue (HdStoreSql *sql,
                 const HdStoreLayout *layout,
                 int number,
                 const HdMergeInput *input,
                 const HdMergePlan *plan,
                 guint64 version,
                 GError **error)
{
  gint64 first = 0, last = 0;
  gint64 vintage = newest (input, plan->history, newest (input, plan->current, G_MININT64));

  if (plan->current->len > 0)
    {
      HdVersionRef head = g_array_index (plan->current, HdVersionRef, 0);
      HdVersionRef tail = g_array_index (plan->current, HdVersionRef, plan->current->len - 1);

      first = input->sources[head.source]->day[head.row];
      last = input->sources[tail.source]->day[tail.row];
    }
  return hd_store_sql_run (
      sql,
      "INSERT INTO partitions VALUES (?1, ?2, ?3, ?4, ?5, iif(?4 > 0, ?6, NULL),"
      " iif(?4 > 0, ?7, NULL), ?8, (SELECT sum(length(data)) FROM segments"
      " WHERE dataset = ?1 AND period = ?2))"
      " ON CONFLICT (dataset, period) DO UPDATE SET version = excluded.version,"
      " n_rows = excluded.n_rows, n_history = excluded.n_history, first_day = excluded.first_day,"
      " last_day = excluded.last_day, vintage = excluded.vintage, n_bytes = excluded.n_bytes",
      error, "iiiiiiii", layout->id, (gint64)number, (gint64)version, (gint64)plan->current->len,
      (gint64)plan->history->len, first, last, vintage);
}

gboolean
hd_partition_write (HdStoreSql *sql,
                    const HdStoreLayout *layout,
                    int number,
                    const HdMergeInput *input,
                    const HdMergePlan *plan,
                    HdSegmentWriter *writer,
                    guint64 version,
                    GError **error)
{
  g_auto (PartWriter) current = { .sql = sql,
                                  .layout = layout,
                                  .number = number,
                                  .part = HD_PART_CURRENT,
                                  .input = input,
                                  .refs = plan->current,
                                  .writer = writer };
  g_auto (PartWriter) history = { .sql = sql,
                                  .layout = layout,
                                  .number = number,
                                  .part = HD_PART_HISTORY,
                                  .input = input,
                                  .refs = plan->history,
                                  .writer = writer };

  if (plan->current->len == 0 && plan->history->len == 0)
    return hd_partition_drop (sql, layout, number, error);
  return write_part (&current, error) && write_part (&history, error)
         && write_catalogue (sql, layout, number, input, plan, version, error);
}
