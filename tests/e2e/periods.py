# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendar periods, written apart from the program. Days are datetime.date ordinals, a run of days is
(first, last) with both included, and () is no day at all. Months that begin on another day than the first are
called after the month in which they end: with 15, November is 15 October to 14 November."""

import datetime
import re

DAY, MONTH, QUARTER, YEAR, SPAN = range(5)
GRAINS = ["day", "month", "quarter", "year"]
MONTHS_OF = {MONTH: 1, QUARTER: 3, YEAR: 12}


def date(day):
    return datetime.date.fromordinal(day)


def month_end(year, month):
    return (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day


def add_months(day, months):
    """The same day of a month that is so much later, or that month's last day."""
    at = date(day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(at.day, month_end(year, month + 1))).toordinal()


def is_month_end(day):
    return date(day + 1).day == 1


def month_number(day, start):
    at = date(day)
    return at.year * 12 + at.month - 1 + (start > 1 and at.day >= start)


def month_begin(number, start):
    year, month = divmod(number - (start > 1), 12)
    return datetime.date(year, month + 1, start).toordinal()


class Period:
    """A named period: so many whole months, or a day."""

    def __init__(self, grain, number, start):
        self.grain, self.number, self.start = grain, number, start
        if grain == DAY:
            self.first = self.last = number
            return
        months = MONTHS_OF[grain]
        self.first = month_begin(number * months, start)
        self.last = month_begin((number + 1) * months, start) - 1

    @staticmethod
    def containing(day, grain, start):
        if grain == DAY:
            return Period(DAY, day, start)
        return Period(grain, month_number(day, start) // MONTHS_OF[grain], start)

    @staticmethod
    def parse(text, start):
        """2026, 2026-Q3, 2026-09, 2026-09-15; of SDMX also 2026-M09 and 2026-A1."""
        year = int(text[:4])
        rest = text[5:]
        if not rest or rest == "A1":
            return Period(YEAR, year, start)
        if rest[0] == "Q":
            return Period(QUARTER, year * 4 + int(rest[1:]) - 1, start)
        if re.fullmatch(r"M?\d\d", rest):
            return Period(MONTH, year * 12 + int(rest.lstrip("M")) - 1, start)
        return Period(DAY, datetime.date.fromisoformat(text[:10]).toordinal(), start)

    def shift(self, steps):
        return Period(self.grain, self.number + steps, self.start)

    def __str__(self):
        if self.grain == DAY:
            return date(self.first).isoformat()
        if self.grain == MONTH:
            return f"{self.number // 12:04}-{self.number % 12 + 1:02}"
        if self.grain == QUARTER:
            return f"{self.number // 4:04}-Q{self.number % 4 + 1}"
        return f"{self.number:04}"


def same_elapsed(first, last, day, base_first, base_last):
    """The last day of what had elapsed of a base when `day` was the last of first..last: the same day of the
    month where both begin on the same, the end of a month for the end of a month."""
    if day >= last:
        return base_last
    if date(first).day != date(base_first).day:
        return min(base_first + day - first, base_last)
    end = add_months(day, month_number(base_first, 1) - month_number(first, 1))
    while is_month_end(day) and not is_month_end(end):
        end += 1
    return min(end, base_last)


def years_later(run, years, start):
    """A run of days moved by years; a part of a month stays the same part of it."""
    if not run:
        return ()
    month = Period.containing(run[1], MONTH, start)
    there = month.shift(12 * years)
    return (add_months(run[0], 12 * years),
            same_elapsed(month.first, month.last, run[1], there.first, there.last))


def name_of(run, start, is_open):
    """The named period that a run of days is, or None; from the first day of a year on, a year that is not
    over where `is_open`."""
    for grain in (YEAR, QUARTER, MONTH, DAY):
        period = Period.containing(run[0], grain, start)
        if period.first == run[0] and (period.last == run[1] or (
                is_open and grain == YEAR and run[1] < period.last)):
            return period
    return None


def previous(period, whole, run, start):
    """What comes before `run`, a part of the named `period` or of the nameless days `whole`."""
    if period is not None:
        before = period.shift(-1)
        return (before.first + run[0] - period.first,
                same_elapsed(period.first, period.last, run[1], before.first, before.last))
    first, last = (Period.containing(day, MONTH, start) for day in whole)
    if first.first != whole[0] or last.last != whole[1]:
        length = whole[1] - whole[0] + 1
        return run[0] - length, run[1] - length
    months = last.number - first.number + 1
    ending = Period.containing(run[1], MONTH, start)
    before = ending.shift(-months)
    return (first.shift(-months).first,
            same_elapsed(ending.first, ending.last, run[1], before.first, before.last))


class Calendar:
    """Holidays, Tết, collecting days: from the catalogue's own file."""

    def __init__(self, holidays):
        def read(text):
            return datetime.date.fromisoformat(text).toordinal()

        self.off = {read(day) for kinds in holidays["holidays"].values() for days in kinds.values()
                    for day in days}
        self.tet = {int(day[:4]): read(day) for day in holidays["tet"]}
        self.until = {}  # year → [collecting days up to and with the nth day of it]

    def collecting_days(self, first, last):
        return sum(date(day).weekday() < 5 and day not in self.off for day in range(first, last + 1))

    def align_tet(self, run):
        """A year earlier, as far from Tết as before."""
        year = date(run[1]).year
        here, there = self.tet.get(year), self.tet.get(year - 1)
        if here is None or there is None:
            return ()
        offset = there - add_months(here, -12)
        return tuple(add_months(day, -12) + offset for day in run)

    def planned(self, amount, year, run):
        """What part of a year's plan falls on a run of days: along the collecting days, half a đồng up."""
        return self.planned_by(amount, year, run[1]) - self.planned_by(amount, year, run[0] - 1)

    def planned_by(self, amount, year, day):
        if day < year.first:
            return 0
        if day >= year.last:
            return amount
        days = self.until.get(year.first)
        if days is None:
            days = self.until[year.first] = [self.collecting_days(year.first, one)
                                             for one in range(year.first, year.last + 1)]
        return (2 * amount * days[day - year.first] + days[-1]) // (2 * days[-1])
