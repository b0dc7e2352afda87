/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from `haidang open` to the window.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* For hd_command_open_set_desktop(). `page` and `drill` are nullable. Returns the exit status after the
 * window was closed. */
int hd_desktop_open (HdCli *cli, const char *page, const char *drill);

G_END_DECLS
