/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes a message in on a thread of its own, while more of it is being read.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

typedef struct _HdIntakeThread HdIntakeThread;

typedef struct
{
  gint64 prepared;
  gboolean in_one_piece; /* as for hd_store_intake_new() */
  GBytes *structure_message; /* (nullable): goes in with the rows */
  const char *dataset; /* whose feed answered */
  gint64 checked_at; /* at that time */
} HdIntakeOrder;

/* `order` outlives the thread. */
HdIntakeThread *hd_intake_thread_new (HdStore *store, const HdIntakeOrder *order);
/* Ends the thread; rolls back what was not finished. */
void hd_intake_thread_free (HdIntakeThread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdIntakeThread, hd_intake_thread_free)

/* Takes over the rows; waits while many wait. FALSE when the intake has failed: hd_intake_thread_finish()
 * says why. */
gboolean hd_intake_thread_push (HdIntakeThread *thread, HdRows *rows);
/* To be called once, at the end of what was pushed. */
gboolean hd_intake_thread_finish (HdIntakeThread *thread,
                                  const HdReceipt *receipt,
                                  HdApplyResult *result,
                                  GError **error);

G_END_DECLS
