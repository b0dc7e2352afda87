/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a feed server, or a folder of files on a web server, against what feeds must be, point by point.
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

/* What was found instead, and which of a point's `subject` and `numbers` tell more of it. */
typedef enum
{
  HD_FINDING_NONE,
  HD_FINDING_ERROR, /* subject: a reader's or the client's message, in English */
  HD_FINDING_STATUS, /* numbers[0]: of HTTP; 0 no answer */
  HD_FINDING_NO_DATASETS,
  HD_FINDING_NO_ROWS, /* this year or last */
  HD_FINDING_MISSING, /* what the point asks for */
  HD_FINDING_DATASET, /* subject: the first dataset without it */
  HD_FINDING_UNCOMPRESSED, /* numbers[0]: bytes */
  HD_FINDING_OTHER_ROWS, /* subject: dataset; numbers: rows in the two answers that should be alike */
  HD_FINDING_FEWER_ROWS, /* numbers: rows, and how many there should be at least */
  HD_FINDING_STRAY_ROWS, /* numbers[0]: rows that were not asked for */
  HD_FINDING_OTHER_BYTES, /* another part of the body than was asked for */
  HD_FINDING_CLOCK, /* numbers[0]: seconds that it differs by */
} HdConformanceFinding;

typedef struct
{
  const char *id; /* "structure-etag" */
  HdConformanceVerdict verdict;
  HdConformanceFinding finding; /* none but where it conforms not */
  char *subject; /* (nullable) */
  guint64 numbers[2];
} HdConformancePoint;
void hd_conformance_point_free (HdConformancePoint *point);

/* Blocking, like hd_sync_run(); stores nothing. Uses base_url, token, ca_file, datasets (the first is the
 * one to look at, else one is chosen) and now. (transfer full) (element-type HdConformancePoint), all
 * points in order; NULL only when cancelled, or when base_url is none. */
GPtrArray *hd_conformance_run (const HdSyncOptions *options,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
