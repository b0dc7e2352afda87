/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Merges the versions of a message into those of a partition, key by key.
 */

#include "config.h"

#include "hd-version-merge.h"

#include <string.h>

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
} Merge;

/* The rows of one key. */
typedef struct
{
  HdVersionKey key;
  const HdVersions *versions; /* somewhere, where it can be read */
  guint row;
  gboolean has_current;
  guint n_history, n_items;
} Key;

void
hd_deletion_rule_clear (HdDeletionRule *rule)
{
  g_clear_pointer (&rule->codes, g_free);
}

gboolean
hd_deletion_rule_matches (const HdDeletionRule *rule, const HdVersions *versions, guint row)
{
  if (rule->day != HD_DAY_NONE && rule->day != versions->day[row])
    return FALSE;
  for (guint dimension = 0; dimension < versions->n_dimensions; dimension++)
    if (rule->codes[dimension] != HD_CODE_NONE
        && rule->codes[dimension] != versions->codes[dimension][row])
      return FALSE;
  return TRUE;
}

static void
emit (GArray *refs, guint source, guint row)
{
  HdVersionRef ref = { source, row };

  g_array_append_val (refs, ref);
}

/* A deletion of this key, as a row of its own among what is worked out. */
static HdVersionRef
derive_row (Merge *merge, const Key *key, guint8 action, gint64 known_from, gint64 prepared)
{
  HdVersions *derived = HD_MERGE_DERIVED (merge->input);
  guint row = hd_versions_append_key (derived, key->versions, key->row);

  for (guint measure = 0; measure < derived->n_measures; measure++)
    derived->values[measure][row] = hd_number_missing (merge->input->is_real[measure]);
  derived->status[row] = HD_STATUS_NORMAL;
  derived->action[row] = action;
  derived->known_from[row] = known_from;
  derived->prepared[row] = prepared;
  return (HdVersionRef){ merge->input->n_parts + 2, row };
}

static void
pick_rules (const GArray *rules, HdDay day, GArray *picked)
{
  g_array_set_size (picked, 0);
  for (guint index = 0; rules != NULL && index < rules->len; index++)
    {
      const HdDeletionRule *rule = &g_array_index (rules, HdDeletionRule, index);

      if (rule->day == HD_DAY_NONE || rule->day == day)
        g_array_append_val (picked, rule);
    }
}

static void
turn_to_day (Merge *merge, HdDay day)
{
  if (day == merge->rules_day)
    return;
  merge->rules_day = day;
  pick_rules (merge->input->new_rules, day, merge->new_rules);
  pick_rules (merge->input->old_rules, day, merge->old_rules);
}

static gboolean
next_key (Merge *merge, Key *key)
{
  const HdMergeInput *input = merge->input;
  const HdVersionItem *items = (const HdVersionItem *)input->items->data;
  const HdVersions *current = HD_MERGE_CURRENT (input), *history = HD_MERGE_HISTORY (input);
  gboolean has_any = FALSE;

  *key = (Key){ 0 };
  if (merge->current_row < current->n_rows)
    {
      *key = (Key){ merge->current_keys[merge->current_row], current, merge->current_row };
      has_any = TRUE;
    }
  if (merge->history_row < history->n_rows
      && (!has_any || merge->history_keys[merge->history_row] < key->key))
    {
      *key = (Key){ merge->history_keys[merge->history_row], history, merge->history_row };
      has_any = TRUE;
    }
  if (merge->item < input->items->len && (!has_any || items[merge->item].key < key->key))
    {
      HdVersionRef ref = items[merge->item].ref;

      *key = (Key){ items[merge->item].key, input->sources[ref.source], ref.row };
      has_any = TRUE;
    }
  if (!has_any)
    return FALSE;

  key->has_current
      = merge->current_row < current->n_rows && merge->current_keys[merge->current_row] == key->key;
  while (merge->history_row + key->n_history < history->n_rows
         && merge->history_keys[merge->history_row + key->n_history] == key->key)
    key->n_history++;
  while (merge->item + key->n_items < input->items->len
         && items[merge->item + key->n_items].key == key->key)
    key->n_items++;
  return TRUE;
}

static gboolean
is_touched (Merge *merge, const Key *key)
{
  if (key->n_items > 0)
    return TRUE;
  turn_to_day (merge, key->versions->day[key->row]);
  for (guint index = 0; index < merge->new_rules->len; index++)
    if (hd_deletion_rule_matches (g_array_index (merge->new_rules, HdDeletionRule *, index),
                                  key->versions, key->row))
      return TRUE;
  return FALSE;
}

static void
keep_as_is (Merge *merge, const Key *key)
{
  if (key->has_current)
    emit (merge->plan->current, merge->input->n_parts, merge->current_row);
  for (guint index = 0; index < key->n_history; index++)
    emit (merge->plan->history, merge->input->n_parts + 1, merge->history_row + index);
}

/* The common case of a first load: one version of a key that is not there. */
static gboolean
place_alone (Merge *merge, const Key *key)
{
  const HdMergeInput *input = merge->input;
  HdVersionRef ref;

  if (key->n_items != 1 || key->has_current || key->n_history > 0)
    return FALSE;
  turn_to_day (merge, key->versions->day[key->row]);
  if (merge->new_rules->len > 0 || merge->old_rules->len > 0)
    return FALSE;
  ref = g_array_index (input->items, HdVersionItem, merge->item).ref;
  if (input->sources[ref.source]->action[ref.row] == HD_ACTION_DELETE)
    return FALSE;
  emit (merge->plan->current, ref.source, ref.row);
  merge->plan->added++;
  merge->plan->is_changed = merge->plan->is_news = TRUE;
  return TRUE;
}

/* The common case of a full answer fetched once more: the one version that there is, said again. */
static gboolean
confirm_alone (Merge *merge, const Key *key)
{
  const HdMergeInput *input = merge->input;
  const HdVersions *current = HD_MERGE_CURRENT (input), *said;
  guint stored = merge->current_row;
  HdVersionRef ref;

  if (key->n_items != 1 || !key->has_current || key->n_history > 0)
    return FALSE;
  turn_to_day (merge, key->versions->day[key->row]);
  if (merge->new_rules->len > 0 || merge->old_rules->len > 0)
    return FALSE;
  ref = g_array_index (input->items, HdVersionItem, merge->item).ref;
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
      emit (merge->plan->current, ref.source, ref.row);
      merge->plan->is_changed = TRUE;
    }
  else
    emit (merge->plan->current, input->n_parts, stored);
  merge->plan->unchanged++;
  return TRUE;
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const HdTimelineEvent *left = a, *right = b;

  if (left->known_from != right->known_from)
    return left->known_from < right->known_from ? -1 : 1;
  if (left->ref.source != right->ref.source)
    return left->ref.source < right->ref.source ? -1 : 1;
  return left->ref.row < right->ref.row ? -1 : left->ref.row > right->ref.row;
}

/* Two versions of one message and one known_from: the later one on top of the earlier, as one version. */
static HdTimelineEvent
compose (Merge *merge, const Key *key, const HdTimelineEvent *below, const HdTimelineEvent *above)
{
  HdVersions *derived = HD_MERGE_DERIVED (merge->input);
  HdTimelineEvent event = *above;
  gboolean is_whole = TRUE;
  const HdVersions *lower = merge->input->sources[below->ref.source];
  const HdVersions *upper = merge->input->sources[above->ref.source];
  guint row;

  if (above->action != HD_ACTION_MERGE)
    return event;
  event.ref = derive_row (merge, key, HD_ACTION_REPLACE, above->known_from, above->prepared);
  row = event.ref.row;
  derived->status[row] = upper->status[above->ref.row];
  for (guint measure = 0; measure < derived->n_measures; measure++)
    {
      gboolean is_real = merge->input->is_real[measure];
      HdNumber value = hd_versions_get_value (upper, measure, above->ref.row, is_real);

      if (hd_number_is_missing (value, is_real) && below->action != HD_ACTION_DELETE)
        value = hd_versions_get_value (lower, measure, below->ref.row, is_real);
      derived->values[measure][row] = value;
      is_whole &= !hd_number_is_missing (value, is_real);
    }
  event.action
      = below->action == HD_ACTION_MERGE && !is_whole ? HD_ACTION_MERGE : HD_ACTION_REPLACE;
  derived->action[row] = event.action;
  return event;
}

/* What the message itself says of the key, one version a known_from, with its own deletions in their places. */
static void
collect_message (Merge *merge, const Key *key)
{
  const HdMergeInput *input = merge->input;
  GArray *parts = merge->parts;
  guint kept = 0;

  g_array_set_size (merge->timeline.events, 0);
  for (guint index = 0; index < key->n_items; index++)
    hd_timeline_add (&merge->timeline,
                     g_array_index (input->items, HdVersionItem, merge->item + index).ref);
  g_array_set_size (parts, 0);
  g_array_append_vals (parts, merge->timeline.events->data, merge->timeline.events->len);
  for (guint index = 0; index < merge->new_rules->len; index++)
    {
      const HdDeletionRule *rule = g_array_index (merge->new_rules, HdDeletionRule *, index);
      HdTimelineEvent event
          = { rule->place, rule->known_from, rule->prepared, HD_ACTION_DELETE, TRUE };

      if (hd_deletion_rule_matches (rule, key->versions, key->row))
        g_array_append_val (parts, event);
    }
  if (parts->len > 1)
    g_array_sort (parts, compare_parts);
  for (guint index = 0; index < parts->len; index++)
    {
      HdTimelineEvent *all = (HdTimelineEvent *)parts->data;

      if (kept > 0 && all[kept - 1].known_from == all[index].known_from)
        all[kept - 1] = compose (merge, key, &all[kept - 1], &all[index]);
      else
        all[kept++] = all[index];
    }
  g_array_set_size (parts, kept);
}

/* All versions of the key: the message's first, so that what is stored stays where both are the same. */
static void
collect (Merge *merge, const Key *key)
{
  GArray *events = merge->timeline.events;
  guint n_parts = merge->input->n_parts;

  collect_message (merge, key);
  g_array_set_size (events, 0);
  for (guint index = 0; index < merge->parts->len; index++)
    {
      HdTimelineEvent event = g_array_index (merge->parts, HdTimelineEvent, index);

      if (event.is_rule)
        event.ref = derive_row (merge, key, HD_ACTION_DELETE, event.known_from, event.prepared);
      g_array_append_val (events, event);
    }
  for (guint index = 0; index < merge->old_rules->len; index++)
    {
      const HdDeletionRule *rule = g_array_index (merge->old_rules, HdDeletionRule *, index);

      if (hd_deletion_rule_matches (rule, key->versions, key->row))
        {
          HdTimelineEvent event = { .known_from = rule->known_from, .prepared = rule->prepared };

          event.action = HD_ACTION_DELETE;
          event.is_rule = TRUE;
          event.ref = derive_row (merge, key, HD_ACTION_DELETE, rule->known_from, rule->prepared);
          g_array_append_val (events, event);
        }
    }
  for (guint index = 0; index < key->n_history; index++)
    hd_timeline_add (&merge->timeline, (HdVersionRef){ n_parts + 1, merge->history_row + index });
  if (key->has_current
      && HD_MERGE_CURRENT (merge->input)->action[merge->current_row] != HD_ACTION_DERIVED)
    hd_timeline_add (&merge->timeline, (HdVersionRef){ n_parts, merge->current_row });
}

static void
count (Merge *merge, const Key *key)
{
  const HdMergeInput *input = merge->input;
  const HdTimelineState *state = &merge->timeline.state;
  const HdVersions *current = HD_MERGE_CURRENT (input);
  gboolean is_same = key->has_current && state->is_visible
                     && current->status[merge->current_row] == state->status;

  for (guint measure = 0; is_same && measure < current->n_measures; measure++)
    is_same = hd_number_equal (
        hd_versions_get_value (current, measure, merge->current_row, input->is_real[measure]),
        state->values[measure], input->is_real[measure]);
  if (!key->has_current && state->is_visible)
    merge->plan->added++;
  else if (key->has_current && !state->is_visible)
    merge->plan->deleted++;
  else if (key->has_current && !is_same)
    merge->plan->replaced++;
  else
    merge->plan->unchanged += key->n_items > 0;
}

static gboolean
is_said_by (const Merge *merge, const HdTimelineEvent *event, const GArray *others)
{
  for (guint index = 0; index < others->len; index++)
    {
      const HdTimelineEvent *other = &g_array_index (others, HdTimelineEvent, index);

      if (other->known_from == event->known_from
          && hd_timeline_same_content (&merge->timeline, other, event))
        return TRUE;
    }
  return FALSE;
}

/* Compares the settled versions with those that were stored, which are in merge->parts: what is only said
 * again, if later, is to be written but no news. */
static void
note_changes (Merge *merge)
{
  const GArray *events = merge->timeline.events;
  guint n_parts = merge->input->n_parts;
  guint n_kept = 0;

  for (guint index = 0; index < events->len; index++)
    {
      const HdTimelineEvent *event = &g_array_index (events, HdTimelineEvent, index);

      if (event->ref.source == n_parts || event->ref.source == n_parts + 1)
        n_kept++;
      else
        merge->plan->is_news |= !is_said_by (merge, event, merge->parts);
    }
  for (guint index = 0; index < merge->parts->len; index++)
    merge->plan->is_news
        |= !is_said_by (merge, &g_array_index (merge->parts, HdTimelineEvent, index), events);
  merge->plan->is_changed |= n_kept != events->len || n_kept != merge->parts->len;
}

static void
emit_settled (Merge *merge, const Key *key)
{
  const HdMergeInput *input = merge->input;
  const HdTimelineState *state = &merge->timeline.state;
  HdVersions *derived = HD_MERGE_DERIVED (input);
  const HdTimelineEvent *events = (const HdTimelineEvent *)merge->timeline.events->data;

  if (state->is_visible && state->is_exact)
    g_array_append_val (merge->plan->current, events[state->start].ref);
  else if (state->is_visible)
    {
      HdVersionRef ref = derive_row (merge, key, HD_ACTION_DERIVED, state->known_from, 0);

      derived->status[ref.row] = (guint8)state->status;
      for (guint measure = 0; measure < derived->n_measures; measure++)
        derived->values[measure][ref.row] = state->values[measure];
      g_array_append_val (merge->plan->current, ref);
    }
  for (guint index = 0; index < merge->timeline.events->len; index++)
    if (!(state->is_visible && state->is_exact && index == state->start))
      g_array_append_val (merge->plan->history, events[index].ref);
}

static void
settle_key (Merge *merge, const Key *key)
{
  guint n_stored = key->n_history;

  turn_to_day (merge, key->versions->day[key->row]);
  collect (merge, key);
  /* The stored versions, as they were, for note_changes(). */
  if (key->has_current
      && HD_MERGE_CURRENT (merge->input)->action[merge->current_row] != HD_ACTION_DERIVED)
    n_stored++;
  g_array_set_size (merge->parts, 0);
  if (n_stored > 0)
    g_array_append_vals (merge->parts,
                         &g_array_index (merge->timeline.events, HdTimelineEvent,
                                         merge->timeline.events->len - n_stored),
                         n_stored);
  hd_timeline_settle (&merge->timeline);
  hd_timeline_run (&merge->timeline, G_MAXINT64);
  count (merge, key);
  note_changes (merge);
  emit_settled (merge, key);
}

static void
merge_init (Merge *merge, const HdMergeInput *input)
{
  *merge = (Merge){ .input = input, .rules_day = HD_DAY_NONE };
  hd_timeline_init (&merge->timeline, HD_MERGE_CURRENT (input)->n_measures, input->is_real);
  merge->timeline.sources = (const HdVersions *const *)input->sources;
  merge->current_keys = hd_keys_of_all (input->shape, HD_MERGE_CURRENT (input));
  merge->history_keys = hd_keys_of_all (input->shape, HD_MERGE_HISTORY (input));
  merge->new_rules = g_array_new (FALSE, FALSE, sizeof (gpointer));
  merge->old_rules = g_array_new (FALSE, FALSE, sizeof (gpointer));
  merge->parts = g_array_new (FALSE, FALSE, sizeof (HdTimelineEvent));
}

static void
merge_clear (Merge *merge)
{
  hd_timeline_clear (&merge->timeline);
  g_free (merge->current_keys);
  g_free (merge->history_keys);
  g_array_unref (merge->new_rules);
  g_array_unref (merge->old_rules);
  g_array_unref (merge->parts);
}

static void
advance (Merge *merge, const Key *key)
{
  merge->current_row += key->has_current;
  merge->history_row += key->n_history;
  merge->item += key->n_items;
}

void
hd_version_merge (const HdMergeInput *input, HdMergePlan *plan)
{
  guint n_expected = HD_MERGE_CURRENT (input)->n_rows + input->items->len;
  Merge merge;
  Key key;

  *plan = (HdMergePlan){ 0 };
  plan->current = g_array_sized_new (FALSE, FALSE, sizeof (HdVersionRef), n_expected);
  plan->history = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  merge_init (&merge, input);
  merge.plan = plan;
  while (next_key (&merge, &key))
    {
      if (!is_touched (&merge, &key))
        keep_as_is (&merge, &key);
      else if (!place_alone (&merge, &key) && !confirm_alone (&merge, &key))
        settle_key (&merge, &key);
      advance (&merge, &key);
    }
  merge_clear (&merge);
}

void
hd_merge_plan_clear (HdMergePlan *plan)
{
  g_clear_pointer (&plan->current, g_array_unref);
  g_clear_pointer (&plan->history, g_array_unref);
}

/* Shows one key as it was: the row itself where it says it, else one worked out. */
static void
show_key (Merge *merge, const Key *key, gint64 as_of, GArray *shown)
{
  const HdTimelineState *state = &merge->timeline.state;
  HdVersions *derived = HD_MERGE_DERIVED (merge->input);

  collect (merge, key);
  hd_timeline_settle (&merge->timeline);
  hd_timeline_run (&merge->timeline, as_of);
  if (!state->is_visible)
    return;
  if (state->is_exact)
    g_array_append_val (shown,
                        g_array_index (merge->timeline.events, HdTimelineEvent, state->start).ref);
  else
    {
      HdVersionRef ref = derive_row (merge, key, HD_ACTION_DERIVED, state->known_from, 0);

      derived->status[ref.row] = (guint8)state->status;
      for (guint measure = 0; measure < derived->n_measures; measure++)
        derived->values[measure][ref.row] = state->values[measure];
      g_array_append_val (shown, ref);
    }
}

GArray *
hd_versions_as_of (const HdMergeInput *input, gint64 as_of)
{
  const HdVersions *current = HD_MERGE_CURRENT (input);
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (HdVersionRef));
  Merge merge;
  Key key;

  merge_init (&merge, input);
  while (next_key (&merge, &key))
    {
      if (key.n_history > 0)
        show_key (&merge, &key, as_of, shown);
      else if (current->known_from[merge.current_row] <= as_of)
        emit (shown, input->n_parts, merge.current_row);
      advance (&merge, &key);
    }
  merge_clear (&merge);
  return shown;
}
