/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The book of forecasts: what was said, from what, when; and how it did against what came.
 *
 * One page a series (KPI, scope, grain). A refresh (hd-forecast-refresh.h) writes an entry on a page when
 * its inputs are new; the entries before it stay beneath, up to HD_FORECAST_BOOK_KEPT of them, and are
 * scored against the figures that came since. Screens look entries up: that computes nothing.
 */

#pragma once

#include "hd-calendar.h"
#include "hd-forecast.h"
#include "hd-query.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* The levels of every interval in the book, by their place in lower[] and upper[]. */
#define HD_FORECAST_BOOK_N_LEVELS 3
#define HD_FORECAST_BOOK_LEVEL_50 0
#define HD_FORECAST_BOOK_LEVEL_80 1
#define HD_FORECAST_BOOK_LEVEL_95 2
extern const double hd_forecast_book_levels[HD_FORECAST_BOOK_N_LEVELS]; /* per cent */

#define HD_FORECAST_BOOK_KEPT 25 /* entries a page: two years of monthly ones beside the newest */
#define HD_FORECAST_BOOK_MAX_MEMBERS 32
#define HD_FORECAST_BOOK_SCORED 12 /* outcomes that a record shows */

/* Whether the forecast may be drawn, and if not, why. */
typedef enum
{
  HD_FORECAST_SHOWN,
  HD_FORECAST_UNPROVEN, /* shown and labelled: too short for a back-test, or a cold start */
  HD_FORECAST_HIDDEN_RIVAL, /* not shown: last year's season did better on rolling origins, or as well */
  HD_FORECAST_HIDDEN_SCORE, /* not shown: what was said before did worse than last year's season */
} HdForecastVerdict;

/* With how much work it was made. */
typedef enum
{
  HD_FORECAST_EFFORT_FULL, /* as `haidang forecast` does it */
  HD_FORECAST_EFFORT_LIGHT, /* offices, and departments of an old map: the core members only
                             * (exponential smoothing, theta, Croston), tried on two origins */
} HdForecastEffort;

typedef struct
{
  char *
      form; /* "ets(M,Ad,M)": as a person may read it; the member's id where it could not be fitted */
  HdForecastMemberState state; /* whether it takes part, or why not */
  double weight; /* in the combination; 0 when it takes no part */
  double mase; /* its own on the same origins; NAN: not known */
} HdForecastBookMember;

/* A plan's prospects when the forecast was made. */
typedef struct
{
  char *plan; /* "DU_TOAN" */
  int year;
  HdDay known_to; /* the figures' last day then */
  double amount, known, expected; /* of the whole year; `expected` is the forecast of it */
  double probability_pct;
} HdForecastBookPlan;

/* One forecast against what came. */
typedef struct
{
  HdPeriod period; /* that was forecast */
  guint step; /* 1: the next period after its last known one */
  gint64 made_at; /* unix seconds; of a replay, when it was replayed */
  gboolean is_replay; /* from the back-test: not yet said at the time */
  double mean, rival, actual; /* `actual` as known today */
  double lower[HD_FORECAST_BOOK_N_LEVELS], upper[HD_FORECAST_BOOK_N_LEVELS];
} HdForecastOutcome;

/* The history taken apart, [n_values] each: it is level + season + remainder, and `trend` is the slope of
 * the level. NAN where the model has not started or the value is missing. */
typedef struct
{
  double *level, *trend, *season, *remainder;
  double *calendar; /* (nullable): what Tết and working days did to each value, which the others are
                     * without: the value is level + season + remainder + calendar */
} HdForecastBookParts;

/* One forecast as it was made. Immutable, atomically counted. Strings are never NULL unless said. */
typedef struct
{
  /* What. */
  char *kpi;
  char *scope; /* hd_forecast_scope_of_query(): "unit=KV02"; "" is the nation */
  char *unit; /* of the values: VND, %, DECL … */
  gboolean is_integer; /* money and counts */

  /* From what: enough to make it again, see hd_forecast_entry_reproduce(). */
  gint64 made_at; /* unix seconds */
  gint64 vintage; /* newest figure that it knew */
  HdPeriod first, last; /* the window: n_values periods of first's grain and calendar */
  guint n_values;
  double *values; /* NAN is missing */
  guint season;
  guint n_origins; /* asked for; 0: the method's own choice */
  guint64 seed;
  gboolean is_non_negative;
  double upper_bound;
  HdForecastEffort effort;
  char *cold_start; /* (nullable): the scope whose profile was borrowed, "unit=KV02" */
  guint n_borrowed; /* so many of the first values are the profile's, at this unit's level */
  double
      borrowed_spread; /* how far the profile may be off: standard deviation, in the values' unit */
  char *inputs_hash; /* hex of SHA-256 over all of the above that has an influence */
  char *program; /* version that made it */

  /* What was said. Step s is the period `last` + s + 1. */
  guint horizon;
  double *mean; /* what is shown: reconciled when is_reconciled */
  double *lower[HD_FORECAST_BOOK_N_LEVELS], *upper[HD_FORECAST_BOOK_N_LEVELS];
  double *rival; /* last year's season */
  gboolean is_reconciled; /* adds up with its parts and its whole, on both maps */
  double *base_mean; /* before reconciliation; `mean` itself (the same array) when it is not */

  /* How, and how far to trust it. */
  char *method; /* "mean(ets(M,A,M), dotm)" */
  guint n_members;
  HdForecastBookMember *members; /* all that there are, in the order of the members' table */
  HdForecastRecord record; /* on rolling origins */
  gboolean has_calendar; /* working days and Tết have a part in it */
  double calendar_pull; /* the largest in three years: -0.31 made a period 31 % smaller */
  double calendar_gain_pct; /* by how much the calendar made errors out of sample smaller */
  guint n_replays;
  HdForecastOutcome *replays; /* one step ahead on the last origins, oldest first; may be none */
  HdForecastBookParts *parts; /* (nullable): kept with full effort where the members have them */
  guint n_plans;
  HdForecastBookPlan *plans; /* of the KPIs that have some */

  /* May it be drawn? */
  HdForecastVerdict verdict;
  gboolean is_stale; /* figures came since and no refresh has looked at them yet */

  /*< private >*/
  gatomicrefcount refs;
} HdForecastEntry;

/* Empty, for whoever fills it. */
HdForecastEntry *hd_forecast_entry_new (void) G_GNUC_WARN_UNUSED_RESULT;
HdForecastEntry *hd_forecast_entry_ref (HdForecastEntry *entry);
void hd_forecast_entry_unref (HdForecastEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecastEntry, hd_forecast_entry_unref)

/* Before it is shared: parts are kept with the newest entry of a page only. */
void hd_forecast_entry_drop_parts (HdForecastEntry *entry);

/* SHOWN or UNPROVEN. */
gboolean hd_forecast_entry_is_shown (const HdForecastEntry *entry);
/* The period of step `step` (0 is the first ahead). */
HdPeriod hd_forecast_entry_period (const HdForecastEntry *entry, guint step);
/* Runs the same method on the kept inputs again, with `n_paths` simulated paths (0: none): means are
 * those of base_mean to the last bit by the same program (but for a cold start's, whose bounds were
 * widened afterwards). `calendar` is the catalogue's. Some milliseconds: on a worker. */
HdForecast *hd_forecast_entry_reproduce (const HdForecastEntry *entry,
                                         const HdCalendar *calendar,
                                         guint n_paths,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the filters of `query` as the book's key, dimensions and codes sorted:
 * "tax=GTGT unit=KV02+KV03". Time, map and comparison have no part in it: a unit's code is of one map. */
char *hd_forecast_scope_of_query (const HdQuery *query);

/* The newest entry known at `as_of` (unix seconds by vintage; 0: now). (transfer full) (nullable): NULL
 * without error when the book has none. Looks up one row; computes nothing; safe on any thread. */
HdForecastEntry *hd_forecast_book_lookup (HdStore *store,
                                          const char *kpi,
                                          const char *scope,
                                          HdGrain grain,
                                          gint64 as_of,
                                          GError **error);
/* The whole page, newest first. (transfer full) (element-type HdForecastEntry); empty when there is none. */
GPtrArray *hd_forecast_book_read_page (HdStore *store,
                                       const char *kpi,
                                       const char *scope,
                                       HdGrain grain,
                                       GError **error);
/* The newest entries of all scopes of `kpi`, by scope. (transfer full) (element-type HdForecastEntry) */
GPtrArray *
hd_forecast_book_read_kpi (HdStore *store, const char *kpi, HdGrain grain, GError **error);

/* How forecasts of one step count did. Everything NAN when n is 0. */
typedef struct
{
  guint n;
  double mase; /* in units of the mean change from season to season */
  double rival_mase; /* of last year's season for the same periods */
  double coverage_pct[HD_FORECAST_BOOK_N_LEVELS];
} HdForecastStepScore;

typedef struct
{
  /* One step ahead, oldest first, at most HD_FORECAST_BOOK_SCORED; replays come before what was said in
   * earnest, so that a new installation has a record too. */
  GArray *outcomes; /* (element-type HdForecastOutcome) */
  guint n_live; /* outcomes that are no replays */
  HdForecastStepScore one_step; /* over `outcomes` */
  double skill_pct; /* 100 (1 - mase / rival_mase) over `outcomes`; NAN when not known */
  guint n_steps;
  HdForecastStepScore
      *steps; /* [n_steps] of the page's earlier entries, live only; steps[0] is one ahead */
} HdForecastScore;

/* Scores a page (newest first) against the newest entry's own history. (transfer full) (nullable): NULL
 * for an empty page. */
HdForecastScore *hd_forecast_score_page (GPtrArray *page) G_GNUC_WARN_UNUSED_RESULT;
void hd_forecast_score_free (HdForecastScore *score);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecastScore, hd_forecast_score_free)

/* Probabilities that were given for plans of years that are over, against what came. */
#define HD_FORECAST_CALIBRATION_N_BINS 10
typedef struct
{
  guint n; /* probabilities in all bins */
  struct
  {
    guint n;
    double mean_pct; /* of the probabilities given */
    double reached_pct; /* of those plans */
  } bins[HD_FORECAST_CALIBRATION_N_BINS]; /* 0–10, 10–20 … 90–100 per cent */
  double brier; /* mean squared error of the probabilities as shares; NAN when n is 0 */
  double base_rate_brier; /* of always saying how often it happened */
} HdForecastCalibration;

/* Over all units' pages of `kpi` (revenue.collected). (transfer full) */
HdForecastCalibration *hd_forecast_book_calibrate (HdStore *store,
                                                   const char *kpi,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  guint n_series;
  guint n_shown;
  gint64 refreshed_at; /* the last refresh that went to its end; 0: never */
  gboolean is_fresh; /* and nothing came since */
  guint64 n_bytes; /* on disk */
} HdForecastBookStatus;
gboolean hd_forecast_book_get_status (HdStore *store, HdForecastBookStatus *status, GError **error);

G_END_DECLS
