/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What answers a query: the local cube, or a warehouse.
 */

#pragma once

#include <gio/gio.h>

#include "hd-frame.h"
#include "hd-query.h"

G_BEGIN_DECLS

#define HD_TYPE_ENGINE (hd_engine_get_type ())
G_DECLARE_INTERFACE (HdEngine, hd_engine, HD, ENGINE, GObject)

struct _HdEngineInterface
{
  GTypeInterface parent_interface;
  const char *(*get_name) (HdEngine *self);
  HdFrame *(*query) (HdEngine *self,
                     const HdQuery *query,
                     GCancellable *cancellable,
                     GError **error);
};

/* "local", or the warehouse's host. */
const char *hd_engine_get_name (HdEngine *self);
/* (transfer full): safe to call from any thread, blocking. HD_QUERY_ERROR_*, HD_STORE_ERROR_*. */
HdFrame *hd_engine_query (HdEngine *self,
                          const HdQuery *query,
                          GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same on a worker thread. */
void hd_engine_query_async (HdEngine *self,
                            HdQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
HdFrame *hd_engine_query_finish (HdEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
