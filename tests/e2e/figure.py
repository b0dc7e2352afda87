# SPDX-License-Identifier: GPL-3.0-or-later
"""One KPI of a question: its terms' sums, and its value for any set of groups."""

from periods import YEAR, Period
from sums import Sums, percentile


class Figure:
    def __init__(self, answer, kpi_id, extent):
        oracle = answer.oracle
        self.answer, self.kpi = answer, oracle.kpis[kpi_id]
        definition = oracle.definition(kpi_id)
        runs = {}
        for at, slot in enumerate(answer.slots):
            value, base = self.runs_of(slot, extent)
            runs[False, at], runs[True, at] = value, base
        self.plan = None
        if (answer.question.compare or "").startswith("plan:"):
            self.plan = Sums.of_plan(answer, {key: run for key, run in runs.items() if key[0]})
            runs = {key: run for key, run in runs.items() if not key[0]}
        self.above, self.below = ([Sums(answer, definition, term, runs) for term in definition.get(side, [])]
                                  for side in ("numerator", "denominator"))

    def runs_of(self, slot, extent):
        answer = self.answer
        if extent[1] is None:
            return (), ()
        value = max(slot[1], answer.span[0]), min(slot[2], answer.span[1], extent[1])
        value = value if value[0] <= value[1] else ()
        base = answer.base_of(slot, value)
        if self.kpi["kind"] == "projection" and value:
            # What the year will be, against what the other year was.
            year = Period.containing(value[1], YEAR, answer.start)
            value = year.first, value[1]
            if base:
                against = year if answer.question.compare.startswith("plan:") else year.shift(-1)
                base = against.first, against.last
        return value, base

    def members(self):
        sums = self.above + self.below + ([self.plan] if self.plan else [])
        return set().union(*(one.members() for one in sums))

    def value(self, members, is_base):
        """Of all members together: added up first, then divided or ranked. None: nothing is known."""
        if not members:
            return None
        if is_base and self.plan:
            found = self.plan.total(members, True)
            return found.sum if found.known else None
        kind, factor = self.kpi["kind"], self.kpi.get("factor", 1)
        if kind == "percentile":
            return self.percentile(members, is_base)
        below = self.side(self.below, members, is_base)
        above = self.side(self.above, members, is_base, self.below if kind == "ratio" else [])
        if kind == "ratio":
            return None if above is None or not below else factor * above / below
        return above if above is None or factor == 1 else above * factor

    @staticmethod
    def side(terms, members, is_base, whole=()):
        """None where a term has nothing; but a kind of which there is none in a known whole is a zero."""
        total = 0
        for term in terms:
            found = term.total(members, is_base)
            if not found.known and (found.was_reported or len(whole) != 1 or not term.is_part_of(whole[0])):
                return None
            total += -found.sum if term.term.get("minus") else found.sum
        return total

    def percentile(self, members, is_base):
        counts = {}
        for term in self.above:
            for code, count in term.classes(members, is_base).items():
                counts[code] = counts.get(code, 0) + count
        bounds = self.above[0].facts.bounds(self.above[0].dataset)
        found = percentile(counts, bounds, self.kpi["quantile"])
        return None if found is None else self.kpi.get("factor", 1) * found
