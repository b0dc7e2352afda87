/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds screens, units, figures, datasets and tariff chapters by a few letters, with or without diacritics.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-scope.h"
#include "hd-structure.h"

G_BEGIN_DECLS

typedef enum
{
  HD_FOUND_SCREEN,
  HD_FOUND_UNIT,
  HD_FOUND_KPI,
  HD_FOUND_DATASET,
  HD_FOUND_CHAPTER,
  HD_FOUND_CODE, /* of any other dimension: a tax, a lane, a partner */
} HdFoundKind;

typedef struct
{
  HdFoundKind kind;
  char *id;
  char *name;
  char *dataset; /* (nullable): of a KPI; the first that has such a code */
  char *dimension; /* (nullable): of a code, "tax" */
  guint level; /* of a unit or chapter in its tree: the larger come first */
  char *folded; /* lower case without diacritics, with the id */
  char *initials; /* of its words: "tnk" of "thuế nhập khẩu", so that "nk" finds it */
} HdFound;

/* Everything that can be found; immutable after it is made. */
typedef struct _HdSearch HdSearch;

/* "Hải Phòng" becomes "hai phong", "Đà Nẵng" "da nang". (transfer full) */
char *hd_search_fold (const char *text);

HdSearch *hd_search_new (HdCatalog *catalog,
                         HdStructures *structures, /* (nullable) */
                         const char *lang) G_GNUC_WARN_UNUSED_RESULT;
void hd_search_free (HdSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSearch, hd_search_free)

/* Before the index is used: a screen's id and translated title. */
void hd_search_add_screen (HdSearch *search, const char *id, const char *title);
/* The best `limit`, best first: every word of `text` begins a word of theirs, or stands within one.
 * (transfer container) (element-type HdFound), borrowed from `search`. */
GPtrArray *hd_search_find (const HdSearch *search, const char *text, guint limit);
/* Where a find leads from `scope`. (transfer full) */
HdScope *hd_search_scope (const HdFound *found, const HdScope *scope);

G_END_DECLS
