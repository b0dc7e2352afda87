/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a KPI and its scopes to histories that can be forecast, and from a history to an entry of the book.
 *
 * A history runs from the first to the last whole period that the data have; a part period is cut off (the
 * year's outlook extends it, hd-year-outlook.h). What a sum has no row for is zero where anything at all
 * was reported for the period, once the unit has been seen; of any other kind it is missing.
 */

#pragma once

#include "hd-calendar-effect.h"
#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-forecast-book.h"
#include "hd-structure.h"

G_BEGIN_DECLS

/* The part that a scope has in an organisation. */
typedef enum
{
  HD_FORECAST_ROLE_WHOLE, /* the nation, or whatever was asked for without groups */
  HD_FORECAST_ROLE_GROUP, /* a region or a department */
  HD_FORECAST_ROLE_LEAF, /* an office */
} HdForecastRole;

typedef struct
{
  char *scope; /* as the book's key */
  char *code; /* (nullable): of the innermost group; NULL for the whole */
  HdForecastRole role;
  double *values; /* [n_values] of its set */
  double part; /* what came so far of the period after the last whole one; NAN: nothing */
} HdForecastSeries;

/* All series of one KPI on one axis of time. */
typedef struct
{
  const HdKpi *kpi; /* of the catalogue, which has to live longer */
  const HdCalendar *calendar; /* the same */
  char *unit;
  gboolean is_integer;
  guint season, horizon; /* what the grain suggests: 12 and 12 for months */
  gint64 vintage;
  HdPeriod first, last; /* whole periods */
  guint n_values;
  HdDay known_to; /* the figures' last day; after the last whole period when one is under way */
  GPtrArray *series; /* (element-type HdForecastSeries): the whole, then groups, then leaves */
} HdForecastSeriesSet;

void hd_forecast_series_set_free (HdForecastSeriesSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecastSeriesSet, hd_forecast_series_set_free)

/* Who is asked. */
typedef struct
{
  HdEngine *engine;
  const HdCatalog *catalog;
  const HdStructures *structures;
  gint64 as_of; /* 0: the latest */
  GCancellable *cancellable; /* (nullable) */
} HdForecastSource;

/* How many periods make a season (7 days, 12 months, 4 quarters; else 1), and how many are forecast when
 * nobody says otherwise. */
guint hd_forecast_season_of_grain (HdGrain grain);
guint hd_forecast_horizon_of_grain (HdGrain grain);
/* Whether it is a figure that goes on: no plan, no grade of a year, no projection of another KPI. */
gboolean hd_forecast_series_has_future (const HdKpi *kpi);
/* Whether parts add up to the whole in every period, so that their forecasts should. */
gboolean hd_forecast_series_is_additive (const HdKpi *kpi);

/* The nation, and with a dimension "unit" every region, department and office of both maps, by the grain
 * of the KPI's dataset (months for daily ones). HD_QUERY_ERROR_NO_DATA when there is no whole period. */
HdForecastSeriesSet *hd_forecast_series_load_units (const HdForecastSource *source,
                                                    const HdKpi *kpi,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What `frame` holds: an answer by time and any groups to a query of one KPI with the filters of
 * `query`. */
HdForecastSeriesSet *hd_forecast_series_from_frame (const HdForecastSource *source,
                                                    const HdKpi *kpi,
                                                    const HdQuery *query,
                                                    const HdFrame *frame,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer none): the organisation map that is in force, "MAP2025". */
HdHierarchy *hd_forecast_series_newest_map (const HdStructures *structures);
/* (nullable) (transfer none) */
HdForecastSeries *hd_forecast_series_find (const HdForecastSeriesSet *set, const char *scope);

/* An entry with its inputs and nothing said yet: the series' window from its first known value, the bounds
 * that its KPI and unit imply, the hash. Under two known seasons the profile of `parent` (nullable)
 * is borrowed. (transfer full) (nullable): NULL when nothing is known, or nothing since two years. */
HdForecastEntry *hd_forecast_series_begin_entry (const HdForecastSeriesSet *set,
                                                 const HdForecastSeries *series,
                                                 const HdForecastSeries *parent,
                                                 HdForecastEffort effort) G_GNUC_WARN_UNUSED_RESULT;
/* Runs the forecast on an entry's inputs, around the calendar's effect where there is one: what
 * hd_forecast_entry_reproduce() does, too. `effect` (out) (optional) (transfer full). */
HdForecast *hd_forecast_series_run (const HdForecastEntry *entry,
                                    const HdCalendar *calendar,
                                    guint n_paths,
                                    HdCalendarEffect **effect,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes what `forecast` and `effect` (nullable) say into `entry`, and decides whether it may be shown. */
void hd_forecast_series_finish_entry (HdForecastEntry *entry,
                                      const HdForecast *forecast,
                                      const HdCalendarEffect *effect);

/* What would have been said one step ahead at each of the last HD_FORECAST_BOOK_SCORED periods takes the place
 * of the entry's replays, which the back-test has at fewer. Before the entry is shared; milliseconds. */
void hd_forecast_series_replay (HdForecastEntry *entry, const HdCalendar *calendar);

G_END_DECLS
