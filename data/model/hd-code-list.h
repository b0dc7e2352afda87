/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists with Vietnamese and English names, and the hierarchies over them.
 */

#pragma once

#include <glib.h>

#include "hd-period.h"

G_BEGIN_DECLS

/* Index of a code in its list. Lists hold at most 65,535 codes, so that columns can be 16 bits wide. */
typedef guint16 HdCode;
#define HD_CODE_NONE ((HdCode)0xFFFF)

/* The code that stands for "all" inside a dimension (SDMX `_T`). It is never added to its parts. */
#define HD_CODE_TOTAL_ID "_T"

typedef struct
{
  const char *id;
  const char *name_vi;
  const char *name_en;
  HdCode parent; /* in the list itself; HD_CODE_NONE at the top */
  double lower; /* bounds of a duration class in minutes [lower, upper); NAN when it is none */
  double upper; /* INFINITY for the open class */
  HdDay valid_from; /* HD_DAY_NONE: always */
  HdDay valid_to; /* last valid day; HD_DAY_NONE: still valid */
} HdCodeInfo;

/* Immutable after hd_code_list_seal(), atomically counted. */
typedef struct _HdCodeList HdCodeList;

HdCodeList *hd_code_list_new (const char *id) G_GNUC_WARN_UNUSED_RESULT;
HdCodeList *hd_code_list_ref (HdCodeList *list);
void hd_code_list_unref (HdCodeList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCodeList, hd_code_list_unref)

/* Copies `info`. Returns HD_CODE_NONE when the id is there already or the list is full. */
HdCode hd_code_list_add (HdCodeList *list, const HdCodeInfo *info);
const char *hd_code_list_get_id (const HdCodeList *list);
guint hd_code_list_get_n (const HdCodeList *list);
const HdCodeInfo *hd_code_list_get (const HdCodeList *list, HdCode code);
/* HD_CODE_NONE when there is no such code. `length` -1 for a NUL-terminated id. */
HdCode hd_code_list_find (const HdCodeList *list, const char *id, gssize length);
/* `lang` "vi" or "en"; falls back to the other name, then to the id. */
const char *hd_code_list_name (const HdCodeList *list, HdCode code, const char *lang);

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
gboolean hd_hierarchy_is_under (const HdHierarchy *hierarchy, HdCode code, HdCode ancestor);
/* (transfer full) (element-type guint16): the children of `code` in code-list order. */
GArray *hd_hierarchy_children (const HdHierarchy *hierarchy, HdCode code);

G_END_DECLS
