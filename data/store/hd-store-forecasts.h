/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the book of forecasts keeps its pages: rows that the store does not look into.
 *
 * They are no observations: writing them leaves the generation as it is.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

/* The page of one series. `newest` and `older` are packed by hd-forecast-book-codec.h. */
typedef struct
{
  char *kpi;
  char *scope;
  int grain; /* HdGrain */
  char *hash; /* of the newest entry's inputs, hex */
  gint64 vintage; /* of the newest entry */
  gboolean is_shown;
  GBytes *newest;
  GBytes *older; /* (nullable) */
  gboolean is_stale; /* when read: its KPI was not refreshed at the present generation */
} HdStoreForecast;

void hd_store_forecast_free (HdStoreForecast *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreForecast, hd_store_forecast_free)

/* As hd_store_put_derived() keeps it, but in the transaction of a batch. */
typedef struct
{
  char *key;
  GBytes *value;
} HdStoreDerived;
void hd_store_derived_free (HdStoreDerived *derived);

/* What a refresh found out of one KPI. */
typedef struct
{
  const char
      *kpi; /* "" is the whole catalogue: a batch without pages says that all of it was done */
  guint64 generation; /* of the store before its figures were read */
  gint64 refreshed_at; /* unix seconds */
  GPtrArray
      *pages; /* (element-type HdStoreForecast): to be written; those of before are replaced */
  GPtrArray *gone; /* (nullable) (element-type HdStoreForecast): to be taken out */
  GPtrArray *derived; /* (nullable) (element-type HdStoreDerived) of that generation */
} HdStoreForecastBatch;

/* All batches in one transaction: after a crash the book has each of them, whole, or as it was. */
gboolean hd_store_put_forecasts (HdStore *self,
                                 const HdStoreForecastBatch *batches,
                                 guint n_batches,
                                 GError **error);
/* (transfer full) (nullable): NULL without error when there is none. */
HdStoreForecast *hd_store_get_forecast (HdStore *self,
                                        const char *kpi,
                                        const char *scope,
                                        int grain,
                                        GError **error);
/* (transfer full) (element-type HdStoreForecast): all pages of `kpi` and `grain`, by scope. */
GPtrArray *hd_store_list_forecasts (HdStore *self, const char *kpi, int grain, GError **error);

typedef struct
{
  guint n_pages, n_shown;
  guint64 n_bytes;
  gint64 refreshed_at; /* the last whole refresh; 0: none */
  gboolean is_fresh; /* at the present generation */
} HdStoreForecastStatus;
gboolean
hd_store_get_forecast_status (HdStore *self, HdStoreForecastStatus *status, GError **error);

G_END_DECLS
