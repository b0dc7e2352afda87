/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the outlook would have said of the plans of past years, month after month.
 */

#pragma once

#include "hd-calendar.h"
#include "hd-plan-probability.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  int year;
  double amount; /* of the whole year */
} HdPlanOfYear;

typedef struct
{
  const HdCalendar *calendar;
  int first_year; /* of months[0], a January */
  const double *months; /* [n_months] NAN: missing */
  guint n_months;
  const HdPlanOfYear
      *plans; /* years that are not over, or have too little history, are passed over */
  guint n_plans;
  guint group; /* goes into each case */
} HdPlanHistory;

/* Whole years before one that is replayed. */
#define HD_PLAN_REPLAY_MIN_YEARS 3

/* Appends to `cases` (element-type HdPlanCase) one for each plan and each count of known months, 0 … 11:
 * every outlook knows only the months before it. FALSE when cancelled. */
gboolean hd_plan_replay (const HdPlanHistory *history, GCancellable *cancellable, GArray *cases);

G_END_DECLS
