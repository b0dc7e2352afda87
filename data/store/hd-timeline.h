/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The versions of one observation, and what they say at a moment.
 *
 * The rules, by which the order of messages does not matter:
 * - Versions are ordered by known_from; at one known_from by `prepared` of their message (the sender's later
 *   word); then by content. Within one message at one known_from, the later row wins.
 * - REPLACE sets the whole observation, MERGE the measures that it gives, DELETE removes it, or erases the
 *   measures that it names.
 * - A version that says what was known already confirms it: the observation keeps its known_from.
 * - Of versions with one known_from and one content only the last prepared is kept, and nothing that a
 *   REPLACE or DELETE of the same known_from hides: with these operations x·y·x = y·x, so no answer changes.
 */

#pragma once

#include "hd-versions.h"

G_BEGIN_DECLS

/* In an event's action: a DELETE that names measures, which become missing where there is an observation. */
#define HD_ACTION_ERASE 4

typedef struct
{
  HdVersionRef ref;
  HdVersionRef place; /* in its message, of what is not stored yet */
  gint64 known_from, prepared;
  guint8 action;
  gboolean
      is_rule; /* made of a deletion with wildcards; meaningless before the first true version */
} HdTimelineEvent;

typedef struct
{
  gboolean is_visible;
  gboolean is_exact; /* the version `start` alone says it */
  guint start; /* event since which it is so */
  HdStatus status;
  gint64 known_from;
  HdNumber *values; /* [measure] */
} HdTimelineState;

/* Reused for one observation after the other. */
typedef struct
{
  const HdVersions *const *sources; /* what refs point into */
  guint n_measures;
  const gboolean *is_real; /* [measure] */
  GArray *events; /* (element-type HdTimelineEvent) */
  HdTimelineState state;
  HdNumber *scratch;
} HdTimeline;

void hd_timeline_init (HdTimeline *timeline, guint n_measures, const gboolean *is_real);
void hd_timeline_clear (HdTimeline *timeline);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdTimeline, hd_timeline_clear)

void hd_timeline_add (HdTimeline *timeline, HdVersionRef ref);
/* Of DELETE: is anything of the observation named? */
gboolean hd_timeline_names_measures (const HdTimeline *timeline, HdVersionRef ref);
/* Is `a` (of the events) the same statement as `b`? */
gboolean hd_timeline_same_content (const HdTimeline *timeline,
                                   const HdTimelineEvent *a,
                                   const HdTimelineEvent *b);
/* Sorts, and drops what is said twice or hidden. */
void hd_timeline_settle (HdTimeline *timeline);
/* Settled events known at `as_of` (G_MAXINT64: all) → timeline->state. */
void hd_timeline_run (HdTimeline *timeline, gint64 as_of);

G_END_DECLS
