/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holidays, Tết and the days on which tax is collected.
 */

#pragma once

#include "hd-period.h"

G_BEGIN_DECLS

/* Immutable and atomically counted. Made by the catalogue from resources/catalog/holidays.json. */
typedef struct _HdCalendar HdCalendar;

/* holidays: (element-type HdDay) days off, in any order. tet: first day of Tết, one a year. */
HdCalendar *hd_calendar_new (const HdDay *holidays, gsize n_holidays, const HdDay *tet, gsize n_tet)
    G_GNUC_WARN_UNUSED_RESULT;
HdCalendar *hd_calendar_ref (HdCalendar *calendar);
void hd_calendar_unref (HdCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCalendar, hd_calendar_unref)

gboolean hd_calendar_is_holiday (const HdCalendar *calendar, HdDay day);
/* Monday to Friday and no holiday. */
gboolean hd_calendar_is_collecting_day (const HdCalendar *calendar, HdDay day);
/* Collecting days from `first` to `last`, both included; 0 when last < first. */
int hd_calendar_count_collecting_days (const HdCalendar *calendar, HdDay first, HdDay last);
/* The first day of Tết in the civil `year`, or HD_DAY_NONE when it is not in the table. */
HdDay hd_calendar_tet (const HdCalendar *calendar, int year);
/* `period` moved `years` years so that it lies as far from Tết as before: the whole period shifts by
 * years and then by the difference of the two Tết dates. FALSE when either Tết is unknown. */
gboolean
hd_calendar_align_tet (const HdCalendar *calendar, HdPeriod period, int years, HdPeriod *aligned);

G_END_DECLS
