/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress from a worker thread to the main thread, no more often than a person can read it.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* On the main thread. `what` is being worked on. */
typedef void (*HdProgressFunc) (gpointer owner, double fraction, const char *what);

typedef struct _HdProgressRelay HdProgressRelay;

/* `owner`, a GObject, is what it is told to; made and freed on the main thread or with the task's data. */
HdProgressRelay *hd_progress_relay_new (gpointer owner,
                                        HdProgressFunc func) G_GNUC_WARN_UNUSED_RESULT;
void hd_progress_relay_free (HdProgressRelay *relay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdProgressRelay, hd_progress_relay_free)

/* From the one worker thread. Most calls only look at the clock. */
void hd_progress_relay_tell (HdProgressRelay *relay, double fraction, const char *what);

G_END_DECLS
