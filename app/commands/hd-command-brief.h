/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The briefing as `demo --headless` writes it.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* Writes the PDF and the PNG sheets into the current folder and prints their names. */
int hd_command_brief_here (HdCli *cli);

G_END_DECLS
