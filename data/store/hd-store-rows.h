/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the segments of a partition to rows with the codes of the dataset's structure.
 */

#pragma once

#include "hd-store-partition.h"

G_BEGIN_DECLS

/* Read only once it is made, so that several threads may make rows by it. */
typedef struct
{
  HdStructure *structure;
  HdStoreLayout *layout;
  HdCode **maps; /* [dimension][code of the dictionary] code of the structure */
} HdRowsMaker;

/* FALSE when the structure lacks a code or a dimension that is stored. */
gboolean hd_rows_maker_init (HdRowsMaker *maker, HdStructure *structure, HdStoreLayout *layout);
void hd_rows_maker_clear (HdRowsMaker *maker);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdRowsMaker, hd_rows_maker_clear)

/* (transfer full): the versions that were shown at `as_of`, with codes of the dictionary. */
HdVersions *hd_partition_play (const HdStoreLayout *layout,
                               const HdPartitionInfo *info,
                               GHashTable *current,
                               GHashTable *history,
                               gint64 as_of,
                               GError **error);

/* The latest rows. `current` as hd_partition_fetch() gave it. */
HdRows *hd_rows_maker_make_latest (const HdRowsMaker *maker,
                                   const HdPartitionInfo *info,
                                   GHashTable *current,
                                   GError **error);
/* Every version, with the action that it was said with, in the order of known_from and prepared, so that one
 * message can say them all. */
HdRows *hd_rows_maker_make_versions (const HdRowsMaker *maker,
                                     const HdPartitionInfo *info,
                                     GHashTable *current,
                                     GHashTable *history,
                                     GError **error);
/* What was shown before, and is not now; until when is added to `known_until` (element-type gint64). */
HdRows *hd_rows_maker_make_past (const HdRowsMaker *maker,
                                 const HdPartitionInfo *info,
                                 GHashTable *current,
                                 GHashTable *history,
                                 GArray *known_until,
                                 GError **error);
/* The rows as they were known at `as_of`. */
HdRows *hd_rows_maker_make_as_of (const HdRowsMaker *maker,
                                  const HdPartitionInfo *info,
                                  GHashTable *current,
                                  GHashTable *history,
                                  gint64 as_of,
                                  GError **error);

G_END_DECLS
