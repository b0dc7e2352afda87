/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a year's plan should be in by a day.
 */

#pragma once

#include "hd-calendar.h"

G_BEGIN_DECLS

/* The part of `plan`, set for the whole of `year`, that should be reached by the end of `day`: it grows
 * with the collecting days of the year, for nothing is collected on the others. 0 before the year, `plan`
 * itself from its last day on. The parts of consecutive spans add up to the plan exactly, because each is
 * the difference of two cumulative figures, rounded once. */
gint64 hd_plan_curve_at (const HdCalendar *calendar, gint64 plan, HdPeriod year, HdDay day);
/* What falls into first..last, both included. */
gint64 hd_plan_curve_between (const HdCalendar *calendar,
                              gint64 plan,
                              HdPeriod year,
                              HdDay first,
                              HdDay last);

G_END_DECLS
