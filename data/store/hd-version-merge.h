/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Works out what one partition holds after a message: pure, on columns in memory.
 */

#pragma once

#include "hd-timeline.h"
#include "hd-version-keys.h"

G_BEGIN_DECLS

/* A deletion with wildcards: it stands for ever, for what it says of observations that come later with
 * an older known_from. */
typedef struct
{
  HdDay day; /* HD_DAY_NONE: every day */
  HdCode *codes; /* [dimension] HD_CODE_NONE: every code */
  guint8 *measures; /* (nullable) [measure] 1: becomes missing; NULL: the observation goes */
  gint64 known_from, prepared;
  HdVersionRef place; /* in its message; of a new rule only */
} HdDeletionRule;

void hd_deletion_rule_clear (HdDeletionRule *rule);
gboolean
hd_deletion_rule_matches (const HdDeletionRule *rule, const HdVersions *versions, guint row);

typedef struct
{
  /* [n_parts] of the message, then current, history, and an empty one for what is worked out. */
  HdVersions **sources;
  guint n_parts;
  const HdKeyShape *shape;
  const gboolean *is_real; /* [measure] */
  GArray *items; /* (element-type HdVersionItem): the message's rows of this partition, sorted */
  const GArray *new_rules; /* (element-type HdDeletionRule) of the message, in its order */
  const GArray *old_rules; /* of messages before */
  /* An earlier piece of the same message, prepared then, is among what is stored. */
  gboolean is_continued;
  gint64 prepared;
} HdMergeInput;

#define HD_MERGE_CURRENT(input) ((input)->sources[(input)->n_parts])
#define HD_MERGE_HISTORY(input) ((input)->sources[(input)->n_parts + 1])
#define HD_MERGE_DERIVED(input) ((input)->sources[(input)->n_parts + 2])

/* Each sorted by key; the history then by known_from and prepared. */
typedef struct
{
  GArray *current; /* (element-type HdVersionRef) */
  GArray *history; /* (element-type HdVersionRef) */
  guint64 added, replaced, deleted, unchanged;
  gboolean is_changed; /* anything is to be written */
  gboolean is_news; /* some answer, of now or as of a moment, may differ */
  /* Of one observation and moment two pieces of the message say different things: which came last cannot
   * be told any more, so the message has to be merged whole. */
  gboolean has_clash;
} HdMergePlan;

void hd_version_merge (const HdMergeInput *input, HdMergePlan *plan);
void hd_merge_plan_clear (HdMergePlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdMergePlan, hd_merge_plan_clear)

/* What the partition showed at `as_of`: refs into {current, history, derived}, whose known_from is that
 * of the row shown. (transfer full) (element-type HdVersionRef) */
GArray *hd_versions_as_of (const HdMergeInput *input, gint64 as_of);
/* All that it showed before, and does not now: refs likewise, key by key in the order of time. Each was shown
 * from its known_from on, and until the moment that is added to `known_until` (element-type gint64). */
GArray *hd_versions_past (const HdMergeInput *input, GArray *known_until);

G_END_DECLS
