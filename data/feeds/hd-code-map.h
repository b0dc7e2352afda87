/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds a code by its bytes, many million times a second.
 */

#pragma once

#include "hd-code-list.h"

G_BEGIN_DECLS

typedef struct _HdCodeMap HdCodeMap;

HdCodeMap *hd_code_map_new (HdCodeList *list) G_GNUC_WARN_UNUSED_RESULT;
void hd_code_map_free (HdCodeMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCodeMap, hd_code_map_free)

/* HD_CODE_NONE when the list has no such code. */
HdCode hd_code_map_find (HdCodeMap *map, const char *id, gsize length);
/* The same, but an open list grows by the new code. HD_CODE_NONE when the list is closed or full, or
 * the id is not fit to be one: not UTF-8, with a control character, or with a blank at an end. */
HdCode hd_code_map_find_or_add (HdCodeMap *map, const char *id, gsize length);

G_END_DECLS
