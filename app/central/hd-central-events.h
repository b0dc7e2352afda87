/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wake-up: server-sent events with the ids and versions of datasets that changed, and no figures.
 */

#pragma once

#include <libsoup/soup.h>

#include "hd-sample-world.h"

G_BEGIN_DECLS

typedef struct _HdCentralEvents HdCentralEvents;

HdCentralEvents *hd_central_events_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_central_events_free (HdCentralEvents *events);

/* Answers with a stream that stays open. It begins with what changed after Last-Event-ID; without one, with
 * the version of every dataset. */
void hd_central_events_answer (HdCentralEvents *events,
                               SoupServerMessage *message,
                               HdSampleWorld *world);
/* Tells all who listen what changed in `world` after `since`. */
void hd_central_events_publish (HdCentralEvents *events, HdSampleWorld *world, gint64 since);

G_END_DECLS
