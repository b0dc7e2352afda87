/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a partition showed at a moment, and all that it showed before.
 */

#include "config.h"

#include "hd-merge-walk.h"

/* TRUE with the row to show when the key was known and not deleted at `as_of`. */
static gboolean
find_shown (HdMergeWalk *walk, const HdMergeKey *key, gint64 as_of, HdVersionRef *shown)
{
  *shown = (HdVersionRef){ walk->input->n_parts, walk->current_row };
  if (key->n_history == 0)
    return HD_MERGE_CURRENT (walk->input)->known_from[walk->current_row] <= as_of;
  hd_merge_walk_collect (walk, key);
  hd_timeline_settle (&walk->timeline);
  hd_timeline_run (&walk->timeline, as_of);
  if (!walk->timeline.state.is_visible)
    return FALSE;
  *shown = hd_merge_walk_get_shown (walk, key);
  return TRUE;
}

GArray *
hd_versions_as_of (const HdMergeInput *input, gint64 as_of)
{
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  g_auto (HdMergeWalk) walk = { 0 };
  HdMergeKey key;

  hd_merge_walk_init (&walk, input);
  while (hd_merge_walk_next (&walk, &key))
    {
      HdVersionRef shown;

      if (find_shown (&walk, &key, as_of, &shown))
        g_array_append_val (refs, shown);
      hd_merge_walk_advance (&walk, &key);
    }
  return refs;
}

typedef struct
{
  HdMergeWalk *walk;
  const HdMergeKey *key;
  GArray *refs, *known_until;
} Past;

/* What is shown now was so until `moment`. */
static void
end_shown (const Past *past, gint64 moment)
{
  HdVersionRef shown = hd_merge_walk_get_shown (past->walk, past->key);

  g_array_append_val (past->refs, shown);
  g_array_append_val (past->known_until, moment);
}

/* Plays the key's events moment by moment; what the last moment shows is not past. */
static void
list_past_of_key (const Past *past)
{
  HdTimeline *timeline = &past->walk->timeline;
  const HdTimelineEvent *events;

  hd_merge_walk_collect (past->walk, past->key);
  hd_timeline_settle (timeline);
  events = (const HdTimelineEvent *)timeline->events->data;
  for (guint next = 1; next < timeline->events->len; next++)
    {
      gint64 before = events[next - 1].known_from, moment = events[next].known_from;
      gint64 shown_from;

      if (moment == before)
        continue;
      hd_timeline_run (timeline, before);
      if (!timeline->state.is_visible)
        continue;
      shown_from = timeline->state.known_from;
      hd_timeline_run (timeline, moment);
      if (timeline->state.is_visible && timeline->state.known_from == shown_from)
        continue; /* confirmed, not superseded */
      hd_timeline_run (timeline, before);
      end_shown (past, moment);
    }
}

GArray *
hd_versions_past (const HdMergeInput *input, GArray *known_until)
{
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  g_auto (HdMergeWalk) walk = { 0 };
  HdMergeKey key;

  hd_merge_walk_init (&walk, input);
  while (hd_merge_walk_next (&walk, &key))
    {
      Past past = { &walk, &key, refs, known_until };

      if (key.n_history > 0)
        list_past_of_key (&past);
      hd_merge_walk_advance (&walk, &key);
    }
  return refs;
}
