/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine over any source, for tests and benchmarks.
 */

#pragma once

#include "hd-cube-source.h"
#include "hd-local-engine.h"

G_BEGIN_DECLS

/* Takes over `source`. */
HdEngine *hd_local_engine_new_for_source (HdCubeSource source,
                                          HdCatalog *catalog) G_GNUC_WARN_UNUSED_RESULT;
/* Instead of "local". */
void hd_local_engine_set_name (HdLocalEngine *self, const char *name);
/* Empties every cache. Whoever asks meanwhile is answered all the same. */
void hd_local_engine_forget (HdLocalEngine *self);
/* Drops the answers, and keeps those to come up to this; 0: none, so that a benchmark measures scans. */
void hd_local_engine_set_cache_bytes (HdLocalEngine *self, gsize n_bytes);

G_END_DECLS
