/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of datasets on border work.
 */

#include "config.h"
#include "hd-sample-makers.h"
const HdSampleDataset HD_SAMPLE_BORDER_TABLE[] = { { 0 } };
const guint HD_SAMPLE_N_BORDER_TABLE = 0;
