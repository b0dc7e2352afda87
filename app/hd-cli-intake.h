/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows when a command has taken something in.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* What the policy does not let stay goes, and the roll-ups are brought up to date. Returns `status`, with which
 * the intake itself ended; or, where that was HD_EXIT_DONE and this fails, HD_EXIT_PARTIAL after one line: what
 * was taken in is in whatever becomes of this. */
int hd_cli_follow_intake (HdCli *cli, int status);

G_END_DECLS
