/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages that were refused, for the auditor to look at.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  char *dataset; /* (nullable) */
  char *reason; /* one line, with line and column where there are any */
  char *url, *etag, *sha256; /* (nullable) */
  gint64 prepared, received;
  guint64 n_bytes;
} HdStoreRefused;
void hd_store_refused_free (HdStoreRefused *refused);

/* Newest first; of all datasets when `dataset` is NULL. (transfer full) (element-type HdStoreRefused) */
GPtrArray *
hd_store_get_quarantine (HdStore *self, const char *dataset, guint limit, GError **error);
/* The beginning of the body. (transfer full) (nullable): NULL without error when there is none. */
GBytes *hd_store_get_quarantined_body (HdStore *self, gint64 id, GError **error);

G_END_DECLS
