/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that are part of the interface already and come with a later version.
 */

#pragma once

#include "hd-command.h"

G_BEGIN_DECLS

/* Says so in one line; HD_EXIT_USAGE. */
int hd_command_run_later (HdCli *cli, int argc, char **argv);

G_END_DECLS
