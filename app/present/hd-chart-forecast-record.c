/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far to trust a forecast: the last twelve against what came, and whether chances came true as often as
 * they were stated.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-plan-calibration-store.h"
#include "hd-present-forecast.h"
#include "hd-present-frame.h"
#include "hd-present-outlook.h"

/* Chance alone leaves the band one time in ten. */
#define CHANCE_TAIL 0.05
/* The twelve probabilities of one plan in one year come true or fail together. */
#define MONTHS_OF_A_PLAN 12

static HdPresentForecast *
begin (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, chart->kpis, error);
  HdPresentForecast *self = kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;

  if (self != NULL)
    hd_present_forecast_fill_record (present, self);
  return self;
}

static void
set_no_record (GError **error)
{
  g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                       "no forecast has been held against what came yet");
}

/* The last twelve. */

static const HdForecastOutcome *
outcome_at (const HdPresentForecast *self, guint place)
{
  return &g_array_index (self->score->outcomes, HdForecastOutcome, place);
}

static gboolean
is_miss (const HdForecastOutcome *outcome)
{
  return outcome->actual < outcome->lower[HD_FORECAST_BOOK_LEVEL_95]
         || outcome->actual > outcome->upper[HD_FORECAST_BOOK_LEVEL_95];
}

static void
add_outcomes (const HdPresent *present, HdChartSpec *spec, const HdPresentForecast *self)
{
  guint n = self->score->outcomes->len;
  g_autofree double *actual = g_new (double, n);
  g_autofree double *mean = g_new (double, n);
  g_autofree double *rival = g_new (double, n);

  for (guint place = 0; place < n; place++)
    {
      const HdForecastOutcome *outcome = outcome_at (self, place);
      g_autofree char *label = hd_present_period_short (outcome->period);
      g_autofree char *text = hd_period_to_string (outcome->period);
      g_autofree char *code = g_strconcat ("time=", text, NULL);

      hd_chart_spec_add_category (spec, code, label);
      actual[place] = outcome->actual;
      mean[place] = outcome->mean;
      rival[place] = outcome->rival;
    }
  hd_chart_spec_add_series (spec, self->kpi->id, _ ("What came"), HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, _ ("Forecast"), HD_NOTATION_FORECAST, mean);
  hd_chart_spec_add_series (spec, NULL, _ ("Last year's season"), HD_NOTATION_PREVIOUS, rival);
  for (guint place = 0; place < n; place++)
    if (is_miss (outcome_at (self, place)))
      hd_chart_spec_set_status (spec, 0, place, HD_STATUS_WORSE);
}

static void
add_outcome_bands (HdChartSpec *spec, const HdPresentForecast *self)
{
  static const struct
  {
    guint level;
    const char *name;
  } bands[] = { { HD_FORECAST_BOOK_LEVEL_95, "95 %" }, { HD_FORECAST_BOOK_LEVEL_80, "80 %" } };
  guint n = self->score->outcomes->len;

  for (guint band = 0; band < G_N_ELEMENTS (bands); band++)
    {
      g_autofree double *lower = g_new (double, n);
      g_autofree double *upper = g_new (double, n);

      for (guint place = 0; place < n; place++)
        {
          lower[place] = outcome_at (self, place)->lower[bands[band].level];
          upper[place] = outcome_at (self, place)->upper[bands[band].level];
        }
      hd_chart_spec_add_band (spec, bands[band].name,
                              hd_forecast_book_levels[bands[band].level] / 100, lower, upper);
    }
}

/* How many of them were said in earnest, and how many are replayed from the back-test. (transfer full) */
static char *
outcomes_caption (const HdPresent *present, const HdPresentForecast *self)
{
  HdNumberFormat format = hd_present_forecast_format (present, self);
  g_autofree char *place = hd_present_place (present);
  guint n_live = self->score->n_live, n = self->score->outcomes->len;

  if (n_live == 0)
    /* Translators: unit · place; what the method would have said, for nothing was said at the time. */
    return g_strdup_printf (_ ("%s · %s · one month ahead, replayed"), format.unit, place);
  /* Translators: unit · place · how many forecasts were said at the time, how many are replayed. */
  return g_strdup_printf (_ ("%s · %s · one month ahead · %u said at the time, %u replayed"),
                          format.unit, place, n_live, n - n_live);
}

HdChartSpec *
hd_chart_make_forecast_backtest (const HdPresentChart *chart,
                                 const HdPresent *present,
                                 GError **error)
{
  g_autoptr (HdPresentForecast) self = begin (chart, present, error);
  g_autofree char *caption = NULL;
  HdChartSpec *spec;

  if (self == NULL)
    return NULL;
  if (self->score == NULL || self->score->outcomes->len == 0)
    {
      set_no_record (error);
      return NULL;
    }
  caption = outcomes_caption (present, self);
  spec = hd_chart_spec_new (HD_CHART_INTERVALS, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, hd_present_forecast_format (present, self));
  spec->allow_cut = TRUE;
  add_outcomes (present, spec, self);
  add_outcome_bands (spec, self);
  return spec;
}

/* Calibration. */

/* The k for which P(K <= k) first reaches `tail`, of a binomial with `n` trials. */
static guint
binomial_quantile (guint n, double chance, double tail)
{
  double log_odds = log (chance) - log1p (-chance);
  double log_mass = n * log1p (-chance);
  double sum = exp (log_mass);
  guint k = 0;

  while (sum < tail && k < n)
    {
      log_mass += log ((double)(n - k)) - log ((double)(k + 1)) + log_odds;
      k++;
      sum += exp (log_mass);
    }
  return k;
}

/* What share of `n` cases may happen by chance when each has `stated_pct`, in per cent. */
static void
chance_band (guint n, double stated_pct, double *lower, double *upper)
{
  double chance = CLAMP (stated_pct / 100, 1e-6, 1 - 1e-6);

  *lower = *upper = NAN;
  if (n == 0 || isnan (stated_pct))
    return;
  *lower = 100.0 * binomial_quantile (n, chance, CHANCE_TAIL) / n;
  *upper = 100.0 * binomial_quantile (n, chance, 1 - CHANCE_TAIL) / n;
}

/* One dot of the diagram. */
typedef struct
{
  double stated, happened;
  guint n;
  guint n_apart; /* of them as tell something new: chance is judged by these */
} Dot;

/* `dots` as a spec, with what chance allows round each; a dot outside is told. (transfer full) */
static HdChartSpec *
draw_dots (const HdPresent *present,
           const char *title,
           const char *caption,
           const Dot *dots,
           guint n_dots)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_RELIABILITY, title, caption);
  g_autofree double *columns = g_new (double, 5 * (gsize)n_dots);
  double *stated = columns, *happened = stated + n_dots, *counts = happened + n_dots;
  double *lower = counts + n_dots, *upper = lower + n_dots;
  HdNumberFormat percent = hd_present_percent_format (present);

  hd_chart_spec_set_format (spec, percent);
  percent.decimals = 0;
  for (guint dot = 0; dot < n_dots; dot++)
    {
      g_autofree char *label = hd_number_format (&percent, dots[dot].stated);

      hd_chart_spec_add_category (spec, NULL, label);
      stated[dot] = dots[dot].stated;
      happened[dot] = dots[dot].happened;
      counts[dot] = dots[dot].n;
      chance_band (dots[dot].n_apart, dots[dot].stated, &lower[dot], &upper[dot]);
    }
  hd_chart_spec_add_series (spec, NULL, _ ("Stated"), HD_NOTATION_FORECAST, stated);
  hd_chart_spec_add_series (spec, NULL, _ ("Happened"), HD_NOTATION_ACTUAL, happened);
  hd_chart_spec_add_series (spec, NULL, _ ("Cases"), HD_NOTATION_PREVIOUS, counts);
  for (guint dot = 0; dot < n_dots; dot++)
    {
      g_autofree char *text
          = g_strdup_printf (ngettext ("%u case", "%u cases", dots[dot].n), dots[dot].n);

      hd_chart_spec_set_text (spec, 2, dot, text);
      if (happened[dot] < lower[dot] || happened[dot] > upper[dot])
        hd_chart_spec_set_status (spec, 1, dot, HD_STATUS_WORSE);
    }
  hd_chart_spec_add_band (spec, "90 %", 0.90, lower, upper);
  return spec;
}

/* How often what came lay inside the intervals, level by level. */
HdChartSpec *
hd_chart_make_forecast_coverage (const HdPresentChart *chart,
                                 const HdPresent *present,
                                 GError **error)
{
  g_autoptr (HdPresentForecast) self = begin (chart, present, error);
  Dot dots[HD_FORECAST_BOOK_N_LEVELS];
  g_autofree char *place = NULL;
  guint n_dots = 0;

  if (self == NULL)
    return NULL;
  for (guint level = 0; self->score != NULL && level < HD_FORECAST_BOOK_N_LEVELS; level++)
    if (!isnan (self->score->one_step.coverage_pct[level]))
      dots[n_dots++]
          = (Dot){ hd_forecast_book_levels[level], self->score->one_step.coverage_pct[level],
                   self->score->one_step.n, self->score->one_step.n };
  if (n_dots == 0)
    {
      set_no_record (error);
      return NULL;
    }
  place = hd_present_place (present);
  return draw_dots (present, _ (chart->title), place, dots, n_dots);
}

/* Years and units that are over, each with the twelve probabilities that would have been stated in it. */
static guint
collect_replays (const HdPlanCalibration *calibration, Dot *dots)
{
  guint n_dots = 0;

  for (guint bin = 0; bin < HD_PLAN_N_BINS; bin++)
    if (calibration->bins[bin].n_cases > 0)
      dots[n_dots++] = (Dot){ calibration->bins[bin].predicted_pct,
                              calibration->bins[bin].happened_pct, calibration->bins[bin].n_cases,
                              MAX (calibration->bins[bin].n_cases / MONTHS_OF_A_PLAN, 1) };
  return n_dots;
}

static double
mean_brier (const HdPlanCalibration *calibration, gboolean is_base)
{
  double sum = 0;
  guint n = 0;

  for (guint month = 0; month < G_N_ELEMENTS (calibration->months); month++)
    {
      const HdPlanMonth *of = &calibration->months[month];

      if (of->n_cases == 0)
        continue;
      sum += of->n_cases * (is_base ? of->base_brier : of->brier);
      n += of->n_cases;
    }
  return n > 0 ? sum / n : NAN;
}

/* (transfer full) */
static char *
calibration_caption (const HdPresent *present, const HdPlanCalibration *calibration)
{
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (present->lang), 3);
  double brier = mean_brier (calibration, FALSE), base_brier = mean_brier (calibration, TRUE);
  g_autofree char *own = hd_number_format (&format, brier);
  g_autofree char *base = hd_number_format (&format, base_brier);
  g_autofree char *cases = hd_number_format_exact (format.locale, calibration->n_cases);

  /* Translators: counts; Brier scores (smaller is better) of the program, and of always saying how often
   * plans were reached. */
  return g_strdup_printf (
      brier < base_brier
          ? _ ("Brier %s, base rate %s · %s probabilities, %u years · nation and regions")
          : _ ("not better than the base rate: Brier %s against %s · %s probabilities, %u years · "
               "nation and regions"),
      own, base, cases, calibration->n_years);
}

/* Whether plans were reached as often as would have been said, with each year left out in turn. */
HdChartSpec *
hd_chart_make_forecast_calibration (const HdPresentChart *chart,
                                    const HdPresent *present,
                                    GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, chart->kpis, error);
  g_autofree HdPlanCalibration *calibration = NULL;
  Dot dots[HD_PLAN_N_BINS];
  g_autofree char *caption = NULL;
  guint n_dots;

  if (kpi == NULL)
    return NULL;
  if (hd_kpi_outlook_has_plans (kpi))
    calibration = hd_plan_calibration_load (present->store, kpi->id,
                                            hd_kpi_outlook_plans[HD_OUTLOOK_DU_TOAN].id);
  n_dots = calibration != NULL ? collect_replays (calibration, dots) : 0;
  if (n_dots == 0)
    {
      set_no_record (error);
      return NULL;
    }
  caption = calibration_caption (present, calibration);
  return draw_dots (present, _ (chart->title), caption, dots, n_dots);
}
