/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers kept between two runs of the program: what the first screen asked the last time.
 *
 * They are exactly what the engine would answer again: only those of the store's present generation and of the
 * same build of the program are taken, and none where a bit is not what it was.
 */

#pragma once

#include "hd-cube-cache.h"

G_BEGIN_DECLS

/* The newest answers of `generation` in the cache, up to `max_bytes` of them in memory. `build` names the
 * program, whose way of adding up may change from one build to the next. */
GBytes *hd_cube_kept_pack (HdCubeCache *cache,
                           guint64 generation,
                           const char *build,
                           gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Puts them into the cache; how many there were. 0: of another generation or build, or damaged. */
guint hd_cube_kept_unpack (GBytes *kept, HdCubeCache *cache, guint64 generation, const char *build);

G_END_DECLS
