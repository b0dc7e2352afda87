/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk in words: what is expected, how far to trust it, and the card that says how it was made.
 */

#include "config.h"

#include "hd-present-forecast.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-frame.h"
#include "hd-present-outlook.h"
#include "hd-present-runs.h"

/* Numbers that go into a sentence. */

static HdPresentWord
value_word (const HdPresent *present, const HdPresentForecast *self, double value)
{
  HdNumberFormat format = hd_present_forecast_format (present, self);

  return (HdPresentWord){ .text = hd_number_format_full (&format, value) };
}

/* In a unit of its own size: billions beside thousands of billions. */
static HdPresentWord
amount_word (const HdPresent *present, const HdPresentForecast *self, double value)
{
  HdNumberFormat format = hd_present_format (present, self->kpi, fabs (value));

  return (HdPresentWord){ .text = hd_number_format_full (&format, value) };
}

/* Without its unit, which the number after it has. */
static HdPresentWord
bare_word (const HdPresent *present, const HdPresentForecast *self, double value)
{
  HdNumberFormat format = hd_present_forecast_format (present, self);

  return (HdPresentWord){ .text = hd_number_format (&format, value) };
}

static HdPresentWord
percent_word (const HdPresent *present, double value, HdPointStatus status)
{
  HdNumberFormat format = hd_present_percent_format (present);

  format.decimals = 0;
  return (HdPresentWord){ .text = hd_number_format (&format, value), .status = status };
}

static HdPresentWord
error_word (const HdPresent *present, double error)
{
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (present->lang), 3);

  return (HdPresentWord){ .text = hd_number_format (&format, error) };
}

static HdPresentWord
name_word (const HdPresent *present, const HdPresentForecast *self)
{
  return (HdPresentWord){ .text = g_strdup (hd_kpi_short_name (self->kpi, present->lang)) };
}

static HdPresentWord
next_word (const HdPresentForecast *self)
{
  return (HdPresentWord){ .text = hd_present_period (hd_forecast_entry_period (self->entry, 0)) };
}

/* Sentences. */

static void
say_interval (const HdPresent *present, GPtrArray *runs, const HdPresentForecast *self)
{
  const HdForecastEntry *entry = self->entry;
  HdPresentWord words[] = { name_word (present, self),
                            next_word (self),
                            bare_word (present, self, entry->lower[HD_FORECAST_BOOK_LEVEL_95][0]),
                            value_word (present, self, entry->upper[HD_FORECAST_BOOK_LEVEL_95][0]),
                            value_word (present, self, entry->mean[0]),
                            value_word (present, self, entry->rival[0]) };

  hd_present_add_sentence (runs, present,
                           /* xgettext:no-c-format */
                           _ ("{0} in {1}: between {2} and {3} with 95 % confidence, most likely "
                              "{4}; last year's season says {5}."),
                           words, G_N_ELEMENTS (words));
}

static void
say_hidden (const HdPresent *present, GPtrArray *runs, const HdPresentForecast *self)
{
  const HdForecastEntry *entry = self->entry;
  const char *name = hd_kpi_short_name (self->kpi, present->lang);
  HdPresentWord words[] = { { .text = hd_present_lower_first (name) },
                            error_word (present, entry->record.mase),
                            error_word (present, entry->record.rival_mase),
                            next_word (self),
                            value_word (present, self, entry->rival[0]) };

  hd_present_add_sentence (
      runs, present,
      entry->verdict == HD_FORECAST_HIDDEN_RIVAL
          ? _ ("No forecast of {0} is shown: out of sample its error is {1}, and that of last "
               "year's season {2}. For {3} last year's season says {4}.")
          : _ (
              "No forecast of {0} is shown: what was said before did worse than last year's season "
              "(back-test: {1} against {2}). For {3} last year's season says {4}."),
      words, G_N_ELEMENTS (words));
}

static void
say_record (const HdPresent *present, GPtrArray *runs, const HdPresentForecast *self)
{
  const HdForecastRecord *record = &self->entry->record;
  double skill = hd_present_forecast_skill (self);

  if (self->entry->cold_start != NULL)
    {
      hd_present_add_sentence (
          runs, present,
          _ ("It has too short a past of its own and borrows the profile of the "
             "unit above: the interval is wide and has not been tried."),
          NULL, 0);
      return;
    }
  if (record->n_origins == 0 || isnan (skill))
    {
      hd_present_add_sentence (
          runs, present, _ ("Too short for a back-test: nobody knows yet how far to trust it."),
          NULL, 0);
      return;
    }
  {
    HdPresentWord words[] = { percent_word (present, skill, HD_STATUS_BETTER),
                              percent_word (present, record->coverage_pct, HD_STATUS_NONE),
                              { .text = g_strdup_printf ("%u", record->n_origins) } };

    hd_present_add_sentence (
        runs, present,
        _ ("Held against what came from {2} starting points, it erred {0} less than last year's "
           "season, and {1} of the outcomes lay inside the interval."),
        words, G_N_ELEMENTS (words));
  }
}

static void
say_plan (const HdPresent *present, GPtrArray *runs, const HdPresentForecast *self)
{
  g_autoptr (HdPresentOutlook) outlook = hd_kpi_outlook_has_plans (self->kpi)
                                             ? hd_present_outlook_new (present, self->kpi->id, NULL)
                                             : NULL;
  const HdYearPlanOutlook *plan;

  if (outlook == NULL || isnan (outlook->plans[HD_OUTLOOK_DU_TOAN])
      || !hd_present_outlook_is_shown (present, outlook))
    return;
  plan = &outlook->outlook->plans[HD_OUTLOOK_DU_TOAN];
  {
    HdPresentWord words[] = { hd_present_outlook_chance_word (present, outlook, NULL),
                              amount_word (present, self, plan->shortfall) };

    hd_present_add_sentence (runs, present,
                             _ ("The year's plan is reached with a chance of {0}; the shortfall to "
                                "be expected is {1}."),
                             words, G_N_ELEMENTS (words));
  }
  if (plan->skill == HD_PLAN_SKILL_NONE)
    {
      HdPresentWord words[] = { percent_word (present, plan->base_rate_pct, HD_STATUS_NONE) };

      hd_present_add_sentence (
          runs, present,
          _ ("So early in the year that is not better than the base rate: {0} of "
             "past plans were reached."),
          words, G_N_ELEMENTS (words));
    }
}

GPtrArray *
hd_present_forecast_sentences (const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, HD_FORECAST_DEFAULT_KPI, error);
  g_autoptr (HdPresentForecast) self
      = kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;
  g_autoptr (GPtrArray) runs = NULL;

  if (self == NULL)
    return NULL;
  runs = hd_present_runs_new ();
  if (hd_forecast_entry_is_shown (self->entry))
    {
      say_interval (present, runs, self);
      say_record (present, runs, self);
    }
  else
    say_hidden (present, runs, self);
  say_plan (present, runs, self);
  return g_steal_pointer (&runs);
}

/* The method card. */

static char *
tell_window (const HdForecastEntry *entry)
{
  g_autofree char *first = hd_present_period_short (entry->first);
  g_autofree char *last = hd_present_period_short (entry->last);
  guint n_missing = 0;
  GString *text = g_string_new (NULL);

  for (guint place = 0; place < entry->n_values; place++)
    n_missing += isnan (entry->values[place]) ? 1 : 0;
  /* Translators: first and last period, and how many there are. */
  g_string_append_printf (text, _ ("%s to %s, %u months"), first, last, entry->n_values);
  if (n_missing > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%u missing", "%u missing", n_missing), n_missing);
    }
  return g_string_free (text, FALSE);
}

static char *
tell_members (const HdPresent *present, const HdForecastEntry *entry)
{
  HdNumberFormat percent = hd_present_percent_format (present);
  GString *text = g_string_new (NULL);

  percent.decimals = 0;
  for (guint member = 0; member < entry->n_members; member++)
    {
      g_autofree char *weight = hd_number_format (&percent, entry->members[member].weight * 100);

      if (entry->members[member].weight > 0)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "",
                                entry->members[member].form, weight);
    }
  if (text->len == 0)
    g_string_append (text, entry->method);
  return g_string_free (text, FALSE);
}

static char *
tell_backtest (const HdPresent *present, const HdForecastEntry *entry)
{
  HdNumberFormat number = hd_number_format_plain (hd_number_locale_get (present->lang), 2);
  HdNumberFormat percent = hd_present_percent_format (present);
  g_autofree char *own = hd_number_format (&number, entry->record.mase);
  g_autofree char *rival = hd_number_format (&number, entry->record.rival_mase);
  g_autofree char *coverage = NULL;

  percent.decimals = 0;
  coverage = hd_number_format (&percent, entry->record.coverage_pct);
  if (entry->record.n_origins == 0)
    return g_strdup (_ ("none: the series is too short"));
  /* Translators: a count, the error (MASE), that of last year's season, share inside the interval. */
  return g_strdup_printf (_ ("%u origins: error %s, last year's season %s; %s inside 95 %%"),
                          entry->record.n_origins, own, rival, coverage);
}

static char *
tell_intervals (const HdPresent *present, const HdForecastEntry *entry)
{
  HdNumberFormat number = hd_number_format_plain (hd_number_locale_get (present->lang), 2);
  g_autofree char *factor = hd_number_format (&number, entry->record.interval_factor);

  if (isnan (entry->record.interval_factor))
    /* xgettext:no-c-format */
    return g_strdup (_ ("50, 80 and 95 %, as the members claim"));
  /* Translators: by what the back-test multiplied the width that the members claimed. */
  return g_strdup_printf (_ ("50, 80 and 95 %%, width × %s by the back-test"), factor);
}

static const char *
tell_calendar (const HdForecastEntry *entry)
{
  if (entry->has_calendar)
    return _ ("Tết, holidays and collecting days, chosen by the back-test");
  return _ ("none: the back-test found no gain from Tết and holidays");
}

static void
add_facts (const HdPresent *present, GPtrArray *facts, const HdPresentForecast *self)
{
  const HdForecastEntry *entry = self->entry;
  g_autofree char *made = hd_present_moment (entry->made_at);

  hd_present_facts_take (facts, _ ("Figures"), tell_window (entry));
  hd_present_facts_take (facts, _ ("Members"), tell_members (present, entry));
  hd_present_facts_take (facts, _ ("Back-test"), tell_backtest (present, entry));
  hd_present_facts_take (facts, _ ("Intervals"), tell_intervals (present, entry));
  hd_present_facts_take (facts, _ ("Calendar"), g_strdup (tell_calendar (entry)));
  if (entry->is_reconciled)
    hd_present_facts_take (facts, _ ("Adds up"),
                           g_strdup (_ ("with its parts and its whole, on both maps")));
  hd_present_facts_take (facts, _ ("Vintage"),
                         entry->vintage > 0 ? hd_present_moment (entry->vintage) : g_strdup ("–"));
  hd_present_facts_take (facts, _ ("Made"),
                         self->is_from_book ? g_strdup (made)
                                            /* Translators: a moment. */
                                            : g_strdup_printf (_ ("%s, for this question"), made));
  /* Translators: a number that the simulation starts from, and a program's version. */
  hd_present_facts_take (
      facts, _ ("Seed"),
      g_strdup_printf (_ ("%u, program %s"), (guint)entry->seed, entry->program));
}

GPtrArray *
hd_present_forecast_facts (const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, HD_FORECAST_DEFAULT_KPI, error);
  g_autoptr (HdPresentForecast) self
      = kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;
  g_autoptr (GPtrArray) facts = NULL;

  if (self == NULL)
    return NULL;
  facts = hd_present_facts_new ();
  add_facts (present, facts, self);
  hd_present_facts_take_command (facts, _ ("Again"), hd_present_forecast_command (present, self));
  return g_steal_pointer (&facts);
}
