/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the store keeps one dataset: its dimensions and measures by id, and its dictionary of codes.
 */

#pragma once

#include "hd-store-sql.h"
#include "hd-structure.h"

G_BEGIN_DECLS

/* Atomically counted; changed only by the writer that made it. */
typedef struct
{
  gint64 id; /* in the datasets table */
  char *name;
  HdGrain grain;
  guint8 month_start_day;
  GPtrArray *dimensions; /* (element-type utf8) ids */
  GPtrArray *measures; /* (element-type utf8) ids */
  GArray *is_real; /* (element-type gboolean) [measure] */
  GPtrArray *dictionaries; /* (element-type GPtrArray of utf8) [dimension][code] */
  GPtrArray *lookups; /* (element-type GHashTable) [dimension] id → code + 1 */
  GArray *n_saved; /* (element-type guint) [dimension] codes that the table has */
  gatomicrefcount refs;
} HdStoreLayout;

HdStoreLayout *hd_store_layout_ref (HdStoreLayout *layout);
void hd_store_layout_unref (HdStoreLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreLayout, hd_store_layout_unref)

/* `layout` becomes NULL when the dataset is not stored. */
gboolean
hd_store_layout_load (HdStoreSql *sql, const char *name, HdStoreLayout **layout, GError **error);
/* Of a dataset that the store lists: none is damage. */
gboolean hd_store_layout_load_listed (HdStoreSql *sql,
                                      const char *name,
                                      HdStoreLayout **layout,
                                      GError **error);
/* Can rows of `structure` be kept beside those of the layout? */
gboolean hd_store_layout_is_compatible (const HdStoreLayout *layout, const HdStructure *structure);
/* Within a write transaction: the layout for rows of `structure`, made or extended by its measures. */
HdStoreLayout *
hd_store_layout_ensure (HdStoreSql *sql, const HdStructure *structure, GError **error);
/* The code of `id` in the dictionary, added when it is not there; HD_CODE_NONE when it is full. */
HdCode hd_store_layout_add_code (HdStoreLayout *layout, guint dimension, const char *id);
/* Within a write transaction: writes codes that were added. */
gboolean hd_store_layout_save_codes (HdStoreSql *sql, HdStoreLayout *layout, GError **error);
guint hd_store_layout_n_codes (const HdStoreLayout *layout, guint dimension);
int hd_store_layout_find_measure (const HdStoreLayout *layout, const char *id);
/* Within a write transaction: forgets the dataset with all its rows. */
gboolean hd_store_layout_drop (HdStoreSql *sql, HdStoreLayout *layout, GError **error);
/* (transfer full): a structure with ids for names, for a dataset whose feed sent none. */
HdStructure *hd_store_layout_to_structure (const HdStoreLayout *layout);

G_END_DECLS
