/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules that find what may need a decision: one row each, and a function where a row cannot say it.
 */

#include "config.h"

#include "hd-present-rules.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-present-anomalies.h"
#include "hd-present-ask.h"
#include "hd-present-causes.h"
#include "hd-present-feeds.h"
#include "hd-present-names.h"
#include "hd-present-runs.h"

/* Changes of what is rarer than this are chance. */
#define ENOUGH_CASES 300
#define MORE_INSPECTIONS_POINTS 0.2

/* Of all parts whose change is beyond the threshold, the one whose change is greatest. */
typedef struct
{
  const char *kpi;
  /* What is looked at: "+" the units below, another dimension, or NULL: the whole. */
  const char *by;
  const char *where; /* (nullable) */
  const char *compare;
  int sign; /* -1: what fell; +1: what rose */
  double beyond_pct; /* a change smaller than this is everyday noise */
  const char *enough_kpi; /* (nullable): of which there must be ENOUGH_CASES, then and now */
  HdPointStatus status;
  const char
      *head; /* N_(): the part's name, then the value, for each %s; the KPI's name for the whole */
  gboolean shows_value; /* the value itself, not its change */
  const char *causes_by; /* (nullable): the units below */
  const char *causes_compare;
  const char *causes_head; /* (nullable) N_(): what the causes are, with %s */
  guint n_causes;
  const char *page;
  gboolean stays; /* the link narrows nothing */
} ChangeRule;

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

/* `template` with each "%s" replaced in turn; a translation that leaves one out leaves it out. */
static char *
fill (const char *template, const char *first, const char *second)
{
  g_auto (GStrv) parts = g_strsplit (template, "%s", 3);
  GString *text = g_string_new (parts[0]);

  if (parts[0] != NULL && parts[1] != NULL)
    {
      g_string_append_printf (text, "%s%s", first, parts[1]);
      if (parts[2] != NULL)
        g_string_append_printf (text, "%s%s", second != NULL ? second : "", parts[2]);
    }
  return g_string_free (text, FALSE);
}

/* "tax=GTGT,lane=DO": the part, and the filter of the rule itself. (nullable): no filter. */
static char *
filter_of (const ChangeRule *rule, const char *dimension, const char *code)
{
  if (dimension == NULL)
    return g_strdup (rule->where);
  return rule->where != NULL ? g_strdup_printf ("%s=%s,%s", dimension, code, rule->where)
                             : g_strdup_printf ("%s=%s", dimension, code);
}

/* Whether this and the base both rest on enough cases for the figure to mean something. */
static gboolean
has_enough (const HdPresent *present, const ChangeRule *rule, const char *where)
{
  const HdKpi *kpi;
  g_autoptr (HdFrame) frame = NULL;
  HdKpiColumns columns;

  if (rule->enough_kpi == NULL)
    return TRUE;
  kpi = hd_catalog_find_kpi (present->catalog, rule->enough_kpi);
  frame = hd_present_ask_parts (present, kpi->id, NULL, where, rule->compare);
  if (frame == NULL || hd_frame_get_n_rows (frame) == 0)
    return FALSE;
  columns = hd_present_columns (frame, kpi);
  return hd_frame_get_double (frame, 0, columns.value) >= ENOUGH_CASES
         && hd_frame_get_double (frame, 0, columns.base) >= ENOUGH_CASES;
}

/* The row that the rule speaks of; -1: none. */
static int
find_row (const HdPresent *present,
          const ChangeRule *rule,
          const HdFrame *frame,
          HdKpiColumns columns,
          const char *dimension)
{
  int found = -1;

  for (guint row = 0; columns.difference >= 0 && row < hd_frame_get_n_rows (frame); row++)
    {
      double percent = hd_frame_get_double (frame, row, columns.percent);
      double change = hd_frame_get_double (frame, row, columns.difference);
      g_autofree char *where = NULL;

      if (!(rule->sign * percent > rule->beyond_pct)
          || (found >= 0
              && rule->sign * change
                     <= rule->sign * hd_frame_get_double (frame, (guint)found, columns.difference)))
        continue;
      where = filter_of (rule, dimension,
                         dimension != NULL ? hd_frame_get_code (frame, row, 0) : NULL);
      if (has_enough (present, rule, where))
        found = (int)row;
    }
  return found;
}

static void
set_causes (const HdPresent *present,
            HdPresentItem *item,
            const ChangeRule *rule,
            const char *where)
{
  g_autofree char *units = rule->causes_by == NULL ? next_units (present, rule->kpi) : NULL;
  const HdPresentCauses causes = { rule->kpi,  rule->causes_by != NULL ? rule->causes_by : units,
                                   where,      rule->causes_compare,
                                   rule->sign, rule->n_causes };
  g_autofree char *parts = NULL;

  if (causes.by == NULL)
    return;
  parts = hd_present_causes (present, &causes, &item->bridge);
  if (parts == NULL)
    return;
  take_causes (item, rule->causes_head != NULL ? fill (_ (rule->causes_head), parts, NULL)
                                               : g_steal_pointer (&parts));
}

static void
add_change (const HdPresent *present,
            GPtrArray *items,
            const char *id,
            const ChangeRule *rule,
            const HdFrame *frame,
            guint row,
            const char *dimension)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, rule->kpi);
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  const char *code = dimension != NULL ? hd_frame_get_code (frame, row, 0) : NULL;
  g_autofree char *name = dimension != NULL ? hd_present_cell_name (frame, row, 0, present->lang)
                                            : g_strdup (hd_kpi_name (kpi, present->lang));
  g_autofree char *value = hd_present_cell_text (present, kpi, frame, row, columns.value);
  g_autofree char *where = filter_of (rule, dimension, code);
  HdPresentItem *item = add_item (items, id, rule->status, rule->sign);

  item->kpi = g_strdup (rule->kpi);
  item->head = fill (_ (rule->head), name, value);
  item->figure = rule->shows_value
                     ? g_strdup (value)
                     : hd_present_difference_text (
                         present, kpi, hd_frame_get_double (frame, row, columns.difference));
  item->side = percent_text (present, hd_frame_get_double (frame, row, columns.percent));
  set_causes (present, item, rule, where);
  item->link = dimension != NULL && !rule->stays
                   ? hd_present_link_step (present, rule->page, dimension, code)
                   : hd_present_link (present, rule->page);
}

static void
find_change (const HdPresent *present, GPtrArray *items, const char *id, const ChangeRule *rule)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, rule->kpi);
  g_autofree char *units = g_strcmp0 (rule->by, "+") == 0 ? next_units (present, rule->kpi) : NULL;
  const char *by = units != NULL ? units : rule->by;
  g_autofree char *dimension = NULL;
  g_autoptr (HdFrame) frame = NULL;
  int row;

  /* There are no units below an office. */
  if (g_strcmp0 (by, "+") == 0)
    return;
  dimension = by != NULL ? g_strndup (by, strcspn (by, ":")) : NULL;
  frame = hd_present_ask_parts (present, rule->kpi, by, rule->where, rule->compare);
  if (frame == NULL)
    return;
  row = find_row (present, rule, frame, hd_present_columns (frame, kpi), dimension);
  if (row >= 0)
    add_change (present, items, id, rule, frame, (guint)row, dimension);
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

/* The surest of what is out of the ordinary; the evidence has them all. Made after the rest, for it takes time. */
static void
find_anomaly (const HdPresent *present, GPtrArray *items)
{
  g_autoptr (GPtrArray) anomalies = hd_present_anomalies (present, NULL, NULL);
  const HdPresentAnomaly *anomaly;
  HdPresentItem *item;
  g_autofree char *figure = NULL;

  if (anomalies == NULL || anomalies->len == 0)
    return;
  anomaly = g_ptr_array_index (anomalies, 0);
  figure = hd_present_lower_first (hd_kpi_short_name (anomaly->kpi, present->lang));
  item = add_item (items, "anomaly", anomaly->status, anomaly->sign);
  item->kpi = g_strdup (anomaly->kpi->id);
  item->head
      = anomaly->part != NULL
            /* Translators: a unit, a figure and a month. */
            ? g_strdup_printf (_ ("%s: unusual %s, %s"), anomaly->part, figure, anomaly->period)
            : g_strdup_printf (_ ("Unusual %s, %s"), figure, anomaly->period);
  item->figure = g_strdup (anomaly->difference);
  take_causes (item, g_strdup_printf (_ ("%s; expected %s: %s"), anomaly->actual_text,
                                      anomaly->expected_text, anomaly->reason));
  item->link = g_strdup (anomaly->link);
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

/* Revenue of a unit that is behind its plan. */
static const ChangeRule behind_plan = {
  .kpi = "revenue.collected",
  .by = "+",
  .compare = "plan:DU_TOAN",
  .sign = -1,
  .beyond_pct = 3,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s: behind plan"),
  .causes_by = "hs:section",
  .causes_compare = "yoy",
  .causes_head = N_ ("On the year before: %s"),
  .n_causes = 2,
  .page = "revenue",
};

static const ChangeRule slower = {
  .kpi = "clearance.p90_hours",
  .by = "+",
  .where = "lane=DO",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 10,
  .enough_kpi = "clearance.cleared",
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s: red lane P90 %s"),
  .causes_by = "unit:office",
  .causes_compare = "none",
  .causes_head = N_ ("Slowest: %s"),
  .n_causes = 3,
  .page = "clearance",
};

/* Stocks that have grown: debt, pending declarations, goods in the yard. */
static const ChangeRule debt = {
  .kpi = "debt.overdue",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 5,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s is rising"),
  .shows_value = TRUE,
  .causes_compare = "yoy",
  .n_causes = 3,
  .page = "revenue",
};

static const ChangeRule pending = {
  .kpi = "clearance.pending_overdue",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 5,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s is rising"),
  .shows_value = TRUE,
  .causes_compare = "yoy",
  .n_causes = 3,
  .page = "clearance",
};

static const ChangeRule yard = {
  .kpi = "port.containers_over_90d",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 5,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s is rising"),
  .shows_value = TRUE,
  .causes_by = "port",
  .causes_compare = "yoy",
  .n_causes = 3,
  .page = "clearance",
};

static const ChangeRule more_cases = {
  .kpi = "violations.cases",
  .by = "+",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 15,
  .enough_kpi = "violations.cases",
  .status = HD_STATUS_NEUTRAL,
  .head = N_ ("%s: more violation cases"),
  .causes_by = "goods",
  .causes_compare = "yoy",
  .n_causes = 3,
  .page = "violations",
};

/* The tax that fell most, and by which goods. */
static const ChangeRule falling_tax = {
  .kpi = "revenue.collected",
  .by = "tax",
  .compare = "yoy",
  .sign = -1,
  .beyond_pct = 5,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s: falling on the year before"),
  .causes_by = "hs:section",
  .causes_compare = "yoy",
  .n_causes = 2,
  .page = "revenue",
};

/* The ministry whose checks take longer than a year before. */
static const ChangeRule slow_ministry = {
  .kpi = "nsw.average_hours",
  .by = "ministry",
  .compare = "yoy",
  .sign = 1,
  .beyond_pct = 10,
  .status = HD_STATUS_WORSE,
  .head = N_ ("%s: specialised checks take %s"),
  .causes_by = "procedure",
  .causes_compare = "none",
  .causes_head = N_ ("Slowest: %s"),
  .n_causes = 3,
  .page = "single-window",
};

/* In the order of their weight: a day has attention for few. */
static const struct
{
  const char *id;
  const ChangeRule *change; /* (nullable): then `find` */
  void (*find) (const HdPresent *present, GPtrArray *items);
} rules[] = {
  { "behind-plan", &behind_plan, NULL },
  { "slower", &slower, NULL },
  { "debt", &debt, NULL },
  { "idle-inspections", NULL, find_idle_inspections },
  { "more-cases", &more_cases, NULL },
  { "pending", &pending, NULL },
  { "yard", &yard, NULL },
  { "falling-tax", &falling_tax, NULL },
  { "slow-ministry", &slow_ministry, NULL },
  { "anomaly", NULL, find_anomaly },
  { "late-feeds", NULL, find_late_feeds },
};
const guint hd_present_n_rules = G_N_ELEMENTS (rules);

void
hd_present_rule_find (guint rule, const HdPresent *present, GPtrArray *items)
{
  g_return_if_fail (rule < hd_present_n_rules);

  if (rules[rule].change != NULL)
    find_change (present, items, rules[rule].id, rules[rule].change);
  else
    rules[rule].find (present, items);
}
