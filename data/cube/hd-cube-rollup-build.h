/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adds up the rows of a partition into a roll-up.
 */

#pragma once

#include "hd-cube-rollup.h"

G_BEGIN_DECLS

/* A roll-up in the making: its header and its columns, with the codes of the table that it is of. */
typedef struct
{
  HdCubeRollup *rollup;
  GArray **codes; /* (element-type guint16) [dimension] */
  GArray **values; /* (element-type gint64) [measure] */
  GByteArray **flags; /* [measure] HdCubeRowFlags */
} HdCubeRollupDraft;

/* Of `spec`, from `table`: rows, or a finer roll-up. NULL when they cannot be added up so: a dimension is
 * not there or one would be added over that must not be, or there is no integer measure. */
HdCubeRollupDraft *hd_cube_rollup_build (const HdCubeTable *table,
                                         const HdRollupSpec *spec) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_rollup_draft_free (HdCubeRollupDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeRollupDraft, hd_cube_rollup_draft_free)

/* A table over the draft, which must live longer; `like` is the table that it was made of. */
HdCubeTable *hd_cube_rollup_draft_open (const HdCubeRollupDraft *draft, const HdCubeTable *like);

G_END_DECLS
