/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makers of the datasets that need code of their own; the rest are made from their table rows.
 */

#pragma once

#include "hd-sample-dataset.h"

G_BEGIN_DECLS

/* hd-sample-revenue.c */
void hd_sample_make_revenue (HdSampleMaker *maker);
void hd_sample_make_tax_refund (HdSampleMaker *maker);
void hd_sample_make_plans (HdSampleMaker *maker);
void hd_sample_make_tax_debt (HdSampleMaker *maker);
/* hd-sample-clearance.c */
void hd_sample_make_declarations (HdSampleMaker *maker);
void hd_sample_make_clearance (HdSampleMaker *maker);
void hd_sample_make_clearance_hours (HdSampleMaker *maker);
/* hd-sample-control.c */
void hd_sample_make_risk (HdSampleMaker *maker);
void hd_sample_make_violations (HdSampleMaker *maker);
void hd_sample_finish_scans (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng);
/* hd-sample-border.c */
void hd_sample_make_timed (HdSampleMaker *maker);
void hd_sample_make_vat_refund (HdSampleMaker *maker);
void hd_sample_make_asw (HdSampleMaker *maker);
void hd_sample_make_nsw (HdSampleMaker *maker);
void hd_sample_make_partners (HdSampleMaker *maker);
void hd_sample_finish_port_stock (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng);
/* hd-sample-office.c */
void hd_sample_make_rates (HdSampleMaker *maker);
void hd_sample_make_targets (HdSampleMaker *maker);
void hd_sample_make_maturity (HdSampleMaker *maker);
void hd_sample_make_survey (HdSampleMaker *maker);
void hd_sample_make_system_health (HdSampleMaker *maker);
void hd_sample_make_system_response (HdSampleMaker *maker);
void hd_sample_finish_traders (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng);
void hd_sample_finish_directives (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng);

G_END_DECLS
