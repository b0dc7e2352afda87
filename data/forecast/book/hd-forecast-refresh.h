/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every KPI of every unit of both maps forecast again, and written into the book.
 *
 * What has the same inputs as its newest entry is passed over. Sums are reconciled, so that what is shown
 * adds up over regions as over departments. The result depends on nothing but the figures and `now`: not
 * on the number of threads, nor on the order in which they finish.
 */

#pragma once

#include "hd-forecast-series.h"

G_BEGIN_DECLS

/* On the calling thread, some ten times a second: `fraction` 0 to 1, the KPI that was finished last, and
 * how many series were seen so far. */
typedef void (*HdForecastProgress) (double fraction,
                                    const HdKpi *kpi,
                                    guint n_series,
                                    gpointer user_data);

typedef struct
{
  HdStore *store; /* opened for writing */
  HdEngine *engine;
  const HdCatalog *catalog;
  HdStructures *structures; /* (nullable): the store's */
  const char *const *kpis; /* (nullable): only these */
  guint n_threads; /* 0: one a core */
  gboolean full; /* unchanged ones too */
  gint64 now; /* unix seconds, kept as made_at */
  HdForecastProgress progress; /* (nullable) */
  gpointer user_data;
} HdForecastRefreshOptions;

typedef struct
{
  guint n_kpis; /* that have a future */
  guint n_without_data; /* of them: nothing in the store */
  guint n_series; /* seen */
  guint n_made, n_unchanged;
  guint n_shown; /* of those made */
  guint n_light; /* of those made: with light effort */
  double elapsed_s;
  double query_s, forecast_s; /* over all threads */
} HdForecastRefreshResult;

/* Blocking. Each KPI is written whole or not at all, several in a transaction; after a cancellation
 * (G_IO_ERROR_CANCELLED) or a crash those that were written stay, and the next refresh does the rest. */
gboolean hd_forecast_refresh_run (const HdForecastRefreshOptions *options,
                                  HdForecastRefreshResult *result,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
