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
/* Of a message in memory. Two are, one coming in and one being applied. */
#define MESSAGE_BYTES (32u * 1024 * 1024)

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

void
hd_sync_part_free (HdSyncPart *part)
{
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

static HdSyncPart *
part_new (HdStructure *structure, const char *label, const char *query)
{
  HdSyncPart *part = g_new0 (HdSyncPart, 1);
  g_autofree char *path = dataset_path (structure);

  part->label = g_strdup (label);
  part->path = g_strconcat (path, "?", query, NULL);
  return part;
}

static HdSyncPart *
plan_changes (HdStructure *structure, gint64 after)
{
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (after);
  g_autofree char *text = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *query = g_strdup_printf ("updatedAfter=%s&includeHistory=true", text);
  HdSyncPart *part = part_new (structure, "changes", query);

  part->is_delta = part->is_conditional = part->is_last = TRUE;
  return part;
}

/* Months are counted through: year × 12 + month, from 0. */

/* The first period of the month in the words of the dataset's own grain. */
static char *
month_begin (HdStructure *structure, int month)
{
  int year = month / 12, of_year = month % 12 + 1;

  switch (hd_structure_get_grain (structure))
    {
    case HD_GRAIN_MONTH:
      return g_strdup_printf ("%04d-%02d", year, of_year);
    case HD_GRAIN_QUARTER:
      return g_strdup_printf ("%04d-Q%d", year, (of_year + 2) / 3);
    case HD_GRAIN_YEAR:
      return g_strdup_printf ("%04d", year);
    case HD_GRAIN_DAY:
    case HD_GRAIN_SPAN:
    default:
      return g_strdup_printf ("%04d-%02d-01", year, of_year);
    }
}

/* The month behind what the label says is in; `first` when it says nothing. */
static int
month_behind (const char *label, int first)
{
  char *rest = NULL;
  gint64 year = label == NULL ? 0 : g_ascii_strtoll (label, &rest, 10);

  if (year <= 0 || year > 9999)
    return first;
  return (int)year * 12 + (*rest == '-' ? CLAMP (atoi (rest + 1), 1, 12) : 12);
}

/* Months `begin` to `end`, which is not among them any more; from the beginning of time, to its end. */
static HdSyncPart *
plan_span (HdStructure *structure, int begin, int end, gboolean is_first, gboolean is_last)
{
  g_autofree char *from = month_begin (structure, begin);
  g_autofree char *to = month_begin (structure, end);
  g_autofree char *label = end % 12 == 0 ? g_strdup_printf ("%d", end / 12 - 1)
                                         : g_strdup_printf ("%d-%02d", end / 12, end % 12);
  g_autoptr (GString) query = g_string_new ("includeHistory=true&c%5BTIME_PERIOD%5D=");
  HdSyncPart *part;

  if (is_first)
    g_string_append_printf (query, "lt:%s", to);
  else if (is_last)
    g_string_append_printf (query, "ge:%s", from);
  else
    g_string_append_printf (query, "ge:%s%%2Blt:%s", from, to);
  part = part_new (structure, label, query->str);
  part->is_last = is_last;
  part->n_months = is_first ? 0 : (guint)(end - begin);
  return part;
}

/* From the beginning of time, span by span, to its end. */
static HdSyncPart *
plan_months (HdStructure *structure, const char *done, gint64 now, guint n_months)
{
  HdGrain grain = hd_structure_get_grain (structure);
  int year, month, day, first, last, begin, end;
  gboolean is_first, is_last;
  HdSyncPart *part;

  hd_day_to_ymd (hd_day_from_unix_ict (now), &year, &month, &day);
  first = (year - N_YEARS) * 12;
  last = year * 12 + month - 1;
  begin = month_behind (done, 0);
  /* What is in reaches behind now: begin again. */
  if (begin > last)
    begin = 0;
  is_first = begin < first;
  if (is_first)
    begin = first - 12;
  if (is_first || grain == HD_GRAIN_QUARTER || grain == HD_GRAIN_YEAR)
    n_months = 12;
  end = MIN (begin + (int)n_months, (begin / 12 + 1) * 12);
  is_last = end > last;
  part = plan_span (structure, begin, end, is_first, is_last);
  part->fraction = (double)(begin - (first - 12)) / (last + 1 - (first - 12));
  return part;
}

HdSyncPart *
hd_sync_plan_next (HdStructure *structure,
                   gboolean is_small,
                   const HdSyncState *state,
                   gint64 now,
                   guint n_months)
{
  HdSyncPart *part;

  if (state->is_whole && state->since > OVERLAP_S)
    return plan_changes (structure, state->since - OVERLAP_S);
  if (!is_small)
    return plan_months (structure, state->is_whole ? NULL : state->mark, now,
                        CLAMP (n_months, 1, 12));
  part = part_new (structure, "all", "includeHistory=true");
  part->is_last = TRUE;
  return part;
}

HdSyncPart *
hd_sync_plan_file (HdStructure *structure, const HdSyncState *state)
{
  HdSyncPart *part = g_new0 (HdSyncPart, 1);
  g_autofree char *id = g_uri_escape_string (hd_structure_get_id (structure), NULL, FALSE);

  part->label = g_strdup ("file");
  part->path = g_strconcat (id, ".csv", NULL);
  part->is_conditional = state->is_whole;
  part->is_last = TRUE;
  return part;
}

guint
hd_sync_plan_months (HdStructure *structure, guint64 rows_per_month)
{
  guint64 row_bytes = sizeof (HdDay) + 2 + sizeof (gint64)
                      + 2 * sizeof (HdCode) * hd_structure_get_n_dimensions (structure)
                      + sizeof (gint64) * hd_structure_get_n_measures (structure);
  guint64 n_rows = MESSAGE_BYTES / row_bytes;

  return rows_per_month == 0 ? 12 : (guint)CLAMP (n_rows / rows_per_month, 1, 12);
}
