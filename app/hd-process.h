/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this process leaves behind when it fails: nothing of what it held.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First thing in main(): no core file, whatever the shell's limit. Where a daemon collects core dumps that
 * limit does not count; a process with a store's key in it is not to be dumped at all (hd-store-vault.c). */
void hd_process_init (void);

G_END_DECLS
