/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the engine gets its rows from: the store, or a fixture in memory.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

typedef struct
{
  HdStructures *(*get_structures) (gpointer data, GError **error);
  guint64 (*get_generation) (gpointer data);
  /* The run of days that the latest rows of `dataset` cover; FALSE without error: it has no rows. */
  gboolean (*get_extent) (gpointer data, const char *dataset, HdPeriod *extent, GError **error);
  /* (transfer full) (element-type HdRows): as hd_store_load(). */
  GPtrArray *(*load) (gpointer data,
                      const char *dataset,
                      HdDay first,
                      HdDay last,
                      gint64 as_of,
                      GError **error);
  GDestroyNotify free;
} HdCubeSourceFuncs;

/* Thread-safe as far as its functions are. */
typedef struct
{
  const HdCubeSourceFuncs *funcs;
  gpointer data;
} HdCubeSource;

void hd_cube_source_clear (HdCubeSource *source);
/* Over a store; takes a reference. */
void hd_cube_source_init_store (HdCubeSource *source, HdStore *store);

G_END_DECLS
