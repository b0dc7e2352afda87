/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a month is usually in by a day of it, and how sure that is.
 */

#pragma once

#include "hd-calendar.h"

G_BEGIN_DECLS

/* Daily amounts without a gap in dates; NAN where a day's figure is missing. */
typedef struct
{
  HdDay first;
  const double *amounts;
  guint n_days; /* 0: no daily figures */
} HdDailyAmounts;

typedef struct
{
  double share; /* of the month's amount expected by then: 0 … 1 */
  double
      log_error; /* standard deviation of the log of (what was in ÷ share ÷ the month's amount) */
  guint
      n_months; /* past months that this was learned on; 0: from the count of collecting days alone */
} HdMonthProgress;

/* By the end of `known_to`, a day of `month`. With `daily` (nullable) the weekdays, the first and last
 * collecting days of whole months before are told apart; without it every collecting day is alike. */
HdMonthProgress hd_month_progress (const HdCalendar *calendar,
                                   const HdDailyAmounts *daily,
                                   HdPeriod month,
                                   HdDay known_to);

G_END_DECLS
