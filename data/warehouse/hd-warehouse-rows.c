/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Observations themselves out of a warehouse.
 */

#include "config.h"

#include "hd-warehouse-rows.h"

#include "hd-warehouse-codes.h"
#include "hd-warehouse-sql.h"

#include <math.h>
#include <string.h>

/* Bytes of a row as they come. */
static gsize
size_of_row (HdStructure *structure)
{
  return 4 + 2 * (gsize)hd_structure_get_n_dimensions (structure)
         + 9 * (gsize)hd_structure_get_n_measures (structure) + 1 + 8;
}

/* DAY, codes, a flag and a number a measure, STATUS, KNOWN_FROM. */
static char *
sql_of_rows (const char *database, HdStructure *structure, HdDay first, HdDay last, gint64 as_of)
{
  g_autofree char *days = g_strdup_printf ("DAY BETWEEN %d AND %d", first, last);
  g_autofree char *rows = NULL;
  g_autoptr (GString) sql = g_string_new ("SELECT DAY");

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_string_append_printf (sql, ", D_%s", hd_structure_get_dimension (structure, index)->id);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    {
      const HdMeasure *measure = hd_structure_get_measure (structure, index);

      g_string_append_printf (sql, ", toUInt8(isNull(M_%s)), to%s64(assumeNotNull(M_%s))",
                              measure->id, measure->is_real ? "Float" : "Int", measure->id);
    }
  g_string_append (sql, ", STATUS, KNOWN_FROM");
  rows = hd_warehouse_sql_union (sql->str, database, structure, days, "", as_of);
  /* Answers behind one another come in no order. */
  return g_strdup_printf ("SELECT * FROM (%s) ORDER BY DAY", rows);
}

/* FALSE: one of its codes is unknown to our structure, so the row cannot be had. */
static gboolean
read_row (HdStructure *structure,
          const guint8 *bytes,
          HdCode *const *to_list,
          HdCode *codes,
          HdNumber *values,
          HdRow *row)
{
  gboolean is_known = TRUE;
  gint32 day;
  gint64 known_from;

  memcpy (&day, bytes, sizeof day);
  bytes += sizeof day;
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++, bytes += 2)
    {
      codes[index] = to_list[index][(guint)bytes[0] | (guint)bytes[1] << 8];
      is_known &= codes[index] != HD_CODE_NONE;
    }
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++, bytes += 9)
    {
      guint64 word;

      memcpy (&word, bytes + 1, sizeof word);
      values[index].i = (gint64)GUINT64_FROM_LE (word);
      if (*bytes != 0 && hd_structure_get_measure (structure, index)->is_real)
        values[index].d = NAN;
      else if (*bytes != 0)
        values[index].i = HD_INT64_MISSING;
    }
  memcpy (&known_from, bytes + 1, sizeof known_from);
  *row = (HdRow){ .day = GINT32_FROM_LE (day),
                  .codes = codes,
                  .values = values,
                  .status = (HdStatus)*bytes,
                  .action = HD_ACTION_REPLACE,
                  .known_from = GINT64_FROM_LE (known_from) };
  return is_known;
}

static gboolean
read_all (HdWarehouseAnswer *answer, HdRows *rows, HdCode *const *to_list, GError **error)
{
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint n_measures = hd_structure_get_n_measures (rows->structure);
  g_autofree HdCode *codes = g_new (HdCode, n_dimensions + 1);
  g_autofree HdNumber *values = g_new (HdNumber, n_measures + 1);
  g_autoptr (GError) local_error = NULL;
  const guint8 *bytes;
  HdRow row;

  while ((bytes = hd_warehouse_answer_next (answer, size_of_row (rows->structure), &local_error))
         != NULL)
    if (read_row (rows->structure, bytes, to_list, codes, values, &row))
      hd_rows_append (rows, &row);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

HdRows *
hd_warehouse_rows_read (HdWarehouseClient *client,
                        HdStructure *structure,
                        HdDay first,
                        HdDay last,
                        gint64 as_of,
                        GError **error)
{
  g_autoptr (HdWarehouseCodes) codes = hd_warehouse_codes_read (client, structure, NULL, error);
  g_autoptr (GPtrArray) to_list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HdRows) rows = hd_rows_new (structure);
  g_autoptr (HdWarehouseAnswer) answer = NULL;
  g_autofree char *sql
      = sql_of_rows (hd_warehouse_client_get_database (client), structure, first, last, as_of);

  if (codes == NULL)
    return NULL;
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      HdCodeList *list = hd_structure_get_dimension (structure, index)->codes;

      g_ptr_array_add (to_list, hd_warehouse_codes_to_list (codes, index, list));
    }
  answer = hd_warehouse_client_ask (client, sql, NULL, error);
  if (answer == NULL || !read_all (answer, rows, (HdCode *const *)to_list->pdata, error))
    return NULL;
  return g_steal_pointer (&rows);
}
