/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar as regressors: what each period has of working days, holidays and Tết.
 */

#pragma once

#include "hd-calendar-effect.h"

G_BEGIN_DECLS

/* Rows are periods, columns are terms: NAN where the calendar does not know (a year without holidays). */
typedef struct
{
  guint n_rows;
  double *column[HD_CALENDAR_N_TERMS]; /* NULL: no such term at this grain */
} HdCalendarTerms;

/* `n_rows` periods from frame->first. */
HdCalendarTerms *hd_calendar_terms_new (const HdCalendarFrame *frame,
                                        guint n_rows) G_GNUC_WARN_UNUSED_RESULT;
void hd_calendar_terms_free (HdCalendarTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCalendarTerms, hd_calendar_terms_free)

G_END_DECLS
