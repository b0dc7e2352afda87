/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists with Vietnamese and English names.
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

/* Atomically counted. Filled by one owner before it is shared; the open list of an uncoded dimension
 * grows later, only at its end, so codes and HdCodeInfo pointers stay good. */
typedef struct _HdCodeList HdCodeList;

HdCodeList *hd_code_list_new (const char *id) G_GNUC_WARN_UNUSED_RESULT;
HdCodeList *hd_code_list_ref (HdCodeList *list);
void hd_code_list_unref (HdCodeList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCodeList, hd_code_list_unref)

/* Copies `info`. Returns HD_CODE_NONE when the id is there already or the list is full. */
HdCode hd_code_list_add (HdCodeList *list, const HdCodeInfo *info);
/* The publisher named every code there is: readers of feeds refuse another one instead of adding it. */
void hd_code_list_close (HdCodeList *list);
gboolean hd_code_list_is_closed (const HdCodeList *list);
const char *hd_code_list_get_id (const HdCodeList *list);
guint hd_code_list_get_n (const HdCodeList *list);
const HdCodeInfo *hd_code_list_get (const HdCodeList *list, HdCode code);
/* HD_CODE_NONE when there is no such code. `length` -1 for a NUL-terminated id. */
HdCode hd_code_list_find (const HdCodeList *list, const char *id, gssize length);
/* `lang` "vi" or "en"; falls back to the other name, then to the id. */
const char *hd_code_list_name (const HdCodeList *list, HdCode code, const char *lang);

G_END_DECLS
