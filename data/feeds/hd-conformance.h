/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a feed server against what feeds must be, point by point.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sync.h"

G_BEGIN_DECLS

typedef enum
{
  HD_CONFORMS,
  HD_CONFORMS_NOT,
  HD_CONFORMS_UNASKED, /* could not be looked at, because of another point or for want of data */
} HdConformanceVerdict;

typedef struct
{
  const char *id; /* "structure-etag" */
  const char *text; /* what is asked for, one English sentence */
  HdConformanceVerdict verdict;
  char *detail; /* (nullable): what was found instead */
} HdConformancePoint;
void hd_conformance_point_free (HdConformancePoint *point);

/* Blocking, like hd_sync_run(); stores nothing. Uses base_url, token, ca_file, datasets (the first is the
 * one to look at, else one is chosen) and now. (transfer full) (element-type HdConformancePoint), all
 * points in order; NULL only when cancelled, or when base_url is none. */
GPtrArray *hd_conformance_run (const HdSyncOptions *options,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
