/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the rows that a query asks for, period by period, in memory of one period.
 */

#pragma once

#include "hd-central-query.h"

G_BEGIN_DECLS

typedef struct
{
  HdSampleWorld *world;
  HdCentralQuery *query; /* owned */
  HdPeriod period; /* of the present row */
  HdDay last;
  GArray *versions; /* (nullable): of the present period */
  guint index;
  guint budget; /* periods that may still be made before a pause; callers set it */
  gboolean is_paused; /* the budget is spent: there is more */
  gint64 times; /* a fault: values so many times too large; 0 none */
  HdSampleVersion enlarged; /* the present row by that fault */
} HdCentralStream;

/* (transfer full) query. */
HdCentralStream *hd_central_stream_new (HdSampleWorld *world, HdCentralQuery *query);
void hd_central_stream_free (HdCentralStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCentralStream, hd_central_stream_free)
/* NULL at the end, or when stream->is_paused; valid until the next call. stream->period is its period. */
const HdSampleVersion *hd_central_stream_next (HdCentralStream *stream);

G_END_DECLS
