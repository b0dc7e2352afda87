/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks over a partition and a message's rows together, key by key, and gathers what is said of each.
 */

#include "config.h"

#include "hd-merge-walk.h"

#include "hd-merge-compose.h"

void
hd_deletion_rule_clear (HdDeletionRule *rule)
{
  g_clear_pointer (&rule->codes, g_free);
  g_clear_pointer (&rule->measures, g_free);
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

void
hd_merge_walk_turn_to_day (HdMergeWalk *walk, HdDay day)
{
  if (day == walk->rules_day)
    return;
  walk->rules_day = day;
  pick_rules (walk->input->new_rules, day, walk->new_rules);
  pick_rules (walk->input->old_rules, day, walk->old_rules);
}

void
hd_merge_walk_init (HdMergeWalk *walk, const HdMergeInput *input)
{
  *walk = (HdMergeWalk){ .input = input, .rules_day = HD_DAY_NONE };
  hd_timeline_init (&walk->timeline, HD_MERGE_CURRENT (input)->n_measures, input->is_real);
  walk->timeline.sources = (const HdVersions *const *)input->sources;
  walk->current_keys = hd_keys_of_all (input->shape, HD_MERGE_CURRENT (input));
  walk->history_keys = hd_keys_of_all (input->shape, HD_MERGE_HISTORY (input));
  walk->new_rules = g_array_new (FALSE, FALSE, sizeof (gpointer));
  walk->old_rules = g_array_new (FALSE, FALSE, sizeof (gpointer));
  walk->parts = g_array_new (FALSE, FALSE, sizeof (HdTimelineEvent));
}

void
hd_merge_walk_clear (HdMergeWalk *walk)
{
  hd_timeline_clear (&walk->timeline);
  g_free (walk->current_keys);
  g_free (walk->history_keys);
  g_array_unref (walk->new_rules);
  g_array_unref (walk->old_rules);
  g_array_unref (walk->parts);
}

gboolean
hd_merge_walk_next (HdMergeWalk *walk, HdMergeKey *key)
{
  const HdMergeInput *input = walk->input;
  const HdVersionItem *items = (const HdVersionItem *)input->items->data;
  const HdVersions *current = HD_MERGE_CURRENT (input), *history = HD_MERGE_HISTORY (input);
  gboolean has_any = FALSE;

  *key = (HdMergeKey){ 0 };
  if (walk->current_row < current->n_rows)
    {
      *key = (HdMergeKey){ walk->current_keys[walk->current_row], current, walk->current_row };
      has_any = TRUE;
    }
  if (walk->history_row < history->n_rows
      && (!has_any || walk->history_keys[walk->history_row] < key->key))
    {
      *key = (HdMergeKey){ walk->history_keys[walk->history_row], history, walk->history_row };
      has_any = TRUE;
    }
  if (walk->item < input->items->len && (!has_any || items[walk->item].key < key->key))
    {
      HdVersionRef ref = items[walk->item].ref;

      *key = (HdMergeKey){ items[walk->item].key, input->sources[ref.source], ref.row };
      has_any = TRUE;
    }
  if (!has_any)
    return FALSE;

  key->has_current
      = walk->current_row < current->n_rows && walk->current_keys[walk->current_row] == key->key;
  while (walk->history_row + key->n_history < history->n_rows
         && walk->history_keys[walk->history_row + key->n_history] == key->key)
    key->n_history++;
  while (walk->item + key->n_items < input->items->len
         && items[walk->item + key->n_items].key == key->key)
    key->n_items++;
  return TRUE;
}

void
hd_merge_walk_advance (HdMergeWalk *walk, const HdMergeKey *key)
{
  walk->current_row += key->has_current;
  walk->history_row += key->n_history;
  walk->item += key->n_items;
}

HdVersionRef
hd_merge_walk_derive (HdMergeWalk *walk,
                      const HdMergeKey *key,
                      guint8 action,
                      gint64 known_from,
                      gint64 prepared)
{
  HdVersions *derived = HD_MERGE_DERIVED (walk->input);
  guint row = hd_versions_append_key (derived, key->versions, key->row);

  for (guint measure = 0; measure < derived->n_measures; measure++)
    derived->values[measure][row] = hd_number_missing (walk->input->is_real[measure]);
  derived->status[row] = HD_STATUS_NORMAL;
  derived->action[row] = action;
  derived->known_from[row] = known_from;
  derived->prepared[row] = prepared;
  return (HdVersionRef){ walk->input->n_parts + 2, row };
}

/* What a deletion with wildcards says of this key. */
static HdTimelineEvent
derive_deletion (HdMergeWalk *walk, const HdMergeKey *key, const HdDeletionRule *rule)
{
  HdVersions *derived = HD_MERGE_DERIVED (walk->input);
  HdTimelineEvent event = {
    .ref = hd_merge_walk_derive (walk, key, HD_ACTION_DELETE, rule->known_from, rule->prepared),
    .place = rule->place,
    .known_from = rule->known_from,
    .prepared = rule->prepared,
    .action = rule->measures == NULL ? HD_ACTION_DELETE : HD_ACTION_ERASE,
    .is_rule = TRUE,
  };

  for (guint measure = 0; rule->measures != NULL && measure < derived->n_measures; measure++)
    if (rule->measures[measure] != 0)
      derived->values[measure][event.ref.row] = hd_number_mark (walk->input->is_real[measure]);
  return event;
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const HdTimelineEvent *left = a, *right = b;

  if (left->known_from != right->known_from)
    return left->known_from < right->known_from ? -1 : 1;
  if (left->place.source != right->place.source)
    return left->place.source < right->place.source ? -1 : 1;
  return left->place.row < right->place.row ? -1 : left->place.row > right->place.row;
}

/* What the message itself says of the key, at most an erasure and another version a known_from, with its own
 * deletions in their places. */
static void
collect_message (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdMergeInput *input = walk->input;
  GArray *parts = walk->parts;

  g_array_set_size (walk->timeline.events, 0);
  for (guint index = 0; index < key->n_items; index++)
    hd_timeline_add (&walk->timeline,
                     g_array_index (input->items, HdVersionItem, walk->item + index).ref);
  g_array_set_size (parts, 0);
  g_array_append_vals (parts, walk->timeline.events->data, walk->timeline.events->len);
  for (guint index = 0; index < walk->new_rules->len; index++)
    {
      const HdDeletionRule *rule = g_array_index (walk->new_rules, HdDeletionRule *, index);

      if (hd_deletion_rule_matches (rule, key->versions, key->row))
        {
          HdTimelineEvent event = derive_deletion (walk, key, rule);

          g_array_append_val (parts, event);
        }
    }
  if (parts->len > 1)
    {
      g_array_sort (parts, compare_parts);
      hd_merge_compose (walk, key);
    }
}

/* All versions of the key: the message's first, so that what is stored stays where both are the same. */
void
hd_merge_walk_collect (HdMergeWalk *walk, const HdMergeKey *key)
{
  GArray *events = walk->timeline.events;
  guint n_parts = walk->input->n_parts;

  collect_message (walk, key);
  g_array_set_size (events, 0);
  if (walk->parts->len > 0)
    g_array_append_vals (events, walk->parts->data, walk->parts->len);
  for (guint index = 0; index < walk->old_rules->len; index++)
    {
      const HdDeletionRule *rule = g_array_index (walk->old_rules, HdDeletionRule *, index);

      if (hd_deletion_rule_matches (rule, key->versions, key->row))
        {
          HdTimelineEvent event = derive_deletion (walk, key, rule);

          g_array_append_val (events, event);
        }
    }
  for (guint index = 0; index < key->n_history; index++)
    hd_timeline_add (&walk->timeline, (HdVersionRef){ n_parts + 1, walk->history_row + index });
  if (key->has_current
      && HD_MERGE_CURRENT (walk->input)->action[walk->current_row] != HD_ACTION_DERIVED)
    hd_timeline_add (&walk->timeline, (HdVersionRef){ n_parts, walk->current_row });
}

HdVersionRef
hd_merge_walk_get_shown (HdMergeWalk *walk, const HdMergeKey *key)
{
  const HdTimelineState *state = &walk->timeline.state;
  HdVersions *derived = HD_MERGE_DERIVED (walk->input);
  HdVersionRef ref;

  if (state->is_exact)
    return g_array_index (walk->timeline.events, HdTimelineEvent, state->start).ref;
  ref = hd_merge_walk_derive (walk, key, HD_ACTION_DERIVED, state->known_from, 0);
  derived->status[ref.row] = (guint8)state->status;
  for (guint measure = 0; measure < derived->n_measures; measure++)
    derived->values[measure][ref.row] = state->values[measure];
  return ref;
}
