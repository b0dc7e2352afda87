/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of datasets on control work.
 */

#include "config.h"
#include "hd-sample-makers.h"
const HdSampleDataset HD_SAMPLE_CONTROL_TABLE[] = { { 0 } };
const guint HD_SAMPLE_N_CONTROL_TABLE = 0;
