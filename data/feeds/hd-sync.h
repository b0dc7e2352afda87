/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches what changed at a feed server and applies it to the store, one message one transaction.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-feed-error.h"
#include "hd-store.h"

G_BEGIN_DECLS

typedef struct
{
  /* Of a feed server; or a folder of files on any web server: "…/structure.json" names its structure
   * message, and the data of each dataset lie beside it as ID.csv (SDMX-CSV, named by the dataset's ID). */
  const char *base_url;
  const char *token; /* (nullable) */
  const char *ca_file; /* (nullable) */
  const char *client_cert_file; /* (nullable): PEM, our certificate and its key */
  const char *client_key_file; /* (nullable): the key, where it has a file of its own */
  const char *const *allowed_hosts; /* (nullable): where redirects may lead beside */
  const char *const *scope; /* (nullable): units whose rows may come; others' are refused */
  const char *const *accept; /* (nullable): datasets of which a held message may come in */
  guint max_shrink_pct, max_growth_pct, max_leap_times; /* 0: as usual (hd-sync-guard.h) */
  guint timeout_s; /* without a byte; 0: as usual (hd-feed-client.h) */
  gboolean full; /* forget what is known of the feed and fetch everything */
  const char *const *datasets; /* (nullable): only these */
  gint64 now; /* unix seconds, our clock */
} HdSyncOptions;

typedef struct
{
  char *dataset;
  guint64 added, replaced, deleted, n_bytes;
  double elapsed_s;
  gint64 vintage;
  gboolean unchanged; /* 304 */
  gboolean is_held; /* so much would change that a person has to say yes: see `error` */
  GError *error; /* (nullable) */
} HdSyncResult;
void hd_sync_result_free (HdSyncResult *result);

/* Called on the thread that runs the sync. `fraction` 0 to 1; `dataset` is being fetched. */
typedef void (*HdSyncProgress) (const char *dataset,
                                double fraction,
                                guint64 n_rows,
                                gpointer user_data);

/* Blocking; runs its own main context, so it may be called from a worker thread. (transfer full)
 * (element-type HdSyncResult). NULL with an error only when nothing could be done at all (structure
 * unreachable or refused); a dataset that failed has its own error and left the store untouched. */
GPtrArray *hd_sync_run (HdStore *store,
                        HdCatalog *catalog,
                        const HdSyncOptions *options,
                        HdSyncProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error);

/* `haidang import`: reads SDMX-CSV or SDMX-JSON from `path` into `dataset`, in one transaction whatever its
 * length, and in bounded memory. `scope` (nullable): units whose rows may come, as of HdSyncOptions.
 * `known_from` is used where rows carry no EXTRACTED_AT. A cancelled one leaves the store as it was. */
gboolean hd_import_file (HdStore *store,
                         const char *path,
                         const char *dataset,
                         const char *const *scope,
                         gint64 known_from,
                         HdSyncProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         HdApplyResult *result,
                         GError **error);

G_END_DECLS
