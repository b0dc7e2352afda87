/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that fails, or loses its power, beneath SQLite: for tests.
 *
 * It stands before the system's own layer as SQLite's default, sealed stores' included, and counts what
 * changes files: writes, truncations, flushes, files opened anew.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAULT_NONE,
  FAULT_FULL, /* no room: from then on nothing more is written */
  FAULT_WRITE, /* a write fails, and leaves nothing */
  FAULT_SHORT_WRITE, /* half of it lands, then it fails */
  FAULT_SYNC, /* a flush fails */
  FAULT_TRUNCATE, /* a file cannot be cut */
  N_FAULTS,
} FaultKind;

void fault_vfs_install (void);
/* The `at`th change from now (1: the next one) fails, if it is of the kind; FULL goes on until it is armed
 * anew. */
void fault_vfs_arm (FaultKind kind, guint at);
/* Has it failed since it was armed? */
gboolean fault_vfs_has_struck (void);

/* From now on what happens to the files of `dir` is written down, beginning with what they hold. */
void fault_vfs_record (const char *dir);
/* Changes since then. Ends the recording. */
guint fault_vfs_stop (void);

typedef enum
{
  LOSS_OF_ALL, /* what was not flushed is gone */
  LOSS_OF_NONE, /* all of it had come down nevertheless */
  LOSS_OF_SOME, /* sectors of it, by chance */
  N_LOSSES,
} FaultLoss;
/* Makes `dir`, which is empty, what the disk holds when the power goes after `n_changes`. What was flushed is
 * there whatever the kind of loss. */
void fault_vfs_replay (const char *dir, guint n_changes, FaultLoss loss, guint32 seed);

G_END_DECLS
