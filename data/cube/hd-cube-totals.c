/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Totals that stand inside a dimension, which must never be added to their parts.
 */

#include "config.h"

#include "hd-cube-totals.h"

/* No list is deeper; a loop of parents must not hang us. */
#define MAX_DEPTH 32

/* (transfer full): [code of the scan's list] whether a row has it. */
static guint8 *
find_reported (const HdCubeScan *scan, guint dimension, GPtrArray *parts)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  guint8 *reported = g_new0 (guint8, hd_code_list_get_n (list) + 1);

  for (guint index = 0; index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);
      HdCodeList *own = hd_structure_get_dimension (rows->structure, dimension)->codes;
      guint n = hd_code_list_get_n (own);
      g_autofree guint8 *seen = g_new0 (guint8, n + 1);

      for (guint row = 0; row < rows->n_rows; row++)
        seen[rows->codes[dimension][row]] = TRUE;
      for (guint code = 0; code < n; code++)
        {
          HdCode known = own == list
                             ? (HdCode)code
                             : hd_code_list_find (list, hd_code_list_get (own, code)->id, -1);

          if (seen[code] && known != HD_CODE_NONE)
            reported[known] = TRUE;
        }
    }
  return reported;
}

static void
settle_total (HdCubeScan *scan, guint dimension, GPtrArray *parts)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCode total = hd_code_list_find (list, HD_CODE_TOTAL_ID, -1);
  g_autofree guint8 *reported = NULL;

  if (scan->totals[dimension] != HD_CUBE_TOTAL_AUTO || total == HD_CODE_NONE)
    return;
  scan->totals[dimension] = HD_CUBE_TOTAL_AS_KEPT;
  reported = find_reported (scan, dimension, parts);
  if (!reported[total])
    return;
  g_free (scan->keep[dimension]);
  scan->keep[dimension] = g_new0 (guint8, hd_code_list_get_n (list) + 1);
  scan->keep[dimension][total] = TRUE;
}

static gboolean
has_total_above (HdCodeList *list, HdCode code, const guint8 *wanted, const guint8 *reported)
{
  HdCode above = hd_code_list_get (list, code)->parent;

  for (guint depth = 0; depth < MAX_DEPTH && above != HD_CODE_NONE; depth++)
    {
      if (wanted[above] && reported[above])
        return TRUE;
      above = hd_code_list_get (list, above)->parent;
    }
  return FALSE;
}

static gboolean
is_grouped (const HdCubeScan *scan, guint dimension)
{
  for (guint axis = 0; axis < scan->n_axes; axis++)
    {
      if (scan->axis_dimension[axis] == (int)dimension)
        return TRUE;
    }
  return scan->class_dimension == (int)dimension;
}

static void
settle_nested (HdCubeScan *scan, guint dimension, GPtrArray *parts)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  guint n = hd_code_list_get_n (list);
  g_autofree guint8 *reported = NULL;
  g_autofree guint8 *wanted = NULL;

  if (!scan->is_nested[dimension] || is_grouped (scan, dimension))
    return;
  reported = find_reported (scan, dimension, parts);
  if (scan->keep[dimension] == NULL)
    {
      scan->keep[dimension] = g_new (guint8, n + 1);
      memset (scan->keep[dimension], TRUE, n + 1);
    }
  wanted = g_memdup2 (scan->keep[dimension], n + 1);
  for (guint code = 0; code < n; code++)
    {
      if (has_total_above (list, (HdCode)code, wanted, reported))
        scan->keep[dimension][code] = FALSE;
    }
}

void
hd_cube_totals_settle (HdCubeScan *scan, GPtrArray *parts)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      settle_total (scan, dimension, parts);
      settle_nested (scan, dimension, parts);
    }
}
