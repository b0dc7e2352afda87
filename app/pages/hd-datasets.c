/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the evidence screen: every dataset with its age, the KPIs of one, and the messages received.
 */

#include "config.h"

#include "hd-datasets.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-freshness.h"
#include "hd-list-rows.h"
#include "hd-present-ask.h"
#include "hd-present-frame.h"
#include "hd-present-runs.h"
#include "hd-store-retention.h"

#define MAX_MESSAGES 40

static const char *const dataset_heads[] = {
  N_ ("Dataset"), N_ ("Figures to"), N_ ("Vintage"), N_ ("Age"), N_ ("Rows"), N_ ("State"), NULL
};
static const char *const kpi_heads[] = { N_ ("Figure"), N_ ("Value"), N_ ("Change"), NULL };
static const char *const message_heads[]
    = { N_ ("Message"), N_ ("Received"), N_ ("Added"), N_ ("Replaced"), N_ ("Deleted"), NULL };

static const char *
pick (const HdPresent *present, const char *vi, const char *en)
{
  return g_str_equal (present->lang, "vi") ? vi : en;
}

/* Datasets. */

/* The name with what a reader must know of it: by hand, or sample, and where its rows begin when this machine
 * let go of older ones. */
static char *
dataset_name (const HdPresent *present, const HdDataset *dataset)
{
  HdStructure *structure
      = present->structures != NULL ? hd_structures_find (present->structures, dataset->id) : NULL;
  const char *note = structure != NULL ? hd_structure_get_note (structure, present->lang) : NULL;
  HdDay horizon = hd_store_retention_get_horizon (present->store, dataset->id);
  GString *name = g_string_new (pick (present, dataset->name_vi, dataset->name_en));

  if (dataset->manual)
    g_string_append_printf (name, " · %s", _ ("by hand"));
  if (note != NULL)
    g_string_append_printf (name, " · %s", note);
  if (horizon != HD_DAY_NONE)
    {
      g_autofree char *day
          = hd_present_period (hd_period_containing (horizon, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));

      g_string_append (name, " · ");
      /* Translators: of a dataset; %s is the first day whose rows are still on this machine. */
      g_string_append_printf (name, _ ("kept here from %s"), day);
    }
  return g_string_free (name, FALSE);
}

static HdListRow *
dataset_row (const HdPresent *present, const HdDataset *dataset, const HdStoreDatasetStatus *status)
{
  const HdSource *source = hd_catalog_find_source (present->catalog, dataset->source);
  HdFreshness state = hd_freshness_of (dataset, status, present->now);
  const HdNumberLocale *locale = hd_number_locale_get (present->lang);
  g_autoptr (HdScope) target = hd_scope_new ("evidence");
  g_autoptr (HdScope) place = hd_scope_with_step (target, "dataset", dataset->id);
  HdListRow *row = hd_list_row_new ();
  gboolean has_rows = status != NULL && status->n_rows > 0;

  row->section
      = g_strdup_printf ("%s · %s", dataset->source,
                         source != NULL ? pick (present, source->name_vi, source->name_en) : "");
  row->cells[0] = dataset_name (present, dataset);
  row->cells[1] = has_rows ? hd_present_period (
                      hd_period_containing (status->last.last, HD_GRAIN_DAY, HD_MONTH_START_CIVIL))
                           : g_strdup (locale->missing);
  row->cells[2]
      = has_rows ? hd_freshness_moment (status->vintage, present->now) : g_strdup (locale->missing);
  row->cells[3] = has_rows ? hd_freshness_age (status->extracted_at, present->now)
                           : g_strdup (locale->missing);
  row->cells[4] = hd_number_format_exact (locale, has_rows ? (gint64)status->n_rows : 0);
  row->cells[5] = g_strdup (hd_freshness_word (state));
  row->status = state == HD_FRESHNESS_ON_TIME ? HD_STATUS_BETTER : HD_STATUS_WORSE;
  row->link = hd_scope_to_string (place);
  row->tooltip = status != NULL ? g_strdup (status->last_error) : NULL;
  return row;
}

gpointer
hd_datasets_ask (const HdPresent *present, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) all = hd_store_get_status (present->store, error);
  GPtrArray *rows;

  if (all == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  for (guint source = 0; source < hd_catalog_get_n_sources (present->catalog); source++)
    for (guint index = 0; index < hd_catalog_get_n_datasets (present->catalog); index++)
      {
        const HdDataset *dataset = hd_catalog_get_dataset (present->catalog, index);
        const HdStoreDatasetStatus *status = NULL;

        if (!g_str_equal (dataset->source, hd_catalog_get_source (present->catalog, source)->id))
          continue;
        for (guint line = 0; line < all->len && status == NULL; line++)
          {
            const HdStoreDatasetStatus *candidate = g_ptr_array_index (all, line);

            if (g_str_equal (candidate->dataset, dataset->id))
              status = candidate;
          }
        g_ptr_array_add (rows, dataset_row (present, dataset, status));
      }
  return rows;
}

GtkWidget *
hd_datasets_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget
      = hd_list_card_new (page, _ ("Every Source System and Its Datasets"), dataset_heads);

  hd_card_set_hint (HD_CARD (widget), _ ("Enter: look into it"));
  return widget;
}

void
hd_datasets_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, dataset_heads, NULL);
}

/* KPIs of one dataset. */

static HdListRow *
kpi_row (const HdPresent *present, const HdKpi *kpi)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, kpi->id, &error);
  g_autoptr (HdScope) place = hd_scope_with_step (present->scope, "kpi", kpi->id);
  HdNumberFormat percent = hd_present_percent_format (present);
  HdListRow *row = hd_list_row_new ();

  row->cells[0] = g_strdup (hd_kpi_name (kpi, present->lang));
  row->tooltip = g_strdup (pick (present, kpi->definition_vi, kpi->definition_en));
  row->link = hd_scope_to_string (place);
  if (frame != NULL && hd_frame_get_n_rows (frame) > 0)
    {
      HdKpiColumns columns = hd_present_columns (frame, kpi);
      HdNumberFormat format = hd_present_column_format (present, kpi, frame, (guint)columns.value);
      double change
          = columns.percent >= 0 ? hd_frame_get_double (frame, 0, (guint)columns.percent) : NAN;

      row->cells[1]
          = hd_number_format_full (&format, hd_frame_get_double (frame, 0, (guint)columns.value));
      /* A percentage changes by points. */
      if (g_strcmp0 (kpi->unit, "%") == 0 && columns.difference >= 0)
        {
          change = hd_frame_get_double (frame, 0, (guint)columns.difference);
          row->cells[2]
              = isnan (change) ? g_strdup ("") : hd_present_difference_text (present, kpi, change);
        }
      else
        row->cells[2] = isnan (change) ? g_strdup ("") : hd_number_format_signed (&percent, change);
      row->status = hd_present_status (kpi, change);
    }
  else
    {
      row->cells[1] = g_strdup (hd_number_locale_get (present->lang)->missing);
      row->cells[2] = g_strdup ("");
    }
  return row;
}

gpointer
hd_dataset_kpis_ask (const HdPresent *present, const char *argument, GError **error)
{
  const char *dataset = hd_scope_get_code (present->scope, "dataset");
  GPtrArray *rows = hd_list_rows_new ();

  for (guint index = 0; index < hd_catalog_get_n_kpis (present->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (present->catalog, index);

      if (g_strcmp0 (kpi->dataset, dataset) == 0)
        g_ptr_array_add (rows, kpi_row (present, kpi));
    }
  return rows;
}

GtkWidget *
hd_dataset_kpis_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Figures of This Dataset"), kpi_heads);
}

void
hd_dataset_kpis_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, kpi_heads, NULL);
}

/* Messages. */

gpointer
hd_messages_ask (const HdPresent *present, const char *argument, GError **error)
{
  const char *dataset = hd_scope_get_code (present->scope, "dataset");
  g_autoptr (GPtrArray) messages
      = hd_store_get_messages (present->store, dataset, MAX_MESSAGES, error);
  const HdNumberLocale *locale = hd_number_locale_get (present->lang);
  GPtrArray *rows;

  if (messages == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  for (guint index = 0; index < messages->len; index++)
    {
      const HdStoreMessage *message = g_ptr_array_index (messages, index);
      HdListRow *row = hd_list_row_new ();

      row->cells[0] = g_strdup_printf ("%s #%" G_GINT64_FORMAT, message->dataset, message->id);
      row->cells[1] = hd_freshness_moment (message->received, present->now);
      row->cells[2] = hd_number_format_exact (locale, (gint64)message->added);
      row->cells[3] = hd_number_format_exact (locale, (gint64)message->replaced);
      row->cells[4] = hd_number_format_exact (locale, (gint64)message->deleted);
      row->tooltip = g_strdup_printf ("%s\nsha256 %s", message->url != NULL ? message->url : "",
                                      message->sha256 != NULL ? message->sha256 : "");
      g_ptr_array_add (rows, row);
    }
  return rows;
}

GtkWidget *
hd_messages_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Messages Received"), message_heads);
}

void
hd_messages_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, message_heads, NULL);
}
