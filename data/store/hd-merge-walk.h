/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks over a partition and a message's rows together, key by key, and gathers what is said of each.
 */

#pragma once

#include "hd-version-merge.h"

G_BEGIN_DECLS

typedef struct
{
  const HdMergeInput *input;
  HdMergePlan *plan;
  HdTimeline timeline;
  HdVersionKey *current_keys, *history_keys;
  guint current_row, history_row, item; /* cursors */
  GArray *new_rules, *old_rules; /* (element-type gpointer) those for rules_day */
  HdDay rules_day;
  GArray *parts; /* (element-type HdTimelineEvent) what the message says of one key */
} HdMergeWalk;

/* The rows of one key. */
typedef struct
{
  HdVersionKey key;
  const HdVersions *versions; /* somewhere, where it can be read */
  guint row;
  gboolean has_current;
  guint n_history, n_items;
} HdMergeKey;

void hd_merge_walk_init (HdMergeWalk *walk, const HdMergeInput *input);
void hd_merge_walk_clear (HdMergeWalk *walk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdMergeWalk, hd_merge_walk_clear)

/* The next key of any source; FALSE at the end. hd_merge_walk_advance() steps behind it. */
gboolean hd_merge_walk_next (HdMergeWalk *walk, HdMergeKey *key);
void hd_merge_walk_advance (HdMergeWalk *walk, const HdMergeKey *key);
/* Picks the rules that may match on `day` into walk->new_rules and old_rules. */
void hd_merge_walk_turn_to_day (HdMergeWalk *walk, HdDay day);
/* All versions of the key into walk->timeline.events: the message's first, one a known_from, so that what is
 * stored stays where both are the same; the stored ones last. */
void hd_merge_walk_collect (HdMergeWalk *walk, const HdMergeKey *key);
/* A row of this key, with every measure missing, among what is worked out. */
HdVersionRef hd_merge_walk_derive (HdMergeWalk *walk,
                                   const HdMergeKey *key,
                                   guint8 action,
                                   gint64 known_from,
                                   gint64 prepared);
/* What the timeline's state shows, which is visible: the version that says it, or a row worked out. */
HdVersionRef hd_merge_walk_get_shown (HdMergeWalk *walk, const HdMergeKey *key);

G_END_DECLS
