/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame on standard output: as text, CSV or JSON.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean has_names; /* JSON: dimension cells as objects of code, vi and en */
  gboolean has_timing; /* how long it took and by what plan */
} HdCliFrameOptions;

void hd_cli_frame_print (const HdCli *cli, const HdFrame *frame, const HdCliFrameOptions *options);

G_END_DECLS
