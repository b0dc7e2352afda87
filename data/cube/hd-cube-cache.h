/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers kept for the same question of the same store, the least recently used dropped first.
 */

#pragma once

#include "hd-frame.h"

G_BEGIN_DECLS

/* Thread-safe. */
typedef struct _HdCubeCache HdCubeCache;

HdCubeCache *hd_cube_cache_new (gsize budget_bytes) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_cache_free (HdCubeCache *self);
/* Drops every answer; those to come are kept up to `budget_bytes`, 0: none. */
void hd_cube_cache_reset (HdCubeCache *self, gsize budget_bytes);
/* (transfer full) (nullable). An answer of an older generation is dropped. */
HdFrame *hd_cube_cache_get (HdCubeCache *self, const char *text, guint64 generation);
void hd_cube_cache_put (HdCubeCache *self, const char *text, guint64 generation, HdFrame *frame);

/* One answer, held on its own. */
typedef struct
{
  char *text;
  HdFrame *frame;
} HdCubeCached;

/* (transfer full) (element-type HdCubeCached): the newest of `generation`, up to `max_bytes`. */
GPtrArray *hd_cube_cache_list (HdCubeCache *self, guint64 generation, gsize max_bytes);
gsize hd_cube_cache_get_bytes (HdCubeCache *self);

G_END_DECLS
