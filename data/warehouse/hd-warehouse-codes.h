/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers by which a warehouse knows the codes of a dataset's dimensions.
 */

#pragma once

#include "hd-structure.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

/* Code lists grow, shrink and are reordered by their publishers, and rows of years lie in the warehouse: so it
 * has numbers of its own, kept in the table CODES, that a code never loses. Atomically counted; who adds codes
 * does not share it. */
typedef struct _HdWarehouseCodes HdWarehouseCodes;

/* Reads those of `structure`'s dataset. */
HdWarehouseCodes *hd_warehouse_codes_read (HdWarehouseClient *client,
                                           HdStructure *structure,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
HdWarehouseCodes *hd_warehouse_codes_ref (HdWarehouseCodes *self);
void hd_warehouse_codes_unref (HdWarehouseCodes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdWarehouseCodes, hd_warehouse_codes_unref)

/* How many numbers the dimension has. */
guint hd_warehouse_codes_get_n (const HdWarehouseCodes *self, guint dimension);
/* (transfer none): the code's id. */
const char *hd_warehouse_codes_get_id (const HdWarehouseCodes *self, guint dimension, guint number);
/* (transfer full): [number] → code of `list`, HD_CODE_NONE where it has none. */
HdCode *hd_warehouse_codes_to_list (const HdWarehouseCodes *self,
                                    guint dimension,
                                    HdCodeList *list) G_GNUC_WARN_UNUSED_RESULT;
/* The number of `id`, a new one when it has none yet. */
guint16 hd_warehouse_codes_ensure (HdWarehouseCodes *self, guint dimension, const char *id);
/* Writes what is new. */
gboolean hd_warehouse_codes_write (HdWarehouseCodes *self,
                                   HdWarehouseClient *client,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
