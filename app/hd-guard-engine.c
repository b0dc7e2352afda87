/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Views of confidential units, recorded where all screens ask.
 */

#include "config.h"

#include "hd-guard-engine.h"

#include "hd-guard.h"

struct _HdGuardEngine
{
  GObject parent_instance;

  HdEngine *engine;
  HdStore *store;
  GMainContext *context;

  GMutex lock; /* of what follows */
  GHashTable *recorded; /* (element-type utf8): questions */
  char *reason; /* (nullable) */
  gboolean is_wanted; /* ::reason-wanted was told */
};

enum
{
  SIGNAL_REASON_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
tell_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_REASON_WANTED], 0);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
want_reason (HdGuardEngine *self)
{
  if (self->is_wanted)
    return;
  self->is_wanted = TRUE;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, tell_cb, g_object_ref (self),
                              g_object_unref);
}

static gboolean
may_show (HdGuardEngine *self, const HdQuery *query, const HdFrame *frame, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *text = hd_query_to_string (query);
  g_autoptr (GError) refused = NULL;

  if (g_hash_table_contains (self->recorded, text))
    return TRUE;
  if (hd_guard_view (self->store, query, frame, self->reason, &refused))
    {
      g_hash_table_add (self->recorded, g_steal_pointer (&text));
      return TRUE;
    }
  if (g_error_matches (refused, HD_POLICY_ERROR, HD_POLICY_ERROR_NO_REASON))
    want_reason (self);
  g_propagate_error (error, g_steal_pointer (&refused));
  return FALSE;
}

static const char *
get_name (HdEngine *engine)
{
  return hd_engine_get_name (HD_GUARD_ENGINE (engine)->engine);
}

static HdFrame *
query (HdEngine *engine, const HdQuery *asked, GCancellable *cancellable, GError **error)
{
  HdGuardEngine *self = HD_GUARD_ENGINE (engine);
  g_autoptr (HdFrame) frame = hd_engine_query (self->engine, asked, cancellable, error);

  return frame != NULL && may_show (self, asked, frame, error) ? g_steal_pointer (&frame) : NULL;
}

static void
engine_init (HdEngineInterface *iface)
{
  iface->get_name = get_name;
  iface->query = query;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HdGuardEngine,
                               hd_guard_engine,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, engine_init))

static void
hd_guard_engine_finalize (GObject *object)
{
  HdGuardEngine *self = HD_GUARD_ENGINE (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->store);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->recorded, g_hash_table_unref);
  g_free (self->reason);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hd_guard_engine_parent_class)->finalize (object);
}

static void
hd_guard_engine_class_init (HdGuardEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_guard_engine_finalize;

  signals[SIGNAL_REASON_WANTED]
      = g_signal_new ("reason-wanted", HD_TYPE_GUARD_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
}

static void
hd_guard_engine_init (HdGuardEngine *self)
{
  g_mutex_init (&self->lock);
  self->recorded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->context = g_main_context_ref_thread_default ();
}

HdGuardEngine *
hd_guard_engine_new (HdEngine *engine, HdStore *store)
{
  HdGuardEngine *self = g_object_new (HD_TYPE_GUARD_ENGINE, NULL);

  self->engine = g_object_ref (engine);
  self->store = g_object_ref (store);
  return self;
}

void
hd_guard_engine_set_reason (HdGuardEngine *self, const char *reason)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (HD_IS_GUARD_ENGINE (self));

  locker = g_mutex_locker_new (&self->lock);
  g_free (self->reason);
  self->reason = g_strdup (reason);
  self->is_wanted = FALSE;
}
