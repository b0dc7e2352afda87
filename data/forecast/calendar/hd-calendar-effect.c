/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Working days, holidays and Tết around a forecast: estimated, chosen by back-test, put back.
 *
 * Why February alone can look worse with the calendar than without (tests/bench/bench-calendar, README.md):
 * nothing is counted twice and the regressor is right. Within one forecast, February's error less January's
 * shrinks in every year, by a third to two thirds. But February pulls far from its usual season only when Tết
 * falls in January, three times in seven years, and in two of these (2020, 2023) trade broke for reasons of
 * its own; the plain forecast, blind to the full February, was too low by as much and looked right. A boom
 * did the same the other way in 2021. What could be mended was: years before the table of holidays are
 * no longer left unadjusted inside the history, and ordinary months have an elasticity of their own.
 */

#include "config.h"

#include "hd-calendar-effect.h"

#include "hd-calendar-fit.h"
#include "hd-calendar-terms.h"

#include <math.h>
#include <string.h>

/* The mean gain out of sample has to be so many of its standard errors: noise rarely is. */
#define MIN_GAIN_T 1.0
/* And a further term has to cut the error by this much again. */
#define TERM_HANDICAP 0.99
/* A pull of more than this is not believed: exp(±1.5). */
#define MAX_LOG_EFFECT 1.5
#define PULL_YEARS 3

typedef struct
{
  HdGrain grain;
  guint n_terms;
  HdCalendarTerm terms[3];
} Candidate;

/* The simplest first: each later one has to earn its place. */
static const Candidate candidates[] = {
  { HD_GRAIN_MONTH, 1, { HD_CALENDAR_TERM_WORKING_DAYS } },
  { HD_GRAIN_MONTH,
    3,
    { HD_CALENDAR_TERM_WORKING_DAYS, HD_CALENDAR_TERM_ORDINARY_DAYS, HD_CALENDAR_TERM_TET_AFTER } },
  { HD_GRAIN_QUARTER, 1, { HD_CALENDAR_TERM_WORKING_DAYS } },
  { HD_GRAIN_DAY, 1, { HD_CALENDAR_TERM_TET_BREAK } },
  { HD_GRAIN_DAY, 2, { HD_CALENDAR_TERM_TET_BREAK, HD_CALENDAR_TERM_HOLIDAY } },
  { HD_GRAIN_DAY,
    3,
    { HD_CALENDAR_TERM_TET_BREAK, HD_CALENDAR_TERM_TET_BEFORE, HD_CALENDAR_TERM_TET_AFTER } },
};

/* Before the data speak: a day off costs about half a day's worth, give or take a half (a flow that stops
 * on days off has an elasticity of one, one that does not care of none); windows cost nothing. */
static const struct
{
  double mean, sd;
} priors[HD_CALENDAR_N_TERMS] = {
  [HD_CALENDAR_TERM_WORKING_DAYS] = { 0.5, 0.5 }, [HD_CALENDAR_TERM_ORDINARY_DAYS] = { 0, 0.3 },
  [HD_CALENDAR_TERM_TET_AFTER] = { 0, 0.2 },      [HD_CALENDAR_TERM_HOLIDAY] = { 0, 0.5 },
  [HD_CALENDAR_TERM_TET_BREAK] = { 0, 0.5 },      [HD_CALENDAR_TERM_TET_BEFORE] = { 0, 0.2 },
};

/* The series as the regression sees it: logs, or values over their mean size. */
static double *
regression_values (const HdForecastInput *input, gboolean *is_multiplicative, double *size)
{
  double *values = g_new (double, MAX (input->n_values, 1));
  guint n_known = 0;

  *is_multiplicative
      = input->is_non_negative && (isinf (input->upper_bound) || !(input->upper_bound > 0));
  *size = 0;
  for (guint row = 0; row < input->n_values; row++)
    if (!isnan (input->values[row]))
      {
        n_known++;
        *size += (fabs (input->values[row]) - *size) / n_known;
        *is_multiplicative &= input->values[row] > 0;
      }
  for (guint row = 0; row < input->n_values; row++)
    values[row] = *is_multiplicative ? log (input->values[row])
                  : *size > 0        ? input->values[row] / *size
                                     : 0;
  return values;
}

static HdCalendarEffect *
effect_new (const HdForecastInput *input)
{
  HdCalendarEffect *effect = g_new0 (HdCalendarEffect, 1);

  effect->n_values = input->n_values;
  effect->horizon = input->horizon;
  effect->past = g_new0 (double, MAX (input->n_values, 1));
  effect->future = g_new0 (double, MAX (input->horizon, 1));
  effect->plain_error = effect->adjusted_error = NAN;
  return effect;
}

static gboolean
fit_candidate (const Candidate *candidate,
               const HdForecastInput *input,
               const double *values,
               const HdCalendarTerms *terms,
               HdCalendarFit *fit)
{
  HdCalendarRegression regression = { .n_rows = input->n_values,
                                      .season = input->season,
                                      .values = values,
                                      .n_columns = candidate->n_terms };

  for (guint place = 0; place < candidate->n_terms; place++)
    {
      if (terms->column[candidate->terms[place]] == NULL)
        return FALSE;
      regression.column[place] = terms->column[candidate->terms[place]];
      regression.prior_mean[place] = priors[candidate->terms[place]].mean;
      regression.prior_sd[place] = priors[candidate->terms[place]].sd;
    }
  return hd_calendar_fit (&regression, fit);
}

/* Effects in logs or mean sizes; a period that the calendar does not know has none. */
static void
add_term (HdCalendarEffect *effect, const double *column, double coefficient)
{
  for (guint row = 0; row < effect->n_values + effect->horizon; row++)
    {
      double *cell
          = row < effect->n_values ? &effect->past[row] : &effect->future[row - effect->n_values];

      if (!isnan (column[row]))
        *cell += coefficient * column[row];
    }
}

static void
add_doubt (HdCalendarEffect *effect, HdCalendarTerm term, const double *column)
{
  effect->doubt[term] = g_new0 (double, MAX (effect->horizon, 1));
  for (guint step = 0; step < effect->horizon; step++)
    if (!isnan (column[effect->n_values + step]))
      effect->doubt[term][step] = effect->standard_error[term] * column[effect->n_values + step];
}

/* From logs to factors, from mean sizes to amounts. */
static void
finish (double *effects, guint n_effects, gboolean is_multiplicative, double size)
{
  for (guint place = 0; place < n_effects; place++)
    effects[place] = is_multiplicative
                         ? exp (CLAMP (effects[place], -MAX_LOG_EFFECT, MAX_LOG_EFFECT))
                         : effects[place] * size;
}

static void
measure_pull (HdCalendarEffect *effect, guint season)
{
  guint wanted = MIN (effect->n_values, PULL_YEARS * season);

  for (guint row = effect->n_values - wanted; row < effect->n_values; row++)
    if (fabs (effect->past[row]) > fabs (effect->largest_pull))
      effect->largest_pull = effect->past[row];
  if (effect->is_multiplicative)
    effect->largest_pull = expm1 (effect->largest_pull);
}

static void
choose (HdCalendarEffect *effect,
        const HdForecastInput *input,
        HdGrain grain,
        const double *values,
        const HdCalendarTerms *terms)
{
  const Candidate *chosen = NULL;
  HdCalendarFit best = { 0 };

  for (guint index = 0; index < G_N_ELEMENTS (candidates); index++)
    {
      HdCalendarFit fit;

      if (candidates[index].grain != grain
          || !fit_candidate (&candidates[index], input, values, terms, &fit))
        continue;
      if (effect->n_tested == 0)
        {
          effect->n_tested = fit.n_tested;
          effect->plain_error = fit.plain_error;
          effect->adjusted_error = fit.adjusted_error;
        }
      if (!(fit.gain_t >= MIN_GAIN_T)
          || (chosen != NULL && !(fit.adjusted_error < TERM_HANDICAP * best.adjusted_error)))
        continue;
      chosen = &candidates[index];
      best = fit;
    }
  if (chosen == NULL)
    return;
  effect->is_on = TRUE;
  effect->plain_error = best.plain_error;
  effect->adjusted_error = best.adjusted_error;
  for (guint place = 0; place < chosen->n_terms; place++)
    {
      HdCalendarTerm term = chosen->terms[place];

      effect->has_term[term] = TRUE;
      effect->coefficient[term] = best.coefficient[place];
      effect->standard_error[term] = best.standard_error[place];
      add_term (effect, terms->column[term], best.coefficient[place]);
      add_doubt (effect, term, terms->column[term]);
    }
}

HdCalendarEffect *
hd_calendar_effect_estimate (const HdForecastInput *input, const HdCalendarFrame *frame)
{
  HdCalendarEffect *effect = effect_new (input);
  g_autoptr (HdCalendarTerms) terms
      = hd_calendar_terms_new (frame, input->n_values + input->horizon);
  g_autofree double *values = NULL;
  double size;

  values = regression_values (input, &effect->is_multiplicative, &size);
  if (size > 0 && isfinite (size) && input->season > 0)
    choose (effect, input, frame->first.grain, values, terms);
  measure_pull (effect, input->season);
  finish (effect->past, effect->n_values, effect->is_multiplicative, size);
  finish (effect->future, effect->horizon, effect->is_multiplicative, size);
  for (guint term = 0; term < HD_CALENDAR_N_TERMS && !effect->is_multiplicative; term++)
    for (guint step = 0; step < effect->horizon && effect->doubt[term] != NULL; step++)
      effect->doubt[term][step] *= size;
  return effect;
}

void
hd_calendar_effect_free (HdCalendarEffect *effect)
{
  g_free (effect->past);
  g_free (effect->future);
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    g_free (effect->doubt[term]);
  g_free (effect);
}
