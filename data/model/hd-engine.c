/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What answers a query: the local cube, or a warehouse.
 */

#include "config.h"

#include "hd-engine.h"

G_DEFINE_INTERFACE (HdEngine, hd_engine, G_TYPE_OBJECT)

static void
hd_engine_default_init (HdEngineInterface *iface)
{
}

static void
query_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  HdFrame *frame = hd_engine_query (HD_ENGINE (source), data, cancellable, &error);

  if (frame == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, frame, (GDestroyNotify)hd_frame_unref);
}

const char *
hd_engine_get_name (HdEngine *self)
{
  g_return_val_if_fail (HD_IS_ENGINE (self), NULL);
  return HD_ENGINE_GET_IFACE (self)->get_name (self);
}

HdFrame *
hd_engine_query (HdEngine *self, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HD_IS_ENGINE (self), NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return HD_ENGINE_GET_IFACE (self)->query (self, query, cancellable, error);
}

void
hd_engine_query_async (HdEngine *self,
                       HdQuery *query,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (HD_IS_ENGINE (self));
  g_task_set_source_tag (task, hd_engine_query_async);
  g_task_set_task_data (task, hd_query_ref (query), (GDestroyNotify)hd_query_unref);
  g_task_run_in_thread (task, query_in_thread);
}

HdFrame *
hd_engine_query_finish (HdEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
