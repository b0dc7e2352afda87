/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from `haidang open` to the window.
 */

#pragma once

#include "commands/hd-command-open.h"

G_BEGIN_DECLS

/* For hd_command_open_set_desktop(). Returns the exit status after the window was closed, or at once where
 * the program runs already and shows the place in its own window. */
int hd_desktop_open (HdCli *cli, const HdOpenPlace *place);

G_END_DECLS
