/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sync remembers of a dataset, and what it asks for next.
 */

#include "config.h"

#include "hd-sync-plan.h"

#include <stdlib.h>
#include <string.h>

/* A server may still commit what it dates a little before the message that it has just sent. */
#define OVERLAP_S 600
#define N_YEARS 10

#define WHOLE "whole"
#define PART "part"

/* "whole SINCE ETAG", or "part SINCE NEWEST LABEL". */
void
hd_sync_state_parse (HdSyncState *state, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text == NULL ? "" : text, " ", 3);
  guint n_words = g_strv_length (words);

  *state = (HdSyncState){ 0 };
  if (n_words < 2)
    return;
  state->is_whole = strcmp (words[0], WHOLE) == 0;
  state->since = g_ascii_strtoll (words[1], NULL, 10);
  if (state->is_whole)
    state->mark = n_words > 2 && *words[2] != '\0' ? g_strdup (words[2]) : NULL;
  else if (strcmp (words[0], PART) == 0 && n_words > 2 && strchr (words[2], ' ') != NULL)
    {
      state->newest = g_ascii_strtoll (words[2], NULL, 10);
      state->mark = g_strdup (strchr (words[2], ' ') + 1);
    }
}

char *
hd_sync_state_print (const HdSyncState *state)
{
  const char *mark = state->mark == NULL ? "" : state->mark;

  if (state->is_whole)
    return g_strdup_printf (WHOLE " %" G_GINT64_FORMAT " %s", state->since, mark);
  return g_strdup_printf (PART " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", state->since,
                          state->newest, mark);
}

void
hd_sync_state_clear (HdSyncState *state)
{
  g_clear_pointer (&state->mark, g_free);
}

static void
part_free (gpointer data)
{
  HdSyncPart *part = data;

  g_free (part->label);
  g_free (part->path);
  g_free (part);
}

static char *
dataset_path (HdStructure *structure)
{
  g_autofree char *agency = g_uri_escape_string (hd_structure_get_agency (structure), NULL, FALSE);
  g_autofree char *id = g_uri_escape_string (hd_structure_get_id (structure), NULL, FALSE);
  g_autofree char *version
      = g_uri_escape_string (hd_structure_get_version (structure), NULL, FALSE);

  return g_strdup_printf ("data/dataflow/%s/%s/%s/*", agency, id, version);
}

static void
add_part (GPtrArray *parts,
          HdStructure *structure,
          const char *label,
          const char *query,
          gboolean is_delta)
{
  HdSyncPart *part = g_new (HdSyncPart, 1);
  g_autofree char *path = dataset_path (structure);

  part->label = g_strdup (label);
  part->path = g_strconcat (path, "?", query, NULL);
  part->is_delta = is_delta;
  g_ptr_array_add (parts, part);
}

/* The first period of `year` in the words of the dataset's own grain. */
static char *
year_begin (HdStructure *structure, int year)
{
  static const char *const endings[] = { "-01-01", "-01", "-Q1", "", "-01-01" };

  return g_strdup_printf ("%04d%s", year, endings[hd_structure_get_grain (structure)]);
}

/* From the beginning of time, year by year, to its end: with ge and lt nothing can fall between parts. */
static void
add_years (GPtrArray *parts, HdStructure *structure, gint64 now, const char *done)
{
  int last, month, day;
  gboolean is_behind = done == NULL;

  hd_day_to_ymd (hd_day_from_unix_ict (now), &last, &month, &day);
  for (int year = last - N_YEARS - 1; year <= last; year++)
    {
      g_autofree char *begin = year_begin (structure, year);
      g_autofree char *end = year_begin (structure, year + 1);
      g_autofree char *label = g_strdup_printf ("%d", year);
      g_autoptr (GString) query = g_string_new ("includeHistory=true&c%5BTIME_PERIOD%5D=");

      if (year == last - N_YEARS - 1)
        g_string_append_printf (query, "lt:%s", end);
      else if (year == last)
        g_string_append_printf (query, "ge:%s", begin);
      else
        g_string_append_printf (query, "ge:%s%%2Blt:%s", begin, end);
      if (is_behind)
        add_part (parts, structure, label, query->str, FALSE);
      is_behind = is_behind || strcmp (label, done) == 0;
    }
}

GPtrArray *
hd_sync_plan (HdStructure *structure, gboolean is_small, const HdSyncState *state, gint64 now)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);

  if (state->is_whole && state->since > OVERLAP_S)
    {
      g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (state->since - OVERLAP_S);
      g_autofree char *text = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
      g_autofree char *query = g_strdup_printf ("updatedAfter=%s&includeHistory=true", text);

      add_part (parts, structure, "changes", query, TRUE);
    }
  else if (is_small)
    add_part (parts, structure, "all", "includeHistory=true", FALSE);
  else
    add_years (parts, structure, now, state->is_whole ? NULL : state->mark);
  /* The year of the mark is past all years now: begin again. */
  if (parts->len == 0)
    add_years (parts, structure, now, NULL);
  return parts;
}
