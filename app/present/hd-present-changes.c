/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changed since this person last looked: restated figures, and what came in since.
 */

#include "config.h"

#include "hd-present.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-changes.h"
#include "hd-present-runs.h"

/* Sums that a restatement shows in. */
static const struct
{
  const char *kpi;
  const char *page;
} watched[] = {
  { "revenue.collected", "revenue" },
  { "clearance.declarations", "clearance" },
  { "violations.cases", "violations" },
  { "debt.overdue", "revenue" },
};

static double
total_of (const HdFrame *frame, const HdKpi *kpi)
{
  return hd_frame_get_n_rows (frame) > 0
             ? hd_frame_get_double (frame, 0, hd_present_columns (frame, kpi).value)
             : NAN;
}

/* `kpi` from the scope's start to `to` (nullable: its end), as known at `as_of`. */
static HdFrame *
ask_known (const HdPresent *present, const char *kpi, const HdPeriod *span, gint64 as_of)
{
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpi, NULL, NULL);
  g_autofree char *text = span != NULL ? hd_period_to_string (*span) : NULL;

  if (query == NULL)
    return NULL;
  if (text != NULL
      && (!hd_query_set_from (query, text, NULL) || !hd_query_set_to (query, text, NULL)))
    return NULL;
  hd_query_set_as_of (query, as_of);
  return hd_engine_query (present->engine, query, present->cancellable, NULL);
}

static HdPresentWord
difference_word (const HdPresent *present, const HdKpi *kpi, double difference, const char *page)
{
  return (HdPresentWord){ .text = hd_present_difference_text (present, kpi, difference),
                          .page = page,
                          .status = hd_present_status (kpi, difference) };
}

gboolean
hd_present_revision_of (const HdPresent *present,
                        const HdKpi *kpi,
                        gint64 since,
                        HdPresentRevision *revision)
{
  g_autoptr (HdFrame) before = ask_known (present, kpi->id, NULL, since);
  g_autoptr (HdFrame) now = ask_known (present, kpi->id, NULL, present->scope->as_of);
  g_autoptr (HdFrame) restated = NULL;

  if (before == NULL || now == NULL || hd_frame_get_vintage (now) <= since
      || hd_frame_get_n_rows (before) == 0)
    return FALSE;
  revision->known
      = hd_period_span (hd_frame_get_span (before).first, hd_frame_get_span (before).last);
  restated = ask_known (present, kpi->id, &revision->known, present->scope->as_of);
  if (restated == NULL)
    return FALSE;
  revision->before = total_of (before, kpi);
  revision->restated = total_of (restated, kpi);
  revision->now = total_of (now, kpi);
  return TRUE;
}

static void
add_changes (const HdPresent *present, GPtrArray *runs, const char *id, const char *page)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, id);
  HdPresentRevision told;
  double revision, news;

  if (!hd_present_revision_of (present, kpi, present->last_seen, &told))
    return;
  revision = told.restated - told.before;
  news = told.now - told.restated;
  if (!isnan (revision) && revision != 0)
    {
      HdPresentWord words[] = { { .text = g_strdup (hd_kpi_short_name (kpi, present->lang)) },
                                difference_word (present, kpi, revision, page),
                                { .text = hd_present_period (told.known) } };

      hd_present_add_sentence (runs, present, _ ("{0} was restated by {1} ({2})."), words,
                               G_N_ELEMENTS (words));
    }
  if (!isnan (news) && news != 0 && kpi->kind == HD_KPI_SUM)
    {
      HdPresentWord words[] = { { .text = g_strdup (hd_kpi_short_name (kpi, present->lang)) },
                                difference_word (present, kpi, news, page) };

      hd_present_add_sentence (runs, present, _ ("{0}: {1} since then."), words,
                               G_N_ELEMENTS (words));
    }
}

GPtrArray *
hd_present_changes (const HdPresent *present, GError **error)
{
  g_autoptr (GPtrArray) runs = hd_present_runs_new ();

  for (guint index = 0; present->last_seen > 0 && index < G_N_ELEMENTS (watched); index++)
    {
      if (g_cancellable_set_error_if_cancelled (present->cancellable, error))
        return NULL;
      add_changes (present, runs, watched[index].kpi, watched[index].page);
    }
  if (runs->len == 0)
    hd_present_add_sentence (runs, present,
                             present->last_seen > 0 ? _ ("Nothing changed since you last looked.")
                                                    : _ ("This is your first look."),
                             NULL, 0);
  return g_steal_pointer (&runs);
}
