/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes rows as SDMX-CSV 2.0.0.
 */

#pragma once

#include "hd-central-stream.h"

G_BEGIN_DECLS

typedef struct _HdCentralCsv HdCentralCsv;

HdCentralCsv *hd_central_csv_new (const HdSampleWorld *world, const HdSampleDataset *dataset);
void hd_central_csv_free (HdCentralCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCentralCsv, hd_central_csv_free)
void hd_central_csv_header (HdCentralCsv *csv, GString *out);
void hd_central_csv_row (HdCentralCsv *csv,
                         HdPeriod period,
                         const HdSampleVersion *version,
                         GString *out);

G_END_DECLS
