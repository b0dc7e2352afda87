/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a leader reads first: two or three sentences a screen, every number bound to its cell.
 */

#include "config.h"

#include "hd-present.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-feeds.h"
#include "hd-present-forecast.h"
#include "hd-present-names.h"
#include "hd-present-outlook.h"
#include "hd-present-runs.h"

/* Below this many collecting days ahead or behind, the year is said to be on pace. */
#define ON_PACE_DAYS 0.5

/* One KPI's total here. */
typedef struct
{
  const HdKpi *kpi;
  HdFrame *frame; /* (nullable) */
  double value; /* NAN: none */
  double difference, percent;
} Total;

static void
total_clear (Total *total)
{
  g_clear_pointer (&total->frame, hd_frame_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Total, total_clear)

static Total
ask (const HdPresent *present, const char *id)
{
  Total total = { .value = NAN, .difference = NAN, .percent = NAN };
  HdKpiColumns columns;

  total.kpi = hd_catalog_find_kpi (present->catalog, id);
  total.frame = hd_present_ask_total (present, id, NULL);
  if (total.frame == NULL || hd_frame_get_n_rows (total.frame) == 0)
    return total;
  columns = hd_present_columns (total.frame, total.kpi);
  total.value = hd_frame_get_double (total.frame, 0, columns.value);
  if (columns.difference >= 0)
    total.difference = hd_frame_get_double (total.frame, 0, columns.difference);
  if (columns.percent >= 0)
    total.percent = hd_frame_get_double (total.frame, 0, columns.percent);
  return total;
}

static HdPresentWord
value_word (const HdPresent *present, const Total *total, const char *page)
{
  HdPresentWord word = { .page = page };

  word.text = hd_present_cell_text (
      present, total->kpi, total->frame, 0,
      total->frame != NULL ? hd_present_columns (total->frame, total->kpi).value : -1);
  return word;
}

/* "up 4,1 %" with the colour of what that means. */
static HdPresentWord
change_word (const HdPresent *present, const Total *total, const char *page)
{
  HdPresentWord word
      = { .page = page, .status = hd_present_status (total->kpi, total->difference) };
  HdNumberFormat format = hd_present_percent_format (present);
  g_autofree char *number = NULL;

  if (g_strcmp0 (total->kpi->unit, "%") == 0)
    number = hd_present_difference_text (present, total->kpi, fabs (total->difference));
  else
    number = hd_number_format (&format, fabs (total->percent));
  if (total->difference > 0)
    word.text = g_strdup_printf (_ ("up %s"), number);
  else if (total->difference < 0)
    word.text = g_strdup_printf (_ ("down %s"), number);
  else
    word.text = g_strdup (_ ("unchanged"));
  return word;
}

static gboolean
has_change (const Total *total)
{
  return !isnan (total->difference)
         && (g_strcmp0 (total->kpi->unit, "%") == 0 || !isnan (total->percent));
}

static void
say_nothing (const HdPresent *present, GPtrArray *runs, const Total *total)
{
  HdPresentWord words[] = { { .text = g_strdup (hd_kpi_short_name (total->kpi, present->lang)) } };

  hd_present_add_sentence (runs, present, _ ("{0}: no data here."), words, G_N_ELEMENTS (words));
}

static HdPresentWord
money_word (const HdPresent *present, const HdKpi *kpi, double value, const char *page)
{
  HdNumberFormat format = hd_present_format (present, kpi, fabs (value));

  return (HdPresentWord){ .text = hd_number_format_full (&format, value), .page = page };
}

static HdPresentWord
percent_word (const HdPresent *present, double value, const char *page, HdPointStatus status)
{
  HdNumberFormat format = hd_present_percent_format (present);

  format.decimals = 0;
  return (
      HdPresentWord){ .text = hd_number_format (&format, value), .page = page, .status = status };
}

/* How far before or behind the pace that the plan needs. */
static HdPresentWord
pace_word (const HdPresent *present, double days)
{
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (present->lang), 0);
  g_autofree char *number = hd_number_format (&format, fabs (days));
  HdPresentWord word = { .page = "revenue" };

  if (fabs (days) < ON_PACE_DAYS)
    {
      word.text = g_strdup (_ ("on the pace required"));
      return word;
    }
  word.status = days > 0 ? HD_STATUS_BETTER : HD_STATUS_WORSE;
  /* Translators: %s is a number of collecting days. */
  word.text = g_strdup_printf (days > 0 ? _ ("%s collecting days ahead of the pace required")
                                        : _ ("%s collecting days behind the pace required"),
                               number);
  return word;
}

static void
say_revenue (const HdPresent *present, GPtrArray *runs)
{
  g_auto (Total) revenue = ask (present, "revenue.collected");
  g_auto (Total) attainment = ask (present, "revenue.plan_attainment");
  g_autoptr (HdPresentOutlook) outlook = NULL;
  const HdYearPlanOutlook *plan;

  if (isnan (revenue.value))
    {
      say_nothing (present, runs, &revenue);
      return;
    }
  outlook = hd_present_outlook_new (present, "revenue.collected", NULL);
  plan = outlook != NULL ? &outlook->outlook->plans[HD_OUTLOOK_DU_TOAN] : NULL;
  if (plan != NULL && !isnan (plan->gap_days) && !isnan (attainment.value))
    {
      gboolean is_shown = hd_present_outlook_is_shown (present, outlook);
      HdPresentWord words[]
          = { value_word (present, &revenue, "revenue"),
              value_word (present, &attainment, "revenue"), pace_word (present, plan->gap_days),
              hd_present_outlook_chance_word (present, outlook, "revenue") };

      hd_present_add_sentence (runs, present,
                               is_shown ? _ ("Revenue has reached {0}, {1} of the plan, {2}; the "
                                             "chance of reaching the year's plan is {3}.")
                                        : _ ("Revenue has reached {0}, {1} of the plan, {2}."),
                               words, G_N_ELEMENTS (words));
    }
  else if (has_change (&revenue))
    {
      HdPresentWord words[] = { value_word (present, &revenue, "revenue"),
                                change_word (present, &revenue, "revenue") };

      hd_present_add_sentence (runs, present,
                               _ ("Revenue has reached {0}, {1} on the same period."), words,
                               G_N_ELEMENTS (words));
    }
}

/* The part with the greatest value of `kpi`; -1 when there are no parts. */
static int
find_greatest (const HdFrame *frame, int column)
{
  int greatest = -1;

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      double value = hd_frame_get_double (frame, row, column);

      if (!isnan (value)
          && (greatest < 0 || value > hd_frame_get_double (frame, (guint)greatest, column)))
        greatest = (int)row;
    }
  return greatest;
}

static void
say_slowest (const HdPresent *present, GPtrArray *runs)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "clearance.p90_hours");
  g_autofree char *by = hd_present_next_step (present, kpi);
  g_autoptr (HdQuery) query = by != NULL ? hd_present_query (present, kpi->id, by, NULL) : NULL;
  g_autoptr (HdFrame) frame
      = query != NULL ? hd_engine_query (present->engine, query, present->cancellable, NULL) : NULL;
  int column = frame != NULL ? hd_present_columns (frame, kpi).value : -1;
  int row = frame != NULL ? find_greatest (frame, column) : -1;

  if (row >= 0 && hd_frame_get_n_rows (frame) > 1)
    {
      HdPresentWord words[]
          = { { .text = hd_present_cell_name (frame, (guint)row, 0, present->lang),
                .page = "clearance" },
              { .text = hd_present_cell_text (present, kpi, frame, (guint)row, column),
                .page = "clearance",
                .status = HD_STATUS_WORSE } };

      hd_present_add_sentence (runs, present, _ ("The slowest is {0}, with a P90 of {1}."), words,
                               G_N_ELEMENTS (words));
    }
}

static void
say_clearance (const HdPresent *present, GPtrArray *runs)
{
  g_auto (Total) median = ask (present, "clearance.median_hours");
  g_auto (Total) p90 = ask (present, "clearance.p90_hours");

  if (isnan (median.value))
    {
      say_nothing (present, runs, &median);
      return;
    }
  if (has_change (&p90))
    {
      HdPresentWord words[]
          = { value_word (present, &median, "clearance"), value_word (present, &p90, "clearance"),
              change_word (present, &p90, "clearance") };

      hd_present_add_sentence (
          runs, present,
          _ ("Half of declarations clear within {0}, nine in ten within {1}, {2} on "
             "the same period."),
          words, G_N_ELEMENTS (words));
    }
  else
    {
      HdPresentWord words[]
          = { value_word (present, &median, "clearance"), value_word (present, &p90, "clearance") };

      hd_present_add_sentence (runs, present,
                               _ ("Half of declarations clear within {0}, nine in ten within {1}."),
                               words, G_N_ELEMENTS (words));
    }
  say_slowest (present, runs);
}

static gboolean
say_feeds (const HdPresent *present, GPtrArray *runs, GError **error)
{
  g_autoptr (GArray) feeds = hd_present_feeds (present, error);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_late = 0;

  if (feeds == NULL)
    return FALSE;
  for (guint index = 0; index < feeds->len; index++)
    {
      const HdPresentFeed *feed = &g_array_index (feeds, HdPresentFeed, index);

      if (!feed->is_late)
        continue;
      if (n_late++ < 3)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                hd_dataset_name (feed->dataset, present->lang));
    }
  if (n_late == 0)
    hd_present_add_sentence (runs, present, _ ("Every feed has reported in time."), NULL, 0);
  else
    {
      HdPresentWord words[] = {
        { .text = g_strdup_printf ("%u", n_late), .page = "evidence", .status = HD_STATUS_WORSE },
        { .text = g_strdup (names->str), .page = "evidence" }
      };

      hd_present_add_sentence (runs, present,
                               n_late > 3 ? _ ("Late feeds: {0}, among them {1}.")
                                          : _ ("Late feeds: {0} ({1})."),
                               words, G_N_ELEMENTS (words));
    }
  return TRUE;
}

static void
say_outlook (const HdPresent *present, GPtrArray *runs)
{
  g_autoptr (HdPresentOutlook) outlook
      = hd_present_outlook_new (present, "revenue.collected", NULL);
  const HdYearPlanOutlook *plan;

  if (outlook == NULL)
    return;
  plan = &outlook->outlook->plans[HD_OUTLOOK_DU_TOAN];
  if (hd_present_outlook_is_shown (present, outlook))
    {
      HdPresentWord words[]
          = { { .text = hd_present_outlook_year_text (present, outlook), .page = "revenue" },
              money_word (present, outlook->kpi, outlook->outlook->lower[HD_OUTLOOK_LEVEL_95][11],
                          "revenue"),
              money_word (present, outlook->kpi, outlook->outlook->upper[HD_OUTLOOK_LEVEL_95][11],
                          "revenue"),
              percent_word (present, 95, NULL, HD_STATUS_NONE) };

      hd_present_add_sentence (
          runs, present, _ ("The year is forecast at {0}, between {1} and {2} (interval of {3})."),
          words, G_N_ELEMENTS (words));
    }
  if (isfinite (plan->pace_required) && plan->pace_required > 0 && !isnan (outlook->outlook->pace))
    {
      HdPresentWord words[]
          = { money_word (present, outlook->kpi, plan->pace_required, "revenue"),
              money_word (present, outlook->kpi, outlook->outlook->pace, "revenue") };

      hd_present_add_sentence (
          runs, present, _ ("The plan still needs {0} a collecting day; so far each brought {1}."),
          words, G_N_ELEMENTS (words));
    }
}

static void
say_time_split (const HdPresent *present, GPtrArray *runs)
{
  g_auto (Total) within = ask (present, "clearance.within_24h");
  g_auto (Total) share = ask (present, "release.customs_share");
  g_auto (Total) release = ask (present, "release.average_hours");

  if (!isnan (within.value) && !isnan (share.value) && !isnan (release.value))
    {
      HdPresentWord words[] = { value_word (present, &within, "clearance"),
                                value_word (present, &release, "clearance"),
                                value_word (present, &share, "clearance") };

      hd_present_add_sentence (
          runs, present,
          _ ("{0} clear within 24 hours; from arrival to removal goods take {1}, of "
             "which customs {2}."),
          words, G_N_ELEMENTS (words));
    }
}

static void
say_violations (const HdPresent *present, GPtrArray *runs)
{
  g_auto (Total) cases = ask (present, "violations.cases");
  g_auto (Total) value = ask (present, "violations.value");
  g_auto (Total) prosecuted = ask (present, "violations.prosecuted");

  if (isnan (cases.value))
    {
      say_nothing (present, runs, &cases);
      return;
    }
  {
    HdPresentWord words[] = { value_word (present, &cases, "violations"),
                              value_word (present, &value, "violations"),
                              value_word (present, &prosecuted, "violations"),
                              { .text = hd_present_period (hd_frame_get_span (cases.frame)) } };

    hd_present_add_sentence (runs, present, _ ("{0} worth {1} were found, {2} prosecuted ({3})."),
                             words, G_N_ELEMENTS (words));
  }
}

static void
say_risk (const HdPresent *present, GPtrArray *runs)
{
  g_auto (Total) inspected = ask (present, "risk.inspection_rate");
  g_auto (Total) hits = ask (present, "risk.red_hit_rate");

  if (!isnan (inspected.value) && !isnan (hits.value))
    {
      HdPresentWord words[] = { value_word (present, &inspected, "violations"),
                                value_word (present, &hits, "violations") };

      hd_present_add_sentence (
          runs, present,
          _ ("{0} of declarations were inspected; {1} of those in the red lane held a "
             "violation."),
          words, G_N_ELEMENTS (words));
    }
}

GPtrArray *
hd_present_sentences (const HdPresent *present, const char *page, GError **error)
{
  g_autoptr (GPtrArray) runs = hd_present_runs_new ();
  gboolean is_morning = g_str_equal (page, "morning");

  if (g_str_equal (page, "forecast"))
    return hd_present_forecast_sentences (present, error);
  if (is_morning || g_str_equal (page, "revenue"))
    say_revenue (present, runs);
  if (g_str_equal (page, "revenue"))
    say_outlook (present, runs);
  if (is_morning || g_str_equal (page, "clearance"))
    say_clearance (present, runs);
  if (g_str_equal (page, "clearance"))
    say_time_split (present, runs);
  if (g_str_equal (page, "violations"))
    {
      say_violations (present, runs);
      say_risk (present, runs);
    }
  if ((is_morning || g_str_equal (page, "evidence")) && !say_feeds (present, runs, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (present->cancellable, error))
    return NULL;
  return g_steal_pointer (&runs);
}
