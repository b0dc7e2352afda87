/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trees over the codes of a list: organisation maps, HS sections and chapters.
 */

#pragma once

#include "hd-code-list.h"

G_BEGIN_DECLS

/* A tree over the codes of one list: an organisation map, or the HS sections and chapters.
 * Every code of the tree has a level; levels are named from the top ("nation", "region", "office").
 * A leaf may hang higher than its fellows (an office of the centre under the nation): grouped at a
 * level that it does not pass through, it stands for itself. */
typedef struct _HdHierarchy HdHierarchy;

HdHierarchy *hd_hierarchy_new (const char *id,
                               HdCodeList *list,
                               const char *const *level_names) G_GNUC_WARN_UNUSED_RESULT;
HdHierarchy *hd_hierarchy_ref (HdHierarchy *hierarchy);
void hd_hierarchy_unref (HdHierarchy *hierarchy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdHierarchy, hd_hierarchy_unref)

/* Puts `code` under `parent` (HD_CODE_NONE: a root) at `level`. Parents first. FALSE on a cycle or repeat. */
gboolean hd_hierarchy_add (HdHierarchy *hierarchy, HdCode code, HdCode parent, guint level);
void hd_hierarchy_set_names (HdHierarchy *hierarchy, const char *name_vi, const char *name_en);
void hd_hierarchy_set_validity (HdHierarchy *hierarchy, HdDay from, HdDay to);

const char *hd_hierarchy_get_id (const HdHierarchy *hierarchy);
const char *hd_hierarchy_get_name (const HdHierarchy *hierarchy, const char *lang);
HdDay hd_hierarchy_get_valid_from (const HdHierarchy *hierarchy); /* HD_DAY_NONE: always */
HdDay hd_hierarchy_get_valid_to (const HdHierarchy *hierarchy); /* HD_DAY_NONE: still */
HdCodeList *hd_hierarchy_get_list (const HdHierarchy *hierarchy);
guint hd_hierarchy_get_n_levels (const HdHierarchy *hierarchy);
const char *hd_hierarchy_get_level_name (const HdHierarchy *hierarchy, guint level);
/* -1 when there is no such level. */
int hd_hierarchy_find_level (const HdHierarchy *hierarchy, const char *name);
gboolean hd_hierarchy_has (const HdHierarchy *hierarchy, HdCode code);
guint hd_hierarchy_level_of (const HdHierarchy *hierarchy, HdCode code);
HdCode hd_hierarchy_parent_of (const HdHierarchy *hierarchy, HdCode code);
/* The ancestor-or-self of `code` at `level`; `code` itself when its path skips that level; HD_CODE_NONE
 * when `code` is not in the tree. */
HdCode hd_hierarchy_at_level (const HdHierarchy *hierarchy, HdCode code, guint level);
/* TRUE for `ancestor` itself too. */
gboolean hd_hierarchy_is_under (const HdHierarchy *hierarchy, HdCode code, HdCode ancestor);
/* (transfer full) (element-type guint16): the children of `code` in code-list order. */
GArray *hd_hierarchy_children (const HdHierarchy *hierarchy, HdCode code);

G_END_DECLS
