/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame as one flat value, so that an answer can be kept and read again by another process.
 */

#pragma once

#include "hd-frame.h"

G_BEGIN_DECLS

/* For variants that have frames in them. */
#define HD_FRAME_PACK_COLUMN "(syymsa(sss)axay)"
#define HD_FRAME_PACK_PERIOD "(yyii)"
#define HD_FRAME_PACK_TYPE                                                                         \
  "(sxxas" HD_FRAME_PACK_PERIOD HD_FRAME_PACK_PERIOD "si(sttxxxxx)ua" HD_FRAME_PACK_COLUMN ")"

/* (transfer floating). Of the code lists it has the codes that occur, with both names. */
GVariant *hd_frame_pack (const HdFrame *frame);
/* (transfer full) (nullable): NULL where `packed` is no frame, whatever its bytes are. */
HdFrame *hd_frame_unpack (GVariant *packed);

G_END_DECLS
