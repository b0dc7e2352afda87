/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fixture's rows said before.
 */

#include "config.h"

#include "cube-past.h"

#define EARLIER 10

static gboolean
was_estimated (guint row)
{
  return row % 3 == 0;
}

static void
append (HdRows *to, const HdRows *from, guint row, gboolean is_estimate)
{
  HdStructure *structure = from->structure;
  g_autofree HdCode *codes = g_new (HdCode, hd_structure_get_n_dimensions (structure) + 1);
  g_autofree HdNumber *values = g_new (HdNumber, hd_structure_get_n_measures (structure) + 1);
  HdRow copy
      = { from->day[row],       codes, values, (HdStatus)from->status[row], HD_ACTION_REPLACE,
          from->known_from[row] };

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    codes[index] = from->codes[index][row];
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    {
      values[index] = from->values[index][row];
      if (is_estimate && !hd_rows_is_missing (from, index, row))
        {
          if (hd_structure_get_measure (structure, index)->is_real)
            values[index].d += 1;
          else
            values[index].i += 17;
        }
    }
  if (is_estimate)
    {
      copy.known_from -= EARLIER;
      copy.status = copy.status == HD_STATUS_NORMAL ? HD_STATUS_ESTIMATED : copy.status;
    }
  hd_rows_append (to, &copy);
}

HdRows *
cube_past_known (const HdRows *rows, gint64 as_of)
{
  HdRows *known = hd_rows_new (rows->structure);

  for (guint row = 0; row < rows->n_rows; row++)
    if (rows->known_from[row] <= as_of)
      append (known, rows, row, FALSE);
    else if (was_estimated (row) && rows->known_from[row] - EARLIER <= as_of)
      append (known, rows, row, TRUE);
  return known;
}

HdStorePast *
cube_past_list (const HdRows *rows)
{
  HdStorePast *past = g_new0 (HdStorePast, 1);

  past->rows = hd_rows_new (rows->structure);
  past->known_until = g_new (gint64, rows->n_rows + 1);
  for (guint row = 0; row < rows->n_rows; row++)
    if (was_estimated (row))
      {
        past->known_until[past->rows->n_rows] = rows->known_from[row];
        append (past->rows, rows, row, TRUE);
      }
  return past;
}
