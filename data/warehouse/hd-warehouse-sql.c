/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scan as one SELECT: the same sums by the same keys as the local kernel's.
 *
 * A statement holds numbers and names from the structure, which are checked when a dataset is loaded; no
 * word of a user's gets into it. Codes become numbers, and a grouping by a hierarchy is an array by those
 * numbers: [0,3,3,1][D_UNIT + 1], 0 being no group.
 */

#include "config.h"

#include "hd-warehouse-sql.h"

#include <string.h>

static void
append_array (GString *sql, const guint32 *values, guint n_values)
{
  g_string_append_c (sql, '[');
  for (guint index = 0; index < n_values; index++)
    g_string_append_printf (sql, index > 0 ? ",%u" : "%u", values[index]);
  g_string_append_c (sql, ']');
}

gboolean
hd_warehouse_sql_append_filters (GString *sql,
                                 const HdCubeScan *scan,
                                 const HdWarehouseCodes *codes)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      const HdDimension *about = hd_structure_get_dimension (scan->structure, dimension);
      guint n_numbers = hd_warehouse_codes_get_n (codes, dimension), n_kept = 0;
      g_autofree HdCode *to_list = NULL;

      if (scan->keep[dimension] == NULL)
        continue;
      to_list = hd_warehouse_codes_to_list (codes, dimension, about->codes);
      g_string_append_printf (sql, " AND D_%s IN (", about->id);
      for (guint number = 0; number < n_numbers; number++)
        if (to_list[number] != HD_CODE_NONE && scan->keep[dimension][to_list[number]])
          g_string_append_printf (sql, n_kept++ > 0 ? ",%u" : "%u", number);
      g_string_append_c (sql, ')');
      if (n_kept == 0)
        return FALSE;
    }
  return TRUE;
}

char *
hd_warehouse_sql_union (const char *select,
                        const char *database,
                        HdStructure *structure,
                        const char *conditions,
                        const char *tail,
                        gint64 as_of)
{
  const char *id = hd_structure_get_id (structure);

  if (as_of == 0)
    return g_strdup_printf ("%s FROM %s.%s WHERE %s%s", select, database, id, conditions, tail);
  return g_strdup_printf ("%s FROM %s.%s WHERE %s AND KNOWN_FROM <= %" G_GINT64_FORMAT
                          "%s UNION ALL %s FROM %s.%s_PAST WHERE %s AND KNOWN_FROM <= "
                          "%" G_GINT64_FORMAT " AND KNOWN_UNTIL > %" G_GINT64_FORMAT "%s",
                          select, database, id, conditions, as_of, tail, select, database, id,
                          conditions, as_of, as_of, tail);
}

/* "[…][D_UNIT + 1] AS g0" in `where`, which must be above 0; and "* size + g0 - 1" in `key`. `table`
 * (nullable) maps codes of the list. FALSE when there is no group at all. */
static gboolean
append_group (GString *where,
              GString *key,
              const HdCubeScan *scan,
              const HdWarehouseCodes *codes,
              guint dimension,
              const guint32 *table,
              guint size)
{
  const HdDimension *about = hd_structure_get_dimension (scan->structure, dimension);
  guint n_numbers = hd_warehouse_codes_get_n (codes, dimension);
  g_autofree HdCode *to_list = hd_warehouse_codes_to_list (codes, dimension, about->codes);
  g_autofree guint32 *groups = g_new0 (guint32, n_numbers + 1);
  g_autofree char *array = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_any = FALSE;

  for (guint number = 0; number < n_numbers; number++)
    {
      guint32 group = to_list[number] == HD_CODE_NONE ? HD_CUBE_NO_CODE
                      : table != NULL                 ? table[to_list[number]]
                                                      : to_list[number];

      groups[number] = group == HD_CUBE_NO_CODE ? 0 : group + 1;
      is_any |= groups[number] > 0;
    }
  append_array (text, groups, n_numbers);
  array = g_strdup_printf ("%s[D_%s + 1]", text->str, about->id);
  g_string_append_printf (where, " AND %s > 0", array);
  g_string_prepend (key, "(");
  g_string_append_printf (key, ") * %u + %s - 1", size, array);
  return is_any;
}

/* Days into intervals: by an array too, from the first day on. */
static void
append_days (GString *where, GString *key, const HdCubeIntervals *intervals)
{
  g_autofree guint32 *pieces = g_new (guint32, intervals->n_days + 1);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_one = TRUE;

  for (guint day = 0; day < intervals->n_days; day++)
    {
      pieces[day] = (guint32)(intervals->of_day[day] + 1);
      is_one &= pieces[day] == pieces[0];
    }
  g_string_append_printf (where, "DAY BETWEEN %d AND %d", intervals->first,
                          intervals->first + (HdDay)intervals->n_days - 1);
  if (is_one)
    {
      g_string_append_printf (key, "toUInt64(%u)", pieces[0] - 1);
      return;
    }
  append_array (text, pieces, intervals->n_days);
  g_string_append_printf (where, " AND %s[DAY - (%d)] > 0", text->str, intervals->first - 1);
  g_string_append_printf (key, "toUInt64(%s[DAY - (%d)] - 1)", text->str, intervals->first - 1);
}

char *
hd_warehouse_sql_of_scan (const HdCubeScan *scan,
                          const HdCubeIntervals *intervals,
                          const HdWarehouseCodes *codes,
                          const char *database)
{
  const HdMeasure *measure = hd_structure_get_measure (scan->structure, (guint)scan->measure);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *missing
      = g_strdup_printf ("(STATUS = %d OR isNull(M_%s))", (int)HD_STATUS_MISSING, measure->id);
  g_autofree char *value = g_strdup_printf ("assumeNotNull(M_%s)", measure->id);
  g_autofree char *sums = NULL, *select = NULL;

  append_days (where, key, intervals);
  if (!hd_warehouse_sql_append_filters (where, scan, codes))
    return NULL;
  for (guint axis = 0; axis < scan->n_axes; axis++)
    if (scan->axis_dimension[axis] >= 0 /* an absent one has the size 1 */
        && !append_group (where, key, scan, codes, (guint)scan->axis_dimension[axis],
                          scan->axis_table[axis], scan->axis_size[axis]))
      return NULL;
  if (scan->class_dimension >= 0
      && !append_group (where, key, scan, codes, (guint)scan->class_dimension, NULL,
                        scan->n_classes))
    return NULL;
  if (measure->is_real)
    sums = g_strdup_printf ("sumIf(%s, NOT %s)", value, missing);
  else
    sums = g_strdup_printf ("sumIf(intDiv(%s, toInt64(4294967296)), NOT %s), "
                            "sumIf(%s - intDiv(%s, toInt64(4294967296)) * toInt64(4294967296), "
                            "NOT %s)",
                            value, missing, value, value, missing);
  select = g_strdup_printf (
      "SELECT toUInt64(%s) AS k, toUInt64(count()), toUInt64(countIf(NOT %s)), toUInt8(max(%s)), "
      "toUInt8(max(STATUS IN (%d,%d))), toInt64(max(KNOWN_FROM)), %s",
      key->str, missing, missing, (int)HD_STATUS_PROVISIONAL, (int)HD_STATUS_ESTIMATED, sums);
  return hd_warehouse_sql_union (select, database, scan->structure, where->str, " GROUP BY k",
                                 scan->as_of);
}

gsize
hd_warehouse_row_size (gboolean is_real)
{
  return 3 * 8 + 2 + 8 + (is_real ? 8 : 16);
}

static guint64
read_word (const guint8 **bytes)
{
  guint64 word;

  memcpy (&word, *bytes, sizeof word);
  *bytes += sizeof word;
  return GUINT64_FROM_LE (word);
}

HdWarehouseRow
hd_warehouse_row_read (const guint8 *bytes, gboolean is_real)
{
  HdWarehouseRow row = { 0 };

  row.key = read_word (&bytes);
  row.n_rows = read_word (&bytes);
  row.n_known = read_word (&bytes);
  row.is_missing = *bytes++;
  row.is_provisional = *bytes++;
  row.vintage = (gint64)read_word (&bytes);
  if (is_real)
    {
      guint64 word = read_word (&bytes);

      memcpy (&row.real, &word, sizeof word);
      return row;
    }
  row.high = (gint64)read_word (&bytes);
  row.low = (gint64)read_word (&bytes);
  return row;
}
