/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dimension to group by, and sets of codes to filter by, resolved through code lists and hierarchies.
 */

#pragma once

#include "hd-cube-scan.h"
#include "hd-query.h"

G_BEGIN_DECLS

/* One grouping dimension other than time. */
typedef struct
{
  char *id; /* column id: "unit:region", "tax" */
  char *component; /* SDMX id: UNIT */
  HdCodeList *list; /* of the column's codes */
  HdHierarchy *hierarchy; /* (nullable) */
  guint level; /* in `hierarchy` */
  /* The codes of `list` that a row can be grouped under, in the list's order: members count by them. */
  guint n_groups;
  HdCode *groups; /* [group] code */
  guint32 *group_of; /* [code] group, or HD_CUBE_NO_CODE */
} HdCubeAxis;

void hd_cube_axis_free (HdCubeAxis *axis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeAxis, hd_cube_axis_free)

/* `codes` is the dimension's list, `map` the query's (0: none named; the newest, or the one that has the
 * level). HD_QUERY_ERROR_UNKNOWN names what is not there and what is. */
HdCubeAxis *hd_cube_axis_new (const HdGroup *group,
                              HdCodeList *codes,
                              HdStructures *structures,
                              int map,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes room for the codes of another dataset's list of the same dimension. */
void hd_cube_axis_add_list (HdCubeAxis *axis, HdCodeList *codes);
/* When all lists were added: marks the groups of the codes that are marked in `wanted` (nullable: of all).
 * `codes` is one dataset's list. */
void hd_cube_axis_mark_groups (HdCubeAxis *axis, HdCodeList *codes, const guint8 *wanted);
/* Numbers the groups that were marked. */
void hd_cube_axis_number_groups (HdCubeAxis *axis);
/* (transfer full): code of `codes` → group of the axis. `_T` belongs to no group unless `keep_total`. */
guint32 *hd_cube_axis_make_table (const HdCubeAxis *axis, HdCodeList *codes, gboolean keep_total);

/* (nullable) (transfer none): the hierarchy over `list` that the map names. */
HdHierarchy *
hd_cube_find_hierarchy (HdStructures *structures, HdCodeList *list, int map, const char *level);

/* (transfer full): [code of `codes`] TRUE for `ids` and all under them, in any hierarchy over the list or
 * by the list's own parents. HD_QUERY_ERROR_UNKNOWN with near alternatives. */
guint8 *hd_cube_codes_under (HdStructures *structures,
                             HdCodeList *codes,
                             const char *dimension,
                             char **ids,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
