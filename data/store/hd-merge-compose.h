/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one message says of one observation, several times at one moment, as the least number of versions.
 */

#pragma once

#include "hd-merge-walk.h"

G_BEGIN_DECLS

/* walk->parts in the order of the message becomes, for each known_from, one version; or two, where measures
 * are erased and others merged: the erasure, then the merge. */
void hd_merge_compose (HdMergeWalk *walk, const HdMergeKey *key);

G_END_DECLS
