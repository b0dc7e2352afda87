/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ends what blocks for too long: a server that sends a byte now and then keeps every time-out of a socket
 * content, and its reader for ever.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HdFeedDeadline HdFeedDeadline;

/* Nothing runs before hd_feed_deadline_renew(). `outer` (nullable): cancels too. */
HdFeedDeadline *hd_feed_deadline_new (GCancellable *outer,
                                      guint patience_s) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_deadline_free (HdFeedDeadline *deadline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedDeadline, hd_feed_deadline_free)

/* Another step begins, which has `patience_s` from now. */
void hd_feed_deadline_renew (HdFeedDeadline *deadline);
/* For the calls that block. Cancelled, it stays so. (transfer none) */
GCancellable *hd_feed_deadline_get_cancellable (HdFeedDeadline *deadline);
guint hd_feed_deadline_get_patience (const HdFeedDeadline *deadline);
/* Was it that, and not `outer`, by which a step was cancelled? */
gboolean hd_feed_deadline_has_passed (HdFeedDeadline *deadline);

G_END_DECLS
