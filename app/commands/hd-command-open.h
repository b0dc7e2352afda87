/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application as `demo` opens it.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* Opens the application on the store of `cli`; returns when it is closed. */
int hd_command_open_store (HdCli *cli);

G_END_DECLS
