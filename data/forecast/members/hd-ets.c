/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "ets": exponential smoothing, its form chosen by AICc among those that can be trusted.
 *
 * Forms with an additive error and a multiplicative season divide by states that may come near zero, and
 * a multiplicative trend runs away; both are left out, as Hyndman and others do. Missing values are
 * stepped over inside the recursion.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-ets-fit.h"
#include "hd-ets-variance.h"

#include <math.h>
#include <string.h>

/* Beyond this the far past neither moves the weights nor is worth its time. */
#define MAX_VALUES 1200
/* Forms whose AICc was within this of the best one's are looked at again by a re-fit. */
#define CLOSE_INFORMATION 6.0
/* Against the best form; lighter ones do not speak. */
#define MIN_WEIGHT 0.02

static const HdEtsForm forms[] = {
  { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE },
  { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE },
  { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE },
  { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE },
  { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE },
  { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE },
  { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE },
  { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE },
  { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE },
  { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE },
  { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE },
  { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE },
  { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_MULTIPLICATIVE },
  { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_MULTIPLICATIVE },
  { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_MULTIPLICATIVE },
};
#define N_FORMS G_N_ELEMENTS (forms)

/* A form run to the end of the series. */
typedef struct
{
  double weight; /* Akaike's: in proportion to exp (-AICc / 2); 0 where the form does not speak */
  HdEtsState state; /* after the last value */
  double spread; /* of its errors */
} HdEtsEnd;

typedef struct
{
  guint n_before; /* values left out because they are too far back */
  HdEtsEstimate estimates[N_FORMS]; /* information INFINITY where a form does not suit the series */
  guint best; /* of the estimates */
  HdEtsEnd ends[N_FORMS]; /* of those that speak: weight above 0 */
  char *method;
  double *seasons; /* [2 * N_FORMS * period] of the states above */
} HdEtsModel;

static char *
name_form (const HdEtsForm *form)
{
  static const char *const trends[] = { "N", "A", "Ad" };
  static const char *const seasons[] = { "N", "A", "M" };

  return g_strdup_printf ("ets(%s,%s,%s)", form->is_error_relative ? "M" : "A", trends[form->trend],
                          seasons[form->season]);
}

static void
model_free (gpointer data)
{
  HdEtsModel *model = data;

  g_free (model->seasons);
  g_free (model->method);
  g_free (model);
}

static HdEtsModel *
model_new (guint period)
{
  HdEtsModel *model = g_new0 (HdEtsModel, 1);

  model->seasons = g_new0 (double, 2 * N_FORMS * (gsize)period);
  for (guint form = 0; form < N_FORMS; form++)
    {
      model->estimates[form].form = forms[form];
      model->estimates[form].information = INFINITY;
      model->estimates[form].start.season = model->seasons + 2 * form * (gsize)period;
      model->ends[form].state.season = model->seasons + (2 * form + 1) * (gsize)period;
    }
  return model;
}

/* Runs a form to the end of the series. FALSE when it cannot, which the likelihood rules out. */
static gboolean
run_to_end (const HdEtsEstimate *estimate, const HdEtsSeries *series, HdEtsEnd *end)
{
  double *season = end->state.season, degrees;
  HdEtsFit fit;

  end->state = estimate->start;
  end->state.season
      = memcpy (season, estimate->start.season, sizeof (double) * estimate->start.period);
  if (!hd_ets_run (&estimate->form, &estimate->weights, &end->state, series->values,
                   series->n_values, NULL, &fit))
    return FALSE;
  degrees = (double)fit.n_known - hd_ets_count_weights (&estimate->form) - 2;
  end->spread = sqrt (fit.sum_squares / MAX (degrees, fit.n_known / 2.0));
  return TRUE;
}

/* Weighs the forms: one that fits nearly as well as the best may well be the truer one (Kolassa 2011). */
static gboolean
weigh_forms (HdEtsModel *model, const HdEtsSeries *series)
{
  double best = model->estimates[model->best].information, sum = 0;

  if (!isfinite (best))
    return FALSE;
  for (guint form = 0; form < N_FORMS; form++)
    {
      HdEtsEnd *end = &model->ends[form];
      double weight = exp ((best - model->estimates[form].information) / 2);

      if (weight < MIN_WEIGHT || !run_to_end (&model->estimates[form], series, end))
        continue;
      end->weight = weight;
      sum += weight;
    }
  for (guint form = 0; form < N_FORMS; form++)
    model->ends[form].weight /= sum;
  model->method = name_form (&model->estimates[model->best].form);
  return sum > 0;
}

/* Fits all forms; or with `before` only those that were close to its best, from its weights. */
static HdEtsModel *
fit_forms (const HdForecastInput *input, const HdEtsModel *before)
{
  guint n_values = MIN (input->n_values, MAX (MAX_VALUES, 4 * input->season));
  g_auto (HdEtsSeries) series = { 0 };
  HdEtsModel *model = model_new (input->season);

  model->n_before = input->n_values - n_values;
  hd_ets_series_init (&series, input->values + model->n_before, n_values, input->season);
  for (guint form = 0; form < N_FORMS; form++)
    {
      HdEtsEstimate *estimate = &model->estimates[form];
      const HdEtsEstimate *warm = before != NULL ? &before->estimates[form] : NULL;

      if (warm != NULL
          && !(warm->information
               <= before->estimates[before->best].information + CLOSE_INFORMATION))
        continue;
      if (!hd_ets_estimate (&series, warm, estimate))
        estimate->information = INFINITY;
      if (estimate->information < model->estimates[model->best].information)
        model->best = form;
    }
  if (weigh_forms (model, &series))
    return model;
  model_free (model);
  return NULL;
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  HdEtsModel *model = fit_forms (input, NULL);

  if (model == NULL)
    g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                 "exponential smoothing: %u values are too few", input->n_values);
  return model;
}

static gpointer
refit (gconstpointer before, const HdForecastInput *input)
{
  return fit_forms (input, before);
}

static const char *
describe (gconstpointer model)
{
  return ((const HdEtsModel *)model)->method;
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdEtsModel *model = data;
  g_autofree double *own = g_new (double, horizon);

  for (guint step = 0; step < horizon; step++)
    mean[step] = 0;
  for (guint form = 0; form < N_FORMS; form++)
    if (model->ends[form].weight > 0)
      {
        hd_ets_predict (&forms[form], &model->estimates[form].weights, &model->ends[form].state,
                        horizon, own);
        for (guint step = 0; step < horizon; step++)
          mean[step] += model->ends[form].weight * own[step];
      }
}

/* Of the mixture: the forms' own variances, and how far their means are apart. */
static gboolean
spread (gconstpointer data, guint horizon, double *deviations)
{
  const HdEtsModel *model = data;
  g_autofree double *mean = g_new (double, horizon);
  g_autofree double *own = g_new (double, horizon);
  g_autofree double *variance = g_new0 (double, horizon);

  predict (model, horizon, mean);
  for (guint form = 0; form < N_FORMS; form++)
    {
      const HdEtsEnd *end = &model->ends[form];

      if (!(end->weight > 0))
        continue;
      hd_ets_predict (&forms[form], &model->estimates[form].weights, &end->state, horizon, own);
      if (!hd_ets_variance (&forms[form], &model->estimates[form].weights, &end->state, end->spread,
                            horizon, deviations))
        return FALSE;
      for (guint step = 0; step < horizon; step++)
        {
          double away = own[step] - mean[step];

          variance[step] += end->weight * (deviations[step] * deviations[step] + away * away);
        }
    }
  for (guint step = 0; step < horizon; step++)
    deviations[step] = sqrt (variance[step]);
  return TRUE;
}

/* Antithetic pairs: the twin draws the same errors with the other sign, so that the middle is exact. */
static void
simulate_form (const HdEtsModel *model,
               guint form,
               guint horizon,
               guint n_paths,
               HdRandom *random,
               double *paths)
{
  const HdEtsEnd *end = &model->ends[form];
  g_autofree double *season = g_new (double, end->state.period);

  for (guint path = 0; path < n_paths; path++)
    {
      HdRandom before = *random;
      gboolean is_twin = path % 2 == 1;
      HdEtsState state = end->state;

      state.season = memcpy (season, end->state.season, sizeof *season * state.period);
      hd_ets_draw_path (&forms[form], &model->estimates[form].weights, &state, end->spread,
                        is_twin ? -1 : 1, random, horizon, paths + (gsize)path * horizon);
      if (!is_twin && path + 1 < n_paths)
        *random = before;
    }
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdEtsModel *model = data;
  HdRandom random = hd_random_new (seed);
  double weight = 0;
  guint first = 0;

  for (guint form = 0; form < N_FORMS; form++)
    {
      guint last;

      if (!(model->ends[form].weight > 0))
        continue;
      weight += model->ends[form].weight;
      last = MIN (n_paths, (guint)(n_paths * weight + 1e-6));
      simulate_form (model, form, horizon, last - first, &random, paths + (gsize)first * horizon);
      first = last;
    }
}

/* What the state said of each value before it was seen; the remainder is the error. */
static void
parts (gconstpointer data, const HdForecastInput *input, HdForecastParts *found)
{
  const HdEtsModel *model = data;
  const HdEtsEstimate *best = &model->estimates[model->best];
  HdEtsState state = best->start;
  gboolean has_season = best->form.season != HD_ETS_SEASON_NONE;
  g_autofree double *season = g_memdup2 (state.season, sizeof (double) * state.period);

  state.season = season;
  for (guint place = model->n_before; place < input->n_values; place++)
    {
      double mean, level = state.level + best->weights.damping * state.trend;
      HdEtsFit fit;

      hd_ets_predict (&best->form, &best->weights, &state, 1, &mean);
      found->level[place] = level;
      found->trend[place] = best->weights.damping * state.trend;
      found->season[place] = has_season ? mean - level : 0;
      found->remainder[place] = input->values[place] - mean;
      if (!hd_ets_run (&best->form, &best->weights, &state, input->values + place, 1, NULL, &fit))
        return;
    }
}

const HdForecastMember hd_ets_member = {
  .id = "ets",
  .min_values = 5,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
  .refit = refit,
  .spread = spread,
  .parts = parts,
};
