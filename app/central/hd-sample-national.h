/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * National figures by month and day: the published ones, and a model between and after them.
 *
 * Nothing here depends on the server's today: a past day's figures are the same whatever it is.
 */

#pragma once

#include "hd-sample-world.h"

G_BEGIN_DECLS

HdNational *hd_national_new (HdSampleWorld *world);
void hd_national_free (HdNational *national);

/* Đồng collected. Months add up to each published year-to-date point exactly, days to their month. */
gint64 hd_national_revenue (const HdSampleWorld *world, HdDay day);
gint64 hd_national_revenue_of_month (const HdSampleWorld *world, int year, int month);
gint64 hd_national_revenue_of_year (const HdSampleWorld *world, int year);
/* Declarations registered; lane 0 green, 1 yellow, 2 red. Days add up to the published years. */
gint64 hd_national_declarations (const HdSampleWorld *world, HdDay day, guint lane);
/* Millions of dollars; flow 0 imports, 1 exports. */
double hd_national_trade (const HdSampleWorld *world, int year, int month, guint flow);
/* Trade in đồng, by day. */
gint64 hd_national_trade_vnd (const HdSampleWorld *world, HdDay day, guint flow);
/* Đồng a dollar. */
double hd_national_exchange_rate (int year);
/* Trade of the month of `day` against an average month of 2020: how busy customs is. */
double hd_national_activity (const HdSampleWorld *world, HdDay day);

typedef enum
{
  HD_VIOLATION_CASES,
  HD_VIOLATION_VALUE_BN, /* billions of đồng */
  HD_VIOLATION_BUDGET_BN,
  HD_VIOLATION_PROSECUTED,
  HD_VIOLATION_TRANSFERRED,
  HD_N_VIOLATIONS
} HdViolation;

/* Of a reporting month; published totals hold over the months that they cover. */
double hd_national_violations (const HdSampleWorld *world, int year, int month, HdViolation what);
/* hd-sample-violations.c: (transfer full) [HD_N_VIOLATIONS][year][month] flattened. */
double *hd_national_make_violations (const HdSampleWorld *world);

G_END_DECLS
