/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Merges the versions of a message into those of a partition, key by key.
 */

#include "config.h"

#include "hd-merge-walk.h"

static void
emit (GArray *refs, guint source, guint row)
{
  HdVersionRef ref = { source, row };

  g_array_append_val (refs, ref);
}

static gboolean
is_touched (HdMergeWalk *walk, const HdMergeKey *key)
{
  if (key->n_items > 0)
    return TRUE;
  hd_merge_walk_turn_to_day (walk, key->versions->day[key->row]);
  for (guint index = 0; index < walk->new_rules->len; index++)
    if (hd_deletion_rule_matches (g_array_index (walk->new_rules, HdDeletionRule *, index),
                                  key->versions, key->row))
      return TRUE;
  return FALSE;
}

static void
keep_as_is (HdMergeWalk *walk, const HdMergeKey *key)
{
  if (key->has_current)
    emit (walk->plan->current, walk->input->n_parts, walk->current_row);
  for (guint index = 0; index < key->n_history; index++)
    emit (walk->plan->history, walk->input->n_parts + 1, walk->history_row + index);
}

/* The common case of a first load: one version of a key that is not there. */
static gboolean
place_alone (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdMergeInput *input = walk->input;
  HdVersionRef ref;

  if (key->n_items != 1 || key->has_current || key->n_history > 0)
    return FALSE;
  hd_merge_walk_turn_to_day (walk, key->versions->day[key->row]);
  if (walk->new_rules->len > 0 || walk->old_rules->len > 0)
    return FALSE;
  ref = g_array_index (input->items, HdVersionItem, walk->item).ref;
  if (input->sources[ref.source]->action[ref.row] == HD_ACTION_DELETE)
    return FALSE;
  emit (walk->plan->current, ref.source, ref.row);
  walk->plan->added++;
  walk->plan->is_changed = walk->plan->is_news = TRUE;
  return TRUE;
}

/* The common case of a full answer fetched once more: the one version that there is, said again. */
static gboolean
confirm_alone (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdMergeInput *input = walk->input;
  const HdVersions *current = HD_MERGE_CURRENT (input), *said;
  guint stored = walk->current_row;
  HdVersionRef ref;

  if (key->n_items != 1 || !key->has_current || key->n_history > 0)
    return FALSE;
  hd_merge_walk_turn_to_day (walk, key->versions->day[key->row]);
  if (walk->new_rules->len > 0 || walk->old_rules->len > 0)
    return FALSE;
  ref = g_array_index (input->items, HdVersionItem, walk->item).ref;
  said = input->sources[ref.source];
  if (said->action[ref.row] != current->action[stored]
      || said->status[ref.row] != current->status[stored]
      || said->known_from[ref.row] != current->known_from[stored])
    return FALSE;
  for (guint measure = 0; measure < current->n_measures; measure++)
    {
      gboolean is_real = input->is_real[measure];

      if (!hd_number_equal (hd_versions_get_value (said, measure, ref.row, is_real),
                            hd_versions_get_value (current, measure, stored, is_real), is_real))
        return FALSE;
    }
  if (hd_versions_get_prepared (said, ref.row) > hd_versions_get_prepared (current, stored))
    {
      emit (walk->plan->current, ref.source, ref.row);
      walk->plan->is_changed = TRUE;
    }
  else
    emit (walk->plan->current, input->n_parts, stored);
  walk->plan->unchanged++;
  return TRUE;
}

static void
count (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdMergeInput *input = walk->input;
  const HdTimelineState *state = &walk->timeline.state;
  const HdVersions *current = HD_MERGE_CURRENT (input);
  gboolean is_same = key->has_current && state->is_visible
                     && current->status[walk->current_row] == state->status;

  for (guint measure = 0; is_same && measure < current->n_measures; measure++)
    is_same = hd_number_equal (
        hd_versions_get_value (current, measure, walk->current_row, input->is_real[measure]),
        state->values[measure], input->is_real[measure]);
  if (!key->has_current && state->is_visible)
    walk->plan->added++;
  else if (key->has_current && !state->is_visible)
    walk->plan->deleted++;
  else if (key->has_current && !is_same)
    walk->plan->replaced++;
  else
    walk->plan->unchanged += key->n_items > 0;
}

static gboolean
is_said_by (const HdMergeWalk *walk, const HdTimelineEvent *event, const GArray *others)
{
  for (guint index = 0; index < others->len; index++)
    {
      const HdTimelineEvent *other = &g_array_index (others, HdTimelineEvent, index);

      if (other->known_from == event->known_from
          && hd_timeline_same_content (&walk->timeline, other, event))
        return TRUE;
    }
  return FALSE;
}

/* Compares the settled versions with those that were stored, which are in walk->parts: what is only said
 * again, if later, is to be written but no news. */
static void
note_changes (HdMergeWalk *walk)
{
  const GArray *events = walk->timeline.events;
  guint n_parts = walk->input->n_parts;
  guint n_kept = 0;

  for (guint index = 0; index < events->len; index++)
    {
      const HdTimelineEvent *event = &g_array_index (events, HdTimelineEvent, index);

      if (event->ref.source == n_parts || event->ref.source == n_parts + 1)
        n_kept++;
      else
        walk->plan->is_news |= !is_said_by (walk, event, walk->parts);
    }
  for (guint index = 0; index < walk->parts->len; index++)
    walk->plan->is_news
        |= !is_said_by (walk, &g_array_index (walk->parts, HdTimelineEvent, index), events);
  walk->plan->is_changed |= n_kept != events->len || n_kept != walk->parts->len;
}

static void
emit_settled (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdTimelineState *state = &walk->timeline.state;
  const HdTimelineEvent *events = (const HdTimelineEvent *)walk->timeline.events->data;

  if (state->is_visible)
    {
      HdVersionRef shown = hd_merge_walk_get_shown (walk, key);

      g_array_append_val (walk->plan->current, shown);
    }
  for (guint index = 0; index < walk->timeline.events->len; index++)
    if (!(state->is_visible && state->is_exact && index == state->start))
      g_array_append_val (walk->plan->history, events[index].ref);
}

/* Compares what the message says, which comes first among the events, with what is stored. */
static void
look_for_clash (HdMergeWalk *walk, guint n_stored)
{
  const HdTimelineEvent *events = (const HdTimelineEvent *)walk->timeline.events->data;
  guint n_said = walk->timeline.events->len - n_stored;

  for (guint stored = n_said; stored < n_said + n_stored; stored++)
    for (guint said = 0; said < n_said && events[stored].prepared == walk->input->prepared; said++)
      walk->plan->has_clash
          |= events[said].known_from == events[stored].known_from
             && !hd_timeline_same_content (&walk->timeline, &events[said], &events[stored]);
}

static void
settle_key (HdMergeWalk *walk, const HdMergeKey *key)
{
  guint n_stored = key->n_history;

  hd_merge_walk_turn_to_day (walk, key->versions->day[key->row]);
  hd_merge_walk_collect (walk, key);
  /* The stored versions, as they were, for note_changes(). */
  if (key->has_current
      && HD_MERGE_CURRENT (walk->input)->action[walk->current_row] != HD_ACTION_DERIVED)
    n_stored++;
  if (walk->input->is_continued)
    look_for_clash (walk, n_stored);
  g_array_set_size (walk->parts, 0);
  if (n_stored > 0)
    g_array_append_vals (walk->parts,
                         &g_array_index (walk->timeline.events, HdTimelineEvent,
                                         walk->timeline.events->len - n_stored),
                         n_stored);
  hd_timeline_settle (&walk->timeline);
  hd_timeline_run (&walk->timeline, G_MAXINT64);
  count (walk, key);
  note_changes (walk);
  emit_settled (walk, key);
}

void
hd_version_merge (const HdMergeInput *input, HdMergePlan *plan)
{
  guint n_expected = HD_MERGE_CURRENT (input)->n_rows + input->items->len;
  g_auto (HdMergeWalk) walk = { 0 };
  HdMergeKey key;

  *plan = (HdMergePlan){ 0 };
  plan->current = g_array_sized_new (FALSE, FALSE, sizeof (HdVersionRef), n_expected);
  plan->history = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  hd_merge_walk_init (&walk, input);
  walk.plan = plan;
  while (hd_merge_walk_next (&walk, &key))
    {
      if (!is_touched (&walk, &key))
        keep_as_is (&walk, &key);
      else if (!place_alone (&walk, &key) && !confirm_alone (&walk, &key))
        settle_key (&walk, &key);
      hd_merge_walk_advance (&walk, &key);
    }
}

void
hd_merge_plan_clear (HdMergePlan *plan)
{
  g_clear_pointer (&plan->current, g_array_unref);
  g_clear_pointer (&plan->history, g_array_unref);
}
