/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a partition showed at a moment.
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
