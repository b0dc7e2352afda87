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
find_reported (const HdCubeScan *scan, guint dimension, const GArray *pieces)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  guint8 *reported = g_new0 (guint8, hd_code_list_get_n (list) + 1);

  for (guint index = 0; index < pieces->len; index++)
    {
      const HdCubePiece *piece = &g_array_index (pieces, HdCubePiece, index);
      const HdCubeTable *table = piece->table;
      HdCodeList *own = hd_structure_get_dimension (table->structure, dimension)->codes;
      guint n = hd_cube_table_get_n_codes (table, dimension);
      g_autofree guint8 *seen = g_new0 (guint8, n + 1);

      for (guint row = piece->first; row < piece->last; row++)
        seen[hd_cube_vector_get_code (table->codes[dimension], row)] = TRUE;
      for (guint code = 0; code < n; code++)
        {
          HdCode known = hd_cube_table_to_structure (table, dimension, code);

          if (own != list && known != HD_CODE_NONE)
            known = hd_code_list_find (list, hd_code_list_get (own, known)->id, -1);
          if (seen[code] && known != HD_CODE_NONE)
            reported[known] = TRUE;
        }
    }
  return reported;
}

static gboolean
is_total_open (const HdCubeScan *scan, guint dimension)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;

  return scan->totals[dimension] == HD_CUBE_TOTAL_AUTO
         && hd_code_list_find (list, HD_CODE_TOTAL_ID, -1) != HD_CODE_NONE;
}

static void
settle_total (HdCubeScan *scan, guint dimension, const guint8 *reported)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCode total = hd_code_list_find (list, HD_CODE_TOTAL_ID, -1);

  if (!is_total_open (scan, dimension))
    return;
  scan->totals[dimension] = HD_CUBE_TOTAL_AS_KEPT;
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
settle_nested (HdCubeScan *scan, guint dimension, const guint8 *reported)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  guint n = hd_code_list_get_n (list);
  g_autofree guint8 *wanted = NULL;

  if (!scan->is_nested[dimension] || is_grouped (scan, dimension))
    return;
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

guint64
hd_cube_totals_find_open (const HdCubeScan *scan)
{
  guint64 open = 0;

  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      if (is_total_open (scan, dimension)
          || (scan->is_nested[dimension] && !is_grouped (scan, dimension)))
        open |= G_GUINT64_CONSTANT (1) << dimension;
    }
  return open;
}

void
hd_cube_totals_settle_codes (HdCubeScan *scan, guint8 *const *reported)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      settle_total (scan, dimension, reported[dimension]);
      settle_nested (scan, dimension, reported[dimension]);
    }
}

void
hd_cube_totals_settle (HdCubeScan *scan, const GArray *pieces)
{
  g_autofree guint8 **reported = g_new0 (guint8 *, scan->n_dimensions + 1);
  guint64 open = hd_cube_totals_find_open (scan);

  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    if ((open >> dimension & 1) != 0)
      reported[dimension] = find_reported (scan, dimension, pieces);
  hd_cube_totals_settle_codes (scan, reported);
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    g_free (reported[dimension]);
}
