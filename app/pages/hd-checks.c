/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks of the evidence screen: systems that say different things, figures restated, messages refused.
 */

#include "config.h"

#include "hd-checks.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-freshness.h"
#include "hd-list-rows.h"
#include "hd-present-anomalies.h"
#include "hd-present-changes.h"
#include "hd-present-runs.h"
#include "hd-present-twins.h"
#include "hd-store-quarantine.h"

#define MAX_REFUSALS 40
/* More would be a list, not a sign. */
#define MAX_ANOMALIES 8
/* From one Monday meeting to the next. */
#define MEETING_S (7 * 86400)

static const char *const difference_heads[]
    = { N_ ("Two datasets"), N_ ("The first"), N_ ("The second"), N_ ("Difference"), NULL };
static const char *const anomaly_heads[]
    = { N_ ("Where and when"), N_ ("Told"), N_ ("Expected"), N_ ("Why"), NULL };
static const char *const revision_heads[]
    = { N_ ("Figure"), N_ ("Said then"), N_ ("Said now"), N_ ("Difference"), NULL };
static const char *const refusal_heads[]
    = { N_ ("Dataset"), N_ ("Reason"), N_ ("Received"), N_ ("Bytes"), NULL };

static char *
tell_value (const HdPresent *present, const HdKpi *kpi, double value)
{
  HdNumberFormat format = hd_present_format (present, kpi, fabs (value));

  return hd_number_format_full (&format, value);
}

gpointer
hd_differences_ask (const HdPresent *present, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) twins = hd_present_twins (present, error);
  GPtrArray *rows;

  if (twins == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  for (guint index = 0; index < twins->len; index++)
    {
      const HdPresentTwin *twin = g_ptr_array_index (twins, index);
      g_autoptr (HdScope) place
          = hd_scope_with_step (present->scope, "dataset", twin->right->dataset);
      HdListRow *row = hd_list_row_new ();

      row->section = g_strdup (twin->about);
      row->cells[0] = g_strdup (twin->sides);
      row->cells[1] = g_strdup (twin->left_text);
      row->cells[2] = g_strdup (twin->right_text);
      row->cells[3] = g_strdup (twin->agree ? _ ("agree") : twin->difference);
      row->status = twin->agree ? HD_STATUS_BETTER : HD_STATUS_WORSE;
      row->link = hd_scope_to_string (place);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

GtkWidget *
hd_differences_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Where Systems Differ"), difference_heads);
}

void
hd_differences_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, difference_heads, NULL);
}

gpointer
hd_anomalies_ask (const HdPresent *present, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) anomalies = hd_present_anomalies (present, argument, error);
  GPtrArray *rows;

  if (anomalies == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  for (guint index = 0; index < anomalies->len && index < MAX_ANOMALIES; index++)
    {
      const HdPresentAnomaly *anomaly = g_ptr_array_index (anomalies, index);
      HdListRow *row = hd_list_row_new ();

      row->section = g_strdup (hd_kpi_name (anomaly->kpi, present->lang));
      row->cells[0] = g_strdup (anomaly->about);
      row->cells[1] = g_strdup (anomaly->actual_text);
      row->cells[2] = g_strdup (anomaly->expected_text);
      row->cells[3] = g_strdup (anomaly->reason);
      row->status = anomaly->status == HD_STATUS_NEUTRAL ? HD_STATUS_NONE : anomaly->status;
      row->link = g_strdup (anomaly->link);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

GtkWidget *
hd_anomalies_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Unusual in the Last Three Months"), anomaly_heads);
}

void
hd_anomalies_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, anomaly_heads,
                     _ ("Nothing unusual: every month is as the ones before let expect."));
}

/* Sums are restated; ratios follow them. */
static gboolean
can_be_restated (const HdKpi *kpi)
{
  return kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK;
}

gpointer
hd_revisions_ask (const HdPresent *present, const char *argument, GError **error)
{
  GPtrArray *rows = hd_list_rows_new ();

  for (guint index = 0; index < hd_catalog_get_n_kpis (present->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (present->catalog, index);
      HdPresentRevision told;
      g_autofree char *known = NULL;
      HdListRow *row;

      if (g_cancellable_is_cancelled (present->cancellable))
        break;
      if (!can_be_restated (kpi)
          || !hd_present_revision_of (present, kpi, present->now - MEETING_S, &told)
          || isnan (told.before) || isnan (told.restated) || told.before == told.restated)
        continue;
      known = hd_present_period (told.known);
      row = hd_list_row_new ();
      row->cells[0] = g_strdup_printf ("%s (%s)", hd_kpi_name (kpi, present->lang), known);
      row->cells[1] = tell_value (present, kpi, told.before);
      row->cells[2] = tell_value (present, kpi, told.restated);
      row->cells[3] = hd_present_difference_text (present, kpi, told.restated - told.before);
      row->status = HD_STATUS_NEUTRAL;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

GtkWidget *
hd_revisions_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Restated Within Seven Days"), revision_heads);
}

void
hd_revisions_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, revision_heads, _ ("Nothing was restated."));
}

gpointer
hd_refusals_ask (const HdPresent *present, const char *argument, GError **error)
{
  const char *dataset = hd_scope_get_code (present->scope, "dataset");
  const HdNumberLocale *locale = hd_number_locale_get (present->lang);
  g_autoptr (GPtrArray) refusals
      = hd_store_get_quarantine (present->store, dataset, MAX_REFUSALS, error);
  GPtrArray *rows;

  if (refusals == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  for (guint index = 0; index < refusals->len; index++)
    {
      const HdStoreRefused *refusal = g_ptr_array_index (refusals, index);
      HdListRow *row = hd_list_row_new ();

      row->cells[0] = g_strdup_printf (
          "%s #%" G_GINT64_FORMAT, refusal->dataset != NULL ? refusal->dataset : "–", refusal->id);
      row->cells[1] = g_strdup (refusal->reason);
      row->cells[2] = hd_freshness_moment (refusal->received, present->now);
      row->cells[3] = hd_number_format_exact (locale, (gint64)refusal->n_bytes);
      row->tooltip = g_strdup_printf ("%s\nsha256 %s", refusal->url != NULL ? refusal->url : "",
                                      refusal->sha256 != NULL ? refusal->sha256 : "");
      g_ptr_array_add (rows, row);
    }
  return rows;
}

GtkWidget *
hd_refusals_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Messages Refused"), refusal_heads);
}

void
hd_refusals_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, refusal_heads, _ ("No message was refused."));
}
