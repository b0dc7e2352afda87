/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports how a feed server conforms, point by point.
 */

#pragma once

#include "hd-cli.h"
#include "hd-sync.h"

G_BEGIN_DECLS

/* HD_EXIT_FAILED when a point does not hold. */
int hd_cli_conformance (HdCli *cli, const HdSyncOptions *options);

G_END_DECLS
