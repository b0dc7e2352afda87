/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders the versions of one observation and plays them.
 */

#include "config.h"

#include "hd-timeline.h"

#include <string.h>

void
hd_timeline_init (HdTimeline *timeline, guint n_measures, const gboolean *is_real)
{
  *timeline = (HdTimeline){ .n_measures = n_measures, .is_real = is_real };
  timeline->events = g_array_new (FALSE, FALSE, sizeof (HdTimelineEvent));
  timeline->state.values = g_new0 (HdNumber, n_measures + 1);
  timeline->scratch = g_new0 (HdNumber, n_measures + 1);
}

void
hd_timeline_clear (HdTimeline *timeline)
{
  g_clear_pointer (&timeline->events, g_array_unref);
  g_clear_pointer (&timeline->state.values, g_free);
  g_clear_pointer (&timeline->scratch, g_free);
}

static HdNumber
value_of (const HdTimeline *timeline, const HdTimelineEvent *event, guint measure)
{
  return hd_versions_get_value (timeline->sources[event->ref.source], measure, event->ref.row,
                                timeline->is_real[measure]);
}

static guint8
status_of (const HdTimeline *timeline, const HdTimelineEvent *event)
{
  return timeline->sources[event->ref.source]->status[event->ref.row];
}

gboolean
hd_timeline_names_measures (const HdTimeline *timeline, HdVersionRef ref)
{
  const HdVersions *versions = timeline->sources[ref.source];

  for (guint measure = 0; timeline->n_measures > 1 && measure < timeline->n_measures; measure++)
    {
      gboolean is_real = timeline->is_real[measure];

      if (!hd_number_is_missing (hd_versions_get_value (versions, measure, ref.row, is_real),
                                 is_real))
        return TRUE;
    }
  return FALSE;
}

void
hd_timeline_add (HdTimeline *timeline, HdVersionRef ref)
{
  const HdVersions *versions = timeline->sources[ref.source];
  HdTimelineEvent event = {
    .ref = ref,
    .place = ref,
    .known_from = versions->known_from[ref.row],
    .prepared = hd_versions_get_prepared (versions, ref.row),
    .action = versions->action[ref.row],
  };

  /* A merge that gives every measure leaves nothing of what was before: it replaces. */
  if (event.action == HD_ACTION_MERGE)
    {
      event.action = HD_ACTION_REPLACE;
      for (guint measure = 0; measure < timeline->n_measures; measure++)
        if (hd_number_is_missing (value_of (timeline, &event, measure), timeline->is_real[measure]))
          event.action = HD_ACTION_MERGE;
    }
  else if (event.action == HD_ACTION_DELETE && hd_timeline_names_measures (timeline, ref))
    event.action = HD_ACTION_ERASE;
  g_array_append_val (timeline->events, event);
}

/* An order of actions for versions that nothing else tells apart: deletion first, replacement last. So what a
 * message erases of an observation and what it merges into it may be two versions. */
static int
action_rank (guint8 action)
{
  static const guint8 order[]
      = { HD_ACTION_DELETE, HD_ACTION_ERASE, HD_ACTION_MERGE, HD_ACTION_REPLACE };
  int rank = 0;

  while (order[rank] != action)
    rank++;
  return rank;
}

/* Does it leave something of what was before? */
static gboolean
is_partial (const HdTimelineEvent *event)
{
  return event->action == HD_ACTION_MERGE || event->action == HD_ACTION_ERASE;
}

/* Which measures a deletion names: what their values are means nothing. Of two deletions the one that names
 * all that the other does, and more, comes behind. */
static int
compare_named (const HdTimeline *timeline, const HdTimelineEvent *a, const HdTimelineEvent *b)
{
  int order = 0;

  for (guint measure = 0; order == 0 && measure < timeline->n_measures; measure++)
    {
      gboolean is_real = timeline->is_real[measure];

      order = hd_number_is_missing (value_of (timeline, b, measure), is_real)
              - hd_number_is_missing (value_of (timeline, a, measure), is_real);
    }
  return order;
}

static int
compare_content (const HdTimeline *timeline, const HdTimelineEvent *a, const HdTimelineEvent *b)
{
  int order = action_rank (a->action) - action_rank (b->action);

  if (order != 0 || a->action == HD_ACTION_DELETE)
    return order;
  if (a->action == HD_ACTION_ERASE)
    return compare_named (timeline, a, b);
  order = (int)status_of (timeline, a) - (int)status_of (timeline, b);
  for (guint measure = 0; order == 0 && measure < timeline->n_measures; measure++)
    {
      HdNumber left = value_of (timeline, a, measure), right = value_of (timeline, b, measure);

      if (!hd_number_equal (left, right, timeline->is_real[measure]))
        order = left.i < right.i ? -1 : 1;
    }
  return order;
}

gboolean
hd_timeline_same_content (const HdTimeline *timeline,
                          const HdTimelineEvent *a,
                          const HdTimelineEvent *b)
{
  return compare_content (timeline, a, b) == 0;
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer timeline)
{
  const HdTimelineEvent *left = a, *right = b;

  if (left->known_from != right->known_from)
    return left->known_from < right->known_from ? -1 : 1;
  if (left->prepared != right->prepared)
    return left->prepared < right->prepared ? -1 : 1;
  return compare_content (timeline, left, right);
}

/* Does `later` erase all that `event` does? */
static gboolean
covers (const HdTimeline *timeline, const HdTimelineEvent *later, const HdTimelineEvent *event)
{
  if (later->action != HD_ACTION_ERASE || event->action != HD_ACTION_ERASE)
    return FALSE;
  for (guint measure = 0; measure < timeline->n_measures; measure++)
    {
      gboolean is_real = timeline->is_real[measure];

      if (hd_number_is_missing (value_of (timeline, later, measure), is_real)
          && !hd_number_is_missing (value_of (timeline, event, measure), is_real))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_hidden (const HdTimeline *timeline, guint index)
{
  const HdTimelineEvent *events = (const HdTimelineEvent *)timeline->events->data;

  for (guint later = index + 1; later < timeline->events->len; later++)
    {
      if (events[later].known_from != events[index].known_from)
        return FALSE;
      if (!is_partial (&events[later]) || covers (timeline, &events[later], &events[index])
          || hd_timeline_same_content (timeline, &events[index], &events[later]))
        return TRUE;
    }
  return FALSE;
}

/* Rules are worked out anew each time, so what they do not change now need not be kept. */
static gboolean
has_nothing_before (const HdTimelineEvent *events, guint n_kept, guint index)
{
  return n_kept == 0
         || (events[index].action == HD_ACTION_ERASE
             && events[n_kept - 1].action == HD_ACTION_DELETE);
}

void
hd_timeline_settle (HdTimeline *timeline)
{
  HdTimelineEvent *events = (HdTimelineEvent *)timeline->events->data;
  guint kept = 0;

  /* Stable: of equal events the one that was added last stays behind the others, and hides them. */
  if (timeline->events->len > 1)
    g_array_sort_with_data (timeline->events, compare_events, timeline);
  for (guint index = 0; index < timeline->events->len; index++)
    {
      gboolean is_pointless = events[index].is_rule && has_nothing_before (events, kept, index);

      if (!is_pointless && !is_hidden (timeline, index))
        events[kept++] = events[index];
    }
  g_array_set_size (timeline->events, kept);
}

static void
erase (HdTimeline *timeline, const HdTimelineEvent *event)
{
  for (guint measure = 0; measure < timeline->n_measures; measure++)
    {
      gboolean is_real = timeline->is_real[measure];

      if (!hd_number_is_missing (value_of (timeline, event, measure), is_real))
        timeline->scratch[measure] = hd_number_missing (is_real);
    }
}

/* Returns whether something of what was before shows through. */
static gboolean
play (HdTimeline *timeline, const HdTimelineEvent *event, gboolean *is_visible, guint8 *status)
{
  gboolean is_filled = FALSE;

  if (event->action == HD_ACTION_DELETE)
    {
      *is_visible = FALSE;
      return FALSE;
    }
  if (event->action == HD_ACTION_ERASE)
    {
      if (*is_visible)
        erase (timeline, event);
      return *is_visible;
    }
  for (guint measure = 0; measure < timeline->n_measures; measure++)
    {
      HdNumber value = value_of (timeline, event, measure);
      gboolean is_real = timeline->is_real[measure];
      gboolean keeps_old = event->action == HD_ACTION_MERGE && *is_visible
                           && hd_number_is_missing (value, is_real);

      if (keeps_old)
        is_filled |= !hd_number_is_missing (timeline->scratch[measure], is_real);
      else
        timeline->scratch[measure] = value;
    }
  *is_visible = TRUE;
  *status = status_of (timeline, event);
  return is_filled;
}

static gboolean
says_the_same (const HdTimeline *timeline, gboolean is_visible, guint8 status)
{
  const HdTimelineState *state = &timeline->state;

  if (!is_visible || !state->is_visible || status != state->status)
    return FALSE;
  for (guint measure = 0; measure < timeline->n_measures; measure++)
    if (!hd_number_equal (timeline->scratch[measure], state->values[measure],
                          timeline->is_real[measure]))
      return FALSE;
  return TRUE;
}

void
hd_timeline_run (HdTimeline *timeline, gint64 as_of)
{
  const HdTimelineEvent *events = (const HdTimelineEvent *)timeline->events->data;
  HdTimelineState *state = &timeline->state;
  guint n_events = timeline->events->len;
  guint index = 0;

  state->is_visible = FALSE;
  while (index < n_events && events[index].known_from <= as_of)
    {
      guint first = index;
      gboolean is_visible = state->is_visible, is_filled = FALSE;
      guint8 status = (guint8)state->status;

      memcpy (timeline->scratch, state->values, timeline->n_measures * sizeof (HdNumber));
      /* All that became known at one moment became known together. */
      for (; index < n_events && events[index].known_from == events[first].known_from; index++)
        is_filled |= play (timeline, &events[index], &is_visible, &status);
      if (says_the_same (timeline, is_visible, status))
        continue;
      memcpy (state->values, timeline->scratch, timeline->n_measures * sizeof (HdNumber));
      state->is_visible = is_visible;
      state->status = status;
      state->start = first;
      state->known_from = events[first].known_from;
      state->is_exact = index - first == 1 && !is_filled;
    }
}
