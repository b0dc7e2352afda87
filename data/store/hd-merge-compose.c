/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one message says of one observation, several times at one moment, as the least number of versions.
 */

#include "config.h"

#include "hd-merge-compose.h"

typedef struct
{
  HdMergeWalk *walk;
  const HdMergeKey *key;
  gboolean has_erased, has_said;
  HdTimelineEvent erased; /* ERASE: of what was before the message */
  HdTimelineEvent said; /* on top of it: any other action */
} Moment;

static HdNumber
value_of (const Moment *moment, const HdTimelineEvent *event, guint measure)
{
  const HdMergeInput *input = moment->walk->input;

  return hd_versions_get_value (input->sources[event->ref.source], measure, event->ref.row,
                                input->is_real[measure]);
}

/* A row of its own for `event`, to be changed. */
static HdNumber **
derive (Moment *moment, HdTimelineEvent *event, guint8 action)
{
  const HdMergeInput *input = moment->walk->input;
  HdVersions *derived = HD_MERGE_DERIVED (input);
  guint8 status = input->sources[event->ref.source]->status[event->ref.row];

  event->ref = hd_merge_walk_derive (moment->walk, moment->key, action, event->known_from,
                                     event->prepared);
  derived->status[event->ref.row] = status;
  return derived->values;
}

/* A merge on top of what the message said before, as one version. */
static void
merge (Moment *moment, const HdTimelineEvent *above)
{
  const HdMergeInput *input = moment->walk->input;
  HdTimelineEvent below = moment->said, event = *above;
  HdNumber **values = derive (moment, &event, HD_ACTION_REPLACE);
  gboolean is_whole = TRUE;

  for (guint measure = 0; measure < HD_MERGE_DERIVED (input)->n_measures; measure++)
    {
      gboolean is_real = input->is_real[measure];
      HdNumber value = value_of (moment, above, measure);

      if (hd_number_is_missing (value, is_real) && below.action != HD_ACTION_DELETE)
        value = value_of (moment, &below, measure);
      values[measure][event.ref.row] = value;
      is_whole &= !hd_number_is_missing (value, is_real);
    }
  event.action = below.action == HD_ACTION_MERGE && !is_whole ? HD_ACTION_MERGE : HD_ACTION_REPLACE;
  HD_MERGE_DERIVED (input)->action[event.ref.row] = event.action;
  moment->said = event;
}

/* An erasure on top of values that the message gave before: these lose what it names. */
static void
erase_said (Moment *moment, const HdTimelineEvent *above)
{
  const HdMergeInput *input = moment->walk->input;
  HdTimelineEvent below = moment->said;
  HdNumber **values = derive (moment, &moment->said, below.action);

  for (guint measure = 0; measure < HD_MERGE_DERIVED (input)->n_measures; measure++)
    if (hd_number_is_missing (value_of (moment, above, measure), input->is_real[measure]))
      values[measure][moment->said.ref.row] = value_of (moment, &below, measure);
}

/* Two erasures: all that either names. */
static void
erase_more (Moment *moment, const HdTimelineEvent *above)
{
  const HdMergeInput *input = moment->walk->input;
  HdTimelineEvent below = moment->erased;
  HdNumber **values = derive (moment, &moment->erased, HD_ACTION_DELETE);

  moment->erased.is_rule = below.is_rule && above->is_rule;
  for (guint measure = 0; measure < HD_MERGE_DERIVED (input)->n_measures; measure++)
    {
      HdNumber value = value_of (moment, above, measure);

      if (hd_number_is_missing (value, input->is_real[measure]))
        value = value_of (moment, &below, measure);
      values[measure][moment->erased.ref.row] = value;
    }
}

static void
erase (Moment *moment, const HdTimelineEvent *above)
{
  if (moment->has_said && moment->said.action == HD_ACTION_DELETE)
    return;
  if (moment->has_said)
    erase_said (moment, above);
  if (moment->has_said && moment->said.action == HD_ACTION_REPLACE)
    return;
  if (moment->has_erased)
    erase_more (moment, above);
  else
    moment->erased = *above;
  moment->has_erased = TRUE;
}

static void
add (Moment *moment, const HdTimelineEvent *event)
{
  if (event->action == HD_ACTION_ERASE)
    {
      erase (moment, event);
      return;
    }
  if (event->action != HD_ACTION_MERGE)
    moment->has_erased = FALSE;
  if (event->action == HD_ACTION_MERGE && moment->has_said)
    merge (moment, event);
  else
    moment->said = *event;
  moment->has_said = TRUE;
}

void
hd_merge_compose (HdMergeWalk *walk, const HdMergeKey *key)
{
  HdTimelineEvent *all = (HdTimelineEvent *)walk->parts->data;
  guint kept = 0, index = 0;

  while (index < walk->parts->len)
    {
      gint64 known_from = all[index].known_from;
      Moment moment = { .walk = walk, .key = key };

      for (; index < walk->parts->len && all[index].known_from == known_from; index++)
        add (&moment, &all[index]);
      if (moment.has_erased)
        all[kept++] = moment.erased;
      if (moment.has_said)
        all[kept++] = moment.said;
    }
  g_array_set_size (walk->parts, kept);
}
