/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every feed of every source system in one table: how many rows, to when, how old, in which state.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-feeds.h"
#include "hd-present-text.h"

enum
{
  COLUMN_ROWS,
  COLUMN_LAST,
  COLUMN_VINTAGE,
  COLUMN_AGE,
  N_COLUMNS
};

static void
set_texts (HdChartSpec *spec, guint row, const HdPresentFeed *feed, const HdPresent *present)
{
  g_autofree char *rows = NULL;
  g_autofree char *last = NULL;
  g_autofree char *vintage = NULL;
  g_autofree char *age = NULL;

  if (feed->age_s < 0)
    return;
  rows = hd_number_format_exact (hd_number_locale_get (present->lang), (gint64)feed->n_rows);
  /* Of a month or a reporting period its last day, as the list of the screen has it: names need the room. */
  last = hd_present_period (
      hd_period_containing (feed->last.last, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));
  vintage = hd_present_moment (feed->vintage);
  age = hd_present_age (feed->age_s);
  hd_chart_spec_set_text (spec, COLUMN_ROWS, row, rows);
  hd_chart_spec_set_text (spec, COLUMN_LAST, row, last);
  hd_chart_spec_set_text (spec, COLUMN_VINTAGE, row, vintage);
  hd_chart_spec_set_text (spec, COLUMN_AGE, row, age);
  hd_chart_spec_set_status (spec, COLUMN_AGE, row,
                            feed->is_late ? HD_STATUS_WORSE : HD_STATUS_BETTER);
}

/* "28/29 feeds in time", of all feeds whichever part is shown. (transfer full) */
static char *
caption_of (const GArray *feeds)
{
  guint n_late = 0;

  for (guint index = 0; index < feeds->len; index++)
    n_late += g_array_index (feeds, HdPresentFeed, index).is_late;
  /* Translators: feeds that reported in time, of all feeds. */
  return g_strdup_printf (_ ("%u/%u feeds in time"), feeds->len - n_late, feeds->len);
}

static void
add_rows (HdChartSpec *spec, const HdPresent *present, const HdPresentFeed *feeds, guint n_feeds)
{
  gboolean is_vi = g_str_has_prefix (present->lang, "vi");

  for (guint index = 0; index < n_feeds; index++)
    {
      const HdDataset *dataset = feeds[index].dataset;
      const HdSource *source = hd_catalog_find_source (present->catalog, dataset->source);
      g_autofree char *label
          = g_strdup_printf ("%s · %s", is_vi ? dataset->name_vi : dataset->name_en, source->id);

      hd_chart_spec_add_category (spec, dataset->id, label);
    }
}

static void
add_columns (HdChartSpec *spec, const HdPresent *present, const HdPresentFeed *feeds, guint n_feeds)
{
  const char *const names[N_COLUMNS]
      = { _ ("Observations"), _ ("Figures to"), _ ("Vintage"), _ ("Age") };
  g_autofree double *values = g_new0 (double, MAX (n_feeds, 1));

  for (guint column = 0; column < N_COLUMNS; column++)
    {
      for (guint index = 0; index < n_feeds; index++)
        values[index] = feeds[index].age_s < 0  ? NAN
                        : column == COLUMN_ROWS ? (double)feeds[index].n_rows
                        : column == COLUMN_AGE  ? (double)feeds[index].age_s
                                                : (double)feeds[index].vintage;
      hd_chart_spec_add_series (spec, NULL, names[column], HD_NOTATION_ACTUAL, values);
    }
  for (guint index = 0; index < n_feeds; index++)
    set_texts (spec, index, &feeds[index], present);
}

/* A row's `by` may be "1/2" or "2/2": a sheet of paper does not scroll, so it shows the list in halves. */
HdChartSpec *
hd_chart_make_evidence (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (GArray) feeds = hd_present_feeds (present, error);
  g_autofree char *caption = NULL;
  guint first = 0, last;
  HdChartSpec *spec;

  if (feeds == NULL)
    return NULL;
  last = feeds->len;
  if (g_strcmp0 (chart->by, "1/2") == 0)
    last = (feeds->len + 1) / 2;
  else if (g_strcmp0 (chart->by, "2/2") == 0)
    first = (feeds->len + 1) / 2;
  caption = caption_of (feeds);
  spec = hd_chart_spec_new (HD_CHART_TABLE, _ (chart->title), caption);
  add_rows (spec, present, &g_array_index (feeds, HdPresentFeed, first), last - first);
  add_columns (spec, present, &g_array_index (feeds, HdPresentFeed, first), last - first);
  return spec;
}
