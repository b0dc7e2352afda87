/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application as `demo` opens it.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* How the window is opened. The commands know no toolkit, so the program tells them before it runs one;
 * without it `open` says that there is no desktop. */
typedef int (*HdOpenDesktop) (HdCli *cli, const char *page, const char *drill);
void hd_command_open_set_desktop (HdOpenDesktop open);

/* Opens the application on the store of `cli`; returns when it is closed. */
int hd_command_open_store (HdCli *cli);

G_END_DECLS
