/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules that find what may need a decision, one function and one row each.
 */

#include "config.h"

#include "hd-present-rules.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-causes.h"
#include "hd-present-feeds.h"
#include "hd-present-names.h"
#include "hd-present-runs.h"

/* Thresholds of attention: a change smaller than these is everyday noise. */
#define BEHIND_PLAN_PCT -3.0
#define SLOWER_PCT 10.0
#define FALLING_TAX_PCT -5.0
#define ENOUGH_DECLARATIONS 300
#define MORE_CASES_PCT 15.0
#define RISING_STOCK_PCT 5.0
#define MORE_INSPECTIONS_POINTS 0.2

static HdPresentItem *
add_item (GPtrArray *items, const char *id, HdPointStatus status, int sign)
{
  HdPresentItem *item = g_new0 (HdPresentItem, 1);

  item->id = g_strdup (id);
  item->status = status;
  item->sign = sign;
  item->causes = g_strdup ("");
  g_ptr_array_add (items, item);
  return item;
}

static void
take_causes (HdPresentItem *item, char *causes)
{
  if (causes == NULL)
    return;
  g_free (item->causes);
  item->causes = causes;
}

/* The next level of units below the scope; NULL at an office. */
static char *
next_units (const HdPresent *present, const char *kpi)
{
  g_autofree char *step
      = hd_present_next_step (present, hd_catalog_find_kpi (present->catalog, kpi));

  return step != NULL && g_str_has_prefix (step, "unit:") ? g_steal_pointer (&step) : NULL;
}

/* The row whose `column` is greatest (sign 1) or least (sign -1); -1: none. */
static int
find_extreme (const HdFrame *frame, int column, int sign)
{
  int found = -1;

  for (guint row = 0; column >= 0 && row < hd_frame_get_n_rows (frame); row++)
    {
      double value = hd_frame_get_double (frame, row, column);

      if (!isnan (value)
          && (found < 0 || sign * value > sign * hd_frame_get_double (frame, (guint)found, column)))
        found = (int)row;
    }
  return found;
}

/* Asks `kpi` by the units below, and finds the one whose change is most extreme. */
static HdFrame *
ask_units (const HdPresent *present, const char *kpi, const char *where, const char *compare)
{
  g_autofree char *by = next_units (present, kpi);

  return by != NULL ? hd_present_ask_parts (present, kpi, by, where, compare) : NULL;
}

static char *
percent_text (const HdPresent *present, double percent)
{
  HdNumberFormat format = hd_present_percent_format (present);

  return hd_number_format_signed (&format, percent);
}

static void
find_behind_plan (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "revenue.collected");
  g_autoptr (HdFrame) frame = ask_units (present, kpi->id, NULL, "plan:DU_TOAN");
  HdKpiColumns columns;
  int row;

  if (frame == NULL)
    return;
  columns = hd_present_columns (frame, kpi);
  row = find_extreme (frame, columns.difference, -1);
  if (row < 0 || !(hd_frame_get_double (frame, (guint)row, columns.percent) < BEHIND_PLAN_PCT))
    return;
  {
    const char *code = hd_frame_get_code (frame, (guint)row, 0);
    g_autofree char *name = hd_present_cell_name (frame, (guint)row, 0, present->lang);
    g_autofree char *where = g_strconcat ("unit=", code, NULL);
    const HdPresentCauses causes = { kpi->id, "hs:section", where, "yoy", -1, 2 };
    g_autofree char *parts = hd_present_causes (present, &causes);
    HdPresentItem *item = add_item (items, "behind-plan", HD_STATUS_WORSE, -1);

    /* Translators: a unit whose revenue is behind its plan. */
    item->head = g_strdup_printf (_ ("%s: behind plan"), name);
    item->figure = hd_present_difference_text (
        present, kpi, hd_frame_get_double (frame, (guint)row, columns.difference));
    item->side = percent_text (present, hd_frame_get_double (frame, (guint)row, columns.percent));
    if (parts != NULL)
      /* Translators: parts of the change against the year before. */
      take_causes (item, g_strdup_printf (_ ("On the year before: %s"), parts));
    item->link = hd_present_link_step (present, "revenue", "unit", code);
  }
}

/* Whether this and the base both rest on enough red declarations for a percentile to mean something. */
static gboolean
has_enough (const HdPresent *present, const char *code)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "clearance.cleared");
  g_autofree char *where = g_strdup_printf ("unit=%s,lane=DO", code);
  g_autoptr (HdFrame) frame = hd_present_ask_parts (present, kpi->id, NULL, where, "yoy");
  HdKpiColumns columns;

  if (frame == NULL || hd_frame_get_n_rows (frame) == 0)
    return FALSE;
  columns = hd_present_columns (frame, kpi);
  return hd_frame_get_double (frame, 0, columns.value) >= ENOUGH_DECLARATIONS
         && hd_frame_get_double (frame, 0, columns.base) >= ENOUGH_DECLARATIONS;
}

static void
add_slower (const HdPresent *present,
            GPtrArray *items,
            const HdKpi *kpi,
            const HdFrame *frame,
            guint row)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  const char *code = hd_frame_get_code (frame, row, 0);
  g_autofree char *name = hd_present_cell_name (frame, row, 0, present->lang);
  g_autofree char *where = g_strdup_printf ("unit=%s,lane=DO", code);
  g_autofree char *value = hd_present_cell_text (present, kpi, frame, row, columns.value);
  const HdPresentCauses causes = { kpi->id, "unit:office", where, "none", 1, 3 };
  g_autofree char *parts = hd_present_causes (present, &causes);
  HdPresentItem *item = add_item (items, "slower", HD_STATUS_WORSE, 1);

  /* Translators: unit, time. */
  item->head = g_strdup_printf (_ ("%s: red lane P90 %s"), name, value);
  item->figure = hd_present_difference_text (present, kpi,
                                             hd_frame_get_double (frame, row, columns.difference));
  item->side = percent_text (present, hd_frame_get_double (frame, row, columns.percent));
  if (parts != NULL)
    /* Translators: the offices with the longest times. */
    take_causes (item, g_strdup_printf (_ ("Slowest: %s"), parts));
  item->link = hd_present_link_step (present, "clearance", "unit", code);
}

static void
find_slower (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "clearance.p90_hours");
  g_autoptr (HdFrame) frame = ask_units (present, kpi->id, "lane=DO", "yoy");
  HdKpiColumns columns;
  int slowest = -1;

  if (frame == NULL)
    return;
  columns = hd_present_columns (frame, kpi);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    if (hd_frame_get_double (frame, row, columns.percent) > SLOWER_PCT
        && (slowest < 0
            || hd_frame_get_double (frame, row, columns.difference)
                   > hd_frame_get_double (frame, (guint)slowest, columns.difference))
        && has_enough (present, hd_frame_get_code (frame, row, 0)))
      slowest = (int)row;
  if (slowest >= 0)
    add_slower (present, items, kpi, frame, (guint)slowest);
}

/* A stock that has grown: debt, pending declarations, goods in the yard. */
typedef struct
{
  const char *id;
  const char *kpi;
  const char *by; /* (nullable): the units below */
  const char *page;
} StockRule;

static void
find_rising_stock (const HdPresent *present, GPtrArray *items, const StockRule *rule)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, rule->kpi);
  g_autoptr (HdFrame) frame = hd_present_ask_parts (present, kpi->id, NULL, NULL, "yoy");
  g_autofree char *units = rule->by == NULL ? next_units (present, rule->kpi) : NULL;
  HdKpiColumns columns;
  double percent;

  if (frame == NULL || hd_frame_get_n_rows (frame) == 0)
    return;
  columns = hd_present_columns (frame, kpi);
  percent = hd_frame_get_double (frame, 0, columns.percent);
  if (!(percent > RISING_STOCK_PCT))
    return;
  {
    const char *by = rule->by != NULL ? rule->by : units;
    const HdPresentCauses causes = { rule->kpi, by, NULL, "yoy", 1, 3 };
    HdPresentItem *item = add_item (items, rule->id, HD_STATUS_WORSE, 1);

    /* Translators: a quantity that has risen on the year before. */
    item->head = g_strdup_printf (_ ("%s is rising"), hd_kpi_name (kpi, present->lang));
    item->figure = hd_present_cell_text (present, kpi, frame, 0, columns.value);
    item->side = percent_text (present, percent);
    if (by != NULL)
      take_causes (item, hd_present_causes (present, &causes));
    item->link = hd_present_link (present, rule->page);
  }
}

static void
find_debt (const HdPresent *present, GPtrArray *items)
{
  const StockRule rule = { "debt", "debt.overdue", NULL, "revenue" };

  find_rising_stock (present, items, &rule);
}

static void
find_pending (const HdPresent *present, GPtrArray *items)
{
  const StockRule rule = { "pending", "clearance.pending_overdue", NULL, "clearance" };

  find_rising_stock (present, items, &rule);
}

static void
find_yard (const HdPresent *present, GPtrArray *items)
{
  const StockRule rule = { "yard", "port.containers_over_90d", "port", "clearance" };

  find_rising_stock (present, items, &rule);
}

static double
value_of_code (const HdFrame *frame, const char *code, int column)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    if (g_str_equal (hd_frame_get_code (frame, row, 0), code))
      return hd_frame_get_double (frame, row, column);
  return NAN;
}

/* More work for no more findings. */
static void
find_idle_inspections (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *rate = hd_catalog_find_kpi (present->catalog, "risk.inspection_rate");
  const HdKpi *hits = hd_catalog_find_kpi (present->catalog, "risk.red_hit_rate");
  g_autoptr (HdFrame) rates = ask_units (present, rate->id, NULL, "yoy");
  g_autoptr (HdFrame) found = ask_units (present, hits->id, NULL, "yoy");
  int column, best = -1;

  if (rates == NULL || found == NULL)
    return;
  column = hd_present_columns (rates, rate).difference;
  for (guint row = 0; row < hd_frame_get_n_rows (rates); row++)
    {
      double more = hd_frame_get_double (rates, row, column);
      double hit_change = value_of_code (found, hd_frame_get_code (rates, row, 0),
                                         hd_present_columns (found, hits).difference);

      if (more > MORE_INSPECTIONS_POINTS && hit_change <= 0
          && (best < 0 || more > hd_frame_get_double (rates, (guint)best, column)))
        best = (int)row;
    }
  if (best < 0)
    return;
  {
    const char *code = hd_frame_get_code (rates, (guint)best, 0);
    g_autofree char *name = hd_present_cell_name (rates, (guint)best, 0, present->lang);
    double hit_change = value_of_code (found, code, hd_present_columns (found, hits).difference);
    g_autofree char *hit_text = hd_present_difference_text (present, hits, hit_change);
    g_autofree char *rate_now = hd_present_cell_text (present, rate, rates, (guint)best,
                                                      hd_present_columns (rates, rate).value);
    HdPresentItem *item = add_item (items, "idle-inspections", HD_STATUS_WORSE, 1);

    item->head = g_strdup_printf (_ ("%s: more inspections, no more findings"), name);
    item->figure = hd_present_difference_text (present, rate,
                                               hd_frame_get_double (rates, (guint)best, column));
    item->side = g_strdup (hit_text);
    take_causes (item,
                 g_strdup_printf ("%s %s · %s %s", hd_kpi_short_name (rate, present->lang),
                                  rate_now, hd_kpi_short_name (hits, present->lang), hit_text));
    item->link = hd_present_link_step (present, "violations", "unit", code);
  }
}

static void
find_more_cases (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "violations.cases");
  g_autoptr (HdFrame) frame = ask_units (present, kpi->id, NULL, "yoy");
  HdKpiColumns columns;
  int row;

  if (frame == NULL)
    return;
  columns = hd_present_columns (frame, kpi);
  row = find_extreme (frame, columns.difference, 1);
  if (row < 0 || !(hd_frame_get_double (frame, (guint)row, columns.percent) > MORE_CASES_PCT))
    return;
  {
    const char *code = hd_frame_get_code (frame, (guint)row, 0);
    g_autofree char *name = hd_present_cell_name (frame, (guint)row, 0, present->lang);
    g_autofree char *where = g_strconcat ("unit=", code, NULL);
    const HdPresentCauses causes = { kpi->id, "goods", where, "yoy", 1, 3 };
    HdPresentItem *item = add_item (items, "more-cases", HD_STATUS_NEUTRAL, 1);

    item->head = g_strdup_printf (_ ("%s: more violation cases"), name);
    item->figure = hd_present_difference_text (
        present, kpi, hd_frame_get_double (frame, (guint)row, columns.difference));
    item->side = percent_text (present, hd_frame_get_double (frame, (guint)row, columns.percent));
    take_causes (item, hd_present_causes (present, &causes));
    item->link = hd_present_link_step (present, "violations", "unit", code);
  }
}

/* The tax that fell most, and by which goods. */
static void
find_falling_tax (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "revenue.collected");
  g_autoptr (HdFrame) frame = hd_present_ask_parts (present, kpi->id, "tax", NULL, "yoy");
  HdKpiColumns columns;
  int row;

  if (frame == NULL)
    return;
  columns = hd_present_columns (frame, kpi);
  row = find_extreme (frame, columns.difference, -1);
  if (row < 0 || !(hd_frame_get_double (frame, (guint)row, columns.percent) < FALLING_TAX_PCT))
    return;
  {
    const char *code = hd_frame_get_code (frame, (guint)row, 0);
    g_autofree char *name = hd_present_cell_name (frame, (guint)row, 0, present->lang);
    g_autofree char *where = g_strconcat ("tax=", code, NULL);
    const HdPresentCauses causes = { kpi->id, "hs:section", where, "yoy", -1, 2 };
    HdPresentItem *item = add_item (items, "falling-tax", HD_STATUS_WORSE, -1);

    /* Translators: a kind of tax. */
    item->head = g_strdup_printf (_ ("%s: falling on the year before"), name);
    item->figure = hd_present_difference_text (
        present, kpi, hd_frame_get_double (frame, (guint)row, columns.difference));
    item->side = percent_text (present, hd_frame_get_double (frame, (guint)row, columns.percent));
    take_causes (item, hd_present_causes (present, &causes));
    item->link = hd_present_link_step (present, "revenue", "tax", code);
  }
}

/* The ministry whose checks take longer than a year before. */
static void
find_slow_ministry (const HdPresent *present, GPtrArray *items)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, "nsw.average_hours");
  g_autoptr (HdFrame) frame = hd_present_ask_parts (present, kpi->id, "ministry", NULL, "yoy");
  HdKpiColumns columns;
  int row;

  if (frame == NULL)
    return;
  columns = hd_present_columns (frame, kpi);
  row = find_extreme (frame, columns.difference, 1);
  if (row < 0 || !(hd_frame_get_double (frame, (guint)row, columns.percent) > SLOWER_PCT))
    return;
  {
    const char *code = hd_frame_get_code (frame, (guint)row, 0);
    g_autofree char *where = g_strconcat ("ministry=", code, NULL);
    const HdPresentCauses causes = { kpi->id, "procedure", where, "none", 1, 3 };
    g_autofree char *value = hd_present_cell_text (present, kpi, frame, (guint)row, columns.value);
    g_autofree char *parts = hd_present_causes (present, &causes);
    HdPresentItem *item = add_item (items, "slow-ministry", HD_STATUS_WORSE, 1);

    /* Translators: ministry, time. */
    item->head = g_strdup_printf (_ ("%s: specialised checks take %s"),
                                  hd_frame_get_name (frame, (guint)row, 0, present->lang), value);
    item->figure = hd_present_difference_text (
        present, kpi, hd_frame_get_double (frame, (guint)row, columns.difference));
    item->side = percent_text (present, hd_frame_get_double (frame, (guint)row, columns.percent));
    if (parts != NULL)
      take_causes (item, g_strdup_printf (_ ("Slowest: %s"), parts));
    item->link = hd_present_link (present, "clearance");
  }
}

static void
find_late_feeds (const HdPresent *present, GPtrArray *items)
{
  g_autoptr (GArray) feeds = hd_present_feeds (present, NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  HdPresentItem *item;
  guint n_late = 0;

  for (guint index = 0; feeds != NULL && index < feeds->len; index++)
    {
      const HdPresentFeed *feed = &g_array_index (feeds, HdPresentFeed, index);
      g_autofree char *last
          = feed->n_rows > 0 ? hd_present_period (feed->last) : g_strdup (_ ("no data"));

      if (feed->is_late && n_late++ < 3)
        g_string_append_printf (names, "%s%s: %s", names->len > 0 ? " · " : "",
                                hd_dataset_name (feed->dataset, present->lang), last);
    }
  if (n_late == 0)
    return;
  item = add_item (items, "late-feeds", HD_STATUS_NEUTRAL, 0);
  item->head = g_strdup (_ ("Feeds are late; their last period"));
  item->figure = g_strdup_printf ("%u", n_late);
  take_causes (item, g_strdup (names->str));
  item->link = hd_present_link (present, "evidence");
}

const HdPresentRule hd_present_rules[] = {
  { "behind-plan", find_behind_plan },
  { "slower", find_slower },
  { "debt", find_debt },
  { "idle-inspections", find_idle_inspections },
  { "more-cases", find_more_cases },
  { "pending", find_pending },
  { "yard", find_yard },
  { "falling-tax", find_falling_tax },
  { "slow-ministry", find_slow_ministry },
  { "late-feeds", find_late_feeds },
};
const guint hd_present_n_rules = G_N_ELEMENTS (hd_present_rules);
