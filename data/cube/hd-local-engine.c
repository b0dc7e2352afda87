/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine `local`: answers queries from the store on this machine.
 */

#include "config.h"

#include "hd-cube-answer.h"
#include "hd-cube-cache.h"
#include "hd-cube-kept.h"
#include "hd-local-engine-private.h"

#include <sys/stat.h>

/* A screen's answers are some ten kilobytes; this keeps a morning's drilling. */
#define DEFAULT_CACHE_BYTES (12u << 20)

struct _HdLocalEngine
{
  GObject parent_instance;

  char *name;
  HdCubeSource source;
  HdCatalog *catalog;
  HdCubeCache *cache;
  guint n_worked_out; /* atomic: answers in `cache` that are kept nowhere else */
  GMutex lock; /* of the two below */
  HdStructures *structures; /* of `generation` */
  guint64 generation;
};

static void hd_local_engine_iface_init (HdEngineInterface *iface);

G_DEFINE_TYPE_WITH_CODE (HdLocalEngine,
                         hd_local_engine,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, hd_local_engine_iface_init))

static const char *
local_get_name (HdEngine *engine)
{
  return HD_LOCAL_ENGINE (engine)->name;
}

/* (transfer full): read once a generation, for every structure message is parsed anew. */
static HdStructures *
get_structures (HdLocalEngine *self, guint64 generation, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GError) local_error = NULL;

  if (self->structures != NULL && self->generation == generation)
    return hd_structures_ref (self->structures);
  g_clear_pointer (&self->structures, hd_structures_unref);
  self->structures = self->source.funcs->get_structures (self->source.data, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (self->structures == NULL)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA,
                           "the store is empty: sync it");
      return NULL;
    }
  self->generation = generation;
  return hd_structures_ref (self->structures);
}

static HdFrame *
local_query (HdEngine *engine, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  HdLocalEngine *self = HD_LOCAL_ENGINE (engine);
  gint64 started_us = g_get_monotonic_time ();
  guint64 generation = self->source.funcs->get_generation (self->source.data);
  g_autofree char *text = hd_query_to_string (query);
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (HdCubePlan) plan = NULL;
  HdFrame *frame = hd_cube_cache_get (self->cache, text, generation);

  if (frame != NULL)
    return frame;
  structures = get_structures (self, generation, error);
  if (structures == NULL)
    return NULL;
  plan = hd_cube_plan_new (query, self->catalog, structures, &self->source, cancellable, error);
  if (plan == NULL)
    return NULL;
  plan->engine = self->name;
  if (!hd_cube_plan_lay_out (plan, error))
    return NULL;
  frame = hd_cube_answer (plan, started_us, error);
  if (frame != NULL)
    {
      hd_cube_cache_put (self->cache, text, generation, frame);
      g_atomic_int_inc (&self->n_worked_out);
    }
  return frame;
}

static void
hd_local_engine_iface_init (HdEngineInterface *iface)
{
  iface->get_name = local_get_name;
  iface->query = local_query;
}

static void
hd_local_engine_finalize (GObject *object)
{
  HdLocalEngine *self = HD_LOCAL_ENGINE (object);

  g_free (self->name);
  hd_cube_source_clear (&self->source);
  g_clear_pointer (&self->catalog, hd_catalog_unref);
  g_clear_pointer (&self->structures, hd_structures_unref);
  hd_cube_cache_free (self->cache);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hd_local_engine_parent_class)->finalize (object);
}

static void
hd_local_engine_class_init (HdLocalEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_local_engine_finalize;
}

static void
hd_local_engine_init (HdLocalEngine *self)
{
  g_mutex_init (&self->lock);
  self->name = g_strdup ("local");
  self->cache = hd_cube_cache_new (DEFAULT_CACHE_BYTES);
}

HdEngine *
hd_local_engine_new_for_source (HdCubeSource source, HdCatalog *catalog)
{
  HdLocalEngine *self = g_object_new (HD_TYPE_LOCAL_ENGINE, NULL);

  self->source = source;
  self->catalog = hd_catalog_ref (catalog);
  return HD_ENGINE (self);
}

HdEngine *
hd_local_engine_new (HdStore *store, HdCatalog *catalog)
{
  HdCubeSource source;

  hd_store_set_cache_budget (store, HD_CUBE_ROWS_CACHE_BYTES);
  hd_cube_source_init_store (&source, store, catalog);
  return hd_local_engine_new_for_source (source, catalog);
}

void
hd_local_engine_set_cache_bytes (HdLocalEngine *self, gsize n_bytes)
{
  hd_cube_cache_reset (self->cache, n_bytes);
}

void
hd_local_engine_forget (HdLocalEngine *self)
{
  hd_local_engine_set_cache_bytes (self, DEFAULT_CACHE_BYTES);
  if (self->source.funcs->forget != NULL)
    self->source.funcs->forget (self->source.data);
}

void
hd_local_engine_set_name (HdLocalEngine *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

/* (transfer full): the file that runs. Another build may add up otherwise, or mean something else by a KPI. */
static char *
name_build (void)
{
  struct stat file;

  if (stat ("/proc/self/exe", &file) != 0)
    return g_strdup (HD_VERSION);
  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, HD_VERSION,
                          (gint64)file.st_mtime, (gint64)file.st_size);
}

GBytes *
hd_local_engine_keep_answers (HdLocalEngine *self, gsize max_bytes, guint64 *generation)
{
  g_autofree char *build = name_build ();

  g_return_val_if_fail (HD_IS_LOCAL_ENGINE (self), NULL);

  if (g_atomic_int_and (&self->n_worked_out, 0) == 0)
    return NULL;
  *generation = self->source.funcs->get_generation (self->source.data);
  return hd_cube_kept_pack (self->cache, *generation, build, max_bytes);
}

guint
hd_local_engine_take_answers (HdLocalEngine *self, GBytes *kept)
{
  g_autofree char *build = name_build ();

  g_return_val_if_fail (HD_IS_LOCAL_ENGINE (self), 0);

  return hd_cube_kept_unpack (kept, self->cache,
                              self->source.funcs->get_generation (self->source.data), build);
}
