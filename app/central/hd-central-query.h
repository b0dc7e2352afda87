/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a data request asks for: a dataset, which of its rows, and which versions of them.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sample-revisions.h"

G_BEGIN_DECLS

#define HD_CENTRAL_ERROR (hd_central_error_quark ())
/* The codes are HTTP statuses. */
GQuark hd_central_error_quark (void);

typedef struct
{
  const HdSampleDataset *dataset;
  guint8 *allowed[HD_SAMPLE_MAX_DIMENSIONS]; /* by code; NULL: all */
  GPtrArray *times; /* (element-type char*): expressions on TIME_PERIOD, all of which must hold */
  gint64 as_of; /* what was known then; the server's now when nothing was asked */
  gint64 updated_after; /* 0: not asked */
  gboolean has_history;
} HdCentralQuery;

/* `path` is what follows /data/: "dataflow/HD/REVENUE/1.0.0/KEY"; `query` the raw query string (nullable). */
HdCentralQuery *hd_central_query_new (HdSampleWorld *world,
                                      const char *path,
                                      const char *query,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_central_query_free (HdCentralQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCentralQuery, hd_central_query_free)
/* Restricts it to rows of the units allowed in `scope` (copied). FALSE when the dataset has none. */
gboolean
hd_central_query_set_scope (HdCentralQuery *query, const HdSampleWorld *world, const guint8 *scope);
gboolean hd_central_query_has_period (const HdCentralQuery *query, HdPeriod period);
gboolean hd_central_query_has_row (const HdCentralQuery *query, const HdSampleRow *row);

G_END_DECLS
