/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The key of an observation (day, codes) as one number, and sorting by it.
 */

#pragma once

#include "hd-versions.h"

G_BEGIN_DECLS

/* Day first, then the codes in the order of the dimensions, each in as many bits as it needs. */
typedef unsigned __int128 HdVersionKey;

typedef struct
{
  HdDay first_day; /* of the partition */
  guint n_dimensions;
  guint8 *bits; /* [dimension] */
  guint n_bits;
} HdKeyShape;

typedef struct
{
  HdVersionKey key;
  HdVersionRef ref;
} HdVersionItem;

/* `n_codes` [dimension] codes in the dataset's dictionary. FALSE when keys do not fit. */
gboolean
hd_key_shape_init (HdKeyShape *shape, HdDay first_day, guint n_dimensions, const guint *n_codes);
void hd_key_shape_clear (HdKeyShape *shape);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdKeyShape, hd_key_shape_clear)

HdVersionKey hd_key_of (const HdKeyShape *shape, const HdVersions *versions, guint row);
/* (transfer full): the keys of all rows. */
HdVersionKey *hd_keys_of_all (const HdKeyShape *shape, const HdVersions *versions);
/* Stable, so that items of one key stay in the order of their message. */
void hd_version_items_sort (const HdKeyShape *shape, GArray *items);

G_END_DECLS
