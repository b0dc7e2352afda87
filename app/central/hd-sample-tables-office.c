/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of datasets on office work.
 */

#include "config.h"
#include "hd-sample-makers.h"
const HdSampleDataset HD_SAMPLE_OFFICE_TABLE[] = { { 0 } };
const guint HD_SAMPLE_N_OFFICE_TABLE = 0;
