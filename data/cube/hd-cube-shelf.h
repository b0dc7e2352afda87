/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where roll-ups stand: kept in the store beside the partitions that they are of, read column by column.
 */

#pragma once

#include "hd-cube-rollup-build.h"

G_BEGIN_DECLS

/* The roll-ups of a store, as far as they were read. Thread-safe. */
typedef struct _HdCubeShelf HdCubeShelf;

HdCubeShelf *hd_cube_shelf_new (HdStore *store, HdCatalog *catalog) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_shelf_free (HdCubeShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeShelf, hd_cube_shelf_free)

/* Lets go of all that was read: it is read again when it is wanted. */
void hd_cube_shelf_forget (HdCubeShelf *self);

/* (transfer full) (element-type HdStorePartition): the dataset's partitions. */
GArray *hd_cube_shelf_list_parts (HdCubeShelf *self, const char *dataset, GError **error);
/* (transfer full) (element-type HdCubeRollup): those of the partition that are up to date and have the
 * dimensions and measures (bits by index). */
GPtrArray *hd_cube_shelf_list (HdCubeShelf *self,
                               HdStructure *structure,
                               const HdStorePartition *part,
                               guint64 dimensions,
                               guint64 measures);
/* (transfer full) (nullable): the table of a roll-up with these columns; NULL when it cannot be read. */
HdCubeTable *hd_cube_shelf_open (HdCubeShelf *self,
                                 HdStructure *structure,
                                 const HdCubeRollup *rollup,
                                 guint64 dimensions,
                                 guint64 measures);

/* Told how far it is: partitions done, and all that there are to do. */
typedef void (*HdCubeRollupsFunc) (guint n_done, guint n_all, gpointer user_data);

/* Makes the roll-ups of every partition that lacks one or was changed since. To be called when a message
 * was applied; the engine answers from the rows meanwhile. `store` is open for writing. */
gboolean hd_cube_shelf_refresh (HdStore *store,
                                HdCatalog *catalog,
                                GCancellable *cancellable,
                                HdCubeRollupsFunc progress,
                                gpointer user_data,
                                GError **error);

/* The name under which the store keeps a column, and the place that seals it. */
char *hd_cube_shelf_name (const HdCubeRollup *rollup, const char *column);
char *hd_cube_shelf_place (const HdCubeRollup *rollup, const char *column);

G_END_DECLS
