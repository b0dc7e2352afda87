/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a made sheet holds, between its asking and its drawing.
 */

#pragma once

#include "hd-sheet.h"

G_BEGIN_DECLS

struct _HdSheetPage
{
  const HdSheet *sheet;
  char **said; /* what the heading says, part by part, and captions need not say again */
  char *scope, *freshness, *foot;
  HdChartSpec *specs[8]; /* as sheet->cells */
  char *notes[8]; /* why there is no chart */
  GPtrArray *sentences; /* (nullable) (element-type HdPresentRun) */
  GPtrArray *tiles; /* (nullable) (element-type HdPresentTile) */
  GPtrArray *items; /* (nullable) (element-type HdPresentItem) */
};

G_END_DECLS
