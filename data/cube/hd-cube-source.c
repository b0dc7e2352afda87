/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The source that reads the offline store.
 */

#include "config.h"

#include "hd-cube-source.h"

static HdStructures *
store_get_structures (gpointer data, GError **error)
{
  return hd_store_get_structures (data, error);
}

static guint64
store_get_generation (gpointer data)
{
  return hd_store_get_generation (data);
}

static gboolean
store_get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  g_autoptr (GPtrArray) all = hd_store_get_status (data, error);

  if (all == NULL)
    return FALSE;
  for (guint row = 0; row < all->len; row++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (all, row);

      if (g_strcmp0 (status->dataset, dataset) != 0 || status->n_rows == 0)
        continue;
      *extent = hd_period_span (status->first.first, status->last.last);
      return TRUE;
    }
  return FALSE;
}

static GPtrArray *
store_load (gpointer data,
            const char *dataset,
            HdDay first,
            HdDay last,
            gint64 as_of,
            GError **error)
{
  return hd_store_load (data, dataset, first, last, as_of, error);
}

static const HdCubeSourceFuncs store_funcs = {
  .get_structures = store_get_structures,
  .get_generation = store_get_generation,
  .get_extent = store_get_extent,
  .load = store_load,
  .free = g_object_unref,
};

void
hd_cube_source_init_store (HdCubeSource *source, HdStore *store)
{
  source->funcs = &store_funcs;
  source->data = g_object_ref (store);
}

void
hd_cube_source_clear (HdCubeSource *source)
{
  if (source->data != NULL && source->funcs->free != NULL)
    source->funcs->free (source->data);
  source->data = NULL;
}
