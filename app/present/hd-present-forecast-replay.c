/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same method put back by a month at a time: what it would have said of each of the last twelve.
 *
 * The back-test that chooses among members looks at few origins, far apart, for there are thousands of
 * series; a person who looks at one wants to see it month by month.
 */

#include "config.h"

#include "hd-forecast-series.h"
#include "hd-present-forecast.h"

#include <math.h>

/* A back-test of its own needs some seasons before each of them. */
#define MIN_SEASONS 3

/* What `entry` would have said of its place `at`, knowing no more than what lies before. */
static gboolean
replay_at (const HdPresent *present,
           const HdForecastEntry *entry,
           guint at,
           HdForecastOutcome *outcome)
{
  HdForecastEntry before = *entry;
  g_autoptr (HdForecast) forecast = NULL;

  before.n_values = at;
  before.last = hd_period_shift (entry->first, (int)at - 1);
  before.effort = HD_FORECAST_EFFORT_LIGHT; /* whose parts nobody asks for */
  forecast
      = hd_forecast_series_run (&before, hd_catalog_get_calendar (present->catalog), 0, NULL, NULL);
  if (forecast == NULL)
    return FALSE;
  *outcome = (HdForecastOutcome){
    .period = hd_period_shift (entry->first, (int)at),
    .step = 1,
    .made_at = entry->made_at,
    .is_replay = TRUE,
    .mean = forecast->mean[0],
    .rival = forecast->rival[0],
    .actual = entry->values[at],
  };
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      outcome->lower[level] = forecast->lower[level * (gsize)forecast->horizon];
      outcome->upper[level] = forecast->upper[level * (gsize)forecast->horizon];
    }
  return TRUE;
}

/* Borrowed values are not the unit's own, and a missing one is no outcome. */
static GArray *
replay (const HdPresent *present, const HdForecastEntry *entry)
{
  GArray *outcomes = g_array_new (FALSE, TRUE, sizeof (HdForecastOutcome));
  guint least = MAX (MIN_SEASONS * entry->season, entry->n_borrowed + entry->season) + 1;
  guint first
      = entry->n_values > HD_FORECAST_BOOK_SCORED ? entry->n_values - HD_FORECAST_BOOK_SCORED : 0;

  for (guint at = MAX (first, least); at < entry->n_values; at++)
    {
      HdForecastOutcome outcome;

      if (g_cancellable_is_cancelled (present->cancellable))
        break;
      if (isfinite (entry->values[at]) && replay_at (present, entry, at, &outcome))
        g_array_append_val (outcomes, outcome);
    }
  return outcomes;
}

void
hd_present_forecast_fill_record (const HdPresent *present, HdPresentForecast *self)
{
  HdForecastEntry *entry = self->entry;
  g_autoptr (GArray) outcomes = NULL;
  g_autoptr (GPtrArray) page = NULL;

  if (self->score != NULL && self->score->outcomes->len >= HD_FORECAST_BOOK_SCORED)
    return;
  outcomes = replay (present, entry);
  if (outcomes->len <= entry->n_replays)
    return;
  /* The entry was read or made for this value alone, so nobody else sees it change. */
  g_free (entry->replays);
  entry->n_replays = outcomes->len;
  entry->replays = (HdForecastOutcome *)(gpointer)g_array_steal (outcomes, NULL);
  page = hd_present_forecast_page (present, self);
  g_clear_pointer (&self->score, hd_forecast_score_free);
  self->score = hd_forecast_score_page (page);
}
